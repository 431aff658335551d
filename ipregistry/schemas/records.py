"""Records as they are read: parts with the members of the stored schemas (`domain.classes`)."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.domain.classes import DataClass, Label
from ipregistry.domain.facts import Capacity, FilingStatus
from ipregistry.domain.numbers.model import Check, Scheme
from ipregistry.domain.rights import RightKind
from ipregistry.domain.rights import Stage as RightStage
from ipregistry.domain.titles import Register, Strength
from ipregistry.schemas.answering import AnswerSchema, Many, Members, Moment, Told, version
from ipregistry.schemas.assets import RelatedRight
from ipregistry.schemas.base import Choice, Count, Country, Day, Digest, Office, One, RecordNumber
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


class RecordedShare(AnswerSchema):
    """A share of a party, at the version of its record that was seen."""

    party = RecordNumber("party", PUBLIC, "The party", required=True)
    share = Told(PUBLIC, "Its share of the whole right, as an exact fraction", required=True)
    partyVersion = version(PUBLIC, "The version of the party's record", required=True)


class RecordedEffect(AnswerSchema):
    """What an entry does to title. Which members there are depends on the effect."""

    effect = Choice(
        ("root", "transfer", "close", "replace", "stage"), PUBLIC, "The effect", required=True
    )
    on = Day(PUBLIC, "From when it counts", required=True)
    register = Choice(Register, PUBLIC, "Whether it belongs to the register of record")
    strength = Choice(Strength, PUBLIC, "Of a root: what it rests on")
    holders = Many(RecordedShare, PUBLIC, "Of a root: the holders")
    vouchedBy = Told(PUBLIC, "Of a root: who vouches for it")
    source = Members(PUBLIC, "Of a root: where it comes from")
    from_ = Many(RecordedShare, PUBLIC, "Of a transfer: who gives", data_key="from")
    to = Many(RecordedShare, PUBLIC, "Of a transfer: who takes")
    transaction = RecordNumber("transaction", PUBLIC, "Of a close or replace: of which entry")
    outcome = Told(PUBLIC, "Of a close: how it ended")
    stage = Told(PUBLIC, "Of a stage: which")
    by = One(
        lambda: RecordedEffect(),  # noqa: PLW0108 - the class has no name yet
        PUBLIC,
        "Of a replace: what stands instead",
        allow_none=True,
    )


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


class CorrectedEntry(AnswerSchema):
    """What a correction corrects."""

    transaction = RecordNumber("transaction", PUBLIC, "The transaction", required=True)
    errorCategory = Told(PUBLIC, "Whose error it was", required=True)
    revealCategory = Told(PUBLIC, "What searches show", required=True)


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
    partyBag = Many(PartyRole, PUBLIC, "Who took part")
    evidenceBag = Many(EvidenceItem, PUBLIC, "The documents, by digest")
    policy = One(PolicyPin, PUBLIC, "The policy that was applied")
    corrects = One(CorrectedEntry, PUBLIC, "What a correction corrects")
    personBag = Many(PersonNames, PERSONAL, "Names of natural persons who took part")
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


class Period(AnswerSchema):
    """From when to when."""

    startDate = Day(SENSITIVE, "The first day", required=True)
    endDate = Day(SENSITIVE, "The last day; open if left out")


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


PART_BODIES: dict[str, type[PartHead]] = {
    "party/1": PartyPartBody,
    "asset/1": AssetPartBody,
    "transaction/1": TransactionPartBody,
    "filing/1": FilingPartBody,
    "mandate/1": MandatePartBody,
    "policy/1": PolicyPartBody,
}
