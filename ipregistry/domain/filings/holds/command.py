"""What filings on holds and locks say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipregistry.domain.filings.acts import Deed, read_deed
from ipregistry.domain.filings.interests.command import PartyAt, read_parties
from ipregistry.domain.filings.reading import read_date


@dataclass(frozen=True, slots=True)
class Holding:
    """A hold or lock that is set: on which ground, by whose authority, from when to when."""

    deed: Deed
    ground: str
    authority: str | None
    start: date | None
    until: date | None
    beneficiaries: tuple[PartyAt, ...]


@dataclass(frozen=True, slots=True)
class OnHold:
    """A hold that stands is renewed or ends, and on which ground."""

    deed: Deed
    hold: str
    ground: str
    until: date | None
    authority: str | None


def read_restriction(body: Mapping[str, Any]) -> Holding:
    """A restriction in a body of the right shape."""
    return Holding(
        read_deed(body),
        body["ground"],
        body.get("authorityText"),
        read_date(body.get("startDate")),
        read_date(body.get("endDate")),
        read_parties(body, "beneficiaryBag"),
    )


def read_on_hold(body: Mapping[str, Any]) -> OnHold:
    """A renewal or a lifting in a body of the right shape."""
    return OnHold(
        read_deed(body),
        body["hold"],
        body.get("ground", ""),
        read_date(body.get("endDate")),
        body.get("authorityText"),
    )
