"""What the bodies of all acts on title share."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.schemas.base import Day, ListOf, RecordNumber, StrictSchema, Word
from ipregistry.schemas.values import PUBLIC, SENSITIVE, DisposedAsset, evidence

MAX_ASSETS = 1000


class DeedFiling(StrictSchema):
    """The rights of an act, each with the title version that the filer saw, and its papers."""

    assetBag = ListOf(
        DisposedAsset,
        PUBLIC,
        "The rights, each as its filer saw it",
        required=True,
        min_items=1,
        max_items=MAX_ASSETS,
    )
    evidenceBag = evidence()
    declarationBag = ListOf(
        Word(PUBLIC, "What is declared"),
        PUBLIC,
        "Papers that are declared instead of sent, where the policy accepts that",
        max_items=50,
        unique=True,
    )
    acknowledgementBag = ListOf(
        Word(PUBLIC, "What is known", examples=["invalidation-pending"]),
        PUBLIC,
        "What stands of the right and is taken into account",
        max_items=50,
        unique=True,
    )
    consentBag = ListOf(
        RecordNumber("filing", SENSITIVE, "A filing of consent"),
        SENSITIVE,
        "The recorded consents that the act rests on",
        max_items=200,
        unique=True,
    )
    lock = RecordNumber("hold", SENSITIVE, "The lock under which the act is done")


class ExecutedDeed(DeedFiling):
    """An act by a deed or contract of a day."""

    executedDate = Day(PUBLIC, "The date of the deed or contract", required=True)


class DatedDeed(DeedFiling):
    """An act that may rest on a deed of a day."""

    executedDate = Day(PUBLIC, "The date of the deed, where there is one")
