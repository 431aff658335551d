"""Entries that all look alike, and say nothing to whoever lacks salt and seed."""

import json
from hashlib import sha256
from hmac import new as hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipregistry.tlog.leaves import (
    MAX_LEAF_BYTES,
    SALT_BYTES,
    Item,
    commitment,
    entry_root,
    inner_path,
    item_hashes,
    leaf_bytes,
    padded_size,
    sha256_text,
)
from ipregistry.tlog.tree import leaf_hash, verify_inclusion

SEED = b"s" * 32


def items(count: int) -> list[Item]:
    return [Item(f"AS-{i}", 1, "public", bytes([i % 256]) * 32) for i in range(count)]


def test_the_commitment_is_an_hmac_under_the_salt() -> None:
    salt = b"\x01" * SALT_BYTES
    assert commitment(salt, b"part") == hmac(salt, b"part", sha256).digest()


def test_equal_parts_under_other_salts_look_different() -> None:
    assert commitment(b"\x01" * SALT_BYTES, b"part") != commitment(b"\x02" * SALT_BYTES, b"part")


@pytest.mark.parametrize(
    ("count", "size"), [(0, 8), (1, 8), (8, 8), (9, 64), (64, 64), (65, 512), (513, 4096)]
)
def test_the_tree_is_filled_to_a_power_of_eight(count: int, size: int) -> None:
    assert padded_size(count) == size
    assert len(item_hashes(items(count), SEED)) == size


@given(st.integers(1, 8), st.integers(1, 8))
def test_a_path_does_not_tell_how_many_parts_an_entry_made(one: int, other: int) -> None:
    assert len(inner_path(items(one), SEED, 0)) == len(inner_path(items(other), SEED, 0))


def test_fill_cannot_be_told_without_the_seed() -> None:
    one, other = item_hashes(items(1), SEED), item_hashes(items(1), b"t" * 32)
    assert one[0] == other[0]
    assert not set(one[1:]) & set(other[1:])
    assert len(set(one)) == len(one)


@given(st.integers(1, 20), st.data())
def test_every_part_can_be_proved_under_the_root(count: int, data: st.DataObject) -> None:
    made = items(count)
    index = data.draw(st.integers(0, count - 1))
    path, root = inner_path(made, SEED, index), entry_root(made, SEED)
    leaf = leaf_hash(made[index].encoded())
    assert verify_inclusion(leaf, index, padded_size(count), path, root)


@pytest.mark.parametrize(
    "changed",
    [
        Item("AS-9", 1, "public", b"\x00" * 32),
        Item("AS-0", 2, "public", b"\x00" * 32),
        Item("AS-0", 1, "names", b"\x00" * 32),
        Item("AS-0", 1, "public", b"\x01" * 32),
    ],
)
def test_record_version_part_and_commitment_are_all_bound(changed: Item) -> None:
    assert entry_root([changed], SEED) != entry_root(items(1), SEED)


def test_a_leaf_shows_node_second_and_root_and_nothing_else() -> None:
    leaf = leaf_bytes("HK", "2026-11-22T06:44:57Z", b"\xab" * 32)
    assert json.loads(leaf) == {
        "v": 1,
        "node": "HK",
        "at": "2026-11-22T06:44:57Z",
        "root": "sha256:" + "ab" * 32,
    }
    assert len(leaf) <= MAX_LEAF_BYTES


def test_a_digest_names_its_algorithm() -> None:
    assert sha256_text(b"") == "sha256:" + sha256(b"").hexdigest()
