"""The audit log: who was refused what, by digest and codes; never a body."""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from ipregistry.domain.access import Actor
from ipregistry.domain.violations import Violation, refusing
from ipregistry.models import audit
from ipregistry.services.node import RunningNode
from ipregistry.services.unit_of_work import unit_of_work

log = structlog.get_logger(__name__)


def note(
    node: RunningNode, actor: Actor, action: str, outcome: str, codes: str, digest: str
) -> None:
    """One line, in the table and in the log of the process."""
    row = {
        "at": node.now(),
        "actor": actor.account or "public",
        "action": action,
        "outcome": outcome,
        "codes": codes,
        "digest": digest,
    }
    with unit_of_work(node.engines) as work:
        work.connection.execute(audit.insert(), row)
    log.info("audit", **row)


def note_refusal(
    node: RunningNode, actor: Actor, type_name: str, digest: str, violations: Sequence[Violation]
) -> None:
    """The line that a refused filing leaves."""
    codes = ",".join(sorted({violation.code for violation in refusing(list(violations))}))
    note(node, actor, f"file:{type_name}"[:40], "refused", codes, digest)
