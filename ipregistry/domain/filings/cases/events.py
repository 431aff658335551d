"""An event in a case: any transition of its pack, by whoever the pack lets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ipregistry.domain.cases.agreeing import Agreement, Proposal, agreed, taken_back
from ipregistry.domain.cases.drafts import case_draft, case_outcome, moved_outcome
from ipregistry.domain.cases.facts import INSTITUTION, NEUTRAL, CaseFacts
from ipregistry.domain.cases.fees import told_in_full
from ipregistry.domain.cases.papers import (
    Paper,
    is_private,
    paper_drafts,
    read_papers,
    shown_to_all,
    wrong_papers,
)
from ipregistry.domain.cases.paying import books_of, settled_in_case
from ipregistry.domain.cases.playing import Move, begun, happened_document, instant
from ipregistry.domain.cases.sides import Standing, known_case, on_behalf
from ipregistry.domain.classes import Label
from ipregistry.domain.facts import Context, Needs
from ipregistry.domain.filings.reading import read_date
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision
from ipregistry.domain.packs import engine
from ipregistry.domain.packs.engine import CaseEvent, CaseState
from ipregistry.domain.packs.model import Transition
from ipregistry.domain.violations import Severity, Violation

_ALL = "parties"
_EVERYBODY = Standing(_ALL, _ALL)


@dataclass(frozen=True, slots=True)
class Event:
    """What happened in a case, as whose act, on the state of which version."""

    case: str
    version: int | None
    event: str
    by: str | None
    proposal: int | None
    takes_back: bool
    on: date | None
    papers: tuple[Paper, ...]
    fees: tuple[Mapping[str, Any], ...]
    note: str | None
    received_paper: str | None
    to_side: str | None = None


def read(body: Mapping[str, Any]) -> Event:
    """The command of a body whose shape was checked."""
    return Event(
        body["case"],
        body.get("caseVersion"),
        body["event"],
        body.get("by"),
        body.get("proposal"),
        bool(body.get("takesBackIndicator")),
        read_date(body.get("onDate")),
        read_papers(body.get("documentBag")),
        tuple(body.get("feeBag") or ()),
        body.get("noteText"),
        body.get("receivedPaperDigest"),
        body.get("toSide"),
    )


def needs(command: Any) -> Needs:
    """The case, with its pack and the calendars."""
    return Needs(cases=(command.case,), packs=True)


def decide(command: Event, context: Context) -> Decision:
    """The case behind the event; every reason against it, and what would be allowed instead."""
    found = known_case(command.case, context)
    if isinstance(found, list):
        return found
    case, own = found
    standing = on_behalf(case, own, command.by)
    if isinstance(standing, list):
        return standing
    move = begun(case, context)
    wrong = [
        *stale(case, command.version),
        *_entered(standing, command),
        *wrong_papers(move.pack, command.papers),
        *_dated(standing, own, command, context),
    ]
    if command.takes_back:
        return wrong or _taken_back(command, context, move, standing)
    if _is_joint(move, command.event, standing):
        return wrong or _together(command, context, move, standing)
    fees = settled_in_case(command.fees, case, context, standing.side)
    played = _play(command, context, move, standing, frozenset(), fees)
    if isinstance(played, list):
        played = told_in_full(played, books_of(case, context), standing.side)
        return [*wrong, *played]
    return wrong or _recorded(command, context, move, standing, played)


def stale(case: CaseFacts, version: int | None) -> list[Violation]:
    """What a filer decided on an earlier state may not be what he would decide on this one."""
    since = case.document["stateVersion"]
    if version is None or version >= since:
        return []
    params = {"version": version, "since": since, "state": case.document["stateCode"]}
    return [Violation("case-moved-on", "/caseVersion", params, severity=Severity.RACE)]


def _entered(standing: Standing, command: Event) -> list[Violation]:
    if not standing.entered or command.received_paper is not None:
        return []
    return [Violation("case-entered-without-paper", "/receivedPaperDigest", {"by": standing.role})]


def _dated(standing: Standing, own: Standing, command: Event, context: Context) -> list[Violation]:
    """Only who administers or decides says on which day something counts, and no day to come."""
    if command.on is None:
        return []
    if own.side not in {INSTITUTION, NEUTRAL}:
        params = {"by": standing.role}
        return [Violation("case-day-not-yours", "/onDate", params, severity=Severity.FORBIDDEN)]
    if command.on > context.today:
        return [Violation("case-day-to-come", "/onDate", {"date": command.on.isoformat()})]
    return []


def _ways(move: Move, event: str) -> list[Transition]:
    return [t for t in move.pack.from_state(move.state.state) if t.event == event]


def _is_joint(move: Move, event: str, standing: Standing) -> bool:
    """Whether the side's act waits for the others: the pack lets all parties, but not one."""
    ways = _ways(move, event)
    return (
        move.case.side(standing.side) is not None
        and any(_ALL in t.by for t in ways)
        and not any(standing.role in t.by for t in ways)
    )


def _play(
    command: Event,
    context: Context,
    move: Move,
    acting: Standing,
    more: frozenset[str],
    fees: frozenset[str],
) -> CaseState | list[Violation]:
    event = CaseEvent(
        command.event,
        acting.role,
        instant(context.now),
        frozenset(p.document for p in command.papers) | more,
        fees,
        command.on or context.today,
        acting.side,
        command.to_side,
    )
    return engine.play(move.pack, move.state, event, move.world)


def _recorded(
    command: Event, context: Context, move: Move, standing: Standing, played: CaseState
) -> Decision:
    papers = paper_drafts(
        context, move.case.id, move.pack, standing.side, command.papers, command.event
    )
    if is_private(move.pack, command.papers) and _changes_nothing(move.state, played):
        # That a side talks to the mediator is nobody else's to know.
        before = [case_draft(move)] if move.events else []
        return case_outcome(
            context,
            "case-event",
            move.case.id,
            standing.side,
            move.case.published,
            [*before, *papers],
            audience=Label.CASE_CAUCUS,
        )
    happened = happened_document(played.history[-1], **_said(command, move, standing))
    after = move.to(played, happened, proposalBag=list(_open(move, played)))
    return moved_outcome(context, "case-event", standing.side, after, papers)


def _changes_nothing(before: CaseState, after: CaseState) -> bool:
    return (before.state, before.running) == (after.state, after.running)


def _said(command: Event, move: Move, standing: Standing) -> dict[str, Any]:
    return {
        "side": standing.side,
        "documentBag": shown_to_all(move.pack, command.papers) or None,
        "noteText": command.note,
        "enteredIndicator": standing.entered or None,
        "receivedPaperDigest": command.received_paper if standing.entered else None,
        "attestedFeeBag": _attested(command, standing) or None,
    }


def _attested(command: Event, standing: Standing) -> list[str]:
    """The fees that the institution says are settled, without money on the case's books."""
    if not standing.entered and standing.side != INSTITUTION:
        return []
    return sorted({fee["fee"] for fee in command.fees})


def open_proposals(move: Move) -> tuple[Proposal, ...]:
    """The proposals on which the other sides can still say yes."""
    return _open(move, move.state)


def _open(move: Move, state: CaseState) -> tuple[Proposal, ...]:
    events = {t.event for t in move.pack.from_state(state.state)}
    return tuple(
        p
        for p in move.case.document.get("proposalBag") or ()
        if p.get("event") in events or p.get("deadline") in state.running
    )


def _together(command: Event, context: Context, move: Move, standing: Standing) -> Decision:
    """A side's part in what all sides do."""
    given = [p.document for p in command.papers]
    what = {"event": command.event, "documentBag": given}
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
    if not done.complete:
        return _waiting(command, context, move, standing, done)
    before = frozenset(done.proposal.get("documentBag") or ())
    fees = settled_in_case(command.fees, move.case, context, standing.side)
    played = _play(command, context, move, _EVERYBODY, before, fees)
    if isinstance(played, list):
        return told_in_full(played, books_of(move.case, context), standing.side)
    settled = replace(move, case=replace(move.case, document=_with(move.case, done)))
    return _recorded(command, context, settled, standing, played)


def _with(case: CaseFacts, done: Agreement) -> dict[str, Any]:
    return {**case.document, "proposalBag": list(done.bag)}


def _waiting(
    command: Event, context: Context, move: Move, standing: Standing, done: Agreement
) -> Decision:
    """The proposal stands in the case until every side has said yes; the state does not move."""
    tried = _play(
        command, context, move, _EVERYBODY, frozenset(done.proposal["documentBag"]), frozenset()
    )
    against = tried if isinstance(tried, list) else []
    # A fee is due when the event counts; a paper is due with the proposal.
    if wrong := [v for v in against if v.code != "case-fee-missing"]:
        return wrong
    happened = {
        "event": command.event,
        "category": "proposal" if done.proposal["assentBag"] == [standing.side] else "assent",
        "proposal": done.proposal["proposal"],
        "by": standing.role,
        "at": context.now,
        "onDate": context.today.isoformat(),
        **{name: value for name, value in _said(command, move, standing).items() if value},
    }
    papers = paper_drafts(
        context, move.case.id, move.pack, standing.side, command.papers, command.event
    )
    after = move.to(move.state, happened, proposalBag=list(done.bag))
    return moved_outcome(context, "case-event", standing.side, after, papers)


def _taken_back(command: Event, context: Context, move: Move, standing: Standing) -> Decision:
    bag = taken_back(standing.side, command.proposal or 0, open_proposals(move))
    if isinstance(bag, list):
        return bag
    happened = {
        "event": command.event,
        "category": "taken-back",
        "proposal": command.proposal,
        "by": standing.role,
        "side": standing.side,
        "at": context.now,
        "onDate": context.today.isoformat(),
    }
    after = move.to(move.state, happened, proposalBag=list(bag))
    return moved_outcome(context, "case-event", standing.side, after)


TYPE = FilingType(
    name="case-event",
    read=read,
    needs=needs,
    decide=decide,
    citation="The transition of the rules pack that the case was opened under",
)
