"""SELECTs of the hot path: text once, rows as named tuples, several in one round trip.

SQLAlchemy's work per statement is more than the database's for a row by key; on the path
of a filing and of a read there are half a dozen of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, OperationalError

Row = TypeVar("Row", bound=NamedTuple)


class Query(Generic[Row]):
    """A SELECT whose ``?`` takes a value, or each value of a list (``IN (?)``)."""

    def __init__(self, text: str, row: type[Row]) -> None:
        self._pieces = text.split("?")
        self._row = row
        self._texts: dict[tuple[str, tuple[int, ...]], str] = {}

    def rows(self, connection: sa.Connection, *values: Any) -> list[Row]:
        """The rows for these values; a list that is empty matches nothing."""
        return fetch_together(connection, [(self, values)])[0]

    def prepared(self, mark: str, values: Sequence[Any]) -> tuple[str, list[Any]]:
        """The text for this engine and the flat values."""
        sizes = tuple(len(v) if isinstance(v, list | tuple) else -1 for v in values)
        text = self._texts.get((mark, sizes))
        if text is None:
            text = self._texts[(mark, sizes)] = self._text(mark, sizes)
        flat: list[Any] = []
        for value in values:
            if isinstance(value, list | tuple):
                flat.extend(value)
            else:
                flat.append(value)
        return text, flat

    def made(self, rows: Sequence[Any]) -> list[Row]:
        """Driver rows as named ones."""
        make: Any = self._row._make
        return [make(row) for row in rows]

    def _text(self, mark: str, sizes: tuple[int, ...]) -> str:
        text = self._pieces[0]
        for size, piece in zip(sizes, self._pieces[1:], strict=True):
            marks = mark if size < 0 else ", ".join([mark] * size) or "NULL"
            text += marks + piece
        return text


def fetch_together(
    connection: sa.Connection, asked: Sequence[tuple[Query[Any], Sequence[Any]]]
) -> list[list[Any]]:
    """The rows of several queries, on PostgreSQL in one round trip.

    Each statement sees what was committed when it ran, so that statements behind a lock
    in the same round trip see the state behind the lock.
    """
    driver: Any = connection.connection.driver_connection
    sqlite = connection.dialect.name == "sqlite"
    mark = "?" if sqlite else "%s"
    texts = [query.prepared(mark, values) for query, values in asked]
    try:
        if sqlite or len(texts) == 1:
            found = [driver.execute(*text).fetchall() for text in texts]
        else:
            with driver.pipeline():
                cursors = [driver.execute(*text) for text in texts]
            found = [cursor.fetchall() for cursor in cursors]
    except driver_errors(connection) as error:
        raise translated(error) from error
    return [query.made(rows) for (query, _), rows in zip(asked, found, strict=True)]


def driver_errors(connection: sa.Connection) -> type[Exception]:
    """The driver's base class of errors."""
    error: type[Exception] = connection.dialect.dbapi.Error  # type: ignore[union-attr]
    return error


def translated(error: Exception) -> Exception:
    """A driver's error as SQLAlchemy names it, so that one rule decides what is tried again."""
    if any(kind.__name__ == "IntegrityError" for kind in type(error).__mro__):
        return IntegrityError(str(error), None, error)
    return OperationalError(str(error), None, error)
