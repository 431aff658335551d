"""The bodies of a mandate and of its revocation."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.schemas.base import Day, ListOf, RecordNumber, StrictSchema, Word
from ipregistry.schemas.values import SENSITIVE


class MandateFiling(StrictSchema):
    """What a principal lets an agent do, on which rights, for how long."""

    principal = RecordNumber("party", SENSITIVE, "The party that gives the mandate", required=True)
    agent = RecordNumber("account", SENSITIVE, "The agent's account", required=True)
    actBag = ListOf(
        Word(SENSITIVE, "An act that policies know", examples=["assignment"]),
        SENSITIVE,
        "The acts that the agent may do",
        max_items=50,
        min_items=1,
        unique=True,
        required=True,
    )
    assetBag = ListOf(
        RecordNumber("asset", SENSITIVE, "A right"),
        SENSITIVE,
        "The rights that the mandate covers; all of the principal's if left out",
        max_items=1000,
        min_items=1,
        unique=True,
    )
    startDate = Day(SENSITIVE, "The first day of the mandate", required=True)
    endDate = Day(SENSITIVE, "Its last day; until revoked if left out")


class MandateRevocationFiling(StrictSchema):
    """The end of a mandate."""

    mandate = RecordNumber("mandate", SENSITIVE, "The mandate that ends", required=True)
