"""Public numbers of records: a prefix, random base 31, a check character.

Random, so that a number tells neither order nor count; base 31 without 0, 1, I, L, O, so
that it survives a telephone; a check character modulo the prime 31 with position weights,
so that every single wrong character and every swap of two neighbours is caught.
"""

from __future__ import annotations

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
BODY_LENGTH = 13

PREFIXES = {
    "account": "AC",
    "asset": "AS",
    "calendar": "CL",
    "case": "CA",
    "case-charge": "CH",
    "case-disclosure": "CD",
    "case-notice": "CN",
    "case-paper": "CP",
    "case-statistics": "ST",
    "closure": "CS",
    "conflict-check": "CK",
    "draft": "DR",
    "entry": "EN",
    "erasure": "ER",
    "filing": "FI",
    "hold": "HO",
    "invoice": "IV",
    "mandate": "MA",
    "neutral": "NE",
    "nomination": "NM",
    "pack": "PK",
    "party": "PA",
    "policy": "PO",
    "requisition": "RQ",
    "transaction": "TX",
}
KINDS = {prefix: kind for kind, prefix in PREFIXES.items()}


def make_id(kind: str, random: bytes) -> str:
    """A record number for `kind` from at least 16 random bytes."""
    number = int.from_bytes(random, "big")
    body, weighted = "", 0
    for position in range(1, BODY_LENGTH + 1):
        number, digit = divmod(number, 31)
        body += ALPHABET[digit]
        weighted += position * digit
    return f"{PREFIXES[kind]}-{body}{ALPHABET[weighted % 31]}"


def kind_of(record_id: str) -> str | None:
    """The kind that a well-formed number names; None where form or check character is wrong."""
    prefix, dash, body = record_id.partition("-")
    kind = KINDS.get(prefix)
    if kind is None or not dash or len(body) != BODY_LENGTH + 1:
        return None
    if any(character not in ALPHABET for character in body):
        return None
    return kind if _check_character(body[:-1]) == body[-1] else None


def _check_character(body: str) -> str:
    weighted = sum(
        (position + 1) * ALPHABET.index(character) for position, character in enumerate(body)
    )
    return ALPHABET[weighted % 31]
