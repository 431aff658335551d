"""This node as a witness of others: what it cosigned last stands in the database.

The decision is `tlog.witness`; here are its memory, which is compared and replaced in one
statement, so that posts at the same time in any number of processes never roll a log back,
and the evidence of logs that show two histories.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import sqlalchemy as sa
import structlog

from ipregistry.models import fork_evidence, witnessed
from ipregistry.services.log.alarms import standing_alarm
from ipregistry.services.node import RunningNode
from ipregistry.services.unit_of_work import unit_of_work, with_retry
from ipregistry.tlog.notes import COSIGNATURE, Signer, VerifierKey
from ipregistry.tlog.policies import Policy, parse_policy
from ipregistry.tlog.witness import (
    MAX_REQUEST_BYTES,
    Answer,
    Seen,
    Why,
    Witness,
    origin_hash,
)

log = structlog.get_logger(__name__)

MAX_EVIDENCE = 1_000
# One byte more than a request may have is enough to know that it is too long.
READ_AT_MOST = MAX_REQUEST_BYTES + 1


@dataclass(frozen=True, slots=True)
class StoredSeen:
    """A WitnessStore in the node's database."""

    node: RunningNode

    def latest(self, origin: str) -> Seen | None:
        """What was cosigned last of the log."""
        with self.node.engines.read.connect() as connection:
            row = connection.execute(
                witnessed.select().where(witnessed.c.log == origin_hash(origin))
            ).first()
        if row is None:
            return None
        return Seen(row.size, bytes(row.root), row.note.encode(), row.time)

    def advance(self, origin: str, before: Seen | None, after: Seen) -> bool:
        """Compare and replace in one committed statement; False if `before` is not the latest."""
        row = {"size": after.size, "root": after.root, "note": after.note.decode()}
        row["time"] = after.time
        key = origin_hash(origin)
        statement: sa.Executable
        if before is None:
            statement = _FIRST
            values = {"log": key, "origin": origin, **row}
        else:
            statement = witnessed.update().where(
                witnessed.c.log == key,
                witnessed.c.size == before.size,
                witnessed.c.root == before.root,
                witnessed.c.time == before.time,
                witnessed.c.note == before.note.decode(),
            )
            values = row
        with unit_of_work(self.node.engines) as work:
            return work.connection.execute(statement, values).rowcount == 1


_FIRST = sa.text(
    "INSERT INTO witnessed (log, origin, size, root, note, time) "
    "VALUES (:log, :origin, :size, :root, :note, :time) ON CONFLICT DO NOTHING"
)


def witness_key(node: RunningNode) -> VerifierKey:
    """The key under which this node cosigns."""
    return _signer(node).verifier


def add_checkpoint(node: RunningNode, body: bytes) -> Answer:
    """Answer a log that asks for our cosignature (C2SP tlog-witness)."""
    with node.engines.read.connect() as connection:
        if standing_alarm(connection, closing=True) is not None:
            # What it remembers of other logs may be as old as what it has of its own.
            return Answer(503, b"this witness does not cosign for now\n", why=Why.BUSY)
    witness = Witness(_signer(node), _known_logs(node), StoredSeen(node))
    now = int(node.clock().timestamp())
    answer = with_retry(lambda: witness.add_checkpoint(body, now))
    if answer.evidence is not None:
        _keep_evidence(node, answer.evidence, answer.why)
    return answer


def last_cosigned(node: RunningNode, log_hash: str) -> bytes | None:
    """The checkpoint that was cosigned last of the log whose origin has this SHA-256."""
    with node.engines.read.connect() as connection:
        note = connection.execute(
            sa.select(witnessed.c.note).where(witnessed.c.log == log_hash)
        ).scalar_one_or_none()
    return None if note is None else str(note).encode()


def read_policy_file(path: Path | None) -> Policy | None:
    """A policy file of the operator's; None where there is none. Raises PolicyError."""
    if path is None or not path.exists():
        return None
    return _parsed(path.read_bytes())


@lru_cache(maxsize=8)
def _parsed(data: bytes) -> Policy:
    return parse_policy(data)


def _signer(node: RunningNode) -> Signer:
    return Signer(node.log.witness, node.keys.witness, COSIGNATURE)


def _known_logs(node: RunningNode) -> dict[str, list[VerifierKey]]:
    policy = read_policy_file(node.log.witnessed)
    known: dict[str, list[VerifierKey]] = {}
    for party in () if policy is None else policy.logs:
        known.setdefault(party.key.name, []).append(party.key)
    return known


def _keep_evidence(node: RunningNode, note: bytes, why: Why | None) -> None:
    """Keep a signed checkpoint that cannot be true beside another; so many, and no more."""
    digest = hashlib.sha256(note).hexdigest()
    row = {"digest": digest, "origin": note.decode().partition("\n")[0], "note": note.decode()}
    with unit_of_work(node.engines) as work:
        count = work.connection.execute(
            sa.select(sa.func.count()).select_from(fork_evidence)
        ).scalar_one()
        if count < MAX_EVIDENCE:
            work.connection.execute(_EVIDENCE, {**row, "at": node.now()})
    log.error("fork-seen", origin=row["origin"], why=str(why), digest=digest)


_EVIDENCE = sa.text(
    "INSERT INTO fork_evidence (digest, origin, note, seen_at) "
    "VALUES (:digest, :origin, :note, :at) ON CONFLICT DO NOTHING"
)
