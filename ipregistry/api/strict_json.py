"""The one parser for bodies: strict where JSON parsers are lenient, every fault at its place.

A register must not store what two readers would read differently: a member given twice,
a number that is rounded, half a surrogate pair.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ipregistry.domain.violations import Severity, Violation

MAX_BYTES = 1_048_576
MAX_DEPTH = 32
MAX_INTEGER = 2**53 - 1


@dataclass(frozen=True, slots=True)
class _Pairs:
    members: list[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class _Number:
    text: str


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
    faults: list[Violation] = []
    value = _plain(raw, "", 1, faults)
    return (None, faults) if faults else (value, [])


def _fault(code: str, pointer: str, params: dict[str, str | int] | None = None) -> Violation:
    return Violation(code, pointer, params or {}, severity=Severity.SHAPE)


def _plain(raw: Any, pointer: str, depth: int, faults: list[Violation]) -> Any:
    if depth > MAX_DEPTH and isinstance(raw, list | _Pairs):
        faults.append(_fault("json-too-deep", pointer, {"max": MAX_DEPTH}))
        return None
    match raw:
        case _Pairs():
            return _object(raw, pointer, depth, faults)
        case list():
            return [
                _plain(member, f"{pointer}/{index}", depth + 1, faults)
                for index, member in enumerate(raw)
            ]
        case _Number():
            return _integer(raw.text, pointer, faults)
        case str():
            _check_text(raw, pointer, faults)
    return raw


def _object(raw: _Pairs, pointer: str, depth: int, faults: list[Violation]) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for name, member in raw.members:
        _check_text(name, pointer, faults)
        readable = name.encode("utf-8", "replace").decode()
        place = f"{pointer}/{readable.replace('~', '~0').replace('/', '~1')}"
        if name in value:
            faults.append(_fault("json-duplicate-member", place))
        value[name] = _plain(member, place, depth + 1, faults)
    return value


def _integer(text: str, pointer: str, faults: list[Violation]) -> int:
    # The length is looked at first: converting a million digits takes quadratic time.
    if len(text) <= 17 and text.lstrip("-").isdigit() and abs(int(text)) <= MAX_INTEGER:  # noqa: PLR2004
        return int(text)
    faults.append(_fault("json-number-not-integer", pointer))
    return 0


def _check_text(text: str, pointer: str, faults: list[Violation]) -> None:
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        faults.append(_fault("json-lone-surrogate", pointer))
