"""How a set of rules counts time, as its pack says: what rests, what rolls, what is left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from ipregistry.domain.calendars.place import Closure, ClosureKind, PlaceCalendar

WEEKDAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}


class Roll(StrEnum):
    """What becomes of a period whose last day is none to act on."""

    NONE = "none"
    NEXT = "next_business_day"


@dataclass(frozen=True, slots=True)
class ShortPeriods:
    """Periods of at most `most` days leave out the days of rest within them (Cap. 1 s.71(1)(d))."""

    most: int
    rest: frozenset[int]


@dataclass(frozen=True, slots=True)
class TimeRules:
    """One way of counting.

    `makeup_workdays`: a Saturday or Sunday that the place declares a working day is one.
    `half_day_is_closed`: a day with a free afternoon is none. `closures` are the sorts of
    closure that count as days of rest.
    """

    roll: Roll = Roll.NONE
    rest: frozenset[int] = frozenset({5, 6})
    makeup_workdays: bool = True
    half_day_is_closed: bool = False
    closures: frozenset[ClosureKind] = frozenset()
    short: ShortPeriods | None = None

    def rest_on(self, day: date, calendar: PlaceCalendar, closed: Iterable[Closure]) -> str | None:
        """Why nobody need act on this day: a code; None for a working day.

        Raises LookupError for a day of a year that is not published.
        """
        year = calendar.year_of(day)
        if year is None:
            raise LookupError(day.year)
        for closure in closed:
            if closure.day == day and closure.kind in self.closures:
                return closure.kind.value
        if day in year.off:
            return "holiday"
        if self.half_day_is_closed and day in year.half:
            return "half-day"
        if day.weekday() in self.rest and not (self.makeup_workdays and day in year.work):
            return "weekly-rest"
        return None

    @property
    def within_short(self) -> TimeRules:
        """The same rules with the days that short periods leave out as days of rest."""
        return self if self.short is None else replace(self, rest=self.short.rest)
