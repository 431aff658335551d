"""What the status of cases is asked by: the present keys of sides, days that are or were due."""

from __future__ import annotations

import sqlalchemy as sa

from ipregistry.models.base import Code, Day, Instant, Key, RecordId, metadata, needed

# No key stands here: with the node's secret, which is not in the database, a row gives one.
case_key = sa.Table(
    "case_key",
    metadata,
    sa.Column("case_id", RecordId, primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    needed("side", Code),
    needed("generation", sa.Integer),
)

# Each last day that a case ever had. `seen` is the version of the case that had it last: where
# the case has a later one, the deadline was met or fell away.
case_day = sa.Table(
    "case_day",
    metadata,
    sa.Column("case_id", RecordId, primary_key=True),
    sa.Column("deadline", Key, primary_key=True),
    sa.Column("start", Day, primary_key=True),
    needed("due", Day),
    needed("who", Code),
    needed("seen", sa.Integer),
    needed("pack", RecordId),
    needed("pack_version", sa.Integer),
    needed("changed_at", Instant),
)

STATUS = (case_key, case_day)

# The one-time doors of respondents; the code is kept as its SHA-256. No projection.
case_door = sa.Table(
    "case_door",
    metadata,
    sa.Column("hash", sa.LargeBinary(32), primary_key=True),
    needed("case_id", RecordId, index=True),
    needed("side", Code),
    needed("position", sa.Integer),
    needed("issued_by", RecordId),
    needed("issued_at", Instant),
    needed("expires_at", Instant),
    sa.Column("used_at", Instant),
    sa.Column("account_id", RecordId),
)
