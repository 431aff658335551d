"""Withheld: entries of which searches show nothing, and by which correction."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "c3f8a51e7d24"
down_revision = "d41c7f9e20ab"
branch_labels = None
depends_on = None


def _text(length: int) -> sa.types.TypeEngine[str]:
    """Text that both engines compare byte by byte."""
    plain = sa.String(length=length)
    return plain.with_variant(sa.String(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "withheld",
        sa.Column("transaction_id", _text(20), nullable=False),
        sa.Column("asset_id", _text(20), nullable=False),
        sa.Column("correction_id", _text(20), nullable=False),
        sa.PrimaryKeyConstraint(
            "transaction_id", "asset_id", "correction_id", name=op.f("pk_withheld")
        ),
    )


def downgrade() -> None:
    op.drop_table("withheld")
