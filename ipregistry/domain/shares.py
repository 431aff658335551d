"""Shares of a right as exact fractions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

# A denominator of ten digits is far beyond any deed; the cap keeps hostile input cheap.
_SHARE = re.compile(r"([1-9][0-9]{0,9})(?:/([1-9][0-9]{0,9}))?", re.ASCII)


def parse_share(text: str) -> Fraction | None:
    """``"1"`` or ``"1/3"`` as a fraction in (0, 1]; None where the text is not a share."""
    match = _SHARE.fullmatch(text)
    if match is None:
        return None
    share = Fraction(int(match[1]), int(match[2] or 1))
    return share if share <= 1 else None


def write_share(share: Fraction) -> str:
    """The canonical text: lowest terms, ``"1"`` for the whole."""
    return str(share)


def total(shares: Iterable[Fraction]) -> Fraction:
    """Their exact sum."""
    return sum(shares, Fraction(0))
