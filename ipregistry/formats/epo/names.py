"""The namespaces of OPS, and how it names documents."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ipregistry.formats.told import Scheme, ToldNumber
from ipregistry.formats.untrusted import Fragment

OPS = "http://ops.epo.org"
EXCHANGE = "http://www.epo.org/exchange"

# A United States application in docdb's form: the year before series and serial [V].
_US_APPLICATION = re.compile(r"(?:19|20)[0-9]{2}(?P<number>[0-9]{8})")
_US_PUBLICATION = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?P<serial>[0-9]{6})")


@dataclass(frozen=True, slots=True)
class Document:
    """One document as OPS names it in the form of docdb."""

    country: str
    number: str
    kind: str | None
    date: date | None


def documents_in(reference: Fragment) -> list[Document]:
    """The documents of a reference, in docdb's form; that of epodoc says the same again."""
    found = []
    for identifier in reference.each("document-id"):
        form = identifier.text("@document-id-type")
        country = identifier.number("country")
        number = identifier.number("doc-number")
        kind, day = identifier.number("kind"), identifier.day("date")
        if form in (None, "docdb") and country is not None and number is not None:
            found.append(Document(country, number, kind, day))
    return found


def office_number(country: str, number: str, scheme: Scheme) -> ToldNumber:
    """The number as its own office writes it, where docdb's form differs from that [V, US]."""
    if country != "US":
        return ToldNumber(scheme, number)
    if scheme is Scheme.APPLICATION:
        found = _US_APPLICATION.fullmatch(number)
        return ToldNumber(scheme, found["number"] if found else number)
    if found := _US_PUBLICATION.fullmatch(number):
        # docdb leaves out the first of the seven digits behind the year, a zero.
        return ToldNumber(scheme, f"{found['year']}0{found['serial']}")
    # What was published without a year in its number is a patent.
    return ToldNumber(Scheme.PATENT, number)


def numbers_of(
    country: str, applications: Iterable[Document], publications: Iterable[Document]
) -> tuple[ToldNumber, ...]:
    """The numbers of one office's right, the application's first, each once."""
    told = [
        office_number(country, document.number, scheme)
        for scheme, documents in (
            (Scheme.APPLICATION, applications),
            (Scheme.PUBLICATION, publications),
        )
        for document in documents
        if document.country == country
    ]
    return tuple(dict.fromkeys(told))
