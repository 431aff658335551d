"""Receipts lead to proofs, and a part is proven without a word of its neighbours."""

import json

import pytest
import sqlalchemy as sa

from ipregistry.domain.access import PUBLIC_ACTOR, Actor, Role
from ipregistry.models import part
from ipregistry.services.errors import ConflictError, NotFoundError
from ipregistry.services.log.proving import (
    consistency,
    proof_by_leaf,
    proof_of_part,
    proof_of_receipt,
    published_log,
    receipt_standing,
)
from ipregistry.services.log.sequencing import number_all
from ipregistry.tlog.checkpoints import open_checkpoint
from ipregistry.tlog.leaves import Item
from ipregistry.tlog.proofs import parse_proof, verify_proof
from ipregistry.tlog.tree import leaf_hash, verify_consistency, verify_inclusion
from tests.published import log_key, publish_log
from tests.world import Filed, World


@pytest.fixture
def filed(world: World) -> tuple[Actor, Filed]:
    holder, taker = world.owner("Sample A"), world.owner("Sample B")
    sale = world.sale(world.hk_right(holder), holder, taker)
    return holder, world.file(holder, "assignment", sale)


def test_a_receipt_goes_from_accepted_to_published(
    world: World, filed: tuple[Actor, Filed]
) -> None:
    holder, sale = filed
    assert receipt_standing(world.node, holder, sale.id).status == "accepted"
    with pytest.raises(ConflictError):
        proof_of_receipt(world.node, holder, sale.id)
    number_all(world.node)
    standing = receipt_standing(world.node, holder, sale.id)
    assert (standing.status, standing.size) == ("sequenced", None)
    size = publish_log(world.node)
    standing = receipt_standing(world.node, holder, sale.id)
    assert (standing.status, standing.log_index, standing.size) == ("published", size - 1, size)


def test_the_proof_of_a_receipt_is_verified_offline(
    world: World, filed: tuple[Actor, Filed]
) -> None:
    holder, sale = filed
    publish_log(world.node)
    leaf = receipt_standing(world.node, holder, sale.id).leaf_hash
    for proof in (proof_of_receipt(world.node, holder, sale.id), proof_by_leaf(world.node, leaf)):
        verify_proof(parse_proof(proof.encoded()), leaf, log_key(world.node))


def test_a_receipt_is_shown_to_its_filer_the_office_and_auditors(
    world: World, filed: tuple[Actor, Filed]
) -> None:
    holder, sale = filed
    for actor in (holder, world.registrar, world.actor(Role.AUDITOR)):
        assert receipt_standing(world.node, actor, sale.id).jws == sale.accepted.receipt
    for actor in (world.owner("Sample C"), world.agent(), PUBLIC_ACTOR):
        with pytest.raises(NotFoundError):
            receipt_standing(world.node, actor, sale.id)


def test_a_leaf_that_is_not_published_is_not_there(
    world: World, filed: tuple[Actor, Filed]
) -> None:
    holder, sale = filed
    leaf = receipt_standing(world.node, holder, sale.id).leaf_hash
    number_all(world.node)
    with pytest.raises(NotFoundError):
        proof_by_leaf(world.node, leaf)


def commitments(world: World, record: str) -> dict[str, bytes]:
    with world.node.engines.read.connect() as connection:
        rows = connection.execute(
            sa.select(part.c.label, part.c.commitment).where(part.c.record_id == record)
        )
        return {row.label: bytes(row.commitment) for row in rows}


def test_one_part_is_proven_from_item_to_checkpoint(
    world: World, filed: tuple[Actor, Filed]
) -> None:
    _, sale = filed
    publish_log(world.node)
    digest = commitments(world, sale.transaction)["public"]
    proof = proof_of_part(world.node, PUBLIC_ACTOR, digest)
    item = Item(sale.transaction, 1, "public", digest)
    assert proof["item"] == json.loads(item.encoded())
    inner = [bytes.fromhex(step) for step in proof["path"]]
    root = bytes.fromhex(json.loads(proof["leaf"])["root"].removeprefix("sha256:"))
    at = proof["position"], proof["treeSize"]
    assert verify_inclusion(leaf_hash(item.encoded()), *at, inner, root)
    checkpoint = open_checkpoint(proof["checkpoint"].encode(), log_key(world.node))
    outer = [bytes.fromhex(step) for step in proof["logPath"]]
    leaf = leaf_hash(proof["leaf"].encode())
    assert verify_inclusion(leaf, proof["logIndex"], checkpoint.size, outer, checkpoint.root)


def test_a_proof_of_one_part_names_no_other(world: World, filed: tuple[Actor, Filed]) -> None:
    _, sale = filed
    publish_log(world.node)
    proof = json.dumps(
        proof_of_part(world.node, PUBLIC_ACTOR, commitments(world, sale.transaction)["public"])
    )
    assert sale.id not in proof
    for label, digest in commitments(world, sale.id).items():
        assert digest.hex() not in proof, label


def test_a_proof_of_a_part_is_for_whoever_may_read_it(
    world: World, filed: tuple[Actor, Filed]
) -> None:
    holder, sale = filed
    publish_log(world.node)
    digest = commitments(world, sale.id)["filing"]
    assert proof_of_part(world.node, holder, digest)["item"]["part"] == "filing"
    for actor in (PUBLIC_ACTOR, world.owner("Sample C")):
        with pytest.raises(NotFoundError):
            proof_of_part(world.node, actor, digest)


def test_any_two_sizes_are_proven_consistent(world: World, filed: tuple[Actor, Filed]) -> None:
    size = publish_log(world.node)
    log = published_log(world.node)
    assert log is not None
    for old in range(size + 1):
        for new in range(max(old, 1), size + 1):
            proof = consistency(world.node, old, new)
            path = [bytes.fromhex(step) for step in proof["path"]]
            roots = bytes.fromhex(proof["fromRoot"]), bytes.fromhex(proof["toRoot"])
            assert verify_consistency(old, new, *roots, path), (old, new)
    assert bytes.fromhex(consistency(world.node, 1, None)["toRoot"]) == log.checkpoint.root


def test_no_consistency_is_told_of_what_is_not_published(
    world: World, filed: tuple[Actor, Filed]
) -> None:
    size = publish_log(world.node)
    for old, new in ((1, size + 1), (3, 2)):
        with pytest.raises(ConflictError):
            consistency(world.node, old, new)
