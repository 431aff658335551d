"""Merkle tree hashes, inclusion and consistency proofs (RFC 6962 §2.1, RFC 9162 §2.1)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

HASH_BYTES = 32

# MTH(D[first:last]) of a tree, as proofs ask for it.
RangeHash: TypeAlias = Callable[[int, int], bytes]


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256(0x00 ‖ entry), RFC 6962 §2.1."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right), RFC 6962 §2.1."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_hash(leaves: Sequence[bytes]) -> bytes:
    """The tree hash over leaf *hashes*; the empty tree has SHA-256 of nothing."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = list(leaves)
    while len(level) > 1:
        paired = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        if len(level) % 2:
            paired.append(level[-1])
        level = paired
    return level[0]


def inclusion_path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The audit path of leaf `index`, lowest sibling first (RFC 6962 §2.1.1)."""
    if not 0 <= index < len(leaves):
        message = f"leaf {index} of {len(leaves)}"
        raise IndexError(message)
    path: list[bytes] = []
    level, position = list(leaves), index
    while len(level) > 1:
        sibling = position ^ 1
        if sibling < len(level):
            path.append(level[sibling])
        paired = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        if len(level) % 2:
            paired.append(level[-1])
        level, position = paired, position // 2
    return path


def verify_inclusion(
    leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes
) -> bool:
    """Whether `leaf` (a leaf hash) stands at `index` in the tree of `size` leaves with `root`.

    The algorithm of RFC 9162 §2.1.3.2; a path that is too long or too short fails.
    """
    if not 0 <= index < size:
        return False
    fn, sn, value = index, size - 1, leaf
    for sibling in path:
        if sn == 0:
            return False
        if fn % 2 or fn == sn:
            value = node_hash(sibling, value)
            while fn % 2 == 0 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            value = node_hash(value, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and value == root


def subtree_ranges(first: int, last: int) -> Iterator[tuple[int, int]]:
    """The perfect subtrees that make up a range, left to right: where each starts, its height."""
    while first < last:
        height = (last - first).bit_length() - 1
        yield first, height
        first += 1 << height


def _split(size: int) -> int:
    """The largest power of two below `size` (RFC 6962 §2.1)."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_proof(range_hash: RangeHash, index: int, size: int) -> list[bytes]:
    """The audit path of entry `index` in the tree of `size` entries (RFC 6962 §2.1.1)."""
    if not 0 <= index < size:
        message = f"entry {index} of {size}"
        raise IndexError(message)
    path: list[bytes] = []
    first, last = 0, size
    while last - first > 1:
        middle = first + _split(last - first)
        if index < middle:
            path.append(range_hash(middle, last))
            last = middle
        else:
            path.append(range_hash(first, middle))
            first = middle
    return path[::-1]


def consistency_proof(range_hash: RangeHash, old: int, new: int) -> list[bytes]:
    """That the tree of `old` entries is a prefix of that of `new` (RFC 6962 §2.1.2).

    Empty for equal sizes, and for an `old` of 0, which is a prefix of everything.
    """
    if not 0 <= old <= new:
        message = f"from {old} to {new} entries"
        raise IndexError(message)
    if old in {0, new}:
        return []
    path: list[bytes] = []
    first, last, known = 0, new, True
    while old != last:
        middle = first + _split(last - first)
        if old <= middle:
            path.append(range_hash(middle, last))
            last = middle
        else:
            path.append(range_hash(first, middle))
            first, known = middle, False
    if not known:
        path.append(range_hash(first, last))
    return path[::-1]


def verify_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]
) -> bool:
    """Whether the tree of `old` entries under `old_root` is a prefix of that of `new`.

    The algorithm of RFC 9162 §2.1.4.2; the empty tree is a prefix of every one, by its own root.
    """
    if not 0 <= old <= new:
        return False
    if old == 0:
        return not path and old_root == root_hash([])
    if old == new:
        return not path and old_root == new_root
    hashes = list(path)
    if old & (old - 1) == 0:
        hashes.insert(0, old_root)
    return bool(hashes) and _consistent(old - 1, new - 1, hashes) == (old_root, new_root)


def _consistent(fn: int, sn: int, hashes: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """The two roots that a path leads to; None where it is too long or too short."""
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    old = new = hashes[0]
    for sibling in hashes[1:]:
        if sn == 0:
            return None
        if fn & 1 or fn == sn:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while fn & 1 == 0 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            new = node_hash(new, sibling)
        fn, sn = fn >> 1, sn >> 1
    return (old, new) if sn == 0 else None
