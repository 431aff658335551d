"""Replay: every projection made anew from the parts, and held against the live one."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from ipregistry.domain.facts import AssetFacts, PartyFacts
from ipregistry.domain.policies import Policy, read_policy
from ipregistry.models import PROJECTIONS, asset, entry, part, receipt, title_now
from ipregistry.services.ledger import StoredPart, StoredRecord, read_part, stored_records
from ipregistry.services.node import RunningNode
from ipregistry.services.projections import project
from ipregistry.services.snapshots import snapshot
from ipregistry.services.statements import Add, Advance, Change, Clear, Put, Seen, key_columns
from ipregistry.services.titles import apply_entry, current_title, put_right, stored_title
from ipregistry.services.unit_of_work import unit_of_work

Progress = Callable[[int], None]
Key = tuple[Any, ...]


class ReplayError(Exception):
    """The parts contradict themselves: a row that two entries both claim to make first."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that the parts and the live table do not agree on; None where it is missing."""

    table: str
    key: Key
    live: Mapping[str, Any] | None
    rebuilt: Mapping[str, Any] | None


@dataclass(slots=True)
class Replayed:
    """The projections as the parts have them."""

    tables: dict[str, dict[Key, dict[str, Any]]] = field(
        default_factory=lambda: {table.name: {} for table in PROJECTIONS}
    )
    assets: dict[str, AssetFacts] = field(default_factory=dict)
    names: dict[tuple[str, int], PartyFacts] = field(default_factory=dict)
    policies: list[Policy] = field(default_factory=list)
    entries: int = 0


def entries_with_rows(connection: sa.Connection) -> Generator[tuple[Any, list[Any]]]:
    """Every entry in order, with the rows of its parts in the order of its items."""
    query = (
        sa.select(
            entry,
            part.c.record_id,
            part.c.version,
            part.c.label,
            part.c.kind,
            part.c.body,
            part.c.salt,
            part.c.commitment,
            part.c.erased,
            receipt.c.jws,
        )
        .outerjoin(part, part.c.ord == entry.c.ord)
        .outerjoin(receipt, receipt.c.filing_id == entry.c.filing_id)
        .order_by(entry.c.ord, part.c.item)
    )
    current: Any = None
    rows: list[Any] = []
    with connection.execute(query, execution_options={"yield_per": 500}) as found:
        for row in found:
            if current is not None and row.ord != current.ord:
                yield current, rows
                rows = []
            current = row
            if row.record_id is not None:
                rows.append(row)
    if current is not None:
        yield current, rows


def readable(row: Any) -> StoredPart:
    """The part in a row. Raises ReplayError for bytes or a label that no part has."""
    try:
        return read_part(row)
    except (ValueError, TypeError) as error:
        named = f"{row.record_id} version {row.version}, {row.label}"
        raise ReplayError(f"{named} cannot be read") from error


def entries_with_parts(
    connection: sa.Connection,
) -> Generator[tuple[Any, list[StoredPart]]]:
    """Every entry in order, with its parts in the order of its items. Raises ReplayError."""
    with closing(entries_with_rows(connection)) as entries:
        for row, rows in entries:
            yield row, [readable(piece) for piece in rows]


def replay(node: RunningNode, progress: Progress | None = None) -> Replayed:
    """Play every entry from the parts. Raises ReplayError."""
    with snapshot(node.engines) as connection:
        return _replayed(connection, node, progress)


def compare(node: RunningNode, replayed: Replayed) -> list[Difference]:
    """Where the live projections differ from the replayed ones."""
    with snapshot(node.engines) as connection:
        return _compared(connection, replayed, node.today().isoformat())


def examine(
    connection: sa.Connection, node: RunningNode, progress: Progress | None = None
) -> tuple[Replayed, list[Difference]]:
    """Both on one snapshot, so that a node that is filing meanwhile shows no false difference."""
    replayed = _replayed(connection, node, progress)
    return replayed, _compared(connection, replayed, node.today().isoformat())


def _replayed(connection: sa.Connection, node: RunningNode, progress: Progress | None) -> Replayed:
    replayed = Replayed()
    # The rows come through a cursor of the server's, which must not outlive a contradiction.
    with closing(entries_with_parts(connection)) as entries:
        for row, parts in entries:
            _play(replayed, stored_records(parts, row.ord))
            replayed.entries += 1
            if progress is not None:
                progress(replayed.entries)
    _play_titles(replayed, node.today(), node.now())
    return replayed


def _play(replayed: Replayed, stored: list[StoredRecord]) -> None:
    for version in stored:
        for operation in project(version):
            _apply(replayed.tables, operation)
        if version.kind == "party":
            replayed.names[(version.id, version.version)] = _party(version)
            wrong = version.document.get("correctsVersion")
            put_right(replayed.names, version.id, version.version, wrong)
        if version.kind == "policy":
            replayed.policies.append(_policy(version))
    apply_entry(replayed.assets, stored)


def _play_titles(replayed: Replayed, today: date, now: str) -> None:
    for facts in replayed.assets.values():
        title = current_title(facts, today, now)
        for operation in stored_title(facts, title, replayed.names, replayed.policies, today):
            # Each right's title is stored once here: there is nothing yet to clear.
            if not isinstance(operation, Clear):
                _apply(replayed.tables, operation)


def _party(version: StoredRecord) -> PartyFacts:
    document = version.document
    names = document.get("organizationNameBag") or document.get("personNameBag") or ()
    return PartyFacts(
        version.id, version.version, document["category"], tuple(names), document.get("townText")
    )


def _policy(version: StoredRecord) -> Policy:
    rows = [o.row for o in project(version) if isinstance(o, Add)]
    row = next(r for r in rows if "digest" in r)
    return read_policy(row["text"], record=row["id"], version=row["version"], digest=row["digest"])


def _apply(tables: dict[str, dict[Key, dict[str, Any]]], operation: Any) -> None:
    match operation:
        case Add(table, row):
            key = _key(table, row)
            if key in tables[table.name]:
                raise ReplayError(f"{table.name} {key} is made twice")
            tables[table.name][key] = {**_defaults(table), **row}
        case Put(table, row):
            key = _key(table, row)
            before = tables[table.name].get(key, _defaults(table))
            tables[table.name][key] = {**before, **row}
        case Change(table, key_row, row):
            tables[table.name][_key(table, key_row)].update(row)
        case Clear(table, key_row):
            rows = tables[table.name]
            for key in [k for k, row in rows.items() if key_row.items() <= row.items()]:
                del rows[key]
        case Seen(asset_id, known_at):
            tables[asset.name][(asset_id,)].update(known_at=known_at)
        case Advance(asset_id, from_version, known_at):
            row = tables[asset.name][(asset_id,)]
            if row["title_version"] != from_version:
                raise ReplayError(f"title of {asset_id} leaves {from_version} twice")
            row.update(title_version=from_version + 1, known_at=known_at)


def _key(table: sa.Table, row: Mapping[str, Any]) -> Key:
    return tuple(row[name] for name in key_columns(table))


def _defaults(table: sa.Table) -> dict[str, Any]:
    if table is asset:
        return {"title_version": 0, "known_at": ""}
    return {}


def _compared(connection: sa.Connection, replayed: Replayed, today: str) -> list[Difference]:
    found: list[Difference] = []
    for table in PROJECTIONS:
        live = {
            _key(table, dict(row)): dict(row)
            for row in connection.execute(sa.select(table)).mappings()
        }
        found += _differences(table, live, replayed.tables[table.name], today)
    return found


def _differences(
    table: sa.Table,
    live: Mapping[Key, Mapping[str, Any]],
    rebuilt: Mapping[Key, Mapping[str, Any]],
    today: str,
) -> list[Difference]:
    found = []
    for key in sorted(live.keys() | rebuilt.keys(), key=str):
        ours, theirs = _comparable(table, live.get(key)), _comparable(table, rebuilt.get(key))
        if table is title_now and _is_due(live.get(key), today):
            continue
        if ours != theirs:
            found.append(Difference(table.name, key, live.get(key), rebuilt.get(key)))
    return found


def _is_due(row: Mapping[str, Any] | None, today: str) -> bool:
    """A stored title whose date was reached is not read before it is stored anew."""
    return row is not None and row["valid_until"] is not None and row["valid_until"] <= today


def _comparable(table: sa.Table, row: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if row is None:
        return None
    skipped = {"valid_from", "valid_until"} if table is title_now else set()
    return {
        name: bytes(row[name]) if isinstance(row[name], memoryview) else row[name]
        for name in (column.name for column in table.columns)
        if name in row and name not in skipped
    }


def write_back(node: RunningNode, differences: list[Difference]) -> int:
    """Make the live projections what the parts say, in one commit; how many rows changed."""
    tables = {table.name: table for table in PROJECTIONS}
    with unit_of_work(node.engines) as work:
        for difference in differences:
            table = tables[difference.table]
            key = dict(zip(key_columns(table), difference.key, strict=True))
            work.write([Clear(table, key)])
            if difference.rebuilt is not None:
                work.write([Put(table, difference.rebuilt)])
        work.flush()
    return len(differences)
