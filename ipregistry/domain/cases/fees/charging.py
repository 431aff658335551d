"""What a fee of a case comes to, and which side owes how much of it.

Nothing is converted: a fee in one currency that is counted by an amount in another is fixed by
the institution.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ipregistry.domain.cases.fees.charges import Share
from ipregistry.domain.money import CURRENCIES, Money, read_money
from ipregistry.domain.packs.checking_fees import ALL_SIDES
from ipregistry.domain.packs.fees import Amount, FeeAnswer, FeeInput, Manual, compute_fee
from ipregistry.domain.packs.model import FeeRule

# The basis of a fee that is counted by the names in dispute; any other is counted by money.
_DOMAIN_NAMES = "domain_names"


@dataclass(frozen=True, slots=True)
class Basis:
    """What the fees of a case are counted by; None where the case does not say it."""

    amount: Money | None = None
    items: int | None = None
    hours: Decimal | None = None


def basis_of(case: Mapping[str, Any], *, hours: Decimal | None = None) -> Basis:
    """The basis that a case gives: its amount in dispute, how many assets it is about."""
    amount = case.get("amountInDispute")
    return Basis(
        None if amount is None else read_money(amount),
        len(case.get("assetBag") or ()) or None,
        hours,
    )


@dataclass(frozen=True, slots=True)
class Payable:
    """A fee of a case: what it comes to, and what of it each side owes (none: not known yet)."""

    rule: FeeRule
    answer: FeeAnswer
    payers: tuple[str, ...]
    shares: tuple[Share, ...] = ()


def payable(rule: FeeRule, basis: Basis, sides: Sequence[Mapping[str, Any]]) -> Payable:
    """A fee as a case of these sides owes it."""
    answer = _answer(rule, basis)
    payers = payers_of(rule, sides)
    if not isinstance(answer, Amount):
        return Payable(rule, answer, payers)
    shares = shared(Money(answer.amount, answer.currency), rule, sides)
    return Payable(rule, answer, payers, shares)


def _answer(rule: FeeRule, basis: Basis) -> FeeAnswer:
    counted = rule.basis is not None and rule.basis != _DOMAIN_NAMES
    amount = basis.amount
    if amount is not None and amount.currency != rule.currency and (counted or rule.limit):
        return Manual("currency-differs")
    value = None if amount is None or amount.currency != rule.currency else amount.amount
    return compute_fee(rule, FeeInput(value, basis.items, basis.hours))


def payers_of(rule: FeeRule, sides: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The sides that owe a fee, in the order in which they came in.

    A rule without a payer is of all sides: nobody is charged alone without a rule that says so.
    """
    everybody = rule.payer in {None, ALL_SIDES}
    return tuple(s["side"] for s in sides if everybody or rule.payer == s["role"])


def shared(total: Money, rule: FeeRule, sides: Sequence[Mapping[str, Any]]) -> tuple[Share, ...]:
    """The fee among those who owe it.

    Several sides of the payer's role owe equal shares of it (HKIAC 2024 Schedule of Fees: "shared
    equally by claimants"). A fee of all sides is shared equally between the roles, and each role's
    half equally between its sides: a second respondent halves the respondents' part, and does not
    make the claimant's smaller (own decision).
    """
    payers = set(payers_of(rule, sides))
    roles: dict[str, list[str]] = {}
    for side in sides:
        if side["side"] in payers:
            roles.setdefault(side["role"], []).append(side["side"])
    parts = zip(roles.values(), equal_shares(total, len(roles)), strict=True)
    return tuple(
        Share(side, amount)
        for group, part in parts
        for side, amount in zip(group, equal_shares(part, len(group)), strict=True)
    )


def equal_shares(total: Money, count: int) -> tuple[Money, ...]:
    """A sum in equal parts that add up to it exactly.

    Where it does not divide, what is left over falls, one smallest unit each, on the first ones:
    those that came in first.
    """
    if count == 0:
        return ()
    digits = CURRENCIES[total.currency]
    units, left = divmod(int(total.amount.scaleb(digits)), count)
    return tuple(
        Money(Decimal(units + (1 if place < left else 0)).scaleb(-digits), total.currency)
        for place in range(count)
    )
