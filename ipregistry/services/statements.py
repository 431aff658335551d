"""SQL for the hot path: one text per table, row values through the driver, few round trips.

SQLAlchemy costs more per statement than both databases together; a filing writes to a
dozen tables. So its rows are collected, and sent in one go: a pipeline on PostgreSQL,
plain calls on SQLite. Values are text, whole numbers and bytes only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa


@dataclass(frozen=True, slots=True)
class Add:
    """A row that must not be there yet."""

    table: sa.Table
    row: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Put:
    """A row that takes the place of the one with its key."""

    table: sa.Table
    row: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """Columns of the row with `key` (all columns of the primary key) that must be there."""

    table: sa.Table
    key: Mapping[str, Any]
    row: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Clear:
    """Rows of a table that carry `key` (any columns) go."""

    table: sa.Table
    key: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Advance:
    """Compare and swap of a right's title version: the second stop against double disposal."""

    asset: str
    from_version: int
    known_at: str


@dataclass(frozen=True, slots=True)
class Seen:
    """An entry on a right that leaves its title version: what is recorded next is later."""

    asset: str
    known_at: str


def key_columns(table: sa.Table) -> tuple[str, ...]:
    """The primary key's columns."""
    return tuple(column.name for column in table.primary_key.columns)


@lru_cache(maxsize=1024)
def insert_sql(table: sa.Table, columns: tuple[str, ...], mark: str, rows: int = 1) -> str:
    """INSERT of so many rows of these columns."""
    names, marks = ", ".join(columns), ", ".join([mark] * len(columns))
    values = ", ".join([f"({marks})"] * rows)
    return f"INSERT INTO {table.name} ({names}) VALUES {values}"  # noqa: S608 - our own names


@lru_cache(maxsize=1024)
def put_sql(table: sa.Table, columns: tuple[str, ...], mark: str, rows: int = 1) -> str:
    """INSERT that overwrites these columns of the rows with the same keys."""
    keys = key_columns(table)
    rest = [name for name in columns if name not in keys]
    changes = ", ".join(f"{name} = excluded.{name}" for name in rest)
    action = f"DO UPDATE SET {changes}" if rest else "DO NOTHING"
    insert = insert_sql(table, columns, mark, rows)
    return f"{insert} ON CONFLICT ({', '.join(keys)}) {action}"


@lru_cache(maxsize=512)
def change_sql(table: sa.Table, columns: tuple[str, ...], keys: tuple[str, ...], mark: str) -> str:
    """UPDATE of these columns by these key columns."""
    changes = ", ".join(f"{name} = {mark}" for name in columns)
    where = " AND ".join(f"{name} = {mark}" for name in keys)
    return f"UPDATE {table.name} SET {changes} WHERE {where}"  # noqa: S608 - our own names


@lru_cache(maxsize=512)
def seen_sql(mark: str, rows: int) -> str:
    """UPDATE of when these rights were last known to change."""
    marks = ", ".join([mark] * rows)
    return f"UPDATE asset SET known_at = {mark} WHERE id IN ({marks})"  # noqa: S608


@lru_cache(maxsize=512)
def clear_some_sql(table: sa.Table, key: str, mark: str, rows: int) -> str:
    """DELETE of the rows with one of these values in one column."""
    marks = ", ".join([mark] * rows)
    return f"DELETE FROM {table.name} WHERE {key} IN ({marks})"  # noqa: S608 - our own names


@lru_cache(maxsize=512)
def clear_sql(table: sa.Table, keys: tuple[str, ...], mark: str) -> str:
    """DELETE by these columns."""
    where = " AND ".join(f"{name} = {mark}" for name in keys)
    return f"DELETE FROM {table.name} WHERE {where}"  # noqa: S608 - our own names


# Far below both engines' limits on the number of values in a statement.
ROWS_TOGETHER = 200


def compile_operations(operations: Sequence[Any], mark: str) -> list[tuple[str, Sequence[Any]]]:
    """The statements for these operations: rows of one table and form go together.

    A group stands where its first operation stood; a row put twice is put once, as the
    later one has it. Two operations of different forms on one row keep their order only
    if all of the first form come before all of the second: clear, then add.
    """
    groups: dict[Any, list[Any]] = {}
    for operation in operations:
        groups.setdefault(_form(operation), []).append(operation)
    statements: list[tuple[str, Sequence[Any]]] = []
    for group in groups.values():
        for start in range(0, len(group), ROWS_TOGETHER):
            statements += _compile_group(group[start : start + ROWS_TOGETHER], mark)
    return statements


def _form(operation: Any) -> Any:
    if isinstance(operation, Add | Put):
        return type(operation), operation.table.name, tuple(operation.row)
    if isinstance(operation, Clear):
        return Clear, operation.table.name, tuple(operation.key)
    if isinstance(operation, Seen):
        return Seen, operation.known_at
    return id(operation)


def _compile_group(group: list[Any], mark: str) -> list[tuple[str, Sequence[Any]]]:
    match group[0]:
        case Add(table, row):
            columns = tuple(row)
            values = [value for operation in group for value in operation.row.values()]
            return [(insert_sql(table, columns, mark, len(group)), values)]
        case Put(table, row):
            columns, keys = tuple(row), key_columns(table)
            latest = {tuple(o.row[key] for key in keys): o.row for o in group}
            values = [value for kept in latest.values() for value in kept.values()]
            return [(put_sql(table, columns, mark, len(latest)), values)]
        case Change(table, key, row):
            sql = change_sql(table, tuple(row), tuple(key), mark)
            return [(sql, (*row.values(), *key.values()))]
        case Seen(known_at=known_at):
            return [(seen_sql(mark, len(group)), (known_at, *(o.asset for o in group)))]
        case Clear(table, key) if len(key) == 1:
            (column,) = key
            values = [operation.key[column] for operation in group]
            return [(clear_some_sql(table, column, mark, len(group)), values)]
        case Clear(table):
            return [(clear_sql(table, tuple(o.key), mark), tuple(o.key.values())) for o in group]
    message = f"not an operation: {group[0]!r}"
    raise TypeError(message)


# A statement of PostgreSQL's takes at most 65,535 values.
VALUES_TOGETHER = 30_000


def in_one_statement(
    statements: Sequence[tuple[str, Sequence[Any]]],
) -> list[tuple[str, Sequence[Any]]]:
    """The same writes with all INSERTs as one statement, behind what clears and changes rows.

    For PostgreSQL, where each statement costs a message and a plan. Parts of one statement
    do not see each other's rows; foreign and unique keys are checked all the same.
    """
    inserts = [one for one in statements if one[0].startswith("INSERT")]
    others = [one for one in statements if not one[0].startswith("INSERT")]
    if len(inserts) < 2 or sum(len(values) for _, values in inserts) > VALUES_TOGETHER:  # noqa: PLR2004
        return [*others, *inserts]
    values = [value for _, some in inserts for value in some]
    return [*others, (_joined(tuple(text for text, _ in inserts)), values)]


@lru_cache(maxsize=512)
def _joined(texts: tuple[str, ...]) -> str:
    *first, last = texts
    parts = ", ".join(f"w{number} AS ({text})" for number, text in enumerate(first))
    return f"WITH {parts} {last}"


def advance_sql(mark: str) -> str:
    """The compare-and-swap statement: one row changed, or somebody else was first."""
    return (
        f"UPDATE asset SET title_version = {mark}, known_at = {mark} "  # noqa: S608
        f"WHERE id = {mark} AND title_version = {mark}"
    )
