"""Periods: from a day, so many days, business days, months or years, to the day they end on.

The day of the event is not counted. Months and years end on the same day of the month, or on
its last one where it has no such day. Every answer says how it was come by.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from ipregistry.domain.calendars.place import Closure, PlaceCalendar
from ipregistry.domain.calendars.rules import Roll, TimeRules
from ipregistry.domain.clocks import add_months

_DAY = timedelta(days=1)
_MONTHS_OF_A_YEAR = 12


class Unit(StrEnum):
    """What a period counts."""

    DAY = "day"
    BUSINESS_DAY = "business_day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Period:
    """So many of a unit."""

    count: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A day that was not counted, or on which the period could not end, and why."""

    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class Due:
    """When a period ends, and why.

    `raw` is its last day before it was moved, `rolled` the days that it was moved over,
    `passed_over` days within it that were not counted. `calendar` is None where no calendar
    was asked.
    """

    start: date
    raw: date
    due: date
    period: Period
    rules: TimeRules
    rolled: tuple[PassedOver, ...]
    passed_over: tuple[PassedOver, ...]
    calendar: PlaceCalendar | None
    verified: bool

    def ends_at(self, calendar: PlaceCalendar) -> datetime:
        """The instant at which the due day is over at the addressee's place (UTC)."""
        return ends_at(self.due, calendar)

    def explanation(self) -> dict[str, Any]:
        """The computation as members of a document."""
        document: dict[str, Any] = {
            "startDate": self.start.isoformat(),
            "periodQuantity": self.period.count,
            "periodUnit": self.period.unit.value,
            "rollCategory": self.rules.roll.value,
            "rawDate": self.raw.isoformat(),
            "dueDate": self.due.isoformat(),
        }
        for name, days in (("rolledBag", self.rolled), ("notCountedBag", self.passed_over)):
            if days:
                document[name] = [{"date": d.day.isoformat(), "reason": d.reason} for d in days]
        if self.calendar is not None:
            document["calendar"] = {
                "jurisdictionCode": self.calendar.place,
                "digest": self.calendar.digest,
                "status": "published" if self.verified else "unverified",
            }
        return document


def ends_at(day: date, calendar: PlaceCalendar) -> datetime:
    """The instant (UTC) at which a day is over at a place."""
    return datetime.combine(day + _DAY, time.min, calendar.zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class NotPublished:
    """The period cannot be computed: it needs the holidays of a year that are not published."""

    place: str
    year: int


def compute(
    start: date,
    period: Period,
    rules: TimeRules,
    calendar: PlaceCalendar,
    closures: Iterable[Closure] = (),
) -> Due | NotPublished:
    """The end of a period that an event on `start` sets running.

    `closures` are those known; of other places none is looked at.
    """
    closed = tuple(c for c in closures if c.place == calendar.place)
    count = _Count(rules, calendar, closed)
    try:
        raw, passed_over = _raw(start, period, count)
        due, rolled = count.on_from(raw) if rules.roll is Roll.NEXT else (raw, ())
    except LookupError as error:
        return NotPublished(calendar.place, int(str(error.args[0])))
    except OverflowError:
        return NotPublished(calendar.place, date.max.year)
    if due.year == date.max.year:
        # No calendar reaches so far, nor does the midnight at which the day would end.
        return NotPublished(calendar.place, due.year)
    asked = count.asked
    return Due(
        start,
        raw,
        due,
        period,
        rules,
        rolled,
        passed_over,
        calendar if asked else None,
        all(calendar.years[year].verified for year in asked),
    )


class _Count:
    """Days looked up for one computation; `asked` are the years of the calendar that it used."""

    def __init__(
        self, rules: TimeRules, calendar: PlaceCalendar, closed: tuple[Closure, ...]
    ) -> None:
        self.rules = rules
        self.asked: set[int] = set()
        self._calendar = calendar
        self._closed = closed

    def rest_on(self, day: date, rules: TimeRules) -> str | None:
        """Why the day is one of rest."""
        found = rules.rest_on(day, self._calendar, self._closed)
        self.asked.add(day.year)
        return found

    def on_from(self, day: date) -> tuple[date, tuple[PassedOver, ...]]:
        """The day itself if one can act on it, else the first later one; what lies between."""
        passed: list[PassedOver] = []
        while reason := self.rest_on(day, self.rules):
            passed.append(PassedOver(day, reason))
            day += _DAY
        return day, tuple(passed)

    def days_of_work(
        self, start: date, count: int, rules: TimeRules
    ) -> tuple[date, tuple[PassedOver, ...]]:
        """The day on which so many days of work after `start` are full."""
        day, passed = start, []
        while count:
            day += _DAY
            reason = self.rest_on(day, rules)
            if reason is None:
                count -= 1
            else:
                passed.append(PassedOver(day, reason))
        return day, tuple(passed)


def _raw(start: date, period: Period, count: _Count) -> tuple[date, tuple[PassedOver, ...]]:
    short = count.rules.short
    match period.unit:
        case Unit.BUSINESS_DAY:
            return count.days_of_work(start, period.count, count.rules)
        case Unit.DAY if short is not None and period.count <= short.most:
            return count.days_of_work(start, period.count, count.rules.within_short)
        case Unit.DAY:
            return start + period.count * _DAY, ()
        case Unit.MONTH:
            return add_months(start, period.count), ()
        case Unit.YEAR:
            return add_months(start, period.count * _MONTHS_OF_A_YEAR), ()


class Standing(StrEnum):
    """Where a deadline stands. What is due today is not overdue."""

    RUNNING = "running"
    DUE = "due"
    OVERDUE = "overdue"


def standing(due: date, today: date) -> Standing:
    """Of a deadline that nothing has met, on a day at the addressee's place."""
    if today < due:
        return Standing.RUNNING
    return Standing.DUE if today == due else Standing.OVERDUE
