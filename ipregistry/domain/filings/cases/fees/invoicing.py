"""Charging a fee of a case: as its rules count it, or fixed by the institution within them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from ipregistry.domain.cases.fees import Charge, payable
from ipregistry.domain.cases.fees.charging import shared
from ipregistry.domain.facts import Context, Needs
from ipregistry.domain.filings.cases.fees.common import (
    Account,
    account_of,
    booked_outcome,
    known_fee,
    total_of,
)
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.money import Money, read_decimal, read_money
from ipregistry.domain.outcomes import Decision
from ipregistry.domain.packs.fees import Amount
from ipregistry.domain.packs.model import FeeRule
from ipregistry.domain.violations import Violation


@dataclass(frozen=True, slots=True)
class CaseInvoice:
    """Which fee of which case. `sum` is what the institution fixes, where the rules leave it."""

    case: str
    fee: str
    sum: Money | None
    hours: Decimal | None


def read(body: Mapping[str, Any]) -> CaseInvoice:
    """The command of a body whose shape was checked."""
    stated = body.get("sum")
    return CaseInvoice(
        body["case"],
        body["fee"],
        None if stated is None else read_money(stated),
        read_decimal(body.get("hourQuantity")),
    )


def decide(command: CaseInvoice, context: Context) -> Decision:
    """The charge, with each side's share; anew where the basis has changed since."""
    account = account_of(command.case, context)
    if isinstance(account, list):
        return account
    rule = known_fee(account.books.pack, command.fee)
    if isinstance(rule, list):
        return rule
    made = charged(account, rule, context, fixed=command.sum, hours=command.hours)
    if isinstance(made, list):
        return made
    before = account.charge(command.fee)
    if before is not None and before.shares == made.shares:
        return [Violation("case-fee-charged-already", "/fee", {"fee": command.fee}, rule.cite)]
    published = account.case.published
    return booked_outcome(context, "case-invoice", published, [made], command.case)


def charged(
    account: Account,
    rule: FeeRule,
    context: Context,
    *,
    fixed: Money | None = None,
    hours: Decimal | None = None,
) -> Charge | list[Violation]:
    """A fee charged to the sides of a case, or charged anew: what moved since stays."""
    books = account.books
    found = payable(rule, replace(books.basis, hours=hours), books.sides)
    total = total_of(found, fixed)
    if isinstance(total, list):
        return total
    if not found.payers:
        return [Violation("case-fee-without-payer", "/fee", {"fee": rule.id}, rule.cite)]
    shares = shared(total, rule, books.sides)
    counted = isinstance(found.answer, Amount)
    pieces = found.answer.pieces if isinstance(found.answer, Amount) else {}
    before = account.charge(rule.id)
    if before is not None:
        again = replace(before, version=before.version + 1, fixed=not counted)
        return replace(again, shares=shares, pieces=pieces, on=context.today)
    return Charge(
        context.new_id("case-charge"),
        1,
        rule.id,
        books.pack.id,
        context.today,
        shares,
        account.case.id,
        fixed=not counted,
        pieces=pieces,
    )


INVOICE = FilingType(
    name="case-invoice",
    read=read,
    needs=lambda command: Needs(cases=(command.case,), packs=True),
    decide=decide,
    citation="The fee rules of the pack that the case was opened under; where they leave a range, "
    "or nothing that can be counted, the institution fixes the amount",
)
