"""A document as it was uploaded, for whoever the caller has found entitled to it."""

from __future__ import annotations

import hashlib
from collections.abc import Generator
from dataclasses import dataclass

import sqlalchemy as sa

from ipregistry.domain.documents import Scope
from ipregistry.models import document
from ipregistry.services.documents.blobs import BlobMissingError
from ipregistry.services.documents.keys import address_of, unwrap
from ipregistry.services.documents.sealing import SealBrokenError, opened
from ipregistry.services.node import RunningNode


@dataclass(frozen=True, slots=True)
class Content:
    """`pieces` are decrypted as they are asked for; each was authenticated before it is given."""

    size: int
    media_type: str
    pieces: Generator[bytes, None, None]


def content_of(node: RunningNode, scope: Scope, digest: bytes) -> Content | None:
    """What is kept of this document in this scope; None where nothing is.

    Raises BlobMissingError and SealBrokenError where what is kept is damaged.
    """
    address = address_of(node.keys, scope, digest)
    with node.engines.read.connect() as connection:
        row = connection.execute(sa.select(document).where(document.c.address == address)).first()
    if row is None:
        return None
    key = unwrap(node.keys, scope, digest, row.wrapped_key)
    source = node.documents.blobs.open(row.blob)

    def pieces() -> Generator[bytes, None, None]:
        with source:
            yield from opened(source, key)

    return Content(row.size, row.media_type, pieces())


def fault_of(node: RunningNode, scope: Scope, digest: bytes) -> str | None:
    """What is wrong with a document that should be here: a word for it, None for nothing."""
    try:
        content = content_of(node, scope, digest)
        if content is None:
            return "not-kept"
        seen = hashlib.sha256()
        for piece in content.pieces:
            seen.update(piece)
    except BlobMissingError:
        return "blob-missing"
    except SealBrokenError:
        return "damaged"
    return None if seen.digest() == digest else "digest-differs"
