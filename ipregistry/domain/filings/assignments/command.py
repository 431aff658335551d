"""What an assignment says: who gives which share of which right to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipregistry.domain.facts import AssetRef, Needs
from ipregistry.domain.filings.reading import (
    Evidence,
    ShareOf,
    read_asset_ref,
    read_date,
    read_evidence,
    read_shares,
)

ACT = "assignment"


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who gives which share of which right to whom, on which title version."""

    asset: AssetRef
    title_version: int
    transferors: tuple[ShareOf, ...]
    transferees: tuple[ShareOf, ...]
    executed_on: date
    evidence: tuple[Evidence, ...]
    consideration: Mapping[str, str] | None


def read(body: Mapping[str, Any]) -> Assignment:
    """The command in a body of the right shape."""
    executed = read_date(body["executedDate"])
    assert executed is not None  # noqa: S101 - required by the shape
    return Assignment(
        read_asset_ref(body["asset"]),
        body["asset"]["titleVersion"],
        read_shares(body["transferorBag"], "/transferorBag"),
        read_shares(body["transfereeBag"], "/transfereeBag"),
        executed,
        read_evidence(body.get("evidenceBag", [])),
        body.get("consideration"),
    )


def needs(command: Assignment) -> Needs:
    """The right, and both sides."""
    sides = (*command.transferors, *command.transferees)
    return Needs(assets=(command.asset,), parties=tuple(share.party for share in sides))
