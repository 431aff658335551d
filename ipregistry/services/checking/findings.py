"""What a verification says: its scope, what it looked at, the first fault with index and nature."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

MOST_FAULTS = 1_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. `index` is the place in the log of the first entry in question, if it has one;
    `count` how many entries from there may be, where that is known.
    """

    nature: str
    index: int | None
    place: str
    detail: str
    count: int | None = None


@dataclass(slots=True)
class Findings:
    """The report of one scope. `beyond` says what this scope cannot tell."""

    scope: str
    beyond: str
    origin: str | None = None
    size: int = 0
    root: str | None = None
    agreed: int = 0
    entries: int = 0
    tiles: int = 0
    withheld: int = 0
    parts: int = 0
    erased: int = 0
    verified: list[str] = field(default_factory=list)
    faults: list[Finding] = field(default_factory=list)

    def note(self, nature: str, place: str, detail: str, index: int | None = None) -> None:
        """Note a fault."""
        self.add(Finding(nature, index, place, detail))

    def add(self, fault: Finding) -> None:
        """Note a fault; after so many nobody reads on."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(fault)

    @property
    def first(self) -> Finding | None:
        """The fault of the earliest entry; None where all is well."""
        return min(self.faults, key=lambda f: -1 if f.index is None else f.index, default=None)

    def document(self) -> dict[str, Any]:
        """As JSON."""
        first = self.first
        said = {name: value for name, value in asdict(self).items() if name != "faults"}
        return {
            **said,
            "first": None if first is None else asdict(first),
            "faults": [asdict(fault) for fault in self.faults],
        }

    def lines(self) -> list[str]:
        """For people: every fault, then the count, then what this scope cannot tell."""
        first = self.first
        told = [_line(fault) for fault in self.faults]
        told += [f"verified: {said}" for said in self.verified]
        counts = {
            "entries": self.entries,
            "tiles": self.tiles,
            "withheld": self.withheld,
            "parts": self.parts,
            "erased": self.erased,
        }
        told.append(", ".join(f"{value} {name}" for name, value in counts.items()))
        if first is not None:
            told.append("first fault: " + _line(first))
        told.append(f"{self.scope}: {len(self.faults)} faults. Not looked at: {self.beyond}")
        return told


def _line(fault: Finding) -> str:
    many = "" if fault.count is None else f" ({fault.count} in question)"
    place = fault.place if fault.index is None else f"entry {fault.index}{many}, {fault.place}"
    return f"{fault.nature}: {place}: {fault.detail}"
