"""Deadlines and fees of rules packs: what is asked, and what is answered."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from ipregistry.domain.calendars import Closure, ClosureKind, Roll, Unit
from ipregistry.domain.packs.fees import FeeInput
from ipregistry.domain.packs.model import Confidence
from ipregistry.domain.violations import Violation
from ipregistry.schemas.answering import AnswerSchema, Many, Moment, Told, version
from ipregistry.schemas.base import (
    Choice,
    Count,
    Country,
    Day,
    Indicator,
    ListOf,
    One,
    RecordNumber,
    StrictSchema,
    Text,
)
from ipregistry.schemas.case_fees import CaseFeeRule
from ipregistry.schemas.filings import read_with
from ipregistry.schemas.values import PUBLIC, Amount

_ID_LENGTH = 64
_MOST_CLOSURES = 100
_MOST_EXTENSION = 3660
_MOST_ITEMS = 1_000_000


class ClosureItem(StrictSchema):
    """A day on which the addressee's place was shut."""

    date = Day(PUBLIC, "The day", required=True)
    closureCategory = Choice(ClosureKind, PUBLIC, "Why", required=True)


class DeadlineQuery(StrictSchema):
    """Which deadline of which pack, from which day, at whose place."""

    pack = Text(
        PUBLIC,
        "The pack's id",
        max_length=_ID_LENGTH,
        required=True,
        examples=["arbitration-uncitral-expedited"],
    )
    deadline = Text(
        PUBLIC,
        "The deadline's id in the pack",
        max_length=_ID_LENGTH,
        required=True,
        examples=["response"],
    )
    startDate = Day(
        PUBLIC,
        "The day of the event that sets it running",
        required=True,
        examples=["2026-09-16"],
    )
    jurisdictionCode = Country(
        PUBLIC, "Whose calendar counts, as the pack says", required=True, examples=["HK"]
    )
    packOn = Day(PUBLIC, "The day that picks the pack's version; none: startDate")
    extensionQuantity = Count(
        PUBLIC, "Extended by so many of its unit", least=1, most=_MOST_EXTENSION
    )
    closureBag = ListOf(
        ClosureItem,
        PUBLIC,
        "Closures there that the asker knows of, beside those on record",
        max_items=_MOST_CLOSURES,
    )


class CaseFeeQuery(StrictSchema):
    """Which fee of which pack, and what it is counted by."""

    pack = Text(
        PUBLIC,
        "The pack's id",
        max_length=_ID_LENGTH,
        required=True,
        examples=["arbitration-administered-hk"],
    )
    fee = Text(
        PUBLIC,
        "The fee's id in the pack",
        max_length=_ID_LENGTH,
        required=True,
        examples=["administration"],
    )
    packOn = Day(
        PUBLIC, "The day that picks the pack's version", required=True, examples=["2026-09-16"]
    )
    amount = Amount(PUBLIC, "The amount in dispute, in the fee's currency", examples=["5000000.00"])
    itemQuantity = Count(PUBLIC, "How many (domain names)", least=1, most=_MOST_ITEMS)
    hourQuantity = Amount(PUBLIC, "Hours of work")


class PackPinned(AnswerSchema):
    """The version of the pack that was asked."""

    pack = RecordNumber("pack", PUBLIC, "Its record number", required=True)
    version = version(PUBLIC, "The record's version", required=True)
    digest = Told(PUBLIC, "The digest of its text", required=True)
    name = Told(PUBLIC, "Its id", required=True)
    packVersion = Told(PUBLIC, "The version that its author gave it", required=True)
    opensCasesIndicator = Indicator(PUBLIC, "Whether cases are opened under it", required=True)


class PassedDay(AnswerSchema):
    """A day that was passed over, and why."""

    date = Day(PUBLIC, "The day", required=True)
    reason = Told(PUBLIC, "Why", required=True, examples=["holiday"])


class CalendarUsed(AnswerSchema):
    """The calendar that was asked."""

    jurisdictionCode = Country(PUBLIC, "The place", required=True)
    digest = Told(PUBLIC, "The digest of its text", required=True)
    status = Choice(
        ("published", "unverified"),
        PUBLIC,
        "Whether an official list was read for each year that was asked",
        required=True,
    )


class DeadlineAnswer(AnswerSchema):
    """A deadline with its whole explanation, or why nobody can say when it ends."""

    pack = One(PackPinned, PUBLIC, "The pack", required=True)
    deadline = Told(PUBLIC, "The deadline's id", required=True)
    who = Told(PUBLIC, "Whose it is", required=True)
    citation = Told(PUBLIC, "The source of the rule", required=True)
    confidence = Choice(Confidence, PUBLIC, "How sure the rule is", required=True)
    targetIndicator = Indicator(
        PUBLIC, "Whether it ought to be kept and bars nothing", required=True
    )
    standing = Choice(
        ("computed", "calendar-not-published", "needs-legal-review", "not-in-force"),
        PUBLIC,
        "Whether it could be computed",
        required=True,
    )
    reason = Told(PUBLIC, "Why an officer is asked", examples=["rests-on-memory"])
    jurisdictionCode = Country(PUBLIC, "The place whose calendar is not published")
    year = Count(PUBLIC, "The year of it")
    startDate = Day(PUBLIC, "The day from which it runs; not counted itself")
    periodQuantity = Count(PUBLIC, "How many")
    periodUnit = Choice(Unit, PUBLIC, "Of what")
    rollCategory = Choice(Roll, PUBLIC, "What becomes of a last day that is none to act on")
    rawDate = Day(PUBLIC, "Its last day before it was moved")
    dueDate = Day(PUBLIC, "Its last day; due on it is not overdue")
    endsAt = Moment(PUBLIC, "When that day is over at the place")
    rolledBag = Many(PassedDay, PUBLIC, "The days that the end was moved over")
    notCountedBag = Many(PassedDay, PUBLIC, "Days within it that were not counted")
    calendar = One(CalendarUsed, PUBLIC, "The calendar, where one was asked")


class CaseFeeAnswer(CaseFeeRule):
    """A fee by the pack's version of a day."""

    pack = One(PackPinned, PUBLIC, "The pack", required=True)


_DEADLINE, _FEE = DeadlineQuery(), CaseFeeQuery()


def read_deadline_query(value: object) -> tuple[dict[str, Any], list[Violation]]:
    """What was asked of a deadline, or every fault of the body's shape. Never raises."""
    body, faults = read_with(_DEADLINE, value)
    return ({} if faults else _deadline(body)), faults


def _deadline(body: dict[str, Any]) -> dict[str, Any]:
    place = body["jurisdictionCode"]
    return {
        "pack": body["pack"],
        "deadline": body["deadline"],
        "start": date.fromisoformat(body["startDate"]),
        "place": place,
        "on": date.fromisoformat(body.get("packOn") or body["startDate"]),
        "more": body.get("extensionQuantity"),
        "closures": tuple(
            Closure(place, date.fromisoformat(c["date"]), ClosureKind(c["closureCategory"]))
            for c in body.get("closureBag") or ()
        ),
    }


def read_fee_query(value: object) -> tuple[dict[str, Any], list[Violation]]:
    """What was asked of a fee, or every fault of the body's shape. Never raises."""
    body, faults = read_with(_FEE, value)
    return ({} if faults else _fee(body)), faults


def _fee(body: dict[str, Any]) -> dict[str, Any]:
    amount, hours = (
        None if body.get(name) is None else Decimal(body[name])
        for name in ("amount", "hourQuantity")
    )
    return {
        "pack": body["pack"],
        "fee": body["fee"],
        "on": date.fromisoformat(body["packOn"]),
        "given": FeeInput(amount, body.get("itemQuantity"), hours),
    }
