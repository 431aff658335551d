"""What runs the node and is no projection: accounts, keys, idempotency, outbox, audit, leases."""

from __future__ import annotations

import sqlalchemy as sa

from ipregistry.models.base import Code, Instant, Key, RecordId, Serial, metadata, needed

account = sa.Table(
    "account",
    metadata,
    sa.Column("id", RecordId, primary_key=True),
    needed("name", sa.String(200)),
    needed("roles", sa.String(200)),
    sa.Column("party_id", RecordId),
    needed("created_at", Instant),
    sa.Column("disabled_at", Instant),
    sa.UniqueConstraint("name"),
)

# SHA-256 of a 256-bit random key: nothing to brute-force, nothing to leak.
api_key = sa.Table(
    "api_key",
    metadata,
    sa.Column("hash", sa.LargeBinary(32), primary_key=True),
    needed("account_id", RecordId, sa.ForeignKey("account.id"), index=True),
    needed("hint", sa.String(16)),
    needed("created_at", Instant),
    sa.Column("expires_at", Instant),
    sa.Column("revoked_at", Instant),
)

# Lives or dies with the filing. The fingerprint is an HMAC under a key of the node, so
# that the row tells nothing of the body.
idempotency = sa.Table(
    "idempotency",
    metadata,
    sa.Column("client", RecordId, primary_key=True),
    sa.Column("key", sa.String(200), primary_key=True),
    needed("fingerprint", sa.LargeBinary(32)),
    needed("filing_id", RecordId),
    needed("created_at", Instant),
)

receipt = sa.Table(
    "receipt",
    metadata,
    sa.Column("filing_id", RecordId, primary_key=True),
    needed("jws", sa.Text),
)

# Ids and versions, never contents: what is erased later must not live on here.
outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", Serial, sa.Identity(), primary_key=True),
    needed("ord", sa.BigInteger),
    needed("record_id", RecordId),
    needed("version", sa.Integer),
    sa.Column("done_at", Instant, index=True),
    sqlite_autoincrement=True,
)

# What somebody has begun to write: nobody else's to see, of no effect. `filing_id` stands
# in a draft that was filed; its text is gone then, and it answers a repeated request.
draft = sa.Table(
    "draft",
    metadata,
    sa.Column("id", RecordId, primary_key=True),
    needed("account_id", RecordId),
    needed("type", Code),
    sa.Column("note", sa.String(200)),
    sa.Column("body", sa.LargeBinary),
    needed("version", sa.Integer),
    needed("created_at", Instant),
    needed("updated_at", Instant),
    sa.Column("filing_id", RecordId),
    sa.Index("ix_draft_account_id_id", "account_id", "id"),
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("id", Serial, sa.Identity(), primary_key=True),
    needed("at", Instant, index=True),
    needed("actor", RecordId),
    needed("action", Code),
    needed("outcome", Code),
    needed("codes", sa.Text),
    needed("digest", Key),
    sqlite_autoincrement=True,
)

lease = sa.Table(
    "lease",
    metadata,
    sa.Column("task", Code, primary_key=True),
    needed("holder", sa.String(80)),
    needed("until", Instant),
)

# How far a task has come that goes through many records: what it does it for, behind which one.
progress = sa.Table(
    "progress",
    metadata,
    sa.Column("task", Code, primary_key=True),
    needed("subject", Key),
    needed("after", RecordId),
    needed("done", sa.Integer),
)
