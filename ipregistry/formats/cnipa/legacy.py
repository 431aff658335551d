"""The older schema: ``cn-patent-document``, after WIPO ST.36.

Read from real files of kind A of 2014 [V]. Patentees, claims of priority, divisionals and
international publications are read under the names that a public style sheet for this schema
uses [S]; none of the files has one. That such an element is missing refuses no record.
"""

from __future__ import annotations

from collections.abc import Iterator
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
    Priority,
    Publication,
    Related,
)
from ipregistry.formats.untrusted.fragment import UnreadableError
from ipregistry.formats.untrusted.places import Position

TAG = "cn-patent-document"

_DOMESTIC = "cn-domestic-priority-claim"
# The second form is that of the IPC before its eighth edition [S].
_IPC = (
    "classifications-ipcr/classification-ipcr/text",
    "classification-ipc/main-classification",
    "classification-ipc/further-classification",
    "classification-ipc/text",
)
_NOT_TO_BE_PUBLISHED = "cn-not-to-be-published-request-by-inventor"


def read_publication(record: Any, position: Position) -> Publication:
    """The publication in `record`; raises UnreadableError with the reason where there is none."""
    block = record.find("cn-bibliographic-data")
    if block is None:
        raise UnreadableError("record-without-bibliographic-data")
    application = block.find("application-reference")
    filed = _document(block.find("application-reference/document-id"))
    published = _document(block.find("cn-publication-reference/document-id"))
    application_type = None if application is None else application.get("appl-type")
    return Publication(
        application_number=required(filed.number, "record-without-application-number"),
        application_type=(application_type or "").strip()[:40] or None,
        filing_date=filed.date,
        publication_number=required(published.number, "record-without-publication-number"),
        kind_code=required(published.kind, "record-without-kind-code"),
        publication_date=required(published.date, "record-without-publication-date"),
        country=required(published.country, "record-without-country"),
        gazette_number=number_of(
            block.find("cn-publication-reference/gazette-reference/gazette-num")
        ),
        titles=fields.titles_of(block.findall("invention-title")),
        applicants=_holders(block, "cn-parties/cn-applicants/cn-applicant", "applicant"),
        patentees=_holders(block, "assignees/assignee", "assignee"),
        inventors=_inventors(block),
        agents=_agents(block),
        priorities=tuple(_priorities(block)),
        related=tuple(_related(block)),
        pct=fields.pct_of(
            _document(block.find("pct-or-regional-filing-data/document-id")),
            _document(block.find("pct-or-regional-publishing-data/document-id")),
            date_of(block.find("date-pct-article-22-39-fulfilled/date")),
        ),
        ipc=fields.texts_of(element for path in _IPC for element in block.findall(path)),
        position=position,
        source_digest=fields.digest_of(record),
    )


def _document(element: Any) -> DocumentId:
    if element is None:
        return DocumentId()
    return DocumentId(
        country=number_of(element.find("country")),
        number=number_of(element.find("doc-number")),
        kind=number_of(element.find("kind")),
        date=date_of(element.find("date")),
    )


def _numbered(block: Any, path: str) -> list[tuple[int, Any]]:
    elements = enumerate(block.findall(path), start=1)
    return [(fields.sequence_of(element, at), element) for at, element in elements]


def _party(element: Any, sequence: int, agency: str | None = None) -> NamedParty | None:
    """A party under its `addressbook`, or directly under its own element, as inventors are."""
    book = element.find("addressbook")
    book = element if book is None else book
    name = text_of(book.find("name")) or agency
    if name is None:
        return None
    return NamedParty(
        name=name,
        language=fields.language_of(book),
        address=text_of(book.find("address/text")),
        country=number_of(book.find("address/country")),
        sequence=sequence,
        agency=agency,
    )


def _holders(block: Any, path: str, role: str) -> tuple[NamedParty, ...]:
    return tuple(
        fields.named(_party(element, sequence), role, sequence)
        for sequence, element in _numbered(block, path)
    )


def _inventors(block: Any) -> tuple[NamedParty, ...]:
    """Inventors, without those who asked not to be named."""
    found = (
        _party(element, sequence)
        for sequence, element in _numbered(block, "cn-parties/cn-inventors/cn-inventor")
        if (element.get(_NOT_TO_BE_PUBLISHED) or "no").strip().lower() == "no"
    )
    return tuple(party for party in found if party is not None)


def _agents(block: Any) -> tuple[NamedParty, ...]:
    found = (
        _party(element, sequence, text_of(element.find("cn-agency/name")))
        for sequence, element in _numbered(block, "cn-parties/cn-agents/cn-agent")
    )
    return tuple(party for party in found if party is not None)


def _priorities(block: Any) -> Iterator[Priority]:
    for sequence, element in _numbered(block, "priority-claims/priority-claim"):
        claimed = _document(element)
        number = required(claimed.number, "priority-without-number")
        kind = (element.get("kind") or "").strip()[:40] or None
        yield Priority(claimed.country, number, claimed.date, kind, sequence)
    for at, element in enumerate(block.iter(_DOMESTIC), start=1):
        path = "substitution/relation/parent-doc/document-id"
        claimed = _document(element.find(path))
        number = required(claimed.number, "priority-without-number")
        sequence = fields.sequence_of(element, at)
        yield Priority(claimed.country, number, claimed.date, "domestic", sequence)


def _related(block: Any) -> Iterator[Related]:
    for relation in block.findall("cn-related-documents/*"):
        if relation.tag == _DOMESTIC:
            continue
        for role in ("parent", "child"):
            for element in relation.findall(f"relation/{role}-doc/document-id"):
                other = _document(element)
                if other.number is not None:
                    yield Related(relation.tag, role, other.country, other.number, other.date)
