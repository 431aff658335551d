"""Rows of documents that come, move and go, in the unit of work of whoever decides it."""

from __future__ import annotations

from typing import Any

from ipregistry.domain.documents import Scope, waiting_area
from ipregistry.models import blob_to_remove, document
from ipregistry.services.documents.keys import address_of, unwrap, wrap
from ipregistry.services.keys import Keys
from ipregistry.services.unit_of_work import UnitOfWork


def let_go(work: UnitOfWork, address: Any) -> bool:
    """The document at this address is gone with the commit: its key at once, its blob after.

    Whether there was one.
    """
    gone = document.delete().where(document.c.address == address).returning(document.c.blob)
    blobs = list(work.connection.execute(gone).scalars())
    if blobs:
        work.connection.execute(blob_to_remove.insert(), [{"blob": blob} for blob in blobs])
    return bool(blobs)


def take_over(
    work: UnitOfWork, keys: Keys, account: str, scope: Scope, digest: bytes, at: str
) -> bool:
    """An upload of the account comes under the key of a case; False where none was there.

    Only its key is wrapped anew: the bytes stay as they are. What the case holds already in this
    scope stays what it is.
    """
    address = address_of(keys, scope, digest)
    here = document.select().where(document.c.address == address)
    if work.connection.execute(here).first() is not None:
        return True
    area = waiting_area(account)
    gone = document.delete().where(document.c.address == address_of(keys, area, digest))
    row = work.connection.execute(gone.returning(*document.c)).mappings().first()
    if row is None:
        return False
    key = unwrap(keys, area, digest, row["wrapped_key"])
    moved = {
        **row,
        "address": address,
        "owner": scope.owner,
        "wrapped_key": wrap(keys, scope, digest, key),
        "filed_at": at,
    }
    work.connection.execute(document.insert(), moved)
    return True
