"""CNIPA's publications of patents, from its XML in both generations of the schema.

`read_publications` reads untrusted files: whatever a file does, it answers with values, reads
nothing but the stream it was given, and needs the memory of one record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO

from ipregistry.formats.cnipa import current, legacy
from ipregistry.formats.cnipa.values import NamedParty, Pct, Priority, Publication, Related
from ipregistry.formats.untrusted import (
    Limits,
    Position,
    Refused,
    UnreadableError,
    read_elements,
)

__all__ = [
    "Limits",
    "NamedParty",
    "Pct",
    "Position",
    "Priority",
    "Publication",
    "Refused",
    "Related",
    "looks_like_cnipa",
    "read_publications",
]

# Told apart by the record element, never by a file's name.
_GENERATIONS: Mapping[str, Callable[[Any, Position], Publication]] = {
    current.TAG: current.read_publication,
    legacy.TAG: legacy.read_publication,
}
_LOOKS_LIKE = re.compile(
    rb"<cn-patent-document[\s>/]"
    rb"|<(?:[\w.-]{1,40}:)?PatentDocumentAndRelated\s[^>]*"
    + re.escape(current.NAMESPACE.encode())
    + rb"""["']"""
)


def read_publications(
    stream: BinaryIO, *, file: str, limits: Limits | None = None
) -> Iterator[Publication | Refused]:
    """Every publication in `stream`, in order, as it is reached.

    The root is one record, or any element that holds records. A record that cannot be read
    is a Refused, and the next is still read; a file that cannot be read further is one
    Refused, the last value. `file` is only quoted in positions. Nothing is written; nothing
    is raised but what `stream.read` raises. A caller who shows progress counts the bytes in
    `stream.read`.
    """
    records = read_elements(
        stream, file=file, tags=frozenset(_GENERATIONS), limits=limits or Limits()
    )
    for record in records:
        if isinstance(record, Refused):
            yield record
            continue
        try:
            yield _GENERATIONS[record.element.tag](record.element, record.position)
        except UnreadableError as reason:
            yield Refused(record.position, reason.code, reason.params)


def looks_like_cnipa(head: bytes) -> bool:
    """Whether the first few kilobytes of a file are worth `read_publications`.

    A hint for choosing a reader, not a check: a record element of either generation is in
    sight. A container whose head is longer than `head` is not recognised.
    """
    return _LOOKS_LIKE.search(head) is not None
