"""Which reader a file is for, told by what it holds and never by its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from ipregistry.formats import cnipa, epo, migration, st66, st96, udrp, uspto
from ipregistry.formats.cnipa.told import description_of
from ipregistry.formats.told import Told
from ipregistry.formats.untrusted import Limits, Refused

HEAD_BYTES = 64 * 1024


class Reading(Protocol):
    """A reader of one format: everything that a stream says, in its order.

    Never raises but what `stream.read` raises; what cannot be read is a Refused.
    """

    def __call__(
        self, stream: BinaryIO, *, file: str, limits: Limits | None = None
    ) -> Iterator[Told]: ...


@dataclass(frozen=True, slots=True)
class Reader:
    """A format that is read here: its short name, what it is, and how it is read."""

    name: str
    title: str
    read: Reading


@dataclass(frozen=True, slots=True)
class _Format:
    reader: Reader
    fits: Callable[[bytes], bool]


def _read_cnipa(stream: BinaryIO, *, file: str, limits: Limits | None = None) -> Iterator[Told]:
    for found in cnipa.read_publications(stream, file=file, limits=limits):
        yield found if isinstance(found, Refused) else description_of(found)


# The first element; what stands in a DOCTYPE or a comment may mislead it. That costs nothing:
# this is a hint for choosing a reader, and every reader checks what it reads.
_ROOT = re.compile(rb"<(?:[\w.-]{1,40}:)?([A-Za-z_][\w.-]{0,60})")
_USPTO_JSON = re.compile(
    rb'"(?:reelNo|patAssignorName|assignmentBag|patentFileWrapperDataBag|PatentBulkData'
    rb'|converyanceName|applId)"\s*:'
)


def _root_is(head: bytes, *names: bytes) -> bool:
    found = _ROOT.search(head)
    return found is not None and found[1] in names


def _is_json(head: bytes) -> bool:
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def _is_uspto_xml(head: bytes) -> bool:
    return _root_is(head, b"response") and b'name="reelNo"' in head


def _is_st96(head: bytes) -> bool:
    roots = (b"TrademarkTransaction", b"TrademarkApplication", b"TrademarkBag", b"Trademark")
    return _root_is(head, *roots) and st96.TRADEMARK.encode() in head


def _is_st66(head: bytes) -> bool:
    return _root_is(head, b"Transaction") and f'"{st66.NAMESPACE}"'.encode() in head


def _is_ops(head: bytes) -> bool:
    return _root_is(head, b"world-patent-data") and epo.OPS.encode() in head


def _is_ndjson(head: bytes) -> bool:
    first = head.split(b"\n", 1)[0]
    return _is_json(head) and f'"{migration.NDJSON_MARK}"'.encode() in first


def _is_csv(head: bytes) -> bool:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip(b'"')
    return text.startswith(migration.CSV_MARK.encode())


def _is_uspto_json(head: bytes) -> bool:
    return _is_json(head) and _USPTO_JSON.search(head) is not None


CNIPA = Reader("cnipa", "CNIPA patent XML, both generations", _read_cnipa)
USPTO_XML = Reader("uspto-xml", "USPTO assignment search, XML", uspto.read_assignment_xml)
USPTO_JSON = Reader("uspto-json", "USPTO assignments, applications, PEDS, JSON", uspto.read_json)
ST96 = Reader("st96", "WIPO ST.96 trade mark XML", st96.read_marks)
ST66 = Reader("st66", "WIPO ST.66 trade mark XML", st66.read_marks)
OPS = Reader("epo-ops", "EPO OPS legal events and bibliography, XML", epo.read_ops)
NDJSON = Reader("migration-ndjson", "ipregistry migration, NDJSON", migration.read_ndjson)
CSV = Reader("migration-csv", "ipregistry migration, CSV", migration.read_csv)
UDRP = Reader("domain-name-cases", "decided domain-name cases, JSON Lines", udrp.read_cases)

# The USPTO's JSON has the loosest marks: it comes last.
_FORMATS = (
    _Format(CNIPA, cnipa.looks_like_cnipa),
    _Format(USPTO_XML, _is_uspto_xml),
    _Format(ST96, _is_st96),
    _Format(ST66, _is_st66),
    _Format(OPS, _is_ops),
    _Format(NDJSON, _is_ndjson),
    _Format(CSV, _is_csv),
    _Format(UDRP, udrp.looks_like_decided_cases),
    _Format(USPTO_JSON, _is_uspto_json),
)

READERS = tuple(one.reader for one in _FORMATS)


def detect(path: Path) -> Reader | None:
    """The reader for what the file holds; None where no format is recognised in its first
    64 KiB. Raises OSError where the file cannot be opened.
    """
    with path.open("rb") as stream:
        return detect_head(stream.read(HEAD_BYTES))


def detect_head(head: bytes) -> Reader | None:
    """As `detect`, of the first bytes of a file."""
    return next((one.reader for one in _FORMATS if one.fits(head)), None)
