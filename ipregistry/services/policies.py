"""Policies in force: read from their projection, kept until another one is published."""

from __future__ import annotations

from functools import lru_cache

import sqlalchemy as sa

from ipregistry.domain.policies import Policy, read_policy
from ipregistry.models import policy

_TEXTS = sa.select(policy.c.id, policy.c.version, policy.c.digest, policy.c.text)


def load_policies(connection: sa.Connection) -> tuple[Policy, ...]:
    """Every published policy version, with its record, version and digest."""
    rows = connection.execute(_TEXTS).all()
    return tuple(_parsed(row.text, row.id, row.version, row.digest) for row in rows)


@lru_cache(maxsize=256)
def _parsed(text: str, record: str, version: int, digest: str) -> Policy:
    return read_policy(text, record=record, version=version, digest=digest)
