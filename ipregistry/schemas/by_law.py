"""The bodies of filings on what passes by law or by an order."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.domain.filings.by_law import CAUSES, INSTRUMENTS
from ipregistry.schemas.base import (
    Choice,
    Country,
    Day,
    Digest,
    ListOf,
    One,
    RecordNumber,
    StrictSchema,
    Text,
)
from ipregistry.schemas.deeds import DeedFiling
from ipregistry.schemas.values import PERSONAL, PUBLIC, SENSITIVE, shares


class TransmissionFiling(DeedFiling):
    """Shares of rights pass by law: what they rest on stands in `evidenceBag`."""

    executedDate = Day(PUBLIC, "The day on which they passed", required=True)
    cause = Choice(CAUSES, PERSONAL, "Why they passed", required=True)
    predecessorBag = shares("From whom, and which share", required=True)
    successorBag = shares("To whom, and which share", required=True)


class OrderInstrument(StrictSchema):
    """The order itself. Only those concerned and the office read it."""

    category = Choice(INSTRUMENTS, SENSITIVE, "What it is", required=True)
    authorityText = Text(SENSITIVE, "Whose it is", max_length=500, required=True)
    number = Text(SENSITIVE, "Its number at that authority", max_length=100, required=True)
    date = Day(SENSITIVE, "Its date", required=True)
    digest = Digest(SENSITIVE, "SHA-256 of its bytes", required=True)
    operativeText = Text(
        SENSITIVE,
        "Of an outcome of a case: its operative clause, and nothing else of the case",
        max_length=20_000,
        lines=True,
    )
    seatCode = Country(SENSITIVE, "Of an outcome of a case: its seat")
    setAsideDate = Day(SENSITIVE, "The last day for applying to set it aside")


class OwnershipOrderFiling(DeedFiling):
    """An order or judgment transfers shares of rights."""

    executedDate = Day(PUBLIC, "The day on which it took effect", required=True)
    instrument = One(OrderInstrument, SENSITIVE, "The order", required=True)
    boundBag = shares("Whom it binds, and which share it takes", required=True)
    beneficiaryBag = shares("To whom it gives, and which share", required=True)
    holdBag = ListOf(
        RecordNumber("hold", SENSITIVE, "A hold"),
        SENSITIVE,
        "The restrictions that were made for this order: they do not stop it",
        max_items=1000,
        unique=True,
    )
