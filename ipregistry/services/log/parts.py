"""Parts by commitment: bytes and salt for whoever may read them, each with its place in the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ipregistry.domain.access import Actor, readable_labels
from ipregistry.domain.classes import Label
from ipregistry.models import entry, part
from ipregistry.services.errors import ErasedError, NotFoundError
from ipregistry.services.node import RunningNode
from ipregistry.services.relations import relations_to
from ipregistry.services.snapshots import snapshot

PREFIX = "hmac-sha256:"


@dataclass(frozen=True, slots=True)
class GivenPart:
    """A part as it is given out. `text` and `salt` are None where an erasure took them."""

    record: str
    version: int
    label: str
    commitment: bytes
    text: str | None
    salt: bytes | None
    erased: str | None
    erased_at: int | None
    log_index: int | None

    def document(self) -> dict[str, Any]:
        """As it is answered."""
        said: dict[str, Any] = {
            "commitment": PREFIX + self.commitment.hex(),
            "status": "given" if self.erased is None else "erased",
            "record": self.record,
            "version": self.version,
            "part": self.label,
            "logIndex": self.log_index,
        }
        if self.erased is not None:
            return {**said, "erased": self.erased, "erasedAtIndex": self.erased_at}
        return {**said, "text": self.text, "salt": (self.salt or b"").hex()}


_ERASING = entry.alias()
_ERASURE = part.alias()
_QUERY = (
    sa.select(
        part,
        entry.c.log_index,
        sa.select(_ERASING.c.log_index)
        .join(_ERASURE, _ERASURE.c.ord == _ERASING.c.ord)
        .where(_ERASURE.c.record_id == part.c.erased)
        .scalar_subquery()
        .label("erased_at"),
    )
    .join(entry, entry.c.ord == part.c.ord)
    .where(part.c.commitment.in_(sa.bindparam("commitments", expanding=True)))
)


def parts_by_commitment(
    node: RunningNode, actor: Actor, commitments: Sequence[bytes]
) -> list[GivenPart | None]:
    """The parts in the order asked for; None for one that is not here or not the actor's to read.

    These come in bulk: names of natural persons are for the office only.
    """
    with snapshot(node.engines) as connection:
        found = _found(connection, actor, commitments, bulk=True)
    return [found.get(one) for one in commitments]


def part_by_commitment(node: RunningNode, actor: Actor, commitment: bytes) -> GivenPart:
    """One part asked for alone. Raises NotFoundError; ErasedError for one that was erased."""
    with snapshot(node.engines) as connection:
        found = _found(connection, actor, [commitment], bulk=False).get(commitment)
    if found is None:
        raise NotFoundError("part-not-found", {"commitment": PREFIX + commitment.hex()})
    if found.erased is not None:
        raise ErasedError("part-erased", {"erasure": found.erased})
    return found


def _found(
    connection: sa.Connection, actor: Actor, commitments: Sequence[bytes], *, bulk: bool
) -> dict[bytes, GivenPart]:
    rows = connection.execute(_QUERY, {"commitments": sorted(set(commitments))}).all()
    relations = relations_to(connection, actor, sorted({row.record_id for row in rows}))
    found = {}
    for row in rows:
        labels = readable_labels(actor, relations.get(row.record_id, ()), bulk=bulk)
        if Label(row.label) in labels:
            found[bytes(row.commitment)] = _given(row)
    return found


def _given(row: Any) -> GivenPart:
    stands = row.erased is None
    return GivenPart(
        row.record_id,
        row.version,
        row.label,
        bytes(row.commitment),
        bytes(row.body).decode() if stands else None,
        bytes(row.salt) if stands else None,
        row.erased,
        row.erased_at,
        row.log_index,
    )
