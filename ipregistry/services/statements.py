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


def key_columns(table: sa.Table) -> tuple[str, ...]:
    """The primary key's columns."""
    return tuple(column.name for column in table.primary_key.columns)


@lru_cache(maxsize=512)
def insert_sql(table: sa.Table, columns: tuple[str, ...], mark: str) -> str:
    """INSERT of these columns."""
    names, marks = ", ".join(columns), ", ".join([mark] * len(columns))
    return f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608 - our own names


@lru_cache(maxsize=512)
def put_sql(table: sa.Table, columns: tuple[str, ...], mark: str) -> str:
    """INSERT that overwrites these columns of the row with the same key."""
    keys = key_columns(table)
    rest = [name for name in columns if name not in keys]
    changes = ", ".join(f"{name} = excluded.{name}" for name in rest)
    action = f"DO UPDATE SET {changes}" if rest else "DO NOTHING"
    return f"{insert_sql(table, columns, mark)} ON CONFLICT ({', '.join(keys)}) {action}"


@lru_cache(maxsize=512)
def change_sql(table: sa.Table, columns: tuple[str, ...], keys: tuple[str, ...], mark: str) -> str:
    """UPDATE of these columns by these key columns."""
    changes = ", ".join(f"{name} = {mark}" for name in columns)
    where = " AND ".join(f"{name} = {mark}" for name in keys)
    return f"UPDATE {table.name} SET {changes} WHERE {where}"  # noqa: S608 - our own names


@lru_cache(maxsize=512)
def clear_sql(table: sa.Table, keys: tuple[str, ...], mark: str) -> str:
    """DELETE by these columns."""
    where = " AND ".join(f"{name} = {mark}" for name in keys)
    return f"DELETE FROM {table.name} WHERE {where}"  # noqa: S608 - our own names


def compile_operation(operation: Any, mark: str) -> tuple[str, Sequence[Any]]:
    """The SQL text and its values for one operation."""
    match operation:
        case Add(table, row):
            return insert_sql(table, tuple(row), mark), tuple(row.values())
        case Put(table, row):
            return put_sql(table, tuple(row), mark), tuple(row.values())
        case Change(table, key, row):
            sql = change_sql(table, tuple(row), tuple(key), mark)
            return sql, (*row.values(), *key.values())
        case Clear(table, key):
            return clear_sql(table, tuple(key), mark), tuple(key.values())
    message = f"not an operation: {operation!r}"
    raise TypeError(message)


def advance_sql(mark: str) -> str:
    """The compare-and-swap statement: one row changed, or somebody else was first."""
    return (
        f"UPDATE asset SET title_version = {mark}, known_at = {mark} "  # noqa: S608
        f"WHERE id = {mark} AND title_version = {mark}"
    )
