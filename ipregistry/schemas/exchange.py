"""The feed and parts by commitment: what is asked, and how the answers are described."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from typing import Any

from ipregistry.domain.classes import Label
from ipregistry.domain.violations import Violation
from ipregistry.schemas.answering import AnswerSchema, Many, Moment, Told, version
from ipregistry.schemas.base import (
    Choice,
    Count,
    Formed,
    Indicator,
    ListOf,
    One,
    RecordNumber,
    StrictSchema,
)
from ipregistry.schemas.faults import ShapeCode
from ipregistry.schemas.filings import read_with
from ipregistry.schemas.values import PUBLIC

MOST_PARTS = 1000
COMMITMENT = r"hmac-sha256:[0-9a-f]{64}"


def commitment(**options: Any) -> Formed:
    """A commitment as items name it."""
    return Formed(
        PUBLIC,
        "HMAC-SHA256 of the part under its salt",
        pattern=COMMITMENT,
        max_length=76,
        code=ShapeCode.COMMITMENT_MALFORMED,
        **options,
    )


class PartsQuery(StrictSchema):
    """Up to 1,000 parts, by commitment."""

    commitmentBag = ListOf(
        commitment(), PUBLIC, "The parts", max_items=MOST_PARTS, min_items=1, required=True
    )


_PARTS = PartsQuery()


def read_parts_query(value: object) -> tuple[list[str], list[Violation]]:
    """The commitments asked for, or every fault of the body's shape. Never raises."""
    body, faults = read_with(_PARTS, value)
    return body.get("commitmentBag", []), faults


def _index(description: str, **options: Any) -> Count:
    return Count(PUBLIC, description, most=2**53 - 1, **options)


class GivenPartAnswer(AnswerSchema):
    """One part: given, erased, or withheld, which is also said of what is not here."""

    commitment = commitment(required=True)
    status = Choice(("given", "erased", "withheld"), PUBLIC, "Whether it is given", required=True)
    record = Told(PUBLIC, "The record")
    version = version(PUBLIC, "The record's version that made it")
    part = Choice(Label, PUBLIC, "The part's audience")
    logIndex = _index("The entry's place in the log; null before it has one", allow_none=True)
    text = Told(PUBLIC, "The stored bytes, which are canonical JSON (RFC 8785) in UTF-8")
    salt = Told(PUBLIC, "The salt, hexadecimal")
    erased = RecordNumber("erasure", PUBLIC, "The erasure that took it")
    erasedAtIndex = _index("The place of the erasing entry in the log", allow_none=True)


class PartsAnswer(AnswerSchema):
    """The parts, in the order in which they were asked for."""

    items = Many(GivenPartAnswer, PUBLIC, "One for each commitment", required=True)


class ShownItem(AnswerSchema):
    """One item of an entry, with its path to the entry's root."""

    position = Count(PUBLIC, "Its place among the entry's items", required=True)
    record = Told(PUBLIC, "The record", required=True)
    version = version(PUBLIC, "The record's version", required=True)
    part = Choice(Label, PUBLIC, "The part's audience", required=True)
    commitment = commitment(required=True)
    path = Many(Told(PUBLIC, "A hash, hexadecimal"), PUBLIC, "Lowest sibling first", required=True)
    erased = RecordNumber("erasure", PUBLIC, "The erasure that took the part; the item stays")


class FeedEntry(AnswerSchema):
    """One entry: its leaf, and the items that the reader may see, or that all are withheld."""

    index = _index("Its place in the log", required=True)
    leaf = Told(PUBLIC, "The leaf's bytes", required=True)
    withheld = Indicator(PUBLIC, "That the reader may see none of its items")
    treeSize = Count(PUBLIC, "The size of the entry's tree, fill included")
    itemBag = Many(ShownItem, PUBLIC, "The items")


class FeedPageBody(AnswerSchema):
    """A page of the feed, as it is signed."""

    schema = Told(PUBLIC, "The schema of the page and its version", required=True)
    node = Told(PUBLIC, "The node's code", required=True)
    reader = Told(PUBLIC, "The reader's account; null: anybody", required=True, allow_none=True)
    after = _index("How many entries the reader holds", required=True)
    next = _index("What to ask for next", required=True)
    size = _index("The size of the published log", required=True)
    checkpoint = Told(PUBLIC, "The checkpoint it goes by", required=True, allow_none=True)
    issuedAt = Moment(PUBLIC, "When", required=True)
    claim = Choice(
        ("every-public-item-is-shown",), PUBLIC, "What the signature vouches for", required=True
    )
    entryBag = Many(FeedEntry, PUBLIC, "The entries", required=True)


class FeedAnswer(AnswerSchema):
    """A page, and its detached signature (JWS, RFC 7515 appendix F) by the receipt key."""

    page = One(FeedPageBody, PUBLIC, "The page", required=True)
    jws = Told(PUBLIC, "The signature over the canonical page", required=True)


class PartAboutParty(AnswerSchema):
    """A part that says who a party is."""

    record = Told(PUBLIC, "The record", required=True)
    version = version(PUBLIC, "The record's version", required=True)
    part = Choice(Label, PUBLIC, "The part's audience", required=True)
    commitment = commitment(required=True)
    filing = RecordNumber("filing", PUBLIC, "The filing that brought it", required=True)
    erasableIndicator = Indicator(PUBLIC, "Whether it says what can be erased", required=True)
    erased = RecordNumber("erasure", PUBLIC, "The erasure that took it")


class PartyPartsAnswer(AnswerSchema):
    """What there is about a party, oldest first."""

    items = Many(PartAboutParty, PUBLIC, "The parts", required=True)
