"""Nothing is sold twice: three guards, each of which is enough alone."""

from pathlib import Path

import pytest

from ipregistry.domain.access import Actor
from ipregistry.services.filings import Submission
from ipregistry.services.replay import compare, replay
from tests.concurrency.processes import Job, Told, doubles, drop_key_of_title_step, run_together
from tests.world import World

pytestmark = pytest.mark.race

BUYERS = 5
ALL = frozenset({"lock", "swap"})


def _sell_to_many(
    world: World, folder: Path, seller: Actor, right: str, guards: frozenset[str] = ALL
) -> list[Told]:
    """One seller, one right, as many processes as buyers, all of the title version they saw."""
    jobs = []
    for number in range(BUYERS):
        buyer = world.owner(f"Sample buyer {number}")
        body = world.sale(right, seller, buyer)
        submission = Submission("assignment", body, f"race-{number}")
        jobs.append(Job(seller, (submission,), guards))
    return run_together(world, folder, jobs)


def _winners(told: list[Told]) -> list[str]:
    return [filing for one in told for filing in one.taken]


@pytest.mark.parametrize("office", ["HK", "CN"])
def test_of_many_sales_of_one_right_one_wins_and_the_others_are_told_why(
    world: World, data_dir: Path, office: str
) -> None:
    alice = world.owner("Sample A")
    right = world.hk_right(alice) if office == "HK" else world.cn_right(alice)
    told = _sell_to_many(world, data_dir, alice, right)
    assert len(_winners(told)) == 1
    reasons = [reason for one in told for reason in one.refused]
    assert len(reasons) == BUYERS - 1
    other = "transferor-not-holder" if office == "HK" else "disposition-lodged"
    assert all(reason == {"stale-version", other} for reason in reasons)
    assert world.title_version(right) == 2
    assert compare(world.node, replay(world.node)) == []


def test_the_lock_alone_lets_one_win(world: World, data_dir: Path) -> None:
    alice = world.owner("Sample A")
    right = world.hk_right(alice)
    drop_key_of_title_step(world)
    told = _sell_to_many(world, data_dir, alice, right, frozenset({"lock"}))
    assert len(_winners(told)) == 1
    assert doubles(world, right) == {}
    assert len(world.holders(right)) == 1


def test_the_compare_and_swap_alone_lets_one_win(world: World, data_dir: Path) -> None:
    alice = world.owner("Sample A")
    right = world.hk_right(alice)
    drop_key_of_title_step(world)
    told = _sell_to_many(world, data_dir, alice, right, frozenset({"swap"}))
    assert len(_winners(told)) == 1
    assert doubles(world, right) == {}
    assert len(world.holders(right)) == 1


def test_the_unique_key_alone_lets_one_win(world: World, data_dir: Path) -> None:
    alice = world.owner("Sample A")
    right = world.hk_right(alice)
    told = _sell_to_many(world, data_dir, alice, right, frozenset())
    assert len(_winners(told)) == 1
    assert doubles(world, right) == {}
    assert len(world.holders(right)) == 1


def test_without_any_guard_the_right_is_sold_more_than_once(world: World, data_dir: Path) -> None:
    """So the race is a race, and what the other tests see is the guards' work."""
    alice = world.owner("Sample A")
    right = world.hk_right(alice)
    drop_key_of_title_step(world)
    told = _sell_to_many(world, data_dir, alice, right, frozenset())
    assert len(_winners(told)) == BUYERS
    assert doubles(world, right) == {1: BUYERS}
