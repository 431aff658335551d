"""Sequencer and publisher killed at every single moment: the next round makes the same bytes."""

from __future__ import annotations

import multiprocessing
import shutil
import signal
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from ipregistry.models import checkpoint, entry, log_alarm
from ipregistry.services.log import keeping
from ipregistry.services.log.keeping import keep_log
from ipregistry.services.log.signing import SIGNED, create_log, open_signer
from ipregistry.services.node import RunningNode
from ipregistry.tlog.checkpoints import Checkpoint, open_checkpoint
from ipregistry.tlog.tiles import TiledTree, root_of_entries
from tests.logs import add_entries, files_of, numbers
from tests.reliability.dying import dying_at
from tests.world import running_node

pytestmark = pytest.mark.long

# The round that is broken off fills a tile at each of two levels, and begins new ones.
PUBLISHED = 254
NEW = 5
TIMEOUT = 60

_CHILDREN = multiprocessing.get_context("forkserver")
_CHILDREN.set_forkserver_preload([__name__])


def _round(url: str, folder: Path, last: int | None, answer: Connection) -> None:
    node = running_node(url, folder)
    with dying_at(last) as moments:
        keep_log(node)
    answer.send(moments.names)


def _in_child(url: str, folder: Path, last: int | None) -> tuple[int | None, list[str]]:
    """One round in a process of its own: how it ended, and the moments it passed."""
    receiving, sending = _CHILDREN.Pipe(duplex=False)
    child = _CHILDREN.Process(target=_round, args=(url, folder, last, sending), daemon=True)
    child.start()
    sending.close()
    try:
        names = receiving.recv() if receiving.poll(TIMEOUT) else []
    except EOFError:
        names = []
    child.join(TIMEOUT)
    return child.exitcode, names


class Place:
    """A node's database and folders, which can be put back to where they were."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder
        self.kept = folder.parent / "kept"
        self.node = running_node(url, folder)

    def prepare(self) -> None:
        create_log(self.node.log)
        self._enter(0, PUBLISHED)
        assert keep_log(self.node) == PUBLISHED
        shutil.copytree(self.folder, self.kept)

    def put_back(self) -> None:
        """The first entries are numbered and published, the new ones wait."""
        shutil.rmtree(self.folder)
        shutil.copytree(self.kept, self.folder)
        with self.node.engines.write.begin() as connection:
            for table in (log_alarm, checkpoint, entry):
                connection.execute(table.delete())
        self._enter(0, PUBLISHED)
        with self.node.engines.write.begin() as connection:
            first = connection.execute(entry.select().order_by(entry.c.ord).limit(1)).one().ord
            connection.execute(entry.update().values(log_index=entry.c.ord - first))
        self._enter(PUBLISHED, PUBLISHED + NEW)

    def _enter(self, first: int, last: int) -> None:
        add_entries(self.node, range(first, last))

    def state(self) -> tuple[dict[str, bytes], bytes, dict[str, int | None]]:
        """All that must come out the same: the folder, the signer's state, the numbers."""
        signed = (self.node.log.keys / SIGNED).read_bytes()
        return files_of(self.node.log.folder), signed, numbers(self.node)


@pytest.fixture
def place(fresh_database_url: str, data_dir: Path) -> Iterator[Place]:
    made = Place(fresh_database_url, data_dir)
    made.prepare()
    yield made
    made.node.engines.dispose()


def test_killed_at_any_moment_it_comes_to_the_same_bytes(place: Place) -> None:
    before = (place.node.log.keys / SIGNED).read_bytes()
    place.put_back()
    code, moments = _in_child(place.url, place.folder, None)
    assert code == 0
    expected = place.state()
    assert shown(place.node).size == PUBLISHED + NEW
    assert {"before rename", "after fsync", "before sign", "after commit"} <= set(moments)
    for moment, name in enumerate(moments):
        place.put_back()
        code, _ = _in_child(place.url, place.folder, moment)
        assert code == -signal.SIGKILL, name
        # What a reader finds then is whole, and what is signed is the old tree or the new one.
        assert_whole(place.node)
        assert (place.node.log.keys / SIGNED).read_bytes() in {before, expected[1]}, name
        keeping._compared.clear()
        keep_log(place.node)
        assert place.state() == expected, (moment, name)


def shown(node: RunningNode) -> Checkpoint:
    with open_signer(node.log) as signer:
        return open_checkpoint(node.log.checkpoint.read_bytes(), signer.signer.verifier)


def assert_whole(node: RunningNode) -> None:
    """The checkpoint on show has all its tiles and entries, and they give its root."""
    checkpoint = shown(node)

    def read(tile: object) -> bytes:
        return (node.log.folder / tile.path).read_bytes()  # type: ignore[attr-defined,no-any-return]

    assert TiledTree(checkpoint.size, read).root() == checkpoint.root
    assert root_of_entries(checkpoint.size, read) == checkpoint.root
