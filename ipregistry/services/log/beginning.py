"""Whether a log may begin here."""

from __future__ import annotations

import sqlalchemy as sa

from ipregistry.models import checkpoint
from ipregistry.services.log.alarms import LogHaltedError
from ipregistry.services.log.signing import SIGNED, create_log
from ipregistry.services.log.standing import shown_checkpoint
from ipregistry.services.node import RunningNode


def begin_log(node: RunningNode) -> bool:
    """Begin the node's log; False if it has one.

    Raises LogHaltedError where a log of this name was published already and only its keys
    are gone: a second one of the name would be a fork of it.
    """
    if not (node.log.keys / SIGNED).exists() and node.log.origin in _published_origins(node):
        raise LogHaltedError(
            "log-state-missing",
            f"the log {node.log.origin} has begun, but {node.log.keys} does not hold what it "
            "signed last: put it back; what else can be done stands in "
            "ipregistry/services/log/README.md",
        )
    return create_log(node.log)


def _published_origins(node: RunningNode) -> set[str]:
    shown = shown_checkpoint(node)
    newest = sa.select(checkpoint.c.note).order_by(checkpoint.c.size.desc()).limit(1)
    with node.engines.read.connect() as connection:
        note = connection.execute(newest).scalar_one_or_none()
    noted = [] if note is None else [str(note).partition("\n")[0]]
    return {*noted, *([] if shown is None else [shown.origin])}
