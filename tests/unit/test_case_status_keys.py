"""Status keys of sides: derived, revocable, typed by people; and how often one may be wrong."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from ipregistry.domain.cases.status_keys import (
    MOST_SIDES,
    characters_of,
    generation_of,
    key_source,
    read_key,
    with_next_key,
    write_key,
)
from ipregistry.domain.ids import ALPHABET
from ipregistry.domain.slowing import Allowance, seconds_to_wait, waited_off

CASE = "CA-2345678923456X"
DIGESTS = st.binary(min_size=32, max_size=32)
POSITIONS = st.integers(0, MOST_SIDES - 1)


def digest(*of: object) -> bytes:
    return hashlib.sha256(repr(of).encode()).digest()


@given(POSITIONS, DIGESTS)
def test_a_key_is_read_as_it_was_written_whatever_its_blanks_and_case(position, secret) -> None:
    key = write_key(position, secret)
    found = read_key(key)
    assert found is not None
    assert (found.position, found.characters) == (position, characters_of(key))
    assert read_key(f"  {key.replace('-', ' ').lower()} ") == found


@given(POSITIONS, DIGESTS, st.integers(0, 27), st.sampled_from(ALPHABET))
def test_each_single_wrong_letter_is_known_as_a_typing_error(position, secret, at, other) -> None:
    key = characters_of(write_key(position, secret))
    typed = key[:at] + other + key[at + 1 :]
    assert (read_key(typed) is None) == (other != key[at])


@given(POSITIONS, DIGESTS, st.integers(0, 26))
def test_a_swap_of_neighbours_is_known_as_a_typing_error(position, secret, at) -> None:
    key = characters_of(write_key(position, secret))
    typed = key[:at] + key[at + 1] + key[at] + key[at + 2 :]
    assert (read_key(typed) is None) == (typed != key)


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading_of_a_key(text) -> None:
    found = read_key(text)
    assert found is None or len(found.characters) == 28


def test_case_side_and_generation_each_make_another_key_of_the_same_work() -> None:
    sources = {
        key_source(CASE, 0, 1),
        key_source(CASE, 1, 1),
        key_source(CASE, 0, 2),
        key_source("CA-32345678923456", 0, 1),
        key_source("", 0, 0),
    }
    assert len(sources) == 5
    assert {len(source) for source in sources} == {32}


def test_a_key_holds_more_than_120_bits_of_its_hash() -> None:
    assert 31**25 > 2**120
    assert len({write_key(0, digest(n)) for n in range(1000)}) == 1000


def test_the_next_key_of_a_side_is_of_the_next_generation() -> None:
    side = {"side": "respondent"}
    assert generation_of(side) == 1
    assert generation_of(with_next_key(side)) == 2
    assert generation_of(with_next_key(with_next_key(side))) == 3


ALLOWED = Allowance(3, 10.0)


def failed(times: int, now: float = 0.0) -> float:
    known = 0.0
    for _ in range(times):
        known = waited_off(known, 1, now, ALLOWED)
    return known


def test_failures_within_the_allowance_wait_for_nothing() -> None:
    assert seconds_to_wait(failed(3), 0.0, ALLOWED) == 0


def test_one_failure_too_many_waits_until_it_is_waited_off() -> None:
    known = failed(4)
    assert seconds_to_wait(known, 0.0, ALLOWED) == 10
    assert seconds_to_wait(known, 4.0, ALLOWED) == 6
    assert seconds_to_wait(known, 10.0, ALLOWED) == 0


def test_however_many_failures_there_were_the_wait_ends() -> None:
    assert seconds_to_wait(failed(10_000), 0.0, ALLOWED) == 30


def test_a_clock_that_goes_back_forgives_nothing() -> None:
    assert seconds_to_wait(failed(5, now=100.0), 90.0, ALLOWED) >= 20
