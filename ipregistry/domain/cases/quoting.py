"""What a filing in a case costs by the fee rules of the case's pack, before anything is filed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ipregistry.domain.cases.fees import Books, Charge, Payable, basis_of, payable
from ipregistry.domain.facts import Context
from ipregistry.domain.outcomes import Outcome
from ipregistry.domain.packs.fees import fee_explained
from ipregistry.domain.packs.model import Pack


def quoted_fees(outcome: Outcome, context: Context) -> list[dict[str, Any]]:
    """The fees of the transition that a filing would play, each with its rule, its shares, and
    what of it is still outstanding.
    """
    draft = next((d for d in outcome.records if d.kind == "case"), None)
    if draft is None:
        return []
    pack = _pack(outcome, context)
    charges = tuple(c for c in context.charges.values() if c.case == draft.id)
    sides = tuple(s for s in draft.document["sideBag"] if "endedDate" not in s)
    books = Books(pack, sides, basis_of(draft.document), charges, draft.id)
    return [_line(books, fee) for fee in _fees(pack, draft.document)]


def _pack(outcome: Outcome, context: Context) -> Pack:
    pinned = outcome.packs[0]
    return next(
        p.pack
        for p in context.packs
        if (p.record, p.version) == (pinned["record"], pinned["version"])
    )


def _fees(pack: Pack, document: Mapping[str, Any]) -> list[str]:
    """The fees of what happened last. A proposal needs them once the other side agrees to it."""
    last = document["eventBag"][-1] if document.get("eventBag") else {}
    ways = [
        t
        for t in pack.transitions
        if t.id == last.get("transition")
        or ("transition" not in last and t.event == last.get("event"))
    ]
    return list(dict.fromkeys(fee for t in ways for fee in t.fees))


@dataclass(frozen=True, slots=True)
class _Stands:
    """What a fee comes to in a case, and what was charged for it."""

    found: Payable
    charge: Charge | None


def _line(books: Books, fee: str) -> dict[str, Any]:
    charge = next((c for c in books.charges if c.fee == fee), None)
    stands = _Stands(payable(books.pack.fees[fee], books.basis, books.sides), charge)
    return fee_explained(stands.found.rule, stands.found.answer) | {"shareBag": _shares(stands)}


def _shares(stands: _Stands) -> list[dict[str, Any]]:
    charge = stands.charge
    shares = stands.found.shares if charge is None else charge.shares
    return [
        {
            "side": share.side,
            "sum": share.amount.document(),
            "outstanding": (
                share.amount if charge is None else charge.outstanding(share.side)
            ).document(),
        }
        for share in shares
    ]
