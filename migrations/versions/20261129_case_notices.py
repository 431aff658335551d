"""Notices of cases; how far the recomputing of open deadlines has come."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "a3d95f0e71b4"
down_revision = "e13c7a5f0d94"
branch_labels = None
depends_on = None


def _text(length: int) -> sa.types.TypeEngine[str]:
    """Text that both engines compare byte by byte."""
    plain = sa.String(length=length)
    return plain.with_variant(sa.String(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "case_notice",
        sa.Column("id", _text(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", _text(20), nullable=False),
        sa.Column("side", _text(40), nullable=False),
        sa.Column("channel", _text(40), nullable=False),
        sa.Column("sent_on", _text(10), nullable=False),
        sa.Column("standing", _text(40), nullable=False),
        sa.Column("next_channel", _text(40), nullable=True),
        sa.Column("follows", _text(20), nullable=True),
        sa.Column("ord", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_notice")),
        sa.UniqueConstraint("follows", name=op.f("uq_case_notice_follows")),
    )
    op.create_index(op.f("ix_case_notice_case_id"), "case_notice", ["case_id"])
    op.create_index("ix_case_notice_standing", "case_notice", ["standing"])
    op.create_table(
        "progress",
        sa.Column("task", _text(40), nullable=False),
        sa.Column("subject", _text(80), nullable=False),
        sa.Column("after", _text(20), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("task", name=op.f("pk_progress")),
    )


def downgrade() -> None:
    op.drop_table("progress")
    op.drop_index("ix_case_notice_standing", table_name="case_notice")
    op.drop_index(op.f("ix_case_notice_case_id"), table_name="case_notice")
    op.drop_table("case_notice")
