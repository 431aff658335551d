"""Where an invoice stands, computed from what is recorded and nothing else."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipregistry.domain.invoices import (
    Entry,
    InvoiceFacts,
    InvoiceStatus,
    invoice_document,
    read_invoice,
    settlement_document,
)
from ipregistry.domain.money import Money


def hkd(amount: str | int) -> Money:
    return Money(Decimal(amount), "HKD")


def entries(*amounts: str | int) -> tuple[Entry, ...]:
    return tuple(
        Entry("FI-PAY", hkd(amount), "2026-06-01", f"SAMPLE-{place}")
        for place, amount in enumerate(amounts)
    )


def invoice(
    *paid: str | int,
    refunded: tuple[str | int, ...] = (),
    status: str = "under-examination",
    total: str = "100",
    before: str = "0",
) -> InvoiceFacts:
    return InvoiceFacts(
        "IV-1",
        1,
        "FI-1",
        status,
        "AC-FILER",
        hkd(total),
        hkd(before),
        entries(*paid),
        entries(*refunded),
    )


@pytest.mark.parametrize(
    ("found", "status", "outstanding", "overpaid"),
    [
        (invoice(), "due", "100.00", "0.00"),
        (invoice("40"), "part-paid", "60.00", "0.00"),
        (invoice("40", "60"), "paid", "0.00", "0.00"),
        (invoice("130"), "paid", "0.00", "30.00"),
        (invoice("130", refunded=("30",)), "paid", "0.00", "0.00"),
        # A refund beyond what was too much lowers what is owed: a piece was divided off.
        (invoice("100", refunded=("40",)), "paid", "0.00", "0.00"),
        (invoice("130", refunded=("50",)), "paid", "0.00", "0.00"),
        (invoice("100", refunded=("100",)), "refunded", "0.00", "0.00"),
        (invoice("60", "40", refunded=("60", "40")), "refunded", "0.00", "0.00"),
        (invoice(status="refused"), "cancelled", "0.00", "0.00"),
        (invoice(status="withdrawn"), "cancelled", "0.00", "0.00"),
        (invoice("40", status="refused"), "part-paid", "0.00", "0.00"),
        (invoice("100", status="refused"), "paid", "0.00", "0.00"),
        (invoice("100", status="refused", refunded=("100",)), "refunded", "0.00", "0.00"),
    ],
)
def test_an_invoice_stands_where_its_payments_and_its_filing_put_it(
    found: InvoiceFacts, status: str, outstanding: str, overpaid: str
) -> None:
    said = (found.status.value, found.outstanding.text, found.overpaid.text)
    assert said == (status, outstanding, overpaid)


@pytest.mark.parametrize(
    ("found", "missing"),
    [
        (invoice(before="60"), "60.00"),
        (invoice("20", before="60"), "40.00"),
        (invoice("60", before="60"), "0.00"),
        (invoice("100", refunded=("100",), before="60"), "0.00"),
        (invoice(before="0"), "0.00"),
    ],
)
def test_what_is_due_before_is_paid_first(found: InvoiceFacts, missing: str) -> None:
    assert found.missing_before.text == missing


def test_an_invoice_survives_writing_and_reading() -> None:
    lines: list[dict[str, Any]] = [
        {"name": "a", "amount": "60.00", "currencyCode": "HKD", "feeWhen": "before"},
        {"name": "b", "amount": "40.00", "currencyCode": "HKD", "feeWhen": "with"},
    ]
    made = invoice_document(
        filing="FI-1", filer="AC-FILER", party=None, lines=lines, total=hkd("100")
    )
    settled = settlement_document(entries("30", "20"), entries("5"))
    found = read_invoice("IV-1", 4, "lodged", {**made, **settled})
    assert (found.total, found.before) == (hkd("100"), hkd("60"))
    assert (found.payments, found.refunds) == (entries("30", "20"), entries("5"))


sums = st.lists(st.integers(1, 10**6), max_size=5)


@given(sums, sums, st.sampled_from(["lodged", "recorded", "refused", "withdrawn"]))
def test_money_is_neither_made_nor_lost(paid: list[int], back: list[int], status: str) -> None:
    kept = sum(paid) - sum(back)
    found = invoice(*paid, refunded=tuple(back) if kept >= 0 else (), status=status, total="5000")
    assert found.kept.amount >= 0
    assert found.owed.amount >= 0
    if status in {"lodged", "recorded"} and found.status is not InvoiceStatus.REFUNDED:
        balance = found.kept.amount - found.owed.amount
        assert balance == found.overpaid.amount - found.outstanding.amount
