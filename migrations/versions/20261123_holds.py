"""Holds, and the place of a party.

`ipregistry rebuild` fills the new column of parties that were recorded before.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "8c1b6e04d2a7"
down_revision = "5d1f0c7a94e2"
branch_labels = None
depends_on = None


def _text(length: int) -> sa.types.TypeEngine[str]:
    """Text that both engines compare byte by byte."""
    plain = sa.String(length=length)
    return plain.with_variant(sa.String(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "hold",
        sa.Column("id", _text(20), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("asset_id", _text(20), nullable=False),
        sa.Column("known_at", _text(27), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_hold")),
    )
    op.create_index("ix_hold_asset_id", "hold", ["asset_id"])
    op.add_column("party", sa.Column("place", _text(40), nullable=True))


def downgrade() -> None:
    op.drop_column("party", "place")
    op.drop_table("hold")
