"""The body of a correction of a record."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.domain.classes import DataClass
from ipregistry.domain.titles import Reveal
from ipregistry.schemas.across import at_least_one, exactly_one, excludes
from ipregistry.schemas.base import (
    Choice,
    Count,
    Country,
    Day,
    ListOf,
    RecordNumber,
    StrictSchema,
    Text,
)
from ipregistry.schemas.corrections import ERRORS
from ipregistry.schemas.values import (
    MAX_NAMES,
    MAX_PARTIES,
    PERSONAL,
    PUBLIC,
    SENSITIVE,
    Address,
    Name,
    TitleText,
    evidence,
)

_OF_ASSET = ("titleBag", "classBag", "filingDate", "registrationDate", "inventorBag")
_OF_PARTY = ("nameBag", "townText", "jurisdictionCode", "addressBag", "serviceAddressBag")


class RecordCorrectionFiling(StrictSchema):
    """The record of a right or of a party is put right by its next version.

    Each list takes the place of the recorded one as a whole; what is left out stays.
    """

    across = (
        exactly_one("asset", "party"),
        excludes("asset", *_OF_PARTY),
        excludes("party", *_OF_ASSET),
        at_least_one(*_OF_ASSET, *_OF_PARTY),
    )

    asset = RecordNumber("asset", PUBLIC, "The right whose record is wrong")
    party = RecordNumber("party", PUBLIC, "The party whose record is wrong")
    version = Count(PUBLIC, "The version of the record that is wrong", least=1, required=True)
    errorCategory = Choice(ERRORS, PUBLIC, "Whose error it was", required=True)
    revealCategory = Choice(
        Reveal,
        PUBLIC,
        "What the new version shows of the old one: what it said, that it was corrected, nothing",
        required=True,
    )
    reasonText = Text(
        DataClass.NEVER_LEAVES, "What was wrong", max_length=4000, lines=True, required=True
    )
    titleBag = ListOf(TitleText, PUBLIC, "Of a right: its title", max_items=20, min_items=1)
    classBag = ListOf(
        Text(PUBLIC, "A class or classification symbol", max_length=40),
        PUBLIC,
        "Of a right: its classes",
        max_items=200,
        min_items=1,
        unique=True,
    )
    filingDate = Day(PUBLIC, "Of a right: when it was applied for")
    registrationDate = Day(PUBLIC, "Of a right: when it was granted or registered")
    inventorBag = ListOf(
        Name, PERSONAL, "Of a right: its inventors or designers", max_items=MAX_PARTIES, min_items=1
    )
    nameBag = ListOf(Name, PERSONAL, "Of a party: its names", max_items=MAX_NAMES, min_items=1)
    townText = Text(PERSONAL, "Of a party: the town beside a person's name", max_length=100)
    jurisdictionCode = Country(PUBLIC, "Of a party: the place of its law")
    addressBag = ListOf(Address, SENSITIVE, "Of a party: its addresses", max_items=10, min_items=1)
    serviceAddressBag = ListOf(
        Address, SENSITIVE, "Of a party: where papers reach it", max_items=10, min_items=1
    )
    evidenceBag = evidence()
