"""A byte stream in chunks that are whole UTF-8."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from ipregistry.formats.untrusted.places import Limits
from ipregistry.formats.untrusted.prolog import Fault

_UTF16_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def checked_chunks(stream: BinaryIO, limits: Limits) -> Iterator[bytes | Fault]:
    """The stream in chunks of whole UTF-8 sequences; a Fault, last, at the first wrong byte.

    Checked here, and not by a parser, so that what a wrong byte does never depends on
    the parser's version or on the encoding that the file claims.
    """
    rest = b""
    begun = False
    given = 0
    while True:
        read = stream.read(limits.chunk_bytes)
        given += len(read or b"")
        if given > limits.file_bytes:
            yield Fault("file-too-large", {"limit": f"{limits.file_bytes} bytes"}, 0)
            return
        data = rest + (read or b"")
        fault: Fault | None = None
        nul = data.find(b"\0")
        if not begun and data.startswith(_UTF16_BOMS):
            yield Fault("file-encoding-refused", {"encoding": "UTF-16"}, 0)
            return
        begun = True
        if nul >= 0:
            fault = Fault("file-character-refused", {"character": "U+0000"}, nul)
            data = data[:nul]
        try:
            _, whole = codecs.utf_8_decode(data, "strict", not read or fault is not None)
        except UnicodeDecodeError as wrong:
            whole = wrong.start
            fault = Fault("file-encoding-invalid", {"byte": f"{data[whole]:02x}"}, whole)
        rest = data[whole:]
        if whole:
            yield data[:whole]
        if fault is not None:
            yield fault
            return
        if not read:
            return
