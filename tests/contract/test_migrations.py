"""The migrations and the tables in `ipregistry.models` say the same, upwards and downwards.

Runs on whatever database the session has, so scripts/test asks the same of SQLite, of the newest
PostgreSQL and of the oldest one supported.
"""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect
from sqlalchemy.pool import NullPool

from ipregistry.models import metadata
from tests.databases import alembic_config, is_sqlite, migrate

pytestmark = pytest.mark.migration


def engine_for(url: str) -> Engine:
    return create_engine(url, poolclass=NullPool)


def tables_in(url: str) -> set[str]:
    return set(inspect(engine_for(url)).get_table_names()) - {"alembic_version"}


def differences(url: str) -> list[object]:
    with engine_for(url).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, metadata)


def test_upgrading_makes_every_table_of_the_models(empty_database_url):
    migrate(empty_database_url)
    assert metadata.tables.keys() - tables_in(empty_database_url) == set()
    assert metadata.tables


def test_alembic_check_finds_no_difference(empty_database_url):
    migrate(empty_database_url)
    command.check(alembic_config(empty_database_url))


def test_a_table_without_its_migration_is_a_difference(empty_database_url):
    """The check above would pass on anything if autogenerate saw nothing at all."""
    migrate(empty_database_url)
    lost = metadata.sorted_tables[-1]
    with engine_for(empty_database_url).begin() as connection:
        lost.drop(connection)
    assert ("add_table", lost.name) in [
        (operation[0], operation[1].name)
        for operation in differences(empty_database_url)
        if operation[0] == "add_table"
    ]


def test_downgrading_to_base_leaves_nothing_and_upgrading_again_works(empty_database_url):
    migrate(empty_database_url)
    command.downgrade(alembic_config(empty_database_url), "base")
    assert tables_in(empty_database_url) == set()
    migrate(empty_database_url)
    command.check(alembic_config(empty_database_url))


def test_there_is_one_head():
    assert len(ScriptDirectory.from_config(alembic_config("sqlite://")).get_heads()) == 1


def test_no_postgresql_extension_is_needed(empty_database_url):
    if is_sqlite(empty_database_url):
        pytest.skip("PostgreSQL only")
    migrate(empty_database_url)
    with engine_for(empty_database_url).connect() as connection:
        extensions = connection.exec_driver_sql("SELECT extname FROM pg_extension").scalars().all()
    assert extensions == ["plpgsql"]
