"""Decided domain-name cases: looked up by anybody."""

from __future__ import annotations

from flask import Response

from ipregistry.api.query import Query
from ipregistry.api.requests import actor, node, page_answer, ready_for_reader
from ipregistry.api.spec import LANGUAGE, PAGE_PARAMETERS, feature, query_parameter, reads
from ipregistry.domain.decided_cases import ENDINGS
from ipregistry.schemas.case_answers import CaseAnswer, CaseList
from ipregistry.services.listing import list_decided
from ipregistry.services.records import read_record

OUTCOMES = tuple(dict.fromkeys(ending.state for ending in ENDINGS.values()))

decided = feature(
    "Domain-name decisions",
    "/api/v1/domain-name-decisions",
    "Domain-name cases that were decided, as their providers publish them.",
)
BLUEPRINTS = (decided,)


@decided.route("/<string:caseId>")
@reads(decided, "readDomainNameDecision", CaseAnswer, parameters=[LANGUAGE], tagged=True)
def read_decision(caseId: str) -> Response:  # noqa: N803 - the path parameter's public name
    """Read a domain-name decision

    With the names of people, as the published decision has them. A confidential case is not told
    apart from one that is not there.
    """
    found = read_record(node(), actor(), "case", caseId)
    return ready_for_reader(found.body, found.tag)


@decided.route("")
@reads(
    decided,
    "listDomainNameDecisions",
    CaseList,
    parameters=[
        *PAGE_PARAMETERS,
        query_parameter(
            "domainName",
            "Only cases about this name, however it is written.",
            {"type": "string", "maxLength": 253, "examples": ["sample.example"]},
        ),
        query_parameter(
            "caseNumber", "Only the case of this number.", {"type": "string", "maxLength": 64}
        ),
        query_parameter(
            "outcome", "Only cases that ended so.", {"type": "string", "enum": list(OUTCOMES)}
        ),
        LANGUAGE,
    ],
)
def list_decisions() -> Response:
    """List domain-name decisions

    What is public of each; the names of people stand in the single one.
    """
    query = Query("limit", "after", "count", "domainName", "caseNumber", "outcome")
    page = query.page()
    domain, number = query.text("domainName", most=253), query.text("caseNumber", most=64)
    outcome = query.choice("outcome", OUTCOMES)
    query.done()
    found = list_decided(node(), actor(), page, domain=domain, number=number, outcome=outcome)
    return page_answer(found)
