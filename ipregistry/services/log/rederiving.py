"""The second way to the root: from the files as they stand, by the algorithms of a verifier.

A bit that flips between the database and the disk, or in the writer's memory, must be met
before the root is signed: a log that has signed a wrong hash cannot be repaired (in 2022 a
public log of certificates was lost to one flipped bit).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ipregistry.services.log.alarms import LogHaltedError
from ipregistry.tlog.tiles import (
    ReadTile,
    Tile,
    TiledTree,
    TileError,
    new_bundles,
    new_tiles,
    read_bundle,
    read_hashes,
)
from ipregistry.tlog.tree import consistency_proof, leaf_hash, root_hash


@dataclass(frozen=True, slots=True)
class Derived:
    """What the files say: the root, and the proof that it continues the tree before."""

    root: bytes
    proof: list[bytes]


def derive(folder: Path, before: int, size: int) -> Derived:
    """Read back all that a tree of `size` has and one of `before` had not.

    Every entry must hash to its place, every full tile to its place in the tile above.
    Raises LogHaltedError with the first file that does not fit.
    """

    def read(tile: Tile) -> bytes:
        return (folder / tile.path).read_bytes()

    tree = TiledTree(size, read)
    try:
        for tile in new_bundles(before, size):
            _check_bundle(read, tile)
        for tile in new_tiles(before, size):
            if tile.full:
                _check_full(tree, tile)
        return Derived(tree.root(), consistency_proof(tree.range_hash, before, size))
    except (OSError, TileError) as error:
        raise LogHaltedError("log-folder-damaged", f"cannot be read back: {error}") from error


def _check_bundle(read: ReadTile, bundle: Tile) -> None:
    entries = read_bundle(read(bundle), bundle)
    above = Tile(0, bundle.index, bundle.width)
    if [leaf_hash(entry) for entry in entries] != read_hashes(read(above), above):
        raise _damaged(bundle, "its entries do not hash to the tile above them")


def _check_full(tree: TiledTree, tile: Tile) -> None:
    (parent,) = tree.hashes(tile.level + 1, tile.index, tile.index + 1)
    if root_hash(read_hashes(tree.read(tile), tile)) != parent:
        raise _damaged(tile, "it does not hash to its place in the tile above it")


def _damaged(tile: Tile, why: str) -> LogHaltedError:
    return LogHaltedError("log-folder-damaged", f"{tile.path}: {why}")
