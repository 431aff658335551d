"""Papers in a case without an event: exhibits, and what a side gives to the mediator alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ipregistry.domain.cases.drafts import case_outcome
from ipregistry.domain.cases.papers import (
    Paper,
    is_private,
    paper_drafts,
    read_papers,
    wrong_papers,
)
from ipregistry.domain.cases.sides import known_case, on_behalf
from ipregistry.domain.classes import Label
from ipregistry.domain.facts import Context, Needs
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision
from ipregistry.domain.violations import Violation


@dataclass(frozen=True, slots=True)
class PapersGiven:
    """Documents of the pack's kinds, given by a side."""

    case: str
    by: str | None
    papers: tuple[Paper, ...]


def read(body: Mapping[str, Any]) -> PapersGiven:
    """The command of a body whose shape was checked."""
    return PapersGiven(body["case"], body.get("by"), read_papers(body["documentBag"]))


def decide(command: PapersGiven, context: Context) -> Decision:
    """A record for each paper; the case itself does not move."""
    found = known_case(command.case, context)
    if isinstance(found, list):
        return found
    case, own = found
    standing = on_behalf(case, own, command.by)
    if isinstance(standing, list):
        return standing
    pack = case.published.pack
    wrong = wrong_papers(pack, command.papers)
    if pack.states[case.document["stateCode"]].final:
        wrong.append(Violation("case-is-over", "/case", {"state": case.document["stateCode"]}))
    if wrong:
        return wrong
    drafts = paper_drafts(context, case.id, pack, standing.side, command.papers)
    audience = Label.CASE_CAUCUS if is_private(pack, command.papers) else Label.CASE_FILING
    return case_outcome(
        context, "case-paper", case.id, standing.side, case.published, drafts, audience=audience
    )


TYPE = FilingType(
    name="case-paper",
    read=read,
    needs=lambda command: Needs(cases=(command.case,), packs=True),
    decide=decide,
    citation="The rules pack's own list of documents, and who sees each",
)
