"""The signer's own rules, whoever asks it: it holds them alone, without register and folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ipregistry.services.log.alarms import LogHaltedError
from ipregistry.services.log.places import LogPlace
from ipregistry.services.log.signing import (
    SIGNED,
    LogSigner,
    SignerBusyError,
    create_log,
    open_signer,
)
from ipregistry.tlog.checkpoints import open_checkpoint
from ipregistry.tlog.tree import consistency_proof, root_hash
from tests.logs import row_of

ORIGIN = "log.example/hk"


@pytest.fixture
def place(tmp_path: Path) -> LogPlace:
    made = LogPlace(tmp_path / "log", tmp_path / "log-keys", ORIGIN)
    create_log(made)
    return made


@pytest.fixture
def signer(place: LogPlace) -> Iterator[LogSigner]:
    with open_signer(place) as opened:
        sign(opened, 3)
        yield opened


def leaves(size: int, kind: str = "") -> list[bytes]:
    return [row_of(f"{kind}{n}")["leaf_hash"] for n in range(size)]  # type: ignore[misc]


def sign(signer: LogSigner, size: int, kind: str = "", old: int | None = None) -> bytes:
    """Sign a tree with the proof that it would continue one of `old` entries of its own kind."""
    hashes = leaves(size, kind)

    def range_hash(first: int, last: int) -> bytes:
        return root_hash(hashes[first:last])

    proof = consistency_proof(range_hash, min(old or signer.last.size, size), size)
    return signer.sign(size, root_hash(hashes), proof)


def test_a_tree_that_continues_the_last_is_signed_and_remembered(
    place: LogPlace, signer: LogSigner
) -> None:
    note = sign(signer, 10)
    assert open_checkpoint(note, signer.signer.verifier).size == 10
    assert (place.keys / SIGNED).read_bytes() == note


def test_the_same_tree_gets_the_same_note(signer: LogSigner) -> None:
    assert sign(signer, 10) == sign(signer, 10)


@pytest.mark.parametrize(
    ("size", "kind", "code"),
    [
        (2, "", "register-older-than-log"),
        (3, "other-", "register-differs-from-log"),
        (10, "other-", "register-differs-from-log"),
    ],
)
def test_no_other_tree_is_signed(
    place: LogPlace, signer: LogSigner, size: int, kind: str, code: str
) -> None:
    before = (place.keys / SIGNED).read_bytes()
    with pytest.raises(LogHaltedError) as caught:
        sign(signer, size, kind)
    assert caught.value.code == code
    assert (place.keys / SIGNED).read_bytes() == before


def test_without_a_proof_a_larger_tree_is_not_signed(signer: LogSigner) -> None:
    with pytest.raises(LogHaltedError):
        signer.sign(10, root_hash(leaves(10)), [])
    with pytest.raises(LogHaltedError):
        sign(signer, 10, old=5)


def test_one_at_a_time_has_the_key(place: LogPlace, signer: LogSigner) -> None:
    assert signer.last.size == 3
    with pytest.raises(SignerBusyError), open_signer(place):
        pass


def test_it_signs_nothing_that_could_be_read_as_a_checkpoint(signer: LogSigner) -> None:
    with pytest.raises(ValueError, match="could be read as a checkpoint"):
        signer.certify(f"{ORIGIN}\n4\nAAAA\n")
