"""The lint rules of the API: each catches what it is for, and the checked-in contract keeps all."""

import copy
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
LINT = ROOT / "api_spec" / "lint"
SPECTRAL = LINT / "node_modules" / ".bin" / "spectral"
CONTRACT = ROOT / "api_spec" / "openapi.yaml"

ASSETS = "/api/v1/assets"
ASSET = "/api/v1/assets/{assetId}"
FILING = "/api/v1/filings/assignment"

Document = dict[str, Any]


def responses(*codes: int, **headers: str) -> Document:
    """An answer 200 with the sample schema, and a problem for each code."""
    ok = {
        "description": "The sample.",
        "headers": {name: {"schema": {"type": "string"}} for name in headers.values()},
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Sample"}}},
    }
    problem = {
        "description": "What is wrong.",
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
        },
    }
    return {"200": ok, **{str(code): problem for code in codes}}


def operation(name: str, answers: Document, **more: Any) -> Document:
    return {
        "operationId": name,
        "summary": f"Sample {name}",
        "description": "A sample.",
        "tags": ["samples"],
        "responses": answers,
        **more,
    }


def parameter(name: str, place: str, kind: str = "string") -> Document:
    return {"name": name, "in": place, "required": place != "query", "schema": {"type": kind}}


def schema(*required: str, **properties: Document) -> Document:
    return {"type": "object", "properties": properties, "required": list(required)}


def good() -> Document:
    """A small contract that keeps every rule."""
    text = {"type": "string"}
    instant_or_none = {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]}
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Sample"}}}}
    paging = [
        parameter("limit", "query", "integer"),
        parameter("after", "query"),
        parameter("count", "query", "boolean"),
    ]
    file_it = operation(
        "fileAssignment",
        responses(400, 401, 403, 409, 413, 415, 422, 500),
        parameters=[parameter("Idempotency-Key", "header")],
        requestBody=body,
        security=[{"key": []}],
    )
    check_it = operation("checkAssignment", responses(400, 413, 415, 500), requestBody=body)
    asset = operation(
        "getAsset", responses(404, 500, etag="ETag"), parameters=[parameter("assetId", "path")]
    )
    return {
        "openapi": "3.1.0",
        "info": {"title": "Sample", "version": "1", "description": "A sample contract."},
        "tags": [{"name": "samples", "description": "Samples."}],
        "paths": {
            "/health": {"get": operation("health", {"200": {"description": "Ready."}})},
            "/log/checkpoint": {"get": operation("log", {"200": {"description": "A note."}})},
            ASSETS: {"get": operation("listAssets", responses(400, 500), parameters=paging)},
            ASSET: {"get": asset},
            FILING: {"post": file_it},
            f"{FILING}/check": {"post": check_it},
        },
        "components": {
            "schemas": {
                "Sample": schema(
                    filingDate={"type": "string", "format": "date"},
                    knownAt=instant_or_none,
                ),
                "Problem": schema("code", "message", code=text, message=text),
            },
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


def renamed(old: str, new: str) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        document["paths"][new] = document["paths"].pop(old)

    return change


def without_code(document: Document) -> None:
    document["components"]["schemas"]["Problem"]["required"].remove("code")


def errors_as_plain_json(document: Document) -> None:
    content = document["paths"][ASSET]["get"]["responses"]["404"]["content"]
    content["application/json"] = content.pop("application/problem+json")


def without(path: str, method: str, *keys: str) -> Callable[[Document], None]:
    """The document less one key somewhere under an operation."""

    def change(document: Document) -> None:
        place = document["paths"][path][method]
        for key in keys[:-1]:
            place = place[key]
        del place[keys[-1]]

    return change


def also(path: str, method: str, extra: Document) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        document["paths"][path][method].setdefault("parameters", []).append(extra)

    return change


def in_sample(name: str, property_schema: Document) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        document["components"]["schemas"]["Sample"]["properties"][name] = property_schema

    return change


def answers_with_x_header(document: Document) -> None:
    headers = document["paths"][ASSET]["get"]["responses"]["200"]["headers"]
    headers["X-Total"] = {"schema": {"type": "integer"}}


def unpaged(name: str) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        get = document["paths"][ASSETS]["get"]
        get["parameters"] = [p for p in get["parameters"] if p["name"] != name]

    return change


# What is done to the good contract, and the one rule that it then breaks.
BROKEN: dict[str, tuple[str, Callable[[Document], None]]] = {
    "outside the base": ("path-begins-with-api-v1", renamed(ASSETS, "/assets")),
    "a file in another place": ("path-kebab-case", renamed(ASSETS, "/api/v1/assets.json")),
    "another version": ("path-begins-with-api-v1", renamed(ASSETS, "/api/v2/assets")),
    "snake case path": ("path-kebab-case", renamed(ASSETS, "/api/v1/ip_assets")),
    "capital in a path": ("path-kebab-case", renamed(ASSETS, "/api/v1/Assets")),
    "trailing slash": ("path-no-trailing-slash", renamed(ASSETS, f"{ASSETS}/")),
    "singular": ("path-plural-nouns", renamed(ASSET, "/api/v1/asset/{assetId}")),
    "snake case member": ("property-lower-camel-case", in_sample("asset_id", {"type": "string"})),
    "snake case parameter": (
        "parameter-lower-camel-case",
        also(ASSETS, "get", parameter("sort_by", "query")),
    ),
    "X- parameter": (
        "parameter-no-x-header",
        also(ASSETS, "get", parameter("X-Sample", "header")),
    ),
    "X- header": ("response-no-x-header", answers_with_x_header),
    "no summary": ("operation-summary", without(ASSETS, "get", "summary")),
    "no description": ("operation-description", without(ASSETS, "get", "description")),
    "no tags": ("operation-tags", without(ASSETS, "get", "tags")),
    "no operationId": ("operation-operationId", without(ASSETS, "get", "operationId")),
    "no key": ("filing-idempotency-key", without(FILING, "post", "parameters")),
    "no ETag": ("single-get-etag", without(ASSET, "get", "responses", "200", "headers", "ETag")),
    "no limit": ("collection-get-paging", unpaged("limit")),
    "no cursor": ("collection-get-paging", unpaged("after")),
    "no count": ("collection-get-paging", unpaged("count")),
    "plain JSON error": ("error-problem-json", errors_as_plain_json),
    "no code": ("problem-code-and-message", without_code),
    "date without format": ("date-has-format", in_sample("grantDate", {"type": "string"})),
    "date as instant": (
        "date-has-format",
        in_sample("date", {"type": "string", "format": "date-time"}),
    ),
    "instant without format": ("date-has-format", in_sample("recordedAt", {"type": "string"})),
    **{
        f"{code} at {path}": (
            "errors-documented",
            without(path, method, "responses", code),
        )
        for path, method, codes in [
            (FILING, "post", ["400", "401", "403", "409", "413", "415", "422", "500"]),
            (ASSET, "get", ["404", "500"]),
            (ASSETS, "get", ["400"]),
        ]
        for code in codes
    },
}


def file_name(case: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", case).strip("-") + ".json"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The rules broken by each document, by file name; one run of Spectral for all of them."""
    if shutil.which("node") is None or not SPECTRAL.exists():
        pytest.skip("Spectral is not installed (scripts/test does it, with Node.js and npm)")
    folder = tmp_path_factory.mktemp("contracts")
    (folder / "good.json").write_text(json.dumps(good()))
    for case, (_, change) in BROKEN.items():
        document = copy.deepcopy(good())
        change(document)
        (folder / file_name(case)).write_text(json.dumps(document))
    documents = [*sorted(folder.iterdir()), *([CONTRACT] if CONTRACT.exists() else [])]
    done = subprocess.run(
        [SPECTRAL, "lint", "--quiet", "-f", "json", "-r", LINT / "rules.yaml", *documents],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr or done.stdout
    rules: dict[str, set[str]] = {document.name: set() for document in documents}
    for finding in json.loads(done.stdout):
        place = ".".join(map(str, finding["path"]))
        name = Path(finding["source"]).name
        said = finding["code"]
        if name == CONTRACT.name:
            said = f"{said} at {place}: {finding['message']}"
        rules[name].add(said)
    return rules


def test_a_contract_that_keeps_the_conventions_passes(found):
    assert found["good.json"] == set()


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_convention_is_found_by_its_rule(found, case):
    rule, _ = BROKEN[case]
    assert rule in found[file_name(case)]


def test_every_rule_has_a_document_that_breaks_it():
    rules = yaml.safe_load((LINT / "rules.yaml").read_text())["rules"]
    ours = {name for name, rule in rules.items() if rule is not False}  # YAML reads `off` so
    assert ours - {rule for rule, _ in BROKEN.values()} == set()


def test_the_contract_keeps_every_convention(found):
    if not CONTRACT.exists():
        pytest.skip("api_spec/openapi.yaml is not there yet")
    assert found[CONTRACT.name] == set()


def test_the_linter_is_pinned_and_its_lock_names_no_registry():
    package = json.loads((LINT / "package.json").read_text())
    assert all(re.fullmatch(r"[\d.]+", pin) for pin in package["devDependencies"].values())
    lock = json.loads((LINT / "package-lock.json").read_text())
    assert [name for name, entry in lock["packages"].items() if "resolved" in entry] == []
