"""What a correction says: which transaction, on which rights, and what it ought to have been."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipregistry.domain.facts import Needs
from ipregistry.domain.filings.reading import (
    Evidence,
    ShareOf,
    read_date,
    read_evidence,
    read_shares,
)
from ipregistry.domain.titles import Reveal

OFFICE_ERROR = "office"
# Members that say what an effect ought to have been, beside its date and its place.
SAYING = (
    "holderBag",
    "transferorBag",
    "transfereeBag",
    "terms",
    "interest",
    "outcome",
    "party",
    "partyVersion",
    "eventCode",
    "stage",
    "termEndDate",
    "factBag",
)


@dataclass(frozen=True, slots=True)
class Instead:
    """What ought to have been recorded in place of one effect; what is not said stays.

    `position` is the effect's place among those of the entry on this right, from 1.
    """

    pointer: str
    position: int | None
    effective_on: date | None
    nothing: bool
    said: Mapping[str, Any]

    def shares(self, member: str) -> tuple[ShareOf, ...]:
        """The shares under a member; none where it is not said."""
        return read_shares(self.said.get(member, []), f"{self.pointer}/{member}")

    def bags(self) -> tuple[tuple[ShareOf, ...], ...]:
        """Every list of shares that it names."""
        named = ("holderBag", "transferorBag", "transfereeBag")
        return tuple(self.shares(member) for member in named)

    def parties(self) -> Iterator[tuple[str, str]]:
        """Every party that it names, each with its pointer."""
        for shares in self.bags():
            yield from ((share.party, share.pointer) for share in shares)
        terms = self.said.get("terms", {})
        for member in ("grantorBag", "holderBag"):
            for index, named in enumerate(terms.get(member, ())):
                yield named["party"], f"{self.pointer}/terms/{member}/{index}"
        if "party" in self.said:
            yield self.said["party"], self.pointer


@dataclass(frozen=True, slots=True)
class OnRight:
    """What becomes of the entry on one right (`asset` None: on each of its rights).

    `instead` None strikes the whole entry out there. `title_version` is what the filer saw.
    """

    asset: str | None
    title_version: int | None
    instead: Instead | None
    pointer: str


@dataclass(frozen=True, slots=True)
class Correction:
    """Which transaction, whose error, what searches show after it, and what it should say."""

    transaction: str
    error_of: str
    reveals: Reveal
    reason: str
    rights: tuple[OnRight, ...]
    evidence: tuple[Evidence, ...]

    def parties(self) -> tuple[str, ...]:
        """Everybody who is named instead, each once."""
        named = (p for r in self.rights if r.instead is not None for p, _ in r.instead.parties())
        return tuple(dict.fromkeys(named))


def read(body: Mapping[str, Any]) -> Correction:
    """The command in a body of the right shape."""
    if "assetBag" in body:
        rights = tuple(
            OnRight(
                value["id"],
                value["titleVersion"],
                _read_instead(value["replacement"], f"/assetBag/{index}/replacement"),
                f"/assetBag/{index}",
            )
            for index, value in enumerate(body["assetBag"])
        )
    else:
        instead = _read_instead(body.get("replacement"), "/replacement")
        rights = (OnRight(None, None, instead, ""),)
    return Correction(
        body["transaction"],
        body["errorCategory"],
        Reveal(body["revealCategory"]),
        body["reasonText"],
        rights,
        read_evidence(body.get("evidenceBag", [])),
    )


def _read_instead(value: Mapping[str, Any] | None, pointer: str) -> Instead | None:
    if value is None:
        return None
    return Instead(
        pointer,
        value.get("position"),
        read_date(value.get("effectiveDate")),
        value.get("nothingIndicator", False),
        {name: value[name] for name in SAYING if name in value},
    )


def needs(command: Correction) -> Needs:
    """The transaction with its rights, whoever is named instead, and whoever was named before."""
    parties = command.parties()
    return Needs(transactions=(command.transaction,), parties=parties, chain_parties=True)
