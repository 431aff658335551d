"""The last day for recording an act, and what a day that has passed puts at risk.

A passed day refuses nothing and deletes nothing: it is a flag with its source. What
follows from lateness is said as a code, and only where its source was read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from ipregistry.domain.clocks import add_months


@dataclass(frozen=True, slots=True)
class Clock:
    """A time limit: from which day it runs, how long, and what lateness may bring about.

    `consequence` is a code; it is None where the consequence is only remembered.
    """

    runs_from: str
    citation: str
    confidence: str
    months: int = 0
    days: int = 0
    consequence: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day, and how it was found."""

    ends: date
    runs_from: str
    started: date
    citation: str
    confidence: str
    consequence: str | None

    def passed_by(self, day: date) -> bool:
        """Whether `day` is too late."""
        return day > self.ends


@dataclass(frozen=True, slots=True)
class MissingDay:
    """The rule is known, the day that it runs from is not on record."""

    runs_from: str
    citation: str


def read_clock(value: Mapping[str, Any], citation: str, confidence: str) -> Clock:
    """The clock of a policy (``{from, months|days, consequence}``) with the rule's source.

    What follows from lateness is left out where the rule rests on memory: the day itself
    may be shown, what the law makes of missing it may not.
    """
    consequence = None if confidence == "M" else value.get("consequence")
    return Clock(
        value["from"],
        citation,
        confidence,
        value.get("months", 0),
        value.get("days", 0),
        consequence,
    )


def deadline(clock: Clock, facts: Mapping[str, date | None]) -> Deadline | MissingDay:
    """The last day by a clock, from the days that are on record (`executed`, `effective`, …).

    A month ends on the day of the same number, or on its last. A limit that runs past the
    calendar's end has no last day that could be missed, and so ends on the calendar's.
    """
    started = facts.get(clock.runs_from)
    if started is None:
        return MissingDay(clock.runs_from, clock.citation)
    try:
        ends = add_months(started, clock.months) + timedelta(days=clock.days)
    except OverflowError:
        ends = date.max
    return Deadline(
        ends, clock.runs_from, started, clock.citation, clock.confidence, clock.consequence
    )


class Lateness(StrEnum):
    """How a limit stands on a day."""

    IN_TIME = "in-time"
    LATE = "late"
    RUNNING = "running"
    NOT_SHOWN = "not-shown"


@dataclass(frozen=True, slots=True)
class VoidRisk:
    """The last day for delivering a company's charge, and how it stands.

    `flag` is true where the day passed and no delivery in time is on record. It says that
    the charge may be void against a liquidator and creditors; whether it is, it does not
    say, and the interest stays on record.
    """

    ends: date
    standing: Lateness
    citation: str
    confidence: str

    @property
    def flag(self) -> bool:
        """VOID_RISK."""
        return self.standing in {Lateness.LATE, Lateness.NOT_SHOWN}


COMPANY_CHARGE = Clock(
    "created",
    "Companies Registry: certified copy and form within one month; "
    "void against liquidator and creditors where late (read for Cap. 32 s.80)",
    "S",
    months=1,
)
CHARGES = frozenset({"security"})


def void_risk(
    kind: str, *, created: date | None, delivered: date | None, today: date
) -> VoidRisk | MissingDay | None:
    """The one-month date of a charge that a Hong Kong company has given over its right.

    `delivered` is the day on which it came to the Companies Registry, None where none is on
    record. None for an interest of a kind that is no charge. Whether the grantor is a
    company of Hong Kong the caller knows.
    """
    if kind not in CHARGES:
        return None
    found = deadline(COMPANY_CHARGE, {"created": created})
    if isinstance(found, MissingDay):
        return found
    if delivered is not None:
        standing = Lateness.LATE if found.passed_by(delivered) else Lateness.IN_TIME
    else:
        standing = Lateness.NOT_SHOWN if found.passed_by(today) else Lateness.RUNNING
    return VoidRisk(found.ends, standing, found.citation, found.confidence)
