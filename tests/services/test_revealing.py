"""What searches show after a correction, by every way in: old and new, only the new, or neither.

The office sees all, and so do those whom an entry names, and who holds the right."""

import json
from typing import Any

import pytest

from ipregistry.domain.access import PUBLIC_ACTOR, Actor, Role
from ipregistry.services.copies import certified_title, certified_transaction
from ipregistry.services.errors import NotFoundError
from ipregistry.services.listing import PageRequest, list_transactions
from ipregistry.services.priorities import priority_at
from ipregistry.services.replay import compare, replay
from ipregistry.services.verification import verify
from tests.world import Filed, World

ALL = PageRequest(limit=100, count=True)


@pytest.fixture
def alice(world: World) -> Actor:
    return world.owner("Sample A")


@pytest.fixture
def bob(world: World) -> Actor:
    return world.owner("Sample B")


@pytest.fixture
def carol(world: World) -> Actor:
    return world.owner("Sample C")


@pytest.fixture
def right(world: World, alice: Actor) -> str:
    return world.hk_right(alice)


@pytest.fixture
def sold(world: World, right: str, alice: Actor, bob: Actor) -> Filed:
    return world.file(alice, "assignment", world.sale(right, alice, bob))


@pytest.fixture(params=["public", "party", "agent", "venue"])
def outsider(world: World, request: pytest.FixtureRequest) -> Actor:
    if request.param == "public":
        return PUBLIC_ACTOR
    if request.param == "party":
        return world.owner("Sample outsider")
    return world.actor(Role(request.param))


def correct(
    world: World, entry: Filed, reveals: str, *sides: Actor, **more: Any
) -> tuple[Filed, str]:
    """A correction, to other sides or to nothing; and the transaction that it made."""
    instead = None
    if sides:
        giver, taker = sides
        instead = {"transferorBag": world.shares(giver), "transfereeBag": world.shares(taker)}
    body = {
        "transaction": entry.transaction,
        "errorCategory": "office",
        "revealCategory": reveals,
        "reasonText": "Sample reason",
        "replacement": instead,
        **more,
    }
    filed = world.corrected(body)
    return filed, filed.transaction


def everything_told(world: World, actor: Actor, right: str, known: list[str]) -> str:
    """All that an actor is answered about a right, by every service that answers."""
    told = [json.dumps(world.title(right, actor, expand=True))]
    told += [json.dumps(world.title(right, actor, known=at, expand=True)) for at in known]
    told.append(json.dumps(world.title(right, actor)))
    page = list_transactions(world.node, actor, ALL, asset_id=right)
    told += [item.decode() for item in page.items]
    copy = certified_title(world.node, actor, right, None, None)
    told.append(json.dumps(copy.document))
    told.append(priority_at(world.node, actor, right).body.decode())
    return "\n".join(told)


def instant_of(world: World, entry: Filed) -> str:
    return str(world.read(world.registrar, "transaction", entry.transaction)["recordedAt"])


def shows(world: World, actor: Actor, entry: str) -> bool:
    return bool(world.parts(actor, "transaction", entry))


def test_old_and_new_are_shown_to_everybody(
    world: World, right: str, sold: Filed, alice: Actor, carol: Actor, outsider: Actor
) -> None:
    _, entry = correct(world, sold, "old-and-new", alice, carol)
    told = everything_told(world, outsider, right, [])
    assert sold.transaction in told
    assert entry in told
    assert shows(world, outsider, sold.transaction)


def test_where_only_the_new_is_shown_nothing_of_the_old_is_told(
    world: World, right: str, sold: Filed, alice: Actor, bob: Actor, carol: Actor, outsider: Actor
) -> None:
    known = instant_of(world, sold)
    _, entry = correct(world, sold, "only-new", alice, carol)
    told = everything_told(world, outsider, right, [known])
    assert str(bob.party) not in told
    assert "Sample B" not in told
    assert f'"filing":"{sold.id}"' not in told
    assert shows(world, outsider, entry)
    assert not shows(world, outsider, sold.transaction)
    assert world.parts(outsider, "filing", sold.id) == {}
    with pytest.raises(NotFoundError):
        certified_transaction(world.node, sold.transaction)
    then = world.title(right, outsider, known=known)
    assert [h["party"] for h in then["atRegister"]["holderBag"]] == [carol.party]


def test_where_neither_is_shown_nothing_is_told_of_the_entry_or_of_its_end(
    world: World, right: str, sold: Filed, bob: Actor, outsider: Actor
) -> None:
    known = instant_of(world, sold)
    before = len(list_transactions(world.node, outsider, ALL, asset_id=right).items)
    filed, entry = correct(world, sold, "neither")
    told = everything_told(world, outsider, right, [known])
    for hidden in (sold.transaction, entry, sold.id, filed.id, str(bob.party), "Sample B"):
        assert hidden not in told
    for hidden in (sold.transaction, entry):
        assert not shows(world, outsider, hidden)
    for hidden in (sold.id, filed.id):
        assert world.parts(outsider, "filing", hidden) == {}
    page = list_transactions(world.node, outsider, ALL, asset_id=right)
    assert (len(page.items), page.count) == (before - 1, before - 1)
    # The version that a filer must name is the one that stands, whoever asks.
    assert world.title(right, outsider)["titleVersion"] == 3


def test_the_office_and_those_concerned_see_all_of_it_and_the_past_as_it_was(
    world: World, right: str, sold: Filed, alice: Actor, bob: Actor
) -> None:
    known = instant_of(world, sold)
    then = world.title(right, world.registrar, known=known, expand=True)
    _, entry = correct(world, sold, "neither")
    auditor = world.actor(Role.AUDITOR)
    for actor in (world.registrar, world.examiner, auditor, alice, bob):
        assert shows(world, actor, sold.transaction)
        listed = list_transactions(world.node, actor, ALL, asset_id=right).items
        assert any(sold.transaction.encode() in item for item in listed)
        told = world.title(right, actor, expand=True)
        assert [s["transaction"] for s in told["superseded"]] == [sold.transaction]
        again = world.title(right, actor, known=known, expand=True)
        assert {**again, "asOf": None} == {**then, "asOf": None}
        assert shows(world, actor, entry)


def test_a_correction_that_is_struck_out_hides_nothing_any_more(
    world: World, right: str, sold: Filed, bob: Actor, outsider: Actor
) -> None:
    filed, entry = correct(world, sold, "neither")
    correct(world, filed, "old-and-new")
    assert shows(world, outsider, sold.transaction)
    # Its own record was for those concerned from the beginning.
    assert not shows(world, outsider, entry)
    assert shows(world, bob, entry)
    assert world.holders(right) == {bob.party: "1"}
    assert compare(world.node, replay(world.node)) == []
    assert verify(world.node).faults == []


def test_a_filing_on_an_older_title_is_not_told_of_what_searches_do_not_show(
    world: World, right: str, sold: Filed, alice: Actor, carol: Actor
) -> None:
    correct(world, sold, "neither")
    body = world.sale(right, alice, carol, seen=1)
    agent = world.agent()
    (stale,) = [
        v for v in world.refused(agent, "assignment", body).violations if v.code == "stale-version"
    ]
    assert stale.params["changed"] == ""
    (stale,) = [
        v for v in world.refused(alice, "assignment", body).violations if v.code == "stale-version"
    ]
    assert stale.params["changed"] == "assignment, correction"


def test_on_the_rights_that_were_named_only_an_entry_is_struck_out(
    world: World, alice: Actor, bob: Actor, outsider: Actor
) -> None:
    rights = [world.hk_right(alice), world.hk_right(alice)]
    body = world.sale(rights[0], alice, bob)
    body["assetBag"] += [{"id": rights[1], "titleVersion": 1}]
    deed = world.file(alice, "assignment", body)
    named = {"id": rights[0], "titleVersion": 2, "replacement": None}
    correction = {
        "transaction": deed.transaction,
        "errorCategory": "filer",
        "revealCategory": "neither",
        "reasonText": "Sample reason",
        "assetBag": [named],
    }
    world.corrected(correction)
    assert world.holders(rights[0]) == {alice.party: "1"}
    assert world.holders(rights[1]) == {bob.party: "1"}
    assert deed.transaction not in json.dumps(world.title(rights[0], outsider, expand=True))
    assert deed.transaction in json.dumps(world.title(rights[1], outsider, expand=True))
    # Nothing is filtered inside a part: one that tells of both rights is not shown at all.
    assert not shows(world, outsider, deed.transaction)
    assert compare(world.node, replay(world.node)) == []
