"""Extending a deadline of a case, by the pack's own measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ipregistry.domain.calendars import Unit
from ipregistry.domain.cases.agreeing import Agreement, agreed
from ipregistry.domain.cases.drafts import moved_outcome
from ipregistry.domain.cases.playing import Move, begun, instant
from ipregistry.domain.cases.sides import Standing, known_case, on_behalf
from ipregistry.domain.facts import Context, Needs
from ipregistry.domain.filings.cases.events import open_proposals, stale
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision
from ipregistry.domain.packs import engine
from ipregistry.domain.packs.engine import Extend
from ipregistry.domain.violations import Violation

_ALL, _ON_REQUEST = "all_parties_agree", "_request"


@dataclass(frozen=True, slots=True)
class ExtensionAsked:
    """More time for a deadline: by how much, where the pack leaves it open."""

    case: str
    version: int | None
    deadline: str
    by: str | None
    count: int | None
    unit: Unit | None
    proposal: int | None
    note: str | None
    received_paper: str | None


def read(body: Mapping[str, Any]) -> ExtensionAsked:
    """The command of a body whose shape was checked."""
    unit = body.get("unit")
    return ExtensionAsked(
        body["case"],
        body.get("caseVersion"),
        body["deadline"],
        body.get("by"),
        body.get("count"),
        None if unit is None else Unit(unit),
        body.get("proposal"),
        body.get("noteText"),
        body.get("receivedPaperDigest"),
    )


def decide(command: ExtensionAsked, context: Context) -> Decision:
    """The deadline longer, its first date kept; or everything that is against it."""
    found = known_case(command.case, context)
    if isinstance(found, list):
        return found
    case, own = found
    standing = on_behalf(case, own, command.by)
    if isinstance(standing, list):
        return standing
    move = begun(case, context)
    wrong = stale(case, command.version)
    if standing.entered and command.received_paper is None:
        params = {"by": standing.role}
        wrong.append(Violation("case-entered-without-paper", "/receivedPaperDigest", params))
    way = _way(move, command.deadline, standing)
    asked = Extend(command.deadline, way, instant(context.now), command.count, command.unit)
    played = engine.extend(move.pack, move.state, asked, move.world)
    if isinstance(played, list):
        return [*wrong, *played]
    if wrong:
        return wrong
    if way == _ALL and case.side(standing.side) is not None:
        return _together(command, context, move, standing, played)
    return _recorded(command, context, move, standing, way, played)


def _way(move: Move, deadline: str, standing: Standing) -> str:
    """Which of the pack's ways to extend this is: the filer's own, or what all must agree to."""
    rule = move.pack.deadlines.get(deadline)
    ways = [e.by for e in rule.extensions] if rule is not None else []
    own = (standing.role, standing.role + _ON_REQUEST)
    found = next((way for way in ways if way in own), None)
    if found is None and _ALL in ways and standing.role in {"parties", *_side_roles(move)}:
        return _ALL
    return found or standing.role


def _side_roles(move: Move) -> set[str]:
    return {side["role"] for side in move.case.sides}


def _together(
    command: ExtensionAsked,
    context: Context,
    move: Move,
    standing: Standing,
    played: engine.CaseState,
) -> Decision:
    what: dict[str, Any] = {"deadline": command.deadline, "count": command.count}
    what |= {"unit": None if command.unit is None else command.unit.value}
    what = {name: value for name, value in what.items() if value is not None}
    done = agreed(
        move.case,
        standing.side,
        context.now,
        what,
        command.proposal,
        still_open=open_proposals(move),
    )
    if isinstance(done, list):
        return done
    if done.complete:
        kept = replace(move, changed={**move.changed, "proposalBag": list(done.bag)})
        return _recorded(command, context, kept, standing, _ALL, played)
    return _waiting(command, context, move, standing, done)


def _waiting(
    command: ExtensionAsked, context: Context, move: Move, standing: Standing, done: Agreement
) -> Decision:
    happened = _happened(command, context, standing) | {
        "category": "proposal" if done.proposal["assentBag"] == [standing.side] else "assent",
        "proposal": done.proposal["proposal"],
    }
    after = move.to(move.state, happened, proposalBag=list(done.bag))
    return moved_outcome(context, "case-extension", standing.side, after)


def _recorded(
    command: ExtensionAsked,
    context: Context,
    move: Move,
    standing: Standing,
    way: str,
    played: engine.CaseState,
) -> Decision:
    before, after = move.state.running[command.deadline], played.running[command.deadline]
    happened = _happened(command, context, standing) | {
        "category": "extension",
        "way": way,
        "fromDate": None if before.due is None else before.due.isoformat(),
        "toDate": None if after.due is None else after.due.isoformat(),
    }
    happened = {name: value for name, value in happened.items() if value is not None}
    return moved_outcome(context, "case-extension", standing.side, move.to(played, happened))


def _happened(command: ExtensionAsked, context: Context, standing: Standing) -> dict[str, Any]:
    values = {
        "event": "extension",
        "deadline": command.deadline,
        "by": standing.role,
        "side": standing.side,
        "at": context.now,
        "onDate": context.today.isoformat(),
        "noteText": command.note,
        "enteredIndicator": standing.entered or None,
        "receivedPaperDigest": command.received_paper if standing.entered else None,
    }
    return {name: value for name, value in values.items() if value is not None}


TYPE = FilingType(
    name="case-extension",
    read=read,
    needs=lambda command: Needs(cases=(command.case,), packs=True),
    decide=decide,
    citation="The extension that the rules pack allows for the deadline",
)
