"""The time limits that run from an instrument at a place, each with its explanation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from ipregistry.domain.calendars import Due as DueDay
from ipregistry.domain.calendars import NotPublished, Period, Roll, Unit, compute
from ipregistry.domain.enforcement.model import Clock, Instrument, Law
from ipregistry.domain.packs.terms import Calendars, NotInForce, deadline_from, explained

_WITHOUT_CALENDAR = frozenset({Unit.DAY, Unit.MONTH, Unit.YEAR})


def clocks_at(
    law: Law, instrument: Instrument, place: str, sorts: frozenset[str], calendars: Calendars
) -> list[dict[str, Any]]:
    """The clocks of these sorts at a place, computed as far as the dates known allow.

    Of a clock whose law changed, only the text in force on the day of the event is answered.
    """
    answers = []
    for clock in law.clocks:
        if clock.place != place or clock.sort not in sorts or instrument.kind not in clock.kinds:
            continue
        if clock.under_seal is not None and clock.under_seal is not instrument.under_seal:
            continue
        found = _answer(clock, instrument.dates.get(clock.starts_on), calendars)
        if found is not None:
            answers.append(found)
    return answers


def _answer(clock: Clock, start: date | None, calendars: Calendars) -> dict[str, Any] | None:
    head: dict[str, Any] = {
        "deadline": clock.id,
        "deadlineCategory": clock.sort,
        "startEvent": clock.starts_on,
        "citation": clock.citation,
        "confidence": clock.confidence,
    }
    if clock.notes:
        head["noteBag"] = [{"category": note} for note in clock.notes]
    rule = clock.rule
    if rule is None:
        return head | {"standing": "needs-legal-review", "reason": "not-known"}
    if start is None:
        # Without the day, the law of which day it is cannot be told either.
        return head | {
            "standing": "date-not-stated",
            "periodQuantity": rule.count,
            "periodUnit": rule.unit.value,
        }
    found = deadline_from(rule, start, clock.place, calendars)
    if isinstance(found, NotInForce):
        return None
    computed = {
        name: value
        for name, value in explained(rule, found).items()
        if name not in {"deadline", "who", "citation", "confidence", "targetIndicator"}
    }
    if isinstance(found, NotPublished):
        computed["startDate"] = start.isoformat()
        computed |= _not_before(clock, start, calendars)
    return head | computed


def _not_before(clock: Clock, start: date, calendars: Calendars) -> dict[str, str]:
    """The last day as it stands before any holiday moves it: it never ends earlier."""
    rule = clock.rule
    if rule is None or rule.unit not in _WITHOUT_CALENDAR:
        return {}
    plain = replace(rule.time, roll=Roll.NONE, short=None)
    calendar = calendars.by_place[clock.place]
    found = compute(start, Period(rule.count, rule.unit), plain, calendar)
    return {"rawDate": found.raw.isoformat()} if isinstance(found, DueDay) else {}
