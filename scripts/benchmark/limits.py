"""The limit's own database: the bytes that the product answers with, and its few tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg
import sqlalchemy as sa

from ipregistry.domain.access import PUBLIC_ACTOR, readable_labels
from ipregistry.services.node import RunningNode
from ipregistry.services.records import ShownPart, record_bytes
from scripts.benchmark.register import connected

TABLES = """
CREATE TABLE document (asset_id {key} PRIMARY KEY, body {bytes} NOT NULL, title {bytes} NOT NULL);
CREATE TABLE right_ (id {key} PRIMARY KEY, version integer NOT NULL);
CREATE TABLE title (
  id {serial} PRIMARY KEY, asset_id {key} NOT NULL, party {key} NOT NULL, share text NOT NULL,
  since text NOT NULL, until text, made_by {key}, ended_by {key});
CREATE INDEX title_asset ON title (asset_id, party);
CREATE INDEX title_party ON title (party);
CREATE TABLE transfer (
  id {key} PRIMARY KEY, asset_id {key} NOT NULL, giver {key} NOT NULL, taker {key} NOT NULL,
  executed_on text NOT NULL, at text NOT NULL, body {bytes} NOT NULL);
CREATE INDEX transfer_asset ON transfer (asset_id);
CREATE TABLE journal (
  id {serial} PRIMARY KEY, transfer {key} NOT NULL, at text NOT NULL, previous {bytes} NOT NULL,
  hash {bytes} NOT NULL, body {bytes} NOT NULL);
CREATE TABLE head (hash {bytes} NOT NULL);
"""
POSTGRESQL = {
    "key": 'varchar(20) COLLATE "C"',
    "bytes": "bytea",
    "serial": "bigint GENERATED ALWAYS AS IDENTITY",
}
SQLITE = {"key": "varchar(20)", "bytes": "blob", "serial": "integer"}

# Lock, version and owner, transfer, the two title rows, version, journal chained by the
# hash before: all that a filing of a transfer must leave behind, in one round trip.
PROCEDURE = """
CREATE FUNCTION file_transfer(
  asset text, seen integer, from_party text, to_party text, executed text, filed bytea, tx text
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  stands integer;
  held bigint;
  moment text := to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
  before bytea;
  digest bytea;
BEGIN
  SELECT version INTO stands FROM right_ WHERE id = asset FOR UPDATE;
  IF stands IS DISTINCT FROM seen THEN RETURN NULL; END IF;
  SELECT t.id INTO held FROM title t
    WHERE t.asset_id = asset AND t.party = from_party AND t.until IS NULL;
  IF held IS NULL THEN RETURN NULL; END IF;
  INSERT INTO transfer VALUES (tx, asset, from_party, to_party, executed, moment, filed);
  UPDATE title SET until = moment, ended_by = tx WHERE id = held;
  INSERT INTO title (asset_id, party, share, since, made_by)
    VALUES (asset, to_party, '1', moment, tx);
  UPDATE right_ SET version = version + 1 WHERE id = asset;
  SELECT hash INTO before FROM head FOR UPDATE;
  digest := sha256(before || convert_to(tx, 'UTF8') || filed);
  INSERT INTO journal (transfer, at, previous, hash, body)
    VALUES (tx, moment, before, digest, filed);
  UPDATE head SET hash = digest;
  RETURN tx;
END $$;
"""

_DOCUMENTS = sa.text(
    "SELECT a.id, c.label, c.version, p.body, t.body, a.title_version, h.party_id, a.known_at "
    "FROM asset a JOIN current_part c ON c.record_id = a.id "
    "JOIN part p ON p.record_id = c.record_id AND p.label = c.label AND p.version = c.version "
    "JOIN title_now t ON t.asset_id = a.id "
    "JOIN holder h ON h.asset_id = a.id AND h.register = 'record' ORDER BY a.id"
)


def make(node: RunningNode, url: str) -> None:
    """The limit's tables in the empty database at `url`, with what stands in the node's.

    `url` is a SQLite file's path or ``postgresql://…``.
    """
    if url.startswith("postgresql"):
        _make_postgresql(node, url)
    else:
        _make_sqlite(node, url)


def journal(url: str) -> tuple[int, int]:
    """How many transfers the limit's journal has, and how many links of its chain are broken."""
    counted = (
        "SELECT count(*), coalesce(sum(CASE WHEN previous = expected THEN 0 ELSE 1 END), 0) FROM "
        "(SELECT previous, lag(hash, 1, previous) OVER (ORDER BY id) AS expected FROM journal) AS j"
    )
    if url.startswith("postgresql"):
        with connected(url) as connection:
            row = connection.execute(counted).fetchone()
    else:
        with closing(sqlite3.connect(url)) as connection:
            row = connection.execute(counted).fetchone()
    return (0, 0) if row is None else (int(row[0]), int(row[1]))


def _rows(node: RunningNode) -> Iterator[tuple[Any, ...]]:
    """Asset, its public answer, its title's stored bytes, title version, holder, since."""
    public = {label.value for label in readable_labels(PUBLIC_ACTOR)}
    with node.engines.read.connect() as connection:
        parts: list[ShownPart] = []
        last: Any = None
        for row in connection.execute(_DOCUMENTS):
            if last is not None and row[0] != last[0]:
                yield _one(last, parts)
                parts = []
            last = row
            if row[1] in public:
                parts.append(ShownPart(row[1], row[2], bytes(row[3]), None))
        if last is not None:
            yield _one(last, parts)


def _one(row: Any, parts: list[ShownPart]) -> tuple[Any, ...]:
    return (row[0], record_bytes(row[0], "asset", parts), bytes(row[4]), row[5], row[6], row[7])


def _make_postgresql(node: RunningNode, url: str) -> None:
    with connected(url) as connection:
        connection.execute(TABLES.format(**POSTGRESQL))
        connection.execute(PROCEDURE)
        rows = list(_rows(node))
        _copy(connection, "document (asset_id, body, title)", [r[:3] for r in rows])
        _copy(connection, "right_ (id, version)", [(r[0], r[3]) for r in rows])
        _copy(
            connection,
            "title (asset_id, party, share, since)",
            [(r[0], r[4], "1", r[5]) for r in rows],
        )
        connection.execute("INSERT INTO head VALUES (%s)", (bytes(32),))
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT")


def _copy(connection: psycopg.Connection[Any], into: str, rows: list[tuple[Any, ...]]) -> None:
    with connection.cursor().copy(f"COPY {into} FROM STDIN".encode()) as copy:
        for row in rows:
            copy.write_row(row)


def _make_sqlite(node: RunningNode, path: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.executescript(TABLES.format(**SQLITE))
        for row in _rows(node):
            connection.execute("INSERT INTO document VALUES (?, ?, ?)", row[:3])
            connection.execute("INSERT INTO right_ VALUES (?, ?)", (row[0], row[3]))
            connection.execute(
                "INSERT INTO title (asset_id, party, share, since) VALUES (?, ?, '1', ?)",
                (row[0], row[4], row[5]),
            )
        connection.execute("INSERT INTO head VALUES (?)", (bytes(32),))
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
