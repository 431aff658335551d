"""Those concerned are told of every filing on a right, before and after it is decided."""

from typing import Any

import orjson
import pytest

from ipregistry.domain.access import Actor
from ipregistry.services.listing import PageRequest
from ipregistry.services.notices import list_notices
from ipregistry.services.replay import compare, replay
from tests.services.policy_texts import publish
from tests.world import World, paper

NEW_AGENT = (
    'neverStraight = { value = ["whole-transfer-by-new-agent"], '
    'citation = "Sample rule", confidence = "D" }'
)
ADDRESS = [{"addressLineText": "1 Sample Street", "languageCode": "en"}]


@pytest.fixture
def alice(world: World) -> Actor:
    return world.owner("Sample A", serviceAddressBag=ADDRESS)


@pytest.fixture
def bob(world: World) -> Actor:
    return world.owner("Sample B")


def notices(world: World, actor: Actor, **more: Any) -> list[dict[str, Any]]:
    page = list_notices(world.node, actor, PageRequest(**more))
    return [orjson.loads(item) for item in page.items]


def told(world: World, actor: Actor) -> list[tuple[str, str]]:
    return [(notice["act"], notice["status"]) for notice in notices(world, actor)]


def test_the_holder_is_told_before_and_after_the_decision(
    world: World, alice: Actor, bob: Actor
) -> None:
    right = world.hk_right(alice)
    filed = world.file(world.agent(), "assignment", world.sale(right, alice, bob))
    assert told(world, alice) == [("assignment", "awaiting-assent")]
    world.file(alice, "assent", {"filing": filed.id})
    assert told(world, alice) == [("assignment", "awaiting-assent"), ("assignment", "recorded")]
    assert compare(world.node, replay(world.node)) == []


def test_a_notice_names_the_right_and_the_address_that_stood_before(
    world: World, alice: Actor, bob: Actor
) -> None:
    right = world.hk_right(alice)
    filed = world.file(alice, "assignment", world.sale(right, alice, bob))
    (notice,) = notices(world, alice)
    assert notice["filing"] == filed.id
    assert notice["rightBag"] == [{"asset": right, "roleBag": ["holder"]}]
    assert notice["addressBag"] == ADDRESS
    assert notice["partyVersion"] == 1


def test_the_buyer_is_told_of_what_comes_after_his_purchase_only(
    world: World, alice: Actor, bob: Actor
) -> None:
    right = world.hk_right(alice)
    world.file(alice, "assignment", world.sale(right, alice, bob))
    assert told(world, bob) == []
    world.file(bob, "assignment", world.sale(right, bob, alice))
    assert told(world, bob) == [("assignment", "recorded")]


def test_a_notice_opens_nothing_of_the_filing(world: World, alice: Actor, bob: Actor) -> None:
    carol = world.owner("Sample C")
    right = world.hk_right(alice, carol)
    price = {"amount": "1000", "currencyCode": "HKD"}
    body = world.sale(right, alice, bob, share="1/2", consideration=price)
    filed = world.file(alice, "assignment", body)
    assert [act for act, _ in told(world, carol)] == ["assignment"]
    stranger = world.owner("Sample D")
    assert set(world.parts(stranger, "filing", filed.id)) == {"public"}
    assert "filing" not in world.parts(carol, "filing", filed.id)


def test_nobody_reads_what_others_were_told_but_an_officer(
    world: World, alice: Actor, bob: Actor
) -> None:
    world.file(alice, "assignment", world.sale(world.hk_right(alice), alice, bob))
    assert told(world, world.agent()) == []
    page = list_notices(world.node, bob, PageRequest(), party=alice.party)
    assert page.items == ()
    assert len(notices(world, world.registrar)) == 1
    own = list_notices(world.node, world.registrar, PageRequest(), party=bob.party)
    assert own.items == ()


def test_notices_come_page_by_page_oldest_first(world: World, alice: Actor, bob: Actor) -> None:
    filed = [
        world.file(alice, "assignment", world.sale(world.hk_right(alice), alice, bob)).id
        for _ in range(5)
    ]
    found: list[str] = []
    after: str | None = None
    while True:
        page = list_notices(world.node, alice, PageRequest(2, after, count=True))
        found += [orjson.loads(item)["filing"] for item in page.items]
        assert page.count == 5
        after = page.after
        if after is None:
            break
    assert found == filed


def test_a_filing_on_no_right_tells_nobody(world: World, alice: Actor) -> None:
    agent = world.agent()
    body = {
        "principal": alice.party,
        "agent": agent.account,
        "actBag": ["assignment"],
        "startDate": "2026-01-01",
    }
    world.file(alice, "mandate", body)
    assert told(world, alice) == []


def test_an_agent_new_to_the_right_waits_and_one_known_there_does_not(
    world: World, alice: Actor, bob: Actor
) -> None:
    publish(world, rules=NEW_AGENT)
    agent, right = world.agent(), world.hk_right(alice)
    for principal in (alice, bob):
        mandate = {
            "principal": principal.party,
            "agent": agent.account,
            "actBag": ["assignment"],
            "startDate": "2026-01-01",
        }
        world.file(principal, "mandate", mandate)
    first = world.file(agent, "assignment", world.sale(right, alice, bob))
    assert (first.status, first.warnings) == ("under-examination", ["not-straight-through"])
    world.file(world.examiner, "decision", {"filing": first.id, "outcome": "accept"})
    second = world.file(agent, "assignment", world.sale(right, bob, alice))
    assert second.status == "recorded"


def test_a_standstill_keeps_even_an_officer_waiting(world: World, alice: Actor, bob: Actor) -> None:
    rule = 'standstillDays = { value = 10, citation = "Sample rule", confidence = "D" }'
    publish(world, rules=rule)
    right = world.hk_right(alice)
    filed = world.file(alice, "assignment", world.sale(right, alice, bob))
    assert filed.status == "under-examination"
    decision = {"filing": filed.id, "outcome": "accept"}
    refusal = world.refused(world.examiner, "decision", decision)
    assert [v.code for v in refusal.violations] == ["standstill-running"]
    world.clock.move(days=10)
    world.file(world.examiner, "decision", decision)
    assert world.holders(right) == {bob.party: "1"}


def test_a_notice_of_a_restriction_says_no_more_than_the_public_act(
    world: World, alice: Actor, bob: Actor
) -> None:
    right = world.hk_right(alice)
    body = {
        "assetBag": [{"id": right, "titleVersion": world.title_version(right)}],
        "ground": "court-order",
        "authorityText": "Sample court",
        "endDate": "2026-08-01",
        "evidenceBag": paper("instrument"),
    }
    world.file(world.registrar, "restriction", body)
    (notice,) = notices(world, alice)
    assert notice["act"] == "restriction"
    said = orjson.dumps(notice).decode()
    assert "court" not in said
    assert "2026-08-01" not in said
