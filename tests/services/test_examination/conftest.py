"""An office that examines every act by hand, and people who file there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ipregistry.domain.access import Actor
from tests.office import (
    examined,
    examining_by_hand,
)
from tests.world import World, open_world


@pytest.fixture
def office(fresh_database_url: str, data_dir: Path) -> Iterator[World]:
    """A world whose office examines every act by hand."""
    with open_world(fresh_database_url, data_dir) as world:
        examining_by_hand(world)
        yield world


@pytest.fixture
def alice(office: World) -> Actor:
    return office.owner("Sample A")


@pytest.fixture
def bob(office: World) -> Actor:
    return office.owner("Sample B")


@pytest.fixture
def sale(office: World, alice: Actor, bob: Actor) -> str:
    """The number of an assignment under examination."""
    return examined(office, office.hk_right(alice), giver=alice, taker=bob).id
