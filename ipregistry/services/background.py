"""The background process: tasks that no web worker runs, each under a lease."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import SQLAlchemyError

from ipregistry.models import lease, outbox, title_now
from ipregistry.services.cases import sweep_deadlines
from ipregistry.services.documents.sweeping import keep_swept
from ipregistry.services.errors import BusyError
from ipregistry.services.loading import load_assets, lock_records
from ipregistry.services.log.keeping import keep_log
from ipregistry.services.node import RunningNode
from ipregistry.services.policies import load_policies
from ipregistry.services.recomputing import recompute_deadlines
from ipregistry.services.scrubbing import finish_erasures
from ipregistry.services.times import write_instant
from ipregistry.services.titles import current_title, load_names, shown_in, stored_title
from ipregistry.services.unit_of_work import unit_of_work

log = structlog.get_logger(__name__)

LEASE_SECONDS = 30
BATCH = 200
HOLDER = f"{os.getpid()}-{secrets.token_hex(4)}"


def run_tasks(node: RunningNode) -> dict[str, int]:
    """One round: every task whose lease is ours; how much each did.

    A database that is busy or away is tried again in the next round.
    """
    done = {}
    for name, task in TASKS.items():
        try:
            if _take_lease(node, name):
                done[name] = task(node)
        except (SQLAlchemyError, BusyError) as error:
            log.warning("task-put-off", task=name, reason=str(error))
    return done


# Until when this process holds which task of which database. A lease is renewed when half
# of it is over, not in every round: each renewal takes the database's write lock.
_held: dict[tuple[str, str], datetime] = {}


def _take_lease(node: RunningNode, task: str) -> bool:
    now = node.clock()
    mine = (str(node.engines.write.url), task)
    if mine in _held and now < _held[mine] - timedelta(seconds=LEASE_SECONDS / 2):
        return True
    until = now + timedelta(seconds=LEASE_SECONDS)
    if _write_lease(node, task, now, until):
        _held[mine] = until
        return True
    _held.pop(mine, None)
    return False


def _write_lease(node: RunningNode, task: str, now: datetime, until: datetime) -> bool:
    row = {"task": task, "holder": HOLDER, "until": write_instant(until)}
    with unit_of_work(node.engines) as work:
        taken = work.connection.execute(
            lease.update()
            .where(
                lease.c.task == task,
                sa.or_(lease.c.holder == HOLDER, lease.c.until < write_instant(now)),
            )
            .values(holder=HOLDER, until=row["until"])
        ).rowcount
        if taken:
            return True
        return work.connection.execute(_FIRST_LEASE, row).rowcount == 1


_FIRST_LEASE = sa.text(
    "INSERT INTO lease (task, holder, until) VALUES (:task, :holder, :until) ON CONFLICT DO NOTHING"
)


def refresh_titles(node: RunningNode) -> int:
    """Store anew the titles whose date was reached: a later effect, a term, a root too old."""
    today = node.today().isoformat()
    due = (
        sa.select(title_now.c.asset_id)
        .where(title_now.c.valid_until <= today)
        .order_by(title_now.c.asset_id)
        .limit(BATCH)
    )
    with node.engines.read.connect() as connection:
        ids = list(connection.execute(due).scalars())
    for asset_id in ids:
        _refresh(node, asset_id)
    return len(ids)


def _refresh(node: RunningNode, asset_id: str) -> None:
    with unit_of_work(node.engines) as work:
        lock_records(work.connection, [asset_id])
        facts = load_assets(work.connection, [asset_id])[asset_id]
        title = current_title(facts, node.today(), node.now())
        names = load_names(work.connection, {party for party, _ in shown_in(title)})
        policies = load_policies(work.connection)
        work.write(stored_title(facts, title, names, policies, node.today()))
        work.flush()


def close_outbox(node: RunningNode) -> int:
    """Hand on what was committed. Nobody subscribes yet, so a line in the log is all of it."""
    waiting = (
        sa.select(outbox.c.id)
        # Erasures are done when what follows them is.
        .where(outbox.c.done_at.is_(None), outbox.c.record_id.not_like("ER-%"))
        .order_by(outbox.c.id)
    )
    with unit_of_work(node.engines) as work:
        ids = list(work.connection.execute(waiting.limit(BATCH)).scalars())
        if ids:
            work.connection.execute(
                outbox.update().where(outbox.c.id.in_(ids)).values(done_at=node.now())
            )
    if ids:
        log.info("outbox", handed_on=len(ids))
    return len(ids)


TASKS: Mapping[str, Callable[[RunningNode], int]] = {
    "log": keep_log,
    # Before anything runs out: nobody loses a right on a day on which the place was shut.
    "recomputing": recompute_deadlines,
    "cases": sweep_deadlines,
    "erasures": finish_erasures,
    "titles": refresh_titles,
    "documents": keep_swept,
    "outbox": close_outbox,
}
