"""Rules packs checked: what is wrong with each, by file and line, and their own tests run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import orjson

from ipregistry.domain.calendars import read_calendar
from ipregistry.domain.packs.checking import check_pack, opens_cases, overlapping
from ipregistry.domain.packs.faults import Fault, Level, Path
from ipregistry.domain.packs.model import Pack
from ipregistry.domain.packs.reading import read_pack
from ipregistry.domain.packs.terms import Calendars
from ipregistry.domain.packs.testing import run_tests
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


@cache
def seed_calendars() -> Calendars:
    """The calendars that a new node starts with, each by the digest of its snapshot."""
    folder = files("ipregistry.seed") / "calendars"
    found = []
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if path.name.endswith(".json"):
            raw = path.read_bytes()
            found.append(read_calendar(orjson.loads(raw), sha256_text(raw)))
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
        report.errors.append(_placed(source, Fault(("effective",), text, later.id)))
    return report


def _check(source: PackSource, calendars: Calendars, report: PackReport) -> Pack | None:
    read = read_pack(source.value)
    faults = read.faults if read.pack is None else check_pack(read.pack)
    errors = [fault for fault in faults if fault.level is Level.ERROR]
    report.errors += [_placed(source, fault) for fault in errors]
    report.notes += [_placed(source, fault) for fault in faults if fault.level is Level.NOTE]
    if read.pack is None or errors:
        return None
    failed = _test(source, read.pack, calendars, report)
    if failed:
        return None
    name = f"{read.pack.id} {read.pack.version}"
    (report.opening if opens_cases(faults) else report.library).append(name)
    return read.pack


def _test(source: PackSource, pack: Pack, calendars: Calendars, report: PackReport) -> bool:
    results = run_tests(pack, calendars)
    failed = [result for result in results if not result.passed]
    report.passed += len(results) - len(failed)
    for result in failed:
        fault = Fault(("tests", result.test.index), f"{result.test.name}: {result.told}", pack.id)
        report.failures.append(_placed(source, fault))
    return bool(failed)


def _placed(source: PackSource, fault: Fault) -> PlacedFault:
    return PlacedFault(source.file, source.line(fault.path), fault.id, fault.text)
