"""The node cannot be made to fork itself: old copies and second publishers meet what was signed."""

from __future__ import annotations

import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from ipregistry.models import metadata
from ipregistry.services.errors import ClosedError
from ipregistry.services.log.standing import log_standing
from tests.logs import files_of
from tests.reliability.running import IPREGISTRY, Node
from tests.world import World, open_world

pytestmark = pytest.mark.long

PATIENCE = 60.0
PARTY = {"category": "organization", "nameBag": [{"value": "Sample", "languageCode": "en"}]}


@pytest.fixture
def place(fresh_database_url: str, data_dir: Path) -> Iterator[tuple[Node, World]]:
    """A node whose background process runs, and the same node in this process."""
    node = Node(fresh_database_url, data_dir)
    node.run("init")
    with open_world(fresh_database_url, data_dir) as world:
        node.start("background")
        yield node, world
        node.stop()


def until(what: Callable[[], bool], node: Node) -> None:
    """Ask until it is so; the background process is another one, so there is no other way."""
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline, node.said("background")
        time.sleep(0.02)


def published(world: World) -> bool:
    standing = log_standing(world.node)
    return standing.alarm is None and standing.waiting_since is None


def alarm(world: World) -> str | None:
    standing = log_standing(world.node)
    return None if standing.alarm is None else standing.alarm.code


Copy = dict[str, list[sa.Row]]  # type: ignore[type-arg]


def copy_of(world: World) -> Copy:
    """The whole database, as a backup has it."""
    with world.node.engines.read.connect() as connection:
        return {t.name: list(connection.execute(t.select())) for t in metadata.sorted_tables}


def restore(world: World, copy: Copy) -> None:
    """Put a copy in the place of what the database holds, in one step."""
    url = make_url(str(world.node.engines.write.url))
    if world.node.engines.is_sqlite:
        # The file's own way: another database is written over the live one, readers and all.
        with sqlite3.connect(f"{url.database}.old") as old:
            old.backup(sqlite3.connect(str(url.database), timeout=30))
        return
    with world.node.engines.write.begin() as connection:
        names = ", ".join(table.name for table in metadata.sorted_tables)
        connection.execute(sa.text(f"TRUNCATE {names}"))
        for table in metadata.sorted_tables:
            if copy[table.name]:
                rows = [dict(row._mapping) for row in copy[table.name]]
                connection.execute(table.insert(), rows)


def back_up(world: World) -> Copy:
    if not world.node.engines.is_sqlite:
        return copy_of(world)
    url = make_url(str(world.node.engines.write.url))
    with sqlite3.connect(f"{url.database}.old") as old:
        sqlite3.connect(str(url.database)).backup(old)
    return {}


def test_an_old_copy_restored_under_a_running_publisher_stops_it(
    place: tuple[Node, World],
) -> None:
    node, world = place
    until(lambda: published(world), node)
    copy = back_up(world)
    for name in ("one", "two", "three"):
        world.party(f"Sample {name}")
    until(lambda: published(world), node)
    signed = files_of(world.node.log.keys), files_of(world.node.log.folder)
    restore(world, copy)
    until(lambda: alarm(world) == "register-older-than-log", node)
    # Filing is closed, reading goes on; the operator's command says why and fails.
    with pytest.raises(ClosedError):
        world.send(world.registrar, "party-registration", PARTY, "late")
    done = subprocess.run(
        [IPREGISTRY, "background", "--once"],
        env=node.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "register-older-than-log" in done.stderr
    assert "restored from an old copy" in done.stderr
    assert (files_of(world.node.log.keys), files_of(world.node.log.folder)) == signed


def test_two_publishers_make_one_log(place: tuple[Node, World]) -> None:
    """Two background processes on one node, with the lease taken away from the one that has it."""
    node, world = place
    second = Node(node.environment["DATABASE_URL"], node.data)
    second.start("background")
    try:
        for turn in range(40):
            world.party(f"Sample {turn}")
            if turn % 10 == 0:
                with world.node.engines.write.begin() as connection:
                    connection.execute(sa.text("DELETE FROM lease WHERE task = 'log'"))
        until(lambda: published(world), node)
        assert alarm(world) is None
    finally:
        second.stop()
    standing = log_standing(world.node)
    assert standing.published == standing.numbered
