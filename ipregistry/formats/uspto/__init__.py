"""The USPTO's data about patents: recordals of assignments, and files of applications.

Four shapes of it, told apart by content: the assignment search's answers in XML (a Solr
response) and in JSON, the Open Data Portal's JSON, and the JSON of the older examination data
system (PEDS), both as its queries answered and as its bulk files are. All were read from real
files [V]; what is only known from their documentation or from memory is marked so, and that
it is missing refuses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO

from ipregistry.formats.told import Told
from ipregistry.formats.untrusted import (
    Fragment,
    Limits,
    Position,
    Refused,
    UnreadableError,
    read_elements,
    read_objects,
)
from ipregistry.formats.uspto import odp, peds, search, solr

__all__ = ["read_assignment_xml", "read_json"]

_Reading = Callable[[Fragment, Position], Iterator[Told]]

# Where each shape keeps its records, and what reads one.
_PATHS: Mapping[tuple[str, ...], _Reading] = {
    ("docs", "[]"): search.read_document,
    ("response", "docs", "[]"): search.read_document,
    ("patentFileWrapperDataBag", "[]"): odp.read_file,
    ("patentBag", "[]"): odp.read_file,
    ("queryResults", "searchResponse", "response", "docs", "[]"): peds.read_query_document,
    ("PatentBulkData", "[]"): peds.read_bulk_record,
}


def read_json(stream: BinaryIO, *, file: str, limits: Limits | None = None) -> Iterator[Told]:
    """Everything that a JSON file of the USPTO says, record by record, as it is reached."""
    found = read_objects(stream, file=file, paths=frozenset(_PATHS), limits=limits or Limits())
    for record in found:
        if isinstance(record, Refused):
            yield record
        else:
            yield from _whole(_PATHS[record.path], record.value, record.position)


def read_assignment_xml(
    stream: BinaryIO, *, file: str, limits: Limits | None = None
) -> Iterator[Told]:
    """Every recordal in an XML answer of the assignment search."""
    found = read_elements(stream, file=file, tags=frozenset({solr.TAG}), limits=limits or Limits())
    for record in found:
        if isinstance(record, Refused):
            yield record
            continue
        try:
            value = solr.document_as_object(record.element)
        except UnreadableError as reason:
            yield Refused(record.position, reason.code, reason.params)
            continue
        yield from _whole(search.read_document, value, record.position)


def _whole(read: _Reading, value: Mapping[str, Any], position: Position) -> Iterator[Told]:
    """All that one record says, or one Refused: half a record would look like the whole."""
    try:
        found = list(read(Fragment(value), position))
    except UnreadableError as reason:
        found = [Refused(position, reason.code, reason.params)]
    yield from found
