"""How the Mainland's offices write their numbers."""

from __future__ import annotations

import re

from ipregistry.domain.numbers.checks import CN_CITATION, cn_check_digit
from ipregistry.domain.numbers.model import (
    Check,
    Form,
    Found,
    OfficialNumber,
    Scheme,
    Written,
)
from ipregistry.domain.rights import CN, RightKind
from ipregistry.domain.violations import Severity, Violation

# The fifth digit (the third before 2003-10). 8 and 9 are international applications in
# the national phase (ZC 0006-2003).
_APPLICATION_TYPES = {
    "1": RightKind.INVENTION,
    "2": RightKind.UTILITY_MODEL,
    "3": RightKind.DESIGN,
    "8": RightKind.INVENTION,
    "9": RightKind.UTILITY_MODEL,
}
# 8 and 9 are not used in publication numbers (EPO, numbering system of China).
_PUBLICATION_TYPES = {
    "1": (RightKind.INVENTION, "ABC"),
    "2": (RightKind.UTILITY_MODEL, "UY"),
    "3": (RightKind.DESIGN, "SD"),
}
_EPO_CN = "EPO, numbering system of China"

_NEW = re.compile(r"([0-9]{4})([12389])([0-9]{7})(?:\.?([0-9X]))?")
_OLD = re.compile(r"([0-9]{2})([12389])([0-9]{5})(?:\.?([0-9X]))?")
# The form that CNIPA's XML calls standard, as seen for inventions: 10, year, the serial
# padded to nine digits, no check digit. How it writes other types was not seen.
_STANDARD = re.compile(r"10([0-9]{4})00([0-9]{7})")
_PUBLICATION = re.compile(r"([123])([0-9]{6}|[0-9]{8})([A-Z][0-9]?)?")
_SEVEN_DIGIT_SERIAL = 6
_MARK = re.compile(r"(0*)([1-9][0-9]{0,7})([A-Z])?")
_MARK_MOST, _MARK_LEAST_UNASKED = 8, 5

FIRST_NEW_YEAR, LAST_YEAR = 2003, 2099
_OLD_YEARS = {f"{year % 100:02d}": year for year in range(1985, 2004)}


def _application(written: Written, stem: str, kind: RightKind, check: str | None) -> Found:
    """`stem` is the number without its check digit, which is computed where it is absent."""
    expected = cn_check_digit(stem)
    normalised = f"{stem}.{check or expected}"
    state = Check.ABSENT if check is None else Check.RIGHT if check == expected else Check.WRONG
    scheme = Scheme.PATENT if written.patent else Scheme.APPLICATION
    display = f"ZL{normalised}" if written.patent else normalised
    number = OfficialNumber(CN, kind, scheme, normalised, display, None, state)
    if state is not Check.WRONG:
        return Found(number, (kind,))
    params = {"number": written.shown, "expected": expected, "found": check or ""}
    wrong = Violation("number-check-digit-wrong", "", params, CN_CITATION)
    return Found(number, (kind,), (wrong,))


def _impossible_year(written: Written, year: str, kind: RightKind, first: int, last: int) -> Found:
    params: dict[str, str | int] = {
        "number": written.shown,
        "year": year,
        "first": first,
        "last": last,
    }
    return Found(None, (kind,), (Violation("number-year-impossible", "", params, CN_CITATION),))


def read_application(written: Written) -> Found | None:
    """Since 2003-10-01: year, type, seven digits, check digit."""
    match = _NEW.fullmatch(written.body)
    if match is None:
        return None
    year, kind_digit, serial, check = match.groups()
    kind = _APPLICATION_TYPES[kind_digit]
    if not FIRST_NEW_YEAR <= int(year) <= LAST_YEAR:
        return _impossible_year(written, year, kind, FIRST_NEW_YEAR, LAST_YEAR)
    return _application(written, year + kind_digit + serial, kind, check)


def read_old_application(written: Written) -> Found | None:
    """From 1985 to 2003-09: two digits of the year, type, five digits, check digit."""
    match = _OLD.fullmatch(written.body)
    if match is None:
        return None
    year, kind_digit, serial, check = match.groups()
    kind = _APPLICATION_TYPES[kind_digit]
    if year not in _OLD_YEARS:
        # Eight or nine plain digits are many other things; only ZL or a dot say that
        # an application is meant.
        meant = written.patent or "." in written.body
        return _impossible_year(written, year, kind, 1985, 2003) if meant else None
    return _application(written, year + kind_digit + serial, kind, check)


def read_standard_form(written: Written) -> Found | None:
    """The 15 digits of ``dataFormat="standard"`` in CNIPA's XML."""
    match = _STANDARD.fullmatch(written.body)
    if match is None or written.patent:
        return None
    year, serial = match.groups()
    if not FIRST_NEW_YEAR <= int(year) <= LAST_YEAR:
        return _impossible_year(written, year, RightKind.INVENTION, FIRST_NEW_YEAR, LAST_YEAR)
    found = _application(written, f"{year}1{serial}", RightKind.INVENTION, None)
    display = found.number.display if found.number else ""
    params = {"number": written.shown, "readAs": display}
    note = Violation("number-standard-form-read", "", params, None, Severity.WARNING)
    return Found(found.number, found.kinds, (note,))


def read_publication(written: Written) -> Found | None:
    """Type digit and serial: 7 digits to 2007-08, 9 since; then the kind code.

    Publications and grants of the seven-digit time were counted apart (M), so that the
    letter is part of such a number; nine digits name one right whatever the letter.
    """
    match = _PUBLICATION.fullmatch(written.body)
    if match is None or written.patent:
        return None
    kind_digit, serial, code = match.groups()
    if written.office != CN and code is None:
        return None
    kind, letters = _PUBLICATION_TYPES[kind_digit]
    if code is not None and code[0] not in letters:
        if written.prefix != CN:
            return None
        params = {"number": written.shown, "code": code, "kind": kind.value}
        return Found(None, (kind,), (Violation("number-kind-code-unfit", "", params, _EPO_CN),))
    seven = len(serial) == _SEVEN_DIGIT_SERIAL
    letter = code[0] if code and seven else ""
    bare = f"CN{kind_digit}{serial}"
    number = OfficialNumber(
        CN, kind, Scheme.PUBLICATION, bare + letter, bare + (code or ""), code, Check.NONE
    )
    if seven and code is None:
        params = {"number": written.shown}
        missing = Violation("number-kind-code-missing", "", params, None, Severity.WARNING)
        return Found(number, (kind,), (missing,))
    return Found(number, (kind,))


def read_mark(written: Written) -> Found | None:
    """Plain digits, up to eight, the same for application and registration; a letter
    behind them marks the part that a partial transfer split off.
    """
    match = _MARK.fullmatch(written.body)
    if match is None or written.patent:
        return None
    zeros, digits, letter = match.groups()
    asked = written.kind is RightKind.TRADEMARK
    if not asked and (zeros or _reads_as_publication(written) or _ends_in_check(written)):
        return None
    # A short plain number is no mark's until somebody says so.
    if len(digits) < _MARK_LEAST_UNASKED and not asked and written.office != CN:
        return None
    if len(zeros) + len(digits) > _MARK_MOST:
        return None
    normalised = digits + (letter or "")
    number = OfficialNumber(
        CN, RightKind.TRADEMARK, Scheme.REGISTRATION, normalised, normalised, None, Check.NONE
    )
    return Found(number, (RightKind.TRADEMARK,))


def _ends_in_check(written: Written) -> bool:
    """An X that is right as a check digit is one, and not the 24th part of a mark."""
    found = read_old_application(written) if written.body.endswith("X") else None
    return found is not None and not found.refused


def _reads_as_publication(written: Written) -> bool:
    """CN before seven digits and a letter is how publications are written, never marks."""
    found = read_publication(written) if written.prefix == CN else None
    return found is not None and found.number is not None and found.number.kind_code is not None


FORMS: tuple[Form, ...] = (
    Form("cn-application", CN, read_application),
    Form("cn-application-before-2003", CN, read_old_application),
    Form("cn-application-standard-form", CN, read_standard_form),
    Form("cn-publication", CN, read_publication),
    Form("cn-trademark", CN, read_mark),
)
