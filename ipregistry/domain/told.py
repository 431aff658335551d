"""Somebody who is told of a filing: which party, at which version of its record, and as what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class ToldAs(StrEnum):
    """What somebody who is told has to do with the right."""

    HOLDER = "holder"
    SECURED_PARTY = "secured-party"
    EXCLUSIVE_LICENSEE = "exclusive-licensee"
    NAMED = "named-in-entry"
    CASE_PARTY = "case-party"


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody who is told of a filing on a right; `party_version` has the address for it.

    A party to a case is told of that: the case stands in the place of the right.
    """

    party: str
    party_version: int
    asset: str
    role: ToldAs

    def document(self) -> dict[str, Any]:
        """As it stands in the filing's record."""
        return {
            "party": self.party,
            "partyVersion": self.party_version,
            "case" if self.role is ToldAs.CASE_PARTY else "asset": self.asset,
            "role": self.role.value,
        }


def read_told(value: Mapping[str, Any]) -> Told:
    """Back from the filing's record."""
    about = value.get("asset") or value["case"]
    return Told(value["party"], value["partyVersion"], about, ToldAs(value["role"]))
