"""What the register never loses: entries, and the parts that they fixed."""

from __future__ import annotations

import sqlalchemy as sa

from ipregistry.models.base import Code, Instant, RecordId, Serial, metadata, needed

# `ord` is drawn after the locks: per right, its order is the order of versions. The log
# numbers what is committed by `ord`, never by id or time.
entry = sa.Table(
    "entry",
    metadata,
    sa.Column("ord", Serial, sa.Identity(), primary_key=True),
    needed("id", RecordId, unique=True),
    needed("filing_id", RecordId, unique=True),
    needed("recorded_at", Instant),
    needed("leaf", sa.LargeBinary),
    needed("leaf_hash", sa.LargeBinary, unique=True),
    needed("fill_seed", sa.LargeBinary),
    sa.Column("log_index", sa.BigInteger, unique=True),
    sqlite_autoincrement=True,
)
# What the sequencer has still to number: few rows of many.
sa.Index(
    "ix_entry_unnumbered",
    entry.c.ord,
    sqlite_where=entry.c.log_index.is_(None),
    postgresql_where=entry.c.log_index.is_(None),
)

# Stored once, and touched by nothing but an erasure: then `body` is what stays of it, `salt` is
# empty and `erased` names the record of the erasure. Commitment and `item`, the part's place
# in its entry's tree, stand for ever.
part = sa.Table(
    "part",
    metadata,
    sa.Column("record_id", RecordId, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("label", Code, primary_key=True),
    needed("ord", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.ForeignKey("entry.ord")),
    needed("item", sa.Integer),
    needed("kind", Code),
    needed("body", sa.LargeBinary),
    needed("salt", sa.LargeBinary),
    needed("commitment", sa.LargeBinary),
    sa.Column("erased", RecordId),
    sa.UniqueConstraint("ord", "item"),
    sa.Index("ix_part_commitment", "commitment"),
)
