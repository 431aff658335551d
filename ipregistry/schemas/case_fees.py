"""Fees of cases: the bodies of filings, the charge on record, the statement."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.domain.cases.fees import Moved
from ipregistry.domain.cases.fees.refunding import BY_INSTITUTION, BY_RULE, OVERPAID
from ipregistry.domain.money import CURRENCIES
from ipregistry.domain.packs.model import Confidence
from ipregistry.schemas.across import exactly_one
from ipregistry.schemas.answering import AnswerSchema, Many, Told
from ipregistry.schemas.base import (
    Choice,
    Day,
    Digest,
    Indicator,
    One,
    RecordNumber,
    StrictSchema,
)
from ipregistry.schemas.cases import CASE, PackWord
from ipregistry.schemas.records import PartHead
from ipregistry.schemas.values import PUBLIC, Amount, Money

REASONS = (OVERPAID, BY_RULE, BY_INSTITUTION)


def _case() -> RecordNumber:
    return RecordNumber("case", CASE, "The case", required=True)


def _fee() -> PackWord:
    return PackWord(CASE, "Which of the pack's fees", required=True)


def _side() -> PackWord:
    return PackWord(CASE, "The side whose money it is", required=True)


def _reference() -> Digest:
    return Digest(CASE, "SHA-256 of the bank's or provider's reference", required=True)


class CaseInvoiceFiling(StrictSchema):
    """A fee is charged: counted by its rules, or fixed by the institution where they leave it."""

    case = _case()
    fee = _fee()
    sum = One(Money, CASE, "What the institution fixes, where the rules leave it open")
    hourQuantity = Amount(CASE, "The hours, of a fee by the hour")


class CasePaymentFiling(StrictSchema):
    """Money that came in for a fee: in a case, or in advance for one that is to be opened."""

    case = RecordNumber("case", CASE, "The case")
    pack = PackWord(CASE, "The rules pack of a case that is not opened yet")
    fee = _fee()
    side = PackWord(CASE, "The side whose money it is, in a case")
    account = RecordNumber("account", CASE, "Who paid in advance, as an account")
    party = RecordNumber("party", CASE, "Who paid in advance, as a party on record")
    sum = One(Money, CASE, "What came in", required=True)
    date = Day(CASE, "When it came in", required=True)
    referenceDigest = _reference()
    across = (
        exactly_one("case", "pack"),
        exactly_one("case", "account", "party"),
        exactly_one("side", "pack"),
    )


class CaseRefundFiling(StrictSchema):
    """Money that goes back: to a side of a case, or an advance for which no case was opened."""

    case = RecordNumber("case", CASE, "The case")
    charge = RecordNumber("case-charge", CASE, "The advance, of which no case came")
    fee = _fee()
    side = PackWord(CASE, "The side whose money it is, in a case")
    sum = One(Money, CASE, "What goes back", required=True)
    date = Day(CASE, "When it went back", required=True)
    referenceDigest = _reference()
    reasonCategory = Choice(REASONS, CASE, "Why it goes back", required=True)
    across = (exactly_one("case", "charge"), exactly_one("side", "charge"))


class CaseSetOffFiling(StrictSchema):
    """What was paid for one fee counts towards another, of the same case or of a later one."""

    case = _case()
    fee = _fee()
    side = _side()
    sum = One(Money, CASE, "What is set off", required=True)
    date = Day(CASE, "The day of it", required=True)
    intoCase = RecordNumber("case", CASE, "The case of the other fee, where it is another")
    intoFee = PackWord(CASE, "The fee that it counts towards", required=True)
    intoSide = PackWord(CASE, "The same side's name in the other case, where it is another")


class FeePiece(AnswerSchema):
    """Who gets which piece."""

    payee = Told(PUBLIC, "Who", required=True)
    amount = One(Money, PUBLIC, "How much", required=True)


class CaseFeeRule(AnswerSchema):
    """A fee with its source: an amount, a range, by agreement, or refused."""

    fee = Told(PUBLIC, "The fee's id", required=True)
    citation = Told(PUBLIC, "The source of the rule", required=True)
    confidence = Choice(Confidence, PUBLIC, "How sure the rule is", required=True)
    payer = Told(PUBLIC, "Who pays it")
    refundableIndicator = Indicator(PUBLIC, "Whether it can go back at all")
    standing = Choice(
        ("amount", "range", "manual", "refused"), PUBLIC, "The sort of answer", required=True
    )
    reason = Told(PUBLIC, "Why there is no amount", examples=["by-agreement"])
    amount = One(Money, PUBLIC, "The amount")
    leastAmount = One(Money, PUBLIC, "The least that the institution may fix")
    mostAmount = One(Money, PUBLIC, "The most")
    pieceBag = Many(FeePiece, PUBLIC, "Who gets which piece")


class ChargeShare(AnswerSchema):
    """What one side owes of a fee."""

    side = Told(CASE, "The side", required=True)
    sum = One(Money, CASE, "Its share", required=True)


class ChargePiece(AnswerSchema):
    """The part of a fee that goes to one payee."""

    payee = Told(CASE, "To whom", required=True)
    sum = One(Money, CASE, "How much", required=True)


class ChargeEntry(AnswerSchema):
    """One movement of money."""

    entryCategory = Choice(Moved, CASE, "What it was", required=True)
    side = Told(CASE, "The side", required=True)
    sum = One(Money, CASE, "How much", required=True)
    date = Day(CASE, "When", required=True)
    filing = RecordNumber("filing", CASE, "The filing that recorded it", required=True)
    referenceDigest = Told(CASE, "SHA-256 of the bank's reference")
    charge = RecordNumber("case-charge", CASE, "The charge at the other end of a set-off")
    reasonCategory = Told(CASE, "Why it went back")


class CaseChargePartBody(PartHead):
    """The members of a fee charged in a case."""

    case = RecordNumber("case", CASE, "The case; none of an advance")
    pack = Told(CASE, "The rules pack")
    fee = Told(CASE, "Which of its fees")
    date = Day(CASE, "When it was charged")
    total = One(Money, CASE, "What was charged")
    fixedIndicator = Indicator(CASE, "Whether the institution fixed it")
    shareBag = Many(ChargeShare, CASE, "What each side owes of it")
    pieceBag = Many(ChargePiece, CASE, "Who gets which part of it")
    entryBag = Many(ChargeEntry, CASE, "All that moved, as it was recorded")
    account = RecordNumber("account", CASE, "Who paid it in advance")
    party = RecordNumber("party", CASE, "Who paid it in advance")


class StatementLine(AnswerSchema):
    """One line of an account. Above nothing, the side owes it."""

    date = Day(CASE, "When", required=True)
    lineCategory = Choice(("charge", "charge-lowered", *Moved), CASE, "What it is", required=True)
    charge = RecordNumber("case-charge", CASE, "The charge", required=True)
    fee = Told(CASE, "The fee", required=True)
    amount = Told(CASE, "How much more, or less, the side owes", required=True)
    balance = Told(CASE, "What it owes behind this line", required=True)


class StatementAccount(AnswerSchema):
    """The account of one side in one currency."""

    side = Told(CASE, "The side", required=True)
    currencyCode = Choice(sorted(CURRENCIES), CASE, "The currency", required=True)
    charged = Told(CASE, "What it was charged", required=True)
    paid = Told(CASE, "What it paid", required=True)
    refunded = Told(CASE, "What went back to it", required=True)
    setOffFrom = Told(CASE, "What counts for it from other fees", required=True)
    setOffTo = Told(CASE, "What counts towards other fees instead", required=True)
    outstanding = Told(CASE, "What it has still to pay", required=True)
    overpaid = Told(CASE, "What it has to its credit", required=True)
    lineBag = Many(StatementLine, CASE, "Line by line, with the balance", required=True)


class CaseStatement(AnswerSchema):
    """The statement of a case's fees, as everybody in the case reads it."""

    case = RecordNumber("case", CASE, "The case", required=True)
    accountBag = Many(StatementAccount, CASE, "By side and currency", required=True)
