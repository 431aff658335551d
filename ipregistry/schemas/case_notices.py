"""Notices and letters of cases: what is filed, what is recorded, what is answered."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.domain.cases.notices import NoticeStanding
from ipregistry.domain.classes import DataClass
from ipregistry.domain.packs.lettering import LETTERS
from ipregistry.domain.packs.model import Channel, Confidence, NoticeOutcome
from ipregistry.domain.packs.reading import LANGUAGES
from ipregistry.schemas.answering import AnswerSchema, Many, Told, version
from ipregistry.schemas.base import (
    Choice,
    Count,
    Country,
    Day,
    Digest,
    Indicator,
    ListOf,
    RecordNumber,
    StrictSchema,
    Text,
)
from ipregistry.schemas.values import Language

CASE = DataClass.CASE
_ID_LENGTH, _SIDE_LENGTH = 64, 40
_MOST_PAPERS = 50
_MOST_TEXT = 1_000


class EnclosedPaper(StrictSchema):
    """A paper that goes with a notice: one of the case, or a letter written from it."""

    document = Text(CASE, "Which document of the pack it is", max_length=_ID_LENGTH)
    letter = Choice(LETTERS, CASE, "Which letter it is")
    digest = Digest(CASE, "Its digest", required=True)
    languageCode = Language(CASE, "Its language")


class CaseNoticeFiling(StrictSchema):
    """A notice that was sent to a side of a case."""

    case = RecordNumber("case", CASE, "The case", required=True)
    side = Text(CASE, "The side that it goes to", max_length=_SIDE_LENGTH, required=True)
    addressText = Text(
        CASE, "The address for service", max_length=_MOST_TEXT, lines=True, required=True
    )
    placeCode = Country(CASE, "The place of that address", required=True)
    languageCode = Language(CASE, "The language of the notice", required=True)
    channelCode = Choice(Channel, CASE, "How it went", required=True)
    sentDate = Day(CASE, "The day on which it was sent, at that place", required=True)
    event = Text(
        CASE, "The event that its receipt makes happen, as the pack says", max_length=_ID_LENGTH
    )
    follows = RecordNumber("case-notice", CASE, "The notice that it is sent after")
    documentBag = ListOf(EnclosedPaper, CASE, "The papers", max_items=_MOST_PAPERS)


class CaseNoticeOutcomeFiling(StrictSchema):
    """What became of a notice."""

    case = RecordNumber("case", CASE, "The case", required=True)
    notice = RecordNumber("case-notice", CASE, "The notice", required=True)
    noticeVersion = version(CASE, "The version of it that the filer saw", required=True)
    outcomeCode = Choice(NoticeOutcome, CASE, "What became of it", required=True)
    outcomeDate = Day(CASE, "The day of that, at the addressee's place", required=True)
    proofDigest = Digest(CASE, "The digest of the proof")
    receivedDate = Day(CASE, "The day of receipt, where the pack's rule leaves it to an officer")
    reasonText = Text(CASE, "Why that day", max_length=_MOST_TEXT, lines=True)


class CaseRecomputingFiling(StrictSchema):
    """The case whose open deadlines are computed anew."""

    case = RecordNumber("case", CASE, "The case", required=True)


class OutcomeNote(AnswerSchema):
    """What became of a notice, once."""

    outcomeCode = Choice(NoticeOutcome, CASE, "What", required=True)
    outcomeDate = Day(CASE, "When, at the addressee's place", required=True)
    proofDigest = Digest(CASE, "The digest of the proof")


class ReceiptNote(AnswerSchema):
    """When a notice counts as received, and by which rule."""

    receivedDate = Day(CASE, "The day", required=True)
    deemedIndicator = Indicator(CASE, "Whether it did not arrive and counts as if", required=True)
    citation = Told(CASE, "The source of the rule, or an officer's reason", required=True)
    confidence = Choice(Confidence, CASE, "How sure the rule is", required=True)


class PaperNote(AnswerSchema):
    """A paper that went with a notice."""

    document = Told(CASE, "Which document of the pack it is")
    letter = Told(CASE, "Which letter it is")
    digest = Digest(CASE, "Its digest", required=True)
    languageCode = Language(CASE, "Its language")


class UndatedDeadline(AnswerSchema):
    """A deadline of which nobody can say when it ends."""

    deadline = Told(CASE, "The deadline's id in the pack", required=True)
    who = Told(CASE, "Whose it is", required=True)
    placeCode = Told(CASE, "By whose calendar")
    startDate = Day(CASE, "From which day it runs", required=True)
    standing = Told(CASE, "Why there is no date", required=True)
    reason = Told(CASE, "Why an officer is asked")
    year = Count(CASE, "The year whose calendar is not published")
    citation = Told(CASE, "The source of the rule", required=True)


class CaseWorkItem(AnswerSchema):
    """Something that waits for a case manager."""

    workItemCategory = Choice(
        ("deadline-without-date", "notice"), CASE, "The sort of work", required=True
    )
    case = RecordNumber("case", CASE, "The case", required=True)
    notice = RecordNumber("case-notice", CASE, "The notice")
    noticeVersion = version(CASE, "Its version")
    side = Told(CASE, "The side that it went to")
    channelCode = Choice(Channel, CASE, "How it went")
    sentDate = Day(CASE, "When")
    standing = Choice(NoticeStanding, CASE, "Where it stands")
    nextChannelCode = Choice(Channel, CASE, "The channel that the rules allow next")
    event = Told(CASE, "The event that its receipt makes happen")
    outcomeBag = Many(OutcomeNote, CASE, "What became of it")
    deadlineBag = Many(UndatedDeadline, CASE, "The deadlines that have no date")


class LetterAnswer(AnswerSchema):
    """A letter of a case."""

    case = RecordNumber("case", CASE, "The case", required=True)
    caseVersion = version(CASE, "The version that it was written from", required=True)
    letter = Choice(LETTERS, CASE, "Which letter", required=True)
    languageCode = Choice(LANGUAGES, CASE, "Its language", required=True)
    side = Told(CASE, "The side that it goes to")
    mediaType = Choice(("text/plain", "text/html"), CASE, "What its text is", required=True)
    digest = Digest(CASE, "The digest of its text (UTF-8)", required=True)
    text = Told(CASE, "The letter", required=True)
