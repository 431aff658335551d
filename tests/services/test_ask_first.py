"""Ask me first, through the one way in: a disposition waits for the holder's own second step."""

from typing import Any

import pytest

from ipregistry.domain.access import Actor
from ipregistry.services.replay import compare, replay
from tests.world import World, codes


@pytest.fixture
def alice(world: World) -> Actor:
    return world.owner("Sample A")


@pytest.fixture
def bob(world: World) -> Actor:
    return world.owner("Sample B")


def on(*rights: str) -> dict[str, Any]:
    return {"assetBag": [{"id": right} for right in rights]}


def agent_of(world: World, principal: Actor) -> Actor:
    agent = world.agent()
    mandate = {
        "principal": principal.party,
        "agent": agent.account,
        "actBag": ["assignment"],
        "startDate": "2026-01-01",
    }
    world.file(principal, "mandate", mandate)
    return agent


def test_the_holders_own_filing_waits_for_his_second_step(
    world: World, alice: Actor, bob: Actor
) -> None:
    right = world.hk_right(alice)
    world.file(alice, "ask-first", on(right))
    filed = world.file(alice, "assignment", world.sale(right, alice, bob))
    assert (filed.status, filed.document["awaiting"]) == ("awaiting-assent", [alice.party])
    world.file(alice, "assent", {"filing": filed.id})
    assert world.holders(right) == {bob.party: "1"}
    assert compare(world.node, replay(world.node)) == []


def test_an_agents_mandate_is_not_the_holders_word(world: World, alice: Actor, bob: Actor) -> None:
    right, agent = world.hk_right(alice), agent_of(world, alice)
    world.file(alice, "ask-first", on(right))
    filed = world.file(agent, "assignment", world.sale(right, alice, bob))
    assert filed.status == "awaiting-assent"
    refusal = world.refused(agent, "assent", {"filing": filed.id})
    assert codes(refusal) == {"assent-not-yours"}
    world.file(alice, "assent", {"filing": filed.id})
    assert world.holders(right) == {bob.party: "1"}


def test_title_and_its_version_say_nothing_of_it(world: World, alice: Actor) -> None:
    right = world.hk_right(alice)
    before = {**world.title(right), "asOf": None}
    filed = world.file(alice, "ask-first", on(right))
    assert {**world.title(right), "asOf": None} == before
    for actor in (world.public, world.owner("Sample C"), world.agent()):
        assert world.parts(actor, "filing", filed.id) == {}


def test_another_right_of_the_holder_is_not_touched(world: World, alice: Actor, bob: Actor) -> None:
    right, other = world.hk_right(alice), world.hk_right(alice)
    world.file(alice, "ask-first", on(right))
    filed = world.file(alice, "assignment", world.sale(other, alice, bob))
    assert filed.status == "recorded"


def test_a_co_owner_who_asks_is_asked_for_the_share_of_the_other(
    world: World, alice: Actor, bob: Actor
) -> None:
    carol = world.owner("Sample C")
    right = world.hk_right(alice, carol)
    world.file(carol, "ask-first", on(right))
    filed = world.file(alice, "assignment", world.sale(right, alice, bob, share="1/2"))
    assert filed.document["awaiting"] == [carol.party]


def test_it_lifts_some_days_after_it_was_lifted(world: World, alice: Actor, bob: Actor) -> None:
    right = world.hk_right(alice)
    world.file(alice, "ask-first", on(right))
    world.file(alice, "ask-first-lifting", on(right))
    world.clock.move(days=14)
    early = world.file(alice, "assignment", world.sale(right, alice, bob))
    assert early.status == "awaiting-assent"
    world.file(alice, "withdrawal", {"filing": early.id})
    world.clock.move(days=1)
    late = world.file(alice, "assignment", world.sale(right, alice, bob))
    assert late.status == "recorded"


def test_a_new_holder_is_not_bound_by_the_wish_of_the_old(
    world: World, alice: Actor, bob: Actor
) -> None:
    right = world.hk_right(alice)
    world.file(alice, "ask-first", on(right))
    filed = world.file(alice, "assignment", world.sale(right, alice, bob))
    world.file(alice, "assent", {"filing": filed.id})
    back = world.file(bob, "assignment", world.sale(right, bob, alice))
    assert back.status == "recorded"
