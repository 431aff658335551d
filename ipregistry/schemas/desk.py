"""The officer's desk as it is answered: the queue, one examination, requisitions."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.domain.classes import DataClass
from ipregistry.domain.facts import FilingStatus
from ipregistry.domain.filings.examination.desk import STATUSES
from ipregistry.domain.rights import RightKind
from ipregistry.schemas.answering import AnswerSchema, Many, Members, Moment, Told
from ipregistry.schemas.answers import PageFrame, PartFrame, RecordFrame
from ipregistry.schemas.base import Choice, Count, Day, Indicator, Office, One, RecordNumber
from ipregistry.schemas.examined import (
    AllocationNote,
    Appeal,
    DecisionNote,
    Ground,
    RecusalNote,
    Remedy,
    Review,
)
from ipregistry.schemas.problems import ViolationItem
from ipregistry.schemas.records import RequisitionPartBody, TitleMoveAnswer
from ipregistry.schemas.values import PUBLIC, SENSITIVE

OWN = DataClass.NEVER_LEAVES


class RequisitionPart(PartFrame):
    """One part of a requisition."""

    body = One(RequisitionPartBody, SENSITIVE, "The stored part", required=True)


class RequisitionAnswer(RecordFrame):
    """A requisition, as the parts that the reader may see."""

    id = RecordNumber("requisition", SENSITIVE, "The record number", required=True)
    partBag = Many(RequisitionPart, SENSITIVE, "The newest of each part", required=True)


class RequisitionList(PageFrame):
    """A page of requisitions."""

    items = Many(RequisitionAnswer, SENSITIVE, "The requisitions", required=True)


class NumberedRight(AnswerSchema):
    """A right by its numbers."""

    asset = RecordNumber("asset", PUBLIC, "The right", required=True)
    officeCode = Office(PUBLIC, "Its office (ST.3)", required=True)
    rightKind = Choice(RightKind, PUBLIC, "The kind of right", required=True)
    number = Told(PUBLIC, "Its official number, normalised", required=True)


class AskedPaper(AnswerSchema):
    """A requisition with its clock, as of today."""

    requisition = RecordNumber("requisition", SENSITIVE, "The requisition", required=True)
    asset = RecordNumber(
        "asset", SENSITIVE, "The right; null: the whole filing", required=True, allow_none=True
    )
    paper = Told(SENSITIVE, "The paper that is asked for", required=True)
    status = Choice(STATUSES, SENSITIVE, "Where it stands", required=True)
    dueDate = Day(SENSITIVE, "The last day for a reply", required=True)
    overdueIndicator = Indicator(SENSITIVE, "Whether that day is over", required=True)


class QueueItem(AnswerSchema):
    """One filing that waits."""

    filing = RecordNumber("filing", OWN, "The filing", required=True)
    type = Told(OWN, "Its type", required=True)
    act = Told(OWN, "The act", required=True)
    status = Choice(FilingStatus, OWN, "Where it stands", required=True)
    filer = Told(OWN, "The account that filed it", required=True)
    receivedAt = Moment(OWN, "When it was received", required=True)
    ageDays = Count(OWN, "For how many days it has waited", required=True)
    assetBag = Many(NumberedRight, OWN, "Its rights", required=True)
    officer = RecordNumber(
        "account", OWN, "Who examines it; null: nobody yet", required=True, allow_none=True
    )
    standIn = RecordNumber("account", OWN, "Who stands in", required=True, allow_none=True)
    recusedIndicator = Indicator(
        OWN, "Whether the officer who asks does not examine it", required=True
    )
    firstOfficer = Told(
        OWN, "Whose yes waits for a second officer's", required=True, allow_none=True
    )
    awaiting = Many(
        RecordNumber("party", OWN, "A party"), OWN, "Whose assent is awaited", required=True
    )
    requisitionBag = Many(AskedPaper, OWN, "Requisitions that are not settled", required=True)


class QueueAnswer(PageFrame):
    """A page of the queue, in the order of receipt."""

    items = Many(QueueItem, OWN, "The filings", required=True)


class Change(AnswerSchema):
    """An entry since the reception."""

    transaction = RecordNumber("transaction", PUBLIC, "The entry's transaction", required=True)
    act = Told(PUBLIC, "The act", required=True)
    knownAt = Moment(PUBLIC, "When it was recorded", required=True)


class OtherPending(AnswerSchema):
    """Another filing that waits on the same right."""

    filing = RecordNumber("filing", OWN, "The filing", required=True)
    act = Told(OWN, "The act", required=True)
    status = Choice(FilingStatus, OWN, "Where it stands", required=True)
    receivedAt = Moment(OWN, "When it was received", required=True)
    earlierIndicator = Indicator(OWN, "Whether its rank is before this one's", required=True)


class RightThenAndNow(NumberedRight):
    """One right at the reception of the filing and now."""

    titleVersion = One(
        TitleMoveAnswer, OWN, "The title version, at reception and now", required=True
    )
    changeBag = Many(Change, OWN, "The entries in between", required=True)
    pendingBag = Many(OtherPending, OWN, "Who else waits on it", required=True)


class ExaminationAnswer(AnswerSchema):
    """One filing with all that its decision rests on, then and now."""

    filing = RecordNumber("filing", OWN, "The filing", required=True)
    type = Told(OWN, "Its type", required=True)
    act = Told(OWN, "The act", required=True)
    status = Choice(FilingStatus, OWN, "Where it stands", required=True)
    filer = Told(OWN, "The account that filed it", required=True)
    receivedAt = Moment(OWN, "When it was received", required=True)
    ageDays = Count(OWN, "For how many days it has waited", required=True)
    body = Members(OWN, "What was filed", required=True)
    rightBag = Many(RightThenAndNow, OWN, "Its rights, then and now", required=True)
    requisitionBag = Many(AskedPaper, OWN, "What was asked about it", required=True)
    secondOfficerIndicator = Indicator(
        OWN, "Whether the policy asks for a second officer", required=True
    )
    obstacleBag = Many(
        ViolationItem, OWN, "Why the officer who asks may not examine it", required=True
    )
    thenBag = Many(ViolationItem, OWN, "What the rules say on the title of then", required=True)
    nowBag = Many(ViolationItem, OWN, "What the rules say on the title of now", required=True)
    newBag = Many(ViolationItem, OWN, "What they say now and did not then", required=True)
    awaiting = Many(RecordNumber("party", OWN, "A party"), OWN, "Whose assent is awaited")
    assents = Many(RecordNumber("party", OWN, "A party"), OWN, "Who has assented")
    allocation = One(AllocationNote, OWN, "Who has it")
    recusalBag = Many(RecusalNote, OWN, "Who does not examine it")
    decisionBag = Many(DecisionNote, OWN, "What was decided so far")
    groundBag = Many(Ground, OWN, "Why it was refused")
    remedyBag = Many(Remedy, OWN, "What can be done against that, until when")
    review = One(Review, OWN, "That its decision is being looked at anew")
    appealBag = Many(Appeal, OWN, "Appeals that were noted")
    dividedFrom = RecordNumber("filing", OWN, "The filing that it was divided from")
    pieceBag = Many(RecordNumber("filing", OWN, "A piece"), OWN, "The filings that it became")
