"""Numbers of which no form is known: kept as they were written, and told apart by little.

Full-width forms, small letters, spaces, dashes, brackets and characters that are not seen
make no difference; anything else does. Nothing is guessed: no kind, no series, no check.
"""

from __future__ import annotations

import re
import unicodedata

from ipregistry.domain.numbers.clean import MAX_LENGTH, compact, fold, is_iso_date, shown
from ipregistry.domain.numbers.model import Check, OfficialNumber, Scheme
from ipregistry.domain.rights import RightKind

_OFFICE = re.compile(r"[A-Z]{2}")


def is_office(code: str) -> bool:
    """Whether the code has the form of ST.3."""
    return _OFFICE.fullmatch(code) is not None


def read_as_written(text: str, office: str, kind: RightKind | None) -> OfficialNumber | None:
    """The number as it stands; None where it cannot be one: nothing to read, or a date."""
    folded = fold(unicodedata.normalize("NFC", text))
    body = compact(folded)
    if body.startswith(office) and body[2:3].isdecimal():
        body = body[2:]
    told = any(c.isalnum() for c in body)
    if not told or not body.isprintable() or len(body) > MAX_LENGTH or is_iso_date(folded):
        return None
    seen = "".join(c for c in text if unicodedata.category(c) != "Cf")
    display = shown(" ".join(seen.split()))
    return OfficialNumber(office, kind, Scheme.AS_WRITTEN, body, display, None, Check.NONE)
