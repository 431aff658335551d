"""Entries that all look alike: salted commitments under one opaque leaf.

The log's leaf shows node, second and root, nothing else. Under the root lie the entry's
items, filled up to 8, 64, 512, … leaves: an inclusion proof needs the size of its tree,
so without fill it would tell how many parts an entry made.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from ipregistry.tlog.canonical import Json, canonical
from ipregistry.tlog.tree import inclusion_path, leaf_hash, root_hash

SALT_BYTES = 32
MAX_LEAF_BYTES = 65_535  # C2SP tlog-tiles: the entry prefix is a uint16


def commitment(salt: bytes, body: bytes) -> bytes:
    """HMAC-SHA256(salt, bytes): binds to the part and, without the salt, tells nothing of it."""
    return hmac.digest(salt, body, "sha256")


def sha256_text(data: bytes) -> str:
    """A digest as it is written in documents: ``sha256:<hex>``."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Item:
    """One line of an entry: which part of which record version, and its commitment."""

    record: str
    version: int
    part: str
    commitment: bytes

    def encoded(self) -> bytes:
        """The canonical bytes that are hashed into the entry's tree."""
        return canonical(
            {
                "commitment": "hmac-sha256:" + self.commitment.hex(),
                "part": self.part,
                "record": self.record,
                "version": self.version,
            }
        )


def padded_size(count: int) -> int:
    """8, 64, 512, …: the least power of eight (from 8) that holds `count` items."""
    size = 8
    while size < count:
        size *= 8
    return size


def item_hashes(items: Sequence[Item], fill_seed: bytes) -> list[bytes]:
    """Leaf hashes of the items, then fill that nobody without the seed tells from items."""
    hashes = [leaf_hash(item.encoded()) for item in items]
    fill = range(len(hashes), padded_size(len(items)))
    hashes += [hmac.digest(fill_seed, index.to_bytes(8, "big"), "sha256") for index in fill]
    return hashes


def entry_root(items: Sequence[Item], fill_seed: bytes) -> bytes:
    """The RFC 6962 tree hash over items and fill."""
    return root_hash(item_hashes(items, fill_seed))


def inner_path(items: Sequence[Item], fill_seed: bytes, index: int) -> list[bytes]:
    """The path from item `index` to the entry's root; shows nothing of its neighbours."""
    return inclusion_path(item_hashes(items, fill_seed), index)


def leaf_bytes(node: str, at: str, root: bytes) -> bytes:
    """The one form of every leaf; `at` is a UTC instant to the second (``…T06:44:57Z``)."""
    value: dict[str, Json] = {"v": 1, "node": node, "at": at, "root": "sha256:" + root.hex()}
    return canonical(value)
