"""Numbers are contiguous, and their order is honest."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipregistry.models import entry
from ipregistry.services.log.sequencing import number_all, number_entries, numbered
from ipregistry.services.node import RunningNode
from tests.logs import add_entries, numbers, row_of
from tests.world import World, open_world


def _size(node: RunningNode) -> int:
    with node.engines.read.connect() as connection:
        return numbered(connection)


def test_entries_are_numbered_from_nought_in_the_order_of_ord(node: RunningNode) -> None:
    add_entries(node, range(5))
    assert number_all(node) == 5
    assert list(numbers(node).values()) == [0, 1, 2, 3, 4]
    add_entries(node, range(5, 7))
    assert number_all(node) == 2
    assert list(numbers(node).values()) == list(range(7))
    assert number_all(node) == 0


def test_a_batch_takes_the_lowest_and_leaves_the_rest(node: RunningNode) -> None:
    add_entries(node, range(5))
    assert number_entries(node, 3) == 3
    assert list(numbers(node).values()) == [0, 1, 2, None, None]
    assert number_entries(node, 3) == 2
    assert _size(node) == 5


def test_an_empty_register_has_nothing_to_number(node: RunningNode) -> None:
    assert number_all(node) == 0
    assert _size(node) == 0


def test_what_is_not_committed_has_no_number_and_holds_nobody_up(node: RunningNode) -> None:
    """The lower `ord` is committed later and gets the later number; nothing is left out."""
    if node.engines.is_sqlite:
        pytest.skip("PostgreSQL only")
    with node.engines.write.connect() as open_one:
        open_one.execute(entry.insert(), row_of("slow"))
        add_entries(node, ["quick"])
        assert number_all(node) == 1
        open_one.commit()
    assert number_all(node) == 1
    assert numbers(node) == {"EN-slow": 1, "EN-quick": 0}


def test_versions_of_a_right_stand_in_the_log_in_their_order(
    fresh_database_url: str, data_dir: Path
) -> None:
    with open_world(fresh_database_url, data_dir) as world:
        alice, bob = world.owner("Sample A"), world.owner("Sample B")
        right = world.hk_right(alice)
        for giver, taker in [(alice, bob), (bob, alice), (alice, bob)]:
            world.file(giver, "assignment", world.sale(right, giver, taker))
            number_entries(world.node, 2)
        number_all(world.node)
        assert _places_of_title(world, right) == sorted(_places_of_title(world, right))


def _places_of_title(world: World, right: str) -> list[int]:
    query = sa.text(
        "SELECT e.log_index FROM title_step s JOIN entry e ON e.ord = s.ord "
        "WHERE s.asset_id = :id ORDER BY s.from_title_version"
    )
    with world.node.engines.read.connect() as connection:
        return list(connection.execute(query, {"id": right}).scalars())


STEPS = st.lists(
    st.tuples(st.sampled_from(["begin", "draw", "end", "undo", "number"]), st.integers(0, 3)),
    min_size=5,
    max_size=40,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_who_was_acknowledged_before_another_began_has_the_lower_number(
    node: RunningNode, steps: list[tuple[str, int]]
) -> None:
    """Any interleaving of four writers and a sequencer; a writer begins, draws its `ord`, and
    commits or not. On SQLite a writer has the database to itself.
    """
    with node.engines.write.begin() as connection:
        connection.execute(entry.delete())
    history = _play(node, steps)
    number_all(node)
    places = numbers(node)
    assert sorted(place for place in places.values() if place is not None) == list(
        range(len(history))
    )
    for first, (_, ended) in history.items():
        for second, (began, _) in history.items():
            if ended < began:
                assert places[first] < places[second], (first, second)  # type: ignore[operator]


def _play(node: RunningNode, steps: list[tuple[str, int]]) -> dict[str, tuple[int, int]]:
    """When each entry that was committed began and ended."""
    history: dict[str, tuple[int, int]] = {}
    writers: dict[int, tuple[sa.Connection, int, list[str]]] = {}
    with ExitStack() as opened:
        for moment, (step, who) in enumerate(steps):
            if step == "number" and not (node.engines.is_sqlite and writers):
                number_entries(node, 2)
            elif step == "begin" and who not in writers:
                if node.engines.is_sqlite and writers:
                    continue
                connection = opened.enter_context(node.engines.write.connect())
                connection.execute(sa.text("SELECT 1"))
                writers[who] = connection, moment, []
            elif who in writers:
                connection, began, drawn = writers[who]
                if step == "draw" and not drawn:
                    connection.execute(entry.insert(), row_of(f"{moment}-{who}"))
                    drawn.append(f"EN-{moment}-{who}")
                elif step in {"end", "undo"}:
                    del writers[who]
                    connection.commit() if step == "end" else connection.rollback()
                    history |= {name: (began, moment) for name in drawn if step == "end"}
                    connection.close()
    return history
