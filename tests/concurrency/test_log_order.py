"""Filers and two sequencers at once: the log is gapless, and its order is honest."""

from __future__ import annotations

import multiprocessing
import time
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path
from typing import NamedTuple

import pytest
import sqlalchemy as sa

from ipregistry.domain.access import Actor
from ipregistry.services.errors import BusyError
from ipregistry.services.filings import Submission, submit
from ipregistry.services.log.sequencing import number_all, number_entries
from ipregistry.services.node import RunningNode
from tests.world import World, running_node

pytestmark = pytest.mark.race

FILERS = 4
EACH = 25
TIMEOUT = 60

_CHILDREN = multiprocessing.get_context("forkserver")
_CHILDREN.set_forkserver_preload([__name__])


class Acknowledged(NamedTuple):
    """One filing as its filer lived it, by the machine's one monotonic clock."""

    filing: str
    began: int
    ended: int


def _file(
    url: str,
    folder: Path,
    actor: Actor,
    submissions: list[Submission],
    together: Barrier,
    answer: Connection,
) -> None:
    node = running_node(url, folder)
    together.wait(TIMEOUT)
    told = []
    for submission in submissions:
        began = time.monotonic_ns()
        told.append(Acknowledged(_taken(node, actor, submission), began, time.monotonic_ns()))
    answer.send(told)


def _taken(node: RunningNode, actor: Actor, submission: Submission) -> str:
    while True:
        try:
            return submit(node, actor, submission).filing_id
        except BusyError:
            continue


def _number(url: str, folder: Path, stop: Event) -> None:
    node = running_node(url, folder)
    while not stop.is_set():
        number_entries(node, 3)


def _submissions(world: World, filer: int, shared: str) -> list[Submission]:
    """Every other one is about a right that all filers file on, the rest are their own."""
    alice = world.owner(f"Sample {filer}")
    made = []
    for turn in range(EACH):
        key = f"{filer}-{turn}"
        if turn % 2:
            body = world.extract(shared, alice, on=f"2026-0{filer + 1}-{turn + 1:02d}")
            made.append(Submission("recordal-notice", body, key))
        else:
            name = {"value": f"Sample {key}", "languageCode": "en"}
            body = {"category": "organization", "nameBag": [name]}
            made.append(Submission("party-registration", body, key))
    return made


def test_numbers_are_gapless_and_in_the_order_of_acknowledgements(
    world: World, data_dir: Path, fresh_database_url: str
) -> None:
    shared = world.cn_number()
    world.cn_right(world.owner("Sample first"), number=shared)
    work = [_submissions(world, filer, shared) for filer in range(FILERS)]
    history = _filed_while_two_number(world, data_dir, fresh_database_url, work)
    number_all(world.node)
    places = _places(world)
    assert sorted(places.values()) == list(range(len(places)))
    assert len(history) == FILERS * EACH
    for one in history:
        for other in history:
            if one.ended < other.began:
                assert places[one.filing] < places[other.filing]
    versions = _places_of_versions(world)
    assert len(versions) > FILERS
    assert versions == sorted(versions)


def _filed_while_two_number(
    world: World, folder: Path, url: str, work: list[list[Submission]]
) -> list[Acknowledged]:
    together, stop = _CHILDREN.Barrier(FILERS), _CHILDREN.Event()
    pipes = [_CHILDREN.Pipe(duplex=False) for _ in range(FILERS)]
    filers = [
        _CHILDREN.Process(
            target=_file,
            args=(url, folder, world.registrar, work[n], together, pipes[n][1]),
            daemon=True,
        )
        for n in range(FILERS)
    ]
    sequencers = [
        _CHILDREN.Process(target=_number, args=(url, folder, stop), daemon=True) for _ in range(2)
    ]
    for process in (*sequencers, *filers):
        process.start()
    for _, sending in pipes:
        sending.close()
    try:
        told = []
        for receiving, _ in pipes:
            assert receiving.poll(TIMEOUT), "a filer did not answer"
            told += receiving.recv()
    finally:
        stop.set()
        for process in (*filers, *sequencers):
            process.join(10)
            process.kill()
    assert [process.exitcode for process in sequencers] == [0, 0]
    return told


def _places(world: World) -> dict[str, int]:
    query = sa.text("SELECT filing_id, log_index FROM entry")
    with world.node.engines.read.connect() as connection:
        return {row.filing_id: row.log_index for row in connection.execute(query)}


def _places_of_versions(world: World) -> list[int]:
    """Where in the log the versions of the shared right's title stand, version by version."""
    query = sa.text(
        "SELECT e.log_index FROM title_step s JOIN entry e ON e.ord = s.ord "
        "ORDER BY s.asset_id, s.from_title_version"
    )
    with world.node.engines.read.connect() as connection:
        return list(connection.execute(query).scalars())
