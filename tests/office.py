"""An office at work, for tests of examination: a policy that examines by hand, officers, deeds."""

from __future__ import annotations

import json
from typing import Any

from ipregistry.domain.access import Actor, Role
from ipregistry.services.examination import Chosen, queue
from ipregistry.services.listing import PageRequest
from ipregistry.services.opening import seed_policies
from ipregistry.services.replay import compare, replay
from tests.world import Filed, World, paper

STRAIGHT = 'examination = { value = "straight"'
BY_HAND = 'examination = { value = "by-hand"'
SECOND = 'secondOfficer = { value = true, citation = "Sample rule", confidence = "D" }\n'


def examining_by_hand(
    world: World,
    *,
    second: bool = False,
    clocks: str = "",
    confidence: str = "D",
    more: str = "",
) -> None:
    """From now on the Hong Kong office examines every act by hand.

    `clocks` is a TOML table; `more` stands at the end of the policy.
    """
    text = next(text for text in seed_policies() if 'name = "HK"' in text)
    assert STRAIGHT in text
    common = SECOND if second else ""
    if clocks:
        common += f'clocks = {{ value = {clocks}, citation = "Sample rule", confidence = '
        common += f'"{confidence}" }}\n'
    today = world.today().isoformat()
    changed = text.replace(STRAIGHT, BY_HAND).replace('"2000-01-01"', f'"{today}"', 1)
    changed = changed.replace("[common]\n", "[common]\n" + common)
    world.file(world.registrar, "policy-publication", {"text": changed + more})


def officer(world: World, role: Role = Role.EXAMINER, party: str | None = None) -> Actor:
    return world.actor(role, party=party)


def deed(
    world: World, rights: list[str], giver: Actor, taker: Actor, **more: Any
) -> dict[str, Any]:
    """The body of one assignment of several rights."""
    body = world.sale(rights[0], giver, taker, **more)
    seen = [{"id": right, "titleVersion": world.title_version(right)} for right in rights]
    return {**body, "assetBag": seen}


def examined(world: World, *rights: str, giver: Actor, taker: Actor, **more: Any) -> Filed:
    """An assignment that waits for an officer, filed by the giver."""
    filed = world.file(giver, "assignment", deed(world, list(rights), giver, taker, **more))
    assert filed.status == "under-examination", filed.status
    return filed


def made(filed: Filed, prefix: str) -> list[str]:
    """The numbers of the records with this prefix that a filing made."""
    bag = filed.document["recordBag"]
    return [member["record"] for member in bag if member["record"].startswith(prefix)]


def asked(world: World, by: Actor, filing: str, right: str | None = None, **more: Any) -> str:
    """The number of a requisition that was just issued."""
    body = {
        "filing": filing,
        "requisitionCategory": "paper-missing",
        "paper": "power-of-attorney",
        "languageCode": "en",
        **more,
    }
    if right is not None:
        body["asset"] = right
    (number,) = made(world.file(by, "requisition", body), "RQ-")
    return number


def replied(world: World, filer: Actor, requisition: str) -> Filed:
    body = {"requisition": requisition, "evidenceBag": paper("power")}
    return world.file(filer, "requisition-reply", body)


def accept(filing: str) -> dict[str, Any]:
    return {"filing": filing, "outcome": "accept"}


def refuse(filing: str, category: str = "formal-defect", **more: Any) -> dict[str, Any]:
    ground = {"groundCategory": category, "groundText": "Sample ground", **more}
    return {"filing": filing, "outcome": "refuse", "groundBag": [ground]}


def status(world: World, filing: str) -> str:
    return str(world.read(world.registrar, "filing", filing)["status"])


def in_queue(world: World, actor: Actor, **chosen: Any) -> list[dict[str, Any]]:
    page = queue(world.node, actor, PageRequest(), Chosen(**chosen))
    return [json.loads(item) for item in page.items]


def whole(world: World) -> bool:
    """Whether the tables are what the parts say, entry by entry."""
    return compare(world.node, replay(world.node)) == []
