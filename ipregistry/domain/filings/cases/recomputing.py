"""Deadlines of a case computed anew, because a day of closure was entered or taken back meanwhile.

Every filing in a case does it first (`playing.begun`); this one is for cases in which nobody files.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ipregistry.domain.cases.drafts import moved_outcome
from ipregistry.domain.cases.facts import INSTITUTION, CaseFacts
from ipregistry.domain.cases.playing import begun
from ipregistry.domain.cases.recomputing import EVENT
from ipregistry.domain.cases.sides import known_case
from ipregistry.domain.facts import Context, Needs
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision, Outcome, RecordDraft
from ipregistry.domain.told import Told, ToldAs
from ipregistry.domain.violations import Violation

TYPE_NAME = "case-recomputing"


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
    move = begun(case, context)
    if not any(event["event"] == EVENT for event in move.events):
        return [Violation("case-nothing-to-recompute", "/case", {"case": command.case})]
    return _telling(moved_outcome(context, TYPE_NAME, INSTITUTION, move), case)


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
