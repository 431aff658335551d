"""A stream of bytes encrypted piece by piece, so that no change of it goes unnoticed.

AES-256-GCM under a key that is used for one document only. The nonce of a piece is its number
and whether it is the last (the STREAM construction: Hoang, Reyhanitabar, Rogaway, Vizár, 2015);
pieces that are missing, too many, or in another order do not open, nor does another document's.
A reader is given no byte that was not authenticated.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
PIECE = 64 * 1024
_TAG = 16
_NONCE = 12
# Stands at the beginning of every blob, and is authenticated with each piece.
FORMAT = b"ipregistry-document-1\n"


class SealBrokenError(Exception):
    """What is kept is not what was sealed under this key."""


def new_key() -> bytes:
    """A key for one document."""
    return secrets.token_bytes(KEY_BYTES)


def sealed(pieces: Iterable[bytes], key: bytes) -> Iterator[bytes]:
    """The bytes of `pieces` as they are kept. `key` must be new: nonces begin at 0."""
    cipher = AESGCM(key)
    yield FORMAT
    held = b""
    number = 0
    for piece in _even(pieces):
        if number:
            yield cipher.encrypt(_nonce(number - 1, last=False), held, FORMAT)
        held = piece
        number += 1
    yield cipher.encrypt(_nonce(max(number - 1, 0), last=True), held, FORMAT)


def opened(source: BinaryIO, key: bytes) -> Iterator[bytes]:
    """What was sealed. Raises SealBrokenError, before it gives a wrong byte."""
    cipher = AESGCM(key)
    if source.read(len(FORMAT)) != FORMAT:
        raise SealBrokenError("not a sealed document")
    number = 0
    piece = source.read(PIECE + _TAG)
    while True:
        following = source.read(PIECE + _TAG)
        try:
            yield cipher.decrypt(_nonce(number, last=not following), piece, FORMAT)
        except InvalidTag as error:
            raise SealBrokenError(f"piece {number} does not open") from error
        if not following:
            return
        piece = following
        number += 1


def wrapped(key: bytes, under: bytes, bound_to: bytes) -> bytes:
    """A document's key, encrypted under another; it opens only with the same `bound_to`."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(under).encrypt(nonce, key, bound_to)


def unwrapped(kept: bytes, under: bytes, bound_to: bytes) -> bytes:
    """The document's key again. Raises SealBrokenError."""
    try:
        return AESGCM(under).decrypt(kept[:_NONCE], kept[_NONCE:], bound_to)
    except (InvalidTag, ValueError) as error:
        raise SealBrokenError("the key does not open") from error


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(_NONCE - 1, "big") + bytes([last])


def _even(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of one size; the last may be shorter, and is never empty."""
    held = bytearray()
    for piece in pieces:
        held += piece
        while len(held) >= PIECE:
            yield bytes(held[:PIECE])
            del held[:PIECE]
    if held:
        yield bytes(held)
