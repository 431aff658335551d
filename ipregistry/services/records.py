"""Reading records: the stored bytes of the parts that the actor may see, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ipregistry.domain.access import Actor, Relation, readable_labels
from ipregistry.domain.classes import Label
from ipregistry.domain.ids import kind_of
from ipregistry.services.errors import NotFoundError
from ipregistry.services.node import RunningNode


@dataclass(frozen=True, slots=True)
class RecordAnswer:
    """One record as its reader sees it. `tag` names parts and versions, never contents."""

    body: bytes
    tag: str


# The newest of each part: one indexed query. What the actor is to the record comes with
# it, so that the access table can decide without another round trip.
_SQL = (
    "SELECT c.label, c.version, p.body, "
    "(SELECT count(*) FROM concern n WHERE n.record_id = c.record_id AND n.party_id = {mark}) + "
    "(SELECT count(*) FROM holder h WHERE h.asset_id = c.record_id AND h.party_id = {mark}) + "
    "(SELECT count(*) FROM mandate m WHERE m.id = c.record_id AND m.agent = {mark}), "
    "(SELECT count(*) FROM filing f WHERE f.id = c.record_id AND f.filer = {mark}) + "
    "(SELECT count(*) FROM filing f WHERE f.transaction_id = c.record_id AND f.filer = {mark}) + "
    "(SELECT count(*) FROM requisition q WHERE q.id = c.record_id AND q.filer = {mark}) "
    "FROM current_part c JOIN part p ON p.record_id = c.record_id AND p.label = c.label "
    "AND p.version = c.version WHERE c.record_id = {mark}"
)
_PUBLIC_SQL = (
    "SELECT c.label, c.version, p.body, 0, 0 "
    "FROM current_part c JOIN part p ON p.record_id = c.record_id AND p.label = c.label "
    "AND p.version = c.version WHERE c.record_id = {mark}"
)
_ORDER = {label.value: position for position, label in enumerate(Label)}


def read_record(node: RunningNode, actor: Actor, kind: str, record_id: str) -> RecordAnswer:
    """The parts of a record that the actor may see. Raises NotFoundError where there are none:
    what one may not know of is not told apart from what is not there.
    """
    rows = _rows(node, actor, record_id) if kind_of(record_id) == kind else []
    shown = _shown(actor, rows)
    if not shown:
        raise NotFoundError(f"{kind}-unknown", {kind: record_id})
    return _answer(record_id, kind, shown)


def _rows(node: RunningNode, actor: Actor, record_id: str) -> list[Any]:
    mark = "?" if node.engines.is_sqlite else "%s"
    if actor.account is None:
        sql, values = _PUBLIC_SQL, (record_id,)
    else:
        party = actor.party or ""
        agent = filer = actor.account
        sql, values = _SQL, (party, party, agent, filer, filer, filer, record_id)  # type: ignore[assignment]
    raw = node.engines.read.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute(sql.format(mark=mark), values)
        return list(cursor.fetchall())
    finally:
        raw.close()


def _shown(actor: Actor, rows: list[Any]) -> list[Any]:
    if not rows:
        return []
    relations = []
    if rows[0][3]:
        relations.append(Relation.CONCERNED)
    if rows[0][4]:
        relations.append(Relation.FILER)
    labels = readable_labels(actor, relations)
    return sorted((r for r in rows if Label(r[0]) in labels), key=lambda r: _ORDER[r[0]])


def filers_answer(
    actor: Actor, kind: str, record_id: str, parts: Sequence[tuple[Label, int, bytes]]
) -> RecordAnswer:
    """What its filer sees of a record whose parts (label, version, body) were just made."""
    labels = readable_labels(actor, [Relation.FILER])
    return _answer(record_id, kind, [part for part in parts if part[0] in labels])


def _answer(record_id: str, kind: str, rows: list[Any]) -> RecordAnswer:
    parts = sorted(((row[0], row[1], row[2]) for row in rows), key=lambda p: _ORDER[p[0]])
    tag = ".".join(f"{label}-{version}" for label, version, _ in parts)
    return RecordAnswer(record_bytes(record_id, kind, parts), tag)


def record_bytes(record_id: str, kind: str, parts: Sequence[tuple[str, int, bytes]]) -> bytes:
    """The answer for one record: its parts' stored bytes (label, version, body) side by side."""
    ordered = sorted(parts, key=lambda piece: _ORDER[piece[0]])
    shown = b",".join(
        b'{"part":"%s","version":%d,"body":%s}' % (label.encode(), version, bytes(body))
        for label, version, body in ordered
    )
    return b'{"id":"%s","kind":"%s","partBag":[%s]}' % (record_id.encode(), kind.encode(), shown)
