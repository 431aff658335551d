"""The body of a publication in a journal."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.schemas.across import exactly_one
from ipregistry.schemas.base import Day, ListOf, RecordNumber, StrictSchema, Text
from ipregistry.schemas.values import PUBLIC, evidence


class PublishedItem(StrictSchema):
    """Something that the issue publishes."""

    across = (exactly_one("filing", "transaction"),)

    filing = RecordNumber("filing", PUBLIC, "A filing that waits for it, or was recorded")
    transaction = RecordNumber("transaction", PUBLIC, "A recorded transaction")
    assetBag = ListOf(
        RecordNumber("asset", PUBLIC, "A right"),
        PUBLIC,
        "Of its rights these alone; all that wait, or stand, if left out",
        min_items=1,
        max_items=1000,
        unique=True,
    )
    pageText = Text(PUBLIC, "The page, or the number within the issue", max_length=100)


class JournalPublicationFiling(StrictSchema):
    """One issue of a journal or gazette, with what of this register it publishes.

    What waits for publication takes effect from the day of the issue.
    """

    journalName = Text(PUBLIC, "The journal", max_length=300, required=True)
    issueNumber = Text(PUBLIC, "The issue", max_length=100, required=True)
    publicationDate = Day(PUBLIC, "The day of the issue", required=True)
    publishedBag = ListOf(
        PublishedItem,
        PUBLIC,
        "What it publishes",
        required=True,
        min_items=1,
        max_items=1000,
        unique=True,
    )
    evidenceBag = evidence()
