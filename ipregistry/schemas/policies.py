"""The body of a policy's publication."""

from __future__ import annotations

from ipregistry.schemas.base import StrictSchema, Text
from ipregistry.schemas.values import PUBLIC


class PolicyPublicationFiling(StrictSchema):
    """The text of a policy: TOML, each rule with its value, citation and confidence."""

    # Exact: the text is a document, and must have the digest that its author's file has.
    text = Text(
        PUBLIC,
        "The policy's text (TOML)",
        max_length=100_000,
        exact=True,
        lines=True,
        required=True,
    )
