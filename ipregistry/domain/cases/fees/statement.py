"""The statement of a case: what each side was charged, paid, got back and had set off.

Every line carries the balance behind it, so that a reader adds nothing up himself: above nothing
the side owes it, below nothing it has it to its credit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipregistry.domain.cases.fees.charges import Charge, Moved, above
from ipregistry.domain.money import Money, nothing

_CHARGED, _LOWERED = "charge", "charge-lowered"


@dataclass(frozen=True, slots=True)
class _Line:
    """One line: `amount` raises what the side owes, or lowers it."""

    on: date
    category: str
    charge: str
    fee: str
    amount: Money
    owes: bool

    def signed(self) -> Money:
        return self.amount if self.owes else nothing(self.amount.currency).minus(self.amount)


def statement_document(charges: Sequence[Charge], sides: Sequence[str]) -> list[dict[str, Any]]:
    """The account of each side in each currency, in the order of the sides."""
    currencies = sorted({charge.currency for charge in charges})
    return [
        _account(side, currency, [c for c in charges if c.currency == currency])
        for side in sides
        for currency in currencies
    ]


def _account(side: str, currency: str, charges: Sequence[Charge]) -> dict[str, Any]:
    lines = sorted(
        (line for charge in charges for line in _lines(charge, side)), key=lambda line: line.on
    )
    return {
        "side": side,
        "currencyCode": currency,
        "charged": _text(currency, (c.share_of(side) for c in charges)),
        "paid": _text(currency, (c.moved(side, Moved.PAYMENT) for c in charges)),
        "refunded": _text(currency, (c.moved(side, Moved.REFUND) for c in charges)),
        "setOffFrom": _text(currency, (c.moved(side, Moved.SET_OFF_FROM) for c in charges)),
        "setOffTo": _text(currency, (c.moved(side, Moved.SET_OFF_TO) for c in charges)),
        "outstanding": _text(currency, (c.outstanding(side) for c in charges)),
        "overpaid": _text(currency, (c.overpaid(side) for c in charges)),
        "lineBag": list(_balanced(currency, lines)),
    }


def _lines(charge: Charge, side: str) -> Iterator[_Line]:
    """The lines of a charge. What goes back of a fee that was owed lowers the charge itself."""
    share = charge.share_of(side)
    if share.amount:
        yield _Line(charge.on, _CHARGED, charge.id, charge.fee, share, owes=True)
    before = charge.owed(side, 0)
    for count, entry in enumerate(charge.entries, 1):
        if entry.side != side:
            continue
        on, kind = entry.on, entry.kind
        yield _Line(on, kind.value, charge.id, charge.fee, entry.amount, owes=not kind.comes)
        after = charge.owed(side, count)
        if (lowered := above(before, after)).amount:
            yield _Line(on, _LOWERED, charge.id, charge.fee, lowered, owes=False)
        before = after


def _balanced(currency: str, lines: Iterable[_Line]) -> Iterator[dict[str, Any]]:
    balance = nothing(currency)
    for line in lines:
        balance = balance.plus(line.signed())
        yield {
            "date": line.on.isoformat(),
            "lineCategory": line.category,
            "charge": line.charge,
            "fee": line.fee,
            "amount": line.signed().text,
            "balance": balance.text,
        }


def _text(currency: str, amounts: Iterable[Money]) -> str:
    total = nothing(currency)
    for amount in amounts:
        total = total.plus(amount)
    return total.text
