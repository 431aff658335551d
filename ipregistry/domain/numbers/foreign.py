"""How the offices of the United States and of Europe write their numbers.

Their numbers come with imports and with priorities. The forms are those of the records of
these offices that were at hand (E); what was not seen is read with a warning, or not at
all. Read only where the office is named or stands in front of the number: plain digits of
eight are too many other things.
"""

from __future__ import annotations

import re

from ipregistry.domain.numbers.model import (
    Check,
    Form,
    Found,
    OfficialNumber,
    Scheme,
    Written,
)
from ipregistry.domain.rights import EP, US, RightKind
from ipregistry.domain.violations import Severity, Violation

_IN, _DE, _TM = RightKind.INVENTION, RightKind.DESIGN, RightKind.TRADEMARK

_US_APPLICATION = re.compile(r"([0-9]{2})(/?)([0-9]{6})")
_US_PATENT = re.compile(r"0?([1-9][0-9]{3,7})([ABCE][0-9]?)?")
_US_DESIGN = re.compile(r"D0?([1-9][0-9]{0,6})(S[0-9]?)?")
_US_PUBLICATION = re.compile(r"(20[0-9]{2})/?([0-9]{6,7})([AP][0-9]?)?")
_US_SERIAL = re.compile(r"([0-9]{2})/?([0-9]{6})")
_US_REGISTRATION = re.compile(r"0*([1-9][0-9]{0,6})")
# Patents have come past eleven million, and reach fourteen not before the end of the decade
# at their pace; applications use every eight digits. The line decides what plain digits may
# be, and refuses nothing: the stroke of an application says what is meant.
_NO_PATENT_YET = 14_000_000
# Of the serial numbers of marks 74 and 76 were seen; those of applications for patents run
# from below. Without a kind only what stands clear of these is read as a mark.
_SERIES_OF_MARKS = 70
_SHORT_SERIAL, _DIGITS_OF_APPLICATION = 6, 8

_EP_PUBLICATION = re.compile(r"([0-9]{7})([AB][0-9])?")
_EP_APPLICATION = re.compile(r"([0-9]{8})(?:\.([0-9]))?")
_EP_LONG_APPLICATION = re.compile(r"(?:19|20)([0-9]{2})0([0-9]{6})")


def _digits(written: Written, office: str) -> str | None:
    """The number without the commas of thousands; None where another office is meant."""
    return written.body.replace(",", "") if written.office == office else None


def _unverified(written: Written, form: str) -> Violation:
    params = {"number": written.shown, "form": form}
    return Violation("number-form-unverified", "", params, None, Severity.WARNING)


def read_us_application(written: Written) -> Found | None:
    """A series of two digits, a stroke, six digits. Without the stroke it may be a patent."""
    body = _digits(written, US)
    match = _US_APPLICATION.fullmatch(body) if body is not None else None
    if match is None:
        return None
    series, stroke, serial = match.groups()
    if not stroke and (written.prefix == US or "," in written.body) and _may_be_patent(body):
        return None
    text = f"{series}/{serial}"
    # A design is applied for in a series of its own, which the number tells to who knows it.
    number = OfficialNumber(US, None, Scheme.APPLICATION, text, text, None, Check.NONE)
    return Found(number, (_IN, _DE))


def _may_be_patent(body: str | None) -> bool:
    return body is not None and body.isdecimal() and int(body) < _NO_PATENT_YET


def read_us_patent(written: Written) -> Found | None:
    """Up to eight digits, then the kind code; written with US in front, or commas inside."""
    body = _digits(written, US)
    match = _US_PATENT.fullmatch(body) if body is not None else None
    if match is None or int(match[1]) >= _NO_PATENT_YET:
        return None
    bare = f"US{match[1]}"
    code = match[2]
    number = OfficialNumber(US, _IN, Scheme.PATENT, bare, bare + (code or ""), code, Check.NONE)
    return Found(number, (_IN,))


def read_us_design(written: Written) -> Found | None:
    """D and up to seven digits (M: no such number was among the records at hand)."""
    body = _digits(written, US)
    match = _US_DESIGN.fullmatch(body) if body is not None else None
    if match is None:
        return None
    bare, code = f"USD{match[1]}", match[2]
    number = OfficialNumber(US, _DE, Scheme.PATENT, bare, bare + (code or ""), code, Check.NONE)
    return Found(number, (_DE,), (_unverified(written, "us-design"),))


def read_us_publication(written: Written) -> Found | None:
    """The year, seven digits, the kind code. With six digits a nought was left out (M)."""
    body = _digits(written, US)
    match = _US_PUBLICATION.fullmatch(body) if body is not None else None
    if match is None:
        return None
    year, serial, code = match.groups()
    notes = (_unverified(written, "us-publication"),) if len(serial) == _SHORT_SERIAL else ()
    bare = f"US{year}{serial.zfill(_SHORT_SERIAL + 1)}"
    number = OfficialNumber(
        US, _IN, Scheme.PUBLICATION, bare, bare + (code or ""), code, Check.NONE
    )
    return Found(number, (_IN,), notes)


def read_us_serial(written: Written) -> Found | None:
    """The serial number of an application for a mark: two digits of the series, six more."""
    body = _digits(written, US)
    match = _US_SERIAL.fullmatch(body) if body is not None else None
    if match is None or (written.kind is not _TM and int(match[1]) < _SERIES_OF_MARKS):
        return None
    text = match[1] + match[2]
    number = OfficialNumber(US, _TM, Scheme.APPLICATION, text, text, None, Check.NONE)
    return Found(number, (_TM,))


def read_us_registration(written: Written) -> Found | None:
    """The registration number of a mark: up to seven digits."""
    body = _digits(written, US)
    match = _US_REGISTRATION.fullmatch(body) if body is not None else None
    if match is None or len(body or "") >= _DIGITS_OF_APPLICATION:
        return None
    text = match[1]
    number = OfficialNumber(US, _TM, Scheme.REGISTRATION, text, text, None, Check.NONE)
    return Found(number, (_TM,))


def read_ep_publication(written: Written) -> Found | None:
    """EP and seven digits, the same for the application published and the patent granted."""
    match = _EP_PUBLICATION.fullmatch(written.body)
    if match is None or written.office != EP:
        return None
    bare, code = f"EP{match[1]}", match[2]
    number = OfficialNumber(
        EP, _IN, Scheme.PUBLICATION, bare, bare + (code or ""), code, Check.NONE
    )
    return Found(number, (_IN,))


def read_ep_application(written: Written) -> Found | None:
    """Two digits of the year, six digits, a check digit whose rule is not known here.

    The form with the whole year and a nought is that of the EPO's own data.
    """
    if written.office != EP:
        return None
    whole, match = (
        _EP_LONG_APPLICATION.fullmatch(written.body),
        _EP_APPLICATION.fullmatch(written.body),
    )
    if whole is not None:
        stem, check = whole[1] + whole[2], None
    elif match is not None:
        stem, check = match[1], match[2]
    else:
        return None
    state = Check.ABSENT if check is None else Check.NONE
    display = f"EP{stem}.{check}" if check else f"EP{stem}"
    number = OfficialNumber(EP, _IN, Scheme.APPLICATION, stem, display, None, state)
    return Found(number, (_IN,))


FORMS: tuple[Form, ...] = (
    Form("us-patent", US, read_us_patent),
    Form("us-application", US, read_us_application),
    Form("us-design", US, read_us_design),
    Form("us-publication", US, read_us_publication),
    Form("us-trademark-serial", US, read_us_serial),
    Form("us-trademark", US, read_us_registration),
    Form("ep-publication", EP, read_ep_publication),
    Form("ep-application", EP, read_ep_application),
)
