"""A new status key for a side: the one before opens nothing any more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ipregistry.domain.cases.drafts import moved_outcome
from ipregistry.domain.cases.facts import INSTITUTION
from ipregistry.domain.cases.playing import begun
from ipregistry.domain.cases.sides import known_case
from ipregistry.domain.cases.status_keys import with_next_key
from ipregistry.domain.facts import Context, Needs
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision
from ipregistry.domain.violations import Severity, Violation


@dataclass(frozen=True, slots=True)
class KeyReplaced:
    """The side whose key ends."""

    case: str
    side: str


def read(body: Mapping[str, Any]) -> KeyReplaced:
    """The command of a body whose shape was checked."""
    return KeyReplaced(body["case"], body["side"])


def decide(command: KeyReplaced, context: Context) -> Decision:
    """The side with its next key; or why it is not for this filer to ask."""
    found = known_case(command.case, context)
    if isinstance(found, list):
        return found
    case, standing = found
    side = case.side(command.side)
    if side is None:
        return [Violation("case-side-unknown", "/side", {"side": command.side})]
    if standing.side not in {command.side, INSTITUTION}:
        params = {"by": command.side, "standing": standing.role}
        return [Violation("case-not-your-side", "/side", params, severity=Severity.FORBIDDEN)]
    move = begun(case, context)
    happened = {
        "event": "status-key",
        "category": "status-key",
        "by": standing.role,
        "side": command.side,
        "at": context.now,
        "onDate": context.today.isoformat(),
    }
    sides = [with_next_key(s) if s["side"] == command.side else s for s in case.sides]
    after = move.to(move.state, happened, sideBag=sides)
    return moved_outcome(context, "case-status-key", standing.side, after)


TYPE = FilingType(
    name="case-status-key",
    read=read,
    needs=lambda command: Needs(cases=(command.case,), packs=True),
    decide=decide,
    citation="A key that others may know is replaced when its side, or the institution, asks for "
    "it (node practice)",
)
