"""A procedural order that sets a deadline to a day; its first date stays on record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipregistry.domain.cases.drafts import moved_outcome
from ipregistry.domain.cases.facts import INSTITUTION, NEUTRAL
from ipregistry.domain.cases.papers import Paper, paper_drafts, read_papers, wrong_papers
from ipregistry.domain.cases.playing import begun
from ipregistry.domain.cases.sides import known_case
from ipregistry.domain.facts import Context, Needs
from ipregistry.domain.filings.cases.events import stale
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision
from ipregistry.domain.packs import engine
from ipregistry.domain.violations import Severity, Violation


@dataclass(frozen=True, slots=True)
class Order:
    """Which deadline, to which day, by what (the order's own reference and rule)."""

    case: str
    version: int | None
    deadline: str
    due: date
    citation: str
    digest: str
    papers: tuple[Paper, ...]


def read(body: Mapping[str, Any]) -> Order:
    """The command of a body whose shape was checked."""
    return Order(
        body["case"],
        body.get("caseVersion"),
        body["deadline"],
        date.fromisoformat(body["dueDate"]),
        body["citationText"],
        body["orderDigest"],
        read_papers(body.get("documentBag")),
    )


def decide(command: Order, context: Context) -> Decision:
    """The deadline on the day of the order; only who decides or administers gives one."""
    found = known_case(command.case, context)
    if isinstance(found, list):
        return found
    case, standing = found
    if standing.side not in {INSTITUTION, NEUTRAL}:
        return [Violation("case-order-not-yours", "", {}, severity=Severity.FORBIDDEN)]
    move = begun(case, context)
    wrong = [*stale(case, command.version), *wrong_papers(move.pack, command.papers)]
    if command.due < context.today:
        params = {"date": command.due.isoformat()}
        wrong.append(Violation("case-order-for-the-past", "/dueDate", params))
    played = engine.moved(move.state, command.deadline, command.due, command.citation)
    if isinstance(played, list):
        return [*wrong, *played]
    if wrong:
        return wrong
    before = move.state.running[command.deadline].due
    happened: dict[str, Any] = {
        "event": "order",
        "category": "order",
        "deadline": command.deadline,
        "by": standing.role,
        "side": standing.side,
        "at": context.now,
        "onDate": context.today.isoformat(),
        "toDate": command.due.isoformat(),
        "citationText": command.citation,
        "orderDigest": command.digest,
    }
    happened |= {} if before is None else {"fromDate": before.isoformat()}
    papers = paper_drafts(context, case.id, move.pack, standing.side, command.papers, "order")
    return moved_outcome(context, "case-order", standing.side, move.to(played, happened), papers)


TYPE = FilingType(
    name="case-order",
    read=read,
    needs=lambda command: Needs(cases=(command.case,), packs=True),
    decide=decide,
    citation="The order itself, by the rule that it cites (e.g. EAR art. 10); the date that stood "
    "before is kept (node practice)",
)
