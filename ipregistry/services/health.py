"""Whether the node can serve: its database answers and has its policies."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from ipregistry.models import policy
from ipregistry.services.node import RunningNode


def is_ready(node: RunningNode) -> bool:
    """True when a read succeeds and a policy is published; a node without policies refuses all."""
    try:
        with node.engines.read.connect() as connection:
            found = connection.execute(sa.select(policy.c.id).limit(1)).scalar_one_or_none()
    except SQLAlchemyError:
        return False
    return found is not None
