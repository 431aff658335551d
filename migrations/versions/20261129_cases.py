"""Cases: where each stands, who is in it, what is due."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "a7d40c5e8b13"
down_revision = "d0c5a7e19b42"
branch_labels = None
depends_on = None


def _text(length: int) -> sa.types.TypeEngine[str]:
    """Text that both engines compare byte by byte."""
    plain = sa.String(length=length)
    return plain.with_variant(sa.String(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "case_file",
        sa.Column("id", _text(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("pack", _text(80), nullable=False),
        sa.Column("category", _text(40), nullable=False),
        sa.Column("state", _text(40), nullable=False),
        sa.Column("final", sa.Integer(), nullable=False),
        sa.Column("opened_on", _text(10), nullable=False),
        sa.Column("changed_at", _text(27), nullable=False),
        sa.Column("ord", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file")),
    )
    op.create_index("ix_case_file_ord", "case_file", ["ord"])
    op.create_table(
        "case_member",
        sa.Column("case_id", _text(20), nullable=False),
        sa.Column("side", _text(40), nullable=False),
        sa.Column("role", _text(40), nullable=False),
        sa.Column("member", _text(20), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "side", "role", "member", name=op.f("pk_case_member")),
    )
    op.create_index("ix_case_member_member", "case_member", ["member"])
    op.create_table(
        "case_record",
        sa.Column("record_id", _text(20), nullable=False),
        sa.Column("case_id", _text(20), nullable=False),
        sa.Column("kind", _text(40), nullable=False),
        sa.Column("side", _text(40), nullable=True),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_case_record")),
    )
    op.create_index("ix_case_record_case_id", "case_record", ["case_id", "kind"])
    op.create_table(
        "case_deadline",
        sa.Column("case_id", _text(20), nullable=False),
        sa.Column("deadline", _text(80), nullable=False),
        sa.Column("who", _text(40), nullable=False),
        sa.Column("place", _text(40), nullable=True),
        sa.Column("due", _text(10), nullable=True),
        sa.Column("over_at", _text(27), nullable=True),
        sa.PrimaryKeyConstraint("case_id", "deadline", name=op.f("pk_case_deadline")),
    )
    op.create_index("ix_case_deadline_over_at", "case_deadline", ["over_at"])


def downgrade() -> None:
    for table in ("case_deadline", "case_record", "case_member", "case_file"):
        op.drop_table(table)
