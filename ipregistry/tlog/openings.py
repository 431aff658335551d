"""What was shown of an entry, held against its leaf: an item by its path, a part by its salt.

Everything here is about values from elsewhere: whatever is wrong with them is an OpeningError.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ipregistry.tlog.canonical import NotCanonicalError, canonical, parse
from ipregistry.tlog.leaves import Item, commitment, leaf_bytes
from ipregistry.tlog.tree import leaf_hash, verify_inclusion

_COMMITMENT = re.compile(r"(?:hmac-sha256:)?([0-9a-f]{64})", re.ASCII)
_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
_ROOT = re.compile(r"sha256:([0-9a-f]{64})", re.ASCII)
# 8, 64, … : fill makes an entry's tree one of these sizes.
_LARGEST = 8**12


class OpeningError(ValueError):
    """What was shown does not fit; `nature` is for programs."""

    def __init__(self, nature: str, detail: str) -> None:
        super().__init__(detail)
        self.nature = nature


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item with its place in the entry's tree and its path to the root."""

    item: Item
    position: int
    tree_size: int
    path: tuple[bytes, ...]


def read_shown(value: Mapping[str, Any], tree_size: Any) -> ShownItem:
    """An item as a page, a proof or a copy shows it. Raises OpeningError."""
    try:
        item = Item(
            _typed(value["record"], str),
            _typed(value["version"], int),
            _typed(value["part"], str),
            read_commitment(value["commitment"]),
        )
        position, size = _typed(value["position"], int), _typed(tree_size, int)
        path = read_path(value["path"])
    except (KeyError, TypeError) as error:
        raise OpeningError("item-unreadable", f"an item without {error}") from error
    if not 0 <= position < size <= _LARGEST or size & (size - 1) or (size.bit_length() - 1) % 3:
        raise OpeningError("item-unreadable", f"no entry has a place {position} of {size}")
    return ShownItem(item, position, size, path)


def read_commitment(value: Any) -> bytes:
    """The bytes of a commitment, with or without its label. Raises OpeningError."""
    match = _COMMITMENT.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise OpeningError("item-unreadable", f"no commitment: {str(value)[:80]}")
    return bytes.fromhex(match[1])


def read_path(value: Any) -> tuple[bytes, ...]:
    """A path of hashes. Raises OpeningError."""
    if not isinstance(value, list) or any(
        not isinstance(one, str) or not _HASH.fullmatch(one) for one in value
    ):
        raise OpeningError("path-unreadable", "a path is a list of SHA-256 hashes")
    return tuple(bytes.fromhex(one) for one in value)


def root_in(leaf: bytes) -> bytes:
    """The entry's root that a leaf names. Raises OpeningError for bytes that are no leaf."""
    try:
        value = parse(leaf)
        match = _ROOT.fullmatch(str(value["root"]))
        root = b"" if match is None else bytes.fromhex(match[1])
        made = leaf_bytes(str(value["node"]), str(value["at"]), root)
    except (ValueError, TypeError, KeyError) as error:
        raise OpeningError("leaf-unreadable", f"not a leaf: {error}") from error
    if made != leaf or not root:
        raise OpeningError("leaf-unreadable", "not a leaf: another form")
    return root


def check_item(shown: ShownItem, leaf: bytes) -> None:
    """Raises OpeningError where the item's path does not lead to the leaf's root."""
    hashed = leaf_hash(shown.item.encoded())
    at = shown.position, shown.tree_size
    if not verify_inclusion(hashed, *at, shown.path, root_in(leaf)):
        raise OpeningError(
            "item-not-in-entry", f"{_named(shown.item)} is not an item of this entry"
        )


def check_part(item: Item, body: bytes, salt: bytes) -> Mapping[str, Any]:
    """The part's document, which opens the item's commitment. Raises OpeningError."""
    if not salt or not hmac.compare_digest(commitment(salt, body), item.commitment):
        raise OpeningError("commitment-differs", f"{_named(item)} is not what was committed to")
    try:
        document = parse(body)
        written = canonical(document)
    except (ValueError, TypeError, NotCanonicalError) as error:
        raise OpeningError("body-not-canonical", f"{_named(item)}: {error}") from error
    if written != body:
        raise OpeningError("body-not-canonical", f"{_named(item)} is not canonical JSON")
    said = (document.get("record"), document.get("version"), document.get("part"))
    if said != (item.record, item.version, item.part):
        raise OpeningError("part-of-another-item", f"{_named(item)} calls itself {said}")
    return document


def check_public_places(shown: Sequence[ShownItem], public: str = "public") -> None:
    """Raises OpeningError where a page's public items do not stand in the places 1, 2, ….

    There every entry has them, so a gap is one that was left out.
    """
    places = sorted(one.position for one in shown if one.item.part == public)
    if places != list(range(1, len(places) + 1)):
        raise OpeningError("public-item-missing", f"public items in the places {places}")


def _typed(value: Any, kind: type[Any]) -> Any:
    if type(value) is not kind:
        raise TypeError(f"a value that is no {kind.__name__}")
    return value


def _named(item: Item) -> str:
    return f"{item.record} version {item.version}, {item.part}"
