"""Publishing: tiles from the database, checked as they stand on the disk, then a checkpoint.

One round, in this order, each step final before the next: tiles and bundles (written once);
all of them read back and the root derived again; the signer's own state; the checkpoint's
row; the checkpoint file. A process that is killed anywhere leaves what the next round
makes again to the byte, since everything comes from the database alone.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa
import structlog

from ipregistry.services.log.alarms import LogHaltedError
from ipregistry.services.log.certifying import show_keys
from ipregistry.services.log.comparing import Published, check_register, read_published
from ipregistry.services.log.cosigning import cosigned
from ipregistry.services.log.rederiving import derive
from ipregistry.services.log.sequencing import numbered
from ipregistry.services.log.signing import LogSigner, open_signer
from ipregistry.services.log.storing import DiffersError, make_folder, replace, write_once
from ipregistry.services.log.tiling import GrowingTree, read_edge
from ipregistry.services.node import RunningNode
from ipregistry.services.unit_of_work import unit_of_work
from ipregistry.tlog.tiles import ENTRIES, WIDTH, Tile, TileError
from ipregistry.tlog.tree import leaf_hash

log = structlog.get_logger(__name__)

# Files forced to the disk together, and entries read from the database at once.
FILES_TOGETHER = 64
ROWS_TOGETHER = 4096


def publish(node: RunningNode) -> int:
    """Publish all that is numbered; how many entries came on top.

    Raises LogHaltedError where it must not go on, SignerBusyError where another publisher
    is at work. Where nothing is new nothing is written.
    """
    with open_signer(node.log) as signer, node.engines.read.connect() as connection:
        size = numbered(connection)
        shown = read_published(node.log.folder, signer)
        check_register(connection, node.log.folder, signer, shown, size)
        show_keys(node, signer)
        if shown.size < signer.last.size:
            # Signed but not on show: a process was killed in between, or the folder is new.
            _publish_from(node, connection, signer, shown, signer.last.size)
        elif not shown.note.startswith(signer.note):
            _show(node, cosigned(node, signer.note))
        elif signer.last.size == size:
            _refresh(node, shown.note)
        if signer.last.size < size:
            last = Published(signer.last.size, signer.last.root, signer.note)
            _publish_from(node, connection, signer, last, size)
        return size - shown.size


def _publish_from(
    node: RunningNode,
    connection: sa.Connection,
    signer: LogSigner,
    before: Published,
    size: int,
) -> None:
    folder = node.log.folder
    root = _write_tiles(connection, folder, before, size)
    derived = derive(folder, before.size, size)
    if derived.root != root:
        raise LogHaltedError(
            "log-folder-damaged", f"what was written for {size} entries gives another root"
        )
    note = cosigned(node, signer.sign(size, root, derived.proof))
    _note_checkpoint(node, size, root, note)
    _show(node, note)
    _prune(folder, before.size, size)
    log.info("published", size=size, entries=size - before.size)


def _write_tiles(connection: sa.Connection, folder: Path, before: Published, size: int) -> bytes:
    """The files that the tree of `size` has and the one `before` had not; the new root."""
    tree = _tree_before(folder, before)
    opened = before.size % WIDTH
    files = _new_files(tree, _entries(connection, before.size - opened, size), opened)
    make_folder(folder, above=folder.parent)
    for batch in _batches(files):
        try:
            write_once(folder, batch)
        except DiffersError as error:
            raise LogHaltedError("log-folder-differs", str(error)) from error
    return tree.root()


def _tree_before(folder: Path, before: Published) -> GrowingTree:
    try:
        tree = read_edge(before.size, lambda tile: (folder / tile.path).read_bytes())
    except (OSError, TileError) as error:
        raise LogHaltedError(
            "log-folder-incomplete",
            f"{error}: remove {folder / 'checkpoint'} to have the folder made anew",
        ) from error
    if tree.root() != before.root:
        raise LogHaltedError(
            "log-folder-damaged", f"the tiles in {folder} do not give the published root"
        )
    return tree


class _Entry(NamedTuple):
    log_index: int
    leaf: bytes
    leaf_hash: bytes


def _new_files(
    tree: GrowingTree, entries: Iterable[_Entry], opened: int
) -> Iterator[tuple[Tile, bytes]]:
    """Every file that is new; the first `opened` entries are in the tree, but not its bundle."""
    for place, row in enumerate(entries):
        if place >= opened:
            yield from tree.add(row.leaf, row.leaf_hash)
        elif tree.levels[0][place] == row.leaf_hash:
            tree.opened.append(row.leaf)
        else:
            raise LogHaltedError(
                "register-differs-from-log", f"entry {row.log_index} is another than was published"
            )
    yield from tree.partial()


_ENTRIES = sa.text(
    "SELECT log_index, leaf, leaf_hash FROM entry "
    "WHERE log_index >= :first AND log_index < :last ORDER BY log_index"
)


def _entries(connection: sa.Connection, first: int, last: int) -> Iterator[_Entry]:
    """The entries at these places, each of them there and whole. Raises LogHaltedError."""
    for start in range(first, last, ROWS_TOGETHER):
        bounds = {"first": start, "last": min(start + ROWS_TOGETHER, last)}
        place = start
        for row in connection.execute(_ENTRIES, bounds):
            found = _Entry(row.log_index, bytes(row.leaf), bytes(row.leaf_hash))
            if found.log_index != place:
                break
            if leaf_hash(found.leaf) != found.leaf_hash:
                raise LogHaltedError("register-damaged", f"the leaf of entry {place} is damaged")
            yield found
            place += 1
        if place < bounds["last"]:
            raise LogHaltedError("register-damaged", f"there is no entry number {place}")


def _batches(files: Iterator[tuple[Tile, bytes]]) -> Iterator[dict[str, bytes]]:
    batch: dict[str, bytes] = {}
    for tile, content in files:
        batch[tile.path] = content
        if len(batch) == FILES_TOGETHER:
            yield batch
            batch = {}
    if batch:
        yield batch


_NOTE = sa.text(
    "INSERT INTO checkpoint (size, root, note, published_at) "
    "VALUES (:size, :root, :note, :at) ON CONFLICT DO NOTHING"
)


# A register at work signs one a second; old ones are of no use to anybody.
NOTES_KEPT = 1_000
_FORGET = sa.text(
    "DELETE FROM checkpoint WHERE size < "
    "(SELECT size FROM checkpoint ORDER BY size DESC LIMIT 1 OFFSET :kept)"
)


def _note_checkpoint(node: RunningNode, size: int, root: bytes, note: bytes) -> None:
    row = {"size": size, "root": root, "note": note.decode(), "at": node.now()}
    with unit_of_work(node.engines) as work:
        work.connection.execute(_NOTE, row)
        work.connection.execute(_FORGET, {"kept": NOTES_KEPT - 1})


def _show(node: RunningNode, note: bytes) -> None:
    make_folder(node.log.folder, above=node.log.folder.parent)
    replace(node.log.checkpoint, note)


def _refresh(node: RunningNode, shown: bytes) -> None:
    """Ask the witnesses that have not cosigned what is on show, or long ago."""
    note = cosigned(node, shown)
    if note != shown:
        _show(node, note)


def _prune(folder: Path, before: int, size: int) -> None:
    """Remove partial tiles of full ones, but for the newest full one of each level.

    tlog-tiles allows it as soon as the full one is there; a client that is at work on the
    checkpoint before may still ask for the newest.
    """
    level = 0
    while size >> (8 * (level + 1)):
        full = before >> (8 * (level + 1)), size >> (8 * (level + 1))
        for index in range(max(full[0] - 1, 0), full[1] - 1):
            for kind in (level, ENTRIES) if level == 0 else (level,):
                partial = folder / (Tile(kind, index).path + ".p")
                shutil.rmtree(partial, ignore_errors=True)
        level += 1
