"""Logs to be verified: honest ones of the sizes at which trees change shape, and falsified ones.

A case is a folder with the log (`log/`), its key (`vkey`) and the checkpoints that its reader
kept from earlier (`older/`). Every falsification says what was done, what ours calls it, and
at which entry.
"""

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ipregistry.tlog.checkpoints import Checkpoint
from ipregistry.tlog.faults import Kind
from ipregistry.tlog.notes import COSIGNATURE, Signature, Signer, parse_note, sign_note
from ipregistry.tlog.tiles import ENTRIES, Tile, bundle, new_bundles, new_tiles, read_bundle
from ipregistry.tlog.tree import leaf_hash, root_hash


def private_key(number: int) -> Ed25519PrivateKey:
    """A key of these tests, always the same."""
    return Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)


LOG = Signer("log.example/1", private_key(1))
IMPOSTOR = Signer("log.example/1", private_key(2))
WITNESS = Signer("w.example", private_key(3), COSIGNATURE)

COSIGNED = "honest-cosigned"
HONEST = (0, 1, 2, 255, 256, 257, 65_536, 70_000)
SMALL = (1, 255, 256, 300, 513, 700)
MANY = 1_000
LARGE = (256, 65_536, 70_000)


def entry(index: int) -> bytes:
    """What stands in the log at `index`; the 7th is empty, and one in a hundred is long."""
    if index == 7:
        return b""
    return b'{"entry":%d}' % index * (90 if index % 100 == 99 else 1)


@dataclass(slots=True)
class Log:
    """A log that grows in a folder: its files, and the checkpoint of each size."""

    folder: Path
    change: dict[int, bytes] = field(default_factory=dict)
    entries: list[bytes] = field(default_factory=list)
    levels: list[list[bytes]] = field(default_factory=list)
    notes: dict[int, bytes] = field(default_factory=dict)

    def grow(self, size: int, signer: Signer = LOG) -> None:
        """Add entries up to `size`, write what is new, sign."""
        old = len(self.entries)
        self.entries += [self.change.get(n) or entry(n) for n in range(old, size)]
        self._hash(old)
        for tile in (*new_bundles(old, size), *new_tiles(old, size)):
            start = tile.index * 256
            if tile.level == ENTRIES:
                data = bundle(self.entries[start : start + tile.width])
            else:
                data = b"".join(self.levels[tile.level][start : start + tile.width])
            write(self.folder / tile.path, data)
        self.notes[size] = note(size, self.root(), signer)
        write(self.folder / "checkpoint", self.notes[size])

    def root(self) -> bytes:
        return root_hash(self.levels[0] if self.levels else [])

    def _hash(self, old: int) -> None:
        row, level = [leaf_hash(e) for e in self.entries[old:]], 0
        while row:
            if level == len(self.levels):
                self.levels.append([])
            had = len(self.levels[level]) // 256
            self.levels[level] += row
            full = len(self.levels[level]) // 256
            hashes = self.levels[level]
            row = [root_hash(hashes[at * 256 : at * 256 + 256]) for at in range(had, full)]
            level += 1


def note(size: int, root: bytes, signer: Signer = LOG, origin: str = LOG.name) -> bytes:
    return sign_note(Checkpoint(origin, size, root).text(), [signer]).encoded()


def write(path: Path, data: bytes) -> None:
    """A new file, also where there is one already: it may be linked from elsewhere."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_bytes(data)


@dataclass(frozen=True, slots=True)
class Case:
    """One log with its reader's knowledge."""

    name: str
    place: Path
    stride: int  # of which entries the inclusion is proven one by one: every, or every so many
    vkey: str = str(LOG.verifier)

    @property
    def folder(self) -> Path:
        return self.place / "log"

    @property
    def older(self) -> list[Path]:
        return sorted((self.place / "older").glob("*"))

    def described(self) -> dict[str, object]:
        """As the foreign verifiers take it."""
        return {
            "name": self.name,
            "folder": str(self.folder),
            "vkey": self.vkey,
            "older": [str(path) for path in self.older],
            "stride": self.stride,
        }

    # What a falsifier does -----------------------------------------------------------------

    def change(self, name: str, edit: Callable[[bytearray], object]) -> None:
        path = self.folder / name
        data = bytearray(path.read_bytes())
        edit(data)
        write(path, bytes(data))

    def flip(self, name: str, at: int) -> None:
        def edit(data: bytearray) -> None:
            data[at] ^= 1

        self.change(name, edit)

    def rebundle(self, tile: Tile, edit: Callable[[list[bytes]], object]) -> list[bytes]:
        entries = read_bundle((self.folder / tile.path).read_bytes(), tile)
        edit(entries)
        write(self.folder / tile.path, bundle(entries))
        return entries

    def rehash(self, tile: Tile, entries: Sequence[bytes]) -> None:
        hashes = [leaf_hash(e) for e in entries]
        write(self.folder / Tile(0, tile.index, tile.width).path, b"".join(hashes))

    def checkpoint(self, data: bytes) -> None:
        write(self.folder / "checkpoint", data)

    def sign(self, *makers: Callable[[str], Signature]) -> None:
        """More signatures under the checkpoint."""
        signed = parse_note((self.folder / "checkpoint").read_bytes())
        more = [make(signed.text) for make in makers]
        self.checkpoint(signed.with_signatures(more).encoded())

    def replace_log(self, log: Log) -> None:
        shutil.rmtree(self.folder)
        shutil.move(log.folder, self.folder)


def case_of(log: Log, name: str, place: Path) -> Case:
    """A case whose reader has kept every checkpoint but the newest. Files are linked."""
    shutil.copytree(log.folder, place / "log", copy_function=os.link)
    *older, _ = sorted(log.notes)
    (place / "older").mkdir()
    for size in older:
        (place / "older" / f"{size:06d}").write_bytes(log.notes[size])
    return Case(name, place, 1 if len(log.entries) < MANY else 499)


def grown(folder: Path, *sizes: int, change: dict[int, bytes] | None = None) -> Log:
    log = Log(folder, change or {})
    for size in sizes:
        log.grow(size)
    return log


def honest_cases(place: Path) -> list[Case]:
    """One log at each size that is telling, as its publisher leaves it at that moment."""
    log, cases = Log(place / "growing"), []
    for size in HONEST:
        log.grow(size)
        cases.append(case_of(log, f"honest-{size}", place / f"honest-{size}"))
    return [*cases, _cosigned(log, place / COSIGNED)]


def _cosigned(log: Log, place: Path) -> Case:
    """A checkpoint under a witness's line, and under one of a sort that few know (ML-DSA-44)."""
    case = case_of(log, COSIGNED, place)
    unknown = Signature("later.example", b"\x06\x06\x06\x06", bytes(8 + 2420))
    case.sign(lambda text: WITNESS.cosign(text, 1_764_400_000), lambda _: unknown)
    return case


# ------------------------------------------------------------------------------ falsifications


@dataclass(frozen=True, slots=True)
class Falsification:
    """What somebody did to a log, and what a report must say of it first."""

    name: str
    kind: Kind
    index: int
    count: int
    do: Callable[[Case, Log], object]
    large: bool = False


TILE_1 = Tile(ENTRIES, 1)  # entries 256 to 511
EDGE = Tile(ENTRIES, 2, 188)  # entries 512 to 699


def _swap(entries: list[bytes], one: int, other: int) -> None:
    entries[one], entries[other] = entries[other], entries[one]


def _replace(at: int) -> Callable[[list[bytes]], None]:
    return lambda entries: entries.__setitem__(at, b"another")


def _with_hash(case: Case, tile: Tile, edit: Callable[[list[bytes]], object]) -> None:
    case.rehash(tile, case.rebundle(tile, edit))


def _rewritten(case: Case, at: int, *sizes: int) -> Log:
    """The log with another entry at `at`, all its tiles made anew, and signed by its own key."""
    log = grown(case.place / "rewritten", *sizes, change={at: b"another"})
    case.replace_log(log)
    return log


def _rewritten_unsigned(case: Case, log: Log) -> None:
    _rewritten(case, 600, *SMALL)
    case.checkpoint(log.notes[700])


def _smaller(case: Case, log: Log) -> None:
    (case.place / "older" / "000700").write_bytes(log.notes[700])
    case.replace_log(grown(case.place / "smaller", *SMALL[:-1], 600))


def _old_checkpoint(case: Case, log: Log) -> None:
    (case.place / "older" / "000700").write_bytes(log.notes[700])
    case.checkpoint(log.notes[513])


def _signature_of_another(case: Case, log: Log) -> None:
    text = parse_note(log.notes[700]).text
    (signature,) = parse_note(log.notes[513]).signatures
    case.checkpoint(f"{text}\n{signature.line()}".encode())


def _moved(case: Case, _: Log) -> None:
    (case.folder / "tile/0/x000").mkdir()
    (case.folder / "tile/0/001").rename(case.folder / "tile/0/x000/001")


def _zeros(case: Case, log: Log) -> None:
    text = parse_note(log.notes[700]).text.replace("\n700\n", "\n0700\n")
    case.checkpoint(sign_note(text, [LOG]).encoded())


def _edited(old: bytes, new: bytes) -> Callable[[Case, Log], object]:
    return lambda case, log: case.checkpoint(log.notes[700].replace(old, new))


def _root_edited(case: Case, log: Log) -> None:
    lines = log.notes[700].split(b"\n")
    lines[2] = log.notes[513].split(b"\n")[2]
    case.checkpoint(b"\n".join(lines))


FALSIFICATIONS = (
    Falsification(
        "a byte of an entry flipped", Kind.ENTRY, 300, 1,
        lambda c, _: c.rebundle(TILE_1, _replace(44)),
    ),
    Falsification(
        "an entry and its leaf hash changed", Kind.HASH, 256, 256,
        lambda c, _: _with_hash(c, TILE_1, _replace(200)),
    ),
    Falsification(
        "an entry and its leaf hash changed in the last tile", Kind.ROOT, 513, 187,
        lambda c, _: _with_hash(c, EDGE, _replace(100)),
    ),
    Falsification(
        "a leaf hash flipped", Kind.ENTRY, 400, 1,
        lambda c, _: c.flip("tile/0/001", 144 * 32),
    ),
    Falsification(
        "a hash of level 1 flipped", Kind.HASH, 25_600, 256,
        lambda c, _: c.flip("tile/1/000", 100 * 32 + 5), large=True,
    ),
    Falsification(
        "a hash of level 2 flipped", Kind.HASH, 0, 65_536,
        lambda c, _: c.flip("tile/2/000.p/1", 31), large=True,
    ),
    Falsification(
        "two entries swapped", Kind.ENTRY, 266, 1,
        lambda c, _: c.rebundle(TILE_1, lambda e: _swap(e, 10, 20)),
    ),
    Falsification(
        "two entries swapped with their leaf hashes", Kind.HASH, 256, 256,
        lambda c, _: _with_hash(c, TILE_1, lambda e: _swap(e, 210, 220)),
    ),
    Falsification(
        "the last entry dropped", Kind.MALFORMED, 699, 1,
        lambda c, _: c.rebundle(EDGE, lambda e: e.pop()),
    ),
    Falsification(
        "an entry inserted", Kind.ENTRY, 276, 1,
        lambda c, _: c.rebundle(TILE_1, lambda e: e.insert(20, b"inserted")),
    ),
    Falsification(
        "an entry inserted and the last one dropped", Kind.ENTRY, 276, 1,
        lambda c, _: c.rebundle(TILE_1, lambda e: (e.insert(20, b"inserted"), e.pop())),
    ),
    Falsification("an old checkpoint", Kind.ROLLBACK, 513, 187, _old_checkpoint),
    Falsification("a smaller tree, signed", Kind.ROLLBACK, 600, 100, _smaller),
    Falsification(
        "a fork, signed", Kind.FORK, 300, 213, lambda c, _: _rewritten(c, 400, *SMALL),
    ),
    Falsification("a log rewritten, not signed", Kind.ROOT, 513, 187, _rewritten_unsigned),
    Falsification(
        "signed by another key of this name", Kind.SIGNATURE, 0, 0,
        lambda c, log: c.checkpoint(note(700, log.root(), IMPOSTOR)),
    ),
    Falsification(
        "signed under another origin", Kind.ORIGIN, 0, 0,
        lambda c, log: c.checkpoint(note(700, log.root(), origin="log.example/2")),
    ),
    Falsification("another checkpoint's signature", Kind.SIGNATURE, 0, 0, _signature_of_another),
    Falsification(
        "a signature flipped", Kind.SIGNATURE, 0, 0, lambda c, _: c.flip("checkpoint", -12)
    ),
    Falsification("the size edited", Kind.SIGNATURE, 0, 0, _edited(b"\n700\n", b"\n699\n")),
    Falsification("the root edited", Kind.SIGNATURE, 0, 0, _root_edited),
    Falsification(
        "a larger size signed than there is", Kind.MISSING, 512, 189,
        lambda c, log: c.checkpoint(note(701, log.root())),
    ),
    Falsification(
        "another root signed", Kind.ROOT, 513, 187,
        lambda c, _: c.checkpoint(note(700, leaf_hash(b"another"))),
    ),
    Falsification("a size with leading zeros signed", Kind.CHECKPOINT, 0, 0, _zeros),
    Falsification(
        "a bundle cut short", Kind.MALFORMED, 510, 2,
        lambda c, _: c.change(TILE_1.path, lambda data: data.__delitem__(slice(-20, None))),
    ),
    Falsification(
        "a bundle with bytes behind it", Kind.MALFORMED, 511, 1,
        lambda c, _: c.change(TILE_1.path, lambda data: data.append(0)),
    ),
    Falsification(
        "a tile with a hash behind it", Kind.MALFORMED, 256, 256,
        lambda c, _: c.change("tile/0/001", lambda data: data.extend(bytes(32))),
    ),
    Falsification(
        "a tile gone", Kind.MISSING, 256, 256, lambda c, _: (c.folder / "tile/0/001").unlink()
    ),
    Falsification(
        "a bundle gone", Kind.MISSING, 256, 256, lambda c, _: (c.folder / TILE_1.path).unlink()
    ),
    Falsification("a tile under another path", Kind.MISSING, 256, 256, _moved),
    Falsification(
        "an older partial tile that says something else", Kind.COPY, 261, 1,
        lambda c, _: c.flip("tile/0/001.p/44", 5 * 32),
    ),
    Falsification(
        "an older partial bundle that says something else", Kind.COPY, 259, 1,
        lambda c, _: c.rebundle(Tile(ENTRIES, 1, 44), _replace(3)),
    ),
)  # fmt: skip


def falsified_cases(place: Path) -> list[tuple[Falsification, Case]]:
    """Every falsification, done to a copy of its own."""
    small, large = grown(place / "small", *SMALL), grown(place / "large", *LARGE)
    cases = []
    for number, false in enumerate(FALSIFICATIONS):
        log = large if false.large else small
        case = case_of(log, false.name, place / f"{number:02d}")
        false.do(case, log)
        cases.append((false, case))
    return cases
