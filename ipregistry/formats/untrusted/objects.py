"""JSON, cut into the objects that are records, in bounded memory.

The grammar (RFC 8259) is checked over the whole file; only the records, each of bounded size
and depth, become values. A record stands on a path: the member names from the root to it,
with ``[]`` for the elements of an array. What stands elsewhere is passed over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from ipregistry.formats.untrusted.chunks import checked_chunks
from ipregistry.formats.untrusted.fragment import UnreadableError
from ipregistry.formats.untrusted.places import Limits, Position, Refused
from ipregistry.formats.untrusted.prolog import Fault

ELEMENT = "[]"
_BOM = b"\xef\xbb\xbf"
_SPACE = re.compile(rb"[ \t\r\n]+")
_ESCAPE = rb'\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})'
_PLAIN = rb'[^"\\\x00-\x1f]*+'
_INSIDE = _PLAIN + rb"(?:" + _ESCAPE + _PLAIN + rb")*+"
_STRING = re.compile(rb'"' + _INSIDE + rb'"')
_UNFINISHED = re.compile(rb'"' + _INSIDE + rb"(?:\\(?:u[0-9A-Fa-f]{0,3})?)?\Z")
_LITERAL = re.compile(rb"[-+.0-9A-Za-z]+")
_NUMBER = re.compile(rb"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_WORDS = frozenset({b"true", b"false", b"null"})
_PUNCTUATION = frozenset(b"{}[]:,")
# Longer than any text of a real record; what is longer would be looked at again and again
# until it ended.
_LONGEST_TEXT = 1024 * 1024
_LONGEST_NUMBER = 30
_QUOTED = 60


@dataclass(frozen=True, slots=True)
class Found:
    """One record: the object, the path on which it stood, and where."""

    value: dict[str, Any]
    path: tuple[str, ...]
    position: Position


def read_objects(
    stream: BinaryIO, *, file: str, paths: frozenset[tuple[str, ...]], limits: Limits
) -> Iterator[Found | Refused]:
    """Every object on one of `paths`, in order, as it is reached.

    A record that cannot be taken is a Refused, and the next is still read. Ends with a
    Refused when the rest of the file cannot be read, or when none of `paths` leads anywhere.
    Raises only what `stream.read` raises.
    """
    reading = _Reading(file, paths, limits)
    begun = False
    for data in checked_chunks(stream, limits):
        if isinstance(data, Fault):
            yield reading.refused(data.code, data.params)
            return
        # A mark of byte order may be cut by the first chunk only if that is tiny: it is
        # whole UTF-8, and so the mark is in it or not.
        yield from reading.feed(data if begun else data.removeprefix(_BOM))
        begun = True
        if reading.stopped:
            return
    yield from reading.close()


class _Reading:
    """Where the reading stands: the open containers, what may come next, the open record."""

    def __init__(self, file: str, paths: frozenset[tuple[str, ...]], limits: Limits) -> None:
        self._file = file
        self._paths = paths
        self._prefixes = {path[:n] for path in paths for n in range(len(path) + 1)}
        self._limits = limits
        self._rest = b""
        self._line = 1
        self._records = 0
        self._stack: list[int] = []
        self._path: list[str] = []
        # What the grammar allows next: value, value-or-end, key, key-or-end, colon,
        # comma-or-end, nothing.
        self._next = "value"
        self._reached = False
        self._record_depth: int | None = None
        self._record_line = 0
        self._kept: list[bytes] = []
        self._kept_bytes = 0
        self.stopped = False

    def refused(self, code: str, params: dict[str, str]) -> Refused:
        """A Refused about the rest of the file; nothing is read after it."""
        self.stopped = True
        return Refused(Position(self._file, self._line, self._records), code, params)

    def feed(self, data: bytes) -> Iterator[Found | Refused]:
        """Takes the tokens that are whole in what was given; keeps the rest."""
        buffer = self._rest + data
        pos = 0
        while pos < len(buffer) and not self.stopped:
            end = self._token_end(buffer, pos)
            if end is None:
                if len(buffer) - pos > _LONGEST_TEXT:
                    yield self.refused("file-json-text-too-long", {"limit": str(_LONGEST_TEXT)})
                break
            if end < 0:
                yield self._malformed(buffer[pos : pos + _QUOTED])
                break
            yield from self._token(buffer[pos:end])
            pos = end
        self._rest = buffer[pos:]

    def close(self) -> Iterator[Found | Refused]:
        """The stream has ended."""
        rest, self._rest = self._rest, b""
        if rest in _WORDS or _NUMBER.fullmatch(rest):
            # Only now it is known that what stands at the very end is whole.
            yield from self._token(rest)
            rest = b""
        if self.stopped:
            return
        if not rest and self._next == "value" and not self._stack:
            yield Refused(Position(self._file, 0, 0), "file-empty", {})
        elif rest or self._next != "nothing":
            yield self.refused("file-json-truncated", {})
        elif not self._reached:
            yield self.refused("file-without-records", {"root": "JSON"})

    @staticmethod
    def _token_end(buffer: bytes, pos: int) -> int | None:
        """End of the token at `pos`; None if it may go on beyond the buffer; -1 if none."""
        first = buffer[pos]
        if first in _PUNCTUATION:
            return pos + 1
        if first == 0x22:  # noqa: PLR2004 - the quotation mark
            found = _STRING.match(buffer, pos)
            if found is not None:
                return found.end()
            return None if _may_be_unfinished(buffer, pos) else -1
        found = _SPACE.match(buffer, pos) or _LITERAL.match(buffer, pos)
        if found is None:
            return -1
        whole = found.end() < len(buffer) or first in b" \t\r\n"
        return found.end() if whole else None

    def _token(self, token: bytes) -> Iterator[Found | Refused]:
        if self._record_depth is not None:
            self._keep(token)
        if token[0] in b" \t\r\n":
            self._line += token.count(b"\n")
            return
        wrong = self._step(token)
        if wrong is not None:
            yield wrong
        elif self._record_depth is not None and len(self._stack) < self._record_depth:
            yield self._finished()

    def _step(self, token: bytes) -> Refused | None:
        """One token of the grammar; a Refused where it cannot stand."""
        if token in (b"}", b"]"):
            return self._shut(token)
        if token == b",":
            return self._comma(token)
        if token == b":":
            return self._go("colon", "value", token)
        if token[0] == 0x22 and self._next in ("key", "key-or-end"):  # noqa: PLR2004
            return self._key(token)
        if self._next not in ("value", "value-or-end"):
            return self._malformed(token)
        if token in (b"{", b"["):
            return self._opened(token)
        if token[0] != 0x22 and token not in _WORDS and not _NUMBER.fullmatch(token):  # noqa: PLR2004
            return self._malformed(token)
        self._next = "comma-or-end" if self._stack else "nothing"
        return None

    def _go(self, allowed: str, then: str, token: bytes) -> Refused | None:
        if self._next != allowed:
            return self._malformed(token)
        self._next = then
        return None

    def _comma(self, token: bytes) -> Refused | None:
        inside_object = bool(self._stack) and self._stack[-1] == 0x7B  # noqa: PLR2004 - "{"
        return self._go("comma-or-end", "key" if inside_object else "value", token)

    def _key(self, token: bytes) -> Refused | None:
        self._next = "colon"
        if self._record_depth is None:
            # Inside a record the path is of no interest, and a member may be long.
            self._path[-1] = _name(token)
        return None

    def _opened(self, token: bytes) -> Refused | None:
        if len(self._stack) >= self._limits.depth:
            return self.refused("file-json-too-deep", {"limit": str(self._limits.depth)})
        path = tuple(self._path)
        self._reached = self._reached or (path in self._prefixes and self._leads(path, token))
        self._stack.append(token[0])
        if self._record_depth is None:
            if token == b"{" and path in self._paths:
                self._record_depth = len(self._stack)
                self._records += 1
                self._record_line = self._line
                self._kept, self._kept_bytes = [], 0
                self._keep(token)
            else:
                self._path.append(ELEMENT if token == b"[" else "")
        self._next = "value-or-end" if token == b"[" else "key-or-end"
        return None

    def _leads(self, path: tuple[str, ...], token: bytes) -> bool:
        """Whether a container on `path` is a record, or the array that would hold records."""
        return path in self._paths or (token == b"[" and (*path, ELEMENT) in self._paths)

    def _shut(self, token: bytes) -> Refused | None:
        opening = 0x7B if token == b"}" else 0x5B
        may_end = self._next in ("comma-or-end", "key-or-end" if token == b"}" else "value-or-end")
        if not self._stack or self._stack[-1] != opening or not may_end:
            return self._malformed(token)
        self._stack.pop()
        if self._record_depth is None:
            self._path.pop()
        self._next = "comma-or-end" if self._stack else "nothing"
        return None

    def _keep(self, token: bytes) -> None:
        self._kept_bytes += len(token)
        if self._kept_bytes <= self._limits.record_bytes:
            self._kept.append(token)
        else:
            self._kept.clear()

    def _finished(self) -> Found | Refused:
        self._record_depth = None
        where = Position(self._file, self._record_line, self._records)
        if self._kept_bytes > self._limits.record_bytes:
            limit = {"limit": f"{self._limits.record_bytes} bytes"}
            return Refused(where, "record-too-large", limit)
        text, self._kept = b"".join(self._kept), []
        try:
            value = parse_object(text.decode())
        except UnreadableError as reason:
            return Refused(where, reason.code, reason.params)
        return Found(value, tuple(self._path), where)

    def _malformed(self, at: bytes) -> Refused:
        quoted = at.decode("utf-8", "replace")[:_QUOTED]
        return self.refused("file-json-malformed", {"at": quoted})


def parse_object(text: str) -> dict[str, Any]:
    """The object in `text`, of which each member is there once and each number is short.

    Raises UnreadableError, with the reason.
    """
    try:
        value = json.loads(
            text,
            object_pairs_hook=_members,
            parse_int=_integer,
            parse_float=_decimal,
            parse_constant=_refuse_constant,
        )
    except json.JSONDecodeError as wrong:
        at = text[max(wrong.pos - 10, 0) : wrong.pos + 30]
        raise UnreadableError("file-json-malformed", at=at) from wrong
    except RecursionError as wrong:
        raise UnreadableError("file-json-too-deep", limit="1000") from wrong
    if not isinstance(value, dict):
        raise UnreadableError("file-json-no-object", at=text[:_QUOTED])
    return value


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise UnreadableError("file-json-member-twice", member=twice[:_QUOTED])
    return members


def _integer(text: str) -> int:
    # The length is looked at first: converting a million digits takes quadratic time.
    if len(text) > _LONGEST_NUMBER:
        raise UnreadableError("file-json-number-too-long", limit=str(_LONGEST_NUMBER))
    return int(text)


def _decimal(text: str) -> str:
    """A number with a fraction stays as written: nothing read here is counted with."""
    if len(text) > _LONGEST_NUMBER:
        raise UnreadableError("file-json-number-too-long", limit=str(_LONGEST_NUMBER))
    return text


def _refuse_constant(text: str) -> None:
    raise UnreadableError("file-json-malformed", at=text)


def _name(token: bytes) -> str:
    try:
        return str(json.loads(token))
    except ValueError:  # half a surrogate pair is text to the parser; nothing else fails
        return ""


def _may_be_unfinished(buffer: bytes, pos: int) -> bool:
    return _UNFINISHED.match(buffer, pos) is not None
