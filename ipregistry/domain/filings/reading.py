"""Members that many filings share, from bodies whose shape the schemas have checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from ipregistry.domain.facts import AssetRef
from ipregistry.domain.shares import parse_share


@dataclass(frozen=True, slots=True)
class ShareOf:
    """A party's share as the filer wrote it; `share` is None where it is no share."""

    party: str
    share: Fraction | None
    pointer: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A document by digest: what it is, its number and date where it has them."""

    category: str
    digest: str
    number: str | None = None
    dated: date | None = None

    def document(self) -> dict[str, Any]:
        """As it stands in a part."""
        values = {
            "category": self.category,
            "digest": self.digest,
            "number": self.number,
            "date": None if self.dated is None else self.dated.isoformat(),
        }
        return {name: value for name, value in values.items() if value is not None}


def read_date(value: str | None) -> date | None:
    """An ISO date whose form the schema has checked."""
    return None if value is None else date.fromisoformat(value)


def read_asset_ref(value: Mapping[str, Any]) -> AssetRef:
    """How the body names a right."""
    return AssetRef(
        value.get("id"), value.get("number"), value.get("officeCode"), value.get("rightKind")
    )


def read_shares(values: list[Mapping[str, Any]], pointer: str) -> tuple[ShareOf, ...]:
    """The shares under `pointer`."""
    return tuple(
        ShareOf(value["party"], parse_share(value["share"]), f"{pointer}/{index}")
        for index, value in enumerate(values)
    )


def read_evidence(values: list[Mapping[str, Any]]) -> tuple[Evidence, ...]:
    """The documents that a filing names."""
    return tuple(
        Evidence(v["category"], v["digest"], v.get("number"), read_date(v.get("date")))
        for v in values
    )
