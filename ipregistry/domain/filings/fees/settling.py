"""Payments and refunds: what came in and what went back is recorded, never moved from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipregistry.domain.facts import Capacity, Context, FilingStatus, Needs
from ipregistry.domain.filings.fees.billing import OFFICE_ERROR
from ipregistry.domain.filings.reading import read_date
from ipregistry.domain.filings.subjects import dates_to_come
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.invoices import Entry, InvoiceFacts, settlement_document
from ipregistry.domain.money import Money, read_money
from ipregistry.domain.outcomes import Decision, Outcome, RecordDraft, filing_draft
from ipregistry.domain.violations import Severity, Violation, refusing

OVERPAID = "overpaid"
# Why an office pays a fee back -> the status that the filing must have for it.
ENDED = {
    "filing-refused": "refused",
    "filing-withdrawn": "withdrawn",
    "filing-divided": "divided",
}
REASONS = (*ENDED, OFFICE_ERROR, OVERPAID)


@dataclass(frozen=True, slots=True)
class Settlement:
    """Money that came in or went back: on which invoice, how much, when, under which reference."""

    invoice: str
    amount: Money
    on: date
    reference: str
    reason: str | None = None

    def entry(self, filing: str) -> Entry:
        """As the invoice keeps it."""
        return Entry(filing, self.amount, self.on.isoformat(), self.reference, self.reason)


def read(body: Mapping[str, Any]) -> Settlement:
    """The command in a body of the right shape."""
    on = read_date(body["date"])
    assert on is not None  # noqa: S101 - required by the shape
    return Settlement(
        body["invoice"],
        read_money(body["sum"]),
        on,
        body["reference"],
        body.get("reasonCategory"),
    )


def needs(command: Settlement) -> Needs:
    """The invoice."""
    return Needs(invoices=(command.invoice,))


def decide_payment(command: Settlement, context: Context) -> Decision:
    """A payment is a fact: too little or too much is said, never refused."""
    invoice, violations = _judge(command, context)
    if invoice is None or refusing(violations):
        return violations
    if _booked(command, invoice.payments):
        params = {"reference": command.reference}
        return [Violation("payment-already-recorded", "/reference", params)]
    entry = command.entry(context.filing_id)
    after = _after(invoice, payments=(*invoice.payments, entry))
    return _recorded("payment", context, after, [*violations, *_over_or_under(after)])


def decide_refund(command: Settlement, context: Context) -> Decision:
    """What was paid goes back, never more, and for a reason that the register can see."""
    invoice, violations = _judge(command, context)
    if invoice is None or refusing(violations):
        return violations
    if _booked(command, invoice.refunds):
        params = {"reference": command.reference}
        violations.append(Violation("refund-already-recorded", "/reference", params))
    if command.amount.amount > invoice.kept.amount:
        params = {"paid": invoice.kept.text, "currency": invoice.total.currency}
        violations.append(Violation("refund-above-paid", "/sum/amount", params))
    violations += _unfit_reason(command, invoice)
    if refusing(violations):
        return violations
    entry = command.entry(context.filing_id)
    after = _after(invoice, refunds=(*invoice.refunds, entry))
    return _recorded("refund", context, after, violations)


def _judge(command: Settlement, context: Context) -> tuple[InvoiceFacts | None, list[Violation]]:
    """What payments and refunds have in common."""
    violations = dates_to_come(context, ("/date", command.on))
    if not command.amount.amount:
        violations.append(Violation("amount-is-nothing", "/sum/amount"))
    invoice = context.invoices.get(command.invoice)
    if invoice is None:
        unknown = Violation("invoice-unknown", "/invoice", {"invoice": command.invoice})
        return None, [unknown, *violations]
    if invoice.filer == context.actor.account:
        violations.append(Violation("own-filing", "/invoice", severity=Severity.FORBIDDEN))
    if command.amount.currency != invoice.total.currency:
        params = {"expected": invoice.total.currency}
        violations.append(Violation("currency-of-invoice-differs", "/sum/currencyCode", params))
    return invoice, violations


def _booked(command: Settlement, entries: tuple[Entry, ...]) -> bool:
    """Whether the bank's reference is on the invoice already: the same money twice."""
    return any(entry.reference == command.reference for entry in entries)


def _over_or_under(invoice: InvoiceFacts) -> list[Violation]:
    missing, too_much, warning = invoice.outstanding, invoice.overpaid, Severity.WARNING
    if missing.amount:
        params = {"amount": missing.text, "currency": missing.currency}
        return [Violation("payment-under", "/sum/amount", params, severity=warning)]
    if too_much.amount:
        params = {"amount": too_much.text, "currency": too_much.currency}
        return [Violation("payment-over", "/sum/amount", params, severity=warning)]
    return []


def _unfit_reason(command: Settlement, invoice: InvoiceFacts) -> list[Violation]:
    """The reason must be on record: a filing that ended so, or money that is too much.

    An error of the office's own is the officer's word.
    """
    reason = command.reason or ""
    if reason == OVERPAID and command.amount.amount > invoice.overpaid.amount:
        params = {"overpaid": invoice.overpaid.text, "currency": invoice.total.currency}
        return [Violation("refund-not-overpaid", "/reasonCategory", params)]
    needed = ENDED.get(reason)
    if needed is None or invoice.filing_status == needed:
        return []
    params = {"reason": reason, "status": invoice.filing_status}
    return [Violation("refund-reason-unfit", "/reasonCategory", params)]


def _after(invoice: InvoiceFacts, **entries: tuple[Entry, ...]) -> InvoiceFacts:
    kept = {"payments": invoice.payments, "refunds": invoice.refunds, **entries}
    return InvoiceFacts(
        invoice.id,
        invoice.version + 1,
        invoice.filing,
        invoice.filing_status,
        invoice.filer,
        invoice.total,
        invoice.before,
        **kept,
    )


def _recorded(
    name: str, context: Context, after: InvoiceFacts, warnings: list[Violation]
) -> Outcome:
    draft = RecordDraft(
        "invoice",
        after.id,
        "invoice/1",
        after.version,
        settlement_document(after.payments, after.refunds),
        Capacity.OFFICE,
        published=False,
    )
    own = filing_draft(context, name, FilingStatus.RECORDED, act=name)
    return Outcome(FilingStatus.RECORDED, (draft, own), warnings=tuple(warnings))


PAYMENT = FilingType(
    name="payment",
    read=read,
    needs=needs,
    decide=decide_payment,
    citation="Node practice: what was paid is recorded as it came, with the bank's reference",
)
REFUND = FilingType(
    name="refund",
    read=read,
    needs=needs,
    decide=decide_refund,
    citation="Node practice: a fee goes back for a reason on record, never more than was paid",
)
