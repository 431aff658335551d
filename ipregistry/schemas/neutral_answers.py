"""Neutrals, nominations and conflict checks as they are read."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.schemas.answering import AnswerSchema, Many, Members, Told
from ipregistry.schemas.answers import PageFrame, PartFrame, RecordFrame
from ipregistry.schemas.base import Count, Country, Day, Digest, One, RecordNumber
from ipregistry.schemas.cases import CASE
from ipregistry.schemas.neutrals import NeutralAbsence, NeutralAccreditation, NeutralTie
from ipregistry.schemas.records import PartHead
from ipregistry.schemas.values import PUBLIC, Language, Name


class NeutralPartBody(PartHead):
    """The members of an entry of the roster."""

    party = RecordNumber("party", CASE, "The neutral as a party on record")
    account = RecordNumber("account", CASE, "The neutral's account")
    nameBag = Many(Name, CASE, "Names")
    statusCategory = Told(CASE, "Whether he may be proposed")
    languageBag = Many(Language(CASE, "A language"), CASE, "Working languages")
    placeBag = Many(Country(CASE, "A place"), CASE, "Places where he sits")
    accreditationBag = Many(NeutralAccreditation, CASE, "Accreditations")
    unavailableBag = Many(NeutralAbsence, CASE, "When he takes no case")
    tieBag = Many(NeutralTie, CASE, "Ties that the institution knows of")


class NeutralPart(PartFrame):
    """The part of an entry of the roster."""

    body = One(NeutralPartBody, PUBLIC, "The stored part; none where it was erased")


class NeutralAnswer(RecordFrame):
    """An entry of the roster, as the institution reads it."""

    id = RecordNumber("neutral", PUBLIC, "The entry's number", required=True)
    partBag = Many(NeutralPart, PUBLIC, "The newest of each part", required=True)


class NeutralFound(AnswerSchema):
    """An entry that a search found, and how much its neutral has to do."""

    neutral = One(NeutralAnswer, CASE, "The entry", required=True)
    openCaseQuantity = Count(CASE, "In how many open cases he sits", least=0, required=True)


class NeutralList(PageFrame):
    """A page of the roster."""

    items = Many(NeutralFound, PUBLIC, "The entries", required=True)


class InvitedPerson(AnswerSchema):
    """Somebody in a case, as its candidate learns of him."""

    side = Told(CASE, "The side", required=True)
    standingCategory = Told(CASE, "Party or counsel", required=True)
    party = RecordNumber("party", CASE, "The party on record")
    account = RecordNumber("account", CASE, "The account")
    nameText = Told(CASE, "The name as the case has it")
    nameBag = Many(Name, CASE, "The names on record")


class Invitation(AnswerSchema):
    """An open nomination as its candidate reads it: enough to look for conflicts, and no more."""

    nomination = RecordNumber("nomination", CASE, "The nomination", required=True)
    case = RecordNumber("case", CASE, "The case", required=True)
    role = Told(CASE, "As what he is proposed", required=True)
    statusCategory = Told(CASE, "Where the nomination stands", required=True)
    proposedDate = Day(CASE, "When he was proposed", required=True)
    procedureCategory = Told(CASE, "The sort of procedure", required=True)
    placeCode = Country(CASE, "The seat, or the place of mediation", allow_none=True)
    personBag = Many(InvitedPerson, CASE, "Parties and their counsel", required=True)
    relationBag = Many(
        Members(CASE, "Somebody"), CASE, "Who stands behind the parties", required=True
    )


class InvitationList(AnswerSchema):
    """The open nominations of the reader."""

    items = Many(Invitation, CASE, "The nominations", required=True)


class NominationPartBody(PartHead):
    """The members of a nomination."""

    case = RecordNumber("case", CASE, "The case")
    neutral = RecordNumber("neutral", CASE, "The roster's entry")
    neutralVersion = Count(CASE, "The entry's version at the proposal", least=1)
    party = RecordNumber("party", CASE, "The candidate as a party on record")
    account = RecordNumber("account", CASE, "The candidate's account")
    nameBag = Many(Name, CASE, "The candidate's names")
    role = Told(CASE, "As what he is proposed")
    proposedBy = Told(CASE, "The side that proposed him, or the institution")
    proposedDate = Day(CASE, "When he was proposed")
    statusCategory = Told(CASE, "Where the nomination stands")
    relationBag = Many(Members(CASE, "Somebody"), CASE, "Who stands behind the parties")
    replaces = RecordNumber("nomination", CASE, "The nomination that it replaces")
    check = Members(CASE, "The conflict check: a record of the institution, and its version")
    declaration = Members(CASE, "What the candidate declared")
    toldDate = Day(CASE, "Since when the parties know of him")
    disclosureBag = Many(
        Members(CASE, "A disclosure"), CASE, "What was disclosed, with each side's time to object"
    )
    waiverBag = Many(Members(CASE, "A waiver"), CASE, "What sides accepted")
    challengeBag = Many(Members(CASE, "A challenge"), CASE, "Challenges, each with its clock")
    appointedDate = Day(CASE, "When he was appointed")
    appointingBag = Many(Members(CASE, "Somebody"), CASE, "Whose appointment it is")
    appointmentDigest = Digest(CASE, "SHA-256 of the appointment")
    endedDate = Day(CASE, "When it ended")
    endCategory = Told(CASE, "Why it ended")
    reasonsText = Told(CASE, "The reasons")
    statementDigest = Digest(CASE, "SHA-256 of the signed statement")


class NominationPart(PartFrame):
    """A part of a nomination."""

    body = One(NominationPartBody, PUBLIC, "The stored part; none where it was erased")


class NominationAnswer(RecordFrame):
    """A nomination, as far as its reader may know of it."""

    id = RecordNumber("nomination", PUBLIC, "The nomination's number", required=True)
    partBag = Many(NominationPart, PUBLIC, "The newest of each part", required=True)


class NominationList(PageFrame):
    """A page of nominations."""

    items = Many(NominationAnswer, PUBLIC, "The nominations", required=True)


class ConflictCheckPartBody(PartHead):
    """The members of a conflict check's report."""

    case = RecordNumber("case", CASE, "The case")
    nomination = RecordNumber("nomination", CASE, "The nomination")
    checkedDate = Day(CASE, "The day on which it was made")
    listBag = Many(Members(CASE, "A list"), CASE, "The lists that it was made by, with digests")
    findingBag = Many(
        Members(CASE, "A finding"),
        CASE,
        "The items that were met: level, action, window, evidence, citation, confidence",
    )
    notJudgedBag = Many(Told(CASE, "An item"), CASE, "Items that only the candidate can tell of")
    officerFindingBag = Many(Members(CASE, "A finding"), CASE, "What an officer found")
    declaredTieBag = Many(NeutralTie, CASE, "The ties that the candidate declared")
    otherCases = Members(CASE, "What other cases of the register contributed: a count, and days")


class ConflictCheckPart(PartFrame):
    """The part of a conflict check."""

    body = One(ConflictCheckPartBody, PUBLIC, "The stored part; none where it was erased")


class ConflictCheckAnswer(RecordFrame):
    """The report of a conflict check, which only the institution reads."""

    id = RecordNumber("conflict-check", PUBLIC, "The report's number", required=True)
    partBag = Many(ConflictCheckPart, PUBLIC, "The newest of each part", required=True)


class ConflictCheckList(PageFrame):
    """A page of conflict checks."""

    items = Many(ConflictCheckAnswer, PUBLIC, "The reports", required=True)
