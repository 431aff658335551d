"""Days of closure on record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "5b8e21d7c06f"
down_revision = "d41c7a90be26"
branch_labels = None
depends_on = None


def _text(length: int) -> sa.types.TypeEngine[str]:
    """Text that both engines compare byte by byte."""
    plain = sa.String(length=length)
    return plain.with_variant(sa.String(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "closure",
        sa.Column("id", _text(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("place", _text(40), nullable=False),
        sa.Column("day", _text(10), nullable=False),
        sa.Column("category", _text(40), nullable=False),
        sa.Column("source", _text(80), nullable=False),
        sa.Column("stands", sa.Integer(), nullable=False),
        sa.Column("standing", _text(80), nullable=True),
        sa.Column("ord", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closure")),
        sa.UniqueConstraint("standing", name=op.f("uq_closure_standing")),
    )


def downgrade() -> None:
    op.drop_table("closure")
