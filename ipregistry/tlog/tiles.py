"""Tiles (C2SP tlog-tiles): a log as files of 256 hashes, and entry bundles of 256 entries.

A tile at level 0 holds leaf hashes; each hash of a tile at a higher level is the tree hash
of a full tile below it. Everything that is asked of the tree is computed from them.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ipregistry.tlog.tree import HASH_BYTES, leaf_hash, node_hash, root_hash, subtree_ranges

WIDTH = 256
HEIGHT = 8
MAX_ENTRY_BYTES = 65_535

# Levels 0 to 63, indexes below 10**21, and partial tiles of 1 to 255.
_PATH = re.compile(
    r"tile/(?P<level>entries|[1-5]?[0-9]|6[0-3])/(?P<index>(?:x[0-9]{3}/){0,6}[0-9]{3})"
    r"(?:\.p/(?P<width>[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5]))?",
    re.ASCII,
)

ENTRIES = -1  # the level of an entry bundle, which lies beside level 0


class TileError(ValueError):
    """Bytes that are no tile or bundle of the width that was asked for."""


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """Which tile: level (ENTRIES for a bundle), index within it, width (256: full)."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def full(self) -> bool:
        """Whether it will never grow."""
        return self.width == WIDTH

    @property
    def path(self) -> str:
        """Where it is served, below the log's prefix: ``tile/0/x001/067.p/5``."""
        level = "entries" if self.level == ENTRIES else str(self.level)
        suffix = "" if self.full else f".p/{self.width}"
        return f"tile/{level}/{index_path(self.index)}{suffix}"


# What holds the bytes of each tile; raises LookupError or OSError where there is none.
ReadTile: TypeAlias = Callable[[Tile], bytes]


def index_path(index: int) -> str:
    """An index in groups of three digits: 1234067 is ``x001/x234/067``."""
    groups = [f"{index % 1000:03d}"]
    while index := index // 1000:
        groups.append(f"x{index % 1000:03d}")
    return "/".join(reversed(groups))


def parse_path(path: str) -> Tile | None:
    """The tile that is served at a path, or None: every tile has one path, and no other."""
    match = _PATH.fullmatch(path)
    if match is None:
        return None
    level = ENTRIES if match["level"] == "entries" else int(match["level"])
    index = int(match["index"].replace("x", "").replace("/", ""))
    tile = Tile(level, index, int(match["width"] or WIDTH))
    return tile if tile.path == path and (match["width"] is None or not tile.full) else None


def tiles_at(level: int, size: int) -> Iterator[Tile]:
    """All tiles of one level in a log of `size` entries, in order."""
    return _grown(level, 0, size)


def tiles_of(size: int) -> Iterator[Tile]:
    """All hash tiles of a log of `size` entries, level by level."""
    return new_tiles(0, size)


def new_tiles(old: int, new: int) -> Iterator[Tile]:
    """The hash tiles that a log of `new` entries has and one of `old` has not, level by level.

    A tile that grew is there again, wider; between two checkpoints nothing else is needed.
    """
    level = 0
    while new >> (HEIGHT * level):
        yield from _grown(level, old, new)
        level += 1


def new_bundles(old: int, new: int) -> Iterator[Tile]:
    """The same of entry bundles."""
    return (Tile(ENTRIES, tile.index, tile.width) for tile in _grown(0, old, new))


def _grown(level: int, old: int, new: int) -> Iterator[Tile]:
    before, now = old >> (HEIGHT * level), new >> (HEIGHT * level)
    if before == now:
        return
    for index in range(before // WIDTH, -(-now // WIDTH)):
        yield Tile(level, index, min(WIDTH, now - index * WIDTH))


def hash_tile(hashes: Sequence[bytes]) -> bytes:
    """The bytes of a tile of these hashes."""
    return b"".join(hashes)


def read_hashes(data: bytes, tile: Tile) -> list[bytes]:
    """The hashes in the bytes of a tile. Raises TileError for another length."""
    if len(data) != tile.width * HASH_BYTES:
        raise TileError(f"{tile.path}: {len(data)} bytes")
    return [data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)]


def bundle(entries: Iterable[bytes]) -> bytes:
    """The bytes of an entry bundle: each entry behind its length as a big-endian uint16."""
    parts = []
    for entry in entries:
        if len(entry) > MAX_ENTRY_BYTES:
            raise TileError(f"an entry of {len(entry)} bytes is too long")
        parts += [struct.pack(">H", len(entry)), entry]
    return b"".join(parts)


def read_bundle(data: bytes, tile: Tile) -> list[bytes]:
    """The entries of a bundle. Raises TileError where they are not as many as its width."""
    entries: list[bytes] = []
    at = 0
    while at < len(data):
        (length,) = struct.unpack_from(">H", data, at) if at + 2 <= len(data) else (len(data),)
        entry = data[at + 2 : at + 2 + length]
        if len(entry) != length:
            raise TileError(f"{tile.path}: it ends within entry {len(entries)}")
        entries.append(entry)
        at += 2 + length
    if len(entries) != tile.width:
        raise TileError(f"{tile.path}: {len(entries)} entries")
    return entries


def parent_hashes(level: int, read: ReadTile, first: int, last: int) -> list[bytes]:
    """The hashes `first` to before `last` of `level` (above 0), from the full tiles below."""
    below = (Tile(level - 1, index) for index in range(first, last))
    return [root_hash(read_hashes(read(tile), tile)) for tile in below]


@dataclass(frozen=True, slots=True)
class TiledTree:
    """A log of `size` entries whose hashes are read from its tiles.

    Trusts what `read` gives: whoever reads somebody else's tiles holds the root against a
    checkpoint, and each level against the one below (`verifying`).
    """

    size: int
    read: ReadTile

    def hashes(self, level: int, first: int, last: int) -> list[bytes]:
        """The hashes `first` to before `last` of a level."""
        found: list[bytes] = []
        for index in range(first // WIDTH, -(-last // WIDTH)):
            start = index * WIDTH
            tile = Tile(level, index, min(WIDTH, (self.size >> (HEIGHT * level)) - start))
            hashes = read_hashes(self.read(tile), tile)
            found += hashes[max(0, first - start) : last - start]
        return found

    def range_hash(self, first: int, last: int) -> bytes:
        """The tree hash over entries `first` to before `last`: MTH(D[first:last]), RFC 6962.

        `first` is a multiple of the largest power of two below the range's length, as it is in
        every range that a proof asks for.
        """
        pieces = [self._subtree(start, height) for start, height in subtree_ranges(first, last)]
        return root_hash_of_subtrees(pieces)

    def root(self) -> bytes:
        """The root of the whole."""
        return self.range_hash(0, self.size)

    def _subtree(self, start: int, height: int) -> bytes:
        """The hash of the perfect subtree of 2**height entries from `start`."""
        level, rest = divmod(height, HEIGHT)
        first = start >> (HEIGHT * level)
        return root_hash(self.hashes(level, first, first + (1 << rest)))


def root_hash_of_subtrees(pieces: Sequence[bytes]) -> bytes:
    """The hash over perfect subtrees that stand side by side, each lower than the one before."""
    if not pieces:
        return root_hash([])
    value = pieces[-1]
    for left in reversed(pieces[:-1]):
        value = node_hash(left, value)
    return value


def root_of_leaves(size: int, read: ReadTile) -> bytes:
    """The root over the leaf hashes in the tiles of level 0, whatever stands above them."""
    hashes: list[bytes] = []
    for tile in tiles_at(0, size):
        hashes += read_hashes(read(tile), tile)
    return root_hash(hashes)


def root_of_entries(size: int, read: ReadTile) -> bytes:
    """The root over the entries in the bundles themselves."""
    return root_hash([leaf_hash(entry) for entry in entries_of(size, read)])


def entries_of(size: int, read: ReadTile) -> Iterator[bytes]:
    """The entries in order."""
    for tile in new_bundles(0, size):
        yield from read_bundle(read(tile), tile)
