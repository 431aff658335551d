"""The bodies of `ask-first` and of its lifting."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.schemas.base import ListOf, StrictSchema
from ipregistry.schemas.values import SENSITIVE, AssetReference

MAX_RIGHTS = 1000


class AskFirstFiling(StrictSchema):
    """A holder wants to confirm each disposition of his rights himself."""

    assetBag = ListOf(
        AssetReference,
        SENSITIVE,
        "Rights that the filer holds",
        max_items=MAX_RIGHTS,
        min_items=1,
        required=True,
    )


class AskFirstLiftingFiling(StrictSchema):
    """The holder no longer wants to; it still holds for some days."""

    assetBag = ListOf(
        AssetReference,
        SENSITIVE,
        "Rights on which the filer is asked first",
        max_items=MAX_RIGHTS,
        min_items=1,
        required=True,
    )
