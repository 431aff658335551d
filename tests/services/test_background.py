"""The background process: leases, and a database that is away for a while."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from ipregistry.models import lease
from ipregistry.services import background
from ipregistry.services.background import LEASE_SECONDS, run_tasks
from ipregistry.services.log.signing import create_log
from ipregistry.services.node import RunningNode
from tests.world import World


@pytest.fixture(autouse=True)
def _holding_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "_held", {})


def leases(world: World) -> dict[str, tuple[str, str]]:
    with world.node.engines.read.connect() as connection:
        return {row.task: (row.holder, row.until) for row in connection.execute(sa.select(lease))}


def test_a_lease_is_renewed_when_half_of_it_is_over_and_not_before(world: World) -> None:
    """Each renewal takes the write lock of the database."""
    create_log(world.node.log)
    world.clock.stop()
    run_tasks(world.node)
    first = leases(world)
    assert "log" in first
    world.clock.move(seconds=LEASE_SECONDS / 2 - 1)
    assert run_tasks(world.node).keys() == first.keys()
    assert leases(world) == first
    world.clock.move(seconds=2)
    run_tasks(world.node)
    assert all(leases(world)[task][1] > first[task][1] for task in first)


def test_a_task_that_another_process_holds_waits_until_its_lease_is_over(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_log(world.node.log)
    run_tasks(world.node)
    monkeypatch.setattr(background, "_held", {})
    monkeypatch.setattr(background, "HOLDER", "another")
    assert run_tasks(world.node) == {}
    world.clock.move(seconds=LEASE_SECONDS + 10)
    assert "log" in run_tasks(world.node)
    assert {holder for holder, _ in leases(world).values()} == {"another"}


def test_a_process_that_slept_over_its_lease_does_not_think_that_it_still_has_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_log(world.node.log)
    run_tasks(world.node)
    slept = dict(background._held)
    monkeypatch.setattr(background, "_held", {})
    monkeypatch.setattr(background, "HOLDER", "another")
    world.clock.move(seconds=LEASE_SECONDS + 10)
    run_tasks(world.node)
    monkeypatch.setattr(background, "_held", slept)
    monkeypatch.setattr(background, "HOLDER", "the-first")
    assert run_tasks(world.node) == {}


def test_a_database_that_is_away_puts_a_task_off_and_the_others_go_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_node: RunningNode) -> int:
        raise OperationalError("SELECT", None, Exception("server closed the connection"))

    tasks = {"away": away, "here": lambda _node: 7}
    monkeypatch.setattr(background, "TASKS", tasks)
    assert run_tasks(world.node) == {"here": 7}
