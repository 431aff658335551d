"""Sides that record recoveries at the same moment never recover more than is owed together."""

from __future__ import annotations

from pathlib import Path

import pytest

from ipregistry import create_app
from ipregistry.services.filings import Submission
from ipregistry.services.replay import compare, replay
from tests.api.desk import Api
from tests.casework import Case, digest, settled, with_packs
from tests.concurrency.processes import Job, run_together
from tests.world import World

pytestmark = pytest.mark.race

SIDES, EACH = 3, "400.00"


def recovery(case: Case, number: int) -> Submission:
    body = {
        "case": case.id,
        "instrument": 1,
        "placeCode": ("CN", "HK", "MO")[number],
        "amount": {"amount": EACH, "currencyCode": "HKD"},
        "recoveredDate": str(case.api.world.today()),
        "appliedDate": str(case.api.world.today()),
        "evidenceDigest": digest(f"receipt {number}"),
    }
    return Submission("case-recovery", body, f"recovery-{number}")


def test_recoveries_at_once_stay_within_what_is_owed(world: World, data_dir: Path) -> None:
    case = settled(with_packs(Api(world, create_app(node=world.node))))
    outcome = {
        "instrumentCategory": "mediated-settlement",
        "digest": digest("settlement"),
        "madeDate": str(world.today()),
        "operativeText": "The other party pays HKD 1,000.",
        "boundBag": ["party", "other_party"],
        "amount": {"amount": "1000.00", "currencyCode": "HKD"},
    }
    answer = case.file(case.manager, "case-outcome", **outcome)
    assert answer.status_code == 201, answer.text
    jobs = [Job(case.manager, (recovery(case, n),)) for n in range(SIDES)]
    told = run_together(world, data_dir, jobs)
    assert sum(len(one.taken) for one in told) == SIDES - 1
    (refused,) = [codes for one in told for codes in one.refused]
    assert "recovered-more-than-owed" in refused
    assert len(case.document["recoveryBag"]) == SIDES - 1
    assert compare(world.node, replay(world.node)) == []
