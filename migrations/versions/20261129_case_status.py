"""What the status of cases is asked by, and the one-time doors of parties without an account."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "b3c91f7d2e60"
down_revision = "a7d40c5e8b13"
branch_labels = None
depends_on = None


def _text(length: int) -> sa.types.TypeEngine[str]:
    """Text that both engines compare byte by byte."""
    plain = sa.String(length=length)
    return plain.with_variant(sa.String(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "case_key",
        sa.Column("case_id", _text(20), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("side", _text(40), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "position", name=op.f("pk_case_key")),
    )
    op.create_table(
        "case_day",
        sa.Column("case_id", _text(20), nullable=False),
        sa.Column("deadline", _text(80), nullable=False),
        sa.Column("start", _text(10), nullable=False),
        sa.Column("due", _text(10), nullable=False),
        sa.Column("who", _text(40), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("pack", _text(20), nullable=False),
        sa.Column("pack_version", sa.Integer(), nullable=False),
        sa.Column("changed_at", _text(27), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "deadline", "start", name=op.f("pk_case_day")),
    )
    op.create_table(
        "case_door",
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("case_id", _text(20), nullable=False),
        sa.Column("side", _text(40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("issued_by", _text(20), nullable=False),
        sa.Column("issued_at", _text(27), nullable=False),
        sa.Column("expires_at", _text(27), nullable=False),
        sa.Column("used_at", _text(27), nullable=True),
        sa.Column("account_id", _text(20), nullable=True),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_case_door")),
    )
    op.create_index(op.f("ix_case_door_case_id"), "case_door", ["case_id"])


def downgrade() -> None:
    for table in ("case_door", "case_day", "case_key"):
        op.drop_table(table)
