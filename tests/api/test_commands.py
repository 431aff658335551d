"""The `ipregistry` command, as an operator runs it."""

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from ipregistry.cli import main
from ipregistry.models import asset, metadata, title_now
from ipregistry.models.engines import open_engines
from ipregistry.services.accounts import PREFIX

HOSTILE = """<?xml version="1.0"?><!DOCTYPE cn-patent-document [<!ENTITY a "ha">]>
<cn-patent-document><cn-bibliographic-data>&a;</cn-bibliographic-data></cn-patent-document>"""


class Operator:
    """Runs commands against one node."""

    def __init__(self, url: str, data: Path) -> None:
        self.url = url
        self._env = {"DATABASE_URL": url, "IPREGISTRY_DATA": str(data)}

    def run(self, *words: str, status: int = 0) -> Result:
        done = CliRunner().invoke(main, list(words), env=self._env)
        assert done.exit_code == status, done.output
        return done

    def json(self, *words: str, status: int = 0) -> Any:
        """What the command prints, which with --json is JSON and nothing else."""
        return json.loads(self.run(*words, "--json", status=status).stdout)

    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        engines = open_engines(self.url)
        with engines.read.connect() as connection:
            counted = {
                table.name: connection.execute(
                    sa.select(sa.func.count()).select_from(table)
                ).scalar_one()
                for table in metadata.tables.values()
            }
        engines.dispose()
        return counted


@pytest.fixture
def operator(fresh_database_url: str, data_dir: Path) -> Operator:
    operator = Operator(fresh_database_url, data_dir)
    operator.run("init")
    return operator


def test_init_again_changes_nothing(operator: Operator) -> None:
    before = operator.rows()
    assert operator.json("init")["done"] == []
    assert operator.rows() == before


def test_the_same_publications_again_change_nothing(operator: Operator, shared: Path) -> None:
    folder = str(shared / "data" / "cn_patent")
    first = operator.json("import", folder)
    assert (first["recorded"], first["unchanged"], first["refused"]) == (4, 0, [])
    before = operator.rows()
    second = operator.json("import", folder)
    assert (second["recorded"], second["unchanged"], second["refused"]) == (0, 4, [])
    assert operator.rows() == before
    assert before[asset.name] == 4
    assert operator.json("verify")["faults"] == []


def test_what_cannot_be_taken_is_told_with_file_place_and_reason(
    operator: Operator, shared: Path, tmp_path: Path
) -> None:
    real = (shared / "data" / "cn_patent" / "cn_old1.xml").read_text("utf-8-sig")
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "1-entity.xml").write_text(HOSTILE)
    (folder / "2-check.xml").write_text(real.replace("201410408762.5", "201410408762.6"))
    (folder / "3-cut.xml").write_text(real[:9000])
    (folder / "4-note.txt").write_text("sample")
    before = operator.rows()
    told = operator.json("import", str(folder), status=1)
    codes = [fault["reasons"][0].split(" ")[0] for fault in told["refused"]]
    assert codes == ["xml-entity-refused", "number-check-digit-wrong", "xml-truncated"]
    assert [Path(fault["file"]).name[0] for fault in told["refused"]] == ["1", "2", "3"]
    assert [Path(path).name for path in told["unsupported"]] == ["4-note.txt"]
    assert {k: v for k, v in operator.rows().items() if k != "audit"} == {
        k: v for k, v in before.items() if k != "audit"
    }


def test_a_key_is_shown_once_and_ended_at_once(operator: Operator) -> None:
    made = operator.json("account", "create", "--name", "sample-desk", "--role", "registrar")
    assert made["key"].startswith(PREFIX)
    more = operator.run("key", "create", "--name", "sample-desk").stdout.strip()
    listed = operator.run("account", "list").stdout
    assert made["key"] not in listed
    assert made["key"][-6:] in listed
    assert more[-6:] in listed
    assert operator.json("key", "revoke", "--name", "sample-desk") == {"ended": 2}
    operator.run("key", "revoke", "--name", "sample-desk", status=1)


def test_a_name_that_is_taken_or_unknown_is_told(operator: Operator) -> None:
    operator.run("account", "create", "--name", "sample-desk", "--role", "agent")
    twice = operator.run("account", "create", "--name", "sample-desk", "--role", "agent", status=1)
    assert "account-name-taken" in twice.stderr
    assert "account-unknown" in operator.run("key", "create", "--name", "x", status=1).stderr


def test_rebuild_finds_what_the_parts_do_not_say_and_puts_it_right(operator: Operator) -> None:
    assert operator.json("rebuild")["differences"] == []
    engines = open_engines(operator.url)
    with engines.write.begin() as connection:
        connection.execute(sa.text("DELETE FROM current_part"))
    engines.dispose()
    assert operator.json("rebuild", status=1)["differences"]
    assert operator.json("rebuild", "--apply")["applied"] is True
    assert operator.json("rebuild")["differences"] == []
    assert operator.json("verify")["faults"] == []


def test_the_background_stores_titles_anew_whose_day_has_come(
    operator: Operator, shared: Path
) -> None:
    operator.run("import", str(shared / "data" / "cn_patent"))
    engines = open_engines(operator.url)
    with engines.write.begin() as connection:
        stale = title_now.update().values(valid_until="2000-01-01", body=b"{}")
        connection.execute(stale)
    operator.run("background", "--once")
    with engines.read.connect() as connection:
        bodies = connection.execute(sa.select(title_now.c.body)).scalars().all()
    engines.dispose()
    assert len(bodies) == 4
    assert all(b"atRegister" in body for body in bodies)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "init",
        "serve",
        "background",
        "import",
        "verify",
        "rebuild",
        "demo",
        "openapi",
        "account create",
        "account list",
        "account link",
        "key create",
        "key revoke",
    ],
)
def test_every_command_explains_itself(operator: Operator, words: str) -> None:
    told = operator.run(*words.split(), "--help").stdout
    assert "Usage:" in told
    if words:
        assert "Example: ipregistry" in told or "Example: IPREGISTRY" in told


def test_a_node_that_was_never_made_says_so(fresh_database_url: str, tmp_path: Path) -> None:
    told = Operator(fresh_database_url, tmp_path).run("verify", status=1)
    assert "run `ipregistry init` first" in told.stderr


def test_verify_states_its_scope_and_ends_with_1_on_a_fault(
    operator: Operator, data_dir: Path, tmp_path: Path
) -> None:
    operator.run("background", "--once")
    told = operator.json("verify")
    assert (told["scope"], told["faults"]) == ("operator", [])
    assert told["published"] == told["numbered"] == told["entries"] > 0
    folder, key = data_dir / "log", data_dir / "log" / "vkey"
    told = operator.json("verify", "public", str(folder), "--key", str(key))
    assert (told["scope"], told["faults"], told["first"]) == ("public", [], None)
    said = operator.run("verify", "public", str(folder), "--key", str(key)).stdout
    assert "0 faults. Not looked at:" in said
    (tile,) = (folder / "tile" / "0").rglob("*.p/*")
    tile.write_bytes(bytes(len(tile.read_bytes())))
    told = operator.json("verify", "public", str(folder), "--key", str(key), status=1)
    assert (told["first"]["nature"], told["first"]["index"]) == ("entry", 0)
    assert operator.json("verify", status=1)["first"]["index"] == 0
    paper = tmp_path / "paper"
    paper.write_text("nothing")
    operator.run("verify", "holder", str(paper), "--key", str(key), status=1)
    operator.run("verify", "public", str(folder), "--key", "no key", status=1)
