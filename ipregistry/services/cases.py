"""What has happened in a case, and the sweep of what ran out in cases by itself."""

from __future__ import annotations

from typing import Any

import orjson
import sqlalchemy as sa

from ipregistry.domain.access import Actor, Role
from ipregistry.models import case_deadline, part
from ipregistry.services.errors import RefusedError
from ipregistry.services.filings import Submission, submit
from ipregistry.services.node import RunningNode
from ipregistry.services.records import read_record

SWEEPER = Actor(None, "node", frozenset({Role.SYSTEM}))
BATCH = 200


def history_of(node: RunningNode, actor: Actor, case_id: str) -> list[dict[str, Any]]:
    """The events of each version. Raises NotFoundError where the case is not the actor's."""
    read_record(node, actor, "case", case_id)
    query = (
        sa.select(part.c.version, part.c.body)
        .where(part.c.record_id == case_id, part.c.label == "case:all")
        .order_by(part.c.version)
    )
    with node.engines.read.connect() as connection:
        rows = connection.execute(query).all()
    return [
        {"version": row.version, "eventBag": orjson.loads(row.body).get("eventBag", [])}
        for row in rows
    ]


def sweep_deadlines(node: RunningNode) -> int:
    """Write down what ran out by now, in each case of which nobody has filed since.

    Twice, late, or in two processes comes to the same: the key names deadline and day, and the
    filing finds nothing where another was first.
    """
    due = (
        sa.select(case_deadline.c.case_id, case_deadline.c.deadline, case_deadline.c.over_at)
        .where(case_deadline.c.over_at <= node.now())
        .order_by(case_deadline.c.over_at, case_deadline.c.case_id)
        .limit(BATCH)
    )
    with node.engines.read.connect() as connection:
        rows = connection.execute(due).all()
    firsts = {row.case_id: row for row in reversed(rows)}
    return sum(_swept(node, row) for row in firsts.values())


def _swept(node: RunningNode, row: Any) -> int:
    key = f"expiry-{row.case_id}-{row.deadline}-{row.over_at}"
    try:
        submit(node, SWEEPER, Submission("case-expiry", {"case": row.case_id}, key))
    except RefusedError:
        # Somebody filed in the case since: that filing has written it down.
        return 0
    return 1
