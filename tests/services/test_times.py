"""Recording times: strictly increasing per right, whatever the clock does."""

from itertools import pairwise
from typing import Any

import pytest
import sqlalchemy as sa

from ipregistry.services.background import refresh_titles
from ipregistry.services.errors import NotFoundError
from ipregistry.services.replay import compare, replay
from tests.world import World


def _known(world: World, right: str) -> list[str]:
    with world.node.engines.read.connect() as connection:
        rows = connection.execute(
            sa.text("SELECT DISTINCT ord, known_at FROM title_effect WHERE asset_id = :id"),
            {"id": right},
        )
        return [row.known_at for row in sorted(rows, key=lambda row: row.ord)]


def _sell_to_and_fro(world: World, times: int, **more: Any) -> tuple[str, list[str]]:
    alice, bob = world.owner("Sample A"), world.owner("Sample B")
    right = world.hk_right(alice)
    world.clock.stop()
    for turn in range(times):
        giver, taker = (alice, bob) if turn % 2 == 0 else (bob, alice)
        world.clock.move(**more)
        world.file(giver, "assignment", world.sale(right, giver, taker, executed="2026-05-01"))
    return right, [str(alice.party), str(bob.party)]


@pytest.mark.parametrize("moved", [{}, {"minutes": -10}, {"days": -3}], ids=str)
def test_recording_times_of_a_right_increase_whatever_the_clock_does(
    world: World, moved: dict[str, float]
) -> None:
    right, _ = _sell_to_and_fro(world, 5, **moved)
    known = _known(world, right)
    assert len(known) == 6
    assert all(earlier < later for earlier, later in pairwise(known))


def test_what_comes_of_a_filing_is_recorded_after_its_reception(world: World) -> None:
    alice, bob, agent = world.owner("Sample A"), world.owner("Sample B"), world.agent()
    right = world.hk_right(alice)
    waiting = world.file(agent, "assignment", world.sale(right, alice, bob))
    world.clock.move(hours=-1)
    world.file(alice, "assent", {"filing": waiting.id})
    assert _known(world, right)[-1] > waiting.document["receivedAt"]


def test_the_entry_and_all_its_parts_carry_the_one_recording_time(world: World) -> None:
    right, _ = _sell_to_and_fro(world, 2, hours=-1)
    title = world.title(right, expand=True)
    for link in title["chain"]:
        shown = world.parts(world.registrar, "transaction", link["transaction"])
        assert {body["recordedAt"] for body in shown.values()} == {link["knownAt"]}


def test_title_now_holds_what_was_recorded_before_the_clock_went_back(world: World) -> None:
    """Stored title and fold answer alike: what is on record is known, whatever the clock says."""
    right, (_, bob) = _sell_to_and_fro(world, 1)
    world.clock.move(hours=-2)
    assert world.holders(right) == {bob: "1"}
    assert world.holders(right, expand=True) == {bob: "1"}


def test_replay_equals_live_while_the_clock_is_behind(world: World) -> None:
    _sell_to_and_fro(world, 3)
    world.clock.move(hours=-2)
    assert compare(world.node, replay(world.node)) == []


def test_a_title_stored_anew_while_the_clock_is_behind_forgets_nothing(world: World) -> None:
    right, (_, bob) = _sell_to_and_fro(world, 1)
    with world.node.engines.write.begin() as connection:
        connection.execute(sa.text("UPDATE title_now SET valid_until = '2026-01-01'"))
    world.clock.move(hours=-2)
    assert refresh_titles(world.node) == 1
    assert world.holders(right) == {bob: "1"}


def test_title_at_a_time_before_the_entry_does_not_know_of_it(world: World) -> None:
    right, (alice, bob) = _sell_to_and_fro(world, 1, hours=1)
    first, second = _known(world, right)
    assert world.holders(right, known=first) == {alice: "1"}
    assert world.holders(right, known=second) == {bob: "1"}
    with pytest.raises(NotFoundError):
        world.title(right, known="2026-05-31T00:00:00.000000Z")


def test_an_answer_about_a_settled_time_never_changes(world: World) -> None:
    right, _ = _sell_to_and_fro(world, 1, hours=1)
    known = _known(world, right)[-1]
    world.clock.move(minutes=5)
    before = world.title(right, known=known, expand=True, effective=world.today())
    bob = world.title(right)["atRegister"]["holderBag"][0]["party"]
    carol = world.owner("Sample C")
    giver = world.actor(*carol.roles, party=bob)
    world.file(giver, "assignment", world.sale(right, giver, carol))
    after = world.title(right, known=known, expand=True, effective=world.today())
    assert before["asOf"]["provisional"] is False
    assert after == before


def test_an_answer_about_this_moment_is_provisional(world: World) -> None:
    right, _ = _sell_to_and_fro(world, 1)
    assert world.title(right)["asOf"]["provisional"] is True
    assert world.title(right, expand=True)["asOf"]["provisional"] is True
