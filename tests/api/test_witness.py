"""This node as a witness (C2SP tlog-witness): what it answers, and what it never does twice."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask

from ipregistry import create_app
from ipregistry.models import fork_evidence
from ipregistry.services.log.alarms import LogHaltedError, raise_alarm
from ipregistry.services.node import RunningNode
from ipregistry.tlog.checkpoints import Checkpoint, open_checkpoint
from ipregistry.tlog.notes import Signer, parse_note, parse_vkey, sign_note, verified
from ipregistry.tlog.tree import consistency_proof, leaf_hash, root_hash
from ipregistry.tlog.witness import Request
from tests.world import running_node

ORIGIN = "other.example/log"


class Log:
    """Somebody else's log; entries of another `kind` make a fork."""

    def __init__(self) -> None:
        self.signer = Signer(ORIGIN, Ed25519PrivateKey.generate())

    def leaves(self, size: int, kind: str) -> list[bytes]:
        return [leaf_hash(f"{kind} {n}".encode()) for n in range(size)]

    def note(self, size: int, kind: str = "entry", origin: str = ORIGIN) -> bytes:
        text = Checkpoint(origin, size, root_hash(self.leaves(size, kind))).text()
        return sign_note(text, [replace(self.signer, name=origin)]).encoded()

    def request(self, old: int, size: int, kind: str = "entry") -> bytes:
        leaves = self.leaves(size, kind)

        def range_hash(first: int, last: int) -> bytes:
            return root_hash(leaves[first:last])

        proof = consistency_proof(range_hash, old, size) if old <= size else []
        return Request(old, tuple(proof), self.note(size, kind)).encoded()


@dataclass
class Witness:
    app: Flask
    node: RunningNode
    log: Log

    def post(self, body: bytes) -> tuple[int, str]:
        answer = self.app.test_client().post("/witness/add-checkpoint", data=body)
        return answer.status_code, answer.text


@pytest.fixture
def witness(fresh_database_url: str, data_dir: Path) -> Iterator[Witness]:
    node, log = running_node(fresh_database_url, data_dir), Log()
    known = data_dir / "witnessed.policy"
    known.write_text(f"log {log.signer.verifier}\nquorum none\n")
    node = replace(node, log=replace(node.log, witnessed=known))
    yield Witness(create_app(node=node), node, log)
    node.engines.dispose()


def test_it_cosigns_what_continues_what_it_cosigned(witness: Witness) -> None:
    key = parse_vkey(witness.app.test_client().get("/witness/vkey").text.strip())
    for old, size in [(0, 3), (3, 3), (3, 300)]:
        status, line = witness.post(witness.log.request(old, size))
        assert status == 200
        note = witness.log.note(size) + line.encode()
        (found,) = verified(parse_note(note), [key])
        assert found.time is not None
    latest = witness.app.test_client().get(
        f"/witness/{sha256(ORIGIN.encode()).hexdigest()}/checkpoint"
    )
    assert open_checkpoint(latest.data, witness.log.signer.verifier).size == 300
    assert verified(parse_note(latest.data), [key])


def test_what_it_does_not_cosign_has_the_status_of_the_specification(witness: Witness) -> None:
    log = witness.log
    assert witness.post(log.request(0, 10))[0] == 200
    assert witness.post(log.request(5, 12)) == (409, "10\n")
    assert witness.post(log.request(12, 11))[0] == 400
    assert witness.post(b"old ten\n\n" + log.note(12))[0] == 400
    assert witness.post(log.request(10, 12, "forged"))[0] == 422
    assert witness.post(Request(10, (), log.note(10, "forged")).encoded())[0] == 422
    assert witness.post(Request(10, (), log.note(12, origin="who.example")).encoded())[0] == 404
    assert witness.post(Log().request(10, 12))[0] == 403
    assert witness.post(b"x" * 400_000)[0] == 400
    assert witness.post(log.request(10, 12))[0] == 200


def test_a_fork_is_kept_as_evidence(witness: Witness) -> None:
    witness.post(witness.log.request(0, 10))
    witness.post(Request(10, (), witness.log.note(10, "forged")).encoded())
    with witness.node.engines.read.connect() as connection:
        notes = [row.note for row in connection.execute(sa.select(fork_evidence.c.note))]
    assert notes == [witness.log.note(10, "forged").decode()]


def test_a_log_that_was_never_cosigned_has_no_checkpoint(witness: Witness) -> None:
    path = f"/witness/{sha256(ORIGIN.encode()).hexdigest()}/checkpoint"
    assert witness.app.test_client().get(path).status_code == 404


def test_a_node_whose_register_is_older_than_its_log_cosigns_nothing(witness: Witness) -> None:
    """What it remembers of others may be as old."""
    raise_alarm(witness.node, LogHaltedError("register-older-than-log", "in a test"))
    assert witness.post(witness.log.request(0, 10))[0] == 503


@pytest.mark.race
def test_of_fifty_posts_at_once_none_rolls_the_log_back(witness: Witness) -> None:
    """Every one has another size and starts from what is cosigned now: one wins, then the next."""
    witness.post(witness.log.request(0, 1))
    together = threading.Barrier(50)
    won: list[int] = []

    def post(size: int) -> None:
        together.wait(30)
        status, _ = witness.post(witness.log.request(1, size))
        assert status in {200, 409, 503}
        if status == 200:
            won.append(size)

    threads = [threading.Thread(target=post, args=(size,)) for size in range(2, 52)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(won) == 1
    assert witness.post(witness.log.request(1, 60)) == (409, f"{won[0]}\n")
