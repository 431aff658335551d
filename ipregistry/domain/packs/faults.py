"""What is wrong with a pack, and where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]


class Level(StrEnum):
    """An error refuses a pack; with a note no case opens under it."""

    ERROR = "error"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing, at a place in the document, about the rule with this id."""

    path: Path
    text: str
    id: str = ""
    level: Level = Level.ERROR
