"""Policies in force: read from their projection, kept until another one is published."""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa

from ipregistry.domain.policies import Policy, read_policy
from ipregistry.services.queries import Query


class PolicyKey(NamedTuple):
    """Which policy version, and the digest of its text."""

    id: str
    version: int
    digest: str


class _Text(NamedTuple):
    text: str


# The texts are looked at once a process: a digest has one text for ever.
POLICY_KEYS = Query("SELECT id, version, digest FROM policy ORDER BY id, version", PolicyKey)
_TEXT = Query("SELECT text FROM policy WHERE id = ? AND version = ?", _Text)
_known: dict[PolicyKey, Policy] = {}


def load_policies(connection: sa.Connection) -> tuple[Policy, ...]:
    """Every published policy version, with its record, version and digest."""
    return policies_of(connection, POLICY_KEYS.rows(connection))


def policies_of(connection: sa.Connection, keys: list[PolicyKey]) -> tuple[Policy, ...]:
    """The policies with these keys."""
    for key in keys:
        if key not in _known:
            text = _TEXT.rows(connection, key.id, key.version)[0].text
            _known[key] = read_policy(text, record=key.id, version=key.version, digest=key.digest)
    return tuple(_known[key] for key in keys)
