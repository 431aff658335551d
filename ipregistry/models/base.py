"""Metadata and the few column types that every table uses."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Byte order on both engines, whatever the database's locale: instants and numbers are
# compared as text.
Key = sa.String(80).with_variant(sa.String(80, collation="C"), "postgresql")
RecordId = sa.String(20).with_variant(sa.String(20, collation="C"), "postgresql")
Instant = sa.String(27).with_variant(sa.String(27, collation="C"), "postgresql")
Day = sa.String(10).with_variant(sa.String(10, collation="C"), "postgresql")
Code = sa.String(40).with_variant(sa.String(40, collation="C"), "postgresql")
Serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def needed(name: str, kind: Any, *more: Any, **options: Any) -> sa.Column[Any]:
    """A column that is never null."""
    return sa.Column(name, kind, *more, nullable=False, **options)
