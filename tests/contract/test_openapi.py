"""The contract as checked in, the code that makes it and the routes that keep it are one."""

import copy
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from ipregistry import create_app, make_contract
from ipregistry.api.spec import read_example
from ipregistry.cli.running import contract_text
from ipregistry.domain.filings import FILING_TYPES
from tests.databases import ROOT
from tests.world import open_world

CONTRACT = ROOT / "api_spec" / "openapi.yaml"
METHODS = ("get", "put", "post", "delete", "patch")

Document = dict[str, Any]


@pytest.fixture(scope="module")
def contract() -> Document:
    found: Document = yaml.safe_load(CONTRACT.read_text("utf-8"))
    return found


def operations(contract: Document) -> dict[tuple[str, str], Document]:
    """Every operation by method and path."""
    return {
        (method.upper(), path): item[method]
        for path, item in contract["paths"].items()
        for method in METHODS
        if method in item
    }


def validator(contract: Document, name: str) -> Draft202012Validator:
    """Holds a value against a named schema of the contract."""
    resource = Resource(contents=contract, specification=DRAFT202012)
    registry = Registry().with_resource("urn:contract", resource)
    schema = {"$ref": f"urn:contract#/components/schemas/{name}"}
    return Draft202012Validator(
        schema, registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER
    )


def body_schema(contract: Document, filing_type: str) -> str:
    """The name of the schema of a filing type's body."""
    post = contract["paths"][f"/api/v1/filings/{filing_type}"]["post"]
    reference = post["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    return str(reference.rsplit("/", 1)[1])


def test_the_file_is_what_the_code_makes() -> None:
    made = contract_text(make_contract(), as_json=False)
    assert CONTRACT.read_text("utf-8") == made, "run: ipregistry openapi > api_spec/openapi.yaml"


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_command_needs_no_node_and_says_the_same_every_time(seed: str, tmp_path: Path) -> None:
    folder = tmp_path / "nothing-here"
    unset = {"DATABASE_URL", "IPREGISTRY_DATA"}
    settings = {name: value for name, value in os.environ.items() if name not in unset}
    done = subprocess.run(
        [Path(sys.executable).with_name("ipregistry"), "openapi"],
        env={**settings, "PYTHONHASHSEED": seed, "IPREGISTRY_DATA": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == CONTRACT.read_text("utf-8")
    assert not folder.exists()


def test_it_is_openapi_3_1(contract: Document) -> None:
    assert contract["openapi"].startswith("3.1.")
    OpenAPIV31SpecValidator(contract).validate()


def test_every_route_is_documented_and_the_reverse(
    contract: Document, fresh_database_url: str, data_dir: Path
) -> None:
    with open_world(fresh_database_url, data_dir) as world:
        app = create_app(node=world.node)
    routes = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(("/api/", "/health", "/log/", "/witness/"))
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert routes == set(operations(contract))


def test_operations_have_names_of_their_own(contract: Document) -> None:
    names = [operation["operationId"] for operation in operations(contract).values()]
    assert len(names) == len(set(names))


def test_what_needs_a_key_says_so_and_documents_401(contract: Document) -> None:
    for (_, path), operation in operations(contract).items():
        if path.startswith("/api/v1/") and operation["security"]:
            assert "401" in operation["responses"], path
        if re.fullmatch(r"/api/v1/filings/[a-z-]+(/check|/quote)?", path):
            assert operation["security"] == [{"apiKey": []}], path


# ------------------------------------------------------------------ examples


@pytest.mark.parametrize("filing_type", FILING_TYPES)
def test_an_example_has_the_form_that_the_contract_asks_for(
    contract: Document, filing_type: str
) -> None:
    example = read_example(filing_type)
    holds = validator(contract, body_schema(contract, filing_type))
    assert [error.message for error in holds.iter_errors(example["body"])] == []
    if example["refusal"]["kind"] != "shape":
        assert [error.message for error in holds.iter_errors(example["refusal"]["body"])] == []


@pytest.mark.parametrize("filing_type", FILING_TYPES)
def test_a_member_that_nobody_knows_does_not_have_the_form(
    contract: Document, filing_type: str
) -> None:
    body = copy.deepcopy(read_example(filing_type)["body"])
    body["exampleOfNoMember"] = 1
    assert not validator(contract, body_schema(contract, filing_type)).is_valid(body)


@pytest.mark.parametrize("filing_type", FILING_TYPES)
def test_the_contract_shows_the_example(contract: Document, filing_type: str) -> None:
    route = f"/api/v1/filings/{filing_type}"
    for path in (route, f"{route}/check", f"{route}/quote"):
        content = contract["paths"][path]["post"]["requestBody"]["content"]["application/json"]
        assert content["example"] == read_example(filing_type)["body"]


def test_every_example_belongs_to_a_filing_type() -> None:
    names = {path.stem for path in (ROOT / "api_spec" / "examples").glob("*.json")}
    assert names == set(FILING_TYPES)


def test_the_served_contract_is_the_one_checked_in(
    contract: Document, fresh_database_url: str, data_dir: Path
) -> None:
    with open_world(fresh_database_url, data_dir) as world:
        answer = create_app(node=world.node).test_client().get("/api/v1/openapi.json")
    assert json.loads(answer.data) == contract
