"""The body of a recordal notice: what another office has already entered."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.domain.filings.recordals import ACTS, STRENGTH_OF_ACT
from ipregistry.schemas.across import (
    exactly_one,
    excludes,
    filled,
    forbids,
    needs,
    requires,
    when,
)
from ipregistry.schemas.assets import AssetDescription
from ipregistry.schemas.base import (
    Choice,
    Country,
    Day,
    ListOf,
    One,
    RecordNumber,
    StrictSchema,
    Text,
)
from ipregistry.schemas.parties import PARTY_CATEGORIES
from ipregistry.schemas.values import (
    MAX_PARTIES,
    PERSONAL,
    PUBLIC,
    SENSITIVE,
    AssetReference,
    Name,
    evidence,
    shares,
)

ROOTS = tuple(STRENGTH_OF_ACT)


class NoticedHolder(StrictSchema):
    """A holder by record number with its share, or as the office's paper names it."""

    across = (
        exactly_one("party", "name"),
        needs("party", "share"),
        needs("name", "category"),
        excludes("party", "category", "addressText", "countryCode"),
        excludes("name", "share"),
    )

    party = RecordNumber("party", PUBLIC, "The holder's record number")
    share = Text(PUBLIC, "Its share, as an exact fraction", max_length=24)
    name = One(Name, PERSONAL, "Its name, as the paper writes it")
    category = Choice(PARTY_CATEGORIES, PUBLIC, "Organisation or natural person")
    addressText = Text(SENSITIVE, "Its address, as the paper writes it", max_length=500)
    countryCode = Country(SENSITIVE, "Its country or territory")


class RecordalNoticeFiling(StrictSchema):
    """What another office has entered about a right.

    A publication may name nobody; a grant and a register extract name the holders.
    """

    across = (
        exactly_one("asset", "description"),
        when("act", ROOTS, requires("holderBag"), forbids("act", "transferorBag", "transfereeBag")),
        when("act", ("grant", "register-extract"), filled("holderBag")),
        when(
            "act",
            ("assignment",),
            requires("transferorBag", "transfereeBag"),
            forbids("act", "holderBag"),
        ),
    )

    act = Choice(ACTS, PUBLIC, "What the office did", required=True)
    asset = One(AssetReference, PUBLIC, "The right, where it is on record here")
    description = One(AssetDescription, PUBLIC, "The right, as the office's paper describes it")
    entryDate = Day(PUBLIC, "The date of the office's entry", required=True)
    publicationDate = Day(PUBLIC, "When the office published the entry")
    recordalNumber = Text(PUBLIC, "The office's number for the entry", max_length=100)
    evidenceBag = evidence(min_items=1, required=True)
    holderBag = ListOf(
        NoticedHolder, PUBLIC, "Whom the paper names as holders", max_items=MAX_PARTIES
    )
    transferorBag = shares("Who gave which share")
    transfereeBag = shares("Who took which share")
    lodgedFiling = RecordNumber("filing", PUBLIC, "The filing lodged here that this entry ends")
