"""The EPO's Open Patent Services (OPS): legal events of families, and bibliography.

Legal events were read from real answers of the service and its schema [V]. An event is told
by the office whose code it has; what happened to a European patent in one state is told as
having happened there alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from ipregistry.formats.epo.biblio import read_document
from ipregistry.formats.epo.legal import read_member
from ipregistry.formats.epo.names import EXCHANGE, OPS
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

__all__ = ["OPS", "read_ops"]

_MEMBER = f"{{{OPS}}}family-member"
_DOCUMENT = f"{{{EXCHANGE}}}exchange-document"


def read_ops(stream: BinaryIO, *, file: str, limits: Limits | None = None) -> Iterator[Told]:
    """Everything that an answer of OPS says: family members with their events, documents."""
    tags = frozenset({_MEMBER, _DOCUMENT})
    for record in read_elements(stream, file=file, tags=tags, limits=limits or Limits()):
        if isinstance(record, Refused):
            yield record
        else:
            yield from _whole(record.element, record.position)


def _whole(element: Any, position: Position) -> Iterator[Told]:
    """All that one element says, or one Refused."""
    read = read_member if element.tag == _MEMBER else read_document
    received = element_as_dict(element)
    fragment = Fragment(received if isinstance(received, dict) else {})
    try:
        found: list[Told] = list(read(fragment, position))
    except UnreadableError as reason:
        found = [Refused(position, reason.code, reason.params)]
    yield from found
