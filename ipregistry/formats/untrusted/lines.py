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

    A line that is too long is a Refused, and the next line is still read, in the same bounds;
    where a record may be of several lines, the caller stops there.
    """
    number, rest, too_long = 0, b"", False
    for data in checked_chunks(stream, limits):
        if isinstance(data, Fault):
            yield Refused(Position(file, number + 1, number), data.code, data.params)
            return
        *whole, rest = (rest + data).split(b"\n")
        for line in whole:
            number += 1
            if not too_long:
                yield _line(line, number, file, limits)
            too_long = False
        if too_long:
            rest = b""
        elif len(rest) > limits.record_bytes:
            yield _line(rest, number + 1, file, limits)
            rest, too_long = b"", True
    if rest:
        yield _line(rest, number + 1, file, limits)
    elif number == 0 and not too_long:
        yield Refused(Position(file, 0, 0), "file-empty", {})


def _line(line: bytes, number: int, file: str, limits: Limits) -> tuple[int, str] | Refused:
    if len(line) > limits.record_bytes:
        limit = {"limit": f"{limits.record_bytes} bytes"}
        return Refused(Position(file, number, number - 1), "record-too-large", limit)
    return number, _text(line, number)


def _text(line: bytes, number: int) -> str:
    text = line.decode().removesuffix("\r")
    return text.removeprefix(_BOM) if number == 1 else text
