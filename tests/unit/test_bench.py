"""What scripts/bench says of its figures. Nothing is measured here: a timed test proves nothing
on a machine that others use."""

import json
import subprocess
from pathlib import Path

import pytest

from scripts.benchmark import cases
from scripts.benchmark.filing_work import Filings
from scripts.benchmark.register import Holder, Register
from scripts.benchmark.results import GOALS, Comparison, Goal, Round, as_json, table, verdict
from tests.databases import ROOT


def _round(rate: float, cpu_ms: float, faults: tuple[str, ...] = ()) -> Round:
    """A round of ten seconds; a quarter of its CPU is the database's."""
    answers = int(rate * 10)
    cpu = cpu_ms * answers / 1000
    return Round(answers, 10.0, 1.0, 9.0, cpu * 0.75, cpu * 0.25, faults)


def _comparison(test: str = "R1", engine: str = "sqlite") -> Comparison:
    product = [_round(300, 2.0), _round(900, 1.5), _round(400, 2.5)]
    limit = [_round(1000, 0.4), _round(3000, 0.5), _round(800, 0.6)]
    return Comparison(test, engine, product, limit)


def test_help_gives_examples_and_names_every_test() -> None:
    done = subprocess.run(
        [ROOT / "scripts" / "bench", "--help"], capture_output=True, text=True, check=True
    )
    assert "examples:" in done.stdout
    assert all(f"\n{name}  " in done.stdout for name in ("R1", "T1", "W1"))


def test_an_option_that_is_not_known_ends_with_a_status() -> None:
    done = subprocess.run(
        [ROOT / "scripts" / "bench", "--assets", "7"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "--assets" in done.stderr


def test_ratios_are_of_medians_and_the_cpu_ratio_is_limit_to_product() -> None:
    one = _comparison()
    assert one.rate_ratio == pytest.approx(400 / 1000)
    assert one.cpu_ratio == pytest.approx(0.5 / 2.0)


def test_a_ratio_is_never_rounded_up_to_its_goal() -> None:
    goal = Goal(0.35, 0.60)
    assert verdict(goal, 0.3499) == "NOT met"
    assert verdict(goal, 0.35) == "must met, goal not met"
    assert verdict(goal, 0.5999) == "must met, goal not met"
    assert verdict(goal, 0.60) == "goal met"
    assert verdict(None, 5.0) == "no goal"


def test_both_ratios_are_judged_beside_the_goals() -> None:
    said = table([_comparison()])
    assert "by requests: must met, goal not met; by CPU: NOT met (must 0.30, goal 0.42)" in said


def test_the_goals_are_those_that_the_study_proposed() -> None:
    assert GOALS[("R1", "postgresql")] == Goal(0.35, 0.60)
    assert GOALS[("R1", "sqlite")] == Goal(0.30, 0.42)
    assert GOALS[("W1", "postgresql")] == Goal(0.20, 0.45)
    assert GOALS[("W1", "sqlite")] == Goal(0.35, 0.60)
    assert "no goal" in table([_comparison("T1")])


def test_a_side_that_answered_nothing_did_not_run_and_gets_no_ratio() -> None:
    one = _comparison()
    one.product[1] = Round(0, 10.0, 0.0, 0.0, 1.0, 0.0, ("12 answers with status 500",))
    assert not one.ran
    assert "did not run" in table([one])
    assert "ratio" not in as_json([one])[0]


def test_faults_of_any_round_are_told_with_their_side() -> None:
    one = _comparison()
    one.limit.append(_round(10, 1.0, ("3 answers with status 409",)))
    assert one.all_faults == ["limit: 3 answers with status 409"]
    assert "! limit: 3 answers with status 409" in table([one])
    assert as_json([one])[0]["faults"] == one.all_faults


# ---------------------------------------------------------------- the filings that are sent


def _filings(rights: int = 2) -> Filings:
    holders = tuple(Holder(f"PA-{n}", f"key-{n}") for n in range(4))
    register = Register(Path(), holders, "2026-01-01")
    return Filings(register, [(f"AS-{n}", 1, "PA-2") for n in range(rights)])


def _sent(request: bytes) -> tuple[str, dict[str, object]]:
    head, _, body = request.partition(b"\r\n\r\n")
    assert f"Content-Length: {len(body)}".encode() in head
    return head.decode(), json.loads(body)


def test_a_right_that_moved_is_given_back_by_its_new_holder_on_its_new_version() -> None:
    filings = _filings(rights=1)
    place, _ = filings.request()
    filings.answered(place, 201)
    _, request = filings.request()
    head, body = _sent(request)
    assert body["assetBag"][0] == {"id": "AS-0", "titleVersion": 2}
    assert body["transferorBag"] == [{"party": "PA-3", "share": "1"}]
    assert body["transfereeBag"] == [{"party": "PA-2", "share": "1"}]
    assert "Authorization: Bearer key-3" in head
    assert filings.acknowledged == 1


def test_a_refused_filing_leaves_the_right_where_it_was() -> None:
    filings = _filings(rights=1)
    place, first = filings.request()
    filings.answered(place, 409)
    _, again = filings.request()
    assert _sent(first)[1] == _sent(again)[1]
    assert (filings.acknowledged, filings.failed) == (0, 1)


def test_every_filing_has_a_key_of_its_own_and_another_right() -> None:
    filings = _filings()
    one, other = _sent(filings.request()[1]), _sent(filings.request()[1])
    assert one[1]["assetBag"] != other[1]["assetBag"]
    keys = [
        line
        for head in (one[0], other[0])
        for line in head.splitlines()
        if line.startswith("Idempotency-Key")
    ]
    assert len(set(keys)) == 2


# ---------------------------------------------------------------- status queries


def _sides(few_ms: float, many_ms: float, statuses: tuple[int, ...] = (200,)) -> dict[str, object]:
    sides = []
    for count, cpu in ((132, few_ms), (100_000, many_ms)):
        asking = cases.Asking([("CA-1", "key")], {200})
        for status in statuses:
            asking.answered(0, status)
        rounds = {"right": [cases.Round(ms, 2.0, 100) for ms in (cpu, cpu, 9.0)]}
        # What is judged is what was measured: neither server nor node is asked again.
        sides.append(cases.Side(count, None, None, None, {"right": asking}, rounds))  # type: ignore[arg-type]
    return cases.judged("sqlite", "right", *sides)


def test_many_cases_may_cost_half_as_much_again_and_no_more() -> None:
    assert _sides(0.4, 0.6)["withinLimit"] is True
    beyond = _sides(0.4, 0.62)
    assert (beyond["withinLimit"], beyond["cpuRatio"]) == (False, 1.55)


def test_an_answer_that_is_not_the_right_one_is_a_fault_whatever_it_cost() -> None:
    assert _sides(0.4, 0.4)["faults"] == 0
    assert _sides(0.4, 0.4, (200, 404))["faults"] == 2


def test_a_status_is_asked_with_the_key_in_a_header_and_never_in_the_address() -> None:
    head = cases.Asking([("CA-1", "KEY")], {200}).request()[1].decode()
    assert head.startswith("GET /api/v1/cases/CA-1/status HTTP/1.1")
    assert "Case-Status-Key: KEY" in head
