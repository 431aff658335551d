"""How single values are read, in either generation of the schema."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from lxml import etree

from ipregistry.formats.cnipa.values import NamedParty, Pct
from ipregistry.formats.untrusted.fragment import UnreadableError

# What CNIPA writes where it has nothing to say: '0' in the lines of an address, ten zeros for
# an organisation code, eight for a date [V, the V2.2.1 files].
_NO_DATA = frozenset({"0", "0000000000", "00000000"})
_DATE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_SEQUENCE = re.compile(r"[0-9]{1,6}")
_QUOTED = 40

NUMBER_LENGTH = 64
TEXT_LENGTH = 4000


@dataclass(frozen=True, slots=True)
class DocumentId:
    """Country, number, kind and date of some document, each as far as it is given."""

    country: str | None = None
    number: str | None = None
    kind: str | None = None
    date: date | None = None


def name_of(element: Any) -> str:
    """The element's local name."""
    return str(etree.QName(element).localname)


def text_of(element: Any, limit: int = TEXT_LENGTH) -> str | None:
    """All text inside, without outer white space; None where there is no data."""
    if element is None:
        return None
    text = "".join(element.itertext()).strip()
    if len(text) > limit:
        raise UnreadableError("field-too-long", field=name_of(element), limit=str(limit))
    return None if not text or text in _NO_DATA else text


def number_of(element: Any) -> str | None:
    """Like `text_of`, for numbers and codes."""
    return text_of(element, NUMBER_LENGTH)


def date_of(element: Any) -> date | None:
    """A date written YYYYMMDD; None where there is none; UnreadableError where it cannot be one."""
    text = text_of(element)
    if text is None:
        return None
    digits = _DATE.fullmatch(text)
    try:
        if digits is not None:
            return date(*(int(part) for part in digits.groups()))
    except ValueError:
        pass
    raise UnreadableError("date-impossible", field=name_of(element), value=text[:_QUOTED])


def language_of(element: Any) -> str | None:
    """The declared language of `element`, or of what it stands in, in lower case."""
    while element is not None:
        declared = (element.get("lang") or "").strip()
        if declared:
            return str(declared[:_QUOTED]).lower()
        element = element.getparent()
    return None


def sequence_of(element: Any, otherwise: int) -> int:
    """The `sequence` attribute, or `otherwise` where it is no small number."""
    written = (element.get("sequence") or "").strip()
    return int(written) if _SEQUENCE.fullmatch(written) else otherwise


def titles_of(elements: Iterable[Any]) -> tuple[tuple[str, str], ...]:
    """(language, text) of each title that says something."""
    pairs = ((language_of(e) or "und", text_of(e)) for e in elements)
    return tuple((language, text) for language, text in pairs if text is not None)


def texts_of(elements: Iterable[Any]) -> tuple[str, ...]:
    """The text of each that says something."""
    return tuple(text for text in map(text_of, elements) if text is not None)


def required(value: Any, code: str) -> Any:
    """`value`, or the refusal `code` where it is None."""
    if value is None:
        raise UnreadableError(code)
    return value


def named(party: NamedParty | None, role: str, sequence: int) -> NamedParty:
    """An applicant or patentee whose name cannot be read refuses the record: left out, it
    would make the others look like all of them.
    """
    if party is None:
        raise UnreadableError("party-without-name", role=role, sequence=str(sequence))
    return party


def pct_of(filing: DocumentId, publication: DocumentId, national_phase: date | None) -> Pct | None:
    """The international application, if the record names anything of it."""
    if filing.number is None and publication.number is None and national_phase is None:
        return None
    return Pct(
        filing_number=filing.number,
        filing_date=filing.date,
        filing_country=filing.country,
        publication_number=publication.number,
        publication_date=publication.date,
        national_phase_date=national_phase,
    )


def digest_of(element: Any) -> str:
    """``sha256:…`` of the record's exclusive C14N 1.0 (W3C, 2002), without comments.

    Exclusive, because then the namespaces that a container declares do not count.
    """
    try:
        canonical = etree.tostring(element, method="c14n", exclusive=True, with_comments=False)
    except etree.C14NError as wrong:
        # A relative namespace name, which C14N does not allow.
        raise UnreadableError("record-not-canonical") from wrong
    return "sha256:" + hashlib.sha256(canonical).hexdigest()
