"""Calendars of places, and periods of time computed with them, each with its explanation.

`place` is what a place's calendar says of a day, `rules` how a set of rules counts, `periods`
the computation. A year whose holidays are not published is never guessed.
"""

from ipregistry.domain.calendars.periods import (
    Due,
    NotPublished,
    Period,
    Standing,
    Unit,
    compute,
    ends_at,
    standing,
)
from ipregistry.domain.calendars.place import (
    PLACES,
    CalendarError,
    Closure,
    ClosureKind,
    PlaceCalendar,
    read_calendar,
)
from ipregistry.domain.calendars.rules import Roll, ShortPeriods, TimeRules

__all__ = [
    "PLACES",
    "CalendarError",
    "Closure",
    "ClosureKind",
    "Due",
    "NotPublished",
    "Period",
    "PlaceCalendar",
    "Roll",
    "ShortPeriods",
    "Standing",
    "TimeRules",
    "Unit",
    "compute",
    "ends_at",
    "read_calendar",
    "standing",
]
