"""The days of closure on record."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from ipregistry.domain.calendars import Closure, ClosureKind
from ipregistry.domain.packs.versions import PublishedClosure
from ipregistry.services.queries import Query


class _Row(NamedTuple):
    id: str
    version: int
    place: str
    day: str
    category: str
    source: str
    stands: int


_ROWS = Query(
    "SELECT id, version, place, day, category, source, stands FROM closure ORDER BY id", _Row
)


def published_closures(connection: sa.Connection) -> tuple[PublishedClosure, ...]:
    """Every closure on record in its newest version, those that were taken back included."""
    return tuple(
        PublishedClosure(
            row.id,
            row.version,
            bool(row.stands),
            Closure(row.place, date.fromisoformat(row.day), ClosureKind(row.category), row.source),
        )
        for row in _ROWS.rows(connection)
    )
