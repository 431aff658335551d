"""The bodies of filings on licences and security interests."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from typing import Any

from ipregistry.domain.filings.interests import LICENCE_KINDS
from ipregistry.schemas.base import (
    Choice,
    Day,
    Indicator,
    ListOf,
    One,
    RecordNumber,
    StrictSchema,
    Text,
    Word,
)
from ipregistry.schemas.deeds import DatedDeed, ExecutedDeed
from ipregistry.schemas.values import (
    COMMERCIAL,
    MAX_PARTIES,
    PUBLIC,
    AssetReference,
    Money,
)

SECURITY_KINDS = ("pledge", "mortgage", "charge-fixed", "charge-floating", "other")


class NamedParty(StrictSchema):
    """A party on record."""

    party = RecordNumber("party", PUBLIC, "The party's record number", required=True)


def parties(description: str, **options: Any) -> ListOf:
    """A list of parties on record."""
    least = 1 if options.get("required") else 0
    return ListOf(
        NamedParty, PUBLIC, description, max_items=MAX_PARTIES, min_items=least, **options
    )


def words(item: str, description: str, length: int) -> ListOf:
    """A list of short texts, each once."""
    return ListOf(
        Text(PUBLIC, item, max_length=length), PUBLIC, description, max_items=200, unique=True
    )


def _knew() -> ListOf:
    return ListOf(
        RecordNumber("transaction", PUBLIC, "An interest"),
        PUBLIC,
        "The earlier interests that the taker is stated to have known of; left out: not stated",
        max_items=200,
        unique=True,
    )


class LicenceFiling(ExecutedDeed):
    """A licence: exclusive, sole, non-exclusive, of right, or under another licence."""

    licenceKind = Choice(LICENCE_KINDS, PUBLIC, "Its kind; the law may presume one")
    licensorBag = parties("Who grants it", required=True)
    licenseeBag = parties("Who takes it; nobody in a licence of right")
    startDate = Day(PUBLIC, "From when it runs; from the deed if left out")
    endDate = Day(PUBLIC, "Its last day; the life of the right if left out")
    territoryBag = words("A territory", "Where; everywhere if left out", 100)
    fieldBag = words("A field of use", "For what; for everything if left out", 200)
    under = RecordNumber("transaction", PUBLIC, "The licence that this sublicence is under")
    barsDispositionsIndicator = Indicator(
        PUBLIC, "The deed forbids dispositions without the licensee's consent"
    )
    knewOfBag = _knew()
    consideration = One(Money, COMMERCIAL, "What is paid; seen by those concerned only")


class SecurityFiling(ExecutedDeed):
    """A pledge, mortgage or charge of rights."""

    securityKind = Choice(SECURITY_KINDS, PUBLIC, "What it is", required=True)
    grantorBag = parties("Who grants it", required=True)
    securedPartyBag = parties("Who is secured", required=True)
    securedAmount = One(Money, COMMERCIAL, "What is secured; seen by those concerned only")
    debtEndDate = Day(PUBLIC, "The last day of the debt's term")
    share = Text(
        PUBLIC,
        "The share of the right that it burdens; the whole if left out",
        max_length=24,
        examples=["1/2"],
    )
    barsDispositionsIndicator = Indicator(
        PUBLIC, "The deed forbids dispositions without the secured party's consent"
    )
    knewOfBag = _knew()


class AmendmentFiling(DatedDeed):
    """Other terms for an interest that stands; what is left out stays."""

    interest = RecordNumber("transaction", PUBLIC, "The interest: its grant", required=True)
    interestKind = Word(PUBLIC, "Its kind from now on")
    endDate = Day(PUBLIC, "Its last day, or of the debt's term, from now on")
    territoryBag = words("A territory", "Where, from now on", 100)
    fieldBag = words("A field of use", "For what, from now on", 200)
    securedAmount = One(Money, COMMERCIAL, "What is secured from now on")


class EndFiling(DatedDeed):
    """An interest is released, cancelled or terminated."""

    interest = RecordNumber("transaction", PUBLIC, "The interest: its grant", required=True)
    outcome = Choice(("released", "enforced", "expired", "terminated"), PUBLIC, "How it ended")


class ConsentFiling(StrictSchema):
    """The holder of an interest agrees to acts on the right before they are done."""

    asset = One(AssetReference, PUBLIC, "The right", required=True)
    interest = RecordNumber("transaction", PUBLIC, "The interest that is its own", required=True)
    actBag = ListOf(
        Word(PUBLIC, "An act", examples=["assignment"]),
        PUBLIC,
        "The acts that it agrees to",
        required=True,
        min_items=1,
        max_items=20,
        unique=True,
    )
    executedDate = Day(PUBLIC, "The date of the consent", required=True)
