"""Proofs from the published log: of an entry, of one part, of one size being a prefix of another.

Everything is read from the published files, so a proof holds against a checkpoint that
everybody can fetch, and never tells of what is not published.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa

from ipregistry.domain.access import Actor, Relation, Role, readable_labels
from ipregistry.domain.cases.relations import CASE_LABELS
from ipregistry.domain.classes import Label
from ipregistry.models import current_part, entry, part, receipt
from ipregistry.services.errors import ConflictError, NotFoundError
from ipregistry.services.log.reading import read_checkpoint, read_log_policy
from ipregistry.services.node import RunningNode
from ipregistry.services.relations import relations_to
from ipregistry.services.snapshots import snapshot
from ipregistry.tlog.checkpoints import Checkpoint, parse_checkpoint
from ipregistry.tlog.inner import InnerTree
from ipregistry.tlog.leaves import Item, item_hashes
from ipregistry.tlog.notes import NoteError, parse_note
from ipregistry.tlog.policies import PolicyError, judge, parse_policy
from ipregistry.tlog.proofs import Proof
from ipregistry.tlog.tiles import Tile, TiledTree
from ipregistry.tlog.tree import consistency_proof, inclusion_proof

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PublishedLog:
    """The log as its newest checkpoint has it."""

    note: bytes
    checkpoint: Checkpoint
    tree: TiledTree

    @property
    def size(self) -> int:
        """How many entries."""
        return self.checkpoint.size

    def tree_of(self, size: int) -> TiledTree:
        """The tree as it was; its hashes stand in the wider tiles of today."""
        return TiledTree(size, self._cut)

    def _cut(self, tile: Tile) -> bytes:
        now = min(256, (self.size >> (8 * tile.level)) - tile.index * 256)
        return self.tree.read(Tile(tile.level, tile.index, now))[: tile.width * 32]


def published_log(node: RunningNode) -> PublishedLog | None:
    """The log on show; None before it begins."""
    note = read_checkpoint(node)
    if note is None:
        return None
    checkpoint = parse_checkpoint(parse_note(note).text)

    def read(tile: Tile) -> bytes:
        return (node.log.folder / tile.path).read_bytes()

    return PublishedLog(note, checkpoint, TiledTree(checkpoint.size, read))


def published_size(node: RunningNode) -> int:
    """How many entries the newest checkpoint covers; 0 before the log begins."""
    found = published_log(node)
    return 0 if found is None else found.size


def _from_log(node: RunningNode, index: int | None, make: Callable[[PublishedLog], T]) -> T:
    """What `make` reads of a log that covers `index`. Raises ConflictError where none does yet.

    Partial tiles of an older checkpoint go when the log grows: then the newest one is read.
    """
    for attempt in range(3):
        found = published_log(node)
        if found is None or index is None or index >= found.size:
            raise ConflictError("not-published-yet")
        try:
            return make(found)
        except FileNotFoundError:
            if attempt == 2:  # noqa: PLR2004 - the last one
                raise
    raise ConflictError("not-published-yet")


def proof_of_entry(node: RunningNode, index: int | None) -> Proof:
    """The C2SP proof of the entry at `index`. Raises ConflictError before it is published."""
    return _from_log(node, index, lambda log: _proof(log, index or 0))


def proof_if_published(node: RunningNode, index: int | None) -> Proof | None:
    """The same, or None before it is published."""
    try:
        return proof_of_entry(node, index)
    except ConflictError:
        return None


def _proof(log: PublishedLog, index: int) -> Proof:
    return Proof(index, tuple(inclusion_proof(log.tree.range_hash, index, log.size)), log.note)


def proof_by_leaf(node: RunningNode, leaf_hash: bytes) -> Proof:
    """The same by leaf hash, which the log shows to everybody. Raises NotFoundError."""
    query = sa.select(entry.c.log_index).where(entry.c.leaf_hash == leaf_hash)
    with node.engines.read.connect() as connection:
        index = connection.execute(query).scalar()
    if index is None or index >= published_size(node):
        # Before it is published nobody may learn that there is such an entry.
        raise NotFoundError("leaf-not-published")
    return proof_of_entry(node, index)


class Standing(NamedTuple):
    """Where the entry of a receipt stands."""

    jws: str
    status: str
    leaf_hash: bytes
    log_index: int | None
    size: int | None
    witnesses: tuple[str, ...] = ()
    asked: int = 0


def receipt_standing(node: RunningNode, actor: Actor, filing_id: str) -> Standing:
    """The receipt of a filing, and how far its promise is kept. Raises NotFoundError."""
    row = _receipt(node, actor, filing_id)
    log, leaf = published_log(node), bytes(row.leaf_hash)
    if row.log_index is None:
        return Standing(row.jws, "accepted", leaf, None, None)
    if log is None or row.log_index >= log.size:
        return Standing(row.jws, "sequenced", leaf, row.log_index, None)
    names, asked, enough = _witnesses(node, log.note)
    status = "witnessed" if names and enough else "published"
    return Standing(row.jws, status, leaf, row.log_index, log.size, names, asked)


def _witnesses(node: RunningNode, note: bytes) -> tuple[tuple[str, ...], int, bool]:
    """Whose cosignatures a checkpoint bears by the log's own policy, of how many; if enough."""
    content = read_log_policy(node)
    if content is None:
        return (), 0, False
    try:
        policy = parse_policy(content)
        found = judge(policy, note)
    except (NoteError, PolicyError):
        # A policy that is just being changed says nothing of this checkpoint.
        return (), 0, False
    return tuple(sorted(found.witnesses)), len(policy.witnesses), found.satisfied


def proof_of_receipt(node: RunningNode, actor: Actor, filing_id: str) -> Proof:
    """The proof that a receipt's entry is in the log. Raises NotFoundError, ConflictError."""
    return proof_of_entry(node, _receipt(node, actor, filing_id).log_index)


def _receipt(node: RunningNode, actor: Actor, filing_id: str) -> Any:
    query = (
        sa.select(receipt.c.jws, entry.c.leaf_hash, entry.c.log_index)
        .join(entry, entry.c.filing_id == receipt.c.filing_id)
        .where(receipt.c.filing_id == filing_id)
    )
    with snapshot(node.engines) as connection:
        row = connection.execute(query).first()
        if row is None or not _may_hold(connection, actor, filing_id):
            raise NotFoundError("receipt-unknown", {"filing": filing_id})
    return row


def _may_hold(connection: sa.Connection, actor: Actor, filing_id: str) -> bool:
    """Its filer, whoever the filing names as awaited, an officer, an auditor; of a filing in a
    case those who read it there, and no officer: that there is one tells of the case.
    """
    related = relations_to(connection, actor, [filing_id]).get(filing_id, set())
    of_filing = sa.select(current_part.c.label).where(current_part.c.record_id == filing_id)
    labels = set(connection.execute(of_filing).scalars())
    if labels & CASE_LABELS:
        return bool({Label(label) for label in labels} & readable_labels(actor, related))
    if actor.is_office or Role.AUDITOR in actor.roles:
        return True
    return bool(related & {Relation.FILER, Relation.CONCERNED})


def proof_of_part(node: RunningNode, actor: Actor, commitment: bytes) -> dict[str, Any]:
    """That a part stands in the log: item, inner path, leaf, log path, checkpoint.

    Shows nothing of its neighbours, and not the part itself. Raises NotFoundError where the
    actor may not read it, ConflictError before it is published.
    """
    with snapshot(node.engines) as connection:
        row = _readable_item(connection, actor, commitment)
        if row is None:
            raise NotFoundError("part-not-found", {"commitment": _text(commitment)})
        items = entry_items(connection, row.ord)
    proof = proof_of_entry(node, row.log_index)
    return {
        "schema": "part-proof/1",
        "node": node.identity.code,
        **inner_proof(items, row),
        "logIndex": proof.index,
        "logPath": [step.hex() for step in proof.path],
        "checkpoint": proof.checkpoint.decode(),
    }


def inner_proof(items: Sequence[Item], row: Any) -> dict[str, Any]:
    """The item at `row.item` with its path to the entry's root, and the leaf."""
    tree = InnerTree(item_hashes(items, bytes(row.fill_seed)))
    item = items[row.item]
    return {
        "item": {
            "record": item.record,
            "version": item.version,
            "part": item.part,
            "commitment": _text(item.commitment),
        },
        "position": row.item,
        "treeSize": tree.size,
        "path": [step.hex() for step in tree.path(row.item)],
        "leaf": bytes(row.leaf).decode(),
    }


def _text(commitment: bytes) -> str:
    return "hmac-sha256:" + commitment.hex()


def entry_items(connection: sa.Connection, ord_: int) -> list[Item]:
    """All items of an entry, in order."""
    query = (
        sa.select(part.c.record_id, part.c.version, part.c.label, part.c.commitment)
        .where(part.c.ord == ord_)
        .order_by(part.c.item)
    )
    return [
        Item(row.record_id, row.version, row.label, bytes(row.commitment))
        for row in connection.execute(query)
    ]


def _readable_item(connection: sa.Connection, actor: Actor, commitment: bytes) -> Any:
    query = (
        sa.select(
            part.c.ord,
            part.c.item,
            part.c.label,
            part.c.record_id,
            entry.c.leaf,
            entry.c.fill_seed,
            entry.c.log_index,
        )
        .join(entry, entry.c.ord == part.c.ord)
        .where(part.c.commitment == commitment)
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    related = relations_to(connection, actor, [row.record_id]).get(row.record_id, set())
    return row if Label(row.label) in readable_labels(actor, related) else None


def consistency(node: RunningNode, old: int, new: int | None) -> dict[str, Any]:
    """That the log of `old` entries is a prefix of that of `new`; None: of the newest.

    Anybody computes the same from the tiles. Raises ConflictError (`future-cursor`).
    """
    newest = published_size(node)
    end = newest if new is None else new
    if old > end or end > newest:
        raise ConflictError("future-cursor", {"after": max(old, end), "size": newest})
    if end == 0:
        raise ConflictError("not-published-yet")
    return _from_log(node, end - 1, lambda log: _consistent(log, old, end))


def _consistent(log: PublishedLog, old: int, new: int) -> dict[str, Any]:
    tree = log.tree_of(new)
    path = consistency_proof(tree.range_hash, old, new)
    return {
        "from": old,
        "to": new,
        "fromRoot": log.tree_of(old).root().hex(),
        "toRoot": tree.root().hex(),
        "path": [step.hex() for step in path],
    }
