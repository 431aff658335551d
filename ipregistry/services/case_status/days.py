"""The last days of the cases that somebody is in: open ones, and those met or fallen away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from ipregistry.domain.access import Actor
from ipregistry.domain.cases.words import deadline_said
from ipregistry.services.node import RunningNode
from ipregistry.services.packs import published_packs
from ipregistry.services.queries import Query
from ipregistry.services.snapshots import snapshot
from ipregistry.services.times import read_instant


@dataclass(frozen=True, slots=True)
class CaseDay:
    """A last day of a case: what it is for and whose, in every language."""

    case: str
    deadline: str
    start: str
    due: date
    version: int
    changed_at: datetime
    open: bool
    title: Mapping[str, str]
    who: Mapping[str, str]


class _Row(NamedTuple):
    case_id: str
    deadline: str
    start: str
    due: str
    who: str
    seen: int
    pack: str
    pack_version: int
    changed_at: str
    version: int
    current_at: str


# A representative may be in a case by account and by party: it is one case.
MINE = Query(
    "SELECT d.case_id, d.deadline, d.start, d.due, d.who, d.seen, d.pack, d.pack_version, "
    "d.changed_at, f.version, f.changed_at FROM case_day d "
    "JOIN case_file f ON f.id = d.case_id WHERE d.case_id IN "
    "(SELECT m.case_id FROM case_member m WHERE m.member IN (?)) "
    "ORDER BY d.due, d.case_id, d.deadline, d.start",
    _Row,
)


def days_of(node: RunningNode, actor: Actor) -> list[CaseDay]:
    """All of the actor's last days, in their order."""
    who = [one for one in (actor.account, actor.party) if one is not None]
    with snapshot(node.engines) as connection:
        rows = MINE.rows(connection, who)
        packs = {(p.record, p.version): p.pack for p in published_packs(connection)} if rows else {}
    found = []
    for row in rows:
        pack, is_open = packs[row.pack, row.pack_version], row.seen == row.version
        found.append(
            CaseDay(
                row.case_id,
                row.deadline,
                row.start,
                date.fromisoformat(row.due),
                row.version,
                read_instant(row.changed_at if is_open else row.current_at),
                is_open,
                deadline_said(pack, row.deadline),
                pack.role_said(row.who),
            )
        )
    return found
