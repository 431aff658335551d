"""Rules packs and calendars on record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "d41c7a90be26"
down_revision = "f19c6b3a0e57"
branch_labels = None
depends_on = None


def _text(length: int) -> sa.types.TypeEngine[str]:
    """Text that both engines compare byte by byte."""
    plain = sa.String(length=length)
    return plain.with_variant(sa.String(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    for table, name, length in (("pack", "name", 80), ("calendar", "place", 40)):
        op.create_table(
            table,
            sa.Column("id", _text(20), nullable=False),
            sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
            sa.Column(name, _text(length), nullable=False),
            sa.Column("digest", _text(80), nullable=False),
            sa.Column("text", sa.Text(), nullable=False),
            sa.PrimaryKeyConstraint("id", "version", name=op.f(f"pk_{table}")),
            sa.UniqueConstraint(name, "version", name=op.f(f"uq_{table}_{name}_version")),
        )


def downgrade() -> None:
    op.drop_table("calendar")
    op.drop_table("pack")
