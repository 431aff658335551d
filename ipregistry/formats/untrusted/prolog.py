"""What stands before the first element, read before any XML parser sees it.

Everything by which XML reaches outside a file or blows up inside memory (entities, parameter
entities, external subsets, attribute defaults) is declared here. So the DOCTYPE is examined
and then blanked out: the parser that follows knows of no DTD, and there is nothing that an
option forgotten or a default changed could load or expand. Real files of offices carry a
DOCTYPE that names a file on the office's own disk and declares nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_UTF8_BOM = b"\xef\xbb\xbf"
_ENCODING = re.compile(rb"""\sencoding\s*=\s*["']([^"']{0,60})""")
_UTF8_NAMES = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
_SPACE = re.compile(rb"[ \t\r\n]*")
_DOCTYPE_MARK = re.compile(rb"""["'\[>]""")
_DECLARATION = re.compile(rb"<!\s*([A-Za-z]{0,20})")
# The longest thing that must be whole before it can be told what it is: "<!DOCTYPE", "<!NOTATION".
_LOOK_AHEAD = 24


@dataclass(frozen=True, slots=True)
class Fault:
    """Why reading must stop, and at which byte of what was given."""

    code: str
    params: dict[str, str]
    at: int


@dataclass(frozen=True, slots=True)
class Prolog:
    """The prolog without byte-order mark and DOCTYPE (its line breaks kept, so that line
    numbers stay true), and where the first element starts in the bytes given.
    """

    harmless: bytes
    root_at: int


def scan_prolog(head: bytes) -> Prolog | Fault | None:
    """Reads up to the first element; None when `head` ends before it."""
    start = pos = len(_UTF8_BOM) if head.startswith(_UTF8_BOM) else 0
    kept = b""
    doctypes = 0
    while True:
        pos = _after_space(head, pos)
        if len(head) - pos < _LOOK_AHEAD and b">" not in head[pos:]:
            return _stray(head, pos)
        end = _end_of_piece(head, pos)
        if end is None or isinstance(end, Fault):
            return end
        if end == pos:
            return Prolog(kept + head[start:pos], pos)
        if head.startswith(b"<?xml", pos) and (fault := _wrong_encoding(head[pos:end], pos)):
            return fault
        if head.startswith(b"<!DOCTYPE", pos):
            doctypes += 1
            if doctypes > 1:
                return _malformed("a second DOCTYPE", pos)
            kept += head[start:pos] + _blanked(head[pos:end])
            start = end
        pos = end


def _end_of_piece(head: bytes, pos: int) -> int | Fault | None:
    """End of the comment, instruction or DOCTYPE at `pos`; `pos` itself at an element."""
    if head.startswith(b"<!DOCTYPE", pos):
        return _doctype_end(head, pos + len(b"<!DOCTYPE"))
    skipped = _comment_or_instruction_end(head, pos)
    if skipped != pos:
        return skipped
    if not head.startswith(b"<", pos):
        return _malformed("text before the first element", pos)
    if head.startswith(b"<!", pos):
        return _malformed("a declaration outside a DOCTYPE", pos)
    return pos


def _comment_or_instruction_end(head: bytes, pos: int) -> int | None:
    for opening, closing in ((b"<!--", b"-->"), (b"<?", b"?>")):
        if head.startswith(opening, pos):
            end = head.find(closing, pos + len(opening))
            return None if end < 0 else end + len(closing)
    return pos


def _doctype_end(head: bytes, pos: int) -> int | Fault | None:
    while True:
        mark = _DOCTYPE_MARK.search(head, pos)
        if mark is None:
            return None
        if mark.group() == b">":
            return mark.end()
        if mark.group() == b"[":
            end = _empty_subset_end(head, mark.end())
            if end is None or isinstance(end, Fault):
                return end
            pos = end
            continue
        close = head.find(mark.group(), mark.end())
        if close < 0:
            return None
        pos = close + 1


def _empty_subset_end(head: bytes, pos: int) -> int | Fault | None:
    """End of an internal subset that declares nothing; a Fault at its first declaration."""
    while True:
        pos = _after_space(head, pos)
        if head.startswith(b"]", pos):
            return pos + 1
        if len(head) - pos < _LOOK_AHEAD and b">" not in head[pos:]:
            return None
        skipped = _comment_or_instruction_end(head, pos)
        if skipped is None:
            return None
        if skipped == pos:
            return _declared(head, pos)
        pos = skipped


def _declared(head: bytes, pos: int) -> Fault:
    found = _DECLARATION.match(head, pos)
    name = found.group(1).decode("ascii") if found else head[pos : pos + 1].decode("latin-1")
    code = "xml-entity-refused" if name in ("ENTITY", "%") else "xml-doctype-refused"
    return Fault(code, {"declaration": name}, pos)


def _wrong_encoding(declaration: bytes, at: int) -> Fault | None:
    """The files of all offices read here are UTF-8 [V]. Another encoding is not guessed at:
    wrongly decoded Chinese is well-formed XML with other people's names in it.
    """
    declared = _ENCODING.search(declaration)
    if declared is None:
        return None
    name = declared.group(1).decode("latin-1")
    if name.strip().lower() in _UTF8_NAMES:
        return None
    return Fault("file-encoding-refused", {"encoding": name}, at)


def _stray(head: bytes, pos: int) -> Fault | None:
    """More is needed, unless what there is can already be no XML."""
    if pos < len(head) and not head.startswith(b"<", pos):
        return _malformed("text before the first element", pos)
    return None


def _malformed(reason: str, at: int) -> Fault:
    return Fault("xml-not-well-formed", {"reason": reason}, at)


def _blanked(doctype: bytes) -> bytes:
    return re.sub(rb"[^\n]", b" ", doctype)


def _after_space(head: bytes, pos: int) -> int:
    space = _SPACE.match(head, pos)
    return space.end() if space else pos
