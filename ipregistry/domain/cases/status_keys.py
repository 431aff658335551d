"""Status keys: what a side asks the status of its case with, without an account.

A key is made of the node's secret, the case, the place of the side in it and the generation of
its keys; it is kept nowhere, and a replay gives it again. Written in the alphabet of record
numbers with a check character, so that it survives a telephone and a typing error is known as
one before anything is looked up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ipregistry.domain.ids import ALPHABET

PURPOSE = "case-status-key"
_BASE = len(ALPHABET)
MOST_SIDES = _BASE**2
# 31 ** 25 is more than 2 ** 123: nobody finds one by trying.
_SIDE, _SECRET, _GROUP = 2, 25, 4
_LENGTH = _SIDE + _SECRET + 1
LONGEST = 64
_LEFT_OUT = str.maketrans("", "", " -\u2010\u2011\u2013\t\r\n")


@dataclass(frozen=True, slots=True)
class Pair:
    """A case's number and a key, as somebody gave them."""

    case: str
    key: str


@dataclass(frozen=True, slots=True)
class GivenKey:
    """A key as it was given, free of typing errors: of which side in the order of the case."""

    position: int
    characters: str


def key_source(case_id: str, position: int, generation: int) -> bytes:
    """What a key is the keyed hash of; of one length, so that each takes the same work."""
    return f"{case_id:<20.20}{position:04d}{generation:08d}".encode()


def write_key(position: int, digest: bytes) -> str:
    """The key of the side at `position` from its keyed hash (32 bytes), in groups of four."""
    number = int.from_bytes(digest, "big")
    body = ALPHABET[position // _BASE] + ALPHABET[position % _BASE]
    for _ in range(_SECRET):
        number, digit = divmod(number, _BASE)
        body += ALPHABET[digit]
    whole = body + _check(body)
    return "-".join(whole[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))


def read_key(text: str) -> GivenKey | None:
    """A key as somebody typed it: blanks, hyphens and small letters do not matter.

    None of one whose length, letters or check character are wrong.
    """
    characters = text[:LONGEST].translate(_LEFT_OUT).upper()
    if len(characters) != _LENGTH or any(c not in ALPHABET for c in characters):
        return None
    if _check(characters[:-1]) != characters[-1]:
        return None
    high, low = (ALPHABET.index(letter) for letter in characters[:_SIDE])
    return GivenKey(high * _BASE + low, characters)


def characters_of(key: str) -> str:
    """A key as it is compared."""
    return key.replace("-", "")


def generation_of(side: Mapping[str, Any]) -> int:
    """Which of the keys of a side is the present one: each new one ends the one before."""
    found: int = side.get("keyGeneration", 1)
    return found


def with_next_key(side: Mapping[str, Any]) -> dict[str, Any]:
    """The side with the key that it had at an end, and another one."""
    return {**side, "keyGeneration": generation_of(side) + 1}


def _check(body: str) -> str:
    """As for record numbers: each single wrong letter and each swap of neighbours is caught."""
    weighted = sum(place * ALPHABET.index(letter) for place, letter in enumerate(body, 1))
    return ALPHABET[weighted % _BASE]
