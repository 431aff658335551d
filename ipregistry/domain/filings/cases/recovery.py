"""Recovery: what was paid or executed at a place under an instrument of a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ipregistry.domain.cases.drafts import moved_outcome
from ipregistry.domain.cases.facts import INSTITUTION, CaseFacts
from ipregistry.domain.cases.outcomes import instrument, owed, recoveries
from ipregistry.domain.cases.playing import begun
from ipregistry.domain.cases.sides import known_case, on_behalf
from ipregistry.domain.enforcement import Recovery, check_recovery, read_recovery
from ipregistry.domain.facts import Context, Needs
from ipregistry.domain.filings.cases.events import stale
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision
from ipregistry.domain.violations import Severity, Violation


@dataclass(frozen=True, slots=True)
class RecoveryOfCase:
    """What was recovered, under which instrument; `said` as it is recorded."""

    case: str
    version: int | None
    by: str | None
    instrument: int
    recovery: Recovery
    said: Mapping[str, Any]


def read(body: Mapping[str, Any]) -> RecoveryOfCase:
    """The command of a body whose shape was checked."""
    left = {"case", "caseVersion", "by"}
    return RecoveryOfCase(
        body["case"],
        body.get("caseVersion"),
        body.get("by"),
        body["instrument"],
        read_recovery(body),
        {name: value for name, value in body.items() if name not in left},
    )


def decide(command: RecoveryOfCase, context: Context) -> Decision:
    """The case with the recovery, if the places together recover no more than is owed."""
    found = known_case(command.case, context)
    if isinstance(found, list):
        return found
    case, own = found
    if own.side != INSTITUTION and case.side(own.side) is None:
        return [Violation("case-recovery-not-yours", "", {}, severity=Severity.FORBIDDEN)]
    standing = on_behalf(case, own, command.by)
    if isinstance(standing, list):
        return standing
    move = begun(case, context)
    wrong = [*stale(case, command.version), *_guarded(case, command), *_days(command, context)]
    if wrong:
        return wrong
    happened = {
        "event": "recovery",
        "category": "recovery",
        "instrument": command.instrument,
        "by": standing.role,
        "side": standing.side,
        "at": context.now,
        "onDate": context.today.isoformat(),
    }
    made = {**command.said, "side": standing.side, "at": context.now}
    bag = [*(case.document.get("recoveryBag") or ()), made]
    after = move.to(move.state, happened, recoveryBag=bag)
    return moved_outcome(context, "case-recovery", standing.side, after)


def _guarded(case: CaseFacts, command: RecoveryOfCase) -> list[Violation]:
    params = {"instrument": command.instrument}
    found = instrument(case.document, command.instrument)
    if found is None:
        return [Violation("case-instrument-unknown", "/instrument", params)]
    due = owed(found)
    if due is None:
        return [Violation("case-instrument-without-sum", "/instrument", params)]
    earlier = recoveries(case.document, command.instrument)
    return check_recovery(due, earlier, command.recovery)


def _days(command: RecoveryOfCase, context: Context) -> list[Violation]:
    recovery = command.recovery
    days = [("/recoveredDate", recovery.on), ("/appliedDate", recovery.applied_on)]
    if recovery.shortfall is not None:
        days.append(("/shortfall/date", recovery.shortfall.on))
    return [
        Violation("case-day-to-come", pointer, {"date": day.isoformat()})
        for pointer, day in days
        if day is not None and day > context.today
    ]


TYPE = FilingType(
    name="case-recovery",
    read=read,
    needs=lambda command: Needs(cases=(command.case,), packs=True),
    decide=decide,
    citation="Supplemental Arrangement Mainland/Hong Kong on awards (2020) art. 3; Arrangement "
    "Mainland/Macao on awards (2007) art. 3; Arrangement Mainland/Hong Kong on judgments (2024) "
    "art. 21",
)
