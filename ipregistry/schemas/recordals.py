"""The body of a recordal notice: what another office has already entered."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from typing import Any, ClassVar

from ipregistry.domain.filings.recordals import ACTS, STRENGTH_OF_ACT, TRANSFERS, TWO_SIDED
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
    Formed,
    ListOf,
    Office,
    One,
    RecordNumber,
    Rule,
    StrictSchema,
    Text,
    Word,
)
from ipregistry.schemas.faults import ShapeCode
from ipregistry.schemas.parties import PARTY_CATEGORIES
from ipregistry.schemas.values import (
    MAX_PARTIES,
    PERSONAL,
    PUBLIC,
    SENSITIVE,
    AssetReference,
    Name,
    evidence,
)

ROOTS = tuple(STRENGTH_OF_ACT)
NUMBER_LENGTH, KEPT_LENGTH = 100, 500_000


class NoticedParty(StrictSchema):
    """Somebody by record number, or as the office's paper names him."""

    across: ClassVar[tuple[Rule, ...]] = (
        exactly_one("party", "name"),
        needs("name", "category"),
        excludes("party", "category", "addressText", "countryCode"),
    )

    party = RecordNumber("party", PUBLIC, "The party's record number")
    name = One(Name, PERSONAL, "Its name, as the paper writes it")
    category = Choice(PARTY_CATEGORIES, PUBLIC, "Organisation or natural person")
    addressText = Text(SENSITIVE, "Its address, as the paper writes it", max_length=500)
    countryCode = Country(SENSITIVE, "Its country or territory")


class NoticedHolder(NoticedParty):
    """A holder by record number with its share, or as the office's paper names it."""

    across = (*NoticedParty.across, needs("party", "share"))

    share = Text(
        PUBLIC, "Its share, as an exact fraction; of a name, where the paper says", max_length=24
    )


class ListedInterest(StrictSchema):
    """An interest that an extract of the register lists."""

    recordalNumber = Text(
        PUBLIC, "The office's number for its entry", max_length=NUMBER_LENGTH, required=True
    )


def _holders(item: type[StrictSchema], description: str, **options: Any) -> ListOf:
    return ListOf(item, PUBLIC, description, max_items=MAX_PARTIES, **options)


class RecordalNoticeFiling(StrictSchema):
    """What another office has entered about a right.

    A publication may name nobody; a grant and a register extract name the holders. What passes
    ownership (assignment, transmission, order) has `transferorBag` and `transfereeBag`; every
    other act between people has `giverBag` (grantor, licensor, the secured party that releases,
    the former name) and `takerBag`. An entry of which only the words are known is `other`.
    """

    across = (
        exactly_one("asset", "description"),
        when(
            "act",
            ROOTS,
            requires("holderBag"),
            forbids("act", "transferorBag", "transfereeBag", "giverBag", "takerBag"),
        ),
        when("act", ("grant", "register-extract"), filled("holderBag")),
        when(
            "act",
            TRANSFERS,
            requires("transferorBag", "transfereeBag"),
            forbids("act", "holderBag", "giverBag", "takerBag"),
        ),
        when("act", TWO_SIDED, forbids("act", "holderBag", "transferorBag", "transfereeBag")),
        when("act", ("name-change",), requires("giverBag", "takerBag")),
        when("act", ("security", "licence"), requires("takerBag")),
        when(
            "act",
            ("life-event",),
            requires("eventCode"),
            forbids("act", "holderBag", "transferorBag", "transfereeBag", "giverBag", "takerBag"),
        ),
        when("act", tuple(act for act in ACTS if act != "life-event"), forbids("act", "eventCode")),
        when(
            "act",
            tuple(act for act in ACTS if act != "register-extract"),
            forbids("act", "interestBag"),
        ),
        excludes("interest", "refersToBag"),
    )

    act = Choice(ACTS, PUBLIC, "What the office did", required=True)
    asset = One(AssetReference, PUBLIC, "The right, where it is on record here")
    description = One(AssetDescription, PUBLIC, "The right, as the office's paper describes it")
    entryDate = Day(PUBLIC, "The date of the office's entry", required=True)
    publicationDate = Day(PUBLIC, "When the office published the entry")
    executedDate = Day(PUBLIC, "The date of the deed")
    receivedDate = Day(PUBLIC, "When the office received it")
    recordalNumber = Text(PUBLIC, "The office's number for the entry", max_length=NUMBER_LENGTH)
    evidenceBag = evidence(min_items=1, required=True)
    holderBag = _holders(NoticedHolder, "Whom the paper names as holders")
    interestBag = ListOf(
        ListedInterest,
        PUBLIC,
        "Of an extract: the interests that it lists; left out where it says nothing of them",
        max_items=1000,
    )
    transferorBag = _holders(NoticedHolder, "Who gave, and which share", min_items=1)
    transfereeBag = _holders(NoticedHolder, "Who took, and which share", min_items=1)
    giverBag = _holders(NoticedParty, "Who granted, released, or bore the former name")
    takerBag = _holders(NoticedParty, "Who took, or bears the new name")
    interest = RecordNumber(
        "transaction", PUBLIC, "The interest on record here that an end or amendment is about"
    )
    refersToBag = ListOf(
        Text(PUBLIC, "An office's number", max_length=NUMBER_LENGTH),
        PUBLIC,
        "The office's numbers of the earlier entries that this one is about",
        max_items=100,
        unique=True,
    )
    interestKind = Word(PUBLIC, "The kind of the interest: pledge, exclusive, …")
    untilDate = Day(PUBLIC, "The last day of a licence, or of the debt's term")
    eventCode = Text(PUBLIC, "Of an event: the office's own code", max_length=40)
    detailedEventCode = Formed(
        PUBLIC,
        "Of an event: its ST.27 detailed code, where this register does not know the office's",
        pattern="[A-Y][0-9]{2}",
        max_length=3,
        code=ShapeCode.EVENT_CODE_MALFORMED,
    )
    effectiveDate = Day(PUBLIC, "Of an event: when it took effect")
    territoryCode = Office(PUBLIC, "Of an event: the one state where it happened (ST.3)")
    text = Text(SENSITIVE, "The words of the entry, as received", max_length=4000, lines=True)
    keptText = Text(
        SENSITIVE,
        "What of the office's record has no member here: as received, as JSON",
        max_length=KEPT_LENGTH,
        lines=True,
    )
    lodgedFiling = RecordNumber("filing", PUBLIC, "The filing lodged here that this entry ends")
