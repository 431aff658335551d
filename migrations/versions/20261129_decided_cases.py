"""Decided domain-name cases, by provider's number and by domain name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "e13c7a5f0d94"
down_revision = "b3c91f7d2e60"
branch_labels = None
depends_on = None


def _text(length: int) -> sa.types.TypeEngine[str]:
    """Text that both engines compare byte by byte."""
    plain = sa.String(length=length)
    return plain.with_variant(sa.String(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "decided_case",
        sa.Column("id", _text(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", _text(40), nullable=False),
        sa.Column("number", _text(80), nullable=False),
        sa.Column("outcome", _text(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decided_case")),
        sa.UniqueConstraint("source", "number", name=op.f("uq_decided_case_source_number")),
    )
    op.create_index("ix_decided_case_number", "decided_case", ["number"])
    op.create_table(
        "decided_domain",
        sa.Column("name", _text(80), nullable=False),
        sa.Column("case_id", _text(20), nullable=False),
        sa.PrimaryKeyConstraint("name", "case_id", name=op.f("pk_decided_domain")),
    )
    op.create_index("ix_decided_domain_case_id", "decided_domain", ["case_id"])


def downgrade() -> None:
    op.drop_table("decided_domain")
    op.drop_table("decided_case")
