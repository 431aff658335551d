"""Cases written by others are run as filings of real actors, and compared."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ipregistry.cli import main
from ipregistry.services.opening import seed_policies
from ipregistry.services.policy_checks import SECTIONS, CaseFileError, Report, check_file
from tests.databases import ROOT

OURS = ROOT / "tests" / "vectors" / "registry_cases.json"
OWN = json.loads(OURS.read_text("utf-8"))
BY_ID = {case["id"]: case for case in OWN["encumbrance"]}
PLEDGE = {"op": "pledge", "id": "p1", "by": ["O"], "debt_end": "2027-01-01"}


def case(ops: list[dict], expected: list[str], office: str = "CN", **asset: Any) -> dict:
    return {"id": "S1", "jurisdiction": office, "asset": asset, "ops": ops, "expected": expected}


def written(tmp_path: Path, *cases: dict, **more: Any) -> Path:
    path = tmp_path / "cases.json"
    content = {"schema": "ipregistry-registry-cases/1", "encumbrance": list(cases), **more}
    path.write_text(json.dumps(content))
    return path


def run(path: Path, *policies: str, sections: tuple[str, ...] = SECTIONS, **more: Any) -> Report:
    report = Report()
    check_file(path, sections, report, policies=policies, **more)
    return report


def command(*arguments: object) -> Any:
    return CliRunner().invoke(main, ["policies", "check", *map(str, arguments)])


def changed(name: str, act: str, member: str, value: str) -> str:
    """The seed policy of this name with another value in one rule of an act."""
    (text,) = (text for text in seed_policies() if f'\nname = "{name}"' in text)
    head, found, rest = text.partition(f"\n[acts.{act}]\n")
    assert found, f"{name} has no {act}"
    own, closing, after = rest.partition("\n[")
    rule = re.compile(rf"^{member} = (\{{ value = )?(\[[^]]*\]|[^,\n]+)", re.MULTILINE)
    assert len(rule.findall(own)) == 1, f"{name}: {act} has no {member}"
    own = rule.sub(lambda match: f"{member} = {match[1] or ''}{value}", own)
    return head + found + own + closing + after


def test_the_shared_vectors_of_encumbrance_and_priority_pass(shared: Path) -> None:
    report = run(shared / "vectors" / "registry_cases.json")
    assert report.failures == []
    assert report.passed >= 18
    assert any("MO.priority" in line for line in report.differences)
    assert report.not_run == ["registry_cases.json: dvp"]


def test_our_own_cases_pass_on_the_database_of_this_run(server_url: str) -> None:
    report = run(OURS, database_url=server_url)
    assert report.failures == []
    assert report.passed == len(OWN["encumbrance"]) + len(OWN["priority"])
    assert report.differences == []


@pytest.mark.parametrize(
    ("name", "act", "member", "value", "broken"),
    [
        ("CN-patent", "security", "mostActive", "0", "C36"),
        ("CN-patent", "security", "coOwnerAssent", "false", "C37"),
        ("CN-patent", "security", "grantedOnly", "false", "C14"),
        ("CN-patent", "security", "undisputed", "false", "C16"),
        ("CN-patent", "security", "maintenancePaid", "false", "C21"),
        ("CN-patent", "security", "withinTerm", "false", "C18"),
        ("CN-patent", "security", "acknowledged", "[]", "C19"),
        ("CN-patent", "assignment", "securedPartyConsent", '"never"', "C02"),
        ("CN-patent", "assignment", "coOwnerAssent", "false", "C07"),
        ("CN-patent", "licence", "securedPartyConsent", '"never"', "C03"),
        ("CN-patent", "licence", "coOwnerAssent", "false", "C08"),
        ("CN-patent", "licence", "exclusiveConflicts", "false", "C26"),
        ("CN-patent", "surrender", "securedPartyConsent", '"never"', "C30"),
        ("CN-patent", "restriction.grounds.court-order", "stops", "[]", "C22"),
        ("CN-patent", "lock.grounds.lock", "stops", '["lock"]', "C24"),
        ("HK", "assignment", "securedPartyConsent", '"never"', "H02"),
        ("HK", "assignment", "securedPartyConsent", '"always"', "H01"),
        ("HK", "licence", "securedPartyConsent", '"never"', "H03"),
        ("HK", "security", "mostActive", "1", "H01"),
        ("MO", "assignment", "securedPartyConsent", '"never"', "M01"),
    ],
)
def test_a_case_fails_when_its_rule_is_taken_out_of_the_policy(
    tmp_path: Path, name: str, act: str, member: str, value: str, broken: str
) -> None:
    path = written(tmp_path, BY_ID[broken])
    report = run(path, changed(name, act, member, value))
    assert report.passed == 0
    assert {failure.case for failure in report.failures} == {broken}


def test_words_that_mean_the_same_are_understood(tmp_path: Path) -> None:
    ops = [
        {"op": "mortgage", "id": "m", "pledgor": "O", "debt_until": "2027-01-01"},
        {"op": "assign", "to": "B", "consents": ["m"]},
        {"op": "licence", "kind": "non_exclusive", "licensor": "B", "consents": True},
    ]
    asset = {"owner": "O", "expires": "2030-01-01", "on_hold": False}
    report = run(written(tmp_path, case(ops, ["OK", "OK", "OK"], **asset)))
    assert report.failures == []


def test_ok_alone_is_not_met_where_a_burden_stays_that_nobody_consented_to(tmp_path: Path) -> None:
    ops = [PLEDGE, {"op": "transfer", "to": "B"}]
    report = run(written(tmp_path, case(ops, ["OK", "OK"], "HK")))
    assert [failure.got for failure in report.failures] == ["ok-subject-to-encumbrance"]


def test_another_answer_than_expected_is_a_failure_told_in_one_line(tmp_path: Path) -> None:
    wrong = {**case([PLEDGE, PLEDGE], ["OK", "OK"]), "why": "a sample of what is wrong"}
    (failure,) = run(written(tmp_path, wrong)).failures
    assert failure.line() == (
        "cases.json encumbrance S1 op 1: expected OK, got already-pledged "
        "(a sample of what is wrong)"
    )


def test_a_right_that_cannot_be_as_the_case_says_is_a_failure_of_that_case_alone(
    tmp_path: Path,
) -> None:
    impossible = case([PLEDGE], ["OK"], expiry="2099-01-01")
    report = run(written(tmp_path, impossible, {**case([PLEDGE], ["OK"]), "id": "S2"}))
    assert report.passed == 1
    (failure,) = report.failures
    assert (failure.case, failure.op) == ("S1", None)
    assert "2099-01-01" in failure.got


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"ops": [{"op": "sell"}]}, "encumbrance[0].ops[0]"),
        ({"ops": ["pledge"]}, "encumbrance[0].ops[0]"),
        ({"ops": [{**PLEDGE, "colour": 1}]}, "encumbrance[0].ops[0]"),
        ({"ops": [{**PLEDGE, "from": "O"}]}, "says by twice"),
        ({"ops": [{"op": "license", "kind": "FREE"}]}, "encumbrance[0].ops[0]"),
        ({"ops": [{"op": "transfer"}]}, "has no to"),
        ({"ops": [{**PLEDGE, "debt_end": "soon"}]}, "ops[0].debt_end"),
        ({"ops": [{**PLEDGE, "share": "2"}]}, "ops[0].share"),
        ({"asset": {"annuity": True}}, "encumbrance[0].asset"),
        ({"asset": {"status": "ASLEEP"}}, "encumbrance[0].asset"),
        ({"asset": {"expiry": 2027}}, "asset.expiry"),
        ({"asset": []}, "encumbrance[0].asset"),
        ({"expected": []}, "encumbrance[0]"),
        ({"expected": [1]}, "encumbrance[0]"),
        ({"jurisdiction": "XX"}, "encumbrance[0]"),
        ({"id": None}, "encumbrance[0]"),
        ({"note": "?"}, "encumbrance[0]"),
    ],
)
def test_what_is_not_of_the_format_is_named_by_file_and_place(
    tmp_path: Path, wrong: dict, place: str
) -> None:
    with pytest.raises(CaseFileError) as caught:
        run(written(tmp_path, {**case([PLEDGE], ["OK"]), **wrong}))
    assert place in str(caught.value)
    assert "cases.json" in str(caught.value)


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"rule": "by-size"}, "priority[0]"),
        ({"expected": None}, "priority[0]"),
        ({"interests": [{"id": "A", "t": "1"}]}, "interests[0]"),
        ({"interests": [{"id": "A", "t": 1, "knows": "B", "owns": []}]}, "interests[0]"),
    ],
)
def test_a_malformed_case_of_priority_is_named_by_place(
    tmp_path: Path, wrong: dict, place: str
) -> None:
    good = {**OWN["priority"][0]}
    with pytest.raises(CaseFileError) as caught:
        run(written(tmp_path, priority=[{**good, **wrong}]))
    assert place in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"schema": "another/1"}',
        '{"schema": "ipregistry-registry-cases/1", "priority": {}}',
    ],
)
def test_a_file_that_holds_no_cases_ends_with_status_one_and_its_name(
    tmp_path: Path, text: str
) -> None:
    path = tmp_path / "cases.json"
    path.write_text(text)
    answer = command(path)
    assert answer.exit_code == 1
    assert "cases.json" in answer.stderr


def test_two_cases_of_one_id_are_not_told_apart_and_so_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseFileError, match="twice: S1"):
        run(written(tmp_path, case([PLEDGE], ["OK"]), case([PLEDGE], ["OK"])))


def test_an_order_of_priority_that_is_another_than_expected_fails(tmp_path: Path) -> None:
    turned = {**OWN["priority"][0], "expected": {"tiers": [["A"], ["B"], ["C"]]}}
    report = run(written(tmp_path, priority=[turned]))
    (failure,) = report.failures
    assert (failure.section, failure.case) == ("priority", "Q01")
    assert "[['B'], ['A'], ['C']]" in failure.got


def test_the_command_exits_with_one_on_a_failure_and_counts(tmp_path: Path) -> None:
    wrong = {**case([PLEDGE, PLEDGE], ["ALREADY_PLEDGED", "OK"]), "id": "S2"}
    answer = command(written(tmp_path, case([PLEDGE], ["OK"]), wrong))
    assert answer.exit_code == 1
    assert answer.stdout.splitlines()[-1] == "1 passed, 1 failed"
    assert [line.split(":")[0] for line in answer.stdout.splitlines()[:-1]] == [
        "cases.json encumbrance S2 op 0",
        "cases.json encumbrance S2 op 1",
    ]


def test_the_command_says_nothing_but_the_cases_on_either_stream(tmp_path: Path) -> None:
    answer = command(written(tmp_path, BY_ID["C36"]))
    assert (answer.exit_code, answer.stdout, answer.stderr) == (0, "1 passed, 0 failed\n", "")


def test_a_section_is_run_alone_and_the_others_are_said_to_be_not_run(tmp_path: Path) -> None:
    wrong = case([PLEDGE], ["ALREADY_PLEDGED"])
    path = written(tmp_path, wrong, priority=OWN["priority"], dvp=[])
    answer = command(path, "--section", "priority", "--json")
    assert answer.exit_code == 0
    told = json.loads(answer.stdout)
    assert (told["passed"], told["failed"]) == (2, 0)
    assert told["not_run"] == ["cases.json: dvp", "cases.json: encumbrance"]


def test_a_policy_of_an_office_stands_in_for_ours(tmp_path: Path) -> None:
    path, policy = written(tmp_path, BY_ID["C36"]), tmp_path / "own.toml"
    policy.write_text(changed("CN-patent", "security", "mostActive", "2"))
    answer = command(path, "--policy", policy)
    assert answer.exit_code == 1
    policy.write_text("name = 1")
    answer = command(path, "--policy", policy)
    assert answer.exit_code == 1
    assert "not a policy" in answer.stderr


def test_where_a_files_own_policies_differ_it_is_told_with_our_source(tmp_path: Path) -> None:
    theirs = {"HK": {"max_active_pledges": 1, "consent_to_transfer": "if_covenanted"}, "SG": {}}
    report = run(written(tmp_path, policies=theirs))
    assert report.failures == []
    first, second = report.differences
    assert first.startswith("cases.json: HK.max_active_pledges: the file says 1, ours 0 (")
    assert "confidence" in first
    assert second == "cases.json: SG: no policy of ours to compare with"
