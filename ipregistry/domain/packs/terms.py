"""The deadlines of a pack on given days: when one ends, or why nobody can say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeAlias

from ipregistry.domain.calendars import (
    Closure,
    Due,
    NotPublished,
    Period,
    PlaceCalendar,
    Unit,
    compute,
)
from ipregistry.domain.packs.model import DeadlineRule

_FIXED = "fixed_"

# How a deadline's date stands: computed, set by an order, or for one of the reasons why not.
COMPUTED = "computed"
ORDERED = "ordered"
CALENDAR_NOT_PUBLISHED = "calendar-not-published"
NEEDS_REVIEW = "needs-legal-review"
NOT_IN_FORCE = "not-in-force"


@dataclass(frozen=True, slots=True)
class Calendars:
    """The calendars in force, and the closures known, by place."""

    by_place: Mapping[str, PlaceCalendar]
    closures: tuple[Closure, ...] = ()


@dataclass(frozen=True, slots=True)
class Places:
    """Whose place is which: roles of a case (respondent, institution, seat, …) to places."""

    of: Mapping[str, str] = field(default_factory=dict)
    default: str | None = None

    def for_deadline(self, rule: DeadlineRule, side: str | None = None) -> str | None:
        """The place whose calendar a deadline (of one of several sides) is counted by; None where
        it is not known.
        """
        said = rule.calendar_of
        if said.startswith(_FIXED):
            return said.removeprefix(_FIXED)
        if said == "addressee":
            own = None if side is None else self.of.get(side)
            return own or self.of.get(rule.who) or self.of.get(said) or self.default
        return self.of.get(said) or self.default


@dataclass(frozen=True, slots=True)
class AsksOfficer:
    """The rule cannot be relied on here: an officer decides. `reason` is a code."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotInForce:
    """The rule is not in force on the day of the event."""


Answer: TypeAlias = Due | NotPublished | AsksOfficer | NotInForce


def deadline_from(
    rule: DeadlineRule,
    start: date,
    place: str | None,
    calendars: Calendars,
    *,
    more: Iterable[tuple[int, Unit]] = (),
) -> Answer:
    """When a deadline ends that an event on `start` sets running, `more` added by extensions.

    A period that begins under one law and ends under the next asks an officer.
    """
    if not rule.confidence.usable:
        return AsksOfficer("rests-on-memory")
    if (rule.valid_from is not None and start < rule.valid_from) or (
        rule.valid_to is not None and start > rule.valid_to
    ):
        return NotInForce()
    calendar = calendars.by_place.get(place or "")
    if calendar is None:
        return AsksOfficer("place-not-known")
    found = _computed(rule, start, calendar, calendars.closures, tuple(more))
    if isinstance(found, Due) and rule.valid_to is not None and found.due > rule.valid_to:
        return AsksOfficer("law-changed-meanwhile")
    return found


def _computed(
    rule: DeadlineRule,
    start: date,
    calendar: PlaceCalendar,
    closures: Iterable[Closure],
    more: tuple[tuple[int, Unit], ...],
) -> Due | NotPublished:
    same = sum(count for count, unit in more if unit is rule.unit)
    period = Period(rule.count + same, rule.unit)
    found = compute(start, period, rule.time, calendar, closures)
    for count, unit in more:
        # What is counted in another unit runs from the end that stood before.
        if unit is not rule.unit and isinstance(found, Due):
            later = compute(found.due, Period(count, unit), rule.time, calendar, closures)
            found = replace(later, start=start) if isinstance(later, Due) else later
    return found


def explained(rule: DeadlineRule, answer: Answer) -> dict[str, Any]:
    """A deadline with its rule and its whole computation, as members of a document."""
    head: dict[str, Any] = {
        "deadline": rule.id,
        "who": rule.who,
        "citation": rule.cite,
        "confidence": rule.confidence.value,
        "targetIndicator": rule.target,
    }
    match answer:
        case Due():
            return head | {"standing": COMPUTED} | answer.explanation()
        case NotPublished():
            return head | {
                "standing": CALENDAR_NOT_PUBLISHED,
                "jurisdictionCode": answer.place,
                "year": answer.year,
            }
        case AsksOfficer():
            return head | {"standing": NEEDS_REVIEW, "reason": answer.reason}
        case NotInForce():
            return head | {"standing": NOT_IN_FORCE}
