"""Cases of acceptance that only a running node can show, by their numbers: 34, 40, 41.

33 stands in test_case_fees, 35 in test_neutrals, 37 in test_case_disclosures, 39 in
test_case_outcomes, all others in the unit tests of packs.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from ipregistry.domain.access import Role
from ipregistry.services.packs import seed_packs
from tests.api.desk import Api, codes, problem_of
from tests.casework import (
    Case,
    advance,
    case_of,
    consultation,
    mediation,
    money,
    papers,
    request_body,
    with_packs,
)


@pytest.fixture
def cases(fresh_api: Api) -> Api:
    return with_packs(fresh_api)


def on(cases: Api, day: date) -> None:
    cases.world.clock.now = datetime(day.year, day.month, day.day, 2, 0, tzinfo=UTC)


def test_34_a_response_by_the_complainant_is_refused_and_stays_due(cases: Api) -> None:
    on(cases, date(2026, 2, 6))
    first, second = cases.world.owner("Sample Complainant"), cases.world.owner("Sample Holder")
    fee = advance(cases, "domain-name-udrp", "fee_one", money("1500.00", "USD"), first)
    body = request_body(
        "domain-name-udrp",
        first,
        second,
        roles=("complainant", "respondent"),
        documentBag=papers("complaint", "transmittal_coversheet"),
        assetBag=[{"nameText": "sample.example"}],
        event="complaint_submitted",
        feeBag=[fee],
    )
    answer = cases.file(first, "case-request", body)
    assert answer.status_code == 201, answer.text
    case = Case(cases, case_of(answer), cases.world.actor(Role.CASE_MANAGER), first, second)
    case.event(case.manager, "compliance_confirmed", ["registrar_verification"])
    case.event(case.manager, "commencement", ["notice_of_complaint"])
    assert case.due == {"response": "2026-02-26"}
    given = {"event": "response_filed", "documentBag": papers("response")}
    refused = case.file(case.first, "case-event", **given)
    assert codes(problem_of(refused, 403)) == {"case-actor-may-not"}
    assert case.due == {"response": "2026-02-26"}
    assert case.state == "commenced"


def standings(case: Case) -> dict[str, str]:
    """The deadlines that the status shows as due and as overdue."""
    told = case.api.get(f"cases/{case.id}/status", case.first).json
    return {
        one["deadline"]: standing
        for standing in ("due", "overdue")
        for one in told[f"{standing}Bag"]
    }


def test_40_due_today_is_due_tomorrow_overdue_and_a_met_one_leaves_both_lists(cases: Api) -> None:
    on(cases, date(2026, 3, 2))
    case = mediation(cases)
    case.event(case.manager, "request_received", ["proof_of_receipt"])
    case.event(case.second, "request_accepted", ["mediation_agreement"])
    case.event(case.first, "choice_left_to_institution")
    (proposal,) = case.document["proposalBag"]
    case.event(case.second, "choice_left_to_institution", proposal=proposal["proposal"])
    assert case.due == {"institution_names": "2026-03-05"}
    assert standings(case) == {}
    on(cases, date(2026, 3, 5))
    assert standings(case) == {"institution_names": "due"}
    on(cases, date(2026, 3, 6))
    assert standings(case) == {"institution_names": "overdue"}
    case.event(case.manager, "mediator_named")
    assert case.document["eventBag"][-1]["lateIndicator"] is True
    assert standings(case) == {}


def version_of(name: str, **changes: Any) -> str:
    """A pack of the product in another version: one that begins, or ends, on other days."""
    text = next(text for text in seed_packs() if f"\npack: {name}\n" in text)
    before = 'effective: {from: "2026-01-01", to: null,'
    assert before in text
    after = f'effective: {{from: "{changes["start"]}", to: {changes.get("end", "null")},'
    text = text.replace('version: "2026-01-01"', f'version: "{changes["start"]}"')
    return text.replace(before, after).replace("fourteen days to answer", changes["says"])


def test_41_a_running_case_keeps_its_version_and_a_new_one_takes_the_new(cases: Api) -> None:
    on(cases, date(2026, 3, 2))
    old = consultation(cases)
    text = version_of(
        "consultation-plain", start="2026-04-01", end='"2026-12-31"', says="two weeks to answer"
    )
    answer = cases.file(cases.world.registrar, "pack-publication", {"text": text})
    assert answer.status_code == 201, answer.text
    on(cases, date(2026, 4, 1))
    new = consultation(cases)
    for case, version, said in ((old, 1, "fourteen days"), (new, 2, "two weeks")):
        case.event(case.manager, "invitation_received", ["proof_of_receipt"])
        assert case.document["pack"]["version"] == version
        (deadline,) = case.document["deadlineBag"]
        assert said in deadline["citation"]
    assert old.document["pack"]["digest"] != new.document["pack"]["digest"]

    on(cases, date(2027, 1, 4))
    first, second = cases.world.owner("Sample A"), cases.world.owner("Sample B")
    body = request_body("consultation-plain", first, second, documentBag=papers("invitation"))
    refused = cases.file(first, "case-request", body)
    assert codes(problem_of(refused, 422)) == {"pack-not-in-force"}
    asked = {
        "pack": "consultation-plain",
        "deadline": "answer_invitation",
        "startDate": "2026-03-02",
        "jurisdictionCode": "HK",
    }
    still = cases.post("deadlines", asked)
    assert still.json["dueDate"] == "2026-03-16", still.text
