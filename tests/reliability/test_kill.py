"""A process is killed in the middle of its work: what it acknowledged is there, nothing twice."""

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from ipregistry.services.filings import Submission
from ipregistry.services.verification import verify
from tests.databases import ROOT
from tests.reliability.filer import body
from tests.world import World, open_world

pytestmark = [pytest.mark.race, pytest.mark.long]

ROUNDS = 6
EACH = 400


def _start(url: str, folder: Path, account: str, first: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.reliability.filer", url, str(folder), account]
    return subprocess.Popen(
        [*command, str(first), str(first + EACH)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def _killed_after(process: subprocess.Popen[str], lines: int, turns: int) -> list[list[str]]:
    """What it had said when it was killed: after so many `lines`, and some `turns` of work here
    while it goes on filing, so that the blow falls anywhere in its next filing.
    """
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    said = [process.stdout.readline() for _ in range(lines)]
    sum(range(turns))
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate(timeout=30)
    said += rest.splitlines(keepends=True)
    # A line without its end was never wholly said.
    return [line.split() for line in said if line.endswith("\n")]


def _filed(world: World) -> dict[str, str]:
    query = sa.text("SELECT key, filing_id FROM idempotency WHERE key LIKE 'filing-%'")
    with world.node.engines.read.connect() as connection:
        return {row.key: row.filing_id for row in connection.execute(query)}


def _parties_named(world: World) -> list[str]:
    with world.node.engines.read.connect() as connection:
        rows = connection.execute(sa.text("SELECT names FROM party"))
        return sorted(row.names for row in rows if "Sample filing-" in row.names)


def test_every_acknowledged_filing_survives_kill_and_none_is_doubled(
    fresh_database_url: str, data_dir: Path
) -> None:
    chance = random.Random(20261122)
    acknowledged: dict[str, tuple[str, str]] = {}
    with open_world(fresh_database_url, data_dir) as world:
        account = str(world.registrar.account)
        for number in range(ROUNDS):
            process = _start(fresh_database_url, data_dir, account, number * EACH)
            lines = _killed_after(process, chance.randrange(3, 25), chance.randrange(300_000))
            assert process.returncode == -signal.SIGKILL
            acknowledged |= {key: (filing, receipt) for key, filing, receipt in lines}
        stored = _filed(world)
        assert {key: filing for key, (filing, _) in acknowledged.items()}.items() <= stored.items()
        # At most one a round was stored and never acknowledged.
        assert len(stored) <= len(acknowledged) + ROUNDS
        assert verify(world.node).faults == []
        _send_all_again(world, acknowledged)


def _send_all_again(world: World, acknowledged: dict[str, tuple[str, str]]) -> None:
    """As a client does who knows nothing: every key once more, and those never sent."""
    keys = [f"filing-{number * EACH + turn}" for number in range(ROUNDS) for turn in range(30)]
    for key in sorted({*keys, *acknowledged}):
        for _ in range(2):
            accepted = world.send(world.registrar, "party-registration", body(key), key)
            known = acknowledged.setdefault(key, (accepted.filing_id, accepted.receipt))
            assert known == (accepted.filing_id, accepted.receipt)
    assert _filed(world) == {key: filing for key, (filing, _) in acknowledged.items()}
    names = _parties_named(world)
    assert len(names) == len(set(names)) == len(acknowledged)
    assert verify(world.node).faults == []


def test_a_process_killed_inside_its_unit_of_work_leaves_neither_rows_nor_locks(
    fresh_database_url: str, data_dir: Path
) -> None:
    """Killed with every lock in hand and all its rows sent: the next filing passes."""
    with open_world(fresh_database_url, data_dir) as world:
        alice, bob = world.owner("Sample A"), world.owner("Sample B")
        right = world.hk_right(alice)
        submission = Submission("assignment", world.sale(right, alice, bob), "half")
        before = world.rows()
        halfway = subprocess.Popen(
            [sys.executable, "-m", "tests.reliability.halfway"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert halfway.stdin is not None
        assert halfway.stdout is not None
        halfway.stdin.write(
            repr((fresh_database_url, str(data_dir), alice.account, alice.party, submission.body))
            + "\n"
        )
        halfway.stdin.flush()
        assert halfway.stdout.readline() == "halfway\n"
        halfway.kill()
        halfway.communicate(timeout=30)
        assert world.rows() == before
        assert world.file(alice, "assignment", submission.body, "half").status == "recorded"
        assert verify(world.node).faults == []
