"""What filings on passing by law or by order say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from ipregistry.domain.filings.acts import Deed, read_deed
from ipregistry.domain.filings.reading import ShareOf, read_date, read_shares

# Why a right passes by law: the closed list. `assent` is that of personal representatives.
CAUSES = ("merger", "succession", "assent", "other-cause")
# What an order that transfers ownership may be: the closed list. An award or a settlement is
# none by itself: it is one with the court's leave, or once it is confirmed.
INSTRUMENTS = (
    "court-judgment",
    "court-order",
    "authority-decision",
    "arbitral-award-with-court-leave",
    "mediated-settlement-confirmed",
)

# Of these the outcome of a case is the ground. It binds those who were in the case: so it says its
# clause, its seat and whether its time for setting aside still runs.
OF_CASES = frozenset({"arbitral-award-with-court-leave", "mediated-settlement-confirmed"})


class Passing(Protocol):
    """Shares that pass from some to others."""

    @property
    def deed(self) -> Deed: ...

    @property
    def givers(self) -> tuple[ShareOf, ...]: ...

    @property
    def takers(self) -> tuple[ShareOf, ...]: ...


@dataclass(frozen=True, slots=True)
class Transmission:
    """Who succeeds to which share of whom, by which cause."""

    deed: Deed
    cause: str
    givers: tuple[ShareOf, ...]
    takers: tuple[ShareOf, ...]


@dataclass(frozen=True, slots=True)
class Instrument:
    """An order: what it is, whose, under which number, of which day, by digest.

    Of an outcome of a case also its operative clause, its seat, and the last day for setting it
    aside: nothing else of the case.
    """

    category: str
    authority: str
    number: str
    dated: date
    digest: str
    clause: str | None = None
    seat: str | None = None
    set_aside_until: date | None = None

    def document(self) -> dict[str, Any]:
        """As it stands in a part."""
        until = self.set_aside_until
        values = {
            "category": self.category,
            "authorityText": self.authority,
            "number": self.number,
            "date": self.dated.isoformat(),
            "digest": self.digest,
            "operativeText": self.clause,
            "seatCode": self.seat,
            "setAsideDate": None if until is None else until.isoformat(),
        }
        return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class OwnershipOrder:
    """An order that transfers shares from those whom it binds to its beneficiaries.

    `holds` are the restrictions that it executes: they were made for it.
    """

    deed: Deed
    instrument: Instrument
    givers: tuple[ShareOf, ...]
    takers: tuple[ShareOf, ...]
    holds: tuple[str, ...] = ()


def read_transmission(body: Mapping[str, Any]) -> Transmission:
    """The command in a body of the right shape."""
    return Transmission(
        read_deed(body),
        body["cause"],
        read_shares(body["predecessorBag"], "/predecessorBag"),
        read_shares(body["successorBag"], "/successorBag"),
    )


def read_order(body: Mapping[str, Any]) -> OwnershipOrder:
    """The command in a body of the right shape."""
    said = body["instrument"]
    dated = read_date(said["date"])
    assert dated is not None  # noqa: S101 - required by the shape
    return OwnershipOrder(
        read_deed(body),
        Instrument(
            said["category"],
            said["authorityText"],
            said["number"],
            dated,
            said["digest"],
            said.get("operativeText"),
            said.get("seatCode"),
            read_date(said.get("setAsideDate")),
        ),
        read_shares(body["boundBag"], "/boundBag"),
        read_shares(body["beneficiaryBag"], "/beneficiaryBag"),
        tuple(body.get("holdBag", ())),
    )
