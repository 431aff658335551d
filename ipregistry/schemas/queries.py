"""Questions that come with a body."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from typing import Any

from ipregistry.domain.rights import RightKind
from ipregistry.domain.violations import Violation
from ipregistry.schemas.base import Choice, ListOf, Office, StrictSchema, Text
from ipregistry.schemas.filings import read_with
from ipregistry.schemas.values import NUMBER_LENGTH, PUBLIC

MAX_LOOK_UPS = 1000


class NumberQuery(StrictSchema):
    """One number to look up; office and kind narrow it down."""

    number = Text(
        PUBLIC, "An official number, in any notation", max_length=NUMBER_LENGTH, required=True
    )
    officeCode = Office(PUBLIC, "The office whose number it is (ST.3)")
    rightKind = Choice(RightKind, PUBLIC, "The kind of right that the number is of")


class ResolveQuery(StrictSchema):
    """Up to 1,000 numbers to look up at once."""

    items = ListOf(
        NumberQuery,
        PUBLIC,
        "The numbers",
        max_items=MAX_LOOK_UPS,
        min_items=1,
        required=True,
        examples=[[{"number": "202010000001.8", "officeCode": "CN"}]],
    )


_RESOLVE = ResolveQuery()


def read_resolve(value: object) -> tuple[list[dict[str, Any]], list[Violation]]:
    """The numbers asked for, or every fault of the body's shape. Never raises."""
    body, faults = read_with(_RESOLVE, value)
    return body.get("items", []), faults
