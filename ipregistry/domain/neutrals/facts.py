"""A neutral of the roster and a nomination in a case, as they were recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class CaseOfNeutral:
    """Another case that a neutral is in as counsel: its document, and when it ended."""

    document: Mapping[str, Any]
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class NeutralFacts:
    """An entry of the roster, with what the register's cases know of the same person."""

    id: str
    version: int
    recorded_at: str
    document: Mapping[str, Any]
    nominations: tuple[Mapping[str, Any], ...] = ()
    cases: Mapping[str, CaseOfNeutral] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NominationFacts:
    """A nomination with the newest report of its conflict check."""

    id: str
    version: int
    recorded_at: str
    document: Mapping[str, Any]
    check: Mapping[str, Any] = field(default_factory=dict)

    @property
    def status(self) -> str:
        """Where it stands."""
        return str(self.document["statusCategory"])

    @property
    def is_open(self) -> bool:
        """Whether somebody still stands for it, or sits by it."""
        return self.status in {"proposed", "declared", "appointed"}

    def is_of(self, *who: str | None) -> bool:
        """Whether an account or a party is the candidate."""
        own = {self.document.get("account"), self.document.get("party")} - {None}
        return any(one in own for one in who)

    def findings(self, *actions: str) -> list[Mapping[str, Any]]:
        """The findings of the newest check that ask for one of these."""
        bag = self.check.get("findingBag") or ()
        return [found for found in bag if found["actionCategory"] in actions]

    def bag(self, name: str) -> list[Mapping[str, Any]]:
        """A list of the document, empty where it has none."""
        return list(self.document.get(name) or ())
