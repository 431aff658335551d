"""Requests made from the contract, good and bad ones: what the node answers keeps to it.

Bounded: few requests for each operation, and the same ones in every run.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from ipregistry import create_app, make_contract
from tests.databases import fresh_database
from tests.world import World, open_world

pytestmark = pytest.mark.long

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
FEW = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class Node:
    """The app that is asked. The cases are made when tests are collected, before it is there."""

    app: Any = None

    def __call__(self, environ: Any, start_response: Any) -> Any:
        return self.app(environ, start_response)


schema = schemathesis.openapi.from_dict(make_contract())
schema.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
# A list of more items than allowed may also be more bytes than a body may have: then it is 413.
schema.config.checks.negative_data_rejection.expected_statuses.append("413")
schema.app = Node()


@pytest.fixture(scope="module", autouse=True)
def fuzzed(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with (
        fresh_database(server_url) as url,
        open_world(url, tmp_path_factory.mktemp("data")) as made,
    ):
        schema.app.app = create_app(node=made.node)
        yield made


@schema.parametrize()
@FEW
def test_an_officer_gets_what_the_contract_says(case: Any, fuzzed: World) -> None:
    key = fuzzed.keys[str(fuzzed.registrar.account)]
    case.call_and_validate(headers={"Authorization": f"Bearer {key}"}, checks=CHECKS)


@schema.parametrize()
@settings(FEW, max_examples=3)  # most of it ends at the door
def test_somebody_without_a_key_gets_what_the_contract_says(case: Any) -> None:
    case.call_and_validate(checks=CHECKS)
