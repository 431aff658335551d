"""Open deadlines of cases computed anew when days of closure or calendars changed.

In batches, case after case by number, each in a filing of its own: killed anywhere, the next round
goes on behind the last batch, and a case that was done already has nothing to record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
import structlog

from ipregistry.domain.cases.facts import CaseFacts
from ipregistry.domain.cases.playing import places_of
from ipregistry.domain.cases.recomputing import moved_days
from ipregistry.domain.filings.cases.recomputing import TYPE_NAME
from ipregistry.domain.packs import engine
from ipregistry.domain.packs.engine import World
from ipregistry.domain.packs.terms import Calendars
from ipregistry.domain.packs.versions import calendars_in_force
from ipregistry.models import case_deadline, entry, progress, record
from ipregistry.services.accounts import SYSTEM_ACTOR
from ipregistry.services.closures import published_closures
from ipregistry.services.errors import RefusedError
from ipregistry.services.filings import Submission, submit
from ipregistry.services.loading.named import find_cases
from ipregistry.services.node import RunningNode
from ipregistry.services.packs import published_calendars, published_packs
from ipregistry.services.snapshots import snapshot
from ipregistry.services.times import read_instant
from ipregistry.services.unit_of_work import LONGEST_SECONDS, unit_of_work

log = structlog.get_logger(__name__)

TASK = "recomputing"
BATCH = 100


@dataclass(frozen=True, slots=True)
class _Progress:
    """For which state of closures and calendars, behind which case, and whether that was all."""

    subject: str
    after: str
    done: bool


def recompute_deadlines(node: RunningNode) -> int:
    """One batch for the closures and calendars as they are; how many cases changed."""
    with snapshot(node.engines) as connection:
        subject = _subject(node, connection)
        at = _progress(connection)
        if subject is None or (at.subject == subject and at.done):
            return 0
        after = at.after if at.subject == subject else ""
        cases = _next_cases(connection, after)
        moved = _moved(connection, cases)
    for case in moved:
        _recompute(node, case, subject)
    last = cases[-1] if cases else after
    _go_on(node, _Progress(subject, last, len(cases) < BATCH))
    return len(moved)


def _subject(node: RunningNode, connection: sa.Connection) -> str | None:
    """The newest change of closures and calendars; None where there are none.

    A filing that began before it may yet be recorded, computed without it: so all cases are
    looked at again when none can any more.
    """
    newest = sa.select(sa.func.max(record.c.ord)).where(record.c.kind.in_(["calendar", "closure"]))
    query = sa.select(entry.c.ord, entry.c.recorded_at).where(
        entry.c.ord == newest.scalar_subquery()
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    settled = read_instant(row.recorded_at) + timedelta(seconds=LONGEST_SECONDS) < node.clock()
    return f"{row.ord}" if settled else f"{row.ord} young"


def _progress(connection: sa.Connection) -> _Progress:
    row = connection.execute(sa.select(progress).where(progress.c.task == TASK)).one_or_none()
    if row is None:
        return _Progress("", "", done=False)
    return _Progress(row.subject, row.after, bool(row.done))


def _next_cases(connection: sa.Connection, after: str) -> list[str]:
    query = (
        sa.select(case_deadline.c.case_id)
        .where(case_deadline.c.case_id > after)
        .distinct()
        .order_by(case_deadline.c.case_id)
        .limit(BATCH)
    )
    return list(connection.execute(query).scalars())


def _moved(connection: sa.Connection, ids: Sequence[str]) -> list[str]:
    """The cases of which some last day is another one now."""
    if not ids:
        return []
    known = calendars_in_force(published_calendars(connection), published_closures(connection))
    found = find_cases(connection, ids, published_packs(connection))
    return [case.id for case in found.values() if _has_moved(case, known)]


def _has_moved(case: CaseFacts, known: Calendars) -> bool:
    world = World(known, places_of(case.document))
    before = case.state
    return bool(moved_days(before, engine.recomputed(case.published.pack, before, world)))


def _recompute(node: RunningNode, case: str, subject: str) -> None:
    submission = Submission(TYPE_NAME, {"case": case}, f"{TYPE_NAME}-{case}-{subject}")
    try:
        submit(node, SYSTEM_ACTOR, submission)
    except RefusedError as refused:
        # Somebody's filing closed the deadline, or the case, meanwhile.
        log.info("not-recomputed", codes=[v.code for v in refused.violations])


def _go_on(node: RunningNode, done: _Progress) -> None:
    row = {"task": TASK, "subject": done.subject, "after": done.after, "done": int(done.done)}
    with unit_of_work(node.engines) as work:
        work.connection.execute(progress.delete().where(progress.c.task == TASK))
        work.connection.execute(progress.insert().values(row))
