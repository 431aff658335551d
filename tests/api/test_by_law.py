"""What passes by law or by order, as callers meet it: refused in their language, told on pages."""

from __future__ import annotations

from typing import Any

import pytest

from ipregistry.domain.access import Actor
from ipregistry.web.messages import LANGUAGES, message
from ipregistry.web.sayings import Speaker
from tests.api.desk import Api, places, problem_of
from tests.office import accept, officer
from tests.services.test_by_law import death, order


@pytest.fixture
def right(api: Api, alice: Actor) -> str:
    return api.world.hk_right(alice)


REFUSED = {
    "ownership-order": (
        ("category-not-accepted-here", "/instrument/category"),
        {"category": "mediated-settlement-confirmed", "policy": "HK"},
    ),
    "transmission": (("instrument-missing", "/evidenceBag"), {}),
}


@pytest.mark.parametrize("act", REFUSED)
def test_what_is_wrong_is_said_in_each_language_with_its_place(
    api: Api, alice: Actor, bob: Actor, right: str, act: str
) -> None:
    body: dict[str, Any] = order(api.world, [right], alice, bob)
    body["instrument"] |= {
        "category": "mediated-settlement-confirmed",
        "operativeText": "The right passes.",
        "seatCode": "HK",
    }
    body["evidenceBag"] = [{"category": "court-act", "digest": "sha256:" + "a" * 64}]
    if act == "transmission":
        body = {**death(api.world, [right], alice, bob), "evidenceBag": []}
        body |= {"cause": "succession", "declarationBag": ["grant-of-representation"]}
    (code, pointer), params = REFUSED[act]
    said = set()
    for language in LANGUAGES:
        headers = {"Accept-Language": language}
        answer = api.file(api.world.registrar, act, body, headers=headers)
        problem = problem_of(answer, 422, "rules-forbid")
        assert places(problem) == {(pointer, code)}
        (fault,) = [v for v in problem["errorBag"] if v["code"] == code]
        assert fault["message"] == message(code, params, language)
        said.add(fault["message"])
    assert len(said) == len(LANGUAGES)


@pytest.mark.parametrize("act", REFUSED)
def test_a_page_tells_that_it_passed_by_law_or_by_order_and_no_more(
    api: Api, alice: Actor, bob: Actor, right: str, act: str
) -> None:
    world = api.world
    body = order(world, [right], alice, bob)
    if act == "transmission":
        body = death(world, [right], alice, bob)
    filed = world.file(world.registrar, act, body)
    world.file(officer(world), "decision", accept(filed.id))
    for language in LANGUAGES:
        speaker = Speaker(language)
        name = "step_ownership_order" if act == "ownership-order" else "step_transmission"
        page = api.get(f"/{language}/assets/{right}").text
        whole = speaker.say("whole")
        assert speaker.say(name, share=whole, givers="Sample A", takers="Sample B") in _plain(page)
        assert "Sample Court" not in page
        assert "grant-of-representation" not in page


def _plain(page: str) -> str:
    """The page without the marks of languages."""
    for mark in ('<span lang="en">', "</span>"):
        page = page.replace(mark, "")
    return page
