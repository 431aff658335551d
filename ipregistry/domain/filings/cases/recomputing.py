"""Deadlines of a case computed anew, because a day of closure was entered or taken back meanwhile.

What runs is computed before anything expires: what nobody has recorded yet has not happened, and
nobody loses a right on a day on which the place was shut.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ipregistry.domain.cases.drafts import moved_outcome
from ipregistry.domain.cases.facts import INSTITUTION, CaseFacts
from ipregistry.domain.cases.playing import Move, happened_document, instant, world_of
from ipregistry.domain.cases.sides import known_case
from ipregistry.domain.facts import Context, Needs
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision, Outcome, RecordDraft
from ipregistry.domain.packs import engine
from ipregistry.domain.packs.engine import CaseState, Running
from ipregistry.domain.packs.model import SYSTEM
from ipregistry.domain.packs.versions import PublishedClosure
from ipregistry.domain.told import Told, ToldAs
from ipregistry.domain.violations import Violation

TYPE_NAME = "case-recomputing"
EVENT = "deadlines_recomputed"


@dataclass(frozen=True, slots=True)
class CaseRecomputing:
    """The case whose open deadlines are computed anew."""

    case: str


def decide(command: CaseRecomputing, context: Context) -> Decision:
    """A new version of the case where any last day moved; else there is nothing to record."""
    case = context.cases.get(command.case)
    if not context.actor.is_office:
        found = known_case(command.case, context)
        if isinstance(found, list):
            return found
    if case is None:
        return [Violation("case-unknown", "/case", {"case": command.case})]
    world = world_of(context, case.document)
    before = case.state
    after = engine.recomputed(case.published.pack, before, world)
    moved = moved_days(before, after)
    if not moved:
        return [Violation("case-nothing-to-recompute", "/case", {"case": command.case})]
    event = {
        "event": EVENT,
        "by": SYSTEM,
        "at": context.now,
        "onDate": context.today.isoformat(),
        "changeBag": [_change(old, new, context.closures) for old, new in moved],
    }
    move = _expired(Move(case, world, after, (event,)), context)
    return _telling(moved_outcome(context, TYPE_NAME, INSTITUTION, move), case)


def _expired(move: Move, context: Context) -> Move:
    """What has run out by the days as they are now."""
    done = len(move.state.history)
    after = engine.expire(move.pack, move.state, instant(context.now), move.world)
    return move.to(after, *(happened_document(one) for one in after.history[done:]))


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


def _telling(outcome: Outcome, case: CaseFacts) -> Outcome:
    """The parties on record are told, as of any filing that concerns them."""
    parties = [party for side in case.sides for party in side["partyBag"] if "party" in party]
    bag = [
        Told(party["party"], party["version"], case.id, ToldAs.CASE_PARTY).document()
        for party in parties
    ]
    return replace(outcome, records=tuple(_told(draft, bag) for draft in outcome.records))


def _told(draft: RecordDraft, bag: list[dict[str, Any]]) -> RecordDraft:
    if draft.kind != "filing":
        return draft
    return replace(draft, document={**draft.document, "toldBag": bag})


TYPE = FilingType(
    name=TYPE_NAME,
    read=lambda body: CaseRecomputing(body["case"]),
    needs=lambda command: Needs(cases=(command.case,), packs=True),
    decide=decide,
    citation="Node practice: a day of closure that is entered later counts for what is still open",
)
