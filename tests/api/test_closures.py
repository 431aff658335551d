"""Days of closure through the API: entered, listed, counted, put right, made anew."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from ipregistry.services.opening import publish_seed_calendars, publish_seed_packs
from ipregistry.services.replay import compare, replay
from tests.api.desk import Api, codes, problem_of

DIGEST = "sha256:" + "3c" * 32
# Case 16: fourteen days of a Hong Kong ordinance from 12 September 2026.
ASKED = {
    "pack": "consultation-plain",
    "deadline": "answer_invitation",
    "startDate": "2026-09-12",
    "jurisdictionCode": "HK",
}


@pytest.fixture
def api(fresh_api: Api) -> Api:
    publish_seed_calendars(fresh_api.world.node)
    publish_seed_packs(fresh_api.world.node)
    fresh_api.world.clock.now = datetime(2026, 9, 28, 8, 0, tzinfo=UTC)
    return fresh_api


def storm(**changes: Any) -> dict[str, Any]:
    body = {
        "jurisdictionCode": "HK",
        "closureDate": "2026-09-28",
        "closureCategory": "typhoon_8",
        "sourceText": "Hong Kong Observatory",
        "sourceDigest": DIGEST,
    }
    return {**body, **changes}


def due(api: Api, **changes: Any) -> str:
    return str(api.post("deadlines", {**ASKED, **changes}).json["dueDate"])


def test_every_deadline_is_counted_by_what_is_on_record(api: Api) -> None:
    assert due(api) == "2026-09-28"
    entered = api.file(api.world.registrar, "closure-entry", storm())
    assert entered.status_code == 201, entered.text
    answer = api.post("deadlines", ASKED).json
    assert answer["dueDate"] == "2026-09-29"
    assert answer["rolledBag"][-1] == {"date": "2026-09-28", "reason": "typhoon_8"}
    assert due(api, jurisdictionCode="MO") == "2026-09-29", "a holiday there, and no storm here"

    (listed,) = api.get("closures?jurisdictionCode=HK").json["items"]
    assert api.get("closures?jurisdictionCode=CN").json["items"] == []
    (part,) = api.get(f"closures/{listed['id']}").json["partBag"]
    assert (part["body"]["status"], part["body"]["sourceDigest"]) == ("in-force", DIGEST)

    back = storm(closure=listed["id"], closureVersion=1, withdrawnIndicator=True)
    assert api.file(api.world.registrar, "closure-entry", back).status_code == 201
    assert due(api) == "2026-09-28"
    assert compare(api.world.node, replay(api.world.node)) == []


def test_the_same_storm_is_entered_once(api: Api) -> None:
    api.file(api.world.registrar, "closure-entry", storm())
    again = api.file(api.world.registrar, "closure-entry", storm())
    assert codes(problem_of(again, 422)) == {"closure-entered-already"}


def test_only_officers_enter_a_closure(api: Api) -> None:
    owner = api.world.owner("Sample A")
    assert api.file(owner, "closure-entry", storm()).status_code == 403


def test_a_place_without_calendar_is_no_filter(api: Api) -> None:
    assert api.get("closures?jurisdictionCode=US").status_code == 400
