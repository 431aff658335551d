"""Deadlines and fees asked of the packs that a node has on record, by anybody."""

from __future__ import annotations

from typing import Any

import pytest

from ipregistry.services.opening import publish_seed_calendars, publish_seed_packs
from ipregistry.services.packs import seed_packs
from tests.api.desk import Api, codes, problem_of

EAR, HKIAC = "arbitration-uncitral-expedited", "arbitration-administered-hk"


@pytest.fixture(scope="module", autouse=True)
def packs(api: Api) -> list[str]:
    publish_seed_calendars(api.world.node)
    return publish_seed_packs(api.world.node)


def deadline(place: str = "HK", **more: Any) -> dict[str, Any]:
    asked = {"pack": EAR, "deadline": "response", "startDate": "2026-09-16"}
    return {**asked, "jurisdictionCode": place, **more}


def fee(**more: Any) -> dict[str, Any]:
    return {"pack": HKIAC, "fee": "administration", "packOn": "2026-09-16", **more}


def test_seeds_are_published_once(api: Api, packs: list[str]) -> None:
    assert len(packs) == len(seed_packs())
    assert publish_seed_packs(api.world.node) == []
    assert publish_seed_calendars(api.world.node) == []
    listed = api.get("packs?limit=50").json["items"]
    names = {part["body"]["name"] for item in listed for part in item["partBag"]}
    assert names == set(packs)
    assert len(api.get("calendars").json["items"]) == 3


def test_a_pack_is_read_with_its_text_by_anybody(api: Api) -> None:
    number = api.get("packs?limit=1").json["items"][0]["id"]
    (part,) = api.get(f"packs/{number}").json["partBag"]
    assert part["body"]["opensCasesIndicator"] is True
    assert part["body"]["text"] in seed_packs()
    problem_of(api.get("packs/PK-22222222222222"), 404, "pack-unknown")


@pytest.mark.parametrize(
    ("place", "due"), [("CN", "2026-10-08"), ("HK", "2026-10-02"), ("MO", "2026-10-05")]
)
def test_one_notice_has_three_last_days_at_three_places(api: Api, place: str, due: str) -> None:
    answer = api.post("deadlines", deadline(place))
    assert answer.status_code == 200, answer.json
    assert answer.json["dueDate"] == due
    assert answer.json["standing"] == "computed"
    assert answer.json["calendar"]["jurisdictionCode"] == place
    assert answer.json["citation"] == "EAR 5(1)"


def test_the_answer_pins_the_pack_and_says_each_day_passed_over(api: Api) -> None:
    said = api.post("deadlines", deadline()).json
    assert said["pack"]["name"] == EAR
    assert said["pack"]["pack"].startswith("PK-")
    assert said["pack"]["digest"].startswith("sha256:")
    assert said["rawDate"] == "2026-10-01"
    assert said["rolledBag"] == [{"date": "2026-10-01", "reason": "holiday"}]
    assert said["endsAt"] == "2026-10-02T16:00:00.000000Z"


def test_a_closure_that_the_asker_knows_of_moves_the_end(api: Api) -> None:
    body = {
        "pack": "consultation-plain",
        "deadline": "answer_invitation",
        "startDate": "2026-09-14",
        "jurisdictionCode": "HK",
    }
    closed = [{"date": "2026-09-28", "closureCategory": "typhoon_8"}]
    assert api.post("deadlines", body).json["dueDate"] == "2026-09-28"
    assert api.post("deadlines", {**body, "closureBag": closed}).json["dueDate"] == "2026-09-29"


def test_an_extension_is_counted_from_the_first_day(api: Api) -> None:
    body = {"pack": "domain-name-udrp", "deadline": "response", "startDate": "2026-09-11"}
    asked = {**body, "jurisdictionCode": "CN", "extensionQuantity": 4}
    assert api.post("deadlines", asked).json["dueDate"] == "2026-10-05"


def test_a_year_that_is_not_published_is_named_and_not_guessed(api: Api) -> None:
    said = api.post("deadlines", deadline("CN", startDate="2026-12-20")).json
    assert (said["standing"], said["jurisdictionCode"], said["year"]) == (
        "calendar-not-published",
        "CN",
        2027,
    )
    assert "dueDate" not in said


def test_a_place_without_a_calendar_asks_an_officer(api: Api) -> None:
    said = api.post("deadlines", deadline("US")).json
    assert (said["standing"], said["reason"]) == ("needs-legal-review", "place-not-known")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"pack": "no-such-pack"}, "pack-unknown"),
        ({"deadline": "no_such_deadline"}, "deadline-unknown"),
        ({"packOn": "2020-01-01"}, "pack-not-in-force"),
    ],
)
def test_what_is_not_there_is_not_found(api: Api, change: dict[str, Any], code: str) -> None:
    problem_of(api.post("deadlines", deadline(**change)), 404, code)


@pytest.mark.parametrize(
    "change",
    [
        {"startDate": "soon"},
        {"jurisdictionCode": "Hong Kong"},
        {"extensionQuantity": 0},
        {"extensionQuantity": 10**9},
        {"closureBag": [{"date": "2026-09-28", "closureCategory": "strike"}]},
        {"more": 1},
    ],
)
def test_a_question_of_the_wrong_form_is_refused(api: Api, change: dict[str, Any]) -> None:
    problem = problem_of(api.post("deadlines", deadline(**change)), 400, "shape-errors")
    assert len(codes(problem)) == 1


def test_an_amount_is_quoted_with_its_source(api: Api) -> None:
    said = api.post("case-fees/quote", fee(amount="5000000.00")).json
    assert said["standing"] == "amount"
    assert said["amount"] == {"amount": "62450.00", "currencyCode": "HKD"}
    assert said["confidence"] == "verified"


def test_pieces_say_who_gets_what(api: Api) -> None:
    asked = fee(pack="domain-name-udrp", fee="fee_one", itemQuantity=3)
    said = api.post("case-fees/quote", asked).json
    assert said["amount"]["amount"] == "1500.00"
    paid = {piece["payee"]: piece["amount"]["amount"] for piece in said["pieceBag"]}
    assert paid == {"panelist": "1000.00", "centre": "500.00"}


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({}, "amount-not-said"),
        ({"pack": "domain-name-udrp", "fee": "fee_one", "itemQuantity": 11}, "by-agreement"),
        ({"pack": "med-arb-hk", "fee": "arbitrator", "amount": "12000000"}, "by-agreement"),
    ],
)
def test_what_nobody_can_compute_is_said_so(api: Api, asked: dict[str, Any], reason: str) -> None:
    said = api.post("case-fees/quote", fee(**asked)).json
    assert (said["standing"], said["reason"]) == ("manual", reason)
    assert "amount" not in said


def test_a_fee_that_the_pack_does_not_have_is_not_found(api: Api) -> None:
    problem_of(api.post("case-fees/quote", fee(fee="tips")), 404, "case-fee-unknown")


def test_a_member_of_the_public_publishes_no_rules(api: Api) -> None:
    owner = api.world.owner("Sample Reader")
    answer = api.file(owner, "pack-publication", {"text": seed_packs()[0]})
    assert answer.status_code == 403
