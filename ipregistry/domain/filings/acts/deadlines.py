"""The last days for recording an act, as its filing, its check and its transaction say them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from ipregistry.domain.filings.acts.act import View
from ipregistry.domain.priority.limits import (
    charge_member,
    clock_of,
    is_hong_kong_company,
    limit_member,
)

RECORDAL, COMPANY_CHARGE = "recordal", "company-charge"
VOID_RISK = "void-risk"


def deadlines(
    views: Iterable[View], chargors: Iterable[str], received_at: str
) -> list[dict[str, Any]] | None:
    """Right by right, from the day of the deed; None where the law sets no time.

    Whether it was late is said only where this node's own entry is the recordal: elsewhere
    the day of the office's application tells, which comes with its entry.
    """
    found = [
        said
        for view in views
        for said in (_recordal(view, received_at), _charge(view, chargors))
        if said is not None
    ]
    return found or None


def _recordal(view: View, received_at: str) -> dict[str, Any] | None:
    days: dict[str, date | None] = {
        "executed": view.deed.executed_on,
        "effective": view.counts_from,
    }
    applied = view.context.day_of(received_at) if view.ours else None
    said = limit_member(clock_of(view.rules), days, applied)
    return None if said is None else _of(view, RECORDAL, said)


def _charge(view: View, chargors: Iterable[str]) -> dict[str, Any] | None:
    parties = view.context.parties
    if not any(is_hong_kong_company(parties.get(party)) for party in chargors):
        return None
    said = charge_member("security", view.deed.executed_on, view.context.today)
    if said is None:
        return None
    kept = {name: said[name] for name in ("date", "citation", "confidence")}
    more = {"runsFrom": "executed", "consequenceCode": VOID_RISK}
    return _of(view, COMPANY_CHARGE, {**kept, **more})


def _of(view: View, category: str, said: dict[str, Any]) -> dict[str, Any]:
    return {"asset": view.asset.id, "deadlineCategory": category, **said}
