"""Where an instrument is enforceable: what is asked, and what is answered."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from datetime import date
from typing import Any

from ipregistry.domain.calendars import Roll, Unit
from ipregistry.domain.enforcement import PLACES, Instrument, Kind, Matter, Relief
from ipregistry.domain.violations import Violation
from ipregistry.schemas.answering import AnswerSchema, Many, Told
from ipregistry.schemas.base import (
    Choice,
    Count,
    Country,
    Day,
    Indicator,
    ListOf,
    One,
    StrictSchema,
)
from ipregistry.schemas.deadlines import CalendarUsed, PassedDay
from ipregistry.schemas.filings import read_with
from ipregistry.schemas.values import PUBLIC, Language

_DATES = {
    "madeDate": "made",
    "effectiveDate": "effective",
    "receivedDate": "received",
    "performanceDueDate": "performance-due",
    "measureDate": "measure",
}


class EnforcementQuery(StrictSchema):
    """Which instrument, of which seat; nothing of it is stored."""

    instrumentCategory = Choice(
        Kind, PUBLIC, "What it is", required=True, examples=[Kind.AWARD.value]
    )
    seatCode = Country(
        PUBLIC, "The seat, or the place of the court or institution", examples=["HK"]
    )
    matterCategory = Choice(Matter, PUBLIC, "What was in dispute")
    reliefBag = ListOf(
        Choice(Relief, PUBLIC, "A relief"),
        PUBLIC,
        "What it orders",
        max_items=len(Relief),
        unique=True,
    )
    languageCode = Language(PUBLIC, "The language that it is written in")
    madeDate = Day(PUBLIC, "The day on which it was made", examples=["2026-03-02"])
    effectiveDate = Day(PUBLIC, "The day on which it took effect, where that is another")
    receivedDate = Day(PUBLIC, "The day on which the party received it", examples=["2026-03-05"])
    performanceDueDate = Day(PUBLIC, "The last day for performing it, or of accrual")
    measureDate = Day(PUBLIC, "The day of the court's measure")
    underSealIndicator = Indicator(PUBLIC, "Whether the agreement to arbitrate is under seal")
    acceptedIndicator = Indicator(PUBLIC, "Whether the institution has accepted the case")


class SourcedCode(AnswerSchema):
    """One thing by its code, said in the reader's language, with its source."""

    category = Told(PUBLIC, "Its code", required=True)
    categoryText = Told(PUBLIC, "What it means", required=True)
    citation = Told(PUBLIC, "The source")
    confidence = Told(PUBLIC, "How sure it is (V, S, I, M, D)")


class EnforcementPaper(SourcedCode):
    """A paper that the court asks for."""

    need = Choice(("required", "if-applicable", "from-institution"), PUBLIC, "When", required=True)
    needText = Told(PUBLIC, "When, said", required=True)
    languageBag = Many(Told(PUBLIC, "A language"), PUBLIC, "In one of these languages")
    translationIndicator = Indicator(PUBLIC, "Whether the instrument's language is another")


class ParallelRule(SourcedCode):
    """Whether two places may enforce at once."""

    sinceDate = Day(PUBLIC, "Since when")


class InstrumentDeadline(AnswerSchema):
    """A time limit with its whole explanation, or why nobody can say when it ends."""

    deadline = Told(PUBLIC, "Its id", required=True)
    deadlineCategory = Told(PUBLIC, "What it is for", required=True)
    deadlineCategoryText = Told(PUBLIC, "What it is for, said", required=True)
    startEvent = Told(PUBLIC, "What sets it running", required=True)
    citation = Told(PUBLIC, "The source of the rule", required=True)
    confidence = Told(PUBLIC, "How sure the rule is (V, S, I, M, D)", required=True)
    standing = Choice(
        ("computed", "calendar-not-published", "needs-legal-review", "date-not-stated"),
        PUBLIC,
        "Whether it could be computed",
        required=True,
    )
    standingText = Told(PUBLIC, "That, said", required=True)
    reason = Told(PUBLIC, "Why an officer is asked")
    reasonText = Told(PUBLIC, "Why, said")
    noteBag = Many(SourcedCode, PUBLIC, "What else counts")
    jurisdictionCode = Country(PUBLIC, "The place whose calendar is not published")
    year = Count(PUBLIC, "The year of it")
    startDate = Day(PUBLIC, "The day from which it runs; not counted itself")
    periodQuantity = Count(PUBLIC, "How many")
    periodUnit = Choice(Unit, PUBLIC, "Of what")
    rollCategory = Choice(Roll, PUBLIC, "What becomes of a last day that is none to act on")
    rawDate = Day(PUBLIC, "Its last day before any holiday moves it; it never ends earlier")
    dueDate = Day(PUBLIC, "Its last day; due on it is not overdue")
    rolledBag = Many(PassedDay, PUBLIC, "The days that the end was moved over")
    notCountedBag = Many(PassedDay, PUBLIC, "Days within it that were not counted")
    calendar = One(CalendarUsed, PUBLIC, "The calendar, where one was asked")


class ArrangementUsed(AnswerSchema):
    """The arrangement, or the place's own law."""

    name = Told(PUBLIC, "Its id here", required=True)
    titleText = Told(PUBLIC, "Its title", required=True)
    digest = Told(PUBLIC, "The digest of what is said of it here", required=True)
    inForceDate = Day(PUBLIC, "Since when", required=True)
    citation = Told(PUBLIC, "The source", required=True)
    confidence = Told(PUBLIC, "How sure it is (V, S, I, M, D)", required=True)


class PlaceRoute(AnswerSchema):
    """What one place makes of the instrument. No court is bound by it."""

    placeCode = Choice(PLACES, PUBLIC, "The place", required=True)
    seatIndicator = Indicator(PUBLIC, "Whether it is the seat", required=True)
    standing = Choice(
        ("route-found", "excluded", "needs-legal-review"),
        PUBLIC,
        "Whether a route is known",
        required=True,
    )
    standingText = Told(PUBLIC, "That, said", required=True)
    reason = Told(PUBLIC, "Why none, or why an officer is asked")
    reasonText = Told(PUBLIC, "Why, said")
    citation = Told(PUBLIC, "The source of that")
    confidence = Told(PUBLIC, "How sure it is (V, S, I, M, D)")
    routeCategory = Told(PUBLIC, "The sort of route")
    routeCategoryText = Told(PUBLIC, "The sort of route, said")
    arrangement = One(ArrangementUsed, PUBLIC, "By which arrangement")
    courtBag = Many(SourcedCode, PUBLIC, "Who is applied to")
    documentBag = Many(EnforcementPaper, PUBLIC, "The papers that are asked for")
    refusalGroundBag = Many(SourcedCode, PUBLIC, "On which grounds it may be refused")
    limitBag = Many(SourcedCode, PUBLIC, "What of it only")
    parallel = One(ParallelRule, PUBLIC, "Whether both places may enforce at once")
    noteBag = Many(SourcedCode, PUBLIC, "What else counts")
    deadlineBag = Many(InstrumentDeadline, PUBLIC, "Its time limits there")


class EnforcementAnswer(AnswerSchema):
    """What every place makes of an instrument."""

    placeBag = Many(PlaceRoute, PUBLIC, "Place by place", required=True)
    seatDeadlineBag = Many(
        InstrumentDeadline, PUBLIC, "The clocks for setting it aside, at its seat", required=True
    )


_QUERY = EnforcementQuery()


def read_enforcement_query(value: object) -> tuple[Instrument | None, list[Violation]]:
    """The instrument asked about, or every fault of the body's shape. Never raises."""
    body, faults = read_with(_QUERY, value)
    return (None if faults else read_instrument(body)), faults


def read_instrument(body: dict[str, Any]) -> Instrument:
    """The instrument in a body of the right shape."""
    matter = body.get("matterCategory")
    return Instrument(
        Kind(body["instrumentCategory"]),
        body.get("seatCode"),
        {
            event: date.fromisoformat(body[name])
            for name, event in _DATES.items()
            if body.get(name) is not None
        },
        None if matter is None else Matter(matter),
        frozenset(Relief(relief) for relief in body.get("reliefBag") or ()),
        body.get("languageCode"),
        body.get("underSealIndicator", False),
        body.get("acceptedIndicator", False),
    )
