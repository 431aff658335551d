"""The contract: OpenAPI 3.1 made from the routes and schemas."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Any

from flask import Flask
from flask_smorest import Api, Blueprint
from marshmallow import Schema

from ipregistry.schemas.answers import Problem

PROBLEM = "application/problem+json"

DESCRIPTION = (
    "The register of IP assets, transactions, securitisation pilots and dispute-resolution "
    "cases of Guangdong, Hong Kong and Macao. Every change is a filing: "
    "`POST /api/v1/filings/{type}`; the same body to `…/check` says what it would come to. "
    "The register says what is recorded; nothing here states a legal effect."
)


class ContractApi(Api):
    """flask-smorest with problems as they are sent: `application/problem+json`."""

    ERROR_SCHEMA = Problem

    def _register_responses(self) -> None:
        saved = self.DEFAULT_RESPONSE_CONTENT_TYPE
        self.DEFAULT_RESPONSE_CONTENT_TYPE = PROBLEM
        try:
            super()._register_responses()
        finally:
            self.DEFAULT_RESPONSE_CONTENT_TYPE = saved

    def _register_error_handlers(self) -> None:
        """Error handlers stand in `problems`, in one place."""


def configure(app: Flask, version: str) -> ContractApi:
    """The contract's frame on the app."""
    app.config.update(
        API_TITLE="ipregistry",
        API_VERSION=version,
        OPENAPI_VERSION="3.1.0",
        API_SPEC_OPTIONS={
            "info": {
                "description": DESCRIPTION,
                "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
                "contact": {"name": "The operator of this node"},
            },
            "servers": [{"url": "/", "description": "This node"}],
            "components": {
                "securitySchemes": {
                    "apiKey": {
                        "type": "http",
                        "scheme": "bearer",
                        "description": "An API key issued by the operator of the node.",
                    }
                }
            },
        },
    )
    return ContractApi(app)


def feature(tag: str, prefix: str | None, description: str) -> Blueprint:
    """A blueprint for one feature; its name is the tag of its operations."""
    return Blueprint(tag, tag, url_prefix=prefix, description=description)


def query_parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    """A documented query parameter; the strict query reader reads it."""
    return {"in": "query", "name": name, "description": description, "schema": schema}


def header_parameter(
    name: str, description: str, schema: dict[str, Any], *, required: bool = False
) -> dict[str, Any]:
    """A documented header."""
    return {
        "in": "header",
        "name": name,
        "description": description,
        "required": required,
        "schema": schema,
    }


PAGE_PARAMETERS = [
    query_parameter(
        "limit",
        "How many items at most.",
        {"type": "integer", "minimum": 1, "maximum": 1000, "default": 50},
    ),
    query_parameter(
        "after",
        "The cursor that the page before gave.",
        {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,40}$"},
    ),
    query_parameter(
        "count",
        "Whether to count all items.",
        {"type": "string", "enum": ["true", "false"], "default": "false"},
    ),
]
LANGUAGE = header_parameter(
    "Accept-Language",
    "The language of messages: en, zh-Hant, zh-Hans, pt.",
    {"type": "string", "maxLength": 200},
)


ERRORS = {
    400: "The request is not of the form; every fault is listed.",
    401: "The key that was presented opens nothing, or one is needed.",
    403: "The caller's roles, or his place in the matter, do not allow this.",
    404: "There is no such record, or none that the caller may know of.",
    406: "No such representation.",
    409: "Only somebody else's earlier entry, or the first request with this key, is in the way.",
    413: "The body is too large.",
    415: "The body is not application/json.",
    422: "The rules forbid it; every reason is listed, with a signed notice of the refusal.",
    500: "A fault of the node, with a number to ask by.",
    503: "The node is busy; nothing was done.",
}
PUBLIC_OR_KEY: list[dict[str, list[str]]] = [{}, {"apiKey": []}]
KEY_NEEDED: list[dict[str, list[str]]] = [{"apiKey": []}]
View = Callable[..., Any]


def reads(
    blueprint: Blueprint,
    operation: str,
    answer: type[Schema],
    *,
    parameters: Sequence[Mapping[str, Any]] = (),
    tagged: bool = False,
    protected: bool = False,
) -> Callable[[View], View]:
    """Documents a GET. `tagged`: it answers with an ETag; `protected`: a key is needed."""
    about_node = blueprint.name == "Node"
    codes = [500] if about_node else [400, 401, 403, 404, 500, 503]

    def decorate(view: View) -> View:
        headers = {"ETag": {"schema": {"type": "string"}}} if tagged else None
        view = blueprint.response(200, answer, headers=headers)(view)
        if tagged:
            view = blueprint.alt_response(
                304, description="The caller has this version.", success=True
            )(view)
        security = [] if about_node else KEY_NEEDED if protected else PUBLIC_OR_KEY
        return _documented(blueprint, view, operation, codes, parameters, security)

    return decorate


def writes(
    operation: str,
    body: type[Schema],
    answer: type[Schema],
    status: int,
    example: str | None,
    *,
    parameters: Sequence[Mapping[str, Any]] = (),
    public: bool = False,
) -> Callable[[Blueprint, View], View]:
    """Documents a POST with its body's schema and example."""
    codes = [400, 401, 403, 404, 409, 413, 415, 422, 500, 503]

    def decorate(blueprint: Blueprint, view: View) -> View:
        content: dict[str, Any] = {"schema": body}
        if example is not None:
            content["example"] = read_example(example)["body"]
        view = blueprint.response(status, answer)(view)
        request_body = {"required": True, "content": {"application/json": content}}
        security = PUBLIC_OR_KEY if public else KEY_NEEDED
        return _documented(
            blueprint, view, operation, codes, parameters, security, requestBody=request_body
        )

    return decorate


def _documented(
    blueprint: Blueprint,
    view: View,
    operation: str,
    codes: Iterable[int],
    parameters: Sequence[Mapping[str, Any]],
    security: list[dict[str, list[str]]],
    **more: Any,
) -> View:
    for code in codes:
        view = blueprint.alt_response(
            code, schema=Problem, description=ERRORS[code], content_type=PROBLEM
        )(view)
    return blueprint.doc(
        operationId=operation, parameters=list(parameters), security=security, **more
    )(view)


def read_example(name: str) -> dict[str, Any]:
    """The example of a filing type, as it stands in the contract."""
    path = files("ipregistry.api_spec") / "examples" / f"{name}.json"
    example: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return example
