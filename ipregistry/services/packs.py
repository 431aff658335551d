"""Rules packs and calendars: those on record, and files checked before they come there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import orjson
import sqlalchemy as sa

from ipregistry.domain.calendars import read_calendar
from ipregistry.domain.packs.checking import check_pack, overlapping
from ipregistry.domain.packs.faults import Path
from ipregistry.domain.packs.judging import Told, judge
from ipregistry.domain.packs.marked_yaml import read_marked
from ipregistry.domain.packs.model import Pack
from ipregistry.domain.packs.reading import read_pack
from ipregistry.domain.packs.terms import Calendars
from ipregistry.domain.packs.versions import PublishedCalendar, PublishedPack
from ipregistry.services.queries import Query
from ipregistry.tlog.leaves import sha256_text


@dataclass(frozen=True, slots=True)
class PackSource:
    """A pack's values as read from a file, and the line on which each of them stands."""

    file: str
    value: Any
    line: Callable[[Path], int]


@dataclass(frozen=True, slots=True)
class PlacedFault:
    """A fault with its file and line, about the rule with this id."""

    file: str
    line: int
    id: str
    text: str

    def __str__(self) -> str:
        """As a person reads it."""
        return f"{self.file}:{self.line}: {self.id + ': ' if self.id else ''}{self.text}"


@dataclass(slots=True)
class PackReport:
    """What a check found.

    `errors` refuse a pack, and so does a test that fails. `opening` are the packs under which
    cases may be opened, `library` those whose deadlines and fees can be asked only.
    """

    errors: list[PlacedFault] = field(default_factory=list)
    notes: list[PlacedFault] = field(default_factory=list)
    failures: list[PlacedFault] = field(default_factory=list)
    passed: int = 0
    opening: list[str] = field(default_factory=list)
    library: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether no pack is refused."""
        return not self.errors and not self.failures


class _Key(NamedTuple):
    id: str
    version: int
    digest: str


class _Text(NamedTuple):
    text: str


# The texts are looked at once a process: a digest has one text for ever.
_PACK_KEYS = Query("SELECT id, version, digest FROM pack ORDER BY id, version", _Key)
_PACK_TEXT = Query("SELECT text FROM pack WHERE id = ? AND version = ?", _Text)
_CALENDAR_KEYS = Query("SELECT id, version, digest FROM calendar ORDER BY id, version", _Key)
_CALENDAR_TEXT = Query("SELECT text FROM calendar WHERE id = ? AND version = ?", _Text)
_packs: dict[_Key, PublishedPack] = {}
_calendars: dict[_Key, PublishedCalendar] = {}


def published_packs(connection: sa.Connection) -> tuple[PublishedPack, ...]:
    """Every version of every pack on record."""
    keys = _PACK_KEYS.rows(connection)
    for key in keys:
        if key not in _packs:
            text = _PACK_TEXT.rows(connection, key.id, key.version)[0].text
            _packs[key] = _read_pack(key, text)
    return tuple(_packs[key] for key in keys)


def published_pack(
    connection: sa.Connection, record: str, version: int, digest: str
) -> PublishedPack:
    """The version of a pack that a case pins, by its digest: no statement once it is known."""
    key = _Key(record, version, digest)
    if key not in _packs:
        text = _PACK_TEXT.rows(connection, record, version)[0].text
        _packs[key] = _read_pack(key, text)
    return _packs[key]


def _read_pack(key: _Key, text: str) -> PublishedPack:
    pack = read_pack(read_marked(text.encode()).value).pack
    assert pack is not None, f"{key.id} is on record and no pack"  # noqa: S101 - judged when filed
    return PublishedPack(key.id, key.version, key.digest, not check_pack(pack), pack)


def published_calendars(connection: sa.Connection) -> tuple[PublishedCalendar, ...]:
    """Every version of every calendar on record."""
    keys = _CALENDAR_KEYS.rows(connection)
    for key in keys:
        if key not in _calendars:
            text = _CALENDAR_TEXT.rows(connection, key.id, key.version)[0].text
            calendar = read_calendar(orjson.loads(text), key.digest)
            _calendars[key] = PublishedCalendar(key.id, key.version, calendar)
    return tuple(_calendars[key] for key in keys)


def seed_packs() -> list[str]:
    """The texts of the packs that a new node starts with."""
    folder = files("ipregistry.seed") / "packs"
    paths = sorted(folder.iterdir(), key=lambda p: p.name)
    return [path.read_text("utf-8") for path in paths if path.name.endswith(".yaml")]


def seed_calendar_texts() -> list[str]:
    """The texts of the calendars that a new node starts with."""
    folder = files("ipregistry.seed") / "calendars"
    paths = sorted(folder.iterdir(), key=lambda p: p.name)
    return [path.read_text("utf-8") for path in paths if path.name.endswith(".json")]


@cache
def seed_calendars() -> Calendars:
    """The calendars that a new node starts with, each by the digest of its snapshot."""
    found = [
        read_calendar(orjson.loads(text), sha256_text(text.encode()))
        for text in seed_calendar_texts()
    ]
    return Calendars({calendar.place: calendar for calendar in found})


def check_packs(sources: Iterable[PackSource], calendars: Calendars) -> PackReport:
    """Each pack by itself, then all versions beside each other."""
    report = PackReport()
    sound: list[tuple[PackSource, Pack]] = []
    for source in sources:
        pack = _check(source, calendars, report)
        if pack is not None:
            sound.append((source, pack))
    of = {id(pack): source for source, pack in sound}
    for earlier, later in overlapping([pack for _, pack in sound]):
        source = of[id(later)]
        text = f"version {later.version} overlaps version {earlier.version} of the same pack"
        report.errors.append(_placed(source, Told(source.line(("effective",)), later.id, text)))
    return report


def _check(source: PackSource, calendars: Calendars, report: PackReport) -> Pack | None:
    judged = judge(source.value, source.line, calendars)
    report.errors += [_placed(source, told) for told in judged.errors]
    report.notes += [_placed(source, told) for told in judged.notes]
    report.failures += [_placed(source, told) for told in judged.failures]
    report.passed += judged.passed
    if judged.pack is None or not judged.sound:
        return None
    name = f"{judged.pack.id} {judged.pack.version}"
    (report.opening if judged.opens_cases else report.library).append(name)
    return judged.pack


def _placed(source: PackSource, told: Told) -> PlacedFault:
    return PlacedFault(source.file, told.line, told.id, told.text)
