"""Taking a document in, streamed: measured, digested and sealed on its way to the store.

An upload stands in the area of its account until a filing names it, and is thrown away a day
later. So who uploads learns of no case whether it exists, and the filing decides under whose key
the document comes to stand, as the pack says, and never the uploader.
"""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import sqlalchemy as sa
import structlog

from ipregistry.domain.access import Actor
from ipregistry.domain.documents import MOST_WAITING, WAITS, Scope, waiting_area
from ipregistry.models import document
from ipregistry.services.documents.keys import address_of, wrap
from ipregistry.services.documents.rows import let_go
from ipregistry.services.documents.sealing import new_key, sealed
from ipregistry.services.errors import ConflictError, FullError, MismatchError, TooLargeError
from ipregistry.services.node import RunningNode
from ipregistry.services.times import write_instant
from ipregistry.services.unit_of_work import unit_of_work, with_retry

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Upload:
    """A document that waits to be filed. `fresh`: it was not there already."""

    digest: bytes
    size: int
    media_type: str
    kept_until: str
    fresh: bool


def upload(
    node: RunningNode, actor: Actor, digest: bytes, media_type: str, pieces: Iterable[bytes]
) -> Upload:
    """Keep a document for `actor`, who files it within a day; again is no second one.

    Raises MismatchError for other bytes than the digest is of, TooLargeError, ConflictError where
    too many wait already, FullError; then nothing is left behind.
    """
    area = waiting_area(actor.account or "")
    _refuse_too_many(node, area, address_of(node.keys, area, digest))
    measured = _Measured(pieces, node.documents.most_bytes, digest)
    key = new_key()
    blob = _put(node, sealed(measured, key))
    now = node.clock()
    row = {
        "address": address_of(node.keys, area, digest),
        "owner": area.owner,
        "blob": blob,
        "wrapped_key": wrap(node.keys, area, digest, key),
        "size": measured.size,
        "media_type": media_type,
        "uploaded_by": area.owner,
        "uploaded_at": write_instant(now),
    }
    fresh = with_retry(lambda: _keep(node, row))
    return Upload(digest, measured.size, media_type, write_instant(now + WAITS), fresh)


def _put(node: RunningNode, pieces: Iterable[bytes]) -> str:
    try:
        return node.documents.blobs.put(pieces)
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        log.warning("documents-full", reason=str(error))
        raise FullError("document-store-full") from error


def _keep(node: RunningNode, row: dict[str, object]) -> bool:
    """The row of an upload; what stood under its address before goes."""
    with unit_of_work(node.engines) as work:
        before = let_go(work, row["address"])
        work.connection.execute(document.insert(), row)
    return not before


def _refuse_too_many(node: RunningNode, area: Scope, address: bytes) -> None:
    with node.engines.read.connect() as connection:
        count = connection.execute(
            sa.select(sa.func.count())
            .select_from(document)
            .where(
                document.c.owner == area.owner,
                document.c.filed_at.is_(None),
                document.c.address != address,
            )
        ).scalar_one()
    if count >= MOST_WAITING:
        raise ConflictError("documents-waiting-too-many", {"max": MOST_WAITING})


class _Measured:
    """The pieces as they pass, held against limit and digest; the last word comes at the end."""

    def __init__(self, pieces: Iterable[bytes], most: int, digest: bytes) -> None:
        self._pieces, self._most, self._expected = pieces, most, digest
        self.size = 0

    def __iter__(self) -> Iterator[bytes]:
        seen = hashlib.sha256()
        for piece in self._pieces:
            self.size += len(piece)
            if self.size > self._most:
                raise TooLargeError("document-too-large", {"max": self._most})
            seen.update(piece)
            yield piece
        if self.size == 0:
            raise MismatchError("document-empty")
        if seen.digest() != self._expected:
            raise MismatchError("document-digest-differs", {"found": "sha256:" + seen.hexdigest()})
