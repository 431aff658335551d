"""Corrections and mandates: nothing is edited; what was recorded stays readable."""

from typing import Any

import pytest

from ipregistry.domain.access import Actor
from ipregistry.services.replay import compare, replay
from tests.world import Filed, World, codes


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


def _correct(
    world: World, transaction: str, giver: Actor | None = None, taker: Actor | None = None
) -> dict[str, Any]:
    """The body of a correction: these sides instead, or nothing."""
    instead = None
    if giver is not None and taker is not None:
        instead = {
            "transferorBag": world.shares(giver),
            "transfereeBag": world.shares(taker),
        }
    return {
        "transaction": transaction,
        "errorCategory": "office",
        "revealCategory": "old-and-new",
        "reasonText": "Sample reason",
        "replacement": instead,
    }


@pytest.fixture
def sold(world: World, right: str, alice: Actor, bob: Actor) -> Filed:
    return world.file(alice, "assignment", world.sale(right, alice, bob))


def test_a_correction_puts_another_effect_in_place_and_shows_both(
    world: World, right: str, sold: Filed, alice: Actor, carol: Actor
) -> None:
    body = _correct(world, sold.transaction, alice, carol)
    corrected = world.corrected(body)
    assert world.holders(right) == {carol.party: "1"}
    title = world.title(right, expand=True)
    assert [(s["transaction"], s["supersededBy"]) for s in title["superseded"]] == [
        (sold.transaction, corrected.transaction)
    ]
    assert world.read(world.public, "transaction", sold.transaction)["act"] == "assignment"


def test_what_was_known_before_the_correction_can_still_be_asked(
    world: World, right: str, sold: Filed, alice: Actor, bob: Actor, carol: Actor
) -> None:
    known = world.read(world.registrar, "transaction", sold.transaction)["recordedAt"]
    world.corrected(_correct(world, sold.transaction, alice, carol))
    assert world.holders(right, known=known) == {bob.party: "1"}
    assert world.holders(right) == {carol.party: "1"}


def test_a_correction_may_itself_be_corrected(
    world: World, right: str, sold: Filed, alice: Actor, bob: Actor, carol: Actor
) -> None:
    body = _correct(world, sold.transaction, alice, carol)
    first = world.corrected(body)
    second = _correct(world, first.transaction, alice, bob)
    world.corrected(second)
    assert world.holders(right) == {bob.party: "1"}
    assert compare(world.node, replay(world.node)) == []


def test_a_correction_to_nothing_takes_the_effect_away(
    world: World, right: str, sold: Filed, alice: Actor
) -> None:
    world.corrected(_correct(world, sold.transaction))
    assert world.holders(right) == {alice.party: "1"}


def test_what_was_corrected_once_is_corrected_through_its_correction(
    world: World, sold: Filed, alice: Actor, carol: Actor
) -> None:
    body = _correct(world, sold.transaction, alice, carol)
    world.corrected(body)
    refusal = world.refused(world.registrar, "correction", _correct(world, sold.transaction))
    assert "already-corrected" in codes(refusal)


def test_a_correction_that_would_break_a_later_entry_is_refused(
    world: World, right: str, sold: Filed, bob: Actor, carol: Actor
) -> None:
    world.file(bob, "assignment", world.sale(right, bob, carol))
    refusal = world.refused(world.registrar, "correction", _correct(world, sold.transaction))
    assert codes(refusal) == {"correction-does-not-fit"}
    assert world.holders(right) == {carol.party: "1"}


# ---------------------------------------------------------------- mandates


def _mandate(alice: Actor, agent: Actor, **more: Any) -> dict[str, Any]:
    return {
        "principal": alice.party,
        "agent": agent.account,
        "actBag": ["assignment"],
        "startDate": "2026-01-01",
        **more,
    }


def test_an_agent_within_his_mandate_needs_no_further_assent(
    world: World, right: str, alice: Actor, bob: Actor
) -> None:
    agent = world.agent()
    world.file(alice, "mandate", _mandate(alice, agent))
    filed = world.file(agent, "assignment", world.sale(right, alice, bob))
    assert filed.status == "recorded"


@pytest.mark.parametrize(
    "limits",
    [
        {"actBag": ["licence"]},
        {"startDate": "2026-07-01"},
        {"endDate": "2026-05-31"},
        {"assetBag": ["AS-22222222222222"]},
    ],
    ids=lambda limits: next(iter(limits)),
)
def test_outside_his_mandate_an_agent_waits_for_the_holder(
    world: World, right: str, alice: Actor, bob: Actor, limits: dict[str, Any]
) -> None:
    agent = world.agent()
    world.file(alice, "mandate", _mandate(alice, agent, **limits))
    filed = world.file(agent, "assignment", world.sale(right, alice, bob))
    assert filed.status == "awaiting-assent"


def test_a_revoked_mandate_counts_no_more_but_what_was_done_under_it_stays(
    world: World, right: str, alice: Actor, bob: Actor
) -> None:
    agent = world.agent()
    mandate = world.file(alice, "mandate", _mandate(alice, agent)).made("mandate")
    world.file(agent, "assignment", world.sale(right, alice, bob))
    other = world.hk_right(alice)
    world.file(alice, "mandate-revocation", {"mandate": mandate})
    filed = world.file(agent, "assignment", world.sale(other, alice, bob))
    assert filed.status == "awaiting-assent"
    assert world.holders(right) == {bob.party: "1"}
    refusal = world.refused(alice, "mandate-revocation", {"mandate": mandate})
    assert codes(refusal) == {"mandate-not-in-force"}


def test_only_the_principal_or_an_officer_gives_and_ends_a_mandate(
    world: World, alice: Actor, bob: Actor
) -> None:
    agent = world.agent()
    body = _mandate(alice, agent)
    assert codes(world.refused(bob, "mandate", body)) == {"not-the-principal"}
    mandate = world.file(world.registrar, "mandate", body).made("mandate")
    refusal = world.refused(bob, "mandate-revocation", {"mandate": mandate})
    assert codes(refusal) == {"mandate-unknown"}
