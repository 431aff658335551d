"""Amounts of money: exact decimals in a currency whose minor digits are known. Never a float."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

# Currencies of the field with their minor digits (ISO 4217, list one).
CURRENCIES: Mapping[str, int] = {
    **dict.fromkeys(
        (
            *("AED", "AOA", "AUD", "BRL", "CAD", "CHF", "CNY", "DKK", "EUR", "GBP", "HKD", "IDR"),
            *("ILS", "INR", "MOP", "MXN", "MYR", "MZN", "NOK", "NZD", "PHP", "RUB", "SAR", "SEK"),
            *("SGD", "THB", "TRY", "TWD", "USD", "ZAR"),
        ),
        2,
    ),
    **dict.fromkeys(("JPY", "KRW", "VND"), 0),
    **dict.fromkeys(("BHD", "KWD"), 3),
}
_DECIMAL = re.compile(r"(?:0|[1-9][0-9]{0,17})(?:\.([0-9]{1,6}))?", re.ASCII)

# Python's own context has 28 digits: the product of the largest amount and the longest rate
# would be rounded there, before it is rounded on purpose.
_EXACT = Context(prec=100)


def read_decimal(text: object) -> Decimal | None:
    """A number without sign written as text; None for anything else (a float is never exact)."""
    if not isinstance(text, str) or not _DECIMAL.fullmatch(text):
        return None
    return Decimal(text)


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in a currency, never finer than the currency's smallest unit."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        """Every amount of one value has one spelling: ``200`` HKD is ``200.00``."""
        exact = _EXACT.quantize(self.amount, _unit(self.currency))
        if exact != self.amount:
            raise ValueError(f"{self.amount} is finer than {self.currency} has units")
        object.__setattr__(self, "amount", exact)

    def plus(self, other: Money) -> Money:
        """The sum. Raises ValueError for another currency: nothing is converted here."""
        return Money(_EXACT.add(self.amount, self._same(other)), self.currency)

    def minus(self, other: Money) -> Money:
        """The difference, below nothing if it is. Raises ValueError for another currency."""
        return Money(_EXACT.subtract(self.amount, self._same(other)), self.currency)

    def percent(self, rate: Decimal) -> Money:
        """So many per cent of it, rounded once, half up."""
        exact = _EXACT.multiply(self.amount, rate).scaleb(-2)
        return Money(
            exact.quantize(_unit(self.currency), rounding=ROUND_HALF_UP, context=_EXACT),
            self.currency,
        )

    def document(self) -> dict[str, str]:
        """As it stands in a part."""
        return {"amount": self.text, "currencyCode": self.currency}

    @property
    def text(self) -> str:
        """The amount, with all decimals that the currency has."""
        return f"{self.amount:f}"

    def _same(self, other: Money) -> Decimal:
        if other.currency != self.currency:
            raise ValueError(f"{other.currency} is not {self.currency}")
        return other.amount


def nothing(currency: str) -> Money:
    """No money of this currency."""
    return Money(Decimal(0), currency)


def read_money(value: Mapping[str, str]) -> Money:
    """An amount whose form the schema has checked. Raises ValueError for what is none."""
    amount, currency = read_decimal(value["amount"]), value["currencyCode"]
    if amount is None or currency not in CURRENCIES:
        raise ValueError(f"not an amount of money: {value!r}")
    return Money(amount, currency)


def _unit(currency: str) -> Decimal:
    return Decimal(1).scaleb(-CURRENCIES[currency])
