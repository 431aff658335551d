"""A published log for tests: everything filed so far is numbered, and under a checkpoint."""

from __future__ import annotations

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ipregistry.models import entry
from ipregistry.services.log.sequencing import number_all
from ipregistry.services.node import RunningNode
from ipregistry.tlog.checkpoints import Checkpoint
from ipregistry.tlog.notes import Signer, VerifierKey, sign_note
from ipregistry.tlog.tiles import ENTRIES, bundle, hash_tile, new_bundles, tiles_at
from ipregistry.tlog.tree import leaf_hash, root_hash

_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def log_key(node: RunningNode) -> VerifierKey:
    """The key that checkpoints are verified with."""
    return Signer(node.log.origin, _KEY).verifier


def publish_log(node: RunningNode) -> int:
    """Number and publish what was filed; the size of the log."""
    number_all(node)
    query = sa.select(entry.c.leaf).where(entry.c.log_index.is_not(None))
    with node.engines.read.connect() as connection:
        leaves = [bytes(leaf) for leaf in connection.execute(query.order_by("log_index")).scalars()]
    hashes = [leaf_hash(leaf) for leaf in leaves]
    size = len(leaves)
    for tile in (*tiles_at(0, size), *new_bundles(0, size)):
        start = tile.index * 256
        content = (
            bundle(leaves[start : start + tile.width])
            if tile.level == ENTRIES
            else hash_tile(hashes[start : start + tile.width])
        )
        path = node.log.folder / tile.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    text = Checkpoint(node.log.origin, size, root_hash(hashes)).text()
    node.log.folder.mkdir(parents=True, exist_ok=True)
    note = sign_note(text, [Signer(node.log.origin, _KEY)]).encoded()
    node.log.checkpoint.write_bytes(note)
    return size
