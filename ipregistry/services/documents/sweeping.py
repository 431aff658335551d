"""Throwing away what nobody filed, what nobody finished, and blobs that no row leads to."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import sqlalchemy as sa

from ipregistry.domain.documents import WAITS
from ipregistry.models import blob_to_remove, document
from ipregistry.services.documents.rows import let_go
from ipregistry.services.node import RunningNode
from ipregistry.services.times import write_instant
from ipregistry.services.unit_of_work import unit_of_work

BATCH = 200


@dataclass(frozen=True, slots=True)
class Swept:
    """How many uploads had waited too long, were broken off, and how many blobs nobody needs."""

    expired: int
    unfinished: int
    orphans: int = 0


def sweep(node: RunningNode) -> Swept:
    """All of it. May run at any time, beside uploads and filings, in several processes."""
    expired = 0
    while (more := _expire(node)) or _remove_blobs(node):
        expired += more
    return Swept(expired, node.documents.blobs.sweep_unfinished(), _remove_orphans(node))


def keep_swept(node: RunningNode) -> int:
    """A round of the background process: a batch of what is due."""
    return _expire(node) + node.documents.blobs.sweep_unfinished() + _remove_blobs(node)


def _expire(node: RunningNode) -> int:
    """A batch of uploads that no filing named. A filing that takes one over is before or after."""
    due = (
        sa.select(document.c.address)
        .where(
            document.c.filed_at.is_(None),
            document.c.uploaded_at < write_instant(node.clock() - WAITS),
        )
        .limit(BATCH)
    )
    with node.engines.read.connect() as connection:
        addresses = list(connection.execute(due).scalars())
    if not addresses:
        return 0
    with unit_of_work(node.engines) as work:
        still = list(work.connection.execute(_still(due, addresses)).scalars())
        return sum(let_go(work, address) for address in still)


def _still(due: sa.Select[tuple[bytes]], addresses: list[bytes]) -> sa.Select[tuple[bytes]]:
    """Those that are due under their locks too: one may have been uploaded anew."""
    return due.where(document.c.address.in_(addresses)).with_for_update(skip_locked=True)


def _remove_blobs(node: RunningNode) -> int:
    """Blobs whose rows are gone: the file first, then the note of it."""
    with node.engines.read.connect() as connection:
        blobs = list(connection.execute(sa.select(blob_to_remove.c.blob).limit(BATCH)).scalars())
    if not blobs:
        return 0
    for blob in blobs:
        node.documents.blobs.remove(blob)
    with unit_of_work(node.engines) as work:
        done = blob_to_remove.delete().where(blob_to_remove.c.blob.in_(blobs))
        work.connection.execute(done)
    return len(blobs)


def _remove_orphans(node: RunningNode) -> int:
    """Blobs of uploads that died before their row; of a day ago, since a row follows its blob."""
    names = node.documents.blobs.names(time.time() - WAITS.total_seconds())
    return sum(_remove_rowless(node, batch) for batch in _batches(names))


def _remove_rowless(node: RunningNode, names: list[str]) -> int:
    with node.engines.read.connect() as connection:
        rows = sa.select(document.c.blob).where(document.c.blob.in_(names))
        known = set(connection.execute(rows).scalars())
    orphans = [name for name in names if name not in known]
    for name in orphans:
        node.documents.blobs.remove(name)
    return len(orphans)


def _batches(names: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(names, BATCH)):
        yield batch
