"""The status of a case: what is asked with keys, and what is answered."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from typing import Any

from ipregistry.domain.calendars import Roll, Standing, Unit
from ipregistry.domain.cases.status_keys import Pair
from ipregistry.domain.classes import DataClass
from ipregistry.domain.packs.model import Confidence
from ipregistry.domain.violations import Violation
from ipregistry.schemas.answering import AnswerSchema, Many, Moment, Told, version
from ipregistry.schemas.answers import PageFrame
from ipregistry.schemas.base import (
    Choice,
    Count,
    Country,
    Day,
    Indicator,
    ListOf,
    One,
    StrictSchema,
    Text,
)
from ipregistry.schemas.deadlines import CalendarUsed, PassedDay
from ipregistry.schemas.filings import read_with
from ipregistry.schemas.values import Language

CASE = DataClass.CASE
MOST_PAIRS = 1000
_LONGEST = 64


class CaseStatusPair(StrictSchema):
    """A case's number and the status key of one of its sides."""

    case = Text(CASE, "The case's number", max_length=_LONGEST, required=True)
    statusKey = Text(
        CASE,
        "The key; blanks, hyphens and small letters do not matter",
        max_length=_LONGEST,
        required=True,
    )


class CaseStatusQuery(StrictSchema):
    """Many cases at once."""

    pairBag = ListOf(
        CaseStatusPair, CASE, "Numbers with keys", min_items=1, max_items=MOST_PAIRS, required=True
    )


class CaseWord(AnswerSchema):
    """What a thing is called, in one language."""

    languageCode = Language(CASE, "The language and script (BCP 47)", required=True)
    value = Told(CASE, "The words", required=True)


def _words(description: str) -> Many:
    return Many(CaseWord, CASE, description, required=True)


def _enclosure() -> Told:
    return Told(CASE, "What goes into the letter, in the language asked for", required=True)


class CaseStateNow(AnswerSchema):
    """Where a case stands."""

    stateCode = Told(CASE, "The state's id in the rules pack", required=True)
    finalIndicator = Indicator(CASE, "Whether the case is over", required=True)
    titleBag = _words("What the state is called")


class CaseLastEvent(AnswerSchema):
    """The newest event that the side may know of."""

    event = Told(CASE, "The event's id", required=True)
    titleBag = _words("What it is called")
    by = Told(CASE, "The role that it counts for", required=True)
    onDate = Day(CASE, "The day that it counts from", required=True)
    lateIndicator = Indicator(CASE, "Whether it came behind its deadline")
    category = Told(CASE, "What sort of event, where it is none of the rules pack")
    deadline = Told(CASE, "The deadline that it moved")


class CaseOpenDeadline(AnswerSchema):
    """A deadline that nothing has met yet, with its whole explanation."""

    deadline = Told(CASE, "The deadline's id", required=True)
    titleBag = _words("What it is called")
    who = Told(CASE, "Whose it is", required=True)
    whoTitleBag = _words("What he is called")
    yoursIndicator = Indicator(CASE, "Whether it is the asker's own", required=True)
    standingCode = Choice(Standing, CASE, "Where it stands: due on its last day, overdue behind it")
    standing = Choice(
        ("computed", "ordered", "calendar-not-published", "needs-legal-review"),
        CASE,
        "How its last day was come by, or why nobody can say it",
    )
    dueDate = Day(CASE, "Its last day")
    firstDate = Day(CASE, "The last day that it had at first")
    orderedDate = Day(CASE, "The last day that an order set")
    overAt = Moment(CASE, "When that day is over at its place")
    placeCode = Country(CASE, "The place whose calendar counts")
    citation = Told(CASE, "The source of the rule")
    confidence = Choice(Confidence, CASE, "How sure the rule is")
    targetIndicator = Indicator(CASE, "Whether it ought to be kept and bars nothing")
    reason = Told(CASE, "Why an officer is asked")
    jurisdictionCode = Country(CASE, "The place whose calendar is not published")
    year = Count(CASE, "The year of it")
    startDate = Day(CASE, "The day from which it runs; not counted itself")
    periodQuantity = Count(CASE, "How many")
    periodUnit = Choice(Unit, CASE, "Of what")
    rollCategory = Choice(Roll, CASE, "What becomes of a last day that is none to act on")
    rawDate = Day(CASE, "Its last day before it was moved")
    rolledBag = Many(PassedDay, CASE, "The days that the end was moved over")
    notCountedBag = Many(PassedDay, CASE, "Days within it that were not counted")
    calendar = One(CalendarUsed, CASE, "The calendar, where one was asked")


class CaseMayFile(AnswerSchema):
    """What the side may file next, and what it takes."""

    event = Told(CASE, "The event's id", required=True)
    titleBag = _words("What it is called")
    documentBag = Many(Told(CASE, "A document's id"), CASE, "Documents needed", required=True)
    feeBag = Many(Told(CASE, "A fee's id"), CASE, "Fees needed", required=True)
    jointIndicator = Indicator(CASE, "Whether all sides do it together", required=True)
    proposal = Count(CASE, "Another side's proposal of it, which waits for this side")


class CaseStatusAnswer(AnswerSchema):
    """Where a case stands as one side sees it, and nothing else of it."""

    case = Told(CASE, "The case's number", required=True)
    caseVersion = version(CASE, "The version of the case that this is said of", required=True)
    changedAt = Moment(CASE, "When that version was recorded", required=True)
    side = Told(CASE, "As whom it is asked: a side, the neutral, the institution", required=True)
    state = One(CaseStateNow, CASE, "The state", required=True)
    lastEvent = One(CaseLastEvent, CASE, "The newest event", required=True, allow_none=True)
    nextDeadline = One(
        CaseOpenDeadline, CASE, "The next to be kept", required=True, allow_none=True
    )
    dueBag = Many(CaseOpenDeadline, CASE, "Those whose last day is today", required=True)
    overdueBag = Many(CaseOpenDeadline, CASE, "Those whose last day is over", required=True)
    mayFileBag = Many(CaseMayFile, CASE, "What the side may file next", required=True)


class CaseStatusOfPair(AnswerSchema):
    """The answer for one pair."""

    case = Told(CASE, "The number as it was given", required=True)
    foundIndicator = Indicator(CASE, "Whether number and key belong together", required=True)
    status = One(CaseStatusAnswer, CASE, "The status, where they do")


class CaseStatusList(AnswerSchema):
    """One answer for each pair, in their order."""

    items = Many(CaseStatusOfPair, CASE, "The answers", required=True)


class CaseStatusPage(PageFrame):
    """A page of the caller's cases."""

    items = Many(CaseStatusAnswer, CASE, "Where each stands", required=True)


class CaseStatusKeyAnswer(AnswerSchema):
    """The present status key of a side."""

    case = Told(CASE, "The case's number", required=True)
    side = Told(CASE, "The side", required=True)
    statusKey = Told(CASE, "The key, to be sent in the header Case-Status-Key", required=True)
    enclosureText = _enclosure()


class CaseDoorRequest(StrictSchema):
    """For which party of which side a door is opened."""

    side = Text(CASE, "The side", max_length=80, required=True, examples=["respondent"])
    partyPosition = Count(CASE, "Its place in the side's partyBag; none: the first", most=49)


class CaseDoorCode(StrictSchema):
    """An invitation code, as it stands in the letter."""

    code = Text(CASE, "The code", max_length=_LONGEST, required=True)


class CaseDoorOpened(AnswerSchema):
    """A one-time door, with its code, which is shown this once."""

    case = Told(CASE, "The case's number", required=True)
    side = Told(CASE, "The side", required=True)
    code = Told(CASE, "The code, to go into the notice", required=True)
    expiresAt = Moment(CASE, "Until when it opens", required=True)
    enclosureText = _enclosure()


class CaseDoorEntered(AnswerSchema):
    """The account of whoever entered, with its key, which is shown this once."""

    case = Told(CASE, "The case's number", required=True)
    side = Told(CASE, "The side on which the account stands", required=True)
    account = Told(CASE, "The account's number", required=True)
    apiKey = Told(CASE, "Its API key", required=True)
    filing = Told(CASE, "The filing that put it there", required=True)


_QUERY, _DOOR, _CODE = CaseStatusQuery(), CaseDoorRequest(), CaseDoorCode()


def read_door_request(value: object) -> tuple[dict[str, Any], list[Violation]]:
    """Which door is asked for, or every fault of the body's shape. Never raises."""
    return read_with(_DOOR, value)


def read_door_code(value: object) -> tuple[str, list[Violation]]:
    """The code, or every fault of the body's shape. Never raises."""
    body, faults = read_with(_CODE, value)
    return body.get("code", ""), faults


def read_status_query(value: object) -> tuple[list[Pair], list[Violation]]:
    """The pairs that were asked for, or every fault of the body's shape. Never raises."""
    body, faults = read_with(_QUERY, value)
    return [Pair(one["case"], one["statusKey"]) for one in body.get("pairBag", ())], faults
