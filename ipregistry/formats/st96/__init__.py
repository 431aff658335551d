"""Trade marks in WIPO ST.96 XML: transactions and applications, whatever the version.

Read from a real transaction of the USPTO (V2.2.1) and from WIPO's own example of V6_0 [V].
A mark is one record, wherever it stands; names are told by namespace, never by prefix.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from ipregistry.formats.st96.marks import read_mark
from ipregistry.formats.told import Told
from ipregistry.formats.untrusted import (
    Fragment,
    Limits,
    Position,
    Refused,
    UnreadableError,
    element_as_dict,
    read_elements,
)

__all__ = ["TRADEMARK", "read_marks"]

TRADEMARK = "http://www.wipo.int/standards/XMLSchema/ST96/Trademark"
_TAG = f"{{{TRADEMARK}}}Trademark"


def read_marks(stream: BinaryIO, *, file: str, limits: Limits | None = None) -> Iterator[Told]:
    """Every mark with its recordals and its history, in the file's order."""
    tags = frozenset({_TAG})
    for record in read_elements(stream, file=file, tags=tags, limits=limits or Limits()):
        if isinstance(record, Refused):
            yield record
        else:
            yield from _whole(record.element, record.position)


def _whole(element: Any, position: Position) -> Iterator[Told]:
    received = element_as_dict(element)
    fragment = Fragment(received if isinstance(received, dict) else {})
    try:
        found: list[Told] = list(read_mark(fragment, position))
    except UnreadableError as reason:
        found = [Refused(position, reason.code, reason.params)]
    yield from found
