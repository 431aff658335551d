"""What records say of an examination: of a filing what is noted about it, of a requisition all."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.domain.classes import DataClass
from ipregistry.schemas.answering import AnswerSchema, Many, Moment, Told
from ipregistry.schemas.base import Count, Day, RecordNumber
from ipregistry.schemas.values import SENSITIVE, EvidenceItem

OWN = DataClass.NEVER_LEAVES


class Ground(AnswerSchema):
    """One reason for a refusal."""

    groundCategory = Told(SENSITIVE, "Which ground", required=True)
    groundText = Told(SENSITIVE, "In words")
    asset = RecordNumber("asset", SENSITIVE, "Of which right, where it is not of all")
    citation = Told(SENSITIVE, "The rule, where the officer names one")


class Remedy(AnswerSchema):
    """What can be done against a decision, until when."""

    name = Told(SENSITIVE, "Reconsideration or appeal", required=True)
    untilDate = Day(SENSITIVE, "The last day", required=True)
    citation = Told(SENSITIVE, "The source of the time", required=True)
    confidence = Told(SENSITIVE, "How surely it is known", required=True)


class Review(AnswerSchema):
    """That a decision is being looked at anew, and what it was: it stands meanwhile."""

    reviewCategory = Told(SENSITIVE, "Reconsideration, or an allowed appeal", required=True)
    filing = RecordNumber("filing", SENSITIVE, "The filing that asked for it", required=True)
    status = Told(SENSITIVE, "How the filing stood, and stands until it is decided", required=True)
    groundBag = Many(Ground, SENSITIVE, "The grounds of the decision")
    since = Moment(SENSITIVE, "When it was asked for", required=True)


class Appeal(AnswerSchema):
    """An appeal to an outside body, as noted here."""

    filing = RecordNumber("filing", SENSITIVE, "The filing that noted it", required=True)
    bodyText = Told(SENSITIVE, "The body that hears it", required=True)
    lodgedDate = Day(SENSITIVE, "When it was lodged there", required=True)
    outcome = Told(SENSITIVE, "What became of it", required=True)
    evidenceBag = Many(EvidenceItem, SENSITIVE, "The instrument")


class AllocationNote(AnswerSchema):
    """Who has the filing; empty where nobody has."""

    officer = RecordNumber("account", OWN, "The officer")
    standIn = RecordNumber("account", OWN, "Who stands in")
    by = Told(OWN, "Who allocated it")
    at = Moment(OWN, "When")


class RecusalNote(AnswerSchema):
    """An officer who does not examine it."""

    officer = RecordNumber("account", OWN, "The officer", required=True)
    reasonCategory = Told(OWN, "Why", required=True)
    at = Moment(OWN, "Since when", required=True)


class DecisionNote(AnswerSchema):
    """What an officer decided."""

    officer = Told(OWN, "The officer", required=True)
    outcome = Told(OWN, "What", required=True)
    stage = Told(OWN, "The only, the first or the second yes", required=True)
    at = Moment(OWN, "When", required=True)


class ClockNote(AnswerSchema):
    """The time for a reply, and its source."""

    name = Told(SENSITIVE, "The clock", required=True)
    days = Count(SENSITIVE, "Days")
    months = Count(SENSITIVE, "Or months")
    extensions = Count(SENSITIVE, "How often it can be made longer", required=True)
    extensionDays = Count(SENSITIVE, "By how many days", required=True)
    citation = Told(SENSITIVE, "The source", required=True)
    confidence = Told(SENSITIVE, "How surely it is known", required=True)


class ExtensionNote(AnswerSchema):
    """More time."""

    dueDate = Day(SENSITIVE, "The last day then", required=True)
    reasonText = Told(SENSITIVE, "Why", required=True)
    at = Moment(SENSITIVE, "When it was given", required=True)


class ReplyNote(AnswerSchema):
    """A reply."""

    filing = RecordNumber("filing", SENSITIVE, "The filing that brought it", required=True)
    at = Moment(SENSITIVE, "When", required=True)
    replyText = Told(SENSITIVE, "The words")
    evidenceBag = Many(EvidenceItem, SENSITIVE, "The documents")


class AssessmentNote(AnswerSchema):
    """What an officer made of the replies."""

    outcome = Told(SENSITIVE, "Sufficient, insufficient or lapsed", required=True)
    reasonText = Told(SENSITIVE, "Why")
    at = Moment(SENSITIVE, "When", required=True)
