"""Which fees of a case count as settled when somebody files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ipregistry.domain.access import Role
from ipregistry.domain.cases.facts import CaseFacts
from ipregistry.domain.facts import Context
from ipregistry.domain.packs.model import Pack


def settled_at_request(
    fees: Sequence[Mapping[str, Any]], pack: Pack, context: Context
) -> frozenset[str]:
    """The fees that were received before the case was opened: as the institution attests."""
    return _attested(fees, pack, context)


def settled_in_case(
    fees: Sequence[Mapping[str, Any]], case: CaseFacts, context: Context
) -> frozenset[str]:
    """The fees that are settled in a case, with those that the institution attests now."""
    return _attested(fees, case.published.pack, context)


def _attested(fees: Sequence[Mapping[str, Any]], pack: Pack, context: Context) -> frozenset[str]:
    if Role.CASE_MANAGER not in context.actor.roles:
        return frozenset()
    return frozenset(fee["fee"] for fee in fees if fee["fee"] in pack.fees)
