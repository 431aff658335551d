"""Filings: one route per row of the filing registry, its check beside it; reading them."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response
from flask_smorest import Blueprint

from ipregistry.api.problems import ShapeError, violation_member
from ipregistry.api.query import Query
from ipregistry.api.requests import (
    actor,
    body,
    idempotency_key,
    known_actor,
    node,
    page_answer,
    ready_for_reader,
    ready_in_language,
)
from ipregistry.api.spec import (
    LANGUAGE,
    PAGE_PARAMETERS,
    feature,
    header_parameter,
    query_parameter,
    reads,
    writes,
)
from ipregistry.domain.access import Actor
from ipregistry.domain.facts import FilingStatus
from ipregistry.domain.filings import FILING_TYPES
from ipregistry.domain.violations import Violation
from ipregistry.schemas.answers import CheckAnswer, FilingAccepted, FilingAnswer, FilingList
from ipregistry.schemas.fees import QuoteAnswer
from ipregistry.schemas.filings import FILING_SCHEMAS, read_body
from ipregistry.services.fees import quote
from ipregistry.services.filings import Accepted, Checked, Submission, check, submit
from ipregistry.services.listing import list_filings
from ipregistry.services.records import read_own_filing, read_record

blp = feature("Filings", "/api/v1/filings", "Every change to the register is a filing.")

STATUSES = tuple(status.value for status in FilingStatus)
KEY = header_parameter(
    "Idempotency-Key",
    "Chosen by the client; the same request sent again under it is answered as the first.",
    {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[\\x21-\\x7e]+$"},
    required=True,
)


def _shaped(filing_type: str) -> tuple[dict[str, Any], list[Violation]]:
    value, faults = body()
    return ({}, faults) if faults else read_body(filing_type, value)


def _file(filing_type: str) -> Response:
    filer = known_actor()
    key, faults = idempotency_key()
    value, more = _shaped(filing_type)
    if faults or more:
        raise ShapeError([*faults, *more])
    accepted = submit(node(), filer, Submission(filing_type, value, key))
    return created(filer, accepted)


def created(filer: Actor, accepted: Accepted) -> Response:
    """The answer to a filing that was taken, now or before."""
    found = accepted.answer or read_own_filing(node(), filer, accepted.filing_id)
    rest = orjson.dumps(
        {
            "receipt": accepted.receipt,
            "replayedIndicator": accepted.replayed,
            "warningBag": _warnings(accepted.warnings),
        }
    )
    data = b'{"filing":' + found.body + b"," + rest[1:]
    answer = ready_in_language(data, status=201, tag=found.tag)
    answer.headers["Location"] = f"/api/v1/filings/{accepted.filing_id}"
    return answer


def _warnings(warnings: tuple[Violation, ...]) -> list[dict[str, Any]]:
    return [violation_member(warning) for warning in warnings]


def _check(filing_type: str) -> Response:
    filer = known_actor()
    value, faults = _shaped(filing_type)
    if faults:
        raise ShapeError(faults)
    return checked(check(node(), filer, filing_type, value))


def checked(found: Checked) -> Response:
    """The answer to a check."""
    return ready_in_language(
        orjson.dumps(
            {
                "status": found.status,
                "warningBag": _warnings(found.warnings),
                "recordalDeadlineBag": found.deadlines,
            }
        )
    )


def _quote(filing_type: str) -> Response:
    filer = known_actor()
    value, faults = _shaped(filing_type)
    if faults:
        raise ShapeError(faults)
    found = quote(node(), filer, filing_type, value)
    return ready_in_language(
        orjson.dumps(
            {
                "status": found.status,
                "lineBag": [line.document() for line in found.fees.lines],
                "totalBag": [total.document() for total in found.fees.totals],
                "payableHereBag": [total.document() for total in found.here],
                "noticeBag": _warnings(found.fees.findings),
                "caseFeeBag": list(found.in_case),
                "warningBag": _warnings(found.warnings),
            }
        )
    )


def _add_type(blueprint: Blueprint, name: str) -> None:
    """The three routes of one filing type."""
    schema = FILING_SCHEMAS[name]
    identifier = "".join(word.capitalize() for word in name.split("-"))
    title = name.replace("-", " ")
    source = FILING_TYPES[name].citation

    def file() -> Response:
        return _file(name)

    def try_out() -> Response:
        return _check(name)

    def ask_price() -> Response:
        return _quote(name)

    file.__doc__ = f"File: {title}\n\n{source}."
    ask_price.__doc__ = f"Quote: {title}\n\nWhat the filing would cost now. Nothing is stored."
    try_out.__doc__ = f"Check: {title}\n\nWhat the filing would come to now. Nothing is stored."
    filing = writes(
        f"file{identifier}", schema, FilingAccepted, 201, name, parameters=[KEY, LANGUAGE]
    )
    checking = writes(f"check{identifier}", schema, CheckAnswer, 200, name, parameters=[LANGUAGE])
    blueprint.add_url_rule(
        f"/{name}", endpoint=f"file-{name}", view_func=filing(blueprint, file), methods=["POST"]
    )
    blueprint.add_url_rule(
        f"/{name}/check",
        endpoint=f"check-{name}",
        view_func=checking(blueprint, try_out),
        methods=["POST"],
    )
    quoting = writes(f"quote{identifier}", schema, QuoteAnswer, 200, name, parameters=[LANGUAGE])
    blueprint.add_url_rule(
        f"/{name}/quote",
        endpoint=f"quote-{name}",
        view_func=quoting(blueprint, ask_price),
        methods=["POST"],
    )


for _name in FILING_TYPES:
    _add_type(blp, _name)


@blp.route("/<string:filingId>")
@reads(blp, "readFiling", FilingAnswer, parameters=[LANGUAGE], tagged=True)
def read_filing(filingId: str) -> Response:  # noqa: N803 - the path parameter's public name
    """Read a filing

    The parts that the caller may see: of everybody's the public one, of his own all.
    """
    found = read_record(node(), actor(), "filing", filingId)
    return ready_for_reader(found.body, found.tag)


@blp.route("")
@reads(
    blp,
    "listFilings",
    FilingList,
    parameters=[
        *PAGE_PARAMETERS,
        query_parameter(
            "status", "Only filings that stand so.", {"type": "string", "enum": list(STATUSES)}
        ),
        LANGUAGE,
    ],
    protected=True,
)
def read_filings() -> Response:
    """List filings

    An officer sees all; everybody else those he filed or whose assent is awaited from him.
    """
    query = Query("limit", "after", "count", "status")
    page, status = query.page(), query.choice("status", STATUSES)
    query.done()
    return page_answer(list_filings(node(), known_actor(), page, status=status))
