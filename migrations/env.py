"""Alembic's entry: the address from `-x url=`, the configuration, or DATABASE_URL."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context

from ipregistry.config import read_settings
from ipregistry.models import metadata

# A migration that waits for a lock stops the node's writers behind it; it gives up first.
LOCK_TIMEOUT = "5s"
STATEMENT_TIMEOUT = "600s"


def _url() -> str:
    if context.config.file_config.has_section("alembic"):
        configured = context.config.get_main_option("sqlalchemy.url")
        if configured:
            return configured
    return read_settings().database_url


def _run(connection: sa.Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        compare_server_default=False,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
            connection.exec_driver_sql(f"SET LOCAL statement_timeout = '{STATEMENT_TIMEOUT}'")
        context.run_migrations()


def _run_offline() -> None:
    context.configure(url=_url(), target_metadata=metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


def _run_online() -> None:
    engine = sa.create_engine(_url(), poolclass=sa.pool.NullPool)
    with engine.connect() as connection:
        _run(connection)
    engine.dispose()


if context.is_offline_mode():
    _run_offline()
else:
    _run_online()
