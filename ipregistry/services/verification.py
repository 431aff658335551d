"""What the operator can prove of his register: every commitment and leaf, replay equals live."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from ipregistry.domain.classes import HEAD
from ipregistry.models import entry, part
from ipregistry.services.ledger import StoredPart, items_of
from ipregistry.services.node import RunningNode
from ipregistry.services.receipts import promises
from ipregistry.services.replay import (
    Progress,
    ReplayError,
    entries_with_rows,
    examine,
    readable,
)
from ipregistry.services.snapshots import snapshot
from ipregistry.tlog.canonical import canonical, parse
from ipregistry.tlog.leaves import commitment, entry_root, leaf_bytes
from ipregistry.tlog.notes import NoteError, parse_vkey
from ipregistry.tlog.tiles import WIDTH, TiledTree, TileError
from ipregistry.tlog.tree import HASH_BYTES, leaf_hash
from ipregistry.tlog.verifying import FolderSource, verify_log

MAX_TILE_BYTES = WIDTH * HASH_BYTES
BEYOND = (
    "whether the operator showed others another log (their checkpoints tell: `verify public`); "
    "whether what was filed is true"
)


@dataclass(slots=True)
class Report:
    """What was looked at, and every fault by name, place, and number in the log."""

    entries: int = 0
    parts: int = 0
    erased: int = 0
    numbered: int = 0
    published: int = 0
    faults: list[dict[str, Any]] = field(default_factory=list)

    def fault(self, name: str, place: str, index: int | None = None) -> None:
        """Note a fault."""
        self.faults.append({"fault": name, "place": place, "index": index})

    @property
    def first(self) -> dict[str, Any] | None:
        """The fault of the earliest entry; None where all is well."""
        placed = (fault for fault in self.faults if fault["index"] is not None)
        return min(placed, key=lambda f: f["index"], default=next(iter(self.faults), None))

    def document(self) -> dict[str, Any]:
        """As JSON."""
        counts = {n: getattr(self, n) for n in ("entries", "parts", "erased")}
        log = {"numbered": self.numbered, "published": self.published}
        said = {"scope": "operator", "beyond": BEYOND, **counts, **log}
        return {**said, "first": self.first, "faults": self.faults}

    def lines(self) -> list[str]:
        """For people."""
        told = [_line(fault) for fault in self.faults]
        told.append(
            f"{self.entries} entries, {self.parts} parts ({self.erased} erased) verified; "
            f"{self.numbered} numbered, {self.published} published; {len(self.faults)} faults"
        )
        if self.first is not None:
            told.append("first fault: " + _line(self.first))
        told.append(f"operator: replayed into an empty register. Not looked at: {BEYOND}")
        return told


def _line(fault: Mapping[str, Any]) -> str:
    number = "" if fault["index"] is None else f" (number {fault['index']} in the log)"
    return f"{fault['fault']}: {fault['place']}{number}"


def verify(node: RunningNode, progress: Progress | None = None) -> Report:
    """Check the whole database, and the published log against it; both are only read."""
    report = Report()
    # Read before the register: what is published then is in it, whatever is filed meanwhile.
    hashes, checkpoint = _published(node, report)
    with snapshot(node.engines) as connection:
        erasures = _erasures(connection)
        for row, rows in entries_with_rows(connection):
            parts = _readable(report, row, rows)
            if parts:
                _verify_entry(node, report, row, parts, erasures)
            _verify_number(report, row, hashes)
            report.entries += 1
            report.parts += len(rows)
            if progress is not None:
                progress(report.entries)
        _verify_order(connection, report, checkpoint)
        _verify_replay(connection, node, report)
    return report


def _published(node: RunningNode, report: Report) -> tuple[dict[int, bytes], int]:
    """The published entries' leaf hashes by number, every hash and signature verified."""
    if not node.log.checkpoint.exists():
        return {}, 0
    try:
        keys = [parse_vkey(line) for line in node.log.vkey.read_text("utf-8").split()]
    except (OSError, NoteError) as error:
        report.fault("log-key-unreadable", str(error))
        return {}, 0
    source = FolderSource(node.log.folder)
    found = verify_log(source, keys)
    for fault in found.faults:
        report.fault(f"log-{fault.kind.value}", f"{fault.place}: {fault.detail}", fault.index)
    if found.checkpoint is None:
        return {}, 0
    report.published = size = found.checkpoint.size
    try:
        hashes = TiledTree(size, lambda tile: source.read(tile.path, MAX_TILE_BYTES)).hashes(
            0, 0, size
        )
    except (OSError, TileError):
        return {}, size
    return dict(enumerate(hashes)), size


def _verify_number(report: Report, row: Any, hashes: Mapping[int, bytes]) -> None:
    if row.log_index is None:
        return
    report.numbered += 1
    published = hashes.get(row.log_index)
    if published is not None and published != bytes(row.leaf_hash):
        report.fault("log-differs", f"entry {row.ord}", row.log_index)


def _verify_order(connection: sa.Connection, report: Report, published: int) -> None:
    """Numbers without gap, and a register that has at least what was published."""
    top = connection.execute(sa.select(sa.func.max(entry.c.log_index))).scalar()
    size = 0 if top is None else top + 1
    if size != report.numbered:
        report.fault("numbers-with-gaps", f"{report.numbered} of {size} numbers")
    if size < published:
        report.fault("register-older-than-log", f"{size} of {published} published entries", size)


def _readable(report: Report, row: Any, rows: Sequence[Any]) -> list[StoredPart]:
    """The entry's parts; none where one of them cannot be read, for then nothing else fits."""
    place = f"entry {row.ord}"
    if not rows:
        report.fault("entry-without-parts", place, row.log_index)
    parts: list[StoredPart] = []
    for piece in rows:
        try:
            parts.append(readable(piece))
        except ReplayError as error:
            report.fault("part-unreadable", f"{place}, {error}", row.log_index)
    return parts if len(parts) == len(rows) else []


def _verify_entry(
    node: RunningNode,
    report: Report,
    row: Any,
    parts: Sequence[StoredPart],
    erasures: Mapping[str, Mapping[str, Any]],
) -> None:
    place = f"entry {row.ord}"
    for piece in parts:
        _verify_part(report, row, piece, erasures)
    if row.jws is None or not promises(node.keys, row.jws, bytes(row.leaf_hash)):
        # Who rewrites body, commitment and leaf alike cannot sign for it again.
        report.fault("receipt-differs", place, row.log_index)
    header = parts[0]
    if header.kind != "entry" or header.document.get("items") != len(parts):
        report.fault("header-does-not-fit", place, row.log_index)
    at = row.recorded_at[:19] + "Z"
    leaf = leaf_bytes(node.identity.code, at, entry_root(items_of(parts), row.fill_seed))
    if leaf != bytes(row.leaf):
        report.fault("leaf-differs", place, row.log_index)
    if leaf_hash(bytes(row.leaf)) != bytes(row.leaf_hash):
        report.fault("leaf-hash-differs", place, row.log_index)


def _verify_part(
    report: Report, row: Any, piece: StoredPart, erasures: Mapping[str, Mapping[str, Any]]
) -> None:
    where = f"entry {row.ord}, {piece.record_id} version {piece.version}, {piece.label}"
    if piece.erased is not None:
        report.erased += 1
        if not _erased_rightly(piece, erasures):
            report.fault("erasure-differs", where, row.log_index)
    elif not hmac.compare_digest(commitment(piece.salt, piece.body), piece.commitment):
        report.fault("commitment-differs", where, row.log_index)
    if canonical(dict(piece.document)) != piece.body:
        report.fault("body-not-canonical", where, row.log_index)
    if piece.document.get("recordedAt") != row.recorded_at:
        report.fault("recording-time-differs", where, row.log_index)


def _erasures(connection: sa.Connection) -> dict[str, Mapping[str, Any]]:
    """What each recorded erasure says, as far as it can be read."""
    found: dict[str, Mapping[str, Any]] = {}
    rows = connection.execute(sa.select(part.c.record_id, part.c.body).where(_IS_ERASURE))
    for row in rows:
        try:
            found[row.record_id] = parse(bytes(row.body))
        except (ValueError, TypeError):
            # The walk over the entries names it.
            continue
    return found


_IS_ERASURE = part.c.kind == "erasure"


def _erased_rightly(piece: StoredPart, erasures: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether a recorded erasure names this part's commitment, and what is left is what stays."""
    said = erasures.get(piece.erased or "", {})
    left = {name: value for name, value in piece.document.items() if name not in HEAD}
    return (
        not piece.salt
        and said.get("erasedRecord") == piece.record_id
        and said.get("erasedVersion") == piece.version
        and said.get("erasedPart") == piece.label.value
        and said.get("erasedCommitment") == "hmac-sha256:" + bytes(piece.commitment).hex()
        and said.get("remainder") == left
    )


def _verify_replay(connection: sa.Connection, node: RunningNode, report: Report) -> None:
    try:
        _, differences = examine(connection, node)
    except (ReplayError, LookupError, ValueError, TypeError, AttributeError) as error:
        # Whatever stands in a part that no filing wrote must not keep the report from being made.
        report.fault("replay-contradicts-itself", str(error))
        return
    for difference in differences:
        report.fault("projection-differs", f"{difference.table} {difference.key}")
