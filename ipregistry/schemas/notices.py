"""Notices: whom the register tells of filings on a right, and what it tells them."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.domain.facts import FilingStatus
from ipregistry.domain.told import ToldAs
from ipregistry.schemas.answering import AnswerSchema, Many, Moment, Told, version
from ipregistry.schemas.base import Choice, Count, Country, RecordNumber
from ipregistry.schemas.values import PUBLIC, SENSITIVE, Language


class ToldMember(AnswerSchema):
    """Somebody who is told of a filing on a right."""

    party = RecordNumber("party", SENSITIVE, "Who", required=True)
    partyVersion = version(
        SENSITIVE, "The version of its record, with the address to tell it at", required=True
    )
    asset = RecordNumber("asset", SENSITIVE, "Of which right")
    case = RecordNumber("case", SENSITIVE, "Of which case")
    role = Choice(ToldAs, SENSITIVE, "What it has to do with that", required=True)


class NoticedRight(AnswerSchema):
    """One right that a notice is about."""

    asset = RecordNumber("asset", SENSITIVE, "The right", required=True)
    roleBag = Many(
        Choice(ToldAs, SENSITIVE, "A role"), SENSITIVE, "As what one is told", required=True
    )


class AddressForNotice(AnswerSchema):
    """An address as recorded."""

    addressLineText = Told(SENSITIVE, "Street, house, district")
    cityName = Told(SENSITIVE, "The town")
    regionName = Told(SENSITIVE, "Province or state")
    postalCode = Told(SENSITIVE, "The postal code")
    countryCode = Country(SENSITIVE, "Country or territory")
    languageCode = Language(SENSITIVE, "Language and script of the address")


class NoticeAnswer(AnswerSchema):
    """One notice: of a filing on rights in which somebody has an interest, or of what became
    of it. What the filing says is read from the filing, as far as one may.
    """

    filing = RecordNumber("filing", SENSITIVE, "The filing", required=True)
    party = RecordNumber("party", SENSITIVE, "Who is told", required=True)
    partyVersion = version(SENSITIVE, "The version of its record", required=True)
    version = version(SENSITIVE, "The version of the filing that is told", required=True)
    act = Told(SENSITIVE, "The act, as the public reads it", required=True)
    status = Choice(FilingStatus, SENSITIVE, "What had become of it", required=True)
    receivedAt = Moment(SENSITIVE, "When the filing was received", required=True)
    toldAt = Moment(SENSITIVE, "When this was recorded", required=True)
    rightBag = Many(
        NoticedRight, SENSITIVE, "The rights; none where it is about a case", required=True
    )
    case = RecordNumber("case", SENSITIVE, "The case that it is about")
    addressBag = Many(
        AddressForNotice,
        SENSITIVE,
        "The address for service that stood before the filing",
        required=True,
    )


class NoticeList(AnswerSchema):
    """A page of notices, oldest first."""

    items = Many(NoticeAnswer, SENSITIVE, "The notices", required=True)
    after = Told(
        PUBLIC, "The cursor of the next page; null on the last", required=True, allow_none=True
    )
    count = Count(PUBLIC, "How many there are in all, if asked for", required=True, allow_none=True)
