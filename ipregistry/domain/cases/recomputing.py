"""Open deadlines of a case computed anew, because a day of closure was entered or taken back, or a
calendar was published, meanwhile.

What runs is computed before anything expires: what nobody has recorded yet has not happened, and
nobody loses a right on a day on which the place was shut.
"""

from __future__ import annotations

from typing import Any

from ipregistry.domain.facts import Context
from ipregistry.domain.packs.engine import CaseState, Running
from ipregistry.domain.packs.model import SYSTEM
from ipregistry.domain.packs.versions import PublishedClosure

EVENT = "deadlines_recomputed"


def recomputing_event(
    before: CaseState, after: CaseState, context: Context
) -> dict[str, Any] | None:
    """What became of the open deadlines, as an event of the case; None where no last day moved."""
    moved = moved_days(before, after)
    if not moved:
        return None
    return {
        "event": EVENT,
        "by": SYSTEM,
        "at": context.now,
        "onDate": context.today.isoformat(),
        "changeBag": [_change(old, new, context.closures) for old, new in moved],
    }


def moved_days(before: CaseState, after: CaseState) -> list[tuple[Running, Running]]:
    """The open deadlines whose last day is another one now."""
    return [
        (found, after.running[name])
        for name, found in sorted(before.running.items())
        if found.due != after.running[name].due
    ]


def _change(old: Running, new: Running, closures: tuple[PublishedClosure, ...]) -> dict[str, Any]:
    differ = _days(old) ^ _days(new)
    values = {
        "deadline": new.deadline,
        "who": new.said["who"],
        "placeCode": new.place,
        "dueBefore": None if old.due is None else old.due.isoformat(),
        "dueDate": None if new.due is None else new.due.isoformat(),
        "closureBag": [
            {
                "closure": one.record,
                "version": one.version,
                "jurisdictionCode": one.closure.place,
                "closureDate": one.closure.day.isoformat(),
                "closureCategory": one.closure.kind.value,
            }
            for one in closures
            if one.closure.place == new.place
            and (one.closure.day.isoformat(), one.closure.kind.value) in differ
        ],
    }
    return {name: value for name, value in values.items() if value is not None}


def _days(running: Running) -> set[tuple[str, str]]:
    """The days that a computation passed over, each with its reason."""
    said = running.said
    passed = [*(said.get("rolledBag") or ()), *(said.get("notCountedBag") or ())]
    return {(one["date"], one["reason"]) for one in passed}
