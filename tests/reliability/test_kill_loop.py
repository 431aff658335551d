"""Web server and background process are killed again and again while clients file.

Every acknowledged filing is in the log; every key comes to one filing; no checkpoint that was
ever on show is denied by a later one. Ten kills here; more by

    IPREGISTRY_KILLS=200 python -m pytest tests/reliability/test_kill_loop.py
"""

from __future__ import annotations

import base64
import http.client
import json
import os
import random
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import sqlalchemy as sa

from ipregistry.services.log.keeping import keep_log
from ipregistry.services.log.signing import open_signer
from ipregistry.services.node import RunningNode
from ipregistry.services.verification import verify
from ipregistry.tlog.checkpoints import open_checkpoint
from ipregistry.tlog.tiles import Tile, entries_of, root_of_entries, root_of_leaves
from ipregistry.tlog.tree import leaf_hash, root_hash
from tests.reliability.ledger import Ledger
from tests.reliability.running import Node
from tests.world import running_node

pytestmark = pytest.mark.long

KILLS = int(os.environ.get("IPREGISTRY_KILLS", "10"))
CLIENTS = 4
PATIENCE = 120.0


@pytest.fixture
def node(fresh_database_url: str, data_dir: Path) -> Iterator[Node]:
    made = Node(fresh_database_url, data_dir)
    made.run("init")
    yield made
    made.stop()


class Client(threading.Thread):
    """Files one party after the other; asks again with the same key until it has an answer."""

    def __init__(self, node: Node, key: str, name: int, ledger: Ledger) -> None:
        super().__init__(daemon=True)
        self._node, self._key, self._name, self._ledger = node, key, name, ledger
        self.enough = threading.Event()
        self.fault: BaseException | None = None

    def run(self) -> None:
        turn = 0
        try:
            while not self.enough.is_set():
                self._file(f"client-{self._name}-{turn}")
                turn += 1
        except BaseException as fault:  # noqa: BLE001 - the test tells it
            self.fault = fault

    def _file(self, key: str) -> None:
        headers = {"Authorization": f"Bearer {self._key}", "Idempotency-Key": key}
        path = "/api/v1/filings/party-registration"
        while True:
            # No answer, or half of one: the filing may have been taken or not.
            with suppress(OSError, http.client.HTTPException, json.JSONDecodeError):
                status, told = self._node.post(path, body(key), headers)
                if status == http.client.CREATED:
                    self._ledger.write(key, told["filing"]["id"], told["receipt"])
                    return
                assert status in {409, 503}, (status, told)


def body(key: str) -> dict[str, object]:
    name = {"value": f"Sample {key}", "languageCode": "en"}
    return {"category": "organization", "nameBag": [name]}


def test_nothing_that_was_acknowledged_is_lost_or_doubled(
    node: Node, fresh_database_url: str, data_dir: Path
) -> None:
    key = node.run("account", "create", "--name", "clients", "--role", "registrar")["key"]
    ledger = Ledger(data_dir.parent / "ledger")
    node.start("background")
    node.start("serve")
    node.wait_until_it_answers()
    clients = [Client(node, key, name, ledger) for name in range(CLIENTS)]
    for client in clients:
        client.start()
    seen = _kill_and_restart(node, ledger)
    for client in clients:
        client.enough.set()
    for client in clients:
        client.join(PATIENCE)
        assert client.fault is None
    node.stop()
    ledger.close()
    _check(fresh_database_url, data_dir, ledger, seen)


def _kill_and_restart(node: Node, ledger: Ledger) -> list[bytes]:
    """Kill one or the other whenever some more filings are acknowledged; the checkpoints seen."""
    chance = random.Random(20261129)
    seen: list[bytes] = []
    for number in range(KILLS):
        wanted = len(ledger.acknowledged) + chance.randrange(3, 25)
        assert ledger.wait_for(wanted, PATIENCE), node.said("serve")
        sum(range(chance.randrange(300_000)))  # so that the blow falls anywhere
        name = ("serve", "background")[number % 2]
        node.kill(name)
        with suppress(FileNotFoundError):
            seen.append((node.data / "log" / "checkpoint").read_bytes())
        node.start(name)
        if name == "serve":
            node.wait_until_it_answers()
    assert ledger.wait_for(len(ledger.acknowledged) + 10, PATIENCE), node.said("serve")
    return seen


def _check(url: str, folder: Path, ledger: Ledger, seen: list[bytes]) -> None:
    node = running_node(url, folder)
    try:
        keep_log(node)
        with open_signer(node.log) as signer:
            key = signer.signer.verifier
        last = open_checkpoint(node.log.checkpoint.read_bytes(), key)

        def read(tile: Tile) -> bytes:
            return (node.log.folder / tile.path).read_bytes()

        assert root_of_entries(last.size, read) == root_of_leaves(last.size, read) == last.root
        leaves = [leaf_hash(entry) for entry in entries_of(last.size, read)]
        assert len(set(leaves)) == len(leaves)
        promised = {_promised(receipt) for _, receipt in ledger.acknowledged.values()}
        assert len(promised) == len(ledger.acknowledged)
        assert promised <= set(leaves)
        for note in seen:
            earlier = open_checkpoint(note, key)
            assert root_hash(leaves[: earlier.size]) == earlier.root
        filed = _filed(node)
        assert filed == {key: filing for key, (filing, _) in ledger.acknowledged.items()}
        assert verify(node).faults == []
    finally:
        node.engines.dispose()


def _promised(receipt: str) -> bytes:
    """The leaf hash that a receipt names."""
    claims = receipt.split(".")[1]
    told = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    return bytes.fromhex(told["leafHash"].removeprefix("sha256:"))


def _filed(node: RunningNode) -> dict[str, str]:
    """The filing under every key of the clients."""
    query = sa.text("SELECT key, filing_id FROM idempotency WHERE key LIKE 'client-%'")
    with node.engines.read.connect() as connection:
        return {row.key: row.filing_id for row in connection.execute(query)}
