"""`ipregistry import`: a chain from other people's files, nothing twice, and halfway again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from ipregistry.cli import main
from ipregistry.models import asset, metadata
from ipregistry.models.engines import open_engines
from ipregistry.services.accounts import SYSTEM_ACTOR
from ipregistry.services.node import RunningNode
from ipregistry.services.titles import title_at
from ipregistry.services.verification import verify
from tests.databases import ROOT
from tests.world import running_node

COMMAND = "from ipregistry.cli import main; main()"
BANK, OTHER_BANK = "FIRST SAMPLE BANK, N.A.", "SECOND SAMPLE BANK"
WORKS, HOLDINGS = "SAMPLE WORKS, INC.", "SAMPLE WORKS HOLDINGS, INC."


class Register:
    """One node, its import command, and what stands in it."""

    def __init__(self, url: str, data: Path) -> None:
        self.url, self.data = url, data
        self.env = {"DATABASE_URL": url, "IPREGISTRY_DATA": str(data)}

    def told(self, *paths: Path, status: int = 0) -> Any:
        words = ["import", *(str(path) for path in paths), "--json"]
        done = CliRunner().invoke(main, words, env=self.env)
        assert done.exit_code == status, done.output
        return json.loads(done.stdout)

    @contextmanager
    def node(self) -> Iterator[RunningNode]:
        node = running_node(self.url, self.data)
        try:
            yield node
        finally:
            node.engines.dispose()

    def rows(self) -> dict[str, int]:
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
def register(fresh_database_url: str, data_dir: Path) -> Register:
    made = Register(fresh_database_url, data_dir)
    done = CliRunner().invoke(main, ["init"], env=made.env)
    assert done.exit_code == 0, done.output
    return made


def title_of(node: RunningNode, number: str) -> Any:
    """Title of the right with this number as it is shown, with its chain."""
    with node.engines.read.connect() as connection:
        query = sa.select(asset.c.id).where(asset.c.number == number)
        asset_id = connection.execute(query).scalar_one()
    answer = title_at(node, SYSTEM_ACTOR, asset_id, None, None, expand=True)
    return json.loads(answer.body)


def names(members: list[dict[str, Any]]) -> list[str]:
    return [member["nameBag"][0]["value"] for member in members]


def recordal(
    number: str, day: str, text: str, giver: str, taker: str, address: str = "1 SAMPLE ROAD"
) -> dict[str, Any]:
    reel, frame = number.split("/")
    return {
        "reelNo": reel,
        "frameNo": frame,
        "recordedDate": f"{day}T04:00:00Z",
        "conveyanceText": text,
        "assignors": [{"patAssignorName": giver, "patAssignorExDate": f"{day}T04:00:00Z"}],
        "assignees": [{"patAssigneeName": taker, "patAssigneeAddress": address}],
        "properties": [{"applNum": "10000001", "patNum": "7000001"}],
    }


def us_chain() -> list[dict[str, Any]]:
    """One patent's recordals in the order in which the office lists them: the newest first."""
    release = "RELEASE OF SECURITY INTEREST IN REEL/FRAME {}"
    chain = [
        recordal("1000/1", "2002-01-10", "ASSIGNMENT OF ASSIGNORS INTEREST", "SAMPLE, ONE", WORKS),
        recordal("1001/1", "2003-01-10", "SECURITY AGREEMENT", WORKS, BANK, "2 BANK STREET"),
        recordal("1002/1", "2004-01-10", release.format("1001/1"), BANK, WORKS),
        recordal("1003/1", "2005-01-10", "SECURITY INTEREST", WORKS, OTHER_BANK, "3 BANK STREET"),
        recordal("1004/1", "2006-01-10", "CHANGE OF NAME", WORKS, HOLDINGS),
        recordal("1005/1", "2007-01-10", release.format("999/7"), "THIRD SAMPLE BANK", HOLDINGS),
        recordal("1006/1", "2008-01-10", "CONDITIONAL ASSIGNMENT", HOLDINGS, "SAMPLE BUYER LLC"),
    ]
    return list(reversed(chain))


def write(path: Path, documents: list[dict[str, Any]]) -> Path:
    path.write_text(json.dumps({"numFound": str(len(documents)), "docs": documents}))
    return path


# ---- the files at hand -------------------------------------------------------------------------


def test_everything_at_hand_is_taken_and_the_second_time_changes_nothing(
    register: Register, shared: Path
) -> None:
    first = register.told(shared / "data")
    assert first["refused"] == []
    assert first["recorded"] > 200
    assert {"cnipa", "epo-ops", "uspto-json", "uspto-xml", "st66", "st96"} <= set(
        first["files"].values()
    )
    assert any(path.endswith(".xsd") for path in first["unsupported"])
    before = register.rows()
    second = register.told(shared / "data")
    assert (second["recorded"], second["refused"]) == (0, [])
    assert second["unchanged"] == first["recorded"] + first["unchanged"]
    assert register.rows() == before


def test_what_is_not_mapped_is_listed_with_its_place(register: Register, shared: Path) -> None:
    told = register.told(shared / "data" / "uspto")
    reasons = {Path(one["file"]).name: one["reason"] for one in told["unmapped"]}
    assert reasons["odp_assignment.json"] == "entry-without-right"
    assert reasons["trademark_sn76044902_ST66.xml"] == "beside-the-mark"
    words = [one for one in told["unmapped"] if one["filed"]]
    assert {Path(one["file"]).name for one in words} == {"peds_st96_json_7_cases.json"}


# ---- a chain -----------------------------------------------------------------------------------


def test_a_us_patent_s_file_gives_its_chain_in_order_with_gaps_named(
    register: Register, tmp_path: Path
) -> None:
    told = register.told(write(tmp_path / "chain", us_chain()))
    assert told["recordedByAct"] == {
        "assignment": 1,
        "name-change": 1,
        "other": 1,
        "security": 2,
        "security-release": 2,
    }
    with register.node() as node:
        title = title_of(node, "10/000001")
        assert verify(node).faults == []
    assert names(title["atRegister"]["holderBag"]) == [HOLDINGS]
    (standing,) = title["securityInterests"]
    assert standing["recordalNumber"] == "001003/0001"
    assert names(standing["holderBag"]) == [OTHER_BANK]
    assert names(standing["grantorBag"]) == [HOLDINGS]
    found = [one["code"] for one in title["atRegister"]["discrepancyBag"]]
    assert found == ["no-root", "interest-unknown", "entry-unread"]
    days = [link["effectiveDate"] for link in title["chain"]]
    assert days == sorted(days)
    assert [link["act"] for link in title["chain"]][:3] == [
        "assignment",
        "security",
        "security-release",
    ]


def test_the_same_recordals_from_another_file_change_nothing(
    register: Register, tmp_path: Path
) -> None:
    register.told(write(tmp_path / "first", us_chain()))
    before = register.rows()
    again = [{**one, "attorneyDockNum": "SAMPLE"} for one in us_chain()]
    told = register.told(write(tmp_path / "second", again))
    assert (told["recorded"], told["unchanged"], told["refused"]) == (0, len(again), [])
    assert register.rows() == before


def test_what_comes_later_takes_the_place_that_its_date_gives_it(
    register: Register, tmp_path: Path
) -> None:
    grant, rest = us_chain()[-2], [one for one in us_chain() if one["reelNo"] != "1001"]
    register.told(write(tmp_path / "first", rest))
    register.told(write(tmp_path / "second", [grant]))
    with register.node() as node:
        title = title_of(node, "10/000001")
    assert [one["recordalNumber"] for one in title["securityInterests"]] == ["001003/0001"]
    released = {one["params"].get("interest") for one in title["atRegister"]["discrepancyBag"]}
    assert "001001/0001" not in released


# ---- a register brought over, and held against a newer extract ---------------------------------


def macao(day: str, *records: dict[str, Any]) -> str:
    header = {"ipregistryMigration": 1, "officeCode": "MO", "asOfDate": day}
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in (header, *records))


def mark(number: str, holder: str, **more: Any) -> dict[str, Any]:
    who = {"name": holder, "category": "organization", "addressText": "Rua do Exemplo, 1"}
    right = {"record": "right", "rightKind": "trademark", "number": number}
    return {**right, "holderBag": [{**who, "share": "1"}], **more}


def pledge(number: str, recorded: str, name: str) -> dict[str, Any]:
    return {
        "record": "interest",
        "act": "security",
        "category": "pledge",
        "recordalNumber": name,
        "recordedDate": recorded,
        "rightBag": [{"rightKind": "trademark", "number": number}],
        "giverBag": [
            {
                "name": "Sociedade Exemplo, Limitada",
                "category": "organization",
                "addressText": "Rua do Exemplo, 1",
            }
        ],
        "takerBag": [{"name": "Banco Exemplo", "category": "organization"}],
    }


def test_a_register_is_brought_over_and_a_newer_extract_is_held_against_it(
    register: Register, tmp_path: Path
) -> None:
    holder = "Sociedade Exemplo, Limitada"
    first = tmp_path / "first.ndjson"
    first.write_text(
        macao("2025-01-31", mark("N/999999", holder), pledge("N/999999", "2025-03-01", "P-1"))
    )
    told = register.told(first)
    assert (told["recordedByAct"], told["refused"]) == ({"register-extract": 1, "security": 1}, [])
    for day, bag, expected in (
        ("2025-06-30", ["P-1"], []),
        ("2025-07-31", [], ["interest-not-at-register"]),
        ("2025-08-31", ["P-1", "P-2"], ["interest-not-recorded-here"]),
        ("2025-09-30", ["P-1"], []),
    ):
        newer = tmp_path / f"{day}.ndjson"
        newer.write_text(macao(day, mark("N/999999", holder, interestBag=bag)))
        register.told(newer)
        with register.node() as node:
            title = title_of(node, "N/999999")
        found = [one["code"] for one in title["atRegister"]["discrepancyBag"]]
        assert found == expected, day
        blocked = "discrepancy-open" in {block["code"] for block in title["blocks"]}
        assert blocked is bool(expected), day


def test_an_extract_that_names_another_holder_blocks_until_it_is_confirmed(
    register: Register, tmp_path: Path
) -> None:
    for day, holder, expected in (
        ("2025-01-31", "Sociedade Exemplo, Limitada", []),
        ("2025-06-30", "Outra Sociedade Exemplo, Limitada", ["holders-differ"]),
        ("2025-07-31", "Outra Sociedade Exemplo, Limitada", []),
    ):
        path = tmp_path / f"{day}.ndjson"
        path.write_text(macao(day, mark("N/999999", holder)))
        register.told(path)
        with register.node() as node:
            title = title_of(node, "N/999999")
        assert [one["code"] for one in title["atRegister"]["discrepancyBag"]] == expected
        assert names(title["atRegister"]["holderBag"]) == [holder]


# ---- stopped halfway ---------------------------------------------------------------------------


def many(path: Path, rights: int) -> Path:
    numbers = [f"N/{900000 + n}" for n in range(rights)]
    records = [mark(number, f"Exemplo {number}, Limitada") for number in numbers]
    records += [pledge(number, "2025-03-01", f"P-{number}") for number in numbers]
    path.write_text(macao("2025-01-31", *records))
    return path


@pytest.mark.race
@pytest.mark.long
def test_an_import_that_was_killed_is_run_again_and_ends_as_if_it_had_not_been(
    register: Register, tmp_path: Path
) -> None:
    path = many(tmp_path / "many.ndjson", 150)
    command = [sys.executable, "-c", COMMAND, "import", str(path)]
    env = {**os.environ, **register.env}
    before = register.rows()["filing"]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.DEVNULL)
    while process.poll() is None and register.rows()["filing"] < before + 20:
        pass
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    taken = register.rows()["filing"] - before
    assert 20 <= taken < 300
    told = register.told(path)
    assert (told["recorded"], told["unchanged"], told["refused"]) == (300 - taken, taken, [])
    whole = register.rows()
    assert register.told(path)["recorded"] == 0
    assert register.rows() == whole
    with register.node() as node:
        assert verify(node).faults == []
