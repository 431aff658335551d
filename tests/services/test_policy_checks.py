"""Cases written by others are run as filings of real actors, and compared."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from ipregistry.cli import main
from ipregistry.services.policy_checks import SECTIONS, CaseFileError, Report, check_file

VECTORS = Path(__file__).resolve().parents[2].parent / "shared" / "vectors" / "registry_cases.json"
PLEDGE = {"op": "pledge", "id": "p1", "by": ["O"], "debt_end": "2027-01-01"}


def case(ops: list[dict], expected: list[str], office: str = "CN", **asset: object) -> dict:
    return {"id": "S1", "jurisdiction": office, "asset": asset, "ops": ops, "expected": expected}


def run(tmp_path: Path, *cases: dict, **more: object) -> Report:
    path = tmp_path / "cases.json"
    content = {"schema": "ipregistry-registry-cases/1", "encumbrance": list(cases), **more}
    path.write_text(json.dumps(content))
    report = Report()
    check_file(path, SECTIONS, report)
    return report


@pytest.mark.skipif(not VECTORS.exists(), reason="needs ../shared/vectors/registry_cases.json")
def test_the_shared_vectors_of_encumbrance_and_priority_pass() -> None:
    report = Report()
    check_file(VECTORS, SECTIONS, report)
    assert report.failures == []
    assert report.passed >= 18
    assert any("MO.priority" in line for line in report.differences)
    assert report.not_run == ["registry_cases.json: dvp"]


@pytest.mark.parametrize(
    ("ops", "expected", "asset"),
    [
        (
            [PLEDGE, {"op": "transfer", "to": "B", "pledgee_consents": ["p1"]}],
            ["OK", "OK_SUBJECT_TO_ENCUMBRANCE"],
            {},
        ),
        ([{**PLEDGE, "by": ["O", "Q"]}], ["OK"], {"owners": ["O", "Q"]}),
        ([{**PLEDGE, "co_owner_consents": ["Q"]}], ["OK"], {"owners": ["O", "Q"]}),
        ([PLEDGE], ["RIGHT_NOT_IN_FORCE"], {"ended": True}),
        ([PLEDGE], ["OWNERSHIP_DISPUTED"], {"dispute": True}),
        ([PLEDGE], ["ASSET_ON_HOLD"], {"hold": True}),
        ([PLEDGE], ["ACKNOWLEDGEMENT_REQUIRED"], {"same_day_invention": True}),
        ([{**PLEDGE, "ack": ["same_day_invention"]}], ["OK"], {"same_day_invention": True}),
        ([PLEDGE], ["OK"], {"expiry": "2027-01-01"}),
        (
            [{"op": "lock", "id": "t"}, {"op": "lock", "id": "u"}],
            ["OK", "ASSET_LOCKED"],
            {},
        ),
        (
            [{"op": "lock", "id": "t"}, {"op": "license", "kind": "EXCLUSIVE"}],
            ["OK", "ASSET_LOCKED"],
            {},
        ),
        (
            [{"op": "lock", "id": "t"}, {"op": "license", "kind": "NON_EXCLUSIVE"}],
            ["OK", "OK"],
            {},
        ),
        (
            [{"op": "hold", "id": "h"}, PLEDGE, {"op": "unhold", "id": "h"}, PLEDGE],
            ["OK", "ASSET_ON_HOLD", "OK", "OK"],
            {},
        ),
        (
            [{"op": "license", "kind": "EXCLUSIVE"}, {"op": "license", "kind": "SOLE"}],
            ["OK", "CONFLICTING_LICENCE"],
            {},
        ),
        (
            [
                {"op": "license", "kind": "EXCLUSIVE", "territory": "CN"},
                {"op": "license", "kind": "EXCLUSIVE", "territory": "HK"},
            ],
            ["OK", "OK"],
            {},
        ),
        (
            [PLEDGE, {"op": "hold", "id": "h"}, {"op": "release", "id": "p1"}],
            ["OK", "OK", "OK"],
            {},
        ),
    ],
)
def test_the_mainlands_rules_on_burdened_patents(
    tmp_path: Path, ops: list[dict], expected: list[str], asset: dict
) -> None:
    report = run(tmp_path, case(ops, expected, **asset))
    assert report.failures == []
    assert report.passed == 1


def test_in_hong_kong_a_second_mortgage_stands_and_only_a_covenant_bars(tmp_path: Path) -> None:
    two = [{**PLEDGE, "id": "m1"}, {**PLEDGE, "id": "m2"}, {"op": "transfer", "to": "B"}]
    report = run(tmp_path, case(two, ["OK", "OK", "OK_SUBJECT_TO_ENCUMBRANCE"], "HK"))
    assert report.failures == []


def test_in_macao_what_rests_on_memory_refuses_nothing(tmp_path: Path) -> None:
    ops = [PLEDGE, {"op": "transfer", "to": "B"}]
    report = run(tmp_path, case(ops, ["OK", "OK_SUBJECT_TO_ENCUMBRANCE"], "MO"))
    assert report.failures == []


def test_another_answer_than_expected_is_a_failure_told_in_one_line(tmp_path: Path) -> None:
    report = run(tmp_path, case([PLEDGE, PLEDGE], ["OK", "OK"]))
    assert report.passed == 0
    (failure,) = report.failures
    assert (failure.case, failure.op, failure.got) == ("S1", 1, "already-pledged")
    assert "expected OK, got already-pledged" in failure.line()


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"ops": [{"op": "sell"}]}, "ops[0]"),
        ({"ops": [{**PLEDGE, "colour": 1}]}, "ops[0]"),
        ({"asset": {"annuity": True}}, "asset"),
        ({"expected": []}, "encumbrance[0]"),
        ({"jurisdiction": "XX"}, "encumbrance[0]"),
        ({"ops": [{**PLEDGE, "debt_end": "soon"}]}, "debt_end"),
    ],
)
def test_what_is_not_of_the_format_is_named_by_place(
    tmp_path: Path, wrong: dict, place: str
) -> None:
    with pytest.raises(CaseFileError) as caught:
        run(tmp_path, {**case([PLEDGE], ["OK"]), **wrong})
    assert place in str(caught.value)


def test_the_command_exits_with_one_on_a_failure_and_counts(tmp_path: Path) -> None:
    path = tmp_path / "cases.json"
    wrong = case([PLEDGE], ["ALREADY_PLEDGED"])
    path.write_text(json.dumps({"schema": "ipregistry-registry-cases/1", "encumbrance": [wrong]}))
    answer = CliRunner().invoke(main, ["policies", "check", str(path)])
    assert answer.exit_code == 1
    assert answer.stdout.splitlines()[-1] == "0 passed, 1 failed"
