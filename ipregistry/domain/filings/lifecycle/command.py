"""What a filing on the life of rights says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipregistry.domain.filings.acts import Deed, read_deed
from ipregistry.domain.filings.reading import read_date


@dataclass(frozen=True, slots=True)
class Life:
    """An event in the life of rights, on a day, with what its type says beside."""

    deed: Deed
    term_ends: date | None = None
    partial: bool = False
    circumstance: str = ""
    over: bool = False


def read_life(body: Mapping[str, Any]) -> Life:
    """The command in a body of the right shape."""
    return Life(
        read_deed(body),
        read_date(body.get("termEndDate")),
        body.get("partialIndicator", False),
        body.get("circumstance", ""),
        body.get("endedIndicator", False),
    )
