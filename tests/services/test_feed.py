"""The feed: every leaf, the items that the reader may see, no way to hide a public one."""

import base64
import json
from typing import Any

import pytest
from joserfc import jws
from joserfc.jwk import OKPKey

from ipregistry.domain.access import PUBLIC_ACTOR, Actor, Role
from ipregistry.services.errors import ConflictError
from ipregistry.services.log.feed import feed_page
from ipregistry.services.log.parts import parts_by_commitment
from ipregistry.tlog.checkpoints import open_checkpoint
from ipregistry.tlog.leaves import Item, commitment
from ipregistry.tlog.tree import leaf_hash, root_hash, verify_inclusion
from tests.published import log_key, publish_log
from tests.world import World

PRICE = {"amount": "1234567.00", "currencyCode": "HKD"}


@pytest.fixture
def sold(world: World) -> tuple[Actor, Actor, str]:
    """A person who sold to a firm, with the transaction; all of it published."""
    person = world.owner("Natural Sample", "person", townText="Sample Town")
    firm = world.owner("Sample Firm")
    right = world.hk_right(person)
    filed = world.file(person, "assignment", world.sale(right, person, firm, consideration=PRICE))
    publish_log(world.node)
    return person, firm, filed.transaction


def pages(world: World, actor: Actor, limit: int = 7) -> list[dict[str, Any]]:
    """The whole feed as this reader gets it."""
    found: list[dict[str, Any]] = []
    after, size = 0, 1
    while after < size:
        page = json.loads(feed_page(world.node, actor, after, limit).body)
        found += page["entryBag"]
        after, size = page["next"], page["size"]
    return found


def shown(entries: list[dict[str, Any]]) -> dict[tuple[str, int, str], dict[str, Any]]:
    items = [item for one in entries for item in one.get("itemBag", ())]
    return {(item["record"], item["version"], item["part"]): item for item in items}


def bytes_of(text: str) -> bytes:
    return bytes.fromhex(text.removeprefix("hmac-sha256:"))


def test_the_leaves_of_the_feed_are_the_log_under_the_checkpoint(
    world: World, sold: tuple[Actor, Actor, str]
) -> None:
    entries = pages(world, PUBLIC_ACTOR)
    page = json.loads(feed_page(world.node, PUBLIC_ACTOR, 0, 1).body)
    checkpoint = open_checkpoint(page["checkpoint"].encode(), log_key(world.node))
    assert [one["index"] for one in entries] == list(range(checkpoint.size))
    assert root_hash([leaf_hash(one["leaf"].encode()) for one in entries]) == checkpoint.root


def test_every_item_leads_to_its_leaf(world: World, sold: tuple[Actor, Actor, str]) -> None:
    for actor in (PUBLIC_ACTOR, world.registrar, sold[0]):
        for one in pages(world, actor):
            root = bytes.fromhex(json.loads(one["leaf"])["root"].removeprefix("sha256:"))
            for item in one.get("itemBag", ()):
                made = Item(
                    item["record"], item["version"], item["part"], bytes_of(item["commitment"])
                )
                path = [bytes.fromhex(step) for step in item["path"]]
                held = leaf_hash(made.encoded()), item["position"], one["treeSize"], path, root
                assert verify_inclusion(*held)


def test_a_reader_sees_the_items_that_he_may_read_and_no_others(
    world: World, sold: tuple[Actor, Actor, str]
) -> None:
    person, firm, transaction = sold
    labels = {
        name: {key[2] for key in shown(pages(world, actor)) if key[0] == transaction}
        for name, actor in {
            "public": PUBLIC_ACTOR,
            "outsider": world.owner("Sample C"),
            "buyer": firm,
            "filer": person,
            "auditor": world.actor(Role.AUDITOR),
            "registrar": world.registrar,
        }.items()
    }
    assert labels == {
        "public": {"public"},
        "outsider": {"public"},
        "buyer": {"public", "price"},
        "filer": {"public", "price"},
        "auditor": {"public", "price"},
        # Names of natural persons are in nobody's bulk feed but the office's.
        "registrar": {"public", "price", "names"},
    }


def test_an_entry_of_which_the_reader_may_see_nothing_is_withheld(world: World) -> None:
    holder = world.owner("Sample A")
    mandate = {
        "principal": holder.party,
        "agent": world.agent().account,
        "actBag": ["assignment"],
        "startDate": "2026-01-01",
    }
    world.file(holder, "mandate", mandate)
    publish_log(world.node)
    last = pages(world, PUBLIC_ACTOR)[-1]
    assert last["withheld"] is True
    assert set(last) == {"index", "leaf", "withheld"}
    assert {item["part"] for item in pages(world, holder)[-1]["itemBag"]} == {
        "parties",
        "filing",
        "header",
    }


def test_every_public_item_is_shown_in_the_places_behind_the_header(
    world: World, sold: tuple[Actor, Actor, str]
) -> None:
    everything = shown(pages(world, world.registrar))
    public = {key for key in everything if key[2] == "public"}
    assert public
    for one in pages(world, PUBLIC_ACTOR):
        places = [item["position"] for item in one.get("itemBag", ())]
        assert places == list(range(1, len(places) + 1))
    assert {key for key in shown(pages(world, PUBLIC_ACTOR)) if key[2] == "public"} == public


def test_a_page_is_signed_and_names_reader_range_checkpoint_and_claim(
    world: World, sold: tuple[Actor, Actor, str]
) -> None:
    person = sold[0]
    page = feed_page(world.node, person, 3, 2)
    said = json.loads(page.body)
    assert (said["reader"], said["after"], said["next"]) == (person.account, 3, 5)
    assert said["claim"] == "every-public-item-is-shown"
    header, nothing, signature = page.jws.split(".")
    assert nothing == ""
    payload = base64.urlsafe_b64encode(page.body).rstrip(b"=").decode()
    key = OKPKey.import_key(world.node.keys.public_jwk)
    opened = jws.deserialize_compact(
        f"{header}.{payload}.{signature}".encode(), key, algorithms=["Ed25519"]
    )
    assert opened.payload == page.body


def test_who_holds_more_than_there_is_is_told_so_and_not_reset(
    world: World, sold: tuple[Actor, Actor, str]
) -> None:
    size = publish_log(world.node)
    assert json.loads(feed_page(world.node, PUBLIC_ACTOR, size, 10).body)["entryBag"] == []
    with pytest.raises(ConflictError) as refused:
        feed_page(world.node, PUBLIC_ACTOR, size + 1, 10)
    assert refused.value.code == "future-cursor"


def test_what_is_not_published_is_not_in_the_feed(
    world: World, sold: tuple[Actor, Actor, str]
) -> None:
    size = len(pages(world, PUBLIC_ACTOR))
    world.party("Sample D")
    assert len(pages(world, PUBLIC_ACTOR)) == size


def test_parts_are_given_with_the_salt_that_opens_their_commitment(
    world: World, sold: tuple[Actor, Actor, str]
) -> None:
    items = shown(pages(world, PUBLIC_ACTOR))
    asked = [bytes_of(item["commitment"]) for item in items.values()]
    given = parts_by_commitment(world.node, PUBLIC_ACTOR, asked)
    assert len(given) == len(asked)
    for digest, part in zip(asked, given, strict=True):
        assert part is not None
        assert commitment(part.salt or b"", (part.text or "").encode()) == digest


def test_names_and_prices_are_withheld_from_outsiders_in_bulk(
    world: World, sold: tuple[Actor, Actor, str]
) -> None:
    transaction = sold[2]
    everything = shown(pages(world, world.registrar))
    secret = [
        bytes_of(item["commitment"])
        for key, item in everything.items()
        if key[0] == transaction and key[2] in {"names", "price"}
    ]
    assert parts_by_commitment(world.node, PUBLIC_ACTOR, [*secret, bytes(32)]) == [None] * 3
    assert None not in parts_by_commitment(world.node, world.registrar, secret)


def test_an_erased_part_says_so_and_where(world: World, sold: tuple[Actor, Actor, str]) -> None:
    person = sold[0]
    named = {"record": person.party, "part": "parties"}
    key = next(
        item
        for key, item in shown(pages(world, world.registrar)).items()
        if key == (person.party, 1, "names")
    )
    body = {
        "partBag": [{**named, "part": "names"}],
        "groundCategory": "request-of-the-person",
        "citation": "PDPO (Cap. 486) s.26",
    }
    filed = world.file(world.registrar, "erasure", body)
    world.file(world.examiner, "decision", {"filing": filed.id, "outcome": "accept"})
    size = publish_log(world.node)
    (part,) = parts_by_commitment(world.node, world.registrar, [bytes_of(key["commitment"])])
    assert part is not None
    said = part.document()
    assert (said["status"], said["erasedAtIndex"]) == ("erased", size - 1)
    assert "salt" not in said
    assert "text" not in said
    items = shown(pages(world, world.registrar))
    assert items[person.party, 1, "names"]["commitment"] == key["commitment"]
    assert items[person.party, 1, "names"]["erased"] == said["erased"]
    assert items[said["erased"], 1, "names"]["part"] == "names"
