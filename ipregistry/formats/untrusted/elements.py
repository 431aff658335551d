"""A byte stream, cut into record elements, in bounded memory.

The parser is fed a chunk at a time; each record is handed over when it ends and released
when the caller asks for the next, so a container of a million records needs the memory of
one. The stream is the only thing read: the parser has no DTD (see `prolog`), no network, no
entity beyond XML's own five, and XInclude is an element like any other.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, BinaryIO

from lxml import etree

from ipregistry.formats.untrusted.chunks import checked_chunks
from ipregistry.formats.untrusted.places import Limits, Position, Refused
from ipregistry.formats.untrusted.prolog import Fault, Prolog, scan_prolog

# libxml2's numbers (xmlerror.h), which are part of its stable interface.
_UNDECLARED_ENTITY = frozenset({26, 27})
_RESOURCE_LIMIT = 114
_WARNING, _FATAL = 1, 3
# How many errors that let the parser go on a file may have. How a parser bounds its own log
# differs between versions, so ours must not grow with the file.
_LOGGED = 50
_QUOTED = 200


@dataclass(frozen=True, slots=True)
class Record:
    """One record element, whole; valid only until the next one is asked for."""

    element: Any
    position: Position


@dataclass(slots=True)
class _Open:
    """The record being read. `fed` is what the parser had been given when it began."""

    depth: int
    line: int
    fed: int
    nodes: int = 0
    too_large: str | None = None


def read_elements(
    stream: BinaryIO, *, file: str, tags: frozenset[str], limits: Limits
) -> Iterator[Record | Refused]:
    """Every outermost element named in `tags` (Clark notation), in order.

    Ends with a Refused when the rest of the file cannot be read, or when a well-formed file
    holds no record. Raises only what `stream.read` raises.
    """
    reading = _Reading(file, tags, limits)
    head = b""
    prolog: Prolog | None = None
    for data in checked_chunks(stream, limits):
        if isinstance(data, Fault):
            # Of an unfinished prolog nothing is fed: it has not been examined.
            line = reading.line if prolog else head.count(b"\n") + 1
            yield reading.refused(data.code, data.params, line)
            return
        if prolog is not None:
            yield from reading.feed(data)
        else:
            head += data
            found = scan_prolog(head)
            if isinstance(found, Fault):
                line = head.count(b"\n", 0, found.at) + 1
                yield reading.refused(found.code, found.params, line)
                return
            if found is None and len(head) > limits.prolog_bytes:
                limit = {"limit": str(limits.prolog_bytes)}
                yield reading.refused("xml-prolog-too-large", limit, 1)
                return
            if found is not None:
                prolog = found
                yield from reading.feed(prolog.harmless + head[prolog.root_at :])
                head = b""
        if reading.stopped:
            return
    yield from _ended(reading, head, prolog)


def _ended(reading: _Reading, head: bytes, prolog: Prolog | None) -> Iterator[Record | Refused]:
    if prolog is not None:
        yield from reading.close()
    elif head.removeprefix(codecs.BOM_UTF8).strip():
        line = head.count(b"\n") + 1
        yield reading.refused("xml-truncated", {"reason": "no element found"}, line)
    else:
        yield reading.refused("file-empty", {}, 0)


class _Reading:
    """The state of one file: the parser, how deep it is, and the record it is in."""

    def __init__(self, file: str, tags: frozenset[str], limits: Limits) -> None:
        self._file = file
        self._tags = tags
        self._limits = limits
        self._parser: Any = etree.XMLPullParser(
            events=("start", "end"),
            encoding="utf-8",
            resolve_entities=False,
            load_dtd=False,
            dtd_validation=False,
            attribute_defaults=False,
            no_network=True,
            huge_tree=False,
            recover=False,
            remove_comments=True,
            remove_pis=True,
        )
        self._fed = 0
        self._depth = 0
        self._records = 0
        self._root = ""
        self._open: _Open | None = None
        self.line = 1
        self.stopped = False

    def refused(self, code: str, params: dict[str, str], line: int) -> Refused:
        """A Refused about the rest of the file; nothing is read after it."""
        self.stopped = True
        return Refused(Position(self._file, line, self._records), code, params)

    def feed(self, data: bytes) -> Iterator[Record | Refused]:
        """Gives the parser `data`, then hands over what has ended in it."""
        if self._open and self._fed - self._open.fed > self._limits.record_bytes:
            self._open.too_large = f"{self._limits.record_bytes} bytes"
        with suppress(etree.XMLSyntaxError):  # what was wrong stands in the log
            self._parser.feed(data)
        wrong = self._wrong()
        self._fed += len(data)
        self.line += data.count(b"\n")
        yield from self._events()
        if wrong is not None and not self.stopped:
            yield self._not_well_formed(wrong)

    def close(self) -> Iterator[Record | Refused]:
        """The stream has ended: what is fatal only now is that something is missing."""
        with suppress(etree.XMLSyntaxError):
            self._parser.close()
        wrong = self._wrong()
        yield from self._events()
        if self.stopped:
            return
        if wrong is not None:
            yield self.refused("xml-truncated", {"reason": _reason(wrong)}, wrong.line)
        elif self._depth > 0:
            yield self.refused("xml-truncated", {"reason": "open elements"}, self.line)
        elif slips := self._errors():
            # Prefixes without a namespace: the only errors that let the parser go on.
            yield self._not_well_formed(slips[0])
        elif self._records == 0:
            yield self.refused("file-without-records", {"root": self._root[:_QUOTED]}, 1)

    def _wrong(self) -> Any:
        """The entry of the parser's log that ends the reading, or None.

        The log is asked, not the exception: on an undeclared entity `feed` of lxml 6.1 ends
        the document without raising.
        """
        errors = self._errors()
        fatal = next((entry for entry in errors if entry.level == _FATAL), None)
        return errors[0] if fatal is None and len(errors) > _LOGGED else fatal

    def _errors(self) -> list[Any]:
        return [entry for entry in self._parser.feed_error_log if entry.level > _WARNING]

    def _not_well_formed(self, wrong: Any) -> Refused:
        reason = _reason(wrong)
        code = "xml-not-well-formed"
        if wrong.type in _UNDECLARED_ENTITY:
            return self.refused("xml-entity-refused", {"declaration": reason}, wrong.line)
        if wrong.type == _RESOURCE_LIMIT:
            code = "xml-too-deep" if "depth" in reason.lower() else "xml-text-too-long"
        return self.refused(code, {"reason": reason}, wrong.line)

    def _events(self) -> Iterator[Record | Refused]:
        for event, element in self._parser.read_events():
            if self.stopped:
                return
            if event == "start":
                self._started(element)
                if self._depth > self._limits.depth:
                    limit = {"reason": f"more than {self._limits.depth} levels"}
                    yield self.refused("xml-too-deep", limit, element.sourceline)
            else:
                yield from self._finished(element)

    def _started(self, element: Any) -> None:
        self._depth += 1
        if self._depth == 1:
            self._root = element.tag
        if self._open is not None:
            self._open.nodes += 1 + len(element.attrib)
            if self._open.nodes > self._limits.record_nodes:
                self._open.too_large = f"{self._limits.record_nodes} elements and attributes"
        elif element.tag in self._tags:
            self._records += 1
            self._open = _Open(self._depth, element.sourceline, self._fed)

    def _finished(self, element: Any) -> Iterator[Record | Refused]:
        record = self._open
        if record is not None and record.depth == self._depth:
            where = Position(self._file, record.line, self._records)
            if record.too_large:
                yield Refused(where, "record-too-large", {"limit": record.too_large})
            else:
                yield Record(element, where)
            self._open = None
        self._depth -= 1
        # Inside a record that is being read nothing may go before it ends.
        if self._open is None or self._open.too_large:
            _release(element)


def _release(element: Any) -> None:
    """Gives back the memory of `element` and of what stands before it under its parent.

    Its tail is left: the parser may be writing it. It goes with the element when a later
    sibling ends.
    """
    element.clear(keep_tail=True)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _reason(wrong: Any) -> str:
    return " ".join(str(wrong.message).split())[:_QUOTED]
