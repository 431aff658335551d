"""Which fees of a case are settled when somebody files, and what is missing of those that are not.

Source of the rule: a filing without its fee is refused with the amount (adr.md R8; WIPO 1994
art. 68: no action until it is paid).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ipregistry.domain.cases.fees.charges import Charge
from ipregistry.domain.cases.fees.charging import Basis, Payable, payable
from ipregistry.domain.packs.fees import Amount, FeeAnswer, Manual, Range, Refused
from ipregistry.domain.packs.model import Pack
from ipregistry.domain.violations import Violation


def paid_fees(pack: Pack, charges: Iterable[Charge], side: str | None = None) -> frozenset[str]:
    """The fees of a pack that are settled for a filing of `side` (None: of the institution).

    Who shares a fee files once its own share is paid: it does not answer for the other side. A
    fee that it does not share must be paid whole. The newest charge of a fee counts.
    """
    newest = {charge.fee: charge for charge in charges}
    return frozenset(
        fee
        for fee, charge in newest.items()
        if fee in pack.fees and all(charge.settled_by(one) for one in _asked(charge, side))
    )


def _asked(charge: Charge, side: str | None) -> list[str]:
    payers = [share.side for share in charge.shares]
    return [side] if side in payers and side is not None else payers


def fees_missing(
    pack: Pack,
    fees: Iterable[str],
    charges: Iterable[Charge],
    basis: Basis,
    sides: Iterable[Mapping[str, Any]],
    side: str | None,
) -> list[Violation]:
    """`case-fee-missing` of each fee, with the amount, the currency, who pays, and how."""
    newest = {charge.fee: charge for charge in charges}
    listed = list(sides)
    return [
        _charged(pack, newest[fee], side)
        if fee in newest
        else _not_charged(payable(pack.fees[fee], basis, listed))
        for fee in fees
    ]


def _charged(pack: Pack, charge: Charge, side: str | None) -> Violation:
    asked = [one for one in _asked(charge, side) if not charge.settled_by(one)]
    amounts = [charge.outstanding(one) for one in asked]
    total = amounts[0]
    for amount in amounts[1:]:
        total = total.plus(amount)
    params = _params(charge.fee, ", ".join(asked), total.text, charge.currency, charge.id)
    return Violation("case-fee-missing", "/feeBag", params, pack.fees[charge.fee].cite)


def _not_charged(found: Payable) -> Violation:
    rule, amount = found.rule, _said(found.answer)
    payer = rule.payer or ", ".join(found.payers)
    params = _params(rule.id, payer, amount, rule.currency, "-")
    return Violation("case-fee-missing", "/feeBag", params, rule.cite)


def _said(answer: FeeAnswer) -> str:
    match answer:
        case Amount():
            return f"{answer.amount:f}"
        case Range():
            return f"{answer.least:f}-{answer.most:f}"
        case Manual() | Refused():
            return answer.reason.replace("_", "-")


def _params(fee: str, payer: str, amount: str, currency: str, charge: str) -> dict[str, str | int]:
    """`charge` is what a payment names; `-` where the institution has not charged it yet."""
    return {"fee": fee, "amount": amount, "currency": currency, "payer": payer, "charge": charge}
