"""Entries without a filing behind them, and logs to publish them in: for tests of the log alone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa

from ipregistry.models import entry
from ipregistry.services.node import RunningNode
from ipregistry.tlog.leaves import leaf_bytes
from ipregistry.tlog.tree import leaf_hash

AT = "2026-11-22T06:44:57"


def leaf_of(name: int | str) -> bytes:
    """A leaf as an entry of this name would have it."""
    return leaf_bytes("HK", AT + "Z", hashlib.sha256(str(name).encode()).digest())


def row_of(name: int | str) -> dict[str, object]:
    leaf = leaf_of(name)
    return {
        "id": f"EN-{name}",
        "filing_id": f"FI-{name}",
        "recorded_at": AT + ".000000Z",
        "leaf": leaf,
        "leaf_hash": leaf_hash(leaf),
        "fill_seed": bytes(32),
    }


def add_entries(node: RunningNode, names: Sequence[int | str]) -> None:
    """Entries as a filing would leave them, without number."""
    if not names:
        return
    with node.engines.write.begin() as connection:
        connection.execute(entry.insert(), [row_of(name) for name in names])


def numbers(node: RunningNode) -> dict[str, int | None]:
    """The place in the log of every entry, by its id, in the order of `ord`."""
    with node.engines.read.connect() as connection:
        rows = connection.execute(sa.select(entry.c.id, entry.c.log_index).order_by(entry.c.ord))
        return {row.id: row.log_index for row in rows}


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file in a folder, by its path there."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
