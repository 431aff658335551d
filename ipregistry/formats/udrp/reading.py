"""The lines, each as one frozen value or refused with every reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from ipregistry.domain.numbers.domains import read_domain
from ipregistry.formats.told import DecidedCase
from ipregistry.formats.untrusted import Limits, Position, Refused, UnreadableError, read_lines
from ipregistry.formats.untrusted.fragment import checked_text, digest_of, read_day
from ipregistry.formats.untrusted.objects import parse_object

# The longest line of the files at hand has 3,314 bytes, the longest bag 63 names.
LINE_BYTES = 128 * 1024
MOST_NAMES = 500
_NUMBER, _SOURCE, _ADDRESS, _NAME, _TEXT = 64, 40, 2000, 500, 4000
_QUOTED = 40

_ESSENTIAL = ("number", "status", "source", "url")
_DAYS = (
    "submitted",
    "commenced",
    "panel_appointed",
    "registrar_request_date",
    "registrar_response_date",
    "published",
)
_NAMES = ("registrars", "panelists", "complainants", "respondents")
_COUNTRIES = ("complainants_countries", "respondents_countries")
MEMBERS = frozenset({
    *_ESSENTIAL,
    *_DAYS,
    *_NAMES,
    *_COUNTRIES,
    "registrant_default",
    "represented_by",
    "domains",
    "trademarks",
})  # fmt: skip
_FORMED = {
    "number": re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9/._-]{0,62}[A-Za-z0-9])?"),
    "source": re.compile(r"[A-Za-z][A-Za-z0-9._-]{0,39}"),
}
# What turns the direction of writing, or ends a line, in the middle of a text.
_TURNING = re.compile("[\x01-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")
_HEAD_MEMBERS = (b'"number"', b'"panelists"', b'"registrars"', b'"domains"')


def looks_like_decided_cases(head: bytes) -> bool:
    """Whether the first line has the members that only this format has together."""
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\n", 1)[0]
    return first[:1] == b"{" and all(name in first for name in _HEAD_MEMBERS)


def read_cases(
    stream: BinaryIO, *, file: str, limits: Limits | None = None
) -> Iterator[DecidedCase | Refused]:
    """Every line, in order; one that cannot be read is a Refused, and the next is still read."""
    number = 0
    for line in read_lines(stream, file=file, limits=limits or Limits(record_bytes=LINE_BYTES)):
        if isinstance(line, Refused):
            number += line.code == "record-too-large"
            yield line
            continue
        place, text = line
        if not text.strip():
            continue
        number += 1
        where = Position(file, place, number)
        try:
            value = parse_object(text)
        except UnreadableError as wrong:
            yield Refused(where, wrong.code, wrong.params)
            continue
        yield _Line(value, where).read()


class _Line:
    """One line, read member by member; every fault is kept, none raises."""

    def __init__(self, value: Mapping[str, Any], position: Position) -> None:
        self._value, self._position = value, position
        self._faults: list[Refused] = []

    def read(self) -> DecidedCase | Refused:
        """The case, or the first reason with all others."""
        self._members()
        number, status, source, _ = (self._essential(name) for name in _ESSENTIAL)
        case = DecidedCase(
            number=number,
            status=status,
            source=source,
            address=self._address(),
            days={name: day for name in _DAYS if (day := self._day(name)) is not None},
            registrars=self._texts("registrars", _NAME),
            panelists=self._texts("panelists", _NAME),
            defaulted=self._truth("registrant_default"),
            complainants=self._texts("complainants", _NAME),
            represented_by=self._text("represented_by", _NAME),
            complainants_countries=self._texts("complainants_countries", _NUMBER),
            respondents=self._texts("respondents", _NAME),
            respondents_countries=self._texts("respondents_countries", _NUMBER),
            domains=self._domains(),
            trademarks=self._texts("trademarks", _TEXT),
            position=self._position,
            digest="" if self._faults else self._digest(),
        )
        if not self._faults:
            return case
        first, *others = self._faults
        return Refused(first.position, first.code, first.params, tuple(others))

    def _refuse(self, code: str, **params: str) -> None:
        self._faults.append(Refused(self._position, code, params))

    def _digest(self) -> str:
        return digest_of(self._value)

    def _members(self) -> None:
        for name in sorted(MEMBERS - self._value.keys()):
            self._refuse("field-missing", field=name)
        for name in sorted(self._value.keys() - MEMBERS)[:_QUOTED]:
            shown = name[:_QUOTED].encode("utf-8", "replace").decode()
            self._refuse("field-not-known", field=shown)

    def _essential(self, name: str) -> str:
        text = self._text(name, _ADDRESS if name == "url" else _NUMBER)
        if text is None:
            if isinstance(self._value.get(name, 0), str | None):
                self._refuse("field-empty", field=name)
            return ""
        if name in _FORMED and not _FORMED[name].fullmatch(text):
            self._refuse("field-malformed", field=name, value=text[:_QUOTED])
        return text

    def _address(self) -> str:
        text = self._value.get("url")
        if not isinstance(text, str) or not text.strip():
            return ""
        try:
            parts = urlsplit(text.strip())
            whole = parts.scheme in ("http", "https") and parts.hostname and not parts.username
        except ValueError:
            whole = False
        if not whole or any(char.isspace() for char in text.strip()):
            self._refuse("field-malformed", field="url", value=text[:_QUOTED])
        return text.strip()

    def _text(self, name: str, limit: int) -> str | None:
        value = self._value.get(name)
        return None if value is None else self._checked(value, name, limit)

    def _checked(self, value: Any, field: str, limit: int) -> str | None:
        if not isinstance(value, str):
            self._refuse("field-wrong-type", field=field, expected="text")
            return None
        if _TURNING.search(value):
            self._refuse("field-character-refused", field=field)
            return None
        try:
            return checked_text(value, field, limit)
        except UnreadableError as wrong:
            self._refuse(wrong.code, **wrong.params)
            return None

    def _texts(self, name: str, limit: int) -> tuple[str, ...]:
        """The texts that say something, each once, in their order."""
        value = self._value.get(name, [])
        if not isinstance(value, list):
            self._refuse("field-wrong-type", field=name, expected="list")
            return ()
        if len(value) > MOST_NAMES:
            self._refuse("field-too-many", field=name, limit=str(MOST_NAMES))
            return ()
        said = (item for item in enumerate(value) if item[1] is not None)
        texts = (self._checked(item, f"{name}[{at}]", limit) for at, item in said)
        return tuple(dict.fromkeys(text for text in texts if text is not None))

    def _domains(self) -> tuple[str, ...]:
        names = self._texts("domains", _NAME)
        for name in names:
            found = read_domain(name)
            if found.violation is not None:
                self._refuse(
                    found.violation.code, **{k: str(v) for k, v in found.violation.params.items()}
                )
            elif found.number is None:
                self._refuse("domain-name-malformed", value=name[:_QUOTED])
        return names

    def _day(self, name: str) -> date | None:
        text = self._text(name, _NUMBER)
        if text is None:
            return None
        try:
            return read_day(text, name)
        except UnreadableError as wrong:
            self._refuse(wrong.code, **wrong.params)
            return None

    def _truth(self, name: str) -> bool | None:
        value = self._value.get(name)
        if value is not None and not isinstance(value, bool):
            self._refuse("field-wrong-type", field=name, expected="true or false")
            return None
        return value
