"""The answers of the API, by the names that the contract gives them."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.domain.classes import Label
from ipregistry.domain.facts import FilingStatus
from ipregistry.domain.numbers.model import Check, Scheme
from ipregistry.domain.rights import RightKind
from ipregistry.schemas.answering import AnswerSchema, Many, Told, version
from ipregistry.schemas.base import Choice, Count, Indicator, Office, One, RecordNumber
from ipregistry.schemas.limits import DeadlineOfRight
from ipregistry.schemas.problems import Problem, ViolationItem
from ipregistry.schemas.records import (
    AssetPartBody,
    CalendarPartBody,
    ClosurePartBody,
    ErasurePartBody,
    FilingPartBody,
    HoldPartBody,
    MandatePartBody,
    PackPartBody,
    PartyPartBody,
    PolicyPartBody,
    TransactionPartBody,
)
from ipregistry.schemas.titles import TitleAnswer
from ipregistry.schemas.values import PUBLIC

__all__ = [
    "AssetAnswer",
    "AssetList",
    "CalendarAnswer",
    "CalendarList",
    "CheckAnswer",
    "ClosureAnswer",
    "ClosureList",
    "ErasureAnswer",
    "FilingAccepted",
    "FilingAnswer",
    "FilingList",
    "Health",
    "MandateAnswer",
    "MandateList",
    "PackAnswer",
    "PackList",
    "PartyAnswer",
    "PartyList",
    "PolicyAnswer",
    "PolicyList",
    "Problem",
    "ReceiptKey",
    "ResolveAnswer",
    "TitleAnswer",
    "TransactionAnswer",
    "TransactionList",
]


class PartFrame(AnswerSchema):
    """One part of a record."""

    part = Choice(Label, PUBLIC, "The part's audience", required=True)
    version = version(PUBLIC, "The record's version that made it", required=True)
    erased = RecordNumber("erasure", PUBLIC, "The erasure that took it")


class RecordFrame(AnswerSchema):
    """A record, as the parts that the reader may see."""

    kind = Told(PUBLIC, "The kind of record", required=True)


class PageFrame(AnswerSchema):
    """One page of a list."""

    after = Told(
        PUBLIC, "The cursor of the next page; null on the last", required=True, allow_none=True
    )
    count = Count(PUBLIC, "How many there are in all, if asked for", required=True, allow_none=True)


class PartyPart(PartFrame):
    """One part of a party."""

    body = One(PartyPartBody, PUBLIC, "The stored part; none where it was erased")


class PartyAnswer(RecordFrame):
    """A party, as the parts that the reader may see."""

    id = RecordNumber("party", PUBLIC, "The record number", required=True)
    partBag = Many(PartyPart, PUBLIC, "The newest of each part", required=True)


class PartyList(PageFrame):
    """A page of parties."""

    items = Many(PartyAnswer, PUBLIC, "The parties", required=True)


class AssetPart(PartFrame):
    """One part of a right."""

    body = One(AssetPartBody, PUBLIC, "The stored part; none where it was erased")


class AssetAnswer(RecordFrame):
    """A right, as the parts that the reader may see."""

    id = RecordNumber("asset", PUBLIC, "The record number", required=True)
    partBag = Many(AssetPart, PUBLIC, "The newest of each part", required=True)


class AssetList(PageFrame):
    """A page of rights."""

    items = Many(AssetAnswer, PUBLIC, "The rights", required=True)


class TransactionPart(PartFrame):
    """One part of a transaction."""

    body = One(TransactionPartBody, PUBLIC, "The stored part; none where it was erased")


class TransactionAnswer(RecordFrame):
    """A transaction, as the parts that the reader may see."""

    id = RecordNumber("transaction", PUBLIC, "The record number", required=True)
    partBag = Many(TransactionPart, PUBLIC, "The newest of each part", required=True)


class TransactionList(PageFrame):
    """A page of transactions."""

    items = Many(TransactionAnswer, PUBLIC, "The transactions", required=True)


class FilingPart(PartFrame):
    """One part of a filing."""

    body = One(FilingPartBody, PUBLIC, "The stored part; none where it was erased")


class FilingAnswer(RecordFrame):
    """A filing, as the parts that the reader may see."""

    id = RecordNumber("filing", PUBLIC, "The record number", required=True)
    partBag = Many(FilingPart, PUBLIC, "The newest of each part", required=True)


class FilingList(PageFrame):
    """A page of filings."""

    items = Many(FilingAnswer, PUBLIC, "The filings", required=True)


class HoldPart(PartFrame):
    """One part of a hold."""

    body = One(HoldPartBody, PUBLIC, "The stored part; none where it was erased")


class HoldAnswer(RecordFrame):
    """A hold, as the parts that the reader may see."""

    id = RecordNumber("hold", PUBLIC, "The record number", required=True)
    partBag = Many(HoldPart, PUBLIC, "The newest of each part", required=True)


class ErasurePart(PartFrame):
    """The one part of an erasure."""

    body = One(ErasurePartBody, PUBLIC, "The stored part", required=True)


class ErasureAnswer(RecordFrame):
    """An erasure, for whoever may read the part that it took."""

    id = RecordNumber("erasure", PUBLIC, "The record number", required=True)
    partBag = Many(ErasurePart, PUBLIC, "Its one part", required=True)


class MandatePart(PartFrame):
    """One part of a mandate."""

    body = One(MandatePartBody, PUBLIC, "The stored part; none where it was erased")


class MandateAnswer(RecordFrame):
    """A mandate, as the parts that the reader may see."""

    id = RecordNumber("mandate", PUBLIC, "The record number", required=True)
    partBag = Many(MandatePart, PUBLIC, "The newest of each part", required=True)


class MandateList(PageFrame):
    """A page of mandates."""

    items = Many(MandateAnswer, PUBLIC, "The mandates", required=True)


class PolicyPart(PartFrame):
    """One part of a policy."""

    body = One(PolicyPartBody, PUBLIC, "The stored part; none where it was erased")


class PolicyAnswer(RecordFrame):
    """A policy, as the parts that the reader may see."""

    id = RecordNumber("policy", PUBLIC, "The record number", required=True)
    partBag = Many(PolicyPart, PUBLIC, "The newest of each part", required=True)


class PolicyList(PageFrame):
    """A page of policies."""

    items = Many(PolicyAnswer, PUBLIC, "The policies", required=True)


class PackPart(PartFrame):
    """One part of a rules pack."""

    body = One(PackPartBody, PUBLIC, "The stored part; none where it was erased")


class PackAnswer(RecordFrame):
    """A rules pack, as the parts that the reader may see."""

    id = RecordNumber("pack", PUBLIC, "The record number", required=True)
    partBag = Many(PackPart, PUBLIC, "The newest of each part", required=True)


class PackList(PageFrame):
    """A page of rules packs."""

    items = Many(PackAnswer, PUBLIC, "The packs", required=True)


class CalendarPart(PartFrame):
    """One part of a calendar."""

    body = One(CalendarPartBody, PUBLIC, "The stored part; none where it was erased")


class CalendarAnswer(RecordFrame):
    """A place's calendar, as the parts that the reader may see."""

    id = RecordNumber("calendar", PUBLIC, "The record number", required=True)
    partBag = Many(CalendarPart, PUBLIC, "The newest of each part", required=True)


class CalendarList(PageFrame):
    """A page of calendars."""

    items = Many(CalendarAnswer, PUBLIC, "The calendars", required=True)


class ClosurePart(PartFrame):
    """One part of a day of closure."""

    body = One(ClosurePartBody, PUBLIC, "The stored part; none where it was erased")


class ClosureAnswer(RecordFrame):
    """A day on which a place was shut, as it stands."""

    id = RecordNumber("closure", PUBLIC, "The record number", required=True)
    partBag = Many(ClosurePart, PUBLIC, "The newest of each part", required=True)


class ClosureList(PageFrame):
    """A page of days of closure."""

    items = Many(ClosureAnswer, PUBLIC, "The days of closure", required=True)


class FilingAccepted(AnswerSchema):
    """A filing that was taken, with the signed receipt for it."""

    filing = One(FilingAnswer, PUBLIC, "The filing, as its filer may see it", required=True)
    receipt = Told(PUBLIC, "The node's signed promise to log the entry (JWS)", required=True)
    replayedIndicator = Indicator(
        PUBLIC, "True where the same request had been taken before", required=True
    )
    warningBag = Many(ViolationItem, PUBLIC, "What was noted, refusing nothing", required=True)


class CheckAnswer(AnswerSchema):
    """What a filing would come to now. Nothing was stored."""

    status = Choice(FilingStatus, PUBLIC, "Where it would stand", required=True)
    warningBag = Many(ViolationItem, PUBLIC, "What would be noted", required=True)
    recordalDeadlineBag = Many(
        DeadlineOfRight, PUBLIC, "The last days for recording it", required=True
    )


class NumberReading(AnswerSchema):
    """What a number was read as."""

    officeCode = Office(PUBLIC, "The office (ST.3)", required=True)
    rightKind = Choice(
        RightKind, PUBLIC, "The kind of right, if the number tells", required=True, allow_none=True
    )
    scheme = Choice(Scheme, PUBLIC, "Which series of the office it is from", required=True)
    number = Told(PUBLIC, "As the office writes it", required=True)
    check = Choice(Check, PUBLIC, "What its check digit says", required=True)


class ResolvedNumber(AnswerSchema):
    """One number that was looked up."""

    number = Told(PUBLIC, "The number as asked", required=True)
    status = Choice(
        ("found", "several", "unknown"), PUBLIC, "Whether it names a right here", required=True
    )
    assetBag = Many(
        RecordNumber("asset", PUBLIC, "A right"), PUBLIC, "The rights that it names", required=True
    )
    readAs = Many(NumberReading, PUBLIC, "What it was read as", required=True)
    errorBag = Many(ViolationItem, PUBLIC, "What is wrong with it", required=True)


class ResolveAnswer(AnswerSchema):
    """The numbers that were looked up, in the order in which they were asked."""

    items = Many(ResolvedNumber, PUBLIC, "One for each number", required=True)


class Health(AnswerSchema):
    """Whether the node is ready."""

    status = Choice(("ready", "not-ready"), PUBLIC, "Whether it is", required=True)
    node = Told(PUBLIC, "The node's code", required=True)
    log = Choice(("running", "late", "halted"), PUBLIC, "Whether the log is published")
    filings = Choice(("open", "closed"), PUBLIC, "Whether filings are taken")
    alarm = Told(PUBLIC, "Why the publisher does not go on")


class ReceiptKey(AnswerSchema):
    """The public half of the receipt key, as a JSON Web Key (RFC 8037)."""

    kty = Told(PUBLIC, "The key type", required=True)
    crv = Told(PUBLIC, "The curve", required=True)
    x = Told(PUBLIC, "The public key, base64url", required=True)
    kid = Told(PUBLIC, "Its thumbprint (RFC 7638)", required=True)
    use = Told(PUBLIC, "What it is for", required=True)
    alg = Told(PUBLIC, "The algorithm", required=True)
    certification = Told(PUBLIC, "The log's note that this key signs its receipts")
