"""`ipregistry packs check`: what it prints, and how it ends."""

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from ipregistry.cli import main
from tests.unit.test_packs import changed, small


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["packs", "check", *words])


def written(folder: Path, name: str, document: object) -> str:
    path = folder / name
    path.write_text(yaml.safe_dump(document, sort_keys=False, allow_unicode=True), "utf-8")
    return str(path)


TEST = {"name": "two weeks", "deadline": "reply", "start": "2026-03-02", "calendar": "HK"}


def test_a_sound_pack_opens_cases_and_its_tests_are_counted(tmp_path: Path) -> None:
    path = written(tmp_path, "good.yaml", small(tests=[TEST | {"expect": "2026-03-16"}]))
    done = run(path)
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "opens cases: sample-mediation 2026-01-01",
        "1 passed, 0 failed",
    ]


def test_a_failing_test_is_told_at_its_line_and_ends_with_one(tmp_path: Path) -> None:
    path = written(tmp_path, "bad.yaml", small(tests=[TEST | {"expect": "2026-03-17"}]))
    done = run(path)
    assert done.exit_code == 1
    *_, failed, closing = done.stdout.splitlines()
    assert failed.startswith(f"failed: {path}:")
    assert "two weeks: expected 2026-03-17, found 2026-03-16" in failed
    assert closing == "0 passed, 1 failed"


def test_errors_name_file_line_and_id(tmp_path: Path) -> None:
    path = written(tmp_path, "bad.yaml", changed("deadlines", 0, "on_expiry", to="agreed"))
    text = Path(path).read_text("utf-8")
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "on_expiry" in row)
    done = run(path)
    assert done.exit_code == 1
    assert f"error: {path}:{line}: reply: on_expiry: no transition by system" in done.stdout


def test_two_versions_for_one_day_are_refused(tmp_path: Path) -> None:
    first = written(tmp_path, "one.yaml", small())
    second = written(tmp_path, "two.yaml", small(version="2027-01-01"))
    done = run(first, second)
    assert done.exit_code == 1
    assert "version 2027-01-01 overlaps version 2026-01-01" in done.stdout


@pytest.mark.parametrize("text", ["a: &a [*a]", "\x00", "[", "just text", "- 1", ""])
def test_a_file_that_is_no_pack_is_told_beside_the_others(tmp_path: Path, text: str) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(text, "utf-8")
    done = run(str(broken), written(tmp_path, "good.yaml", small()))
    assert done.exit_code == 1
    assert f"error: {broken}:1" in done.stdout
    assert "opens cases: sample-mediation 2026-01-01" in done.stdout
    assert done.exception is None or isinstance(done.exception, SystemExit)


def test_json_says_the_same(tmp_path: Path) -> None:
    path = written(tmp_path, "bad.yaml", changed("documents", 0, "visibility", to=...))
    told = json.loads(run(path, "--json").stdout)
    assert (told["passed"], told["failed"], told["opening"]) == (0, 0, [])
    assert told["library"] == ["sample-mediation 2026-01-01"]
    (note,) = told["notes"]
    assert (note["file"], note["id"]) == (path, "request")
