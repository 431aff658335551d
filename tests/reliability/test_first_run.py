"""What a new user does first: `scripts/run`, and then the lines that it prints."""

import os
import re
import select
import shlex
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson
import pytest

from tests.databases import ROOT

pytestmark = pytest.mark.long

SECONDS = 120


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _running(data: Path, database_url: str) -> Iterator[str]:
    """`scripts/run` until it serves: everything that it has printed by then."""
    sqlite = database_url.startswith("sqlite")
    env = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "IPREGISTRY_DATA": str(data),
        "IPREGISTRY_PORT": str(_free_port()),
        **({} if sqlite else {"DATABASE_URL": database_url}),
    }
    node = subprocess.Popen(
        ["scripts/run"], cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        yield _read_until(node, b"Serving http")
    finally:
        node.send_signal(signal.SIGTERM)
        node.communicate(timeout=30)


def _read_until(node: subprocess.Popen[bytes], wanted: bytes) -> str:
    assert node.stdout is not None
    told = b""
    while wanted not in told:
        ready, _, _ = select.select([node.stdout], [], [], SECONDS)
        assert ready, told.decode()
        more = os.read(node.stdout.fileno(), 65_536)
        assert more, told.decode()
        told += more
    return told.decode()


def test_the_node_starts_with_its_demonstration_and_its_lines_work_as_printed(
    empty_database_url: str, tmp_path: Path
) -> None:
    with _running(tmp_path / "data", empty_database_url) as told:
        lines = re.findall(r"^  (curl .+)$", told, re.MULTILINE)
        assert len(lines) == 3
        answers = [
            orjson.loads(subprocess.run(shlex.split(line), capture_output=True, check=True).stdout)
            for line in lines
        ]
    now, before, filings = answers
    holders = [[h["party"] for h in answer["atRegister"]["holderBag"]] for answer in (now, before)]
    assert len(holders[0]) == len(holders[1]) == 1
    assert holders[0] != holders[1]
    assert len(filings["items"]) == 5
