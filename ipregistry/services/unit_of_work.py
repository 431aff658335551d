"""One commit per filing: everything in it, or nothing.

Rolls back unless told to commit. The rows of a filing are collected and sent together;
the compare-and-swap of each title version goes last and is counted.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from ipregistry.models.engines import LOCK_SECONDS, Engines
from ipregistry.services.errors import BusyError
from ipregistry.services.queries import driver_errors, translated
from ipregistry.services.statements import (
    Advance,
    advance_sql,
    compile_operations,
    in_one_statement,
)

# A unit of work that takes longer rolls back: recording times are drawn inside it, and an
# answer about a time further back than this must never change.
LONGEST_SECONDS = 20.0
ATTEMPTS = 5

T = TypeVar("T")


class TitleMovedError(Exception):
    """Another unit of work moved the title first (compare-and-swap found no row)."""


class TooLongError(BusyError):
    """The unit of work took longer than recording times allow; nothing was done."""


class UnitOfWork:
    """An open write transaction with the rows that it will write."""

    def __init__(self, connection: sa.Connection, *, is_sqlite: bool) -> None:
        self.connection = connection
        self.is_sqlite = is_sqlite
        self._operations: list[Any] = []
        self._advances: list[Advance] = []
        self._started = time.monotonic()

    def write(self, operations: Sequence[Any]) -> None:
        """Rows to be sent with the next flush, in this order."""
        for operation in operations:
            if isinstance(operation, Advance):
                self._advances.append(operation)
            else:
                self._operations.append(operation)

    def execute(self, text: str, values: Sequence[Any]) -> Any:
        """One statement at once, its ``?`` filled; the driver's cursor. Errors as SQLAlchemy's."""
        driver: Any = self.connection.connection.driver_connection
        try:
            return driver.execute(text if self.is_sqlite else text.replace("?", "%s"), values)
        except driver_errors(self.connection) as error:
            raise translated(error) from error

    def flush(self) -> None:
        """Send what was collected. Raises TitleMovedError, or IntegrityError for a lost race."""
        operations, self._operations = self._operations, []
        advances, self._advances = self._advances, []
        mark = "?" if self.is_sqlite else "%s"
        compiled = compile_operations(operations, mark)
        try:
            if self.is_sqlite:
                self._send_plainly(compiled, advances, mark)
            else:
                self._send_in_pipeline(compiled, advances, mark)
        except driver_errors(self.connection) as error:
            raise translated(error) from error
        if time.monotonic() - self._started > LONGEST_SECONDS:
            raise TooLongError

    def _send_plainly(
        self, compiled: list[tuple[str, Sequence[Any]]], advances: list[Advance], mark: str
    ) -> None:
        driver: Any = self.connection.connection.driver_connection
        for sql, values in compiled:
            driver.execute(sql, values)
        for advance in advances:
            changed = driver.execute(advance_sql(mark), _advance_values(advance))
            _one_row(changed.rowcount)

    def _send_in_pipeline(
        self, compiled: list[tuple[str, Sequence[Any]]], advances: list[Advance], mark: str
    ) -> None:
        driver: Any = self.connection.connection.driver_connection
        with driver.pipeline():
            for sql, values in in_one_statement(compiled):
                driver.execute(sql, values)
            changed = [
                driver.execute(advance_sql(mark), _advance_values(advance)) for advance in advances
            ]
        for cursor in changed:
            _one_row(cursor.rowcount)


def _advance_values(advance: Advance) -> tuple[Any, ...]:
    return (advance.from_version + 1, advance.known_at, advance.asset, advance.from_version)


def _one_row(count: int) -> None:
    if count != 1:
        raise TitleMovedError


@contextmanager
def unit_of_work(engines: Engines) -> Iterator[UnitOfWork]:
    """A write transaction; commits when the block ends, rolls back when it raises.

    Raises BusyError when no turn comes in the time that is allowed for a lock.
    """
    if engines.turn is not None:
        if not engines.turn.acquire(timeout=LOCK_SECONDS):
            raise BusyError
        try:
            with engines.write.begin() as connection:
                yield UnitOfWork(connection, is_sqlite=True)
        finally:
            engines.turn.release()
    else:
        with engines.write.begin() as connection:
            yield UnitOfWork(connection, is_sqlite=engines.is_sqlite)


def with_retry(action: Callable[[], T]) -> T:
    """Run a whole unit of work; again, on fresh state, when only a race was lost.

    Tried again: a title that moved, a unique key taken, a serialisation failure or
    deadlock. Never after a COMMIT whose outcome is unknown: there the idempotency key
    tells. Raises BusyError when the attempts or the waiting for a lock are used up.
    """
    for attempt in range(ATTEMPTS):
        try:
            return action()
        except TitleMovedError as error:
            if attempt == ATTEMPTS - 1:
                raise BusyError from error
        except IntegrityError:
            # After so many tries on fresh state it is no race that is lost, but a bug.
            if attempt == ATTEMPTS - 1:
                raise
        except OperationalError as error:
            if not _is_transient(error):
                raise
            if _is_lock_timeout(error) or attempt == ATTEMPTS - 1:
                raise BusyError from error
    raise BusyError


def _sqlstate(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


def _is_transient(error: DBAPIError) -> bool:
    return _sqlstate(error) in {"40001", "40P01", "55P03"} or "database is locked" in str(error)


def _is_lock_timeout(error: DBAPIError) -> bool:
    return _sqlstate(error) == "55P03" or "database is locked" in str(error)
