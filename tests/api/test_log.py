"""The log as anybody fetches it: the files of its folder, and nothing beside them."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from ipregistry import create_app
from tests.world import running_node

TILE = bytes(32)


@pytest.fixture
def client(fresh_database_url: str, data_dir: Path) -> FlaskClient:
    node = running_node(fresh_database_url, data_dir)
    folder = node.log.folder
    (folder / "tile" / "0" / "x001" / "002.p").mkdir(parents=True)
    (folder / "tile" / "entries").mkdir()
    for name in ("0/x001/001", "0/x001/002.p/255", "entries/000", "0/.001.new", "64"):
        (folder / "tile" / name).write_bytes(TILE)
    (folder / "checkpoint").write_bytes("log.example/hk\n0\n\n— x\n".encode())
    return create_app(node=node).test_client()


@pytest.mark.parametrize("name", ["0/x001/001", "0/x001/002.p/255", "entries/000"])
def test_tiles_are_bytes_that_never_change(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/log/tile/{name}")
    assert answer.status_code == 200
    assert answer.data == TILE
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert "immutable" in answer.headers["Cache-Control"]


def test_the_checkpoint_is_text_that_is_kept_for_seconds_only(client: FlaskClient) -> None:
    answer = client.get("/log/checkpoint")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=2"


@pytest.mark.parametrize(
    "name",
    [
        "0/000",  # not there
        "0/x001/002",  # a folder
        "0/x001/002.p/256",
        "0/x001/002.p/0",
        "0/x001/002.p/010",
        "00/x001/001",
        "64/000",
        "64",
        "0/001/001",
        "0/.001.new",
        "entries/../../vkey",
        "0/%2e%2e/%2e%2e/checkpoint",
        "../checkpoint",
        "..%2fcheckpoint",
        "0/x001/001%00",
        "0/x001/00１",
        "entries//etc/passwd",
    ],
)
def test_nothing_else_is_found(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/log/tile/{name}")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "immutable" not in answer.headers["Cache-Control"]


def test_before_the_log_begins_there_is_none(fresh_database_url: str, data_dir: Path) -> None:
    client = create_app(node=running_node(fresh_database_url, data_dir)).test_client()
    for name in ("checkpoint", "vkey"):
        assert client.get(f"/log/{name}").status_code == 404
