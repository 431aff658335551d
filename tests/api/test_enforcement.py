"""Enforcement routes asked over HTTP, by anybody."""

from __future__ import annotations

import pytest

from ipregistry.services.opening import publish_seed_calendars
from tests.api.desk import Api, codes


@pytest.fixture(scope="module", autouse=True)
def calendars(api: Api) -> None:
    publish_seed_calendars(api.world.node)


AWARD = {
    "instrumentCategory": "award",
    "seatCode": "CN",
    "madeDate": "2026-03-02",
    "receivedDate": "2026-03-05",
    "performanceDueDate": "2024-11-20",
    "languageCode": "zh-Hans",
}


def test_anybody_asks_where_an_award_is_enforceable_and_every_place_answers(api: Api) -> None:
    answer = api.post("enforcement-routes", AWARD)
    assert answer.status_code == 200, answer.json
    said = {place["placeCode"]: place for place in answer.json["placeBag"]}
    assert list(said) == ["CN", "HK", "MO"]
    assert said["HK"]["arrangement"]["name"] == "cn-hk-awards"
    assert said["HK"]["arrangement"]["digest"].startswith("sha256:")
    assert said["HK"]["courtBag"][0]["categoryText"] == "High Court of Hong Kong"
    assert said["CN"]["deadlineBag"][0]["dueDate"] == "2026-11-20"
    assert said["CN"]["deadlineBag"][0]["calendar"]["jurisdictionCode"] == "CN"
    assert answer.json["seatDeadlineBag"][0]["dueDate"] == "2026-06-05"


def test_the_answer_is_said_in_the_readers_language(api: Api) -> None:
    answer = api.post("enforcement-routes", AWARD, headers={"Accept-Language": "pt"})
    hong_kong = answer.json["placeBag"][1]
    assert hong_kong["standingText"] == "há uma via conhecida"
    assert answer.headers["Content-Language"] == "pt"


def test_every_fault_of_the_question_is_told_at_once(api: Api) -> None:
    answer = api.post(
        "enforcement-routes", {"instrumentCategory": "promise", "seatCode": "hk", "madeDate": "x"}
    )
    assert answer.status_code == 400
    assert codes(answer.json) == {"value-not-allowed", "country-malformed", "date-impossible"}
