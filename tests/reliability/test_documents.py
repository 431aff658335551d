"""Uploads to a real server: large ones in little memory, killed ones without a trace."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reliability.running import Node

pytestmark = pytest.mark.long

MEBIBYTE = 1024 * 1024
PIECE = bytes(range(256)) * 256


@pytest.fixture
def node(fresh_database_url: str, data_dir: Path) -> Iterator[Node]:
    made = Node(fresh_database_url, data_dir)
    made.run("init")
    made.start("serve")
    made.wait_until_it_answers()
    yield made
    made.stop()


def upload(node: Node, key: str, mebibytes: int, *, send: int) -> socket.socket:
    """A connection on which so much of an upload was sent."""
    digest = hashlib.sha256()
    for _ in range(mebibytes * 16):
        digest.update(PIECE)
    head = (
        "POST /api/v1/documents HTTP/1.1\r\nHost: node\r\n"
        f"Authorization: Bearer {key}\r\nContent-Type: video/mp4\r\n"
        f"Content-Length: {mebibytes * MEBIBYTE}\r\nConnection: close\r\n"
        f"Content-Digest: sha-256=:{base64.b64encode(digest.digest()).decode()}:\r\n\r\n"
    )
    connection = socket.create_connection(("127.0.0.1", node.port), timeout=60)
    connection.sendall(head.encode())
    for _ in range(send * 16):
        connection.sendall(PIECE)
    return connection


def answer(connection: socket.socket) -> tuple[int, dict[str, object]]:
    with connection, connection.makefile("rb") as source:
        head, _, body = source.read().partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)


def files(node: Node) -> list[Path]:
    return [path for path in (node.data / "documents").rglob("*") if path.is_file()]


def peak_mebibytes(node: Node) -> float:
    """The most memory that any process of the server has had."""
    group = node._processes["serve"].pid
    peaks = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            pid = int(status.parent.name)
            found = (status.parent / "stat").read_text().rpartition(")")[2].split()[2]
            if int(found) == group or pid == group:
                peaks.append(int(re.findall(r"VmHWM:\s+(\d+)", status.read_text())[0]))
        except (OSError, IndexError):
            continue
    return max(peaks) / 1024


@pytest.fixture
def key(node: Node) -> str:
    made = node.run("account", "create", "--name", "counsel", "--role", "agent")
    return str(made["key"])


def test_a_large_upload_needs_little_memory(node: Node, key: str):
    assert answer(upload(node, key, 1, send=1))[0] == 200
    before = peak_mebibytes(node)
    status, said = answer(upload(node, key, 64, send=64))
    assert (status, said["byteQuantity"]) == (200, 64 * MEBIBYTE)
    assert peak_mebibytes(node) - before < 24
    assert len(files(node)) == 2


def test_an_upload_whose_client_goes_away_leaves_nothing(node: Node, key: str):
    upload(node, key, 8, send=4).close()
    # The next one is served behind it: then the broken one has come to its end, or is swept.
    assert answer(upload(node, key, 1, send=1))[0] == 200
    node.kill("serve")
    node.run("documents", "sweep")
    assert len(files(node)) == 1


def test_a_server_that_is_killed_during_an_upload_keeps_nothing_of_it(node: Node, key: str):
    connection = upload(node, key, 32, send=31)
    node.kill("serve")
    connection.close()
    swept = node.run("documents", "sweep")
    assert swept["unfinished"] <= 1
    assert files(node) == []
