"""Records as they are read: parts with the members of the stored schemas (`domain.classes`)."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.domain.calendars import ClosureKind
from ipregistry.domain.classes import DataClass, Label
from ipregistry.domain.erasure import GROUNDS as ERASURE_GROUNDS
from ipregistry.domain.facts import Capacity, FilingStatus
from ipregistry.domain.filings.examination.desk import STATUSES as REQUISITION_STATUSES
from ipregistry.domain.numbers.model import Check, Scheme
from ipregistry.domain.packs.model import PackKind
from ipregistry.domain.rights import RightKind
from ipregistry.domain.rights import Stage as RightStage
from ipregistry.domain.titles import Reveal
from ipregistry.schemas.answering import AnswerSchema, Many, Members, Moment, Told, version
from ipregistry.schemas.assets import RelatedRight
from ipregistry.schemas.base import (
    Choice,
    Count,
    Country,
    Day,
    Digest,
    Indicator,
    Office,
    One,
    RecordNumber,
)
from ipregistry.schemas.corrections import ERRORS
from ipregistry.schemas.effects import RecordedEffect
from ipregistry.schemas.examined import (
    AllocationNote,
    Appeal,
    AssessmentNote,
    ClockNote,
    DecisionNote,
    ExtensionNote,
    Ground,
    RecusalNote,
    Remedy,
    ReplyNote,
    Review,
)
from ipregistry.schemas.invoices import FeeLine, SettledSum
from ipregistry.schemas.limits import DeadlineOfRight, DeadlineTold
from ipregistry.schemas.notices import ToldMember
from ipregistry.schemas.parties import PARTY_CATEGORIES, Identifier
from ipregistry.schemas.values import (
    COMMERCIAL,
    PERSONAL,
    PUBLIC,
    SENSITIVE,
    EvidenceItem,
    Language,
    Money,
    Name,
    TitleText,
)

OWN = DataClass.NEVER_LEAVES


class PartHead(AnswerSchema):
    """What heads every part."""

    kind = Told(PUBLIC, "The kind of record", required=True)
    schema = Told(PUBLIC, "The schema and its version", required=True, examples=["asset/1"])
    record = Told(PUBLIC, "The record's number", required=True)
    version = version(PUBLIC, "The record's version that made this part", required=True)
    part = Choice(Label, PUBLIC, "The part's audience", required=True)
    recordedAt = Moment(PUBLIC, "When the entry was recorded", required=True)
    capacity = Choice(
        Capacity,
        PUBLIC,
        "What the entry is: the recordal itself, a mirror of an office's, a notice",
        required=True,
    )


class SealedIdentifier(AnswerSchema):
    """An identity number as it is kept."""

    category = Told(SENSITIVE, "The kind of identifier", required=True)
    hash = Told(SENSITIVE, "The number's keyed hash", required=True)
    last = Told(SENSITIVE, "Its last characters", required=True)


class RecordedAddress(AnswerSchema):
    """An address as recorded."""

    addressLineText = Told(SENSITIVE, "Street, house, district")
    cityName = Told(SENSITIVE, "The town")
    regionName = Told(SENSITIVE, "Province or state")
    postalCode = Told(SENSITIVE, "The postal code")
    countryCode = Country(SENSITIVE, "Country or territory")
    languageCode = Language(SENSITIVE, "Language and script of the address")


class CorrectedVersion(AnswerSchema):
    """Which version of the record was wrong, and whose error it was."""

    version = version(PUBLIC, "The version", required=True)
    errorCategory = Choice(ERRORS, PUBLIC, "Whose error it was", required=True)
    revealCategory = Choice(Reveal, PUBLIC, "What is shown of it", required=True)


class PartyPartBody(PartHead):
    """The members of a party."""

    category = Choice(PARTY_CATEGORIES, PUBLIC, "Organisation or natural person")
    organizationNameBag = Many(Name, PUBLIC, "An organisation's names")
    personNameBag = Many(Name, PERSONAL, "A person's names")
    jurisdictionCode = Country(PUBLIC, "Where an organisation is established")
    townText = Told(PERSONAL, "The town beside a person's name")
    identifierBag = Many(Identifier, PUBLIC, "Identifiers that are no person's")
    sensitiveIdentifierBag = Many(SealedIdentifier, SENSITIVE, "Identity numbers, sealed")
    addressBag = Many(RecordedAddress, SENSITIVE, "Addresses")
    serviceAddressBag = Many(RecordedAddress, SENSITIVE, "Where papers reach it")
    sourceOffice = Office(PUBLIC, "The office whose paper names it, where only that is known")
    corrects = One(CorrectedVersion, PUBLIC, "Which version this one puts right")
    recordedBefore = Members(PUBLIC, "What that version said, where both are shown")
    correctsVersion = Count(OWN, "The version that this one puts right")


class RecordedNumber(AnswerSchema):
    """An official number as read."""

    scheme = Choice(Scheme, PUBLIC, "Which series of the office it is from", required=True)
    number = Told(PUBLIC, "As the office writes it", required=True)
    normalised = Told(PUBLIC, "The same text for every notation", required=True)
    check = Choice(Check, PUBLIC, "What its check digit says", required=True)


class RecordedStage(AnswerSchema):
    """A stage of the right's life, as a publication proves it."""

    kindCode = Told(PUBLIC, "The letter behind the publication number")
    stage = Choice(RightStage, PUBLIC, "The stage")
    date = Day(PUBLIC, "The date of the publication")


class TermOfRight(AnswerSchema):
    """How long the right lasts, by which rule."""

    endDate = Day(PUBLIC, "The last day", required=True)
    rule = Told(PUBLIC, "The rule's name", required=True)
    citation = Told(PUBLIC, "The rule's source", required=True)
    confidence = Told(PUBLIC, "How surely the rule is known", required=True)


class AssetPartBody(PartHead):
    """The members of a right."""

    officeCode = Office(PUBLIC, "The office that grants the right (ST.3)")
    rightKind = Choice(RightKind, PUBLIC, "The kind of right")
    number = Told(PUBLIC, "Its official number, as the office writes it")
    numberBag = Many(RecordedNumber, PUBLIC, "All its official numbers")
    titleBag = Many(TitleText, PUBLIC, "Its title")
    stageBag = Many(RecordedStage, PUBLIC, "Its stages")
    relatedRightBag = Many(RelatedRight, PUBLIC, "Rights that it belongs together with")
    filingDate = Day(PUBLIC, "When it was applied for")
    registrationDate = Day(PUBLIC, "When it was granted or registered")
    classBag = Many(Told(PUBLIC, "A class"), PUBLIC, "Its classes")
    term = One(TermOfRight, PUBLIC, "Its term")
    inventorBag = Many(Name, PERSONAL, "Its inventors or designers")
    corrects = One(CorrectedVersion, PUBLIC, "Which version this one puts right")
    recordedBefore = Members(PUBLIC, "What that version said, where both are shown")


class TitleMoveAnswer(AnswerSchema):
    """A right's title version, before and after."""

    from_ = Count(PUBLIC, "Before", data_key="from", required=True)
    to = Count(PUBLIC, "After", required=True)


class TransactionSubject(AnswerSchema):
    """One right of a transaction."""

    asset = RecordNumber("asset", PUBLIC, "The right", required=True)
    assetVersion = Count(PUBLIC, "The version of its record", required=True)
    effectBag = Many(RecordedEffect, PUBLIC, "What the entry does to title", required=True)
    titleVersion = One(TitleMoveAnswer, PUBLIC, "The title version, before and after")


class OfficeEntry(AnswerSchema):
    """The entry in the register of record, as far as it is known."""

    officeCode = Office(PUBLIC, "The office (ST.3)", required=True)
    entryDate = Day(PUBLIC, "The date of its entry")
    recordalNumber = Told(PUBLIC, "Its number for the entry")
    publicationDate = Day(PUBLIC, "When it published the entry")


class EffectOfRecording(AnswerSchema):
    """What recording does, by the law of the place."""

    category = Told(PUBLIC, "The effect of recording", required=True)
    citation = Told(PUBLIC, "The source", required=True)
    confidence = Told(PUBLIC, "How surely it is known", required=True)


class PartyRole(AnswerSchema):
    """Who took part, as what; organisations by name."""

    party = RecordNumber("party", PUBLIC, "The party", required=True)
    partyVersion = version(PUBLIC, "The version of its record", required=True)
    roleCategory = Told(PUBLIC, "As what", required=True)
    nameBag = Many(Name, PUBLIC, "An organisation's names, as recorded then")


class PersonNames(AnswerSchema):
    """The names of a natural person who took part."""

    party = RecordNumber("party", PERSONAL, "The party", required=True)
    nameBag = Many(Name, PERSONAL, "The names, as recorded then", required=True)
    townText = Told(PERSONAL, "The town")


class PolicyPin(AnswerSchema):
    """The policy that was applied, by version and digest."""

    name = Told(PUBLIC, "Its name", required=True)
    record = Told(PUBLIC, "Its record number", required=True)
    version = Count(PUBLIC, "Its version", required=True)
    digest = Told(PUBLIC, "The digest of its public part", required=True)


class JournalEntry(AnswerSchema):
    """Where an entry was published."""

    journalName = Told(PUBLIC, "The journal", required=True)
    issueNumber = Told(PUBLIC, "The issue", required=True)
    publicationDate = Day(PUBLIC, "The day of the issue", required=True)
    pageText = Told(PUBLIC, "The page, or the number within the issue")


class CorrectedEntry(AnswerSchema):
    """What a correction corrects."""

    transaction = RecordNumber("transaction", PUBLIC, "The transaction", required=True)
    errorCategory = Choice(ERRORS, PUBLIC, "Whose error it was; of a restriction not said")
    revealCategory = Choice(Reveal, PUBLIC, "What searches show", required=True)


class OrderTold(AnswerSchema):
    """The order that an entry rests on, for those concerned."""

    category = Told(SENSITIVE, "What it is", required=True)
    authorityText = Told(SENSITIVE, "Whose it is", required=True)
    number = Told(SENSITIVE, "Its number at that authority", required=True)
    date = Day(SENSITIVE, "Its date", required=True)
    digest = Told(SENSITIVE, "SHA-256 of its bytes", required=True)
    operativeText = Told(SENSITIVE, "Of an outcome of a case: its operative clause")
    seatCode = Country(SENSITIVE, "Of an outcome of a case: its seat")
    setAsideDate = Day(SENSITIVE, "The last day for applying to set it aside")


class TransactionPartBody(PartHead):
    """The members of a transaction."""

    act = Told(PUBLIC, "The act")
    filing = RecordNumber("filing", PUBLIC, "The filing that brought it")
    subjectBag = Many(TransactionSubject, PUBLIC, "The rights, and what it does to their title")
    executedDate = Day(PUBLIC, "The date of the deed or contract")
    receivedAt = Moment(PUBLIC, "When the filing was received")
    effectiveDate = Day(PUBLIC, "From when it counts")
    registerOfRecord = One(OfficeEntry, PUBLIC, "The register whose entry moves title")
    effectOfRecording = One(EffectOfRecording, PUBLIC, "What recording does")
    recordalDeadlineBag = Many(DeadlineOfRight, PUBLIC, "The last days for recording it")
    partyBag = Many(PartyRole, PUBLIC, "Who took part")
    evidenceBag = Many(EvidenceItem, PUBLIC, "The documents, by digest")
    policy = One(PolicyPin, PUBLIC, "The policy that was applied")
    corrects = One(CorrectedEntry, PUBLIC, "What a correction corrects")
    publication = One(JournalEntry, PUBLIC, "Where it was published")
    personBag = Many(PersonNames, PERSONAL, "Names of natural persons who took part")
    interest = RecordNumber("transaction", PUBLIC, "The interest that it is about")
    cause = Told(PERSONAL, "Why shares passed by law")
    instrument = One(OrderTold, SENSITIVE, "The order by which shares passed")
    paperBag = Many(EvidenceItem, SENSITIVE, "Documents that only those concerned know of")
    securedAmount = One(Money, COMMERCIAL, "What is secured")
    consideration = One(Money, COMMERCIAL, "What was paid")


class FilingSubject(AnswerSchema):
    """One right of a filing."""

    asset = RecordNumber("asset", PUBLIC, "The right", required=True)


class MadeRecord(AnswerSchema):
    """A record version that the filing made."""

    record = Told(SENSITIVE, "The record's number", required=True)
    version = version(SENSITIVE, "The version", required=True)


class FilingPartBody(PartHead):
    """The members of a filing."""

    case = RecordNumber("case", DataClass.CASE, "The case that it was filed in")
    side = Told(DataClass.CASE, "The side that it counts as filed by")
    act = Told(PUBLIC, "The act")
    status = Choice(FilingStatus, PUBLIC, "Where it stands")
    subjectBag = Many(FilingSubject, PUBLIC, "The rights")
    receivedAt = Moment(PUBLIC, "When it was received")
    type = Told(OWN, "The filing type")
    filer = Told(OWN, "The account that filed it")
    body = Members(OWN, "The body as it is kept")
    bodyDigest = Digest(OWN, "The digest of the canonical body")
    awaiting = Many(
        RecordNumber("party", SENSITIVE, "A party"), SENSITIVE, "Whose assent is awaited"
    )
    assents = Many(RecordNumber("party", SENSITIVE, "A party"), SENSITIVE, "Who has assented")
    grounds = Told(SENSITIVE, "Why it was refused or taken back")
    transaction = RecordNumber("transaction", SENSITIVE, "The transaction that it made")
    recordBag = Many(MadeRecord, SENSITIVE, "The record versions that it made")
    groundBag = Many(Ground, SENSITIVE, "Why it was refused, ground by ground")
    remedyBag = Many(Remedy, SENSITIVE, "What can be done against the decision, until when")
    review = One(Review, SENSITIVE, "That its decision is being looked at anew")
    appealBag = Many(Appeal, SENSITIVE, "Appeals that were noted")
    recordalDeadlineBag = Many(DeadlineTold, SENSITIVE, "The last days for recording the act")
    dividedFrom = RecordNumber("filing", SENSITIVE, "The filing that it was divided from")
    pieceBag = Many(
        RecordNumber("filing", SENSITIVE, "A piece"), SENSITIVE, "The filings that it became"
    )
    allocation = One(AllocationNote, OWN, "Who examines it; the office alone sees it")
    recusalBag = Many(RecusalNote, OWN, "Who does not examine it; the office alone sees it")
    decisionBag = Many(DecisionNote, OWN, "What was decided so far; the office alone sees it")
    toldBag = Many(ToldMember, SENSITIVE, "Whom the register tells of it")


class Period(AnswerSchema):
    """From when to when."""

    startDate = Day(SENSITIVE, "The first day", required=True)
    endDate = Day(SENSITIVE, "The last day; open if left out")


class HoldPartBody(PartHead):
    """The members of a hold, for those entitled to know it."""

    asset = RecordNumber("asset", SENSITIVE, "The right")
    category = Told(SENSITIVE, "The ground, or that it is a lock")
    status = Choice(("in-force", "lifted"), SENSITIVE, "Whether it stands")
    authorityText = Told(SENSITIVE, "Whose order or measure it is")
    startDate = Day(SENSITIVE, "From when")
    endDate = Day(SENSITIVE, "Its last day; until it is lifted if left out")
    stopBag = Many(Told(SENSITIVE, "An act"), SENSITIVE, "The acts that it stops")
    concernedBag = Many(
        RecordNumber("party", SENSITIVE, "A party"), SENSITIVE, "The parties that it concerns"
    )
    account = Told(OWN, "Who set it")
    contestText = Told(SENSITIVE, "How it is contested")
    citation = Told(SENSITIVE, "The source of the ground")
    confidence = Told(SENSITIVE, "How surely it is known")
    evidenceBag = Many(EvidenceItem, SENSITIVE, "The papers")
    liftedOnGround = Told(SENSITIVE, "Why it was lifted")


class ErasurePartBody(PartHead):
    """The members of an erasure; it is read by whoever may read the part that it took."""

    erasedRecord = Told(OWN, "The record of the part")
    erasedVersion = version(OWN, "The version that made it")
    erasedPart = Choice(Label, OWN, "The part's audience")
    erasedCommitment = Told(OWN, "The commitment, which stays in its entry")
    remainder = Members(OWN, "What stays of the part: ids, shares, dates, states")
    groundCategory = Choice(ERASURE_GROUNDS, OWN, "Why")
    citation = Told(OWN, "The law that it rests on")
    filing = RecordNumber("filing", OWN, "The filing that brought it")


class InvoicePartBody(PartHead):
    """The members of an invoice."""

    filing = RecordNumber("filing", SENSITIVE, "The filing that it is for")
    filer = Told(SENSITIVE, "The account that it is made out to")
    party = RecordNumber("party", SENSITIVE, "The party that the account acts for as itself")
    lineBag = Many(FeeLine, SENSITIVE, "What is charged")
    total = One(Money, SENSITIVE, "The sum")
    paymentBag = Many(SettledSum, COMMERCIAL, "All that was paid so far")
    refundBag = Many(SettledSum, COMMERCIAL, "All that was paid back so far")


class MandatePartBody(PartHead):
    """The members of a mandate."""

    principal = RecordNumber("party", SENSITIVE, "The party that gives the mandate")
    agent = RecordNumber("account", SENSITIVE, "The agent's account")
    actBag = Many(Told(SENSITIVE, "An act"), SENSITIVE, "The acts that it covers")
    assetBag = Many(
        RecordNumber("asset", SENSITIVE, "A right"), SENSITIVE, "The rights that it covers"
    )
    period = One(Period, SENSITIVE, "From when to when")
    status = Choice(("in-force", "revoked"), SENSITIVE, "Whether it stands")


class PolicyPartBody(PartHead):
    """The members of a policy."""

    name = Told(PUBLIC, "Its name")
    officeCode = Office(PUBLIC, "The office whose rights it covers (ST.3)")
    rightKindBag = Many(Told(PUBLIC, "A kind of right"), PUBLIC, "The kinds that it covers")
    inForceFrom = Day(PUBLIC, "From when it is applied")
    text = Told(PUBLIC, "Its text (TOML)")


class PackPartBody(PartHead):
    """The members of a rules pack."""

    name = Told(PUBLIC, "Its id, the same in every version")
    packVersion = Told(PUBLIC, "The version that its author gave it")
    procedureCategory = Choice(PackKind, PUBLIC, "The sort of procedure")
    titleBag = Many(TitleText, PUBLIC, "Its title, by language")
    inForceFrom = Day(PUBLIC, "The first day on which cases come under this version")
    inForceTo = Day(PUBLIC, "The last one; none: until the next version begins")
    opensCasesIndicator = Indicator(
        PUBLIC, "Whether cases are opened under it; else its deadlines and fees can be asked only"
    )
    text = Told(PUBLIC, "Its text (YAML)")


class CalendarPartBody(PartHead):
    """The members of a place's calendar."""

    jurisdictionCode = Country(PUBLIC, "The place (ISO 3166-1)")
    yearBag = Many(Told(PUBLIC, "A year"), PUBLIC, "The years whose official days it has")
    text = Told(PUBLIC, "Its text (JSON)")


class ClosurePartBody(PartHead):
    """The members of a day of closure."""

    jurisdictionCode = Country(PUBLIC, "The place (ISO 3166-1)")
    closureDate = Day(PUBLIC, "The day")
    closureCategory = Choice(ClosureKind, PUBLIC, "Why it was shut")
    status = Choice(("in-force", "withdrawn"), PUBLIC, "Whether it stands")
    sourceText = Told(PUBLIC, "The announcement that it is entered by")
    sourceDigest = Digest(PUBLIC, "The digest of that")


class RequisitionPartBody(PartHead):
    """The members of a requisition."""

    filingBag = Many(
        RecordNumber("filing", SENSITIVE, "A filing"), SENSITIVE, "The filing, or its pieces"
    )
    asset = RecordNumber("asset", SENSITIVE, "The right that it is about; none: all")
    status = Choice(REQUISITION_STATUSES, SENSITIVE, "Where it stands")
    requisitionCategory = Told(SENSITIVE, "What is wrong")
    paper = Told(SENSITIVE, "The paper that is asked for")
    languageCode = Told(SENSITIVE, "The language of the letter")
    letterText = Told(SENSITIVE, "The letter, as it was sent")
    issuedDate = Day(SENSITIVE, "When it was issued")
    dueDate = Day(SENSITIVE, "The last day for a reply")
    clock = One(ClockNote, SENSITIVE, "The time for a reply, with its source")
    extensionBag = Many(ExtensionNote, SENSITIVE, "More time")
    replyBag = Many(ReplyNote, SENSITIVE, "The replies")
    assessmentBag = Many(AssessmentNote, SENSITIVE, "What the officer made of them")
    filer = Told(OWN, "The account that it is addressed to")
    officer = Told(OWN, "The officer who asked; the office alone sees it")
