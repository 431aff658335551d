"""Documents of cases as they are kept: what blob, under which wrapped key. No projections.

Nothing here tells one document from another: a row is found by a keyed address, which is made of
case, audience and digest, and equal documents of two cases have nothing in common.
"""

from __future__ import annotations

import sqlalchemy as sa

from ipregistry.models.base import Instant, RecordId, metadata, needed

# `owner` is the case, or, while `filed_at` is empty, the account that uploaded it. Without its
# row a blob is noise to everybody, so to delete a row is to erase a document.
document = sa.Table(
    "document",
    metadata,
    sa.Column("address", sa.LargeBinary(32), primary_key=True),
    needed("owner", RecordId, index=True),
    needed("blob", sa.String(64), unique=True),
    needed("wrapped_key", sa.LargeBinary(60)),
    needed("size", sa.BigInteger),
    needed("media_type", sa.String(100)),
    needed("uploaded_by", RecordId),
    needed("uploaded_at", Instant),
    sa.Column("filed_at", Instant),
    sa.Index("ix_document_filed_at_uploaded_at", "filed_at", "uploaded_at"),
)

# Blobs whose row is gone; the file follows, at the latest in the next round of the background.
blob_to_remove = sa.Table(
    "blob_to_remove",
    metadata,
    sa.Column("blob", sa.String(64), primary_key=True),
)
