"""Cases: for their parties, neutrals and the institution, and nobody else."""

from __future__ import annotations

import orjson
from flask import Response

from ipregistry.api.query import Query
from ipregistry.api.requests import (
    FOR_ONE_READER,
    actor,
    known_actor,
    node,
    page_answer,
    ready,
    ready_for_reader,
)
from ipregistry.api.spec import LANGUAGE, PAGE_PARAMETERS, feature, query_parameter, reads
from ipregistry.schemas.case_answers import (
    CaseAnswer,
    CaseChargeList,
    CaseHistory,
    CaseList,
    CasePaperAnswer,
    CasePaperList,
)
from ipregistry.schemas.case_fees import CaseStatement
from ipregistry.services.case_fees import statement_of
from ipregistry.services.case_listing import list_in_case
from ipregistry.services.cases import history_of
from ipregistry.services.listing import list_cases
from ipregistry.services.records import read_record

blp = feature("Cases", "/api/v1/cases", "Consultation, mediation, arbitration, domain names.")
papers = feature("Papers of cases", "/api/v1/case-papers", "Documents, by who may read them.")
BLUEPRINTS = (blp, papers)

CHANGED_AFTER = query_parameter(
    "changedAfter",
    "Only cases whose newest version was recorded after this instant (UTC).",
    {"type": "string", "format": "date-time", "maxLength": 27},
)


@blp.route("/<string:caseId>")
@reads(blp, "readCase", CaseAnswer, parameters=[LANGUAGE], tagged=True)
def read_case(caseId: str) -> Response:  # noqa: N803 - the path parameter's public name
    """Read a case

    A case that is not the reader's is not told apart from one that is not there; of a
    domain-name case that was decided elsewhere anybody reads what is public.
    """
    found = read_record(node(), actor(), "case", caseId)
    return ready_for_reader(found.body, found.tag)


@blp.route("")
@reads(
    blp,
    "listCases",
    CaseList,
    parameters=[*PAGE_PARAMETERS, CHANGED_AFTER, LANGUAGE],
    protected=True,
)
def read_cases() -> Response:
    """List cases

    Those that the reader is in; for a case manager those of the institution.
    """
    query = Query("limit", "after", "count", "changedAfter")
    page = query.page()
    changed_after = query.instant("changedAfter")
    query.done()
    return page_answer(list_cases(node(), known_actor(), page, changed_after=changed_after))


@blp.route("/<string:caseId>/events")
@reads(blp, "readCaseEvents", CaseHistory, parameters=[LANGUAGE], protected=True)
def read_case_events(caseId: str) -> Response:  # noqa: N803
    """Read what has happened in a case

    Each version with its events: those filed, and those that time brought about.
    """
    found = history_of(node(), known_actor(), caseId)
    answer = ready(orjson.dumps({"items": found}), keep=FOR_ONE_READER)
    answer.headers["Vary"] = "Authorization"
    return answer


@blp.route("/<string:caseId>/statement")
@reads(blp, "readCaseStatement", CaseStatement, parameters=[LANGUAGE], protected=True)
def read_case_statement(caseId: str) -> Response:  # noqa: N803
    """Statement of a case's fees

    By side and currency: charged, paid, paid back, set off, and the balance behind each line.
    """
    found = statement_of(node(), known_actor(), caseId)
    answer = ready(orjson.dumps(found), keep=FOR_ONE_READER)
    answer.headers["Vary"] = "Authorization"
    return answer


@blp.route("/<string:caseId>/papers")
@reads(
    blp, "listCasePapers", CasePaperList, parameters=[*PAGE_PARAMETERS, LANGUAGE], protected=True
)
def read_case_papers(caseId: str) -> Response:  # noqa: N803
    """List the papers of a case

    Those that the reader may read.
    """
    query = Query("limit", "after", "count")
    page = query.page()
    query.done()
    reader = known_actor()
    read_record(node(), reader, "case", caseId)
    return page_answer(list_in_case(node(), reader, page, case=caseId, kind="case-paper"))


@blp.route("/<string:caseId>/charges")
@reads(
    blp, "listCaseCharges", CaseChargeList, parameters=[*PAGE_PARAMETERS, LANGUAGE], protected=True
)
def read_case_charges(caseId: str) -> Response:  # noqa: N803
    """List the fees charged in a case

    Each with every side's share, and all that was paid, paid back and set off.
    """
    query = Query("limit", "after", "count")
    page = query.page()
    query.done()
    reader = known_actor()
    read_record(node(), reader, "case", caseId)
    return page_answer(list_in_case(node(), reader, page, case=caseId, kind="case-charge"))


@papers.route("/<string:paperId>")
@reads(papers, "readCasePaper", CasePaperAnswer, parameters=[LANGUAGE], tagged=True, protected=True)
def read_case_paper(paperId: str) -> Response:  # noqa: N803
    """Read what is on record of a paper

    What it is, whose, and the digest of its bytes.
    """
    found = read_record(node(), known_actor(), "case-paper", paperId)
    return ready_for_reader(found.body, found.tag)
