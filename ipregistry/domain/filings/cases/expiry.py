"""Writing down what time did to a case by itself: what ran out, where nobody else filed since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ipregistry.domain.cases.drafts import moved_outcome
from ipregistry.domain.cases.facts import INSTITUTION
from ipregistry.domain.cases.playing import begun
from ipregistry.domain.cases.sides import known_case
from ipregistry.domain.facts import Context, Needs
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision
from ipregistry.domain.violations import Violation


@dataclass(frozen=True, slots=True)
class Expiry:
    """The case in which something may have run out."""

    case: str


def read(body: Mapping[str, Any]) -> Expiry:
    """The command of a body whose shape was checked."""
    return Expiry(body["case"])


def decide(command: Expiry, context: Context) -> Decision:
    """The case as it stands since then; nothing where nothing has run out."""
    case = context.cases.get(command.case)
    if not context.actor.is_office:
        found = known_case(command.case, context)
        if isinstance(found, list):
            return found
    if case is None:
        return [Violation("case-unknown", "/case", {"case": command.case})]
    move = begun(case, context)
    if not move.events:
        return [Violation("case-nothing-ran-out", "/case", {"case": command.case})]
    return moved_outcome(context, "case-expiry", INSTITUTION, move)


TYPE = FilingType(
    name="case-expiry",
    read=read,
    needs=lambda command: Needs(cases=(command.case,), packs=True),
    decide=decide,
    citation="Node practice: a deadline ends with its last day at the addressee's place; what the "
    "rules pack makes of that is recorded before anything filed later",
)
