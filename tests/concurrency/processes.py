"""Processes of their own that file at the same moment, and ways to take a guard away from them.

The product has no switch that turns a guard off: a child changes its own copy of the code, and
the table without its key is that of a scratch database.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from multiprocessing.context import ForkServerProcess
from multiprocessing.synchronize import Barrier, Semaphore
from pathlib import Path
from typing import Any
from unittest import mock

import sqlalchemy as sa

from ipregistry.domain.access import Actor
from ipregistry.domain.filings import FILING_TYPES
from ipregistry.services import filings, loading, unit_of_work
from ipregistry.services.errors import BusyError, RefusedError
from ipregistry.services.filings import Submission, submit
from ipregistry.services.node import RunningNode, random_id
from tests.world import World, codes, running_node

TIMEOUT = 60
TRIES = 20
# Children come of one server process, which has imported this and opened nothing.
_CHILDREN = multiprocessing.get_context("forkserver")
_CHILDREN.set_forkserver_preload([__name__])


@dataclass(frozen=True)
class Job:
    """What one process files, one after the other; `guards` are those that it keeps."""

    actor: Actor
    submissions: tuple[Submission, ...]
    guards: frozenset[str] = frozenset({"lock", "swap"})


@dataclass
class Told:
    """What came of each submission: a filing's id, or the codes of its refusal; and how many
    deadlocks the database broke.
    """

    taken: list[str] = field(default_factory=list)
    refused: list[set[str]] = field(default_factory=list)
    deadlocks: int = 0


@dataclass(frozen=True)
class _Start:
    """How the processes wait for each other."""

    together: Barrier
    begun: Semaphore
    number: int


def run_together(world: World, folder: Path, jobs: Sequence[Job]) -> list[Told]:
    """Every job in a process of its own, all starting at the same moment."""
    url = world.node.engines.write.url.render_as_string(hide_password=False)
    start = _Start(_CHILDREN.Barrier(len(jobs)), _CHILDREN.Semaphore(0), len(jobs))
    answers = [_CHILDREN.Pipe(duplex=False) for _ in jobs]
    processes: list[ForkServerProcess] = [
        _CHILDREN.Process(target=_work, args=(url, folder, job, start, sending), daemon=True)
        for job, (_, sending) in zip(jobs, answers, strict=True)
    ]
    for process in processes:
        process.start()
    for _, sending in answers:
        sending.close()
    try:
        told = []
        for receiving, _ in answers:
            assert receiving.poll(TIMEOUT), "a process did not answer"
            told.append(receiving.recv())
    finally:
        for process in processes:
            process.join(5)
            process.kill()
    for answer in told:
        if isinstance(answer, BaseException):
            raise answer
    return told


def _work(url: str, folder: Path, job: Job, start: _Start, sending: Any) -> None:
    node = running_node(url, folder)
    try:
        sending.send(_file_all(node, job, start))
    except BaseException as error:  # noqa: BLE001 - told to the parent, which raises it
        sending.send(RuntimeError(f"{type(error).__name__}: {error}"))
    finally:
        node.engines.dispose()


def _file_all(node: RunningNode, job: Job, start: _Start) -> Told:
    told = Told()
    with ExitStack() as changes:
        changes.enter_context(_counting_deadlocks(told))
        if "swap" not in job.guards:
            for change in _without_swap():
                changes.enter_context(change)
        if "lock" in job.guards:
            node = _slow_between_reading_and_writing(node, start)
            start.together.wait(TIMEOUT)
            start.begun.release()
        else:
            changes.enter_context(mock.patch.object(loading, "lock_records", _no_lock))
            changes.enter_context(_reading_before(node, job))
            # Everybody has read; nobody has written.
            start.together.wait(TIMEOUT)
        for submission in job.submissions:
            _file(node, job.actor, submission, told)
    return told


def _file(node: RunningNode, actor: Actor, submission: Submission, told: Told) -> None:
    for _ in range(TRIES):
        try:
            told.taken.append(submit(node, actor, submission).filing_id)
        except RefusedError as refusal:
            told.refused.append(codes(refusal))
        except BusyError:
            continue  # as a client does: the same key again
        return
    raise BusyError


def _slow_between_reading_and_writing(node: RunningNode, start: _Start) -> RunningNode:
    """Whoever has the lock first writes only when all the others have begun too."""
    waited: list[bool] = []

    def new_id(kind: str) -> str:
        if kind == "entry" and not waited:
            waited.append(True)
            for _ in range(start.number):
                assert start.begun.acquire(timeout=TIMEOUT)
            for _ in range(start.number):
                start.begun.release()
        return random_id(kind)

    return replace(node, new_id=new_id)


def _no_lock(_connection: sa.Connection, _ids: object) -> None:
    return


def _reading_before(node: RunningNode, job: Job) -> Any:
    """The first attempt decides on what was read through another connection, before its unit of
    work began; whatever is tried again reads anew.
    """
    first = job.submissions[0]
    filing_type = FILING_TYPES[first.type]
    needs = filing_type.needs(filing_type.read(first.body))
    with node.engines.read.connect() as connection:
        stale = [loading.load(connection, needs, account=job.actor.account, lock=False)]
    really = filings.load

    def load(*arguments: Any, **named: Any) -> Any:
        return stale.pop() if stale else really(*arguments, **named)

    return mock.patch.object(filings, "load", load)


def _without_swap() -> Sequence[Any]:
    """The title version is written over, whatever it was, and nobody counts the rows."""

    def blind(mark: str) -> str:
        return (
            f"UPDATE asset SET title_version = {mark}, known_at = {mark} "
            f"WHERE id = {mark} AND {mark} >= 0"
        )

    return (
        mock.patch.object(unit_of_work, "advance_sql", blind),
        mock.patch.object(unit_of_work, "_one_row"),
    )


def _counting_deadlocks(told: Told) -> Any:
    really: Callable[[Any], bool] = unit_of_work._is_transient

    def noting(error: Any) -> bool:
        told.deadlocks += getattr(error.orig, "sqlstate", None) == "40P01"
        return really(error)

    return mock.patch.object(unit_of_work, "_is_transient", noting)


def drop_key_of_title_step(world: World) -> None:
    """The third guard away: the scratch database's own table without its primary key."""
    with world.node.engines.write.begin() as connection:
        if world.node.engines.is_sqlite:
            for statement in (
                "CREATE TABLE bare AS SELECT * FROM title_step",
                "DROP TABLE title_step",
                "ALTER TABLE bare RENAME TO title_step",
            ):
                connection.execute(sa.text(statement))
        else:
            connection.execute(sa.text("ALTER TABLE title_step DROP CONSTRAINT pk_title_step"))


def doubles(world: World, right: str) -> Mapping[int, int]:
    """Title versions that more than one entry left, and how many did."""
    query = sa.text(
        "SELECT from_title_version, count(*) FROM title_step WHERE asset_id = :id "
        "GROUP BY from_title_version HAVING count(*) > 1"
    )
    with world.node.engines.read.connect() as connection:
        return {row[0]: row[1] for row in connection.execute(query, {"id": right})}
