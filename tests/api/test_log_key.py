"""The web never opens the folder of the log key: it may belong to another user."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ipregistry.services.log.keeping import keep_log
from ipregistry.services.log.signing import create_log
from tests.databases import ROOT
from tests.world import open_world

# What the folder may be opened for is asked of the interpreter itself: it reports every file.
WEB = """
import sys
from pathlib import Path

touched = []

def look(event, arguments):
    if event in {"open", "os.listdir", "os.scandir"} and "log-keys" in str(arguments[0]):
        touched.append(arguments[0])

sys.addaudithook(look)

from ipregistry import create_app

client = create_app().test_client()
size = client.get("/log/checkpoint").text.split()[1]
for path in ("/health", "/log/vkey", "/log/policy", "/log/receipt-key", "/witness/vkey",
             "/log/key-changes.json", "/log/tile/0/000.p/" + size, "/api/v1/feed"):
    assert client.get(path).status_code == 200, path
assert client.post("/witness/add-checkpoint", data=b"x").status_code == 400
print(touched)
"""


def _environment(url: str, data: Path) -> dict[str, str]:
    return {**os.environ, "DATABASE_URL": url, "IPREGISTRY_DATA": str(data)}


@pytest.fixture
def published(fresh_database_url: str, data_dir: Path) -> dict[str, str]:
    """The environment of a node with one entry in its log."""
    with open_world(fresh_database_url, data_dir) as world:
        create_log(world.node.log)
        keep_log(world.node)
    return _environment(fresh_database_url, data_dir)


def test_the_web_opens_nothing_of_the_log_key(published: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WEB],
        env=published,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "[]"), done.stderr
