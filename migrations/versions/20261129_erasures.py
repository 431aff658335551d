"""Erasures: which parts were erased, and by which record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "b7e2d90c4f15"
down_revision = "b7d20e4c91f3"
branch_labels = None
depends_on = None


def _text(length: int) -> sa.types.TypeEngine[str]:
    """Text that both engines compare byte by byte."""
    plain = sa.String(length=length)
    return plain.with_variant(sa.String(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("part", sa.Column("erased", _text(20), nullable=True))
    op.create_table(
        "erasure",
        sa.Column("id", _text(20), nullable=False),
        sa.Column("record_id", _text(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("label", _text(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    op.create_index("ix_erasure_record_id", "erasure", ["record_id"])


def downgrade() -> None:
    op.drop_table("erasure")
    op.drop_column("part", "erased")
