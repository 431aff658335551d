"""When an objection to a disclosure, and a challenge, must have been made at the latest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ipregistry.domain.neutrals.lists import ChallengeLaw

MEMORY = "memory"
_WORDS = {"V": "verified", "S": "secondary", "I": "inferred", "M": MEMORY, "D": "decision"}


@dataclass(frozen=True, slots=True)
class Clock:
    """A period for a party: its last day (None: not a count of days, or not to be relied on).

    `asks`: it rests on memory or on nothing, so an officer says.
    """

    start: date
    days: int | None
    due: date | None
    until: str | None
    citation: str
    confidence: str

    @property
    def asks(self) -> bool:
        """Whether nobody may rely on it before an officer has looked."""
        return self.confidence == MEMORY or (self.due is None and self.until is None)

    def document(self) -> dict[str, Any]:
        """The whole explanation, as it is stored and shown."""
        said: dict[str, Any] = {
            "startDate": self.start.isoformat(),
            "citation": self.citation,
            "confidence": self.confidence,
        }
        if self.days is not None:
            said |= {"periodQuantity": self.days, "periodUnit": "day", "rollCategory": "none"}
        if self.due is not None:
            said["dueDate"] = self.due.isoformat()
        if self.until is not None:
            said["untilCategory"] = self.until
        return said


def _days(start: date, days: int, citation: str, confidence: str) -> Clock:
    due = None if confidence == MEMORY else start + timedelta(days=days)
    return Clock(start, days, due, None, citation, confidence)


def objection_clock(conflict: Mapping[str, Any], received: date) -> Clock:
    """How long a side that received a disclosure may object; then it is taken as accepted.

    The day of receipt does not count, nor does the end move over holidays: the general
    standards count plain days (IBA Guidelines 2024, GS 4(a)).
    """
    days = conflict.get("objection_days")
    if not isinstance(days, int):
        return Clock(received, None, None, None, "", MEMORY)
    confidence = str(conflict.get("confidence", MEMORY))
    return _days(received, days, str(conflict.get("cite", "")), confidence)


def challenge_clock(
    pack_says: Clock | None,
    laws: Iterable[ChallengeLaw],
    place: str | None,
    known_since: date,
) -> Clock:
    """The time for a challenge: the pack's, else that of the law of the seat."""
    if pack_says is not None:
        return pack_says
    law = next(
        (one for one in laws if one.place == place and one.start <= known_since <= one.end), None
    )
    if law is None:
        return Clock(known_since, None, None, None, "", MEMORY)
    confidence = _WORDS[law.confidence]
    if law.days is not None:
        return _days(known_since, law.days, law.citation, confidence)
    return Clock(known_since, None, None, law.until, law.citation, confidence)
