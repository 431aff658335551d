"""How the Hong Kong registries write their numbers."""

from __future__ import annotations

import re

from ipregistry.domain.numbers.checks import hk_digit_sum
from ipregistry.domain.numbers.model import (
    Check,
    Form,
    Found,
    OfficialNumber,
    Scheme,
    Written,
)
from ipregistry.domain.rights import HK, RightKind
from ipregistry.domain.violations import Severity, Violation

_PATENTS = (RightKind.HK_STANDARD_O, RightKind.HK_STANDARD_R, RightKind.HK_SHORT_TERM)
_BEFORE_2019 = (RightKind.HK_STANDARD_R, RightKind.HK_SHORT_TERM)

_MARK = re.compile(r"(30[0-9]{7})([A-Z]{2})?")
_OLD_MARK = re.compile(r"([0-9]{4})([0-9]{4,5})([A-Z]{2})?")
_APPLICATION = re.compile(r"([12346])([0-9]{4})([0-9]{6})(?:\.?([0-9]))?")
_OLD_APPLICATION = re.compile(r"([0-9]{8})\.([0-9])")
_PUBLICATION = re.compile(r"(1[0-9]{6}|[34]0[0-9]{6})([ABC][0-9]?)?")

# The register of marks begins in the 1870s (M); new numbers since 2003.
_FIRST_MARK_YEAR, _LAST_OLD_MARK_YEAR = 1870, 2003
# The new patent file numbers came with the system of 2019-12-19.
_FIRST_PATENT_YEAR, _LAST_YEAR = 2019, 2099


def _from_memory(written: Written, form: str) -> Violation:
    params = {"number": written.shown, "form": form}
    return Violation("number-form-unverified", "", params, None, Severity.WARNING)


def read_mark(written: Written) -> Found | None:
    """Since 2003: nine digits from 30, two letters for a part of a divided mark."""
    match = _MARK.fullmatch(written.body)
    if match is None:
        return None
    digits, part = match.groups()
    total = hk_digit_sum(digits)
    state = Check.RIGHT if total % 10 == 0 else Check.WRONG
    text = digits + (part or "")
    kind = RightKind.TRADEMARK
    number = OfficialNumber(HK, kind, Scheme.REGISTRATION, text, text, None, state)
    if state is Check.RIGHT:
        return Found(number, (kind,))
    params: dict[str, str | int] = {"number": written.shown, "sum": total}
    doubt = Violation("number-check-digit-doubtful", "", params, None, Severity.WARNING)
    return Found(number, (kind,), (doubt,))


def read_old_mark(written: Written) -> Found | None:
    """Before 2003: the year and a serial of four or five digits."""
    match = _OLD_MARK.fullmatch(written.body)
    if match is None or not _FIRST_MARK_YEAR <= int(match[1]) <= _LAST_OLD_MARK_YEAR:
        return None
    text = match[1] + match[2] + (match[3] or "")
    kind = RightKind.TRADEMARK
    return Found(
        OfficialNumber(HK, kind, Scheme.REGISTRATION, text, text, None, Check.NONE), (kind,)
    )


def _patent_application(
    stem: str, display: str, check: str | None, kinds: tuple[RightKind, ...]
) -> OfficialNumber:
    """The check digit's rule is not known, so that it is never computed."""
    kind = kinds[0] if len(kinds) == 1 else None
    state = Check.ABSENT if check is None else Check.NONE
    return OfficialNumber(HK, kind, Scheme.APPLICATION, stem, display, None, state)


def read_application(written: Written) -> Found | None:
    """Since 2019-12-19: a digit for the kind, the year, six digits, a check digit.

    With and without its check digit the number is the same, so the key leaves it out.
    3 is a short-term patent (one real number). What the other digits mean is from memory,
    so that they tell no kind.
    """
    match = _APPLICATION.fullmatch(written.body)
    if match is None:
        return None
    lead, year, serial, check = match.groups()
    kinds: tuple[RightKind, ...] = (RightKind.HK_SHORT_TERM,) if lead == "3" else _PATENTS
    if not _FIRST_PATENT_YEAR <= int(year) <= _LAST_YEAR:
        return None
    stem = lead + year + serial
    number = _patent_application(stem, f"{stem}.{check}" if check else stem, check, kinds)
    notes = () if lead == "3" else (_from_memory(written, "hk-patent-application"),)
    return Found(number, kinds, notes)


def read_old_application(written: Written) -> Found | None:
    """Before 2019: two digits of the year, six digits, a check digit (M). Read only where
    Hong Kong is named, because old Mainland applications look alike.
    """
    match = _OLD_APPLICATION.fullmatch(written.body)
    if match is None or written.office != HK:
        return None
    stem, check = match.groups()
    number = _patent_application(f"{stem}.{check}", f"HK{stem}.{check}", check, _PATENTS)
    return Found(number, _PATENTS, (_from_memory(written, "hk-old-application"),))


def read_publication(written: Written) -> Found | None:
    """Old: seven digits from 1. New: eight, from 40 for (R), from 30 for short-term (M)."""
    match = _PUBLICATION.fullmatch(written.body)
    if match is None or (written.office != HK and match[2] is None):
        return None
    digits, code = match.groups()
    kind: RightKind | None = None
    kinds: tuple[RightKind, ...] = _BEFORE_2019
    notes: tuple[Violation, ...] = ()
    if digits.startswith("40"):
        kind, kinds = RightKind.HK_STANDARD_R, (RightKind.HK_STANDARD_R,)
    elif digits.startswith("30"):
        # From memory: it suggests the kind, and does not refuse another.
        kind, kinds = RightKind.HK_SHORT_TERM, _PATENTS
        notes = (_from_memory(written, "hk-short-term-publication"),)
    bare = f"HK{digits}"
    number = OfficialNumber(
        HK, kind, Scheme.PUBLICATION, bare, bare + (code or ""), code, Check.NONE
    )
    return Found(number, kinds, notes)


FORMS: tuple[Form, ...] = (
    Form("hk-trademark", HK, read_mark),
    Form("hk-trademark-before-2003", HK, read_old_mark),
    Form("hk-patent-application", HK, read_application),
    Form("hk-patent-application-before-2019", HK, read_old_application),
    Form("hk-publication", HK, read_publication),
)
