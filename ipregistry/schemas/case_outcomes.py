"""The bodies of filings on how cases end."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.domain.enforcement import Kind, Matter, Relief
from ipregistry.schemas.base import (
    Choice,
    Count,
    Country,
    Day,
    Digest,
    Indicator,
    ListOf,
    One,
    RecordNumber,
    StrictSchema,
    Text,
)
from ipregistry.schemas.cases import CASE, MAX_SIDES, PackWord
from ipregistry.schemas.values import Amount, Language, Money


class ReceivedBySide(StrictSchema):
    """A side received the instrument."""

    side = PackWord(CASE, "The side", required=True)
    date = Day(CASE, "The day of receipt", required=True)


class CaseOutcomeFiling(StrictSchema):
    """The instrument that ends a case, or that is made in it. The register is not touched by it."""

    case = RecordNumber("case", CASE, "The case", required=True)
    caseVersion = Count(CASE, "The case's version that the filer saw", least=1)
    instrumentCategory = Choice(Kind, CASE, "What it is", required=True)
    digest = Digest(CASE, "SHA-256 of its bytes", required=True)
    madeDate = Day(CASE, "The day on which it was made", required=True)
    effectiveDate = Day(CASE, "The day on which it took effect, where that is another")
    seatCode = Country(CASE, "The seat, where it is not that of the case")
    operativeText = Text(CASE, "Its operative clause", max_length=20_000, lines=True, required=True)
    boundBag = ListOf(
        PackWord(CASE, "A side"),
        CASE,
        "Whom it binds: sides of the case",
        max_items=MAX_SIDES,
        min_items=1,
        unique=True,
        required=True,
    )
    receivedBag = ListOf(
        ReceivedBySide, CASE, "Who received it when; told again, later ones are added", max_items=50
    )
    performanceDueDate = Day(CASE, "The last day for performing it")
    amount = One(Money, CASE, "The sum that it awards, interest and costs included")
    matterCategory = Choice(Matter, CASE, "What was in dispute")
    reliefBag = ListOf(
        Choice(Relief, CASE, "A relief"),
        CASE,
        "What it orders",
        max_items=len(Relief),
        unique=True,
    )
    languageCode = Language(CASE, "The language that it is written in")
    underSealIndicator = Indicator(CASE, "Whether the agreement to arbitrate is under seal")


class CertifiedShortfall(StrictSchema):
    """What the court of one place certifies as unsatisfied there."""

    placeCode = Country(CASE, "The place of that court", required=True)
    amount = One(Money, CASE, "What is unsatisfied", required=True)
    date = Day(CASE, "The date of the certificate", required=True)
    digest = Digest(CASE, "SHA-256 of the certificate", required=True)


class CaseRecoveryFiling(StrictSchema):
    """What was paid or executed at a place under an instrument of a case."""

    case = RecordNumber("case", CASE, "The case", required=True)
    caseVersion = Count(CASE, "The case's version that the filer saw", least=1)
    by = PackWord(CASE, "Whose act it is, where the institution enters what came on paper")
    instrument = Count(CASE, "The instrument, by its number in the case", least=1, required=True)
    placeCode = Country(CASE, "Where it was recovered", required=True)
    amount = One(Money, CASE, "How much", required=True)
    rate = Amount(CASE, "Of another currency: so many of the instrument's units for one")
    recoveredDate = Day(CASE, "When", required=True)
    appliedDate = Day(CASE, "When the court there was applied to")
    returnedIndicator = Indicator(CASE, "It had to be given back")
    shortfall = One(CertifiedShortfall, CASE, "What the court of the first place certifies")
    evidenceDigest = Digest(CASE, "SHA-256 of the paper that shows it", required=True)
