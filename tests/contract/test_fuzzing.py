"""Requests made from the contract, good and bad ones: what the node answers keeps to it.

Bounded: few requests for each operation, and the same ones in every run. Filing types whose
bodies have the same schema share one route here, and `check` and `quote`, which read the body
of their type by the same code, are asked for one type of each family of schemas. The long run
asks every operation, with so many new requests each:

    IPREGISTRY_TEST_EXAMPLES=100 .venv/bin/python -m pytest tests/contract/test_fuzzing.py
"""

import os
from collections.abc import Callable, Iterator
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
from ipregistry.domain.documents import MEDIA_TYPES
from ipregistry.schemas.filings import FILING_SCHEMAS
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
LONG_RUN = int(os.environ.get("IPREGISTRY_TEST_EXAMPLES", "0"))
FEW = settings(
    max_examples=LONG_RUN or 6,
    deadline=None,
    derandomize=not LONG_RUN,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def first_of_each(group: Callable[[type], type]) -> set[str]:
    """The first filing type of each group of schemas."""
    found: dict[type, str] = {}
    for name, schema in FILING_SCHEMAS.items():
        found.setdefault(group(schema), name)
    return set(found.values())


OF_EACH_SCHEMA = first_of_each(lambda schema: schema)
OF_EACH_FAMILY = first_of_each(lambda schema: schema.__mro__[1])
FILINGS = "/api/v1/filings/"
ASKING = ("/check", "/quote")


def type_of(path: str) -> str | None:
    """The filing type that a route is about, if it is about one."""
    name = path.removeprefix(FILINGS).split("/")[0]
    return name if path.startswith(FILINGS) and name in FILING_SCHEMAS else None


def asked_with_a_key(path: str) -> bool:
    """Whether an officer's requests to this path are made in the short run."""
    name = type_of(path)
    chosen = OF_EACH_FAMILY if path.endswith(ASKING) else OF_EACH_SCHEMA
    return name is None or name in chosen


def asked_without_a_key(path: str) -> bool:
    """As above for somebody without a key, whom every route for filing stops at one door."""
    name = type_of(path)
    return name is None or name in OF_EACH_FAMILY


@schemathesis.serializer(*(sorted(MEDIA_TYPES.keys() - {"application/xml", "text/plain"})))
def as_it_is(_: Any, value: Any) -> Any:
    """The body of an upload: the bytes that were made, whatever they are said to be."""
    return value if isinstance(value, bytes) else str(value).encode()


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


def only(asked: Callable[[str], bool]) -> Any:
    """The operations on the paths that are asked in the short run; all of them in the long one."""
    return schema if LONG_RUN else schema.include(lambda context: asked(context.operation.path))


def test_the_short_run_leaves_out_no_schema_and_no_family() -> None:
    paths = make_contract()["paths"]
    short = [path for path in paths if asked_with_a_key(path)]
    asked = {type_of(path) for path in short if not path.endswith(ASKING)} - {None}
    assert {FILING_SCHEMAS[str(name)] for name in asked} == set(FILING_SCHEMAS.values())
    for ending in ASKING:
        families = {FILING_SCHEMAS[name].__mro__[1] for name in OF_EACH_FAMILY}
        found = {type_of(path) for path in short if path.endswith(ending)} - {None}
        assert {FILING_SCHEMAS[str(name)].__mro__[1] for name in found} == families
    assert {path for path in paths if type_of(path) is None} <= set(short)


@pytest.fixture(scope="module", autouse=True)
def fuzzed(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with (
        fresh_database(server_url) as url,
        open_world(url, tmp_path_factory.mktemp("data")) as made,
    ):
        schema.app.app = create_app(node=made.node)
        yield made


@only(asked_with_a_key).parametrize()
@FEW
def test_an_officer_gets_what_the_contract_says(case: Any, fuzzed: World) -> None:
    key = fuzzed.keys[str(fuzzed.registrar.account)]
    case.call_and_validate(headers={"Authorization": f"Bearer {key}"}, checks=CHECKS)


@only(asked_without_a_key).parametrize()
@settings(FEW, max_examples=LONG_RUN or 3)  # most of it ends at the door
def test_somebody_without_a_key_gets_what_the_contract_says(case: Any) -> None:
    case.call_and_validate(checks=CHECKS)
