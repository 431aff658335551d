"""What the database knows of the published log. What it may not be trusted with stands outside.

The signer keeps what it signed last in a file of its own (`services/log/signing.py`): a
database that was restored from an old copy knows nothing of it.
"""

from __future__ import annotations

import sqlalchemy as sa

from ipregistry.models.base import Code, Instant, metadata, needed

# The newest checkpoints that were signed; `note` with the signatures that it was published
# under first. An index for reading: the newest one stands in the log's folder.
checkpoint = sa.Table(
    "checkpoint",
    metadata,
    sa.Column("size", sa.BigInteger, primary_key=True, autoincrement=False),
    needed("root", sa.LargeBinary(32)),
    needed("note", sa.Text),
    needed("published_at", Instant),
)

# At most one row: why the publisher does not go on. `closes` is 1 where the register itself
# has lost entries that were acknowledged, so that no filing may be judged on it.
log_alarm = sa.Table(
    "log_alarm",
    metadata,
    sa.Column("id", sa.Integer, sa.CheckConstraint("id = 1", name="one"), primary_key=True),
    needed("code", Code),
    needed("detail", sa.Text),
    needed("closes", sa.Integer),
    needed("since", Instant),
)

# What this node cosigned last of each log that it witnesses; `log` is the SHA-256 of its origin.
witnessed = sa.Table(
    "witnessed",
    metadata,
    sa.Column("log", sa.String(64), primary_key=True),
    needed("origin", sa.Text),
    needed("size", sa.BigInteger),
    needed("root", sa.LargeBinary(32)),
    needed("note", sa.Text),
    needed("time", sa.BigInteger),
)

# Checkpoints that a log has signed and that cannot stand beside what it signed before.
fork_evidence = sa.Table(
    "fork_evidence",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    needed("origin", sa.Text),
    needed("note", sa.Text),
    needed("seen_at", Instant),
)
