"""The limit: the barest WSGI program that does the same with the same data.

No routes, no access table, no validation, no log. BENCH_LIMIT names its database.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import orjson
import psycopg

DATABASE = os.environ["BENCH_LIMIT"]
READ = "/api/v1/assets/"
TITLE = "/title"
StartResponse = Callable[[str, list[tuple[str, str]]], Any]
_local = threading.local()
# SQLite has one writer: threads that queue in order do better than its busy handler.
_turn = threading.Lock()


def app(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """The WSGI application."""
    path: str = environ["PATH_INFO"]
    if environ["REQUEST_METHOD"] == "POST":
        body = orjson.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        found, status = _file(body), "201 Created"
    elif path.endswith(TITLE):
        found, status = _read("title", path[len(READ) : -len(TITLE)]), "200 OK"
    else:
        found, status = _read("body", path[len(READ) :]), "200 OK"
    if found is None:
        found, status = b"{}", "409 Conflict"
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(found)))]
    start_response(status, headers)
    return [found]


def _command(body: dict[str, Any]) -> tuple[str, int, str, str, str]:
    return (
        body["assetBag"][0]["id"],
        body["assetBag"][0]["titleVersion"],
        body["transferorBag"][0]["party"],
        body["transfereeBag"][0]["party"],
        body["executedDate"],
    )


def _answer(transfer: str) -> bytes:
    return b'{"transfer":"%s"}' % transfer.encode()


# ------------------------------------------------------------------ PostgreSQL


def _postgresql() -> psycopg.Connection[Any]:
    connection: psycopg.Connection[Any] | None = getattr(_local, "connection", None)
    if connection is None:
        connection = psycopg.connect(DATABASE, autocommit=True, prepare_threshold=0)
        _local.connection = connection
    return connection


def _read_postgresql(column: str, asset: str) -> bytes | None:
    sql = f"SELECT {column} FROM document WHERE asset_id = %s"  # noqa: S608 - one of two names
    row = _postgresql().cursor(binary=True).execute(sql, (asset,)).fetchone()
    return None if row is None else row[0]


def _file_postgresql(body: dict[str, Any]) -> bytes | None:
    values = (*_command(body), orjson.dumps(body), "TX-" + secrets.token_hex(7))
    sql = "SELECT file_transfer(%s, %s, %s, %s, %s, %s, %s)"
    row = _postgresql().execute(sql, values).fetchone()
    return None if row is None or row[0] is None else _answer(row[0])


# ------------------------------------------------------------------ SQLite


def _sqlite() -> sqlite3.Connection:
    connection: sqlite3.Connection | None = getattr(_local, "connection", None)
    if connection is None:
        connection = sqlite3.connect(
            DATABASE, isolation_level=None, timeout=5, check_same_thread=False
        )
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        _local.connection = connection
    return connection


def _read_sqlite(column: str, asset: str) -> bytes | None:
    sql = f"SELECT {column} FROM document WHERE asset_id = ?"  # noqa: S608 - one of two names
    row = _sqlite().execute(sql, (asset,)).fetchone()
    return None if row is None else row[0]


def _file_sqlite(body: dict[str, Any]) -> bytes | None:
    connection = _sqlite()
    with _turn:
        connection.execute("BEGIN IMMEDIATE")
        try:
            transfer = _transfer_sqlite(connection, body)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("ROLLBACK" if transfer is None else "COMMIT")
    return None if transfer is None else _answer(transfer)


def _transfer_sqlite(connection: sqlite3.Connection, body: dict[str, Any]) -> str | None:
    """What the stored procedure does: version, owner, transfer, title rows, chained journal."""
    asset, version, giver, taker, executed = _command(body)
    run = connection.execute
    stands = run(
        "SELECT r.version, t.id FROM right_ r JOIN title t ON t.asset_id = r.id "
        "WHERE r.id = ? AND t.party = ? AND t.until IS NULL",
        (asset, giver),
    ).fetchone()
    if stands is None or stands[0] != version:
        return None
    transfer, now = "TX-" + secrets.token_hex(7), datetime.now(UTC).isoformat()
    text = orjson.dumps(body)
    run(
        "INSERT INTO transfer VALUES (?, ?, ?, ?, ?, ?, ?)",
        (transfer, asset, giver, taker, executed, now, text),
    )
    run("UPDATE title SET until = ?, ended_by = ? WHERE id = ?", (now, transfer, stands[1]))
    run(
        "INSERT INTO title (asset_id, party, share, since, made_by) VALUES (?, ?, '1', ?, ?)",
        (asset, taker, now, transfer),
    )
    run("UPDATE right_ SET version = version + 1 WHERE id = ?", (asset,))
    before = run("SELECT hash FROM head").fetchone()[0]
    digest = hashlib.sha256(before + transfer.encode() + text).digest()
    run(
        "INSERT INTO journal (transfer, at, previous, hash, body) VALUES (?, ?, ?, ?, ?)",
        (transfer, now, before, digest, text),
    )
    run("UPDATE head SET hash = ?", (digest,))
    return transfer


_on_postgresql = DATABASE.startswith("postgresql")
_read = _read_postgresql if _on_postgresql else _read_sqlite
_file = _file_postgresql if _on_postgresql else _file_sqlite
