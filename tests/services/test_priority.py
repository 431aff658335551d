"""Priority asked of a running register."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ipregistry.domain.access import PUBLIC_ACTOR, Actor
from ipregistry.services.errors import NotFoundError
from ipregistry.services.priorities import priority_at
from tests.world import World


def charge(
    world: World, right: str, owner: Actor, lender: Actor, executed: str, **more: Any
) -> str:
    """The number of a mortgage that is granted and entered today."""
    body = {
        "assetBag": [{"id": right, "titleVersion": world.title_version(right)}],
        "securityKind": "mortgage",
        "grantorBag": [{"party": owner.party}],
        "securedPartyBag": [{"party": lender.party}],
        "executedDate": executed,
        **more,
    }
    filed = world.file(owner, "security", body)
    assert filed.status == "recorded", filed.document
    return filed.transaction


def asked(world: World, right: str, actor: Actor = PUBLIC_ACTOR, **when: Any) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(priority_at(world.node, actor, right, **when).body)
    return answer


def test_in_hong_kong_a_later_charge_without_notice_goes_first(world: World) -> None:
    owner, one, two = (world.owner(f"Sample {n}") for n in "ABC")
    right = world.hk_right(owner)
    first = charge(world, right, owner, one, "2026-05-01")
    second = charge(world, right, owner, two, "2026-05-10", knewOfBag=[])
    answer = asked(world, right)
    assert answer["tierBag"] == [[second], [first]]
    (pair,) = answer["pairBag"]
    assert (pair["prevails"], pair["reason"]) == (second, "later-without-notice")
    assert pair["citation"].startswith("Cap. 514 s.52(1)")
    assert answer["policy"]["name"] == "HK"
    assert answer["notice"] == "recorded-not-adjudicated"


def test_without_a_word_on_what_the_later_knew_nothing_is_determined(world: World) -> None:
    owner, one, two = (world.owner(f"Sample {n}") for n in "ABC")
    right = world.hk_right(owner)
    charge(world, right, owner, one, "2026-05-01")
    charge(world, right, owner, two, "2026-05-10")
    answer = asked(world, right)
    assert answer["tierBag"] is None
    assert answer["pairBag"][0]["reason"] == "fact-missing"


def test_three_charges_can_run_in_a_circle(world: World) -> None:
    owner, *lenders = (world.owner(f"Sample {n}") for n in "ABCD")
    right = world.hk_right(owner)
    a = charge(world, right, owner, lenders[0], "2026-05-01")
    b = charge(world, right, owner, lenders[1], "2026-05-05", knewOfBag=[])
    c = charge(world, right, owner, lenders[2], "2026-05-10", knewOfBag=[a])
    answer = asked(world, right)
    assert answer["circularIndicator"] is True
    assert answer["tierBag"] is None
    prevails = {(p["first"], p["second"]): p["prevails"] for p in answer["pairBag"]}
    assert prevails == {(a, b): b, (a, c): a, (b, c): c}


def test_a_charge_of_a_hong_kong_company_shows_its_one_month_date(world: World) -> None:
    company = world.owner("Sample Limited", addressBag=[{"countryCode": "HK"}])
    elsewhere, lender = world.owner("Sample Lda"), world.owner("Sample Bank")
    ours, theirs = world.hk_right(company), world.hk_right(elsewhere)
    charge(world, ours, company, lender, "2026-04-30")
    charge(world, theirs, elsewhere, lender, "2026-04-30")
    (shown,) = asked(world, ours)["interestBag"]
    assert shown["companyCharge"]["date"] == "2026-05-30"
    assert shown["companyCharge"]["voidRiskIndicator"] is True
    assert "companyCharge" not in asked(world, theirs)["interestBag"][0]


def test_a_right_without_interests_has_no_pairs(world: World) -> None:
    answer = asked(world, world.hk_right(world.owner("Sample A")))
    assert (answer["pairBag"], answer["tierBag"], answer["interestBag"]) == ([], [], [])


def test_before_a_charge_was_known_it_is_in_no_answer(world: World) -> None:
    owner, lender = world.owner("Sample A"), world.owner("Sample B")
    right = world.hk_right(owner)
    before = world.node.now()
    charge(world, right, owner, lender, "2026-05-01")
    assert len(asked(world, right)["interestBag"]) == 1
    assert asked(world, right, known_at=before)["interestBag"] == []


def test_an_answer_of_the_same_state_has_the_same_tag(world: World) -> None:
    owner, lender = world.owner("Sample A"), world.owner("Sample B")
    right = world.hk_right(owner)
    tags = [priority_at(world.node, PUBLIC_ACTOR, right).tag for _ in range(2)]
    charge(world, right, owner, lender, "2026-05-01")
    after = priority_at(world.node, PUBLIC_ACTOR, right).tag
    assert tags[0] == tags[1] != after


def test_of_an_unpublished_right_only_those_concerned_learn_anything(world: World) -> None:
    owner = world.owner("Sample A")
    right = world.hk_right(owner, publishedIndicator=False)
    assert asked(world, right, owner)["asset"] == right
    with pytest.raises(NotFoundError):
        priority_at(world.node, PUBLIC_ACTOR, right)


@pytest.mark.parametrize("asset_id", ["", "nonsense", "AS-unknown"])
def test_what_is_no_right_here_is_not_found(world: World, asset_id: str) -> None:
    with pytest.raises(NotFoundError):
        priority_at(world.node, PUBLIC_ACTOR, asset_id)
