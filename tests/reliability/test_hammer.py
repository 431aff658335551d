"""Many clients file at once while the publisher runs: each receipt is kept, as code of others sees.

Every 201 leads to a proof (C2SP tlog-proof) that a verifier we did not write accepts against the
leaf that the receipt names, and to nothing else. How long it took is printed: the goal is 10 s.
200 filings here; more by

    IPREGISTRY_HAMMER=2500 python -m pytest -s tests/reliability/test_hammer.py
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ipregistry.services.times import read_instant
from tests.foreign.verifiers import HERE, PYTHON, installed, skip_unless_installed
from tests.reliability.running import Node
from tests.world import running_node

pytestmark = [pytest.mark.race, pytest.mark.long]

FILINGS = int(os.environ.get("IPREGISTRY_HAMMER", "200"))
CLIENTS = 4
PATIENCE = 600.0


@pytest.fixture
def node(fresh_database_url: str, data_dir: Path) -> Iterator[Node]:
    made = Node(fresh_database_url, data_dir)
    made.run("init")
    yield made
    made.stop()


def promised(receipt: str) -> bytes:
    """The leaf hash that a receipt names."""
    claims = receipt.split(".")[1]
    told = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    return bytes.fromhex(told["leafHash"].removeprefix("sha256:"))


class Client(threading.Thread):
    """Files its share, one filing after the other; `taken` is what it was promised."""

    def __init__(self, node: Node, key: str, name: int) -> None:
        super().__init__(daemon=True)
        self._node, self._name = node, name
        self._headers = {"Authorization": f"Bearer {key}"}
        self.taken: dict[str, str] = {}
        self.fault: BaseException | None = None

    def run(self) -> None:
        try:
            for turn in range(self._name, FILINGS, CLIENTS):
                key = f"hammer-{turn}"
                headers = {**self._headers, "Idempotency-Key": key}
                path = "/api/v1/filings/party-registration"
                name = {"value": f"Sample {key}", "languageCode": "en"}
                body = {"category": "organization", "nameBag": [name]}
                status, told = self._node.post(path, body, headers)
                assert status == 201, (status, told)
                self.taken[told["filing"]["id"]] = told["receipt"]
        except BaseException as fault:  # noqa: BLE001 - the test tells it
            self.fault = fault


def test_every_receipt_is_kept_as_a_foreign_verifier_sees(
    node: Node, fresh_database_url: str, data_dir: Path
) -> None:
    skip_unless_installed(installed("tlog_scales"), "tlog-scales")
    key = node.run("account", "create", "--name", "clients", "--role", "registrar")["key"]
    node.start("background")
    node.start("serve")
    node.wait_until_it_answers()
    taken = _file_all(node, key)
    proofs = {filing: _proof(node, receipt) for filing, receipt in taken.items()}
    vkey = node.get("/log/vkey")[1].decode().split()[0]
    cases = [
        {"name": filing, "vkey": vkey, "leaf": promised(taken[filing]).hex(), "proof": proof}
        for filing, proof in proofs.items()
    ]
    assert _refused(cases) == {}
    # The proof of another's receipt proves nothing of this one.
    wrong = [{**case, "proof": cases[at - 1]["proof"]} for at, case in enumerate(cases)]
    assert _refused(wrong).keys() == taken.keys()
    node.stop()
    print(_figures(fresh_database_url, data_dir, list(taken)))


def _file_all(node: Node, key: str) -> dict[str, str]:
    clients = [Client(node, key, name) for name in range(CLIENTS)]
    for client in clients:
        client.start()
    taken: dict[str, str] = {}
    for client in clients:
        client.join(PATIENCE)
        assert client.fault is None
        taken |= client.taken
    assert len(taken) == FILINGS
    return taken


def _proof(node: Node, receipt: str) -> str:
    """The proof for the leaf of a receipt, asked for by somebody without a key."""
    path = f"/api/v1/log/proofs/sha256:{promised(receipt).hex()}"
    for _ in range(10_000):
        status, proof = node.get(path)
        if status == 200:
            return proof.decode()
    raise AssertionError(node.said("background"))


def _refused(cases: list[dict[str, str]]) -> dict[str, str]:
    run = subprocess.run(
        [str(PYTHON), str(HERE / "prove_scales.py")],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    said: list[dict[str, Any]] = json.loads(run.stdout)
    assert [one["name"] for one in said] == [case["name"] for case in cases]
    return {one["name"]: one["reason"] for one in said if not one["ok"]}


def _figures(url: str, folder: Path, filings: list[str]) -> str:
    """From recording to the checkpoint that covers it, by the node's own clock."""
    node = running_node(url, folder)
    query = sa.text(
        "SELECT e.recorded_at, min(c.published_at) AS published_at "
        "FROM entry e JOIN checkpoint c ON c.size > e.log_index "
        "WHERE e.filing_id = :filing GROUP BY e.recorded_at"
    )
    with node.engines.read.connect() as connection:
        rows = [connection.execute(query, {"filing": filing}).one() for filing in filings]
    node.engines.dispose()
    waits = sorted(
        (read_instant(row.published_at) - read_instant(row.recorded_at)).total_seconds()
        for row in rows
    )
    late = sum(wait > 10 for wait in waits)
    middle, most = waits[len(waits) // 2], waits[-1]
    return f"{len(waits)} filings: median {middle:.2f} s, longest {most:.2f} s, {late} over 10 s"
