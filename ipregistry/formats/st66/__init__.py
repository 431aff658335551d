"""Trade marks in WIPO ST.66 XML, the generation before ST.96.

Read from a real transaction of the USPTO with its extension [V]. The parties stand beside
the mark, so the record is the transaction's data; where those hold several marks, nobody can
say whose the parties are, and they are kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from ipregistry.formats.st66.transaction import read_transaction
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

__all__ = ["NAMESPACE", "read_marks"]

NAMESPACE = "http://www.wipo.int/standards/XMLSchema/trademarks"
_TAG = f"{{{NAMESPACE}}}TransactionData"


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
        found: list[Told] = list(read_transaction(fragment, position))
    except UnreadableError as reason:
        found = [Refused(position, reason.code, reason.params)]
    yield from found
