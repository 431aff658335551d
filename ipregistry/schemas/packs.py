"""The bodies of a rules pack's and a calendar's publication."""

from __future__ import annotations

from ipregistry.schemas.base import StrictSchema, Text
from ipregistry.schemas.values import PUBLIC


class PackPublicationFiling(StrictSchema):
    """The text of a rules pack: YAML, with its tests inside."""

    # Exact: the text is a document, and must have the digest that its author's file has.
    text = Text(
        PUBLIC, "The pack's text (YAML)", max_length=200_000, exact=True, lines=True, required=True
    )


class CalendarPublicationFiling(StrictSchema):
    """The text of a place's calendar: JSON, official days by year with their sources."""

    text = Text(
        PUBLIC,
        "The calendar's text (JSON)",
        max_length=200_000,
        exact=True,
        lines=True,
        required=True,
    )
