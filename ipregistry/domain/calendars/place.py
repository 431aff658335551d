"""What a place's calendar says of a day: holidays, make-up workdays, half days, closures.

A calendar is a snapshot of official lists, named by its digest; closures (a typhoon, a black
rainstorm, a court that is shut) are entered when they happen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

_ZONES = {"CN": "Asia/Shanghai", "HK": "Asia/Hong_Kong", "MO": "Asia/Macau"}
PLACES = tuple(_ZONES)
_YEAR = re.compile(r"[0-9]{4}", re.ASCII)
_MEMBERS = {
    "jurisdiction",
    "rest_weekdays",
    "saturday",
    "years",
    "provisional_years",
    "source",
}
_OF_A_YEAR = {"off", "half", "work", "notice", "unverified"}
_MOST_DAYS = 366


class CalendarError(ValueError):
    """Not a calendar."""


class ClosureKind(StrEnum):
    """Why a place was shut on a day that its calendar calls a working day."""

    TYPHOON = "typhoon_8"
    BLACK_RAIN = "black_rain"
    COURT = "court_closure"


@dataclass(frozen=True, slots=True)
class Closure:
    """A day on which a place, or its courts, were shut."""

    place: str
    day: date
    kind: ClosureKind
    source: str = ""


@dataclass(frozen=True, slots=True)
class Year:
    """One year's list. `verified` is false where no official list was read for it."""

    off: frozenset[date]
    half: frozenset[date]
    work: frozenset[date]
    sources: tuple[str, ...] = ()
    verified: bool = True


@dataclass(frozen=True, slots=True)
class PlaceCalendar:
    """The calendar of one place, by the digest of the snapshot that it was read from.

    `rest_weekdays` are the days of the week (0 Monday … 6 Sunday) that the place itself rests
    on; a set of rules may say others. A year that is missing here is not published.
    """

    place: str
    rest_weekdays: frozenset[int]
    years: Mapping[int, Year]
    source: str
    digest: str
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Hong_Kong"))

    def year_of(self, day: date) -> Year | None:
        """The list of the day's year; None where it is not published."""
        return self.years.get(day.year)


def read_calendar(document: Mapping[str, Any], digest: str) -> PlaceCalendar:
    """A calendar from its snapshot. Raises CalendarError with what is wrong."""
    if unknown := set(document) - _MEMBERS:
        raise CalendarError(f"not known here: {', '.join(sorted(unknown))}")
    place = document.get("jurisdiction")
    if place not in _ZONES:
        raise CalendarError(f"a calendar is of one of {', '.join(_ZONES)}")
    rest = document.get("rest_weekdays")
    if not isinstance(rest, list) or not all(d in range(7) for d in rest):
        raise CalendarError("rest_weekdays are days of the week, 0 for Monday to 6 for Sunday")
    years = document.get("years")
    if not isinstance(years, Mapping) or not years:
        raise CalendarError("a calendar has years")
    return PlaceCalendar(
        place,
        frozenset(rest),
        {_number(name): _read_year(name, year) for name, year in years.items()},
        str(document.get("source", "")),
        digest,
        ZoneInfo(_ZONES[place]),
    )


def _number(name: Any) -> int:
    if not isinstance(name, str) or not _YEAR.fullmatch(name):
        raise CalendarError(f"not a year: {name!r}")
    return int(name)


def _read_year(name: str, year: Any) -> Year:
    if not isinstance(year, Mapping) or set(year) - _OF_A_YEAR:
        raise CalendarError(f"{name}: a year has {', '.join(sorted(_OF_A_YEAR))}")
    off, half, work = (_days(name, year.get(key, ())) for key in ("off", "half", "work"))
    if off & work:
        raise CalendarError(f"{name}: {min(off & work)} is a holiday and a working day")
    sources = year.get("notice", ())
    return Year(off, half, work, tuple(map(str, sources)), year.get("unverified") is not True)


def _days(year: str, days: Any) -> frozenset[date]:
    listed: list[Any] = list(days) if isinstance(days, list | tuple) else [days]
    if len(listed) > _MOST_DAYS:
        raise CalendarError(f"{year}: more days than a year has")
    try:
        found = frozenset(date.fromisoformat(day) for day in listed)
    except (TypeError, ValueError) as error:
        raise CalendarError(f"{year}: not a date ({error})") from error
    if any(day.year != int(year) for day in found):
        raise CalendarError(f"{year}: a day of another year")
    return found
