"""Taking out of the database what a recorded erasure names, wherever it stands.

In the commit of the entry: the part keeps what stays of it and loses its salt; the tables are
made anew from what is left; stored titles that repeat a name are emptied, and drafts.
Receipts, outbox, audit log and notices hold ids and digests only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import orjson

from ipregistry.domain.classes import HEAD, Label
from ipregistry.domain.erasure import GOES, naming_texts
from ipregistry.domain.ids import kind_of
from ipregistry.services.documents.papers import erase_paper
from ipregistry.services.keys import Keys
from ipregistry.services.ledger import StoredPart, StoredRecord, stored_records
from ipregistry.services.projections import project
from ipregistry.services.statements import Add, Change, Clear, Put, key_columns
from ipregistry.services.unit_of_work import UnitOfWork
from ipregistry.tlog.canonical import canonical, parse

_PARTS = (
    "SELECT record_id, version, label, kind, body, commitment, ord FROM part "
    "WHERE record_id = ? ORDER BY version, item"
)
_ERASE = "UPDATE part SET body = ?, salt = ?, erased = ? WHERE record_id = ? AND version = ? AND "
_TITLES = (
    "UPDATE title_now SET body = ?, valid_until = ? WHERE asset_id IN "
    "(SELECT t.asset_id FROM concern c JOIN transaction_subject t "
    "ON t.transaction_id = c.record_id WHERE c.party_id = ?)"
)
# Whose draft repeats an erased name finds it empty: what he typed is not his to keep here.
_DRAFTS = {
    True: "UPDATE draft SET body = ?, note = NULL, version = version + 1 "
    "WHERE body IS NOT NULL AND instr(body, ?) > 0",
    False: "UPDATE draft SET body = ?, note = NULL, version = version + 1 "
    "WHERE body IS NOT NULL AND position(? in body) > 0",
}

Rows = dict[tuple[str, tuple[Any, ...]], tuple[Any, dict[str, Any]]]


def erase_parts(work: UnitOfWork, stored: Iterable[StoredRecord], today: date, keys: Keys) -> None:
    """Carry out the erasures among the records of one entry, in its unit of work."""
    for version in stored:
        if version.kind == "erasure":
            _erase(work, version, today, keys)


def _erase(work: UnitOfWork, erasure: StoredRecord, today: date, keys: Keys) -> None:
    document = erasure.document
    record = document["erasedRecord"]
    before = _parts(work, record)
    after = [_without(piece, document) for piece in before]
    gone = next(old for old, new in zip(before, after, strict=True) if old is not new)
    left = next(new for old, new in zip(before, after, strict=True) if old is not new)
    work.execute(
        _ERASE + "label = ?",
        (left[1].body, b"", erasure.id, record, left[1].version, left[1].label.value),
    )
    work.write(_changes(_rows(before), _rows(after)))
    if kind_of(record) == "party":
        empty_titles(work, record, today)
    if kind_of(record) == "case-paper":
        erase_paper(work, keys, record, gone[1].label.value, gone[1].document)
    _empty_drafts(work, gone[1].document)


def empty_titles(work: UnitOfWork, party: str, today: date) -> None:
    """Stored titles that name a party are due today: the fold answers till they are stored anew."""
    work.execute(_TITLES, (b"{}", today.isoformat(), party))


def _parts(work: UnitOfWork, record: str) -> list[tuple[int, StoredPart]]:
    """Every part of a record, with the order of its entry."""
    return [
        (
            row[6],
            StoredPart(
                row[0],
                row[1],
                Label(row[2]),
                row[3],
                bytes(row[4]),
                b"",
                bytes(row[5]),
                parse(bytes(row[4])),
            ),
        )
        for row in work.execute(_PARTS, (record,)).fetchall()
    ]


def _without(placed: tuple[int, StoredPart], erasure: Mapping[str, Any]) -> tuple[int, StoredPart]:
    """The same part, or what stays of it if it is the one that is erased."""
    ord_, piece = placed
    if (piece.version, piece.label.value) != (erasure["erasedVersion"], erasure["erasedPart"]):
        return placed
    head = {name: value for name, value in piece.document.items() if name in HEAD}
    document = {**head, **erasure["remainder"]}
    body = canonical(document)
    left = StoredPart(
        piece.record_id,
        piece.version,
        piece.label,
        piece.kind,
        body,
        b"",
        piece.commitment,
        document,
    )
    return ord_, left


def _rows(placed: Sequence[tuple[int, StoredPart]]) -> Rows:
    """What the tables say of a record, of all its versions in their order."""
    rows: Rows = {}
    for ord_ in sorted({ord_ for ord_, _ in placed}):
        for version in stored_records([piece for at, piece in placed if at == ord_], ord_):
            for operation in project(version):
                _apply(rows, operation)
    return rows


def _apply(rows: Rows, operation: Any) -> None:
    match operation:
        case Add(table, row) | Put(table, row):
            key = tuple(row[name] for name in key_columns(table))
        case Change(table, key_row, row):
            key = tuple(key_row[name] for name in key_columns(table))
        case _:
            # A title version goes on; that is no row of this record's own.
            return
    before = rows.get((table.name, key), (table, {}))[1]
    rows[table.name, key] = (table, {**before, **row})


def _changes(before: Rows, after: Rows) -> list[Any]:
    changed = [
        Put(table, row)
        for at, (table, row) in after.items()
        if at not in before or before[at][1] != row
    ]
    gone = [
        Clear(table, {name: row[name] for name in key_columns(table)})
        for at, (table, row) in before.items()
        if at not in after
    ]
    return [*gone, *changed]


def _empty_drafts(work: UnitOfWork, document: Mapping[str, Any]) -> None:
    for text in sorted(naming_texts(_taken(document))):
        # As orjson writes it inside its quotes, which is how drafts are stored.
        typed = orjson.dumps(text)[1:-1]
        work.execute(_DRAFTS[work.is_sqlite], (b"{}", typed))


def _taken(value: Any) -> list[Any]:
    """The values that go, wherever they stand."""
    if isinstance(value, Mapping):
        found = [{name: member} for name, member in value.items() if name in GOES]
        for name, member in value.items():
            found += _taken(member) if name not in GOES else []
        return found
    if isinstance(value, list | tuple):
        return [one for member in value for one in _taken(member)]
    return []
