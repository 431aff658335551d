"""What is answered before the framework is what the routes answer, to the byte."""

from collections.abc import Iterator

import pytest
from flask import Flask

from ipregistry.api.hot import HotReads
from ipregistry.domain.access import PUBLIC_ACTOR, Actor, Role
from ipregistry.services.accounts import create_account, revoke_keys
from tests.api.desk import Api
from tests.world import World

CORRELATION = {"Correlation-Id": "sample-correlation-1"}


@pytest.fixture
def slow(api: Api) -> Iterator[Api]:
    """The same app without the hot reads in front."""
    app: Flask = api.app
    hot = app.wsgi_app
    assert isinstance(hot, HotReads)
    app.wsgi_app = hot._inner
    yield api
    app.wsgi_app = hot


@pytest.fixture(scope="module")
def people(world: World) -> dict[str, Actor]:
    holder, stranger = world.owner("Sample Holder"), world.owner("Sample Stranger")
    return {
        "public": PUBLIC_ACTOR,
        "holder": holder,
        "stranger": stranger,
        "registrar": world.registrar,
    }


@pytest.fixture(scope="module")
def rights(world: World, people: dict[str, Actor]) -> dict[str, str]:
    holder = people["holder"]
    return {
        "published": world.hk_right(holder),
        "unpublished": world.hk_right(holder, publishedIndicator=False),
        "unknown": world.node.new_id("asset"),
    }


def _said(api: Api, path: str, actor: Actor) -> tuple[int, bytes, dict[str, str]]:
    answer = api.get(path, actor, headers=CORRELATION)
    return answer.status_code, answer.data, dict(answer.headers)


@pytest.mark.parametrize("who", ["public", "holder", "stranger", "registrar"])
@pytest.mark.parametrize("which", ["published", "unpublished", "unknown"])
@pytest.mark.parametrize("view", ["", "/title"])
def test_a_hot_read_is_the_routes_answer(
    api: Api,
    world: World,
    people: dict[str, Actor],
    rights: dict[str, str],
    request: pytest.FixtureRequest,
    who: str,
    which: str,
    view: str,
) -> None:
    path = f"assets/{rights[which]}{view}"
    step, world.clock.step = world.clock.step, world.clock.step * 0
    try:
        hot = _said(api, path, people[who])
        cold = _said(request.getfixturevalue("slow"), path, people[who])
    finally:
        world.clock.step = step
    assert hot == cold
    knows = which == "published" or (which == "unpublished" and who in {"holder", "registrar"})
    assert hot[0] == (200 if knows else 404)


def test_a_condition_a_query_and_a_wrong_key_are_the_routes_affair(
    api: Api, rights: dict[str, str]
) -> None:
    path = f"assets/{rights['published']}"
    tag = api.get(path).headers["ETag"]
    assert api.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert api.get(path + "/title?expand=nothing").status_code == 400
    assert api.get(path, headers={"Authorization": "Bearer ipr_sample"}).status_code == 401


def test_a_revoked_key_opens_nothing_with_the_next_hot_read(
    api: Api, world: World, rights: dict[str, str]
) -> None:
    made = create_account(world.node, "sample-revoked", [Role.AGENT])
    path, key = f"assets/{rights['published']}", {"Authorization": f"Bearer {made.key}"}
    assert api.get(path, headers=key).status_code == 200
    assert revoke_keys(world.node, "sample-revoked") == 1
    assert api.get(path, headers=key).status_code == 401
