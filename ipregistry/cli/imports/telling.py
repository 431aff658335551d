"""What an import came to, for people and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from ipregistry.formats.untrusted import Position


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """A record that was not taken: where it stands and why."""

    file: str
    line: int
    record: int
    reasons: list[str] = field(compare=False)


@dataclass(frozen=True, slots=True, order=True)
class Kept:
    """What was kept as it was received, because nothing here says what it means."""

    file: str
    line: int
    record: int
    reason: str
    filed: bool


@dataclass(slots=True)
class Tally:
    """What an import came to. `recorded` counts by act; `kept` is what was not mapped."""

    acts: Counter[str] = field(default_factory=Counter)
    unchanged: int = 0
    refused: list[Fault] = field(default_factory=list)
    unmapped: list[Kept] = field(default_factory=list)
    with_members_kept: int = 0
    warned: Counter[str] = field(default_factory=Counter)
    read: dict[str, str] = field(default_factory=dict)
    unsupported: list[str] = field(default_factory=list)

    @property
    def recorded(self) -> int:
        """How many notices were recorded."""
        return self.acts.total()

    def refuse(self, place: Position, reasons: Iterable[str]) -> None:
        """One record that was not taken."""
        self.refused.append(Fault(place.file, place.line, place.record, list(reasons)))

    def keep(self, place: Position, reason: str, *, filed: bool) -> None:
        """One record that was kept unmapped."""
        self.unmapped.append(Kept(place.file, place.line, place.record, reason, filed))

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "recorded": self.recorded,
            "recordedByAct": dict(sorted(self.acts.items())),
            "unchanged": self.unchanged,
            "refused": [asdict(fault) for fault in sorted(self.refused)],
            "unmapped": [asdict(kept) for kept in sorted(self.unmapped)],
            "recordsWithMembersKept": self.with_members_kept,
            "warnings": dict(sorted(self.warned.items())),
            "files": dict(sorted(self.read.items())),
            "unsupported": sorted(self.unsupported),
        }

    def text(self) -> str:
        """For people."""
        lines = [
            f"refused: {one.file}:{one.line} record {one.record}: {'; '.join(one.reasons)}"
            for one in sorted(self.refused)
        ]
        lines += [
            f"kept, not mapped: {one.file}:{one.line} record {one.record}: {one.reason}"
            for one in sorted(self.unmapped)
        ]
        lines += [f"not supported: {path}" for path in sorted(self.unsupported)]
        lines += [f"warned: {code} ({count})" for code, count in sorted(self.warned.items())]
        lines += [f"recorded: {count} × {act}" for act, count in sorted(self.acts.items())]
        lines.append(
            f"{self.recorded} recorded, {self.unchanged} unchanged, "
            f"{len(self.refused)} refused, {len(self.unmapped)} kept unmapped, "
            f"{self.with_members_kept} with members kept, "
            f"{len(self.unsupported)} files not supported"
        )
        return "\n".join(lines)


def reason(code: str, params: Mapping[str, object]) -> str:
    """A code with what fills its message, on one line."""
    said = ", ".join(f"{name}={value}" for name, value in params.items())
    return f"{code} ({said})" if said else code
