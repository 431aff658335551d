"""The newer schema: ``business:PatentDocumentAndRelated``, V2.x.

Read from real files of kind A, V2.2.1, of 2021 and 2022 [V]. What granted kinds and designs
add was found only in other people's readers of them and is marked [S]; what follows from the
form of the rest is marked [I]. That such an element is missing refuses no record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from ipregistry.formats.cnipa import fields
from ipregistry.formats.cnipa.fields import (
    DocumentId,
    date_of,
    number_of,
    required,
    text_of,
)
from ipregistry.formats.cnipa.values import (
    NamedParty,
    Pct,
    Priority,
    Publication,
    Related,
)
from ipregistry.formats.untrusted.fragment import UnreadableError
from ipregistry.formats.untrusted.places import Position

NAMESPACE = "http://www.sipo.gov.cn/XMLSchema/business"
TAG = f"{{{NAMESPACE}}}PatentDocumentAndRelated"
_NS = {"b": NAMESPACE, "base": "http://www.sipo.gov.cn/XMLSchema/base"}

# Designs (kind S) have their own block, with the parties directly in it [S].
_BIBLIOGRAPHIC = ("b:BibliographicData", "b:DesignBibliographicData")
# An address whose full text is missing is put together from these, in the order in which a
# Chinese address is written [I].
_ADDRESS_PARTS = (
    "PostCode",
    "Province",
    "City",
    "County",
    "AddressCity",
    "Street",
    "AddressBuilding",
    "AddressFloor",
    "AddressRoom",
    "PostBox",
    "AddressLine",
)
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
# Parents of DocumentID that speak of other applications than the record's own.
_OF_OTHERS = frozenset({"RelatedDocuments", "ReferencesCited", "PriorityDetails"})


def read_publication(record: Any, position: Position) -> Publication:
    """The publication in `record`; raises UnreadableError with the reason where there is none."""
    block = _first(record, _BIBLIOGRAPHIC)
    if block is None:
        raise UnreadableError("record-without-bibliographic-data")
    application = _original(_all(block, "b:ApplicationReference"), only_original=True)
    filed = _document(_child(application, "base:DocumentID"))
    published = _document(
        _child(_original(_all(block, "b:PublicationReference")), "base:DocumentID")
    )
    application_type = None if application is None else application.get("applType")
    return Publication(
        application_number=required(filed.number, "record-without-application-number"),
        application_type=(application_type or "").strip()[:40] or None,
        filing_date=filed.date,
        publication_number=required(published.number, "record-without-publication-number"),
        kind_code=required(published.kind, "record-without-kind-code"),
        publication_date=required(published.date, "record-without-publication-date"),
        country=required(published.country, "record-without-country"),
        gazette_number=number_of(_child(block, ".//b:GazetteReference/b:GazetteNumber")),
        titles=fields.titles_of(_all(block, "b:InventionTitle") + _all(block, "b:DesignTitle")),
        applicants=_holders(block, "Applicant"),
        # 专利权人, in publications of granted rights [S].
        patentees=_holders(block, "Assignee"),
        inventors=_inventors(block),
        agents=_agents(block),
        priorities=_priorities(block),
        related=tuple(_related(block)),
        pct=_pct(block),
        ipc=fields.texts_of(
            _all(block, "b:ClassificationIPCRDetails/b:ClassificationIPCR/base:Text")
        ),
        position=position,
        source_digest=fields.digest_of(record),
    )


def _all(element: Any, path: str) -> list[Any]:
    return [] if element is None else list(element.findall(path, _NS))


def _child(element: Any, path: str) -> Any:
    return None if element is None else element.find(path, _NS)


def _first(element: Any, paths: Iterable[str]) -> Any:
    found = (_child(element, path) for path in paths)
    return next((e for e in found if e is not None), None)


def _original(elements: list[Any], *, only_original: bool = False) -> Any:
    """The reference in the office's own format. The 'standard' application number lacks the
    check digit and is another string, so it never stands in for the original.
    """
    usable = [e for e in elements if e.get("dataFormat") != "standard"]
    if not usable and not only_original:
        usable = elements
    return usable[0] if usable else None


def _each_once(elements: list[Any]) -> list[tuple[int, Any]]:
    """(sequence, element): those in the original format, and the standard form only of what
    has no other. Several languages of one party are several elements of one sequence.
    """
    numbered = [(fields.sequence_of(e, at), e) for at, e in enumerate(elements, start=1)]
    original = {at for at, e in numbered if e.get("dataFormat") != "standard"}
    return [
        (at, e) for at, e in numbered if e.get("dataFormat") != "standard" or at not in original
    ]


def _document(element: Any) -> DocumentId:
    return DocumentId(
        country=number_of(_child(element, "base:WIPOST3Code")),
        number=number_of(_child(element, "base:DocNumber")),
        kind=number_of(_child(element, "base:Kind")),
        date=date_of(_child(element, "base:Date")),
    )


def _parties(block: Any, role: str) -> list[tuple[int, Any]]:
    path = f"b:{role}Details/b:{role}"
    return _each_once(_all(block, f"b:Parties/{path}") + _all(block, path))


def _name(book: Any) -> str | None:
    return text_of(_child(book, "base:Name")) or text_of(_child(book, "base:OrganizationName"))


def _party(book: Any, sequence: int, agency: str | None = None) -> NamedParty | None:
    name = _name(book) or agency
    if name is None:
        return None
    address = _child(book, "base:Address")
    return NamedParty(
        name=name,
        language=fields.language_of(book),
        address=_address(address),
        country=number_of(_child(address, "base:WIPOST3Code")),
        sequence=sequence,
        agency=agency,
    )


def _address(address: Any) -> str | None:
    full = text_of(_child(address, "base:Text"))
    if full is not None:
        return full
    parts = [text_of(_child(address, f"base:{part}")) for part in _ADDRESS_PARTS]
    # Of a municipality, province and city are the same word.
    return " ".join(dict.fromkeys(part for part in parts if part)) or None


def _holders(block: Any, role: str) -> tuple[NamedParty, ...]:
    found: list[NamedParty] = []
    for sequence, element in _parties(block, role):
        books = _all(element, "base:AddressBook") or [None]
        found += [fields.named(_party(b, sequence), role.lower(), sequence) for b in books]
    return tuple(found)


def _inventors(block: Any) -> tuple[NamedParty, ...]:
    """Inventors, of designs too [S], without those who asked not to be named: all whose names
    are printed carry publicationMark 0 [V], so another mark is taken for that request [I].
    """
    found = (
        _party(book, sequence)
        for role in ("Inventor", "Designer")
        for sequence, element in _parties(block, role)
        if (element.get("publicationMark") or "0").strip() == "0"
        for book in _all(element, "base:AddressBook")
    )
    return tuple(party for party in found if party is not None)


def _agents(block: Any) -> tuple[NamedParty, ...]:
    found = []
    for sequence, element in _parties(block, "Agent"):
        agency = _name(_child(element, "b:Agency/base:AddressBook"))
        book = _child(element, "base:AddressBook")
        found.append(_party(element if book is None else book, sequence, agency))
    return tuple(party for party in found if party is not None)


def _priorities(block: Any) -> tuple[Priority, ...]:
    found = []
    for sequence, element in _each_once(_all(block, "b:PriorityDetails/b:Priority")):
        claimed = _document(element)
        number = required(claimed.number, "priority-without-number")
        kind = (element.get("kind") or "").strip()[:40] or None
        found.append(Priority(claimed.country, number, claimed.date, kind, sequence))
    return tuple(found)


def _related(block: Any) -> Iterator[Related]:
    """Division is [V]; any other relation is read by the same form, under its own name [I]."""
    for relation in _all(block, "b:RelatedDocuments/*"):
        word = _WORD.sub("-", fields.name_of(relation)).lower()
        for role in ("parent", "child"):
            path = f"b:DocumentsRelation/b:{role.capitalize()}Document/base:DocumentID"
            for element in _all(relation, path):
                other = _document(element)
                if other.number is not None:
                    yield Related(word, role, other.country, other.number, other.date)


def _pct(block: Any) -> Pct | None:
    """The international application, known by the form of its number (PCT Administrative
    Instructions s. 307): no file of this generation with one was at hand to read the names
    of the elements around it from [I].
    """
    filing = publication = DocumentId()
    for element in block.iter(f"{{{_NS['base']}}}DocumentID"):
        if any(fields.name_of(above) in _OF_OTHERS for above in element.iterancestors()):
            continue
        number = number_of(_child(element, "base:DocNumber"))
        country = number_of(_child(element, "base:WIPOST3Code"))
        if number is not None and number.upper().startswith("PCT/"):
            filing = _document(element)
        elif number is not None and (country == "WO" or number.upper().startswith("WO")):
            publication = _document(element)
    return fields.pct_of(filing, publication, None)
