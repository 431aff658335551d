"""The API on a node with a fresh database, whichever engine the run has.

`world` is one node for a whole module, with its clock (`world.clock`) and people in every role;
who counts rows, or spoils the node, asks for `fresh_api`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ipregistry import create_app
from ipregistry.domain.access import Actor, Role
from ipregistry.services.node import RunningNode
from tests.api.desk import Api
from tests.databases import fresh_database
from tests.world import World, open_world


@pytest.fixture(scope="module")
def world(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with (
        fresh_database(server_url) as url,
        open_world(url, tmp_path_factory.mktemp("data")) as made,
    ):
        yield made


@pytest.fixture(scope="module")
def node(world: World) -> RunningNode:
    return world.node


@pytest.fixture(scope="module")
def app(node: RunningNode) -> Flask:
    return create_app(node=node)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="module")
def api(world: World, app: Flask) -> Api:
    return Api(world, app)


@pytest.fixture
def fresh_api(fresh_database_url: str, data_dir: Path) -> Iterator[Api]:
    """A node for one test."""
    with open_world(fresh_database_url, data_dir) as made:
        yield Api(made, create_app(node=made.node))


@pytest.fixture(scope="module")
def registrar(world: World) -> Actor:
    return world.registrar


@pytest.fixture(scope="module")
def examiner(world: World) -> Actor:
    return world.examiner


@pytest.fixture(scope="module")
def agent(world: World) -> Actor:
    return world.agent()


@pytest.fixture(scope="module")
def venue(world: World) -> Actor:
    return world.actor(Role.VENUE)


@pytest.fixture(scope="module")
def auditor(world: World) -> Actor:
    return world.actor(Role.AUDITOR)


@pytest.fixture(scope="module")
def alice(world: World) -> Actor:
    """Somebody who files as a party of her own."""
    return world.owner("Sample A")


@pytest.fixture(scope="module")
def bob(world: World) -> Actor:
    return world.owner("Sample B")
