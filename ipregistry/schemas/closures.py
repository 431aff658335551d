"""The body of a day of closure's entry."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.domain.calendars import ClosureKind
from ipregistry.schemas.answering import version
from ipregistry.schemas.base import (
    Choice,
    Country,
    Day,
    Digest,
    Indicator,
    RecordNumber,
    StrictSchema,
    Text,
)
from ipregistry.schemas.values import PUBLIC


class ClosureEntryFiling(StrictSchema):
    """A day on which a place, or its courts, were shut; or what stands instead of such an entry."""

    closure = RecordNumber("closure", PUBLIC, "The entry that this one takes the place of")
    closureVersion = version(PUBLIC, "The version of it that the filer saw")
    jurisdictionCode = Country(PUBLIC, "The place", required=True, examples=["HK"])
    closureDate = Day(PUBLIC, "The day", required=True)
    closureCategory = Choice(ClosureKind, PUBLIC, "Why it was shut", required=True)
    sourceText = Text(
        PUBLIC,
        "The announcement: who made it, where it is found",
        max_length=500,
        required=True,
    )
    sourceDigest = Digest(PUBLIC, "The digest of the announcement as it was read", required=True)
    withdrawnIndicator = Indicator(PUBLIC, "Whether the entry is taken back: it was not so")
