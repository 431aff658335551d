"""Decided cases that a filing goes on from: found by their provider's number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from ipregistry.domain.decided_cases import DecidedFacts
from ipregistry.services.loading.named import documents_of, without_head
from ipregistry.services.queries import Query


class _Row(NamedTuple):
    id: str
    version: int


_BY_NUMBER = Query("SELECT id, version FROM decided_case WHERE source = ? AND number = ?", _Row)
Key = tuple[str, str]


def find_decided(connection: sa.Connection, keys: Sequence[Key]) -> dict[Key, str]:
    """The case on record, of each provider and number that has one."""
    found = {key: _BY_NUMBER.rows(connection, *key) for key in sorted(set(keys))}
    return {key: rows[0].id for key, rows in found.items() if rows}


def decided_facts(connection: sa.Connection, found: Mapping[Key, str]) -> dict[Key, DecidedFacts]:
    """Each as it stands, read behind its lock."""
    documents = documents_of(connection, sorted(found.values())) if found else {}
    return {
        key: DecidedFacts(
            case,
            documents[case]["version"],
            documents[case]["recordedAt"],
            without_head(documents[case]),
        )
        for key, case in found.items()
    }
