"""Whether register, folder and signer are of one log, before anything is written."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from ipregistry.services.log.alarms import LogHaltedError
from ipregistry.services.log.signing import LogSigner
from ipregistry.services.log.tiling import GrowingTree
from ipregistry.tlog.checkpoints import checkpoint_of
from ipregistry.tlog.notes import NoteError, parse_note, verified
from ipregistry.tlog.tiles import WIDTH, Tile
from ipregistry.tlog.tree import HASH_BYTES, root_hash


class Published(NamedTuple):
    """A checkpoint on show; of size 0 and without note where there is none."""

    size: int
    root: bytes
    note: bytes


def read_published(folder: Path, signer: LogSigner) -> Published:
    """The checkpoint that the folder shows.

    Raises LogHaltedError for one that is not this log's, or is newer than the signer's state:
    then that state was restored from an old copy, and what it would sign could fork.
    """
    path = folder / "checkpoint"
    try:
        note = path.read_bytes()
    except FileNotFoundError:
        return Published(0, root_hash([]), b"")
    try:
        parsed = parse_note(note)
        verified(parsed, signer.verifiers)
        shown = checkpoint_of(parsed, [signer.origin])
    except NoteError as error:
        raise LogHaltedError(
            "log-folder-damaged", f"{path} is not a checkpoint of this log: {error}"
        ) from error
    if shown.size > signer.last.size:
        raise LogHaltedError(
            "log-state-older",
            f"a checkpoint of {shown.size} entries is published, but the signer remembers "
            f"{signer.last.size}: its folder was restored from an old copy",
        )
    return Published(shown.size, shown.root, note)


def check_register(
    connection: sa.Connection, folder: Path, signer: LogSigner, shown: Published, size: int
) -> None:
    """Whether the register's `size` entries go on from what was signed, as far as one look tells.

    A register that was restored from an older copy has fewer entries, or at the place of
    the last one that was signed another one: leaves are salted, no two are alike. What
    stands before that is compared by `check_whole_register`.
    """
    signed = signer.last.size
    _check_size(size, signed)
    if signed and shown.size == signed:
        last = _last_hash(folder, signed)
        if last is not None and last != _leaf_hash(connection, signed - 1):
            raise LogHaltedError(
                "register-differs-from-log",
                f"entry {signed - 1} of the register is not the one that was published",
            )


_LEAF_HASHES = sa.text(
    "SELECT leaf_hash FROM entry WHERE log_index >= :first AND log_index < :last ORDER BY log_index"
)


def check_whole_register(connection: sa.Connection, signer: LogSigner) -> None:
    """Whether the register's first entries give the root that was signed last.

    Looks at each of them: once when a publisher starts.
    """
    tree = GrowingTree()
    signed, step = signer.last.size, 10_000
    for first in range(0, signed, step):
        bounds = {"first": first, "last": min(first + step, signed)}
        for (leaf_hash,) in connection.execute(_LEAF_HASHES, bounds):
            for _ in tree.add(b"", bytes(leaf_hash)):
                pass  # the tiles are on the disk already
    _check_size(tree.size, signed)
    if (tree.size, tree.root()) != (signed, signer.last.root):
        raise LogHaltedError(
            "register-differs-from-log",
            f"the first {signed} entries of the register do not give the root that was signed",
        )


def _check_size(size: int, signed: int) -> None:
    if size < signed:
        raise LogHaltedError(
            "register-older-than-log",
            f"a checkpoint of {signed} entries is signed, but the register has {size}: "
            "it was restored from an old copy; restore one that has them",
        )


def _last_hash(folder: Path, size: int) -> bytes | None:
    """The last entry's hash as published; None where the tile is gone, which is met later."""
    index = (size - 1) // WIDTH
    tile = Tile(0, index, size - index * WIDTH)
    try:
        return (folder / tile.path).read_bytes()[-HASH_BYTES:]
    except OSError:
        return None


def _leaf_hash(connection: sa.Connection, place: int) -> bytes | None:
    row = connection.execute(
        sa.text("SELECT leaf_hash FROM entry WHERE log_index = :place"), {"place": place}
    ).first()
    return None if row is None else bytes(row.leaf_hash)
