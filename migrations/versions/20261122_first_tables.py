"""first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "cb779fa1be15"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column(
            "id",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("roles", sa.String(length=200), nullable=False),
        sa.Column(
            "party_id",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column(
            "created_at",
            sa.String(length=27).with_variant(sa.String(length=27, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "disabled_at",
            sa.String(length=27).with_variant(sa.String(length=27, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("name", name=op.f("uq_account_name")),
    )
    op.create_table(
        "asset",
        sa.Column(
            "id",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "office",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "number",
            sa.String(length=80).with_variant(sa.String(length=80, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("published", sa.Integer(), nullable=False),
        sa.Column(
            "term_ends",
            sa.String(length=10).with_variant(sa.String(length=10, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column(
            "term_confidence",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column("title_version", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "known_at",
            sa.String(length=27).with_variant(sa.String(length=27, collation="C"), "postgresql"),
            server_default="",
            nullable=False,
        ),
        sa.Column("ord", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset")),
    )
    with op.batch_alter_table("asset", schema=None) as batch_op:
        batch_op.create_index("ix_asset_published_id", ["published", "id"], unique=False)

    op.create_table(
        "asset_number",
        sa.Column(
            "office",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "normalised",
            sa.String(length=80).with_variant(sa.String(length=80, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "scheme",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "asset_id",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint(
            "office", "kind", "normalised", "scheme", name=op.f("pk_asset_number")
        ),
    )
    with op.batch_alter_table("asset_number", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_asset_number_asset_id"), ["asset_id"], unique=False)
        batch_op.create_index("ix_asset_number_normalised", ["normalised"], unique=False)

    op.create_table(
        "audit",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=False),
            nullable=False,
        ),
        sa.Column(
            "at",
            sa.String(length=27).with_variant(sa.String(length=27, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "actor",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "action",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("codes", sa.Text(), nullable=False),
        sa.Column(
            "digest",
            sa.String(length=80).with_variant(sa.String(length=80, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_at"), ["at"], unique=False)

    op.create_table(
        "concern",
        sa.Column(
            "record_id",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "party_id",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("record_id", "party_id", name=op.f("pk_concern")),
    )
    op.create_table(
        "current_part",
        sa.Column(
            "record_id",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "label",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("record_id", "label", name=op.f("pk_current_part")),
    )
    op.create_table(
        "entry",
        sa.Column(
            "ord",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=False),
            nullable=False,
        ),
        sa.Column(
            "id",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "filing_id",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "recorded_at",
            sa.String(length=27).with_variant(sa.String(length=27, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary(), nullable=False),
        sa.Column("fill_seed", sa.LargeBinary(), nullable=False),
        sa.Column("log_index", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("ord", name=op.f("pk_entry")),
        sa.UniqueConstraint("filing_id", name=op.f("uq_entry_filing_id")),
        sa.UniqueConstraint("id", name=op.f("uq_entry_id")),
        sa.UniqueConstraint("leaf_hash", name=op.f("uq_entry_leaf_hash")),
        sa.UniqueConstraint("log_index", name=op.f("uq_entry_log_index")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "filing",
        sa.Column(
            "id",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "type",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "act",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "filer",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "received_at",
            sa.String(length=27).with_variant(sa.String(length=27, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("ord", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "transaction_id",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column("assents", sa.Text(), nullable=False),
        sa.Column("awaiting", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing")),
    )
    with op.batch_alter_table("filing", schema=None) as batch_op:
        batch_op.create_index("ix_filing_filer_ord", ["filer", "ord"], unique=False)
        batch_op.create_index("ix_filing_status_ord", ["status", "ord"], unique=False)
        batch_op.create_index("ix_filing_transaction_id", ["transaction_id"], unique=False)

    op.create_table(
        "filing_subject",
        sa.Column(
            "asset_id",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "filing_id",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("asset_id", "filing_id", name=op.f("pk_filing_subject")),
    )
    with op.batch_alter_table("filing_subject", schema=None) as batch_op:
        batch_op.create_index("ix_filing_subject_filing_id", ["filing_id"], unique=False)

    op.create_table(
        "holder",
        sa.Column(
            "asset_id",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "register",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "party_id",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("party_version", sa.Integer(), nullable=False),
        sa.Column("share", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("asset_id", "register", "party_id", name=op.f("pk_holder")),
    )
    with op.batch_alter_table("holder", schema=None) as batch_op:
        batch_op.create_index("ix_holder_party_id", ["party_id", "asset_id"], unique=False)

    op.create_table(
        "idempotency",
        sa.Column(
            "client",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(length=32), nullable=False),
        sa.Column(
            "filing_id",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "created_at",
            sa.String(length=27).with_variant(sa.String(length=27, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("client", "key", name=op.f("pk_idempotency")),
    )
    op.create_table(
        "lease",
        sa.Column(
            "task",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("holder", sa.String(length=80), nullable=False),
        sa.Column(
            "until",
            sa.String(length=27).with_variant(sa.String(length=27, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("task", name=op.f("pk_lease")),
    )
    op.create_table(
        "mandate",
        sa.Column(
            "id",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "principal",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "agent",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate")),
    )
    with op.batch_alter_table("mandate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mandate_agent"), ["agent"], unique=False)
        batch_op.create_index(batch_op.f("ix_mandate_principal"), ["principal"], unique=False)

    op.create_table(
        "outbox",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=False),
            nullable=False,
        ),
        sa.Column("ord", sa.BigInteger(), nullable=False),
        sa.Column(
            "record_id",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "done_at",
            sa.String(length=27).with_variant(sa.String(length=27, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_done_at"), ["done_at"], unique=False)

    op.create_table(
        "party",
        sa.Column(
            "id",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "category",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("town", sa.Text(), nullable=True),
        sa.Column("named_key", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_party")),
        sa.UniqueConstraint("named_key", name=op.f("uq_party_named_key")),
    )
    op.create_table(
        "party_identifier",
        sa.Column(
            "party_id",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "category",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("value", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("party_id", "category", "value", name=op.f("pk_party_identifier")),
    )
    with op.batch_alter_table("party_identifier", schema=None) as batch_op:
        batch_op.create_index("ix_party_identifier_value", ["category", "value"], unique=False)

    op.create_table(
        "policy",
        sa.Column(
            "id",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_policy")),
    )
    op.create_table(
        "receipt",
        sa.Column(
            "filing_id",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("jws", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("filing_id", name=op.f("pk_receipt")),
    )
    op.create_table(
        "record",
        sa.Column(
            "id",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ord", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record")),
    )
    op.create_table(
        "title_effect",
        sa.Column(
            "asset_id",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "ord",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "known_at",
            sa.String(length=27).with_variant(sa.String(length=27, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "transaction_id",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "act",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "capacity",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("asset_id", "ord", "seq", name=op.f("pk_title_effect")),
    )
    op.create_table(
        "title_now",
        sa.Column(
            "asset_id",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("published", sa.Integer(), nullable=False),
        sa.Column("title_version", sa.Integer(), nullable=False),
        sa.Column(
            "valid_from",
            sa.String(length=10).with_variant(sa.String(length=10, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "valid_until",
            sa.String(length=10).with_variant(sa.String(length=10, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("asset_id", name=op.f("pk_title_now")),
    )
    op.create_table(
        "title_step",
        sa.Column(
            "asset_id",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("from_title_version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ord", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("asset_id", "from_title_version", name=op.f("pk_title_step")),
    )
    op.create_table(
        "transaction_subject",
        sa.Column(
            "asset_id",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "transaction_id",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "act",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("ord", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("asset_id", "transaction_id", name=op.f("pk_transaction_subject")),
    )
    with op.batch_alter_table("transaction_subject", schema=None) as batch_op:
        batch_op.create_index(
            "ix_transaction_subject_transaction_id", ["transaction_id"], unique=False
        )

    op.create_table(
        "api_key",
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column(
            "account_id",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("hint", sa.String(length=16), nullable=False),
        sa.Column(
            "created_at",
            sa.String(length=27).with_variant(sa.String(length=27, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "expires_at",
            sa.String(length=27).with_variant(sa.String(length=27, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column(
            "revoked_at",
            sa.String(length=27).with_variant(sa.String(length=27, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_api_key_account_id_account")
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_api_key")),
    )
    with op.batch_alter_table("api_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_key_account_id"), ["account_id"], unique=False)

    op.create_table(
        "part",
        sa.Column(
            "record_id",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "label",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("ord", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("commitment", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["ord"], ["entry.ord"], name=op.f("fk_part_ord_entry")),
        sa.PrimaryKeyConstraint("record_id", "version", "label", name=op.f("pk_part")),
        sa.UniqueConstraint("ord", "item", name=op.f("uq_part_ord_item")),
    )


def downgrade() -> None:
    op.drop_table("part")
    with op.batch_alter_table("api_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_api_key_account_id"))

    op.drop_table("api_key")
    with op.batch_alter_table("transaction_subject", schema=None) as batch_op:
        batch_op.drop_index("ix_transaction_subject_transaction_id")

    op.drop_table("transaction_subject")
    op.drop_table("title_step")
    op.drop_table("title_now")
    op.drop_table("title_effect")
    op.drop_table("record")
    op.drop_table("receipt")
    op.drop_table("policy")
    with op.batch_alter_table("party_identifier", schema=None) as batch_op:
        batch_op.drop_index("ix_party_identifier_value")

    op.drop_table("party_identifier")
    op.drop_table("party")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_done_at"))

    op.drop_table("outbox")
    with op.batch_alter_table("mandate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mandate_principal"))
        batch_op.drop_index(batch_op.f("ix_mandate_agent"))

    op.drop_table("mandate")
    op.drop_table("lease")
    op.drop_table("idempotency")
    with op.batch_alter_table("holder", schema=None) as batch_op:
        batch_op.drop_index("ix_holder_party_id")

    op.drop_table("holder")
    with op.batch_alter_table("filing_subject", schema=None) as batch_op:
        batch_op.drop_index("ix_filing_subject_filing_id")

    op.drop_table("filing_subject")
    with op.batch_alter_table("filing", schema=None) as batch_op:
        batch_op.drop_index("ix_filing_transaction_id")
        batch_op.drop_index("ix_filing_status_ord")
        batch_op.drop_index("ix_filing_filer_ord")

    op.drop_table("filing")
    op.drop_table("entry")
    op.drop_table("current_part")
    op.drop_table("concern")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_at"))

    op.drop_table("audit")
    with op.batch_alter_table("asset_number", schema=None) as batch_op:
        batch_op.drop_index("ix_asset_number_normalised")
        batch_op.drop_index(batch_op.f("ix_asset_number_asset_id"))

    op.drop_table("asset_number")
    with op.batch_alter_table("asset", schema=None) as batch_op:
        batch_op.drop_index("ix_asset_published_id")

    op.drop_table("asset")
    op.drop_table("account")
