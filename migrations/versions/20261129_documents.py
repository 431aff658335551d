"""Documents of cases, as they are kept encrypted, and blobs that are to be removed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "d0c5a7e19b42"
down_revision = "5b8e21d7c06f"
branch_labels = None
depends_on = None


def _text(length: int) -> sa.types.TypeEngine[str]:
    """Text that both engines compare byte by byte."""
    plain = sa.String(length=length)
    return plain.with_variant(sa.String(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "document",
        sa.Column("address", sa.LargeBinary(length=32), nullable=False),
        sa.Column("owner", _text(20), nullable=False),
        sa.Column("blob", sa.String(length=64), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(length=60), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("uploaded_by", _text(20), nullable=False),
        sa.Column("uploaded_at", _text(27), nullable=False),
        sa.Column("filed_at", _text(27), nullable=True),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_document")),
        sa.UniqueConstraint("blob", name=op.f("uq_document_blob")),
    )
    op.create_index(op.f("ix_document_owner"), "document", ["owner"])
    op.create_index("ix_document_filed_at_uploaded_at", "document", ["filed_at", "uploaded_at"])
    op.create_table(
        "blob_to_remove",
        sa.Column("blob", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("blob", name=op.f("pk_blob_to_remove")),
    )


def downgrade() -> None:
    op.drop_table("blob_to_remove")
    op.drop_index("ix_document_filed_at_uploaded_at", table_name="document")
    op.drop_index(op.f("ix_document_owner"), table_name="document")
    op.drop_table("document")
