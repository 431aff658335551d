"""Many processes on the same records: one right a number, and no deadlock."""

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ipregistry.domain.access import Actor
from ipregistry.services.filings import Submission
from ipregistry.services.loading import lock_records
from ipregistry.services.replay import compare, replay
from tests.concurrency.processes import Job, run_together
from tests.world import World

pytestmark = pytest.mark.race

PROCESSES = 5


def _registration(world: World, holder: str, number: str, *further: str) -> Submission:
    body = {
        "officeCode": "HK",
        "rightKind": "hk-short-term",
        "number": number,
        "furtherNumberBag": list(further),
        "root": {
            "strength": "grant",
            "asOfDate": "2025-01-01",
            "holderBag": [{"party": holder, "share": "1"}],
        },
    }
    return Submission("asset-registration", body, f"{number}-{holder}")


def _count(world: World, table: str) -> int:
    with world.node.engines.read.connect() as connection:
        return connection.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one()


def test_registrations_of_one_number_at_once_make_one_right(world: World, data_dir: Path) -> None:
    """The number is new, so that no row can be locked: its unique key decides."""
    forms = ["HK30012345", "30012345", "HK 30012345", "hk30012345", "HK30012345A"]
    jobs = [
        Job(world.registrar, (_registration(world, world.party(f"Sample {n}"), form),))
        for n, form in enumerate(forms)
    ]
    told = run_together(world, data_dir, jobs)
    assert sum(len(one.taken) for one in told) == 1
    reasons = [reason for one in told for reason in one.refused]
    assert reasons == [{"asset-already-registered"}] * (PROCESSES - 1)
    assert _count(world, "asset") == 1
    assert compare(world.node, replay(world.node)) == []


def test_registrations_with_numbers_in_any_order_make_one_right(
    world: World, data_dir: Path
) -> None:
    numbers = [f"3001234{n}" for n in range(PROCESSES)]
    jobs = []
    for n in range(PROCESSES):
        turned = numbers[n:] + numbers[:n]
        holder = world.party(f"Sample {n}")
        jobs.append(Job(world.registrar, (_registration(world, holder, *turned),)))
    told = run_together(world, data_dir, jobs)
    assert sum(len(one.taken) for one in told) == 1
    assert _count(world, "asset") == 1


def test_filings_that_name_the_same_rights_in_any_order_never_deadlock(
    world: World, data_dir: Path
) -> None:
    """Each of these locks several rights; all take them in the one order of their numbers."""
    alice = world.owner("Sample A")
    numbers = [world.cn_number() for _ in range(4)]
    for number in numbers:
        world.cn_right(alice, number=number)
    jobs = []
    for process in range(PROCESSES):
        submissions = []
        for turn in range(6):
            shift = (process + turn) % len(numbers)
            turned = numbers[shift:] + numbers[:shift]
            if process % 2:
                turned.reverse()
            body = world.extract(turned[0], alice, on=f"2026-02-{process + 1:02d}")
            body["description"]["furtherNumberBag"] = turned[1:]
            submissions.append(Submission("recordal-notice", body, f"{process}-{turn}"))
        jobs.append(Job(world.registrar, tuple(submissions)))
    told = run_together(world, data_dir, jobs)
    assert [one.deadlocks for one in told] == [0] * PROCESSES
    assert {r for one in told for reason in one.refused for r in reason} == {
        "description-of-another-right"
    }


def test_one_filing_waits_for_many_decisions_and_gets_one(world: World, data_dir: Path) -> None:
    """Assent, refusal and withdrawal of one filing at once: it ends in one way."""
    alice, bob, agent = world.owner("Sample A"), world.owner("Sample B"), world.agent()
    right = world.hk_right(alice)
    waiting = world.file(agent, "assignment", world.sale(right, alice, bob))
    assert waiting.status == "awaiting-assent"
    jobs = [
        Job(actor, (Submission(type_name, {"filing": waiting.id}, f"end-{n}"),))
        for n, (actor, type_name) in enumerate(
            [
                (alice, "assent"),
                (agent, "withdrawal"),
                (alice, "assent"),
                (agent, "withdrawal"),
                (world.registrar, "withdrawal"),
            ]
        )
    ]
    told = run_together(world, data_dir, jobs)
    assert sum(len(one.taken) for one in told) == 1
    assert [r for one in told for r in one.refused] == [{"filing-not-pending"}] * 4
    assert [one.deadlocks for one in told] == [0] * PROCESSES
    status = world.read(world.registrar, "filing", waiting.id)["status"]
    assert world.holders(right) == {(bob if status == "recorded" else alice).party: "1"}
    assert compare(world.node, replay(world.node)) == []


def test_names_and_sales_at_once_make_one_version_of_the_party_each_and_lose_nothing(
    world: World, data_dir: Path
) -> None:
    """One party renames itself on all its rights, in several processes, while rights are sold."""
    alice, bob = world.owner("Sample A"), world.owner("Sample B")
    rights = [world.hk_right(alice) for _ in range(4)]
    jobs = []
    for process in range(PROCESSES - 1):
        named = [f"{process}-{turn}" for turn in range(3)]
        filings = [Submission("particulars-change", _renaming(alice, n), n) for n in named]
        jobs.append(Job(alice, tuple(filings)))
    sales = [Submission("assignment", world.sale(right, alice, bob), right) for right in rights[:3]]
    told = run_together(world, data_dir, [*jobs, Job(alice, tuple(sales))])
    assert [one.deadlocks for one in told] == [0] * PROCESSES
    assert [reasons for one in told for reasons in one.refused] == []
    # Each made a version of its own: the last one is the version of them all.
    assert world.parts(world.registrar, "party", str(alice.party))["public"]["version"] == 13
    (left,) = world.title(rights[3])["atRegister"]["holderBag"]
    assert left["partyVersion"] == 13
    assert {tuple(world.holders(right)) for right in rights[:3]} == {(bob.party,)}
    assert compare(world.node, replay(world.node)) == []


def _renaming(party: Actor, name: str) -> dict[str, Any]:
    return {
        "party": party.party,
        "allRightsIndicator": True,
        "nameBag": [{"value": f"Sample {name}", "languageCode": "en"}],
        "evidenceBag": [{"category": "name-change-certificate", "digest": "sha256:" + "c" * 64}],
    }


def test_one_key_from_many_processes_files_once(world: World, data_dir: Path) -> None:
    alice, bob = world.owner("Sample A"), world.owner("Sample B")
    right = world.hk_right(alice)
    submission = Submission("assignment", world.sale(right, alice, bob), "once")
    told = run_together(world, data_dir, [Job(alice, (submission,))] * PROCESSES)
    assert len({filing for one in told for filing in one.taken}) == 1
    assert sum(len(one.taken) for one in told) == PROCESSES
    assert world.title_version(right) == 2


@pytest.mark.parametrize("held", ["first", "last"])
@pytest.mark.parametrize("turned", [False, True])
def test_records_are_locked_in_the_order_of_their_numbers_however_they_are_named(
    world: World, held: str, turned: bool
) -> None:
    """Whoever waits for the first holds none of the others; who waits for the last holds all."""
    alice = world.owner("Sample A")
    ids = sorted(world.cn_right(alice) for _ in range(3))
    waited_for = ids[0] if held == "first" else ids[-1]
    named = ids[::-1] if turned else ids
    engines = world.node.engines
    if engines.is_sqlite:
        # One writer at a time: there is no order in which two could meet.
        with engines.write.begin(), engines.read.connect() as other:
            other.execute(sa.text("PRAGMA busy_timeout = 0"))
            with pytest.raises(sa.exc.OperationalError, match="locked"):
                other.execute(sa.text("UPDATE record SET version = version"))
        return
    with engines.write.begin() as holder, ThreadPoolExecutor(1) as pool:
        lock_records(holder, [waited_for])
        waiting = pool.submit(_lock_all, world, named)
        _until_it_waits(world, waiting)
        assert _free(world, ids) == (set(ids[1:]) if held == "first" else set())
        holder.rollback()
        waiting.result(20)


def _lock_all(world: World, named: list[str]) -> None:
    with world.node.engines.write.begin() as connection:
        lock_records(connection, named)


def _until_it_waits(world: World, waiting: Future[None]) -> None:
    query = sa.text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND wait_event_type = 'Lock'"
    )
    with world.node.engines.read.connect() as connection:
        while not connection.execute(query).scalar_one():
            assert not waiting.done(), "nothing held it up"


def _free(world: World, ids: list[str]) -> set[str]:
    query = sa.text("SELECT id FROM record WHERE id = ANY(:ids) FOR UPDATE SKIP LOCKED")
    with world.node.engines.write.begin() as connection:
        return set(connection.execute(query, {"ids": ids}).scalars())
