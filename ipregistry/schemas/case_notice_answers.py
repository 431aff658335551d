"""Notices of cases as records and pages."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.domain.cases.notices import NoticeStanding
from ipregistry.domain.packs.model import Channel
from ipregistry.schemas.answering import Many, Told
from ipregistry.schemas.answers import PageFrame, PartFrame, RecordFrame
from ipregistry.schemas.base import Choice, Country, Day, One, RecordNumber
from ipregistry.schemas.case_notices import (
    CASE,
    CaseWorkItem,
    OutcomeNote,
    PaperNote,
    ReceiptNote,
)
from ipregistry.schemas.records import PartHead


class CaseNoticePartBody(PartHead):
    """The members of a notice of a case."""

    case = RecordNumber("case", CASE, "The case")
    side = Told(CASE, "The side that it goes to")
    roleCode = Told(CASE, "The role of that side")
    addressText = Told(CASE, "The address for service")
    placeCode = Country(CASE, "The place of that address")
    languageCode = Told(CASE, "The language of the notice")
    channelCode = Choice(Channel, CASE, "How it went")
    sentDate = Day(CASE, "The day on which it was sent")
    event = Told(CASE, "The event that its receipt makes happen")
    follows = RecordNumber("case-notice", CASE, "The notice that it was sent after")
    documentBag = Many(PaperNote, CASE, "The papers")
    outcomeBag = Many(OutcomeNote, CASE, "What became of it")
    receipt = One(ReceiptNote, CASE, "When it counts as received")
    citation = Told(CASE, "The rule that an officer is asked about")
    standing = Choice(NoticeStanding, CASE, "Where it stands")
    nextChannelCode = Choice(Channel, CASE, "The channel that the rules allow next")


class CaseNoticePart(PartFrame):
    """One part of a notice."""

    body = One(CaseNoticePartBody, CASE, "The stored part; none where it was erased")


class CaseNoticeAnswer(RecordFrame):
    """A notice of a case."""

    id = RecordNumber("case-notice", CASE, "The record number", required=True)
    partBag = Many(CaseNoticePart, CASE, "The newest of each part", required=True)


class CaseNoticeList(PageFrame):
    """A page of notices of cases."""

    items = Many(CaseNoticeAnswer, CASE, "The notices", required=True)


class CaseWorkList(PageFrame):
    """A page of what waits for a case manager."""

    items = Many(CaseWorkItem, CASE, "What waits", required=True)
