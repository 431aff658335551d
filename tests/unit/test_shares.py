"""Shares of a right are exact fractions."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipregistry.domain.shares import parse_share, total, write_share

fractions = st.fractions(min_value=0, max_value=1, max_denominator=10**9).filter(bool)


@given(fractions)
def test_a_share_is_read_back_as_it_was_written(share: Fraction) -> None:
    assert parse_share(write_share(share)) == share


def test_a_share_is_written_in_lowest_terms() -> None:
    assert [write_share(parse_share(t) or Fraction(0)) for t in ("2/4", "3/3")] == ["1/2", "1"]


@pytest.mark.parametrize("text", ["4/3", "2", "9999999999/9999999998"])
def test_more_than_the_whole_is_no_share(text: str) -> None:
    assert parse_share(text) is None


@pytest.mark.parametrize("text", ["0", "0/3", "1/0", "-1/2", "01/2", "1/02"])
def test_nothing_less_than_nothing_and_leading_zeros_are_no_shares(text: str) -> None:
    assert parse_share(text) is None


@pytest.mark.parametrize("text", ["", "1/2 ", " 1", "1/2\n", "0.5", "50%", "1/2/3", "１/２", "½"])
def test_only_the_one_notation_is_a_share(text: str) -> None:
    assert parse_share(text) is None


def test_a_denominator_of_more_than_ten_digits_is_no_share() -> None:
    assert parse_share("1/" + "9" * 10) is not None
    assert parse_share("1/" + "9" * 11) is None


def test_thirds_add_up_to_exactly_one() -> None:
    assert total([Fraction(1, 3)] * 3) == 1
    assert total([]) == 0
