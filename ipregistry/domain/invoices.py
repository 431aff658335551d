"""An invoice: what is owed for a filing, and what was paid and paid back so far.

Where it stands is computed from what is recorded, each time it is asked. A refund first
gives back what was paid too much; beyond that it lowers what is owed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ipregistry.domain.fees import FeeWhen
from ipregistry.domain.money import Money, nothing, read_money


class InvoiceStatus(StrEnum):
    """Where an invoice stands."""

    DUE = "due"
    PART_PAID = "part-paid"
    PAID = "paid"
    REFUNDED = "refunded"
    CANCELLED = "cancelled"


# A filing that ended so was not recorded: what nobody paid for it is asked of nobody.
ENDED_WITHOUT_EFFECT = frozenset({"refused", "withdrawn"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One payment or refund: how much, on which day, under which reference of the bank's."""

    filing: str
    amount: Money
    on: str
    reference: str
    reason: str | None = None

    def document(self) -> dict[str, Any]:
        """As it stands in the invoice."""
        found = {
            "filing": self.filing,
            **self.amount.document(),
            "date": self.on,
            "reference": self.reference,
            "reasonCategory": self.reason,
        }
        return {name: value for name, value in found.items() if value is not None}


@dataclass(frozen=True, slots=True)
class InvoiceFacts:
    """An invoice as it stands, with the status of the filing that it is for."""

    id: str
    version: int
    filing: str
    filing_status: str
    filer: str
    total: Money
    before: Money
    payments: tuple[Entry, ...] = ()
    refunds: tuple[Entry, ...] = ()

    @property
    def paid(self) -> Money:
        """All that was paid."""
        return _sum(self.total.currency, self.payments)

    @property
    def refunded(self) -> Money:
        """All that was paid back."""
        return _sum(self.total.currency, self.refunds)

    @property
    def kept(self) -> Money:
        """What was paid and not paid back."""
        return self.paid.minus(self.refunded)

    @property
    def owed(self) -> Money:
        """What the filing costs now: a refund of more than was paid too much lowers it."""
        too_much = _above(self.paid, self.total)
        return self.total.minus(_above(self.refunded, too_much))

    @property
    def outstanding(self) -> Money:
        """What is still to be paid: nothing once the filing has ended without effect."""
        if self._ended or self.status is InvoiceStatus.REFUNDED:
            return nothing(self.total.currency)
        return _above(self.owed, self.kept)

    @property
    def overpaid(self) -> Money:
        """What was paid beyond what is owed, and not paid back."""
        return _above(self.kept, self.owed)

    @property
    def status(self) -> InvoiceStatus:
        """Where it stands."""
        if self.refunds and not self.kept.amount:
            return InvoiceStatus.REFUNDED
        if self._ended and not self.payments:
            return InvoiceStatus.CANCELLED
        if self.kept.amount >= self.owed.amount:
            return InvoiceStatus.PAID
        return InvoiceStatus.PART_PAID if self.kept.amount else InvoiceStatus.DUE

    @property
    def missing_before(self) -> Money:
        """What must still be paid before the filing can be accepted.

        Payments count towards it first: who pays a part pays what is due first.
        """
        due = min(self.before, self.owed, key=lambda money: money.amount)
        return _above(due, self.kept)

    @property
    def _ended(self) -> bool:
        return self.filing_status in ENDED_WITHOUT_EFFECT


def invoice_document(
    *, filing: str, filer: str, party: str | None, lines: Sequence[Mapping[str, Any]], total: Money
) -> dict[str, Any]:
    """The members of version 1: what is charged, for what, to whom."""
    return {
        "filing": filing,
        "filer": filer,
        "party": party,
        "lineBag": [dict(line) for line in lines],
        "total": total.document(),
    }


def settlement_document(
    payments: Sequence[Entry], refunds: Sequence[Entry]
) -> dict[str, list[dict[str, Any]]]:
    """The members of every later version: all that was paid and paid back so far."""
    return {
        "paymentBag": [entry.document() for entry in payments],
        "refundBag": [entry.document() for entry in refunds],
    }


def read_invoice(
    record: str, version: int, filing_status: str, document: Mapping[str, Any]
) -> InvoiceFacts:
    """An invoice from the newest of its parts."""
    total = read_money(document["total"])
    before = nothing(total.currency)
    for line in document["lineBag"]:
        if line["feeWhen"] == FeeWhen.BEFORE:
            before = before.plus(read_money(line))
    return InvoiceFacts(
        record,
        version,
        document["filing"],
        filing_status,
        document["filer"],
        total,
        before,
        tuple(_read_entry(entry) for entry in document.get("paymentBag", ())),
        tuple(_read_entry(entry) for entry in document.get("refundBag", ())),
    )


def _read_entry(value: Mapping[str, Any]) -> Entry:
    return Entry(
        value["filing"],
        read_money(value),
        value["date"],
        value["reference"],
        value.get("reasonCategory"),
    )


def _sum(currency: str, entries: Sequence[Entry]) -> Money:
    found = nothing(currency)
    for entry in entries:
        found = found.plus(entry.amount)
    return found


def _above(one: Money, other: Money) -> Money:
    """By how much one amount is above another; nothing where it is not."""
    return one.minus(other) if one.amount > other.amount else nothing(one.currency)
