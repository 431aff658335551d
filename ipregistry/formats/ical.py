"""Last days of cases as iCalendar (RFC 5545), for the calendars that people keep."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

MEDIA_TYPE = "text/calendar; charset=utf-8"
_PRODUCT = "-//ipregistry//deadlines//EN"


@dataclass(frozen=True, slots=True)
class DueDay:
    """One last day: all of it, at its own place, so without a time or a zone.

    `uid` stays when the day moves; `sequence` grows with each change. `open` is false of one that
    was met or fell away: it is cancelled, so that it leaves the calendars that have it.
    """

    uid: str
    sequence: int
    day: date
    title: str
    changed_at: datetime
    open: bool


def write_days(days: Iterable[DueDay]) -> bytes:
    """The calendar of these days."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for day in days:
        calendar.add_component(_event(day))
    written: bytes = calendar.to_ical()
    return written


def _event(day: DueDay) -> Event:
    event = Event()
    event.add("uid", day.uid)
    event.add("dtstamp", day.changed_at)
    event.add("dtstart", day.day)
    event.add("dtend", day.day + timedelta(days=1))
    event.add("sequence", day.sequence)
    event.add("status", "CONFIRMED" if day.open else "CANCELLED")
    event.add("summary", day.title)
    # A last day takes nobody's time, and the existence of a case is nobody else's to see.
    event.add("transp", "TRANSPARENT")
    event.add("class", "CONFIDENTIAL")
    return event
