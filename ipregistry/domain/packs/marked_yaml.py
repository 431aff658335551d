"""YAML that nobody vouches for: plain values with the line of each, in bounded memory.

No aliases (bombs and cycles are made of them), no tags, no duplicate members, no numbers that
are not whole: a decimal stands in quotes, and so does a date, or YAML would make something
else of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml
from yaml.resolver import Resolver

MAX_BYTES = 512 * 1024
MAX_DEPTH = 32
MAX_VALUES = 50_000
MAX_DIGITS = 18

Path: TypeAlias = tuple[str | int, ...]

_TAG = "tag:yaml.org,2002:"
_BOOLEANS = {"true": True, "false": False}


class YamlError(ValueError):
    """What is wrong, and on which line (from 1)."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(f"line {line}: {text}")
        self.line = line
        self.text = text


@dataclass(frozen=True, slots=True)
class Marked:
    """A document: its value, and the line on which each value in it begins."""

    value: Any
    lines: Mapping[Path, int]

    def line(self, path: Path) -> int:
        """The line of a value, or of the nearest thing around one that is not there."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 1)


@dataclass(slots=True)
class _Open:
    """A mapping or a list that is being read; `key` waits for its value."""

    value: Any
    path: Path
    key: str | None = None

    def next_path(self) -> Path:
        here = len(self.value) if isinstance(self.value, list) else self.key
        return (*self.path, here if here is not None else "")

    def add(self, value: Any) -> None:
        if isinstance(self.value, list):
            self.value.append(value)
        else:
            self.value[self.key] = value
            self.key = None


@dataclass(slots=True)
class _Reading:
    """The whole of a reading: what is open, innermost last."""

    stack: list[_Open] = field(default_factory=list)
    lines: dict[Path, int] = field(default_factory=dict)
    root: Any = None
    documents: int = 0


def read_marked(data: bytes) -> Marked:
    """The one document in `data` (UTF-8, at most MAX_BYTES). Raises YamlError."""
    if len(data) > MAX_BYTES:
        raise YamlError(1, f"more than {MAX_BYTES} bytes")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise YamlError(data[: error.start].count(b"\n") + 1, "not UTF-8") from error
    reading = _Reading()
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            _take(reading, event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = 1 if mark is None else mark.line + 1
        raise YamlError(line, error.problem or "not YAML") from error
    except yaml.YAMLError as error:
        raise YamlError(1, "characters that YAML does not allow") from error
    return Marked(reading.root, reading.lines)


def _take(reading: _Reading, event: yaml.Event) -> None:
    line = 1 if event.start_mark is None else event.start_mark.line + 1
    match event:
        case yaml.AliasEvent():
            raise YamlError(line, "aliases are not allowed")
        case yaml.DocumentStartEvent():
            reading.documents += 1
            if reading.documents > 1:
                raise YamlError(line, "one document, not several")
        case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
            _open(reading, event, line)
        case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
            _close(reading)
        case yaml.ScalarEvent():
            _scalar(reading, event, line)
        case _:
            pass


def _open(reading: _Reading, event: Any, line: int) -> None:
    _no_properties(event, line)
    if len(reading.stack) >= MAX_DEPTH:
        raise YamlError(line, f"nested more than {MAX_DEPTH} deep")
    path = _place(reading, line)
    value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
    reading.stack.append(_Open(value, path))


def _close(reading: _Reading) -> None:
    done = reading.stack.pop()
    _deliver(reading, done.value)


def _scalar(reading: _Reading, event: yaml.ScalarEvent, line: int) -> None:
    _no_properties(event, line)
    top = reading.stack[-1] if reading.stack else None
    value = _value(event, line)
    if top is not None and isinstance(top.value, dict) and top.key is None:
        _take_key(top, value, line)
        return
    _place(reading, line)
    _deliver(reading, value)


def _take_key(top: _Open, value: Any, line: int) -> None:
    if not isinstance(value, str):
        raise YamlError(line, f"a member's name is text; put it in quotes: {value!r}")
    if value in top.value:
        raise YamlError(line, f"{value} stands here twice")
    top.key = value


def _place(reading: _Reading, line: int) -> Path:
    """The path of the value that begins here, with its line noted."""
    top = reading.stack[-1] if reading.stack else None
    if top is not None and isinstance(top.value, dict) and top.key is None:
        raise YamlError(line, "a member's name is text")
    path = () if top is None else top.next_path()
    if len(reading.lines) >= MAX_VALUES:
        raise YamlError(line, f"more than {MAX_VALUES} values")
    reading.lines[path] = line
    return path


def _deliver(reading: _Reading, value: Any) -> None:
    if reading.stack:
        reading.stack[-1].add(value)
    else:
        reading.root = value


def _no_properties(event: Any, line: int) -> None:
    if event.anchor is not None:
        raise YamlError(line, "anchors are not allowed")
    if event.tag is not None:
        raise YamlError(line, "tags are not allowed")


_RESOLVER: Any = Resolver()


def _value(event: yaml.ScalarEvent, line: int) -> Any:
    text: str = event.value
    if event.style is not None:
        return text
    tag = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False)).removeprefix(_TAG)
    if tag == "null":
        return None
    if tag == "bool" and text.lower() in _BOOLEANS:
        return _BOOLEANS[text.lower()]
    if tag == "int" and text.removeprefix("-").isdecimal() and text.isascii():
        return _whole(text, line)
    if tag == "str":
        return text
    raise YamlError(line, f"put {text[:40]!r} in quotes: YAML would take it for a {tag}")


def _whole(text: str, line: int) -> int:
    if len(text) > MAX_DIGITS or (text.lstrip("-").startswith("0") and text != "0"):
        raise YamlError(line, f"not a whole number of at most {MAX_DIGITS} digits")
    return int(text)
