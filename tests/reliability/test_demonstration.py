"""`scripts/demo cases` plays a mediation on a node of its own, with what goes wrong in one."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.databases import ROOT

pytestmark = pytest.mark.long

SEEDED = ("brings the notice back", "counsel is replaced", "after the fourteen days is refused")


def run(*words: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["scripts/demo", *words],
        check=False,
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=240,
    )


def test_the_story_of_a_mediation_comes_out_as_it_says(
    fresh_database_url: str, tmp_path: Path
) -> None:
    sqlite = fresh_database_url.startswith("sqlite")
    env = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "TMPDIR": str(tmp_path),
        **({} if sqlite else {"DATABASE_URL": fresh_database_url}),
    }
    played = run("cases", env=env)
    assert played.returncode == 0, played.stdout + played.stderr
    assert "done: every step came out as the story says" in played.stdout
    for fault in SEEDED:
        assert fault in played.stdout
    assert list(tmp_path.iterdir()) == [], "nothing of the node is left behind"


def test_a_story_that_is_not_known_says_which_are() -> None:
    asked = run()
    assert asked.returncode == 2
    assert "scripts/demo cases" in asked.stdout
