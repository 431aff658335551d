"""Merkle trees: known vectors of RFC 6962, and proofs that verify nowhere else."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipregistry.tlog.tree import inclusion_path, leaf_hash, node_hash, root_hash, verify_inclusion

# The leaves and roots that implementations of Certificate Transparency share as test data.
ENTRIES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]

trees = st.lists(st.binary(max_size=8), min_size=1, max_size=70)


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_are_those_of_the_shared_vectors(size: int) -> None:
    assert root_hash([leaf_hash(e) for e in ENTRIES[:size]]).hex() == ROOTS[size - 1]


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert root_hash([]) == sha256(b"").digest()


def test_leaves_and_nodes_are_hashed_apart() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert node_hash(left, right) != leaf_hash(left + right)


def by_definition(leaves: list[bytes]) -> bytes:
    """RFC 6962 §2.1 word by word: split at the largest power of two below the size."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return node_hash(by_definition(leaves[:split]), by_definition(leaves[split:]))


@given(trees)
def test_the_root_is_that_of_the_definition(entries: list[bytes]) -> None:
    leaves = [leaf_hash(e) for e in entries]
    assert root_hash(leaves) == by_definition(leaves)


@given(trees, st.data())
def test_every_leaf_can_be_proved(entries: list[bytes], data: st.DataObject) -> None:
    leaves = [leaf_hash(e) for e in entries]
    index = data.draw(st.integers(0, len(leaves) - 1))
    path = inclusion_path(leaves, index)
    assert verify_inclusion(leaves[index], index, len(leaves), path, root_hash(leaves))


@given(st.integers(1, 70), st.data())
def test_a_proof_holds_for_its_own_place_only(size: int, data: st.DataObject) -> None:
    leaves = [leaf_hash(bytes([i])) for i in range(size)]
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(-2, size + 2).filter(lambda i: i != index))
    path = inclusion_path(leaves, index)
    assert not verify_inclusion(leaves[index], other, size, path, root_hash(leaves))


@given(trees, st.data())
def test_a_proof_of_the_wrong_length_or_leaf_fails(
    entries: list[bytes], data: st.DataObject
) -> None:
    leaves = [leaf_hash(e) for e in entries]
    index = data.draw(st.integers(0, len(leaves) - 1))
    path, root, size = inclusion_path(leaves, index), root_hash(leaves), len(leaves)
    leaf = leaves[index]
    assert not verify_inclusion(leaf, index, size, [*path, leaf], root)
    assert not path or not verify_inclusion(leaf, index, size, path[:-1], root)
    assert not verify_inclusion(leaf_hash(b"another leaf"), index, size, path, root)


def test_the_path_of_the_third_of_seven_leaves_is_that_of_the_rfc() -> None:
    # RFC 6962 §2.1.3, the example tree of seven: d3 is proved by c, g and l; d6 by i and k.
    leaves = [leaf_hash(bytes([i])) for i in range(7)]
    d = leaves
    i, j = node_hash(d[4], d[5]), d[6]
    g, h = node_hash(d[0], d[1]), node_hash(d[2], d[3])
    assert inclusion_path(leaves, 3) == [d[2], g, node_hash(i, j)]
    assert inclusion_path(leaves, 6) == [i, node_hash(g, h)]


@pytest.mark.parametrize("index", [-1, 2])
def test_a_leaf_outside_the_tree_has_no_path(index: int) -> None:
    with pytest.raises(IndexError):
        inclusion_path([b"a" * 32, b"b" * 32], index)
