"""The body of a correction."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.domain.classes import DataClass
from ipregistry.domain.rights import Stage
from ipregistry.domain.titles import Reveal
from ipregistry.schemas.across import exactly_one, excludes, needs
from ipregistry.schemas.base import (
    Choice,
    Count,
    Day,
    Indicator,
    ListOf,
    One,
    RecordNumber,
    StrictSchema,
    Text,
    Word,
)
from ipregistry.schemas.interests import NamedParty, parties, words
from ipregistry.schemas.values import MAX_PARTIES, PUBLIC, evidence, shares

ERRORS = ("office", "filer", "third-party")
_SAID = (
    "holderBag",
    "transferorBag",
    "transfereeBag",
    "terms",
    "interest",
    "outcome",
    "party",
    "partyVersion",
    "eventCode",
    "stage",
    "termEndDate",
    "factBag",
    "effectiveDate",
)


class InterestTerms(StrictSchema):
    """Terms of a licence or a security interest; what is left out stays as recorded."""

    interestKind = Word(PUBLIC, "Its kind")
    grantorBag = parties("Who granted it")
    holderBag = ListOf(NamedParty, PUBLIC, "Who holds it", max_items=MAX_PARTIES)
    endDate = Day(PUBLIC, "Its last day, or of the debt's term; null for none", allow_none=True)
    territoryBag = words("A territory", "Where; empty for everywhere", 100)
    fieldBag = words("A field of use", "For what; empty for everything", 200)
    barsDispositionsIndicator = Indicator(
        PUBLIC, "The deed forbids dispositions without the holder's consent"
    )
    share = Text(PUBLIC, "The share that it burdens", max_length=24, examples=["1/2"])
    executedDate = Day(PUBLIC, "The day of the deed; null for unknown", allow_none=True)
    appliedDate = Day(PUBLIC, "The day of the application; null for none", allow_none=True)
    registeredDate = Day(PUBLIC, "The day of the office's entry; null for none", allow_none=True)
    knewOfBag = ListOf(
        RecordNumber("transaction", PUBLIC, "An interest"),
        PUBLIC,
        "The earlier interests that its holder is stated to have known of",
        max_items=200,
        unique=True,
    )


class Fact(StrictSchema):
    """Something that stands of the right, or no longer stands."""

    fact = Word(PUBLIC, "What", required=True, examples=["annuity-unpaid"])
    standsIndicator = Indicator(PUBLIC, "Whether it stands", required=True)


class Replacement(StrictSchema):
    """What ought to have been recorded in place of one effect of the entry: of the same sort,
    with the members that are said; what is left out stays as recorded.
    """

    across = (
        needs("transferorBag", "transfereeBag"),
        needs("transfereeBag", "transferorBag"),
        excludes("holderBag", "transferorBag", "terms"),
        excludes("nothingIndicator", *_SAID),
    )

    position = Count(
        PUBLIC,
        "Which effect of the entry on this right, from 1; the first, which is what the entry is "
        "about, if left out",
        least=1,
        most=1000,
    )
    nothingIndicator = Indicator(PUBLIC, "This effect is struck out; the others stay")
    effectiveDate = Day(PUBLIC, "From when it counts; as before if left out")
    holderBag = shares("Of a root: who held which share")
    transferorBag = shares("Of a transfer: who gave which share")
    transfereeBag = shares("Of a transfer: who took which share")
    terms = One(InterestTerms, PUBLIC, "Of a grant or an amendment: the terms")
    interest = RecordNumber("transaction", PUBLIC, "Of an end: the interest that ended")
    outcome = Choice(
        ("released", "enforced", "expired", "terminated"), PUBLIC, "Of an end: how it ended"
    )
    party = RecordNumber("party", PUBLIC, "Of a rename: the party")
    partyVersion = Count(PUBLIC, "Of a rename: the version of its record", least=1)
    eventCode = Text(PUBLIC, "Of an event: its ST.27 detailed code", max_length=3)
    stage = Choice(Stage, PUBLIC, "Of a stage or an event: how far the right came")
    termEndDate = Day(PUBLIC, "Of an event: the end of the term; null for none", allow_none=True)
    factBag = ListOf(Fact, PUBLIC, "Of an event: what then stood or not", max_items=20)


class CorrectedRight(StrictSchema):
    """What becomes of the entry on one of its rights."""

    id = RecordNumber("asset", PUBLIC, "The right's record number", required=True)
    titleVersion = Count(
        PUBLIC, "The title version that the filer saw; a newer one is a conflict", required=True
    )
    # Null takes the entry's effects away: too much to be meant by leaving a member out.
    replacement = One(
        Replacement,
        PUBLIC,
        "What stands instead; null strikes the whole entry out on this right",
        required=True,
        allow_none=True,
    )


class CorrectionFiling(StrictSchema):
    """An entry's effect on title gives way to another, or to nothing; both stay on record."""

    across = (exactly_one("replacement", "assetBag"),)

    transaction = RecordNumber(
        "transaction", PUBLIC, "The transaction that is corrected", required=True
    )
    errorCategory = Choice(ERRORS, PUBLIC, "Whose error it was", required=True)
    revealCategory = Choice(
        Reveal,
        PUBLIC,
        "What searches show after it; neither only where nothing is put in place",
        required=True,
    )
    reasonText = Text(
        DataClass.NEVER_LEAVES, "What was wrong", max_length=4000, lines=True, required=True
    )
    replacement = One(
        Replacement,
        PUBLIC,
        "What stands instead, on every right of the transaction alike; null strikes it out",
        allow_none=True,
    )
    assetBag = ListOf(
        CorrectedRight,
        PUBLIC,
        "What stands instead, right by right; rights that are not named stay as they are",
        min_items=1,
        max_items=1000,
    )
    evidenceBag = evidence()
