"""Processes that enter a case by one invitation at the same moment: it opens for one of them."""

from __future__ import annotations

import multiprocessing
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ipregistry import create_app
from ipregistry.models import account, api_key, case_door
from ipregistry.services.case_doors import enter, open_door
from ipregistry.services.errors import BusyError, ServiceError
from ipregistry.services.replay import compare, replay
from tests.api.desk import Api
from tests.casework import consultation, with_packs
from tests.world import World, running_node

pytestmark = pytest.mark.race

PROCESSES, TIMEOUT = 4, 60
_CHILDREN = multiprocessing.get_context("forkserver")


def _enter(url: str, folder: Path, code: str, together: Barrier, sending: Any) -> None:
    node = running_node(url, folder)
    try:
        together.wait(TIMEOUT)
        sending.send(_tried(node, code))
    finally:
        node.engines.dispose()


def _tried(node: Any, code: str) -> str:
    while True:
        try:
            return enter(node, code, "192.0.2.1").key.account
        except BusyError:
            continue  # as a person does: once more
        except ServiceError as error:
            return error.code


def test_an_invitation_opens_for_one_of_many_at_once(world: World, data_dir: Path) -> None:
    case = consultation(with_packs(Api(world, create_app(node=world.node))))
    door = open_door(world.node, case.manager, case.id, "other_party")
    before = accounts(world)
    url = world.node.engines.write.url.render_as_string(hide_password=False)
    together = _CHILDREN.Barrier(PROCESSES)
    pipes = [_CHILDREN.Pipe(duplex=False) for _ in range(PROCESSES)]
    processes = [
        _CHILDREN.Process(
            target=_enter, args=(url, data_dir, door.code, together, sending), daemon=True
        )
        for _, sending in pipes
    ]
    for process in processes:
        process.start()
    told = []
    for receiving, _ in pipes:
        assert receiving.poll(TIMEOUT), "a process did not answer"
        told.append(receiving.recv())
    for process in processes:
        process.join(TIMEOUT)
    entered = [one for one in told if one.startswith("AC-")]
    assert len(entered) == 1, told
    assert [one for one in told if one not in entered] == ["case-door-used"] * (PROCESSES - 1)
    assert accounts(world) == (before[0] + 1, before[1] + 1)
    side = next(one for one in case.document["sideBag"] if one["side"] == "other_party")
    assert side["partyBag"][0]["account"] == entered[0]
    with world.node.engines.read.connect() as connection:
        used = connection.execute(sa.select(case_door.c.account_id)).scalars().all()
    assert used == entered
    assert compare(world.node, replay(world.node)) == []


def accounts(world: World) -> tuple[int, int]:
    """How many accounts and keys there are."""
    with world.node.engines.read.connect() as connection:
        return tuple(
            connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in (account, api_key)
        )
