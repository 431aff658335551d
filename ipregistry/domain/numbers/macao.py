"""How Macao's office writes its numbers."""

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
from ipregistry.domain.rights import MO, RightKind
from ipregistry.domain.violations import Severity, Violation

_NUMBER = re.compile(r"([NIJD])/?0*([1-9][0-9]{0,6})")

# N was seen in a real registration; the others are from memory and only warn.
_LETTERS = {
    "N": RightKind.TRADEMARK,
    "I": RightKind.INVENTION,
    "J": RightKind.MO_EXTENSION,
    "D": RightKind.DESIGN,
}
# They suggest a kind and do not refuse another that is no mark.
_UNVERIFIED = (
    RightKind.INVENTION,
    RightKind.UTILITY_MODEL,
    RightKind.DESIGN,
    RightKind.MO_EXTENSION,
)


def read_number(written: Written) -> Found | None:
    """A letter for the kind of right, a stroke, a serial (padded to six digits)."""
    match = _NUMBER.fullmatch(written.body)
    if match is None:
        return None
    letter, serial = match.groups()
    kind = _LETTERS[letter]
    text = f"{letter}/{int(serial):06d}"
    number = OfficialNumber(MO, kind, Scheme.REGISTRATION, text, text, None, Check.NONE)
    if letter == "N":
        return Found(number, (kind,))
    params = {"number": written.shown, "form": f"mo-{letter.lower()}"}
    note = Violation("number-form-unverified", "", params, None, Severity.WARNING)
    return Found(number, _UNVERIFIED, (note,))


FORMS: tuple[Form, ...] = (Form("mo-registration", MO, read_number),)
