"""Fees: the bodies of payments and refunds, quotes, invoices and the statement of fees."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.domain.classes import Label
from ipregistry.domain.filings.fees.billing import OFFICE_ERROR
from ipregistry.domain.filings.fees.settling import REASONS
from ipregistry.domain.invoices import InvoiceStatus
from ipregistry.schemas.across import requires, when
from ipregistry.schemas.answering import AnswerSchema, Many, Told, version
from ipregistry.schemas.base import Choice, Count, Day, One, RecordNumber, StrictSchema, Text
from ipregistry.schemas.case_fees import CaseFeeRule, ChargeShare
from ipregistry.schemas.cases import CASE
from ipregistry.schemas.invoices import FeeLine
from ipregistry.schemas.problems import ViolationItem
from ipregistry.schemas.records import InvoicePartBody
from ipregistry.schemas.values import COMMERCIAL, PUBLIC, SENSITIVE, Money

REFERENCE_LENGTH, GROUNDS_LENGTH = 140, 4000


class PaymentFiling(StrictSchema):
    """Money that came in for an invoice. Too little or too much is recorded as it is."""

    invoice = RecordNumber("invoice", SENSITIVE, "The invoice that is paid", required=True)
    sum = One(Money, COMMERCIAL, "What came in", required=True)
    date = Day(COMMERCIAL, "When it came in", required=True)
    reference = Text(
        COMMERCIAL,
        "The bank's or provider's reference; one stands once on an invoice",
        max_length=REFERENCE_LENGTH,
        required=True,
    )


class RefundFiling(PaymentFiling):
    """Money that goes back, for a reason on record. For an error of the office's own the
    officer says which.
    """

    across = (when("reasonCategory", (OFFICE_ERROR,), requires("grounds")),)

    reasonCategory = Choice(REASONS, SENSITIVE, "Why it goes back", required=True)
    grounds = Text(SENSITIVE, "What went wrong", max_length=GROUNDS_LENGTH, lines=True)


class QuotedShare(ChargeShare):
    """What one side owes of a fee, and what of it is still to be paid."""

    outstanding = One(Money, CASE, "What is still to be paid", required=True)


class QuotedCaseFee(CaseFeeRule):
    """A fee of a case: what it comes to, and who pays how much of it."""

    shareBag = Many(
        QuotedShare, CASE, "By side; none where the institution fixes it", required=True
    )


class QuoteAnswer(AnswerSchema):
    """What a filing would cost now. Nothing was stored."""

    status = Told(PUBLIC, "Where the filing would stand", required=True)
    lineBag = Many(FeeLine, PUBLIC, "Its fees, each with its source", required=True)
    totalBag = Many(
        Money, SENSITIVE, "The sum of what is due, one for each currency", required=True
    )
    payableHereBag = Many(Money, SENSITIVE, "Of these, what this office charges", required=True)
    noticeBag = Many(
        ViolationItem, PUBLIC, "What is to be said of the fees: none set, waived", required=True
    )
    caseFeeBag = Many(
        QuotedCaseFee, CASE, "What it costs by the rules pack of its case", required=True
    )
    warningBag = Many(ViolationItem, PUBLIC, "What would be noted of the filing", required=True)


class InvoicePart(AnswerSchema):
    """One part of an invoice."""

    part = Choice(Label, PUBLIC, "The part's audience", required=True)
    version = version(PUBLIC, "The record's version that made it", required=True)
    body = One(InvoicePartBody, PUBLIC, "The stored part", required=True)


class InvoiceStanding(AnswerSchema):
    """Where an invoice stands, computed from what is recorded."""

    status = Choice(InvoiceStatus, SENSITIVE, "Where it stands", required=True)
    total = One(Money, SENSITIVE, "What was charged", required=True)
    paid = One(Money, COMMERCIAL, "What was paid", required=True)
    refunded = One(Money, COMMERCIAL, "What was paid back", required=True)
    outstanding = One(Money, COMMERCIAL, "What is still to be paid", required=True)
    overpaid = One(Money, COMMERCIAL, "What was paid too much and not paid back", required=True)


class InvoiceAnswer(AnswerSchema):
    """An invoice, as the parts that the reader may see, and where it stands."""

    id = RecordNumber("invoice", SENSITIVE, "The record number", required=True)
    kind = Told(PUBLIC, "The kind of record", required=True)
    partBag = Many(InvoicePart, PUBLIC, "The newest of each part", required=True)
    standing = One(InvoiceStanding, SENSITIVE, "Where it stands", required=True)


class InvoiceList(AnswerSchema):
    """A page of a statement of fees, oldest first."""

    items = Many(InvoiceAnswer, SENSITIVE, "The invoices", required=True)
    after = Told(
        PUBLIC, "The cursor of the next page; null on the last", required=True, allow_none=True
    )
    count = Count(PUBLIC, "How many there are in all, if asked for", required=True, allow_none=True)
