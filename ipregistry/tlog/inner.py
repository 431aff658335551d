"""The tree of one entry, hashed once: the inner path of any of its items."""

from __future__ import annotations

from collections.abc import Sequence

from ipregistry.tlog.tree import node_hash


class InnerTree:
    """Every level of a tree whose size is a power of two, which padding gives every entry."""

    def __init__(self, hashes: Sequence[bytes]) -> None:
        """`hashes`: leaf hashes of items and fill, as `leaves.item_hashes` makes them."""
        if len(hashes) & (len(hashes) - 1) or not hashes:
            raise ValueError(f"an entry's tree has 8, 64, 512, … leaves, not {len(hashes)}")
        self.levels = [list(hashes)]
        while len(self.levels[-1]) > 1:
            below = self.levels[-1]
            pairs = range(0, len(below), 2)
            self.levels.append([node_hash(below[i], below[i + 1]) for i in pairs])

    @property
    def size(self) -> int:
        """Items and fill."""
        return len(self.levels[0])

    @property
    def root(self) -> bytes:
        """What the leaf names."""
        return self.levels[-1][0]

    def path(self, position: int) -> list[bytes]:
        """From the item to the root, lowest sibling first (RFC 6962 §2.1.1)."""
        return [level[(position >> up) ^ 1] for up, level in enumerate(self.levels[:-1])]
