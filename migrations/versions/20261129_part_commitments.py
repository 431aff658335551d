"""Parts are found by commitment, as the log names them."""

from __future__ import annotations

from alembic import op

revision = "d41c7f9e20ab"
down_revision = "b7e2d90c4f15"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_part_commitment", "part", ["commitment"])


def downgrade() -> None:
    op.drop_index("ix_part_commitment", "part")
