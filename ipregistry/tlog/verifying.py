"""A whole log against its key: everything that is signed, recomputed from the entries up.

Each entry is held against its leaf hash, each hash tile against the level below it, the root
against the signed checkpoint, and the tree at each older size against the older checkpoint.
A reader that leaves out a level can be deceived: one well-known implementation accepted
hashes of two tiles that nothing above vouched for (CVE-2026-56865).

A fault names the first entry for which the log can no longer speak, so that a person knows
which filings are in question, and from where on the log can be trusted before it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, zip_longest
from pathlib import Path
from typing import Protocol

from ipregistry.tlog.checkpoints import Checkpoint, checkpoint_of
from ipregistry.tlog.faults import MAX_FAULTS, Fault, Kind, Report
from ipregistry.tlog.notes import (
    MAX_NOTE_BYTES,
    NoteError,
    SignatureError,
    VerifierKey,
    parse_note,
    verified,
)
from ipregistry.tlog.policies import Freshness, Policy, judge
from ipregistry.tlog.tiles import (
    ENTRIES,
    HEIGHT,
    MAX_ENTRY_BYTES,
    WIDTH,
    Tile,
    parse_path,
    tiles_at,
)
from ipregistry.tlog.tiles import bundle as bundle_bytes
from ipregistry.tlog.tree import HASH_BYTES, leaf_hash, root_hash

CHECKPOINT = "checkpoint"
MAX_BUNDLE_BYTES = WIDTH * (2 + MAX_ENTRY_BYTES)


@dataclass(frozen=True, slots=True)
class Older:
    """A checkpoint from earlier, kept elsewhere; `name` is for the report."""

    name: str
    note: bytes


class Source(Protocol):
    """Where a log is read from."""

    def read(self, path: str, limit: int) -> bytes:
        """The bytes there, at most `limit` and one more. Raises OSError where there are none."""

    def paths(self) -> Iterable[str]:
        """All files under ``tile/``, where that can be known."""


@dataclass(frozen=True, slots=True)
class FolderSource:
    """A log as files in a folder."""

    folder: Path

    def read(self, path: str, limit: int) -> bytes:
        """See Source."""
        with (self.folder / path).open("rb") as file:
            return file.read(limit + 1)

    def paths(self) -> Iterator[str]:
        """See Source. What begins with a dot is being written, or was when a process died."""
        for path in sorted(self.folder.glob("tile/**/*")):
            if path.is_file() and not path.name.startswith("."):
                yield path.relative_to(self.folder).as_posix()


@dataclass(slots=True)
class _Walk:
    """One verification: what it has counted, and the roots of full tiles from the bottom up."""

    source: Source
    size: int
    older: Sequence[tuple[str, Checkpoint]]
    entries: int = 0
    tiles: int = 0
    agreed: int = 0
    full: list[bytes] = field(default_factory=list)
    heads: dict[int, bytes] = field(default_factory=dict)

    def read(self, tile: Tile) -> bytes:
        """The bytes of a tile, from a full one where the partial one is gone. Raises OSError."""
        limit = MAX_BUNDLE_BYTES if tile.level == ENTRIES else WIDTH * HASH_BYTES
        try:
            return self.source.read(tile.path, limit)
        except OSError:
            if tile.full:
                raise
        whole = self.source.read(Tile(tile.level, tile.index).path, limit)
        if tile.level != ENTRIES:
            return whole[: tile.width * HASH_BYTES]
        return bundle_bytes(split_bundle(whole)[0][: tile.width])

    def keep_heads(self, tile: Tile, hashes: Sequence[bytes]) -> None:
        """The hash over the leaves before each size that ends within this tile."""
        start = tile.index * WIDTH
        for size in {self.size, *(before.size for _, before in self.older)}:
            if 0 < size - start < WIDTH:
                self.heads[size] = root_hash(hashes[: size - start])

    def root_at(self, size: int) -> bytes:
        """The root when the log had `size` entries, from the leaf hashes on."""
        head = [self.heads[size]] if size % WIDTH else []
        return root_hash([*self.full[: size // WIDTH], *head])


def verify_log(
    source: Source,
    keys: Sequence[VerifierKey],
    *,
    policy: Policy | None = None,
    fresh: Freshness | None = None,
    older: Sequence[Older] = (),
) -> Report:
    """Verify all of a log that one of `keys` (or a log of `policy`) has signed.

    `older` are checkpoints that were kept elsewhere: without one, a log that was rewritten and
    signed again by its own key looks like any other.
    """
    faults: list[Fault] = []
    checkpoint = _checkpoint(source, keys, faults)
    if checkpoint is None:
        return Report(None, tuple(faults), 0, 0, 0)
    if policy is not None:
        faults += _quorum(source, policy, fresh)
    before = list(_older(older, keys, checkpoint, faults))
    walk = _Walk(source, checkpoint.size, before)
    faults += islice(_faults(walk, checkpoint), max(0, MAX_FAULTS - len(faults)))
    return Report(checkpoint, tuple(faults[:MAX_FAULTS]), walk.entries, walk.tiles, walk.agreed)


def _checkpoint(
    source: Source, keys: Sequence[VerifierKey], faults: list[Fault]
) -> Checkpoint | None:
    try:
        return open_by_any(source.read(CHECKPOINT, MAX_NOTE_BYTES), keys)
    except OSError:
        faults.append(Fault(Kind.CHECKPOINT, 0, 0, CHECKPOINT, "there is no checkpoint"))
    except NoteError as error:
        faults.append(Fault(_kind(error), 0, 0, CHECKPOINT, str(error)))
    return None


class OriginError(NoteError):
    """A checkpoint of another log than its signer's."""


def open_by_any(data: bytes, keys: Sequence[VerifierKey]) -> Checkpoint:
    """The checkpoint that one of `keys` has signed under its own name. Raises NoteError."""
    note = parse_note(data)
    signers = [found.key.name for found in verified(note, keys)]
    try:
        return checkpoint_of(note, signers)
    except NoteError as error:
        if note.text.partition("\n")[0] in signers:
            raise
        raise OriginError(str(error)) from error


def _kind(error: NoteError) -> Kind:
    if isinstance(error, SignatureError):
        return Kind.SIGNATURE
    return Kind.ORIGIN if isinstance(error, OriginError) else Kind.CHECKPOINT


def _quorum(source: Source, policy: Policy, fresh: Freshness | None) -> Iterator[Fault]:
    try:
        found = judge(policy, source.read(CHECKPOINT, MAX_NOTE_BYTES), fresh)
    except NoteError as error:
        yield Fault(_kind(error), 0, 0, CHECKPOINT, str(error))
        return
    if not found.satisfied:
        names = ", ".join(sorted(found.witnesses)) or "nobody"
        late = f" (too old or too new: {', '.join(sorted(found.stale))})" if found.stale else ""
        size = found.checkpoint.size
        yield Fault(Kind.QUORUM, 0, size, CHECKPOINT, f"cosigned by {names}{late} only")


def _older(
    older: Sequence[Older], keys: Sequence[VerifierKey], now: Checkpoint, faults: list[Fault]
) -> Iterator[tuple[str, Checkpoint]]:
    """The older checkpoints that can be held against this tree."""
    for kept in older:
        try:
            before = open_by_any(kept.note, keys)
        except NoteError as error:
            faults.append(Fault(_kind(error), 0, 0, kept.name, str(error)))
            continue
        if before.size > now.size:
            lost = before.size - now.size
            detail = f"{before.size} entries were signed before, {now.size} are now"
            faults.append(Fault(Kind.ROLLBACK, now.size, lost, kept.name, detail))
        else:
            yield kept.name, before


def _faults(walk: _Walk, checkpoint: Checkpoint) -> Iterator[Fault]:
    for tile in tiles_at(0, walk.size):
        hashes = yield from _lowest(walk, tile)
        if len(hashes) != tile.width:
            return  # neither tile nor bundle: no more can be said
        if tile.full:
            walk.full.append(root_hash(hashes))
        walk.keep_heads(tile, hashes)
    yield from _levels(walk)
    yield from _roots(walk, checkpoint)
    yield from _copies(walk)


def _lowest(walk: _Walk, tile: Tile) -> Generator[Fault, None, list[bytes]]:
    """A bundle against its tile; the leaf hashes of the tile, or of the entries for want of it."""
    hashes = yield from _hashes(walk, tile)
    bundle = Tile(ENTRIES, tile.index, tile.width)
    start = tile.index * WIDTH
    try:
        entries, rest = split_bundle(walk.read(bundle))
    except OSError:
        yield Fault(Kind.MISSING, start, tile.width, bundle.path, "there is no such bundle")
        return hashes
    walk.entries += len(entries)
    for at, (entry, value) in enumerate(zip(entries, hashes, strict=False), start):
        if leaf_hash(entry) != value:
            yield Fault(Kind.ENTRY, at, 1, bundle.path, "not the entry of its leaf hash")
            break
    if rest or len(entries) != tile.width:
        whole = min(len(entries), tile.width)
        detail = f"{len(entries)} entries and {len(rest)} bytes, not {tile.width} entries"
        at = start + min(whole, tile.width - 1)
        yield Fault(Kind.MALFORMED, at, start + tile.width - at, bundle.path, detail)
    return hashes or [leaf_hash(entry) for entry in entries]


def _hashes(walk: _Walk, tile: Tile) -> Generator[Fault, None, list[bytes]]:
    """The hashes of a tile; none where it is missing or not of its length."""
    shift = HEIGHT * tile.level
    start, count = tile.index * WIDTH << shift, tile.width << shift
    try:
        data = walk.read(tile)
    except OSError:
        yield Fault(Kind.MISSING, start, count, tile.path, "there is no such tile")
        return []
    walk.tiles += 1
    if len(data) != tile.width * HASH_BYTES:
        detail = f"{len(data)} bytes, not {tile.width} hashes"
        yield Fault(Kind.MALFORMED, start, count, tile.path, detail)
        return []
    return _split(data)


def _levels(walk: _Walk) -> Iterator[Fault]:
    """Every tile above the lowest against the full tiles below it."""
    level, below = 1, walk.full
    while below:
        above = []
        for tile in tiles_at(level, walk.size):
            start = tile.index * WIDTH
            made = below[start : start + tile.width]
            hashes = (yield from _hashes(walk, tile)) or made
            at = _differs(hashes, made)
            if at is not None:
                index, count = (start + at) << HEIGHT * level, 1 << HEIGHT * level
                detail = "a hash that is not that of the tile below it"
                yield Fault(Kind.HASH, index, count, tile.path, detail)
            if tile.full:
                above.append(root_hash(hashes))
        level, below = level + 1, above


def _roots(walk: _Walk, checkpoint: Checkpoint) -> Iterator[Fault]:
    """The tree against the checkpoint, and the tree at each older size against the older one."""
    forks = []
    for name, before in walk.older:
        if walk.root_at(before.size) == before.root:
            walk.agreed = max(walk.agreed, before.size)
        else:
            forks.append((name, before.size))
    agreed = walk.agreed
    if walk.root_at(walk.size) != checkpoint.root:
        detail = "the tree is not the one that was signed"
        yield Fault(Kind.ROOT, agreed, walk.size - agreed, CHECKPOINT, detail)
    for name, size in forks:
        since = max(
            (b.size for _, b in walk.older if b.size < size and b.size <= agreed), default=0
        )
        detail = f"the first {size} entries are not those that were signed then"
        yield Fault(Kind.FORK, since, size - since, name, detail)


def _copies(walk: _Walk) -> Iterator[Fault]:
    """Every other file: partial tiles of older sizes, and tiles that are wider than this tree."""
    for path in walk.source.paths():
        tile = parse_path(path)
        if tile is None:
            yield Fault(Kind.STRAY, 0, 0, path, "a file that is no tile")
            continue
        there = (walk.size >> HEIGHT * max(tile.level, 0)) - tile.index * WIDTH
        if there <= 0 or tile.width == min(WIDTH, there):
            continue  # ahead of this tree; or read already
        yield from _copy(walk, tile, Tile(tile.level, tile.index, min(WIDTH, there)))


def _copy(walk: _Walk, copy: Tile, tile: Tile) -> Iterator[Fault]:
    try:
        copied, whole = _parts(walk, copy), _parts(walk, tile)
    except OSError:
        return  # what is missing was said above
    shift = HEIGHT * max(tile.level, 0)
    start, common = tile.index * WIDTH, min(copy.width, tile.width)
    if len(copied) != copy.width:
        detail = f"not {copy.width} of them, as its name says"
        yield Fault(Kind.MALFORMED, start << shift, copy.width << shift, copy.path, detail)
    at = _differs(copied[:common], whole[:common])
    if at is not None:
        detail = f"not what {tile.path} says"
        yield Fault(Kind.COPY, (start + at) << shift, 1 << shift, copy.path, detail)


def _parts(walk: _Walk, tile: Tile) -> list[bytes]:
    """The hashes or entries of a tile; one too many where bytes are left over."""
    data = walk.read(tile)
    if tile.level != ENTRIES:
        return _split(data)
    entries, rest = split_bundle(data)
    return [*entries, rest] if rest else entries


def _differs(one: Sequence[bytes], other: Sequence[bytes]) -> int | None:
    """Where two rows first differ, if only in length."""
    pairs = enumerate(zip_longest(one, other))
    return next((at for at, (left, right) in pairs if left != right), None)


def _split(data: bytes) -> list[bytes]:
    return [data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)]


def split_bundle(data: bytes) -> tuple[list[bytes], bytes]:
    """The entries of a bundle as far as they are whole, and the bytes that are left."""
    entries, at = [], 0
    while at + 2 <= len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if end > len(data):
            break
        entries.append(data[at + 2 : end])
        at = end
    return entries, data[at:]
