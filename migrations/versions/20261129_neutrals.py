"""Neutrals: the roster's entries, what they are looked for by, nominations in cases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "e3b96f0c7a25"
down_revision = "a3d95f0e71b4"
branch_labels = None
depends_on = None


def _text(length: int) -> sa.types.TypeEngine[str]:
    """Text that both engines compare byte by byte."""
    plain = sa.String(length=length)
    return plain.with_variant(sa.String(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "neutral",
        sa.Column("id", _text(20), nullable=False),
        sa.Column("status", _text(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_neutral")),
    )
    op.create_table(
        "neutral_trait",
        sa.Column("neutral_id", _text(20), nullable=False),
        sa.Column("trait", _text(40), nullable=False),
        sa.Column("value", _text(80), nullable=False),
        sa.Column("since", _text(10), nullable=False),
        sa.Column("until", _text(10), nullable=True),
        sa.PrimaryKeyConstraint(
            "neutral_id", "trait", "value", "since", name=op.f("pk_neutral_trait")
        ),
    )
    op.create_index("ix_neutral_trait_value", "neutral_trait", ["trait", "value"])
    op.create_table(
        "nomination",
        sa.Column("id", _text(20), nullable=False),
        sa.Column("case_id", _text(20), nullable=False),
        sa.Column("neutral", _text(20), nullable=False),
        sa.Column("status", _text(40), nullable=False),
        sa.Column("account", _text(20), nullable=True),
        sa.Column("party", _text(20), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination")),
    )
    op.create_index("ix_nomination_account", "nomination", ["account"])
    op.create_index("ix_nomination_neutral", "nomination", ["neutral"])


def downgrade() -> None:
    for table in ("nomination", "neutral_trait", "neutral"):
        op.drop_table(table)
