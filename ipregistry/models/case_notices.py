"""An index over the notices of cases: to whom each went, by which channel, where it stands."""

from __future__ import annotations

import sqlalchemy as sa

from ipregistry.models.base import Code, Day, RecordId, Serial, metadata, needed

case_notice = sa.Table(
    "case_notice",
    metadata,
    sa.Column("id", RecordId, primary_key=True),
    needed("version", sa.Integer),
    needed("case_id", RecordId, index=True),
    needed("side", Code),
    needed("channel", Code),
    needed("sent_on", Day),
    needed("standing", Code),
    sa.Column("next_channel", Code),
    # One notice is followed by one: two that were sent after the same are a mistake of somebody.
    sa.Column("follows", RecordId, unique=True),
    needed("ord", Serial),
    sa.Index("ix_case_notice_standing", "standing"),
)
