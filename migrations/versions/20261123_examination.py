"""the officer's desk: drafts, examination, requisitions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "5d1f0c7a94e2"
down_revision = "cb779fa1be15"
branch_labels = None
depends_on = None


def _text(length: int) -> sa.types.TypeEngine[str]:
    """Text that both engines compare byte by byte."""
    plain = sa.String(length=length)
    return plain.with_variant(sa.String(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("id", _text(20), nullable=False),
        sa.Column("account_id", _text(20), nullable=False),
        sa.Column("type", _text(40), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", _text(27), nullable=False),
        sa.Column("updated_at", _text(27), nullable=False),
        sa.Column("filing_id", _text(20), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    op.create_index("ix_draft_account_id_id", "draft", ["account_id", "id"])
    op.create_table(
        "examination",
        sa.Column("filing_id", _text(20), nullable=False),
        sa.Column("officer", _text(20), nullable=True),
        sa.Column("stand_in", _text(20), nullable=True),
        sa.Column("recused", sa.Text(), nullable=False),
        sa.Column("decisions", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("filing_id", name=op.f("pk_examination")),
    )
    op.create_index(op.f("ix_examination_officer"), "examination", ["officer"])
    op.create_index(op.f("ix_examination_stand_in"), "examination", ["stand_in"])
    op.create_table(
        "requisition",
        sa.Column("id", _text(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", _text(40), nullable=False),
        sa.Column("asset_id", _text(20), nullable=True),
        sa.Column("paper", sa.String(length=60), nullable=False),
        sa.Column("due_date", _text(10), nullable=False),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("filer", _text(20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requisition")),
    )
    op.create_table(
        "requisition_filing",
        sa.Column("requisition_id", _text(20), nullable=False),
        sa.Column("filing_id", _text(20), nullable=False),
        sa.PrimaryKeyConstraint("requisition_id", "filing_id", name=op.f("pk_requisition_filing")),
    )
    op.create_index("ix_requisition_filing_filing_id", "requisition_filing", ["filing_id"])


def downgrade() -> None:
    for table in ("requisition_filing", "requisition", "examination", "draft"):
        op.drop_table(table)
