"""Reading records: the stored bytes of the parts that the actor may see, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ipregistry.domain.access import Actor, Relation, readable_labels
from ipregistry.domain.cases.relations import CASE_LABELS, relations_in
from ipregistry.domain.classes import Label
from ipregistry.domain.ids import kind_of
from ipregistry.domain.revealing import sees_all
from ipregistry.services.errors import NotFoundError
from ipregistry.services.node import RunningNode


@dataclass(frozen=True, slots=True)
class RecordAnswer:
    """One record as its reader sees it. `tag` names parts and versions, never contents."""

    body: bytes
    tag: str


# The newest of each part: one indexed query. What the actor is to the record comes with
# it, so that the access table can decide without another round trip.
_RELATED = (
    "SELECT c.label, c.version, p.body, p.erased, "
    "(SELECT count(*) FROM concern n WHERE n.record_id = {about} AND n.party_id = {mark}) + "
    "(SELECT count(*) FROM holder h WHERE h.asset_id = {about} AND h.party_id = {mark}) + "
    "(SELECT count(*) FROM mandate m WHERE m.id = {about} AND m.agent = {mark}), "
    "(SELECT count(*) FROM filing f WHERE f.id = {about} AND f.filer = {mark}) + "
    "(SELECT count(*) FROM filing f WHERE f.transaction_id = {about} AND f.filer = {mark}) + "
    "(SELECT count(*) FROM requisition q WHERE q.id = {about} AND q.filer = {mark}) "
    "FROM current_part c JOIN part p ON p.record_id = c.record_id AND p.label = c.label "
    "AND p.version = c.version WHERE c.record_id = {mark}"
)
_SQL = _RELATED.replace("{about}", "c.record_id")
# An erasure is read by whoever may read the part that it took.
_ERASURE_SQL = _RELATED.replace(
    "{about}", "(SELECT e.record_id FROM erasure e WHERE e.id = c.record_id)"
)
_PUBLIC_SQL = (
    "SELECT c.label, c.version, p.body, p.erased, 0, 0 "
    "FROM current_part c JOIN part p ON p.record_id = c.record_id AND p.label = c.label "
    "AND p.version = c.version WHERE c.record_id = {mark}"
)
# Whether searches still show an entry, and the filing behind it; and whether the actor holds a
# right that it is on. Asked of transactions and filings alone, and only where none is its own.
_WITHHELD_SQL = (
    "SELECT (SELECT count(*) FROM withheld w WHERE w.transaction_id = t.id), "
    "(SELECT count(*) FROM holder h JOIN transaction_subject s ON s.asset_id = h.asset_id "
    "WHERE s.transaction_id = t.id AND h.party_id = {mark}) "
    "FROM (SELECT COALESCE((SELECT f.transaction_id FROM filing f WHERE f.id = {mark}), {mark}) "
    "AS id) t"
)
# As what the actor stands in the case that a record is of, and of which side the record is; of an
# erasure, that of the record that it is about.
_IN_CASE_SQL = (
    "SELECT m.side, m.role, r.side FROM case_record r "
    "JOIN case_member m ON m.case_id = r.case_id "
    "WHERE r.record_id = COALESCE((SELECT e.record_id FROM erasure e WHERE e.id = {mark}), {mark}) "
    "AND m.member IN ({mark}, {mark})"
)
_WITHHELD_KINDS = frozenset({"transaction", "filing"})
_ORDER = {label.value: position for position, label in enumerate(Label)}


def read_record(node: RunningNode, actor: Actor, kind: str, record_id: str) -> RecordAnswer:
    """The parts of a record that the actor may see. Raises NotFoundError where there are none:
    what one may not know of is not told apart from what is not there.
    """
    rows = _rows(node, actor, record_id) if kind_of(record_id) == kind else []
    if any(row[0] in CASE_LABELS for row in rows):
        shown = _shown_in_case(node, actor, record_id, rows)
    else:
        shown = _shown(actor, rows)
    if shown and kind in _WITHHELD_KINDS and not sees_all(actor) and not any(rows[0][4:6]):
        shown = [] if _is_withheld(node, actor, record_id) else shown
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
        sql = _ERASURE_SQL if kind_of(record_id) == "erasure" else _SQL
        values = (party, party, agent, filer, filer, filer, record_id)  # type: ignore[assignment]
    return _fetched(node, sql.format(mark=mark), values)


def _shown_in_case(node: RunningNode, actor: Actor, record_id: str, rows: list[Any]) -> list[Any]:
    """Of a record of a case one sees what one is in the case; who files is not asked: he may have
    been replaced since.
    """
    found: list[Any] = []
    if actor.account is not None:
        mark = "?" if node.engines.is_sqlite else "%s"
        values = (record_id, record_id, actor.account, actor.party or "")
        found = _fetched(node, _IN_CASE_SQL.format(mark=mark), values)
    labels = readable_labels(actor, relations_in(found))
    return sorted((r for r in rows if Label(r[0]) in labels), key=lambda r: _ORDER[r[0]])


def _is_withheld(node: RunningNode, actor: Actor, record_id: str) -> bool:
    """Whether a correction took the entry out of what this actor is shown."""
    mark = "?" if node.engines.is_sqlite else "%s"
    values = (actor.party or "", record_id, record_id)
    ((withheld, holds),) = _fetched(node, _WITHHELD_SQL.format(mark=mark), values)
    return bool(withheld) and not holds


def _fetched(node: RunningNode, sql: str, values: tuple[str, ...]) -> list[Any]:
    raw = node.engines.read.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute(sql, values)
        return list(cursor.fetchall())
    finally:
        raw.close()


def _shown(actor: Actor, rows: list[Any]) -> list[Any]:
    if not rows:
        return []
    relations = []
    if rows[0][4]:
        relations.append(Relation.CONCERNED)
    if rows[0][5]:
        relations.append(Relation.FILER)
    labels = readable_labels(actor, relations)
    return sorted((r for r in rows if Label(r[0]) in labels), key=lambda r: _ORDER[r[0]])


def read_own_filing(node: RunningNode, actor: Actor, filing_id: str) -> RecordAnswer:
    """A filing as its filer reads it; without a part where he may no longer (replaced counsel
    asks again under his key: that it was taken is true, what it said is no longer his).
    """
    try:
        return read_record(node, actor, "filing", filing_id)
    except NotFoundError:
        return _answer(filing_id, "filing", ())


def filers_answer(
    actor: Actor, kind: str, record_id: str, parts: Sequence[tuple[Label, int, bytes]]
) -> RecordAnswer:
    """What its filer sees of a record whose parts (label, version, body) were just made."""
    labels = readable_labels(actor, [Relation.FILER, Relation.CASE_OWN_SIDE])
    return _answer(record_id, kind, [(*part, None) for part in parts if part[0] in labels])


def _answer(record_id: str, kind: str, rows: Sequence[Any]) -> RecordAnswer:
    shown = sorted((ShownPart(*row[:4]) for row in rows), key=lambda piece: _ORDER[piece.label])
    tag = ".".join(piece.tag for piece in shown)
    return RecordAnswer(record_bytes(record_id, kind, shown), tag)


class ShownPart(NamedTuple):
    """A part as it is shown; `erased` names the erasure that took it."""

    label: str
    version: int
    body: bytes
    erased: str | None

    @property
    def tag(self) -> str:
        """What an ETag says of it."""
        return f"{self.label}-{self.version}" + ("-erased" if self.erased else "")

    def encoded(self) -> bytes:
        """The member of `partBag`: the stored bytes, or which erasure took them."""
        head = b'{"part":"%s","version":%d,' % (self.label.encode(), self.version)
        if self.erased is not None:
            return head + b'"erased":"%s"}' % self.erased.encode()
        return head + b'"body":%s}' % bytes(self.body)


def record_bytes(record_id: str, kind: str, parts: Sequence[ShownPart]) -> bytes:
    """The answer for one record: its parts' stored bytes side by side."""
    ordered = sorted(parts, key=lambda piece: _ORDER[piece.label])
    shown = b",".join(piece.encoded() for piece in ordered)
    return b'{"id":"%s","kind":"%s","partBag":[%s]}' % (record_id.encode(), kind.encode(), shown)
