"""What a rule says when it says no.

A violation is a value, never an exception: the rules return every one they find, and
the border turns them into one problem in the caller's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How a violation ends the filing.

    ``shape``: the body is not of the form (400). ``rule``: the law, the policy or the
    state of the register forbids it (422). ``race``: only somebody else's earlier entry
    is at fault; the same filing on the newer state may pass (409). ``forbidden``: the
    filer may not do this at all (403). ``warning``: said, but nothing is refused.
    """

    SHAPE = "shape"
    RULE = "rule"
    RACE = "race"
    FORBIDDEN = "forbidden"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is wrong.

    ``code`` is kebab-case and has a message in every catalogue; ``pointer`` is a JSON
    pointer (RFC 6901) into the body that was sent, ``""`` for the whole of it;
    ``params`` fill the message; ``citation`` is the source of the rule, where it has one.
    """

    code: str
    pointer: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict)
    citation: str | None = None
    severity: Severity = Severity.RULE

    def under(self, prefix: str) -> Violation:
        """The same violation, seen from a body that holds this one's body at `prefix`."""
        return Violation(
            self.code, prefix + self.pointer, self.params, self.citation, self.severity
        )


def refusing(violations: list[Violation]) -> list[Violation]:
    """Those that refuse the filing (all but warnings)."""
    return [v for v in violations if v.severity is not Severity.WARNING]
