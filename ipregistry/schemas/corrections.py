"""The body of a correction."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.domain.classes import DataClass
from ipregistry.schemas.across import exactly_one, needs
from ipregistry.schemas.base import Choice, Day, One, RecordNumber, StrictSchema, Text
from ipregistry.schemas.values import PUBLIC, evidence, shares


class Replacement(StrictSchema):
    """What ought to have been recorded: holders for a root, both sides for a transfer."""

    across = (
        exactly_one("holderBag", "transferorBag"),
        needs("transferorBag", "transfereeBag"),
        needs("transfereeBag", "transferorBag"),
    )

    effectiveDate = Day(PUBLIC, "From when it counts; as before if left out")
    holderBag = shares("Who held which share")
    transferorBag = shares("Who gave which share")
    transfereeBag = shares("Who took which share")


class CorrectionFiling(StrictSchema):
    """An entry's effect on title gives way to another, or to nothing; both stay readable."""

    transaction = RecordNumber(
        "transaction", PUBLIC, "The transaction that is corrected", required=True
    )
    errorCategory = Choice(("office", "filer"), PUBLIC, "Whose error it was", required=True)
    revealCategory = Choice(
        ("old-and-new", "only-new", "neither"),
        PUBLIC,
        "What searches show after the correction",
        required=True,
    )
    reasonText = Text(
        DataClass.NEVER_LEAVES, "What was wrong", max_length=4000, lines=True, required=True
    )
    # Null takes the entry's effect away: too much to be meant by leaving a member out.
    replacement = One(
        Replacement, PUBLIC, "What stands instead; null for nothing", required=True, allow_none=True
    )
    evidenceBag = evidence()
