"""The one parser for bodies: strict where JSON parsers are lenient, every fault at its place.

A register must not store what two readers would read differently: a member given twice,
a number that is rounded, half a surrogate pair. Time and answer stay in proportion to the
body, whatever stands in it: places are written out only for faults, and those are counted.
"""

from __future__ import annotations

import json
from typing import Any

from ipregistry.domain.violations import Severity, Violation
from ipregistry.schemas.faults import MAX_FAULTS, pointer

MAX_BYTES = 1_048_576
MAX_DEPTH = 32
MAX_INTEGER = 2**53 - 1
_MAX_DIGITS = len(str(MAX_INTEGER)) + 1  # and a sign
# A place is as long as the names on the way to it: names that fill a body would be
# repeated by each of its faults.
_MAX_POINTERS = 100_000


class _Pairs(list[tuple[str, Any]]):
    """The members of an object as they were written, also those written twice."""


class _Number(str):
    """A number as it was written."""

    __slots__ = ()


def parse_body(data: bytes) -> tuple[Any, list[Violation]]:
    """The value in `data`, or every fault of its form. Never raises."""
    if len(data) > MAX_BYTES:
        return None, [_fault("body-too-large", "", {"max": MAX_BYTES})]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, [_fault("body-not-utf8", "", {"byte": error.start})]
    try:
        raw = json.loads(
            text,
            object_pairs_hook=_Pairs,
            parse_int=_Number,
            parse_float=_Number,
            parse_constant=_Number,
        )
    except RecursionError:
        return None, [_fault("json-too-deep", "", {"max": MAX_DEPTH})]
    except ValueError as error:
        position = getattr(error, "pos", 0)
        return None, [_fault("body-not-json", "", {"position": position})]
    reader = _Reader()
    value = reader.plain(raw)
    return (None, reader.told()) if reader.faults else (value, [])


class _Reader:
    """Walks what was parsed; `place` is where it stands, `faults` what it has found."""

    def __init__(self) -> None:
        self.faults: list[Violation] = []
        self.place: list[str | int] = []
        self.left_out = 0
        self.written = 0

    def plain(self, raw: Any) -> Any:
        """The plain value, or some value where there is a fault."""
        kind = type(raw)
        if kind is str:
            if not _is_text(raw):
                self._note("json-lone-surrogate")
        elif kind is _Number:
            return self._integer(raw)
        elif kind is list or kind is _Pairs:
            if len(self.place) >= MAX_DEPTH:
                self._note("json-too-deep", max=MAX_DEPTH)
            elif kind is list:
                return [self._member(index, item) for index, item in enumerate(raw)]
            else:
                return self._object(raw)
        return raw

    def told(self) -> list[Violation]:
        """The faults, with the number of those that are not told."""
        if not self.left_out:
            return self.faults
        return [*self.faults, _fault("faults-left-out", "", {"count": self.left_out})]

    def _object(self, raw: _Pairs) -> dict[str, Any]:
        value: dict[str, Any] = {}
        for name, member in raw:
            readable = name if _is_text(name) else name.encode("utf-8", "replace").decode()
            if readable is not name:
                self._note("json-lone-surrogate")
            if name in value:
                self._note("json-duplicate-member", below=readable)
            value[name] = self._member(readable, member)
        return value

    def _member(self, key: str | int, raw: Any) -> Any:
        self.place.append(key)
        value = self.plain(raw)
        self.place.pop()
        return value

    def _integer(self, text: str) -> int:
        # The length is looked at first: converting a million digits takes quadratic time.
        if (
            len(text) <= _MAX_DIGITS
            and text.lstrip("-").isdigit()
            and abs(int(text)) <= MAX_INTEGER
        ):
            return int(text)
        self._note("json-number-not-integer")
        return 0

    def _note(self, code: str, *, below: str | None = None, **params: int) -> None:
        if len(self.faults) >= MAX_FAULTS or self.written > _MAX_POINTERS:
            self.left_out += 1
            return
        path = self.place if below is None else [*self.place, below]
        found = pointer(path)
        self.written += len(found)
        self.faults.append(_fault(code, found, params))


def _fault(code: str, place: str, params: dict[str, int]) -> Violation:
    return Violation(code, place, params, severity=Severity.SHAPE)


def _is_text(text: str) -> bool:
    """Whether every character is one: half a surrogate pair cannot be written in UTF-8."""
    if text.isascii():
        return True
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
