"""A pack judged whole: its form, its sense, the tests that it carries, each fault at its line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ipregistry.domain.packs.checking import check_pack
from ipregistry.domain.packs.faults import Fault, Level, Path
from ipregistry.domain.packs.marked_yaml import YamlError, read_marked
from ipregistry.domain.packs.model import Pack
from ipregistry.domain.packs.reading import read_pack
from ipregistry.domain.packs.terms import Calendars
from ipregistry.domain.packs.testing import run_tests


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that was found, on a line, about the rule with this id."""

    line: int
    id: str
    text: str


@dataclass(slots=True)
class Judged:
    """What is to be said of a pack; `pack` is None where it cannot be made of the text.

    `errors` and `failures` (of its tests) refuse it; with a `note` no case opens under it.
    """

    pack: Pack | None = None
    errors: list[Told] = field(default_factory=list)
    notes: list[Told] = field(default_factory=list)
    failures: list[Told] = field(default_factory=list)
    passed: int = 0

    @property
    def sound(self) -> bool:
        """Whether nothing refuses it."""
        return self.pack is not None and not self.errors and not self.failures

    @property
    def opens_cases(self) -> bool:
        """Whether cases may be opened under it."""
        return self.sound and not self.notes


def judge_text(text: str, calendars: Calendars) -> Judged:
    """A pack from its YAML text."""
    try:
        marked = read_marked(text.encode())
    except YamlError as error:
        return Judged(errors=[Told(error.line, "", error.text)])
    return judge(marked.value, marked.line, calendars)


def judge(value: Any, line: Callable[[Path], int], calendars: Calendars) -> Judged:
    """A pack from its values, of which `line` tells where each stands."""

    def told(fault: Fault) -> Told:
        return Told(line(fault.path), fault.id, fault.text)

    read = read_pack(value)
    faults = read.faults if read.pack is None else check_pack(read.pack)
    judged = Judged(
        read.pack,
        [told(fault) for fault in faults if fault.level is Level.ERROR],
        [told(fault) for fault in faults if fault.level is Level.NOTE],
    )
    if read.pack is None or judged.errors:
        return judged
    results = run_tests(read.pack, calendars)
    failed = [result for result in results if not result.passed]
    judged.passed = len(results) - len(failed)
    judged.failures = [
        told(Fault(("tests", r.test.index), f"{r.test.name}: {r.told}", read.pack.id))
        for r in failed
    ]
    return judged
