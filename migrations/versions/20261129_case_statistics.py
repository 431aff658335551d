"""Statistics of cases: one publication a quarter."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "c5a9e2714f60"
down_revision = "e3b96f0c7a25"
branch_labels = None
depends_on = None


def _text(length: int) -> sa.types.TypeEngine[str]:
    """Text that both engines compare byte by byte."""
    plain = sa.String(length=length)
    return plain.with_variant(sa.String(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "case_statistics",
        sa.Column("quarter", _text(40), nullable=False),
        sa.Column("id", _text(20), nullable=False),
        sa.PrimaryKeyConstraint("quarter", name=op.f("pk_case_statistics")),
    )


def downgrade() -> None:
    op.drop_table("case_statistics")
