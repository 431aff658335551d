"""A world on a database of its own, which other processes open too."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.world import World, open_world


@pytest.fixture
def world(fresh_database_url: str, data_dir: Path) -> Iterator[World]:
    with open_world(fresh_database_url, data_dir) as made:
        yield made
