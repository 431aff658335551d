"""What passes without the holder's will, through the one way in: by law, and by order."""

from __future__ import annotations

from typing import Any

import pytest

from ipregistry.domain.access import Actor
from tests.office import accept, officer, status, whole
from tests.world import World, codes, paper


@pytest.fixture
def alice(world: World) -> Actor:
    return world.owner("Sample A")


@pytest.fixture
def bob(world: World) -> Actor:
    return world.owner("Sample B")


def evidence(category: str) -> list[dict[str, str]]:
    return [{**paper(category)[0], "category": category}]


def seen(world: World, *rights: str) -> list[dict[str, Any]]:
    return [{"id": right, "titleVersion": world.title_version(right)} for right in rights]


def death(world: World, rights: list[str], giver: Actor, *heirs: Actor) -> dict[str, Any]:
    return {
        "assetBag": seen(world, *rights),
        "cause": "assent",
        "predecessorBag": world.shares(giver),
        "successorBag": world.shares(*heirs),
        "executedDate": str(world.today()),
        "evidenceBag": evidence("assent-in-writing") + evidence("grant-of-representation"),
    }


def order(world: World, rights: list[str], bound: Actor, gains: Actor, **more: Any) -> Any:
    return {
        "assetBag": seen(world, *rights),
        "instrument": {
            "category": "court-order",
            "authorityText": "Sample Court",
            "number": "Action 1",
            "date": str(world.today()),
            "digest": paper("order")[0]["digest"],
        },
        "boundBag": world.shares(bound),
        "beneficiaryBag": world.shares(gains),
        "executedDate": str(world.today()),
        **more,
    }


def pledged(world: World, right: str, by: Actor, to: Actor) -> None:
    body = {
        "assetBag": seen(world, right),
        "securityKind": "mortgage",
        "grantorBag": [{"party": by.party}],
        "securedPartyBag": [{"party": to.party}],
        "executedDate": str(world.today()),
    }
    assert world.file(by, "security", body).status == "recorded"


def held(world: World, right: str, ground: str = "preservation") -> str:
    until = {} if ground == "preservation" else {"endDate": str(world.today())}
    body = {
        **until,
        "assetBag": seen(world, right),
        "ground": ground,
        "authorityText": "Sample Court",
        "evidenceBag": evidence("court-order"),
    }
    return world.file(world.registrar, "restriction", body).made("hold")


def test_two_heirs_take_several_rights_of_the_dead_by_one_deed_and_the_mortgage_stays(
    world: World, alice: Actor, bob: Actor
) -> None:
    heirs = [world.owner(f"Sample Heir {n}", "person", townText="示例镇") for n in range(2)]
    rights = [world.hk_right(alice), world.hk_right(alice)]
    pledged(world, rights[0], alice, bob)
    filed = world.file(heirs[0], "transmission", death(world, rights, alice, *heirs))
    assert filed.status == "awaiting-assent"
    assert [p["status"] for p in world.title(rights[1])["pending"]] == ["awaiting-assent"]
    world.file(heirs[1], "assent", {"filing": filed.id})
    assert status(world, filed.id) == "under-examination"
    assert world.holders(rights[0]) == {alice.party: "1"}
    world.file(world.examiner, "decision", accept(filed.id))
    for right in rights:
        assert world.holders(right) == {heir.party: "1/2" for heir in heirs}
    assert len(world.title(rights[0])["securityInterests"]) == 1
    made = world.read(world.registrar, "filing", filed.id)["transaction"]
    assert "cause" not in world.parts(world.public, "transaction", made)["public"]
    assert world.parts(heirs[0], "transaction", made)["parties"]["paperBag"]
    step = world.title(rights[0], expand=True)["chain"][-1]
    assert (step["act"], step["st27"]["eventText"]) == ("transmission", "A-4-4-R10-R14-ASN-AS")
    assert whole(world)


def test_an_order_executes_its_own_preservation_and_no_other_hold(
    world: World, alice: Actor, bob: Actor
) -> None:
    right = world.hk_right(alice)
    hold, other = held(world, right), held(world, right, "office-act")
    body = order(world, [right], alice, bob, holdBag=[hold])
    assert codes(world.refused(world.registrar, "ownership-order", body)) == {"asset-on-hold"}
    lifting = {
        "assetBag": seen(world, right),
        "hold": other,
        "ground": "office-act",
    }
    lifted = world.file(world.registrar, "restriction-lifting", lifting)
    world.file(officer(world), "decision", accept(lifted.id))
    body = order(world, [right], alice, bob, holdBag=[hold])
    filed = world.file(world.registrar, "ownership-order", body)
    assert filed.status == "under-examination"
    refusal = world.refused(world.registrar, "decision", accept(filed.id))
    assert codes(refusal) == {"own-filing"}
    world.file(world.examiner, "decision", accept(filed.id))
    assert world.holders(right) == {bob.party: "1"}
    assert world.title(right)["restricted"] is not None
    made = world.read(world.registrar, "filing", filed.id)["transaction"]
    assert set(world.parts(world.public, "transaction", made)) == {"public"}
    assert world.read(bob, "transaction", made)["instrument"]["authorityText"] == "Sample Court"
    assert whole(world)


def test_a_beneficiarys_order_is_seen_by_two_officers_on_the_title_of_that_moment(
    world: World, alice: Actor, bob: Actor
) -> None:
    right = world.hk_right(alice)
    filed = world.file(bob, "ownership-order", order(world, [right], alice, bob))
    world.file(world.examiner, "decision", accept(filed.id))
    assert status(world, filed.id) == "awaiting-second-officer"
    again = world.refused(world.examiner, "decision", accept(filed.id))
    assert codes(again) == {"second-officer-must-differ"}
    carol = world.owner("Sample C")
    assert world.file(alice, "assignment", world.sale(right, alice, carol)).status == "recorded"
    late = world.refused(officer(world), "decision", accept(filed.id))
    assert codes(late) == {"transferor-not-holder"}
    assert world.holders(right) == {carol.party: "1"}


@pytest.mark.parametrize("act", ["transmission", "ownership-order"])
def test_at_another_office_it_is_lodged_and_blocks_until_that_office_has_entered_it(
    world: World, alice: Actor, bob: Actor, act: str
) -> None:
    right = world.cn_right(alice)
    body = death(world, [right], alice, bob) | {"cause": "other-cause"}
    if act == "ownership-order":
        body = order(world, [right], alice, bob)
    filed = world.file(bob, act, body)
    for judge in (world.examiner, officer(world)):
        if status(world, filed.id) != "lodged":
            world.file(judge, "decision", accept(filed.id))
    assert status(world, filed.id) == "lodged"
    assert world.holders(right) == {alice.party: "1"}
    assert world.holders(right, "notified") == {bob.party: "1"}
    refusal = world.refused(alice, "assignment", world.sale(right, alice, bob))
    assert codes(refusal) == {"disposition-lodged"}
    notice = {
        "act": act,
        "asset": {"id": right},
        "entryDate": str(world.today()),
        "recordalNumber": "sample-0001",
        "evidenceBag": paper("entry"),
        "transferorBag": world.shares(alice),
        "transfereeBag": world.shares(bob),
        "lodgedFiling": filed.id,
    }
    world.file(world.registrar, "recordal-notice", notice)
    assert status(world, filed.id) == "recorded"
    assert world.holders(right) == world.holders(right, "notified") == {bob.party: "1"}
    assert world.title(right, expand=True)["chain"][-1]["act"] == act
    assert whole(world)
