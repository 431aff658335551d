"""Text of lines, a line at a time, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from ipregistry.formats.untrusted.chunks import checked_chunks
from ipregistry.formats.untrusted.places import Limits, Position, Refused
from ipregistry.formats.untrusted.prolog import Fault

_BOM = "\ufeff"


def read_lines(
    stream: BinaryIO, *, file: str, limits: Limits
) -> Iterator[tuple[int, str] | Refused]:
    """(number from 1, line without its end) of each line, the empty ones too.

    A line that is too long ends the file: nobody can say where the next record begins.
    """
    number, rest = 0, b""
    for data in checked_chunks(stream, limits):
        if isinstance(data, Fault):
            yield Refused(Position(file, number + 1, number), data.code, data.params)
            return
        *whole, rest = (rest + data).split(b"\n")
        for line in whole:
            number += 1
            yield number, _text(line, number)
        if len(rest) > limits.record_bytes:
            limit = {"limit": f"{limits.record_bytes} bytes"}
            yield Refused(Position(file, number + 1, number), "record-too-large", limit)
            return
    if rest:
        yield number + 1, _text(rest, number + 1)
    elif number == 0:
        yield Refused(Position(file, 0, 0), "file-empty", {})


def _text(line: bytes, number: int) -> str:
    text = line.decode().removesuffix("\r")
    return text.removeprefix(_BOM) if number == 1 else text
