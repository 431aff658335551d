"""Parties: which version of its record a version puts right."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "f19c6b3a0e57"
down_revision = "e5a31b70c8d2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("party", sa.Column("corrects", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("party", "corrects")
