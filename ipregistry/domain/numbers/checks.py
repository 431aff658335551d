"""Check digits of official numbers."""

from __future__ import annotations

CN_CITATION = "ZC 0006-2003"


def cn_check_digit(digits: str) -> str:
    """The check character of a Mainland application number (12 digits, or 8 before 2003).

    Sum of digit times weight, modulo 11, ten written X; the weights run 2 to 9 and begin
    again (ZC 0006-2003; confirmed on every real number at hand). No weight is 0 modulo
    11, so that any single wrong digit shows.
    """
    total = sum(int(digit) * (2 + place % 8) for place, digit in enumerate(digits))
    return "0123456789X"[total % 11]


def hk_digit_sum(digits: str) -> int:
    """The digit sum of a nine-digit Hong Kong trade mark number: a multiple of ten in
    every real number seen, by no published rule, so that it never refuses.
    """
    return sum(int(digit) for digit in digits)
