"""A node on an empty register."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ipregistry.services.node import RunningNode
from tests.world import running_node


@pytest.fixture
def node(fresh_database_url: str, data_dir: Path) -> Iterator[RunningNode]:
    made = running_node(fresh_database_url, data_dir)
    yield made
    made.engines.dispose()
