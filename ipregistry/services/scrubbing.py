"""That erased bytes are gone from the files too, as far as a running engine can see to it.

SQLite overwrites what is deleted (`secure_delete`), and its write-ahead log is cut after an
erasure. PostgreSQL lets the old rows go with VACUUM; their bytes leave the files when the
tables are written anew (`scrub`), and the write-ahead log with its own retention.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from ipregistry.domain.classes import Label
from ipregistry.models import entry, erasure, outbox
from ipregistry.services.erasing import empty_titles
from ipregistry.services.node import RunningNode
from ipregistry.services.times import write_instant
from ipregistry.services.unit_of_work import LONGEST_SECONDS, unit_of_work

# What a part's contents, a projection of them, or the key of a document, may stand in.
TABLES = ("part", "party", "party_identifier", "filing", "hold", "title_now", "draft", "document")


def finish_erasures(node: RunningNode) -> int:
    """What follows the commit of an erasure; tried again until nothing stood in the way."""
    # Whoever began before the erasure, and read a name, has ended by then.
    ended = write_instant(node.clock() - timedelta(seconds=LONGEST_SECONDS))
    waiting = (
        sa.select(outbox.c.id, outbox.c.record_id)
        .join(entry, entry.c.ord == outbox.c.ord)
        .where(
            outbox.c.done_at.is_(None),
            outbox.c.record_id.like("ER-%"),
            entry.c.recorded_at < ended,
        )
    )
    with node.engines.read.connect() as connection:
        rows = connection.execute(waiting).all()
    if not rows:
        return 0
    _empty_again(node, [row.record_id for row in rows])
    if not _cut(node):
        return 0
    with unit_of_work(node.engines) as work:
        done = outbox.update().where(outbox.c.id.in_([row.id for row in rows]))
        work.connection.execute(done.values(done_at=node.now()))
    return len(rows)


def _empty_again(node: RunningNode, ids: list[str]) -> None:
    """Titles of rights that were registered in the same moment, with a name read just before."""
    named = sa.select(erasure.c.record_id).where(
        erasure.c.id.in_(ids), erasure.c.label == Label.NAMES.value
    )
    with unit_of_work(node.engines) as work:
        for record in set(work.connection.execute(named).scalars()):
            empty_titles(work, record, node.today())


def _cut(node: RunningNode) -> bool:
    """Whether nothing of what was overwritten stands in SQLite's write-ahead log any more."""
    if not node.engines.is_sqlite:
        _outside_transactions(node, *(f"VACUUM {table}" for table in TABLES))
        return True
    raw = node.engines.write.raw_connection()
    try:
        busy, _, _ = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
    finally:
        raw.close()


def scrub(node: RunningNode) -> None:
    """Write the tables anew, so that no byte of what was erased is left in their files.

    Locks them while it runs. Says nothing of backups and replicas.
    """
    if node.engines.is_sqlite:
        raw = node.engines.write.raw_connection()
        try:
            cursor = raw.cursor()
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            raw.close()
        return
    _outside_transactions(node, *(f"VACUUM (FULL) {table}" for table in TABLES), "CHECKPOINT")


def _outside_transactions(node: RunningNode, *statements: str) -> None:
    with node.engines.read.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("SET statement_timeout = 0")
        driver.execute("SET lock_timeout = 0")
        for statement in statements:
            driver.execute(statement)
        # The next user of the connection has its limits again.
        connection.invalidate()
