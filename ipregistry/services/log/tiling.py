"""From entries to tiles: the files that a growing tree makes, and its root.

The writer's way to the root. What checks it before anything is signed goes another way
(`rederiving`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ipregistry.tlog.tiles import (
    ENTRIES,
    WIDTH,
    ReadTile,
    Tile,
    bundle,
    hash_tile,
    read_hashes,
)
from ipregistry.tlog.tree import root_hash


@dataclass(slots=True)
class GrowingTree:
    """A tree by its right edge: per level the hashes of the tile that is not full yet.

    `opened` holds the entries of the level-0 tile that is not full.
    """

    size: int = 0
    levels: list[list[bytes]] = field(default_factory=list)
    opened: list[bytes] = field(default_factory=list)

    def add(self, leaf: bytes, leaf_hash: bytes) -> Iterator[tuple[Tile, bytes]]:
        """One more entry; the full tiles and the bundle that it completes."""
        self.opened.append(leaf)
        self.size += 1
        if len(self.opened) == WIDTH:
            yield Tile(ENTRIES, self.size // WIDTH - 1), bundle(self.opened)
            self.opened = []
        yield from self._push(0, leaf_hash)

    def _push(self, level: int, value: bytes) -> Iterator[tuple[Tile, bytes]]:
        if level == len(self.levels):
            self.levels.append([])
        hashes = self.levels[level]
        hashes.append(value)
        if len(hashes) == WIDTH:
            index = self.size // WIDTH ** (level + 1) - 1
            yield Tile(level, index), hash_tile(hashes)
            self.levels[level] = []
            yield from self._push(level + 1, root_hash(hashes))

    def partial(self) -> Iterator[tuple[Tile, bytes]]:
        """The tiles and the bundle that are not full at this size."""
        if self.opened:
            yield Tile(ENTRIES, self.size // WIDTH, len(self.opened)), bundle(self.opened)
        for level, hashes in enumerate(self.levels):
            if hashes:
                index = self.size // WIDTH ** (level + 1)
                yield Tile(level, index, len(hashes)), hash_tile(hashes)

    def root(self) -> bytes:
        """The tree hash. A tile that is not full hangs as one node behind those above it."""
        below: list[bytes] = []
        for hashes in self.levels:
            together = [*hashes, *below]
            below = [root_hash(together)] if together else []
        return below[0] if below else root_hash([])


def read_edge(size: int, read: ReadTile) -> GrowingTree:
    """The tree of `size` from its tiles, without the open bundle."""
    tree = GrowingTree(size)
    level, count = 0, size
    while count:
        index, width = divmod(count, WIDTH)
        tile = Tile(level, index, width)
        tree.levels.append(read_hashes(read(tile), tile) if width else [])
        level, count = level + 1, index
    return tree
