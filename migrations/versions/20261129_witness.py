"""What this node has cosigned as a witness of other logs, and what proves a fork of one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "e5a31b70c8d2"
down_revision = "c3f8a51e7d24"
branch_labels = None
depends_on = None


def _text(length: int) -> sa.types.TypeEngine[str]:
    """Text that both engines compare byte by byte."""
    plain = sa.String(length=length)
    return plain.with_variant(sa.String(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "witnessed",
        sa.Column("log", sa.String(length=64), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.LargeBinary(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("time", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("log", name=op.f("pk_witnessed")),
    )
    op.create_table(
        "fork_evidence",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("seen_at", _text(27), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_fork_evidence")),
    )


def downgrade() -> None:
    op.drop_table("fork_evidence")
    op.drop_table("witnessed")
