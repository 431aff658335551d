"""Indexes over the parts of cases: where each stands, who is in it, what is due."""

from __future__ import annotations

import sqlalchemy as sa

from ipregistry.models.base import Code, Day, Instant, Key, RecordId, Serial, metadata, needed

case_file = sa.Table(
    "case_file",
    metadata,
    sa.Column("id", RecordId, primary_key=True),
    needed("version", sa.Integer),
    needed("pack", Key),
    needed("category", Code),
    needed("state", Code),
    needed("final", sa.Integer),
    needed("opened_on", Day),
    needed("changed_at", Instant),
    needed("ord", Serial),
    sa.Index("ix_case_file_ord", "ord"),
)

# Who is in a case today, by account or by party on record: what access to it rests on.
case_member = sa.Table(
    "case_member",
    metadata,
    sa.Column("case_id", RecordId, primary_key=True),
    sa.Column("side", Code, primary_key=True),
    sa.Column("role", Code, primary_key=True),
    sa.Column("member", RecordId, primary_key=True),
    sa.Index("ix_case_member_member", "member"),
)

# Which case a record is of, and which side where it is one side's.
case_record = sa.Table(
    "case_record",
    metadata,
    sa.Column("record_id", RecordId, primary_key=True),
    needed("case_id", RecordId),
    needed("kind", Code),
    sa.Column("side", Code),
    sa.Index("ix_case_record_case_id", "case_id", "kind"),
)

# The open deadlines; `over_at` is the instant at which one ends by itself, where it does.
case_deadline = sa.Table(
    "case_deadline",
    metadata,
    sa.Column("case_id", RecordId, primary_key=True),
    sa.Column("deadline", Key, primary_key=True),
    needed("who", Code),
    sa.Column("place", Code),
    sa.Column("due", Day),
    sa.Column("over_at", Instant),
    sa.Index("ix_case_deadline_over_at", "over_at"),
)

# The quarters whose statistics are published: each once, and never counted anew.
case_statistics = sa.Table(
    "case_statistics",
    metadata,
    sa.Column("quarter", Code, primary_key=True),
    needed("id", RecordId),
)

CASES = (case_file, case_member, case_record, case_deadline, case_statistics)
