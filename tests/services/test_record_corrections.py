"""Records that describe are put right by their next version; searches show what it lets them."""

import json
from typing import Any

import pytest

from ipregistry.domain.access import PUBLIC_ACTOR, Actor, Role
from ipregistry.services.background import run_tasks
from ipregistry.services.replay import compare, replay
from ipregistry.services.verification import verify
from tests.world import World, codes


@pytest.fixture
def alice(world: World) -> Actor:
    return world.owner("Sampel A")


@pytest.fixture
def right(world: World, alice: Actor) -> str:
    return world.hk_right(alice)


def named(value: str) -> list[dict[str, str]]:
    return [{"value": value, "languageCode": "en"}]


def put_right(reveals: str = "old-and-new", version: int = 1, **members: Any) -> dict[str, Any]:
    return {
        "version": version,
        "errorCategory": "office",
        "revealCategory": reveals,
        "reasonText": "Sample reason",
        **members,
    }


def holder_name(world: World, right: str, **when: Any) -> str:
    (holder,) = world.title(right, PUBLIC_ACTOR, **when)["atRegister"]["holderBag"]
    (name,) = holder["nameBag"]
    return str(name["value"])


def test_a_right_is_described_anew_and_its_term_with_it(world: World, right: str) -> None:
    before = world.read(PUBLIC_ACTOR, "asset", right)
    members = {"titleBag": named("Sample engine"), "filingDate": "2023-01-01"}
    world.file(world.registrar, "record-correction", put_right(asset=right, **members))
    after = world.read(PUBLIC_ACTOR, "asset", right)
    assert (after["version"], after["titleBag"]) == (2, named("Sample engine"))
    assert after["term"]["endDate"] == "2030-12-31"
    assert after["numberBag"] == before["numberBag"]
    assert after["corrects"]["version"] == 1
    assert after["recordedBefore"]["titleBag"] == named("Sample device")
    assert after["recordedBefore"]["filingDate"] == "2024-01-01"
    assert world.title_version(right) == 1
    assert compare(world.node, replay(world.node)) == []
    assert verify(world.node).faults == []


@pytest.mark.parametrize("reveals", ["only-new", "neither"])
def test_what_searches_do_not_show_is_in_no_part_that_they_read(
    world: World, right: str, reveals: str
) -> None:
    body = put_right(reveals, asset=right, titleBag=named("Sample engine"))
    filed = world.file(world.registrar, "record-correction", body)
    told = json.dumps(world.parts(PUBLIC_ACTOR, "asset", right))
    assert "Sample engine" in told
    assert "Sample device" not in told
    assert ("corrects" in told) is (reveals == "only-new")
    assert bool(world.parts(PUBLIC_ACTOR, "filing", filed.id)) is (reveals == "only-new")


def test_a_name_that_was_misspelt_is_shown_right_wherever_title_names_it(
    world: World, alice: Actor, right: str
) -> None:
    known = world.read(PUBLIC_ACTOR, "asset", right)["recordedAt"]
    assert holder_name(world, right) == "Sampel A"
    body = put_right("only-new", party=alice.party, nameBag=named("Sample A"))
    world.file(world.registrar, "record-correction", body)
    for when in ({}, {"expand": True}, {"known": known}):
        assert holder_name(world, right, **when) == "Sample A"
    again = put_right("only-new", 2, party=alice.party, nameBag=named("Sample A Limited"))
    world.file(world.registrar, "record-correction", again)
    assert holder_name(world, right) == "Sample A Limited"
    assert "Sampel" not in json.dumps(world.parts(PUBLIC_ACTOR, "party", str(alice.party)))
    run_tasks(world.node)
    assert holder_name(world, right) == "Sample A Limited"
    assert compare(world.node, replay(world.node)) == []


def test_old_and_new_names_of_an_organisation_both_stay_readable(
    world: World, alice: Actor
) -> None:
    body = put_right(party=alice.party, nameBag=named("Sample A"))
    world.file(world.registrar, "record-correction", body)
    shown = world.read(PUBLIC_ACTOR, "party", str(alice.party))
    assert shown["organizationNameBag"] == named("Sample A")
    assert shown["recordedBefore"]["organizationNameBag"] == named("Sampel A")


def test_a_name_that_changes_later_is_not_shown_for_the_one_that_was_put_right(
    world: World, alice: Actor, right: str
) -> None:
    body = put_right("only-new", party=alice.party, nameBag=named("Sample A"))
    world.file(world.registrar, "record-correction", body)
    seen = {"id": right, "titleVersion": world.title_version(right)}
    paper = [{"category": "name-change-certificate", "digest": "sha256:" + "c" * 64}]
    change = {
        "party": alice.party,
        "assetBag": [seen],
        "nameBag": named("Sample Z"),
        "evidenceBag": paper,
    }
    world.file(alice, "particulars-change", change)
    chain = world.title(right, PUBLIC_ACTOR, expand=True)["chain"]
    assert [h["nameBag"] for h in chain[0]["after"]] == [named("Sample A")]
    assert "corrects" not in world.read(PUBLIC_ACTOR, "party", str(alice.party))
    assert compare(world.node, replay(world.node)) == []


def test_only_the_version_that_stands_is_put_right_and_not_by_who_gains(
    world: World, alice: Actor, right: str
) -> None:
    body = put_right(asset=right, titleBag=named("Sample engine"))
    world.file(world.registrar, "record-correction", body)
    stale = put_right(asset=right, titleBag=named("Sample motor"))
    assert codes(world.refused(world.registrar, "record-correction", stale)) == {"stale-version"}
    same = put_right(asset=right, version=2, titleBag=named("Sample engine"))
    assert codes(world.refused(world.registrar, "record-correction", same)) == {
        "correction-changes-nothing"
    }
    own = world.actor(Role.REGISTRAR, party=alice.party)
    last = put_right(asset=right, version=2, titleBag=named("Sample motor"))
    assert codes(world.refused(own, "record-correction", last)) == {"own-interest"}
