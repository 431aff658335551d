"""The priority route: who may ask, at which dates, and the version of the answer."""

from __future__ import annotations

import pytest

from ipregistry.domain.access import Actor
from tests.api.desk import Api, problem_of


@pytest.fixture(scope="module")
def alice(api: Api) -> Actor:
    return api.world.owner("Sample Alice")


@pytest.fixture(scope="module")
def right(api: Api, alice: Actor) -> str:
    return api.world.hk_right(alice)


def test_anybody_may_ask_which_interest_goes_first(api: Api, right: str) -> None:
    answer = api.get(f"assets/{right}/priority")
    assert answer.status_code == 200
    assert answer.json["asset"] == right
    assert answer.json["asOf"]["effectiveAt"] == api.world.today().isoformat()
    assert answer.json["notice"] == "recorded-not-adjudicated"


def test_whoever_has_the_answer_already_gets_304(api: Api, right: str) -> None:
    tag = api.get(f"assets/{right}/priority").headers["ETag"]
    again = api.get(f"assets/{right}/priority", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("query", ["effectiveAt=tomorrow", "knownAt=2026", "unknown=1"])
def test_a_query_of_the_wrong_form_is_refused(api: Api, right: str, query: str) -> None:
    problem_of(api.get(f"assets/{right}/priority?{query}"), 400, "shape-errors")


def test_before_the_right_was_known_here_there_is_no_answer(api: Api, right: str) -> None:
    path = f"assets/{right}/priority?knownAt=2020-01-01T00:00:00Z"
    problem_of(api.get(path), 404, "asset-unknown")


@pytest.mark.parametrize("day", ["1900-01-01", "2200-12-31"])
def test_any_day_of_the_calendar_has_an_answer(api: Api, right: str, day: str) -> None:
    assert api.get(f"assets/{right}/priority?effectiveAt={day}").json["pairBag"] == []


def test_an_unpublished_right_is_not_known_to_the_public(api: Api, alice: Actor) -> None:
    hidden = api.world.hk_right(alice, publishedIndicator=False)
    problem_of(api.get(f"assets/{hidden}/priority"), 404, "asset-unknown")
    assert api.get(f"assets/{hidden}/priority", alice).status_code == 200
