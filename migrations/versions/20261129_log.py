"""The log: what is still to be numbered, the checkpoints, the alarm."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "b7d20e4c91f3"
down_revision = "b64af3b7e80d"
branch_labels = None
depends_on = None


def _text(length: int) -> sa.types.TypeEngine[str]:
    """Text that both engines compare byte by byte."""
    plain = sa.String(length=length)
    return plain.with_variant(sa.String(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    unnumbered = sa.text("log_index IS NULL")
    op.create_index(
        "ix_entry_unnumbered",
        "entry",
        ["ord"],
        sqlite_where=unnumbered,
        postgresql_where=unnumbered,
    )
    op.create_table(
        "checkpoint",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root", sa.LargeBinary(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("published_at", _text(27), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_checkpoint")),
    )
    op.create_table(
        "log_alarm",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", _text(40), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("closes", sa.Integer(), nullable=False),
        sa.Column("since", _text(27), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_log_alarm_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_alarm")),
    )


def downgrade() -> None:
    op.drop_table("log_alarm")
    op.drop_table("checkpoint")
    op.drop_index("ix_entry_unnumbered", "entry")
