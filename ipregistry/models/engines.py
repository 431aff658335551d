"""Engines: how this node opens its database.

Two per process. The write engine begins every transaction as a writer (SQLite:
``BEGIN IMMEDIATE``, since a deferred one that turns writer fails at once when another
wrote in between). The read engine commits each statement by itself: a read of one record
is one statement, and BEGIN and ROLLBACK around it cost as much as the read.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine, make_url

# How long a writer waits for a lock before it is told that somebody else is busy.
LOCK_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Engines:
    """The two engines, and the turn that SQLite's writers in one process take.

    SQLite has one writer; its busy handler sleeps and retries, so that waiting writers
    starve by chance. In front of it the threads of a process queue on `turn`.
    """

    write: Engine
    read: Engine
    turn: threading.Lock | None

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded engine is in use."""
        return self.write.dialect.name == "sqlite"

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.write.dispose()
        self.read.dispose()


def open_engines(url: str, *, pool_size: int = 8) -> Engines:
    """Engines on the database that `url` names (``sqlite:///…`` or ``postgresql://…``)."""
    if make_url(url).get_backend_name() == "sqlite":
        write, read = _sqlite(url, immediate=True), _sqlite(url, immediate=False)
        return Engines(write, read, threading.Lock())
    return Engines(
        _postgresql(url, pool_size, None), _postgresql(url, pool_size, "AUTOCOMMIT"), None
    )


def _sqlite(url: str, *, immediate: bool) -> Engine:
    engine = sa.create_engine(
        url,
        poolclass=sa.pool.QueuePool,
        pool_reset_on_return="rollback" if immediate else None,
        pool_size=8,
        max_overflow=8,
        connect_args={"check_same_thread": False, "timeout": LOCK_SECONDS, "isolation_level": None},
    )

    @sa.event.listens_for(engine, "connect")
    def _set_pragmas(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        # FULL: with NORMAL a power cut loses what was acknowledged.
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            # What an erasure takes is overwritten, not merely let go.
            "secure_delete=ON",
            f"busy_timeout={LOCK_SECONDS * 1000}",
            "foreign_keys=ON",
        ):
            cursor.execute("PRAGMA " + pragma)
        cursor.close()

    if immediate:

        @sa.event.listens_for(engine, "begin")
        def _begin_immediate(connection: sa.Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _postgresql(url: str, pool_size: int, isolation: str | None) -> Engine:
    options: dict[str, Any] = {}
    if isolation is not None:
        # Nothing is open when a read connection comes back: snapshots end themselves.
        options = {"isolation_level": isolation, "pool_reset_on_return": None}
    return sa.create_engine(
        url,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_pre_ping=False,
        connect_args={
            "options": (
                f"-c lock_timeout={LOCK_SECONDS}s -c statement_timeout=30s "
                "-c idle_in_transaction_session_timeout=30s -c timezone=UTC"
            ),
            "prepare_threshold": 2,
        },
        **options,
    )
