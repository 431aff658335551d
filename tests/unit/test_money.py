"""Money: exact to the smallest unit of its currency, rounded once, never converted."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipregistry.domain.money import CURRENCIES, Money, nothing, read_decimal, read_money


@pytest.mark.parametrize(
    ("currency", "digits"), [("CNY", 2), ("HKD", 2), ("MOP", 2), ("JPY", 0), ("KWD", 3)]
)
def test_an_amount_has_the_decimals_of_its_currency(currency: str, digits: int) -> None:
    assert Money(Decimal(5), currency).text == "5" + ("." + "0" * digits if digits else "")


def test_an_amount_finer_than_its_currency_is_none() -> None:
    with pytest.raises(ValueError, match="finer"):
        Money(Decimal("0.5"), "JPY")


@pytest.mark.parametrize("value", [200.0, 200, "2e2", "-1", "1,5", "01", "", "٣", None])
def test_only_plain_decimal_text_is_an_amount(value: object) -> None:
    assert read_decimal(value) is None


def test_what_is_read_is_written_the_same() -> None:
    assert read_money({"amount": "1250.5", "currencyCode": "MOP"}).document() == {
        "amount": "1250.50",
        "currencyCode": "MOP",
    }


@pytest.mark.parametrize(
    ("amount", "rate", "expected"),
    [
        ("100.50", "0.5", "0.50"),  # 0.5025
        ("101.00", "0.5", "0.51"),  # 0.505: half goes up, also where the digit before is even
        ("103.00", "0.5", "0.52"),  # 0.515
        ("0.99", "0.5", "0.00"),  # 0.00495
    ],
)
def test_a_percentage_is_rounded_once_half_up(amount: str, rate: str, expected: str) -> None:
    assert Money(Decimal(amount), "HKD").percent(Decimal(rate)).text == expected


def test_a_percentage_of_the_largest_amount_is_exact() -> None:
    largest = Money(Decimal("999999999999999999.99"), "CNY")
    assert largest.percent(Decimal("33.333333")).text == "333333330000000000.00"


def test_currencies_are_never_added_up() -> None:
    with pytest.raises(ValueError, match="HKD is not CNY"):
        nothing("CNY").plus(nothing("HKD"))


amounts = st.integers(0, 10**18).map(lambda units: Money(Decimal(units).scaleb(-2), "CNY"))


@given(amounts, amounts)
def test_adding_and_taking_away_again_gives_the_same(one: Money, other: Money) -> None:
    assert one.plus(other).minus(other) == one


@given(st.sampled_from(sorted(CURRENCIES)), st.integers(0, 10**15))
def test_every_amount_survives_writing_and_reading(currency: str, units: int) -> None:
    money = Money(Decimal(units).scaleb(-CURRENCIES[currency]), currency)
    assert read_money(money.document()) == money
