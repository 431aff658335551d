"""Numbers of records survive being read out, and tell nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipregistry.domain.ids import ALPHABET, PREFIXES, kind_of, make_id

randomness = st.binary(min_size=16, max_size=16)


@given(st.sampled_from(sorted(PREFIXES)), randomness)
def test_a_number_names_its_kind(kind: str, random: bytes) -> None:
    assert kind_of(make_id(kind, random)) == kind


@given(randomness, st.data())
def test_one_wrong_character_is_always_caught(random: bytes, data: st.DataObject) -> None:
    number = make_id("asset", random)
    place = data.draw(st.integers(3, len(number) - 1))
    wrong = data.draw(st.sampled_from(ALPHABET.replace(number[place], "")))
    assert kind_of(number[:place] + wrong + number[place + 1 :]) is None


@given(randomness, st.data())
def test_two_neighbours_swapped_are_always_caught(random: bytes, data: st.DataObject) -> None:
    number = make_id("asset", random)
    place = data.draw(st.integers(3, len(number) - 2))
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert swapped == number or kind_of(swapped) is None


@pytest.mark.parametrize(
    "text", ["", "AS", "AS-", "AS-2222222222222", "AS-222222222222222", "XX-22222222222222"]
)
def test_a_number_of_another_form_names_nothing(text: str) -> None:
    assert kind_of(text) is None


def test_letters_that_are_mistaken_for_digits_are_in_no_number() -> None:
    assert not set("01ILO") & set(ALPHABET)
    zero = make_id("asset", bytes(16))
    assert kind_of(zero) == "asset"
    assert kind_of(zero.replace("2", "O", 1)) is None
    assert kind_of(zero.lower()) is None


def test_prefixes_differ_so_that_a_number_has_one_kind() -> None:
    assert len(set(PREFIXES.values())) == len(PREFIXES)


@given(randomness, randomness)
def test_another_random_number_gives_another_id(one: bytes, other: bytes) -> None:
    same = int.from_bytes(one, "big") % 31**13 == int.from_bytes(other, "big") % 31**13
    assert (make_id("asset", one) == make_id("asset", other)) == same
