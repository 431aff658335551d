"""Numbering: committed entries take their places in the log, contiguous from its tail.

Order is honest. `ord` comes from a sequence without cache and is drawn after everything that
the entry rests on was read, so whoever was acknowledged before another one began has the
lower `ord`, and versions of a record have them in their order. An entry that is committed
is seen by every later statement, so none of them is passed over for one that rests on it
or began after it. Two that were filed at the same time may be numbered in either order:
the lower `ord` may be committed after the higher one has its number.
"""

from __future__ import annotations

import sqlalchemy as sa

from ipregistry.services.node import RunningNode
from ipregistry.services.unit_of_work import unit_of_work

# The write lock of SQLite is held for one such batch; a backlog leaves room between two.
BATCH = 1_000

# Any number of our own: sequencers of this database take turns on it, whatever their leases say.
_TURN = sa.text("SELECT pg_advisory_xact_lock(7170315124)")

_ANY = sa.text("SELECT 1 FROM entry WHERE log_index IS NULL LIMIT 1")

_NUMBER = sa.text(
    """
    UPDATE entry SET log_index = numbered.place
    FROM (
      SELECT ord,
             (SELECT coalesce(max(log_index) + 1, 0) FROM entry)
               + row_number() OVER (ORDER BY ord) - 1 AS place
      FROM (
        SELECT ord FROM entry WHERE log_index IS NULL ORDER BY ord LIMIT :most
      ) AS waiting
    ) AS numbered
    WHERE entry.ord = numbered.ord
    """
)


def number_entries(node: RunningNode, most: int = BATCH) -> int:
    """Number up to `most` committed entries in the order of `ord`; how many were.

    A transaction of its own, safe beside any other caller. Nothing is written where
    nothing waits.
    """
    with node.engines.read.connect() as connection:
        if connection.execute(_ANY).first() is None:
            return 0
    with unit_of_work(node.engines) as work:
        if not work.is_sqlite:
            # The statement behind it sees what the one who had the turn before has numbered.
            work.connection.execute(_TURN)
        return work.connection.execute(_NUMBER, {"most": most}).rowcount


def number_all(node: RunningNode) -> int:
    """Number everything that is committed, batch by batch; how many entries."""
    total = 0
    while numbered := number_entries(node):
        total += numbered
    return total


def numbered(connection: sa.Connection) -> int:
    """How many entries have their number: the size of the log that can be published."""
    size: int = connection.execute(
        sa.text("SELECT coalesce(max(log_index) + 1, 0) FROM entry")
    ).scalar_one()
    return size
