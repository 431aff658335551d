"""Documents are sealed piece by piece; what was changed, cut, moved or swapped does not open."""

from __future__ import annotations

import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ipregistry.services.documents.sealing import (
    FORMAT,
    PIECE,
    SealBrokenError,
    new_key,
    opened,
    sealed,
    unwrapped,
    wrapped,
)

KEPT = PIECE + 16


def kept(content: bytes, key: bytes) -> bytes:
    return b"".join(sealed([content], key))


def read(blob: bytes, key: bytes) -> bytes:
    return b"".join(opened(io.BytesIO(blob), key))


def pieces_of(blob: bytes) -> list[bytes]:
    rest = blob[len(FORMAT) :]
    return [rest[at : at + KEPT] for at in range(0, len(rest), KEPT)]


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 7])
def test_what_was_sealed_opens_to_the_same_bytes(size: int):
    content, key = bytes(n % 251 for n in range(size)), new_key()
    assert read(kept(content, key), key) == content


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_it_does_not_matter_in_which_pieces_a_document_comes(pieces: list[bytes]):
    key = new_key()
    assert b"".join(sealed(pieces, key)) == kept(b"".join(pieces), key)


@given(st.data())
def test_any_changed_bit_is_noticed(data: st.DataObject):
    key = new_key()
    blob = bytearray(kept(b"x" * 500, key))
    at = data.draw(st.integers(0, len(blob) - 1))
    blob[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(SealBrokenError):
        read(bytes(blob), key)


@given(st.integers(0, 3 * KEPT))
@example(KEPT)
@example(2 * KEPT)
def test_a_document_that_was_cut_short_is_noticed_wherever_it_was_cut(length: int):
    key = new_key()
    blob = kept(b"x" * (3 * PIECE), key)
    with pytest.raises(SealBrokenError):
        read(blob[: len(FORMAT) + length][: len(blob) - 1], key)


@pytest.mark.parametrize("order", [[1, 0, 2], [0, 2, 1], [0, 0, 2], [0, 2], [0, 1, 2, 2]])
def test_pieces_in_another_order_repeated_or_left_out_are_noticed(order: list[int]):
    key = new_key()
    pieces = pieces_of(kept(b"".join(bytes([n]) * PIECE for n in range(3)), key))
    with pytest.raises(SealBrokenError):
        read(FORMAT + b"".join(pieces[n] for n in order), key)


def test_no_byte_that_was_changed_is_ever_given_out():
    key = new_key()
    blob = bytearray(kept(b"a" * PIECE + b"b" * PIECE, key))
    blob[-1] ^= 1
    given = []
    with pytest.raises(SealBrokenError):
        given.extend(opened(io.BytesIO(bytes(blob)), key))
    assert given == [b"a" * PIECE]


def test_another_documents_bytes_do_not_open():
    one, other = new_key(), new_key()
    with pytest.raises(SealBrokenError):
        read(kept(b"paper", other), one)


def test_equal_documents_look_alike_to_nobody_without_the_keys():
    assert kept(b"the same paper", new_key()) != kept(b"the same paper", new_key())


def test_a_key_opens_only_under_its_scope_and_for_its_document():
    key, under = new_key(), new_key()
    stored = wrapped(key, under, b"claimant")
    assert unwrapped(stored, under, b"claimant") == key
    for wrong_key, bound_to in ((new_key(), b"claimant"), (under, b"respondent")):
        with pytest.raises(SealBrokenError):
            unwrapped(stored, wrong_key, bound_to)
    with pytest.raises(SealBrokenError):
        unwrapped(b"", under, b"claimant")
