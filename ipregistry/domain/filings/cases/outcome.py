"""Outcome: the instrument that ends a case, or that is made in it, by its digest.

It records what was decided; it does nothing to the register. What it says of a right becomes a
filing of its own there, which the office examines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipregistry.domain.cases.drafts import moved_outcome
from ipregistry.domain.cases.facts import INSTITUTION, NEUTRAL, CaseFacts
from ipregistry.domain.cases.outcomes import instruments, not_now
from ipregistry.domain.cases.playing import begun
from ipregistry.domain.cases.sides import Standing, known_case
from ipregistry.domain.enforcement import Kind
from ipregistry.domain.facts import Context, Needs
from ipregistry.domain.filings.cases.events import stale
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision
from ipregistry.domain.violations import Severity, Violation

_DATES = ("madeDate", "effectiveDate")
# What makes two filings on one digest the same instrument; receipts are added to it.
_SAME = ("instrumentCategory", "madeDate", "operativeText", "boundBag")


@dataclass(frozen=True, slots=True)
class OutcomeOfCase:
    """The instrument as it is told; `said` are its members as they are recorded."""

    case: str
    version: int | None
    kind: Kind
    said: Mapping[str, Any]


def read(body: Mapping[str, Any]) -> OutcomeOfCase:
    """The command of a body whose shape was checked."""
    said = {name: value for name, value in body.items() if name not in {"case", "caseVersion"}}
    return OutcomeOfCase(
        body["case"], body.get("caseVersion"), Kind(body["instrumentCategory"]), said
    )


def decide(command: OutcomeOfCase, context: Context) -> Decision:
    """The case with the instrument; only who decides or administers tells of one."""
    found = known_case(command.case, context)
    if isinstance(found, list):
        return found
    case, standing = found
    if standing.side not in {INSTITUTION, NEUTRAL}:
        return [Violation("case-outcome-not-yours", "", {}, severity=Severity.FORBIDDEN)]
    move = begun(case, context)
    earlier = _same(case, command)
    wrong = [
        *stale(case, command.version),
        *not_now(case, move.state.state, command.kind),
        *_sides(case, command.said),
        *_days(command.said, context.today),
        *_unsigned(command),
        *([] if earlier is None else _differs(earlier, command)),
    ]
    if wrong:
        return wrong
    made = _made(case, command, earlier, context)
    bag = [i for i in instruments(case.document) if i["instrument"] != made["instrument"]]
    happened = _happened(made, standing, context)
    after = move.to(move.state, happened, instrumentBag=[*bag, made])
    return moved_outcome(context, "case-outcome", standing.side, after)


def _same(case: CaseFacts, command: OutcomeOfCase) -> Mapping[str, Any] | None:
    digest = command.said["digest"]
    return next((i for i in instruments(case.document) if i["digest"] == digest), None)


def _differs(earlier: Mapping[str, Any], command: OutcomeOfCase) -> list[Violation]:
    params = {"instrument": earlier["instrument"]}
    if any(earlier.get(name) != command.said.get(name) for name in _SAME):
        return [Violation("case-instrument-differs", "/digest", params)]
    known = {r["side"] for r in earlier.get("receivedBag") or ()}
    if {r["side"] for r in command.said.get("receivedBag") or ()} <= known:
        return [Violation("case-instrument-on-record", "/digest", params)]
    return []


def _sides(case: CaseFacts, said: Mapping[str, Any]) -> list[Violation]:
    """It binds those who are in the case, and nobody else."""
    named = [(f"/boundBag/{n}", side) for n, side in enumerate(said["boundBag"])]
    named += [
        (f"/receivedBag/{n}/side", received["side"])
        for n, received in enumerate(said.get("receivedBag") or ())
    ]
    return [
        Violation("case-side-unknown", pointer, {"side": side})
        for pointer, side in named
        if case.side(side) is None
    ]


def _days(said: Mapping[str, Any], today: date) -> list[Violation]:
    days = [(f"/{name}", said[name]) for name in _DATES if name in said]
    days += [
        (f"/receivedBag/{n}/date", received["date"])
        for n, received in enumerate(said.get("receivedBag") or ())
    ]
    return [
        Violation("case-day-to-come", pointer, {"date": day})
        for pointer, day in days
        if date.fromisoformat(day) > today
    ]


def _unsigned(command: OutcomeOfCase) -> list[Violation]:
    """A statement of mediation has effect once both have signed for it, not when it is made."""
    if command.kind is not Kind.MEDIATION_STATEMENT or "effectiveDate" in command.said:
        return []
    citation = "CN: Arbitration Law (2017) art. 52"
    return [Violation("case-effective-date-missing", "/effectiveDate", {}, citation)]


def _made(
    case: CaseFacts,
    command: OutcomeOfCase,
    earlier: Mapping[str, Any] | None,
    context: Context,
) -> dict[str, Any]:
    if earlier is None:
        made = dict(command.said)
        if "seatCode" not in made and case.document.get("seatCode") is not None:
            made["seatCode"] = case.document["seatCode"]
        return {"instrument": len(instruments(case.document)) + 1, "at": context.now, **made}
    known = {r["side"] for r in earlier.get("receivedBag") or ()}
    more = [r for r in command.said.get("receivedBag") or () if r["side"] not in known]
    return {**earlier, "receivedBag": [*(earlier.get("receivedBag") or ()), *more]}


def _happened(made: Mapping[str, Any], standing: Standing, context: Context) -> dict[str, Any]:
    return {
        "event": "outcome",
        "category": "outcome",
        "instrument": made["instrument"],
        "by": standing.role,
        "side": standing.side,
        "at": context.now,
        "onDate": context.today.isoformat(),
    }


TYPE = FilingType(
    name="case-outcome",
    read=read,
    needs=lambda command: Needs(cases=(command.case,), packs=True),
    decide=decide,
    citation="The rules pack's own outcomes; CN: Arbitration Law (2017) art. 52 (a statement of "
    "mediation has effect once both have signed for it); whom it binds: node practice, the "
    "sides of the case",
)
