"""The body of a change of a party's particulars."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.schemas.across import at_least_one, exactly_one, excludes, only_true
from ipregistry.schemas.base import (
    Day,
    Indicator,
    ListOf,
    Office,
    RecordNumber,
    StrictSchema,
    Text,
    Word,
)
from ipregistry.schemas.deeds import MAX_ASSETS
from ipregistry.schemas.values import (
    MAX_NAMES,
    PERSONAL,
    PUBLIC,
    SENSITIVE,
    Address,
    DisposedAsset,
    Name,
    evidence,
)

_NEW = ("nameBag", "townText", "addressBag", "serviceAddressBag")


class ParticularsChangeFiling(StrictSchema):
    """A party's name or address changes, on the rights named or on all on which it stands.

    Each list takes the place of the recorded one as a whole; what is left out stays.
    """

    across = (
        exactly_one("assetBag", "allRightsIndicator"),
        only_true("allRightsIndicator"),
        excludes("assetBag", "officeCode"),
        at_least_one(*_NEW),
    )

    party = RecordNumber("party", PUBLIC, "Whose particulars change", required=True)
    assetBag = ListOf(
        DisposedAsset,
        PUBLIC,
        "The rights, each as its filer saw it",
        min_items=1,
        max_items=MAX_ASSETS,
    )
    allRightsIndicator = Indicator(
        PUBLIC,
        "True for all rights that the party holds, or in which it has an interest that runs; "
        "5,000 at most",
    )
    officeCode = Office(PUBLIC, "Of all rights, those of this office only (ST.3)")
    nameBag = ListOf(Name, PERSONAL, "Its names from now on", max_items=MAX_NAMES, min_items=1)
    townText = Text(PERSONAL, "The town shown beside a person's name", max_length=100)
    addressBag = ListOf(Address, SENSITIVE, "Its addresses from now on", max_items=10, min_items=1)
    serviceAddressBag = ListOf(
        Address, SENSITIVE, "Where papers reach it from now on", max_items=10, min_items=1
    )
    executedDate = Day(PUBLIC, "The day of the change, as its paper has it")
    evidenceBag = evidence()
    declarationBag = ListOf(
        Word(PUBLIC, "What is declared"),
        PUBLIC,
        "Papers that are declared instead of sent, where the policy accepts that",
        max_items=50,
        unique=True,
    )
