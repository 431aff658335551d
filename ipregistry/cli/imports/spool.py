"""Notices, put in the order in which their offices entered them, in bounded memory.

A chain of title is made by entries in the order of their days, and files come in any order.
What is read is put down in a temporary database, beside the register and gone after the
import, and handed out sorted: a register of millions of entries needs no more memory for it.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ipregistry.formats.notices import Notice
from ipregistry.formats.untrusted import Position

_TABLE = """
CREATE TABLE notice (
  seq INTEGER PRIMARY KEY, day TEXT NOT NULL, rank INTEGER NOT NULL, key TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL, type TEXT NOT NULL, file TEXT NOT NULL,
  line INTEGER NOT NULL, record INTEGER NOT NULL
)
"""
# Of one day: what makes a right known before what happens to it, what grants before what ends.
_RANKS = {
    "publication": 0,
    "grant": 1,
    "register-extract": 7,
    "assignment": 2,
    "transmission": 2,
    "ownership-order": 2,
    "name-change": 3,
    "security": 4,
    "licence": 4,
    "security-release": 5,
    "licence-termination": 5,
    "life-event": 6,
    "other": 6,
}
_LAST = 8
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Spooled:
    """A filing to make: its type, its key, its body, and where it was told."""

    type: str
    key: str
    body: dict[str, Any]
    place: Position


class Spool:
    """A context manager. `put` answers False for a notice that another file told already."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="ipregistry-import-")
        path = Path(self._folder.name) / "notices.sqlite"
        self._rows = sqlite3.connect(path)
        # It is thrown away: nothing here needs to survive a power cut.
        self._rows.execute("PRAGMA synchronous=OFF")
        self._rows.execute("PRAGMA journal_mode=OFF")
        self._rows.execute(_TABLE)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._rows.close()
        self._folder.cleanup()

    def put(self, notice: Notice) -> bool:
        """Keep a notice for its turn."""
        place = notice.position
        made = self._rows.execute(
            "INSERT INTO notice (day, rank, key, body, type, file, line, record) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (
                notice.on.isoformat(),
                _RANKS.get(notice.body.get("act", ""), _LAST),
                notice.key,
                json.dumps(notice.body, ensure_ascii=False),
                notice.type,
                place.file,
                place.line,
                place.record,
            ),
        )
        return made.rowcount == 1

    def __len__(self) -> int:
        count: int = self._rows.execute("SELECT count(*) FROM notice").fetchone()[0]
        return count

    def in_order(self) -> Iterator[Spooled]:
        """Each notice, by the office's day."""
        order = "SELECT type, key, body, file, line, record FROM notice ORDER BY day, rank, seq"
        rows = self._rows.execute(order)
        while batch := rows.fetchmany(_BATCH):
            for kind, key, body, *place in batch:
                yield Spooled(kind, key, json.loads(body), Position(*place))
