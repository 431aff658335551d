"""Where something stands in a file, why it could not be read, and how much is read at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Position:
    """Where in the caller's file: `line` from 1 (0: nothing could be read), `record` from 1.

    Of an XML record beyond line 65 535 `line` may be a few too high: libxml2 keeps 16 bits of
    it. For what is wrong with a file, `record` is the last record begun, 0 before the first.
    """

    file: str
    line: int
    record: int


@dataclass(frozen=True, slots=True)
class Refused:
    """One record, or the rest of one file, that could not be read, and why.

    `code` is kebab-case and has a message in every catalogue; `params` fill it. They quote
    at most a few dozen characters of the file. `also` are further reasons about the same
    record, where a format tells all of them at once.
    """

    position: Position
    code: str
    params: Mapping[str, str]
    also: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may ask of this machine. The defaults are many times the largest real record.

    A file is not read beyond `file_bytes`: a whole gazette is smaller. `record_nodes` counts
    elements and attributes of one record; `depth` must stay below libxml2's own 256, so that
    its limit is only the second fence.
    """

    file_bytes: int = 4 * 1024**3
    chunk_bytes: int = 64 * 1024
    prolog_bytes: int = 64 * 1024
    record_bytes: int = 32 * 1024 * 1024
    record_nodes: int = 500_000
    depth: int = 200
