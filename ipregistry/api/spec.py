"""The contract: OpenAPI 3.1 made from the routes and schemas."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Any, TypeAlias

from flask import Flask
from flask_smorest import Api, Blueprint
from marshmallow import Schema

from ipregistry.domain.ids import ALPHABET, BODY_LENGTH, PREFIXES
from ipregistry.schemas.answers import Problem

PROBLEM = "application/problem+json"

DESCRIPTION = (
    "The register of IP assets, transactions, securitisation pilots and dispute-resolution "
    "cases of Guangdong, Hong Kong and Macao. Every change is a filing: "
    "`POST /api/v1/filings/{type}`; the same body to `…/check` says what it would come to. "
    "The register says what is recorded; nothing here states a legal effect."
)
SECURITY_SCHEMES = {
    "apiKey": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key issued by the operator of the node.",
    }
}

# Status -> the name of its answer in the contract, and when it is given.
ERRORS: Mapping[int, tuple[str, str]] = {
    400: ("BadRequest", "The request is not of the form; every fault is listed."),
    401: ("Unauthorized", "The key that was presented opens nothing, or one is needed."),
    403: ("Forbidden", "The caller's roles, or his place in the matter, do not allow this."),
    404: ("NotFound", "There is no such record, or none that the caller may know of."),
    409: (
        "Conflict",
        "Only somebody else's earlier entry, or the first request with this key, is in the way.",
    ),
    410: ("Gone", "It was erased; which erasure took it is said."),
    412: ("PreconditionFailed", "The caller saw another version than the one that stands."),
    413: ("TooLarge", "The body is too large."),
    415: ("UnsupportedMediaType", "The body is not application/json."),
    422: (
        "RulesForbid",
        "The rules forbid it; every reason is listed, with a signed notice of the refusal.",
    ),
    428: ("PreconditionRequired", "The version that the caller saw is needed, as `If-Match`."),
    429: ("SlowDown", "Asked too often with what is wrong; `Retry-After` says how long to wait."),
    500: ("Fault", "A fault of the node, with a number to ask by."),
    503: ("Busy", "The node is busy; nothing was done."),
}
ERRORS_OF_READS = (400, 401, 403, 404, 500, 503)
ERRORS_OF_WRITES = (400, 401, 403, 404, 409, 413, 415, 422, 500, 503)

PUBLIC_OR_KEY: list[dict[str, list[str]]] = [{}, {"apiKey": []}]
KEY_NEEDED: list[dict[str, list[str]]] = [{"apiKey": []}]
NO_KEY: list[dict[str, list[str]]] = []
View = Callable[..., Any]
# A schema of ours, or one written in JSON Schema.
Answer: TypeAlias = "type[Schema] | dict[str, Any]"


class ContractApi(Api):
    """flask-smorest, without what is its own and not this API's: it only documents here."""

    # Every answer is documented by its status; one for all the rest would hide a gap.
    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_responses(self) -> None:
        """The problems of this API, each once."""
        for name, description in ERRORS.values():
            self.spec.components.response(
                name,
                {"description": description, "content": {PROBLEM: {"schema": Problem}}},
                lazy=True,
            )

    def _register_pagination_header(self) -> None:
        """Pages are told in the body."""

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
            "components": {"securitySchemes": SECURITY_SCHEMES},
        },
    )
    return ContractApi(app)


def feature(tag: str, prefix: str | None, description: str) -> Blueprint:
    """A blueprint for one feature; its name is the tag of its operations."""
    return Blueprint(tag, tag, url_prefix=prefix, description=description)


def query_parameter(
    name: str, description: str, schema: dict[str, Any], *, required: bool = False
) -> dict[str, Any]:
    """A documented query parameter; the strict query reader reads it."""
    found = {"in": "query", "name": name, "description": description, "schema": schema}
    return {**found, "required": True} if required else found


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


def record_number(kind: str) -> dict[str, Any]:
    """The schema of a parameter that names a record; its check character is looked at too."""
    return {
        "type": "string",
        "pattern": f"^{PREFIXES[kind]}-[{ALPHABET}]{{{BODY_LENGTH + 1}}}$",
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
        {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,80}$"},
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
    {"type": "string"},
)
IF_NONE_MATCH = header_parameter(
    "If-None-Match",
    "An ETag of an earlier answer: 304 while it still stands.",
    {"type": "string"},
)


IF_MATCH = header_parameter(
    "If-Match",
    "The ETag of the version that the caller saw: 412 where another one stands.",
    {"type": "string", "pattern": '^"[0-9]{1,9}"$'},
    required=True,
)


def reads(
    blueprint: Blueprint,
    operation: str,
    answer: Answer,
    *,
    parameters: Sequence[Mapping[str, Any]] = (),
    tagged: bool = False,
    protected: bool = False,
    more: Iterable[int] = (),
) -> Callable[[View], View]:
    """Documents a GET. `tagged`: it answers with an ETag; `protected`: a key is needed.

    `more`: what else may go wrong than in every read.
    """
    responses = {"200": _answer("The answer.", answer, ["ETag"] if tagged else [])}
    if tagged:
        responses["304"] = {"description": "The caller has this version."}
        parameters = [*parameters, IF_NONE_MATCH]
    security = KEY_NEEDED if protected else PUBLIC_OR_KEY
    errors = sorted({*ERRORS_OF_READS, *more})
    return _documenting(blueprint, operation, responses, errors, parameters, security=security)


def tells(
    blueprint: Blueprint, operation: str, answer: Answer, *, unready: Answer | None = None
) -> Callable[[View], View]:
    """Documents a GET about the node itself, the same for everybody.

    `unready`: what stands in a 503 in the place of a problem.
    """
    responses = {"200": _answer("The answer.", answer, [])}
    if unready is not None:
        responses["503"] = _answer("The node is not ready.", unready, [])
    return _documenting(blueprint, operation, responses, [500], (), security=NO_KEY)


TEXT_OR_BYTES: Mapping[str, Any] = {"type": "string"}


def serves(
    blueprint: Blueprint,
    operation: str,
    media_type: str,
    *,
    headers: Sequence[str] = (),
    schema: Mapping[str, Any] = TEXT_OR_BYTES,
) -> Callable[[View], View]:
    """Documents a GET of a file that everybody may have, as it is."""
    content = {media_type: {"schema": dict(schema)}}
    named = {name: {"schema": {"type": "string"}} for name in headers}
    found = {"description": "The file.", "content": content, "headers": named}
    return _documenting(blueprint, operation, {"200": found}, [404, 500], (), security=NO_KEY)


def proves(
    blueprint: Blueprint, operation: str, *, protected: bool = False
) -> Callable[[View], View]:
    """Documents a GET of a proof, which is a text (C2SP tlog-proof)."""
    content = {"text/plain": {"schema": {"type": "string"}}}
    tagged = {"ETag": {"schema": {"type": "string"}}}
    found = {"description": "The proof.", "content": content, "headers": tagged}
    responses = {"200": found, "304": {"description": "The caller has this version."}}
    errors = sorted({*ERRORS_OF_READS, 409})
    security = KEY_NEEDED if protected else PUBLIC_OR_KEY
    parameters = [LANGUAGE, IF_NONE_MATCH]
    return _documenting(blueprint, operation, responses, errors, parameters, security=security)


def tells_calendar(blueprint: Blueprint, operation: str) -> Callable[[View], View]:
    """Documents a GET of the caller's own calendar (RFC 5545)."""
    found = {
        "description": "The calendar.",
        "content": {"text/calendar": {"schema": TEXT_OR_BYTES}},
    }
    return _documenting(
        blueprint, operation, {"200": found}, ERRORS_OF_READS, [LANGUAGE], security=KEY_NEEDED
    )


def writes(
    operation: str,
    body: type[Schema],
    answer: Answer,
    status: int,
    example: str | None,
    *,
    parameters: Sequence[Mapping[str, Any]] = (),
    public: bool = False,
    more: Iterable[int] = (),
) -> Callable[[Blueprint, View], View]:
    """Documents a POST with its body's schema and example; `more` as in a read."""
    content: dict[str, Any] = {"schema": body}
    if example is not None:
        content["example"] = read_example(example)["body"]
    headers = ["Location", "ETag"] if status == 201 else []  # noqa: PLR2004
    responses = {str(status): _answer("The answer.", answer, headers)}

    def decorate(blueprint: Blueprint, view: View) -> View:
        return _documenting(
            blueprint,
            operation,
            responses,
            sorted({*ERRORS_OF_WRITES, *more}),
            parameters,
            security=PUBLIC_OR_KEY if public else KEY_NEEDED,
            requestBody={"required": True, "content": {"application/json": content}},
        )(view)

    return decorate


def keeps(
    blueprint: Blueprint,
    operation: str,
    *,
    body: type[Schema] | None = None,
    answer: Answer | None = None,
    status: int = 200,
    parameters: Sequence[Mapping[str, Any]] = (),
    conditional: bool = False,
) -> Callable[[View], View]:
    """Documents what is done to something of the caller's own that is no record.

    `conditional`: the version that the caller saw must be named, as `If-Match`.
    """
    headers = {201: ["Location", "ETag"], 200: ["ETag"]}.get(status, [])
    done = {"description": "It is gone."} if answer is None else None
    responses = {str(status): done or _answer("The answer.", answer or {}, headers)}
    more: dict[str, Any] = {}
    if body is not None:
        content = {"application/json": {"schema": body}}
        more = {"requestBody": {"required": True, "content": content}}
    errors = {*ERRORS_OF_WRITES, *((412, 428) if conditional else ())}
    if conditional:
        parameters = [*parameters, IF_MATCH]
    return _documenting(
        blueprint, operation, responses, sorted(errors), parameters, security=KEY_NEEDED, **more
    )


def uploads(
    blueprint: Blueprint,
    operation: str,
    media_types: Iterable[str],
    answer: Answer,
    *,
    parameters: Sequence[Mapping[str, Any]],
) -> Callable[[View], View]:
    """Documents a POST of a file, as it is."""
    file = {"schema": {"type": "string", "format": "binary"}}
    content = dict.fromkeys(media_types, file)
    return _documenting(
        blueprint,
        operation,
        {"200": _answer("It is kept.", answer, [])},
        ERRORS_OF_WRITES,
        parameters,
        security=KEY_NEEDED,
        requestBody={"required": True, "content": content},
    )


def downloads(
    blueprint: Blueprint,
    operation: str,
    media_types: Iterable[str],
    *,
    parameters: Sequence[Mapping[str, Any]] = (),
    public: bool = False,
    more: Iterable[int] = (),
) -> Callable[[View], View]:
    """Documents a GET of a file that only some may read, as it is; `more` as in a read."""
    file = {"schema": {"type": "string", "format": "binary"}}
    headers = {
        name: {"schema": {"type": "string"}} for name in ("Content-Digest", "Content-Disposition")
    }
    found = {
        "description": "The file.",
        "content": dict.fromkeys(media_types, file),
        "headers": headers,
    }
    errors = sorted({*ERRORS_OF_READS, 410, *more})
    security = PUBLIC_OR_KEY if public else KEY_NEEDED
    parameters = [*parameters, LANGUAGE]
    return _documenting(blueprint, operation, {"200": found}, errors, parameters, security=security)


def _answer(description: str, schema: Answer, headers: Iterable[str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "description": description,
        "content": {"application/json": {"schema": schema}},
    }
    named = {name: {"schema": {"type": "string"}} for name in headers}
    return {**found, "headers": named} if named else found


def _documenting(
    blueprint: Blueprint,
    operation: str,
    responses: Mapping[str, Any],
    errors: Iterable[int],
    parameters: Sequence[Mapping[str, Any]],
    **more: Any,
) -> Callable[[View], View]:
    """One decorator for the whole of it: each one of flask-smorest's is a call in every request."""
    problems = {str(code): ERRORS[code][0] for code in errors}
    decorate: Callable[[View], View] = blueprint.doc(
        operationId=operation,
        parameters=list(parameters),
        responses={**responses, **problems},
        **more,
    )
    return decorate


def read_example(name: str) -> dict[str, Any]:
    """The example of a filing type, as it stands in the contract."""
    path = files("ipregistry.api_spec") / "examples" / f"{name}.json"
    example: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return example
