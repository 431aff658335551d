"""What every test may ask for. The database is SQLite unless IPREGISTRY_TEST_DATABASE_URL names
a PostgreSQL server, on which databases are then made and dropped (see tests/databases.py)."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import databases

# No timed test: a busy machine must not fail a property that holds.
settings.register_profile("ipregistry", deadline=None)
settings.load_profile("ipregistry")

SHARED = databases.ROOT.parent / "shared"


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """Takes the place of pytest-flask's fixture of this name, which keeps one application context
    over a whole test: `flask.g` and the session would leak from one request into the next."""
    return


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """Where databases are made: give it to `fresh_database` or `empty_database`."""
    yield os.environ.get(databases.ENV_URL, "sqlite://")
    databases.drop_templates()


@pytest.fixture(scope="session")
def database_url(server_url: str) -> Iterator[str]:
    """A migrated database that all tests of the session share. Whoever counts on an empty one, or
    spoils it, asks for `fresh_database_url`."""
    with databases.fresh_database(server_url) as url:
        yield url


@pytest.fixture
def fresh_database_url(server_url: str) -> Iterator[str]:
    """A migrated database for one test."""
    with databases.fresh_database(server_url) as url:
        yield url


@pytest.fixture
def empty_database_url(server_url: str) -> Iterator[str]:
    """A database without a table, for one test."""
    with databases.empty_database(server_url) as url:
        yield url


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A folder as IPREGISTRY_DATA names it: keys, tiles, the SQLite file."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture(scope="session")
def shared() -> Path:
    """The reference data beside the project. Reasons of skips are checked by .ci/run."""
    if not SHARED.is_dir():
        pytest.skip("../shared missing")
    return SHARED
