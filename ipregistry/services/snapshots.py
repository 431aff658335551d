"""Reading several rows as of one moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from ipregistry.models.engines import Engines

# The read engine commits each statement by itself; an answer made of several must not
# be half of one state and half of the next.
_BEGIN = {"sqlite": "BEGIN", "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}


@contextmanager
def snapshot(engines: Engines) -> Iterator[sa.Connection]:
    """A connection on which every SELECT sees one committed state. Nothing is locked."""
    with engines.read.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute(_BEGIN[connection.dialect.name])
        try:
            yield connection
        finally:
            driver.execute("ROLLBACK")
