"""A name is erased while others file on its bearer's rights: tables and parts still agree."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ipregistry.domain.access import Actor
from ipregistry.services.background import refresh_titles
from ipregistry.services.replay import compare, replay
from ipregistry.services.scrubbing import finish_erasures
from ipregistry.services.verification import verify
from tests.world import World, open_world

pytestmark = pytest.mark.race

NAME = "Natural Sample-Person"
RIGHTS, ROUNDS = 4, 6


@pytest.fixture
def world(fresh_database_url: str, data_dir: Path) -> Iterator[World]:
    with open_world(fresh_database_url, data_dir) as made:
        yield made


def test_an_erasure_among_filings_leaves_tables_that_the_parts_give(world: World) -> None:
    person, firm = world.owner(NAME, "person"), world.owner("Sample Firm")
    rights = [world.hk_right(person, firm) for _ in range(RIGHTS)]
    # On this one nobody files: its stored title says the name until it is emptied.
    idle = world.hk_right(person)
    body = {
        "partBag": [{"record": person.party, "part": "names"}],
        "groundCategory": "request-of-the-person",
        "citation": "PDPO (Cap. 486) s.26",
    }
    erasing = world.file(world.registrar, "erasure", body)
    decision = {"filing": erasing.id, "outcome": "accept"}
    with ThreadPoolExecutor(RIGHTS + 1) as pool:
        filed = [pool.submit(_file, world, person, firm, right) for right in rights]
        done = pool.submit(world.file, world.examiner, "decision", decision)
        taken = [one.result() for one in filed]
        assert done.result().status == "recorded"
    assert taken == [ROUNDS] * RIGHTS
    world.clock.move(seconds=60)
    assert finish_erasures(world.node) == 1
    while refresh_titles(world.node):
        pass
    assert compare(world.node, replay(world.node)) == []
    assert verify(world.node).faults == []
    for right in (*rights, idle):
        assert NAME not in str(world.title(right))


def _file(world: World, person: Actor, firm: Actor, right: str) -> int:
    """Small shares go from the person to the firm, one after the other."""
    for _ in range(ROUNDS):
        world.file(person, "assignment", world.sale(right, person, firm, share="1/100"))
    return ROUNDS
