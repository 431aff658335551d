"""What the operator can prove of his register: every commitment and leaf, replay equals live."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from ipregistry.domain.classes import HEAD, Label
from ipregistry.models import part
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
from ipregistry.tlog.tree import leaf_hash


@dataclass(slots=True)
class Report:
    """What was looked at, and every fault by name and place."""

    entries: int = 0
    parts: int = 0
    erased: int = 0
    faults: list[dict[str, str]] = field(default_factory=list)

    def fault(self, name: str, place: str) -> None:
        """Note a fault."""
        self.faults.append({"fault": name, "place": place})


def verify(node: RunningNode, progress: Progress | None = None) -> Report:
    """Check the whole database; it is only read."""
    report = Report()
    with snapshot(node.engines) as connection:
        erasures = _erasures(connection)
        for row, rows in entries_with_rows(connection):
            parts = _readable(report, row, rows)
            if parts:
                _verify_entry(node, report, row, parts, erasures)
            report.entries += 1
            report.parts += len(rows)
            if progress is not None:
                progress(report.entries)
        _verify_replay(connection, node, report)
    return report


def _readable(report: Report, row: Any, rows: Sequence[Any]) -> list[StoredPart]:
    """The entry's parts; none where one of them cannot be read, for then nothing else fits."""
    place = f"entry {row.ord}"
    if not rows:
        report.fault("entry-without-parts", place)
    parts: list[StoredPart] = []
    for piece in rows:
        try:
            parts.append(readable(piece))
        except ReplayError as error:
            report.fault("part-unreadable", f"{place}, {error}")
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
        report.fault("receipt-differs", place)
    header = parts[0]
    if header.label is not Label.HEADER or header.document.get("items") != len(parts):
        report.fault("header-does-not-fit", place)
    at = row.recorded_at[:19] + "Z"
    leaf = leaf_bytes(node.identity.code, at, entry_root(items_of(parts), row.fill_seed))
    if leaf != bytes(row.leaf):
        report.fault("leaf-differs", place)
    if leaf_hash(bytes(row.leaf)) != bytes(row.leaf_hash):
        report.fault("leaf-hash-differs", place)


def _verify_part(
    report: Report, row: Any, piece: StoredPart, erasures: Mapping[str, Mapping[str, Any]]
) -> None:
    where = f"entry {row.ord}, {piece.record_id} version {piece.version}, {piece.label}"
    if piece.erased is not None:
        report.erased += 1
        if not _erased_rightly(piece, erasures):
            report.fault("erasure-differs", where)
    elif not hmac.compare_digest(commitment(piece.salt, piece.body), piece.commitment):
        report.fault("commitment-differs", where)
    if canonical(dict(piece.document)) != piece.body:
        report.fault("body-not-canonical", where)
    if piece.document.get("recordedAt") != row.recorded_at:
        report.fault("recording-time-differs", where)


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
