"""`ipregistry import` takes decided domain-name cases: all, once, and halfway again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ipregistry.models import case_file, decided_case
from ipregistry.services.verification import verify
from scripts.benchmark.decided_cases import decided_case as made_up
from scripts.benchmark.decided_cases import lines
from tests.databases import ROOT
from tests.services.test_imports import COMMAND, Register, register

__all__ = ["register"]
ACT = "case-import"


def written(path: Path, *cases: dict[str, Any] | str) -> Path:
    texts = [one if isinstance(one, str) else json.dumps(one) for one in cases]
    path.write_text("\n".join(texts) + "\n")
    return path


def test_all_real_cases_are_taken_in_one_command_and_once(register: Register, shared: Path) -> None:
    told = register.told(shared / "data" / "udrp")
    assert (told["recordedByAct"], told["refused"]) == ({ACT: 132}, [])
    again = register.told(shared / "data" / "udrp")
    assert (again["recorded"], again["unchanged"]) == (0, 132)
    with register.node() as node:
        with node.engines.read.connect() as connection:
            count = sa.select(sa.func.count()).select_from(decided_case)
            # Two of the decisions are of one case.
            assert connection.execute(count).scalar_one() == 131
            ends = sa.select(case_file.c.state, sa.func.count()).group_by(case_file.c.state)
            assert {row[0]: row[1] for row in connection.execute(ends)} == {
                "denied": 7,
                "implemented": 123,
                "terminated": 1,
            }
        assert verify(node).faults == []


def test_each_refused_line_is_told_with_its_place_and_every_reason(
    register: Register, tmp_path: Path
) -> None:
    wrong = made_up(2) | {"published": "soon", "url": "nowhere"}
    unknown, later = made_up(3) | {"status": "Split"}, made_up(4)
    path = written(tmp_path / "cases", made_up(1), wrong, "{", unknown, later)
    told = register.told(path, status=1)
    assert told["recorded"] == 2
    reasons = {fault["line"]: fault["reasons"] for fault in told["refused"]}
    assert set(reasons) == {2, 3, 4}
    assert {one.split()[0] for one in reasons[2]} == {"field-malformed", "date-impossible"}
    assert [one.split()[0] for one in reasons[4]] == ["case-ending-unknown"]


def test_a_changed_line_is_the_next_version_and_the_old_one_does_not_come_back(
    register: Register, tmp_path: Path
) -> None:
    old = written(tmp_path / "old", made_up(1) | {"status": "Transferred"})
    new = written(tmp_path / "new", made_up(1) | {"status": "Denied"})
    assert register.told(old)["recorded"] == register.told(new)["recorded"] == 1
    assert register.told(old)["unchanged"] == 1
    with register.node() as node, node.engines.read.connect() as connection:
        (row,) = connection.execute(sa.select(case_file.c.state, case_file.c.version))
    assert tuple(row) == ("denied", 2)


@pytest.mark.race
@pytest.mark.long
def test_an_import_of_cases_that_was_killed_is_run_again_and_takes_each_once(
    register: Register, tmp_path: Path
) -> None:
    path = tmp_path / "cases"
    path.write_text("".join(lines(200)))
    command = [sys.executable, "-c", COMMAND, "import", str(path)]
    before = register.rows()["filing"]
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **register.env}, stderr=subprocess.DEVNULL
    )
    while process.poll() is None and register.rows()["filing"] < before + 20:
        pass
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    taken = register.rows()["filing"] - before
    told = register.told(path)
    assert (told["recorded"], told["unchanged"], told["refused"]) == (200 - taken, taken, [])
    assert register.rows()["decided_case"] == 200
    with register.node() as node:
        assert verify(node).faults == []
