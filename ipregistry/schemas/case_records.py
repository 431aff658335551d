"""Records of cases as they are read."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.domain.packs.model import PackKind
from ipregistry.schemas.answering import AnswerSchema, Many, Members, Moment, Told
from ipregistry.schemas.base import Choice, Count, Country, Day, Indicator, One, RecordNumber
from ipregistry.schemas.cases import CASE, CaseAsset, CaseClaim, CasePlace
from ipregistry.schemas.decided import Decision, DecisionNames, ToldRecord
from ipregistry.schemas.records import PartHead
from ipregistry.schemas.values import PERSONAL, PUBLIC, Language, Money


class PackPin(AnswerSchema):
    """The version of a rules pack that a case was opened under."""

    record = RecordNumber("pack", CASE, "The pack's record number", required=True)
    version = Count(CASE, "The record's version", least=1, required=True)
    digest = Told(CASE, "SHA-256 of the pack's text", required=True)
    name = Told(CASE, "The pack's id", required=True)
    packVersion = Told(CASE, "The version that its author gave it", required=True)


class CasePartBody(PartHead):
    """The members of a case."""

    pack = One(PackPin, CASE, "The rules that it was opened under")
    procedureCategory = Choice(PackKind, CASE, "The sort of procedure")
    stateCode = Told(CASE, "Where it stands, by the pack")
    stateVersion = Count(CASE, "The version since which it stands there", least=1)
    finalIndicator = Indicator(CASE, "Whether it is over")
    outcomeCode = Told(CASE, "How it ended, by the pack's outcomes")
    sideBag = Many(Members(CASE, "A side"), CASE, "The sides, their parties and representatives")
    neutralBag = Many(Members(CASE, "A neutral"), CASE, "Mediators and arbitrators")
    placeBag = Many(CasePlace, CASE, "Places of others")
    seatCode = Country(CASE, "The seat")
    placeOfMediationCode = Country(CASE, "Where a mediation is conducted")
    institutionPlaceCode = Country(CASE, "Where the institution sits")
    languageCode = Language(CASE, "The language of the case")
    amountInDispute = One(Money, CASE, "The amount in dispute")
    assetBag = Many(CaseAsset, CASE, "What it is about")
    claimBag = Many(CaseClaim, CASE, "The claims")
    reliefText = Told(CASE, "What is asked for")
    openedAt = Moment(CASE, "When it was opened")
    openedDate = Day(CASE, "The day on which it was opened, at the node's place")
    visitedBag = Many(Told(CASE, "A state"), CASE, "The states that it has been in, in order")
    deadlineBag = Many(
        Members(CASE, "An open deadline with its whole explanation"), CASE, "The open deadlines"
    )
    consolidatedBag = Many(
        RecordNumber("case", CASE, "A case"), CASE, "The cases that it is heard together with"
    )
    proposalBag = Many(Members(CASE, "A proposal"), CASE, "Joint acts that wait for a side")
    objectionBag = Many(
        Members(CASE, "A side's time to object to a disclosure, with its explanation"),
        CASE,
        "The open periods for objections to neutrals",
    )
    eventBag = Many(Members(CASE, "An event"), CASE, "What made this version, in order")
    instrumentBag = Many(
        Members(CASE, "An instrument"), CASE, "The instruments that ended it or were made in it"
    )
    recoveryBag = Many(Members(CASE, "A recovery"), CASE, "What was recovered, place by place")
    toldBag = Many(ToldRecord, CASE, "Of a case that was decided elsewhere: what tells it")
    decision = One(Decision, PUBLIC, "Of a case that was decided elsewhere: what is public of it")
    decisionNames = One(DecisionNames, PERSONAL, "Of such a case: who may be a natural person")


class CasePaperPartBody(PartHead):
    """The members of a paper of a case."""

    case = RecordNumber("case", CASE, "The case")
    side = Told(CASE, "The side that gave it")
    document = Told(CASE, "Which of the pack's documents it is")
    digest = Told(CASE, "SHA-256 of its bytes")
    byteQuantity = Count(CASE, "How many bytes", least=0)
    mediaType = Told(CASE, "The media type")
    languageCode = Language(CASE, "Its language")
    labelText = Told(CASE, "What its filer calls it")
    heldElsewhereIndicator = Indicator(CASE, "Only the digest is on record here")
    filedAt = Moment(CASE, "When it was filed")
    event = Told(CASE, "The event that it came with")
