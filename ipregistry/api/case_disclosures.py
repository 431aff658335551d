"""What outsiders were told of a case: its law, each request, and the door of who was granted."""

from __future__ import annotations

import orjson
from flask import Response, request

from ipregistry.api.documents import as_file
from ipregistry.api.problems import ShapeError
from ipregistry.api.query import Query
from ipregistry.api.requests import (
    FOR_ONE_READER,
    actor,
    body,
    known_actor,
    node,
    page_answer,
    ready,
    ready_for_reader,
)
from ipregistry.api.spec import (
    LANGUAGE,
    PAGE_PARAMETERS,
    downloads,
    feature,
    header_parameter,
    reads,
    writes,
)
from ipregistry.domain.documents import MEDIA_TYPES
from ipregistry.schemas.case_disclosures import (
    CaseConfidentialityAnswer,
    CaseDisclosureAnswer,
    CaseDisclosureList,
    DisclosureOpenedAnswer,
    DisclosureTokenAnswer,
)
from ipregistry.schemas.disclosure_openings import DisclosureOpeningRequest, read_opening
from ipregistry.services.case_disclosures import (
    confidentiality_of,
    content_disclosed,
    opened,
    token_of,
)
from ipregistry.services.listing import list_case_disclosures
from ipregistry.services.records import read_record

of_cases = feature("Confidentiality", "/api/v1/cases", "What may be told of a case, and was.")
blp = feature("Disclosures", "/api/v1/case-disclosures", "What outsiders were shown of a case.")
openings = feature("Openings", "/api/v1/case-disclosure-openings", "For who was granted a look.")
HEADER = "Disclosure-Token"
_LONGEST = 80
_TOKEN = header_parameter(
    HEADER,
    "The token that the outsider was given. Never in an address.",
    {"type": "string", "maxLength": _LONGEST},
)
BLUEPRINTS = (of_cases, blp, openings)


@of_cases.route("/<string:caseId>/confidentiality")
@reads(
    of_cases,
    "readCaseConfidentiality",
    CaseConfidentialityAnswer,
    parameters=[LANGUAGE],
    protected=True,
)
def read_confidentiality(caseId: str) -> Response:  # noqa: N803 - the path parameter's public name
    """Read what may be told of a case

    The law of its seat, or of the place of its mediation, on the day when it was opened, and the
    grounds on its list: to whom each leads, what shows it, who agrees to it.
    """
    return _for_reader(confidentiality_of(node(), known_actor(), caseId))


@of_cases.route("/<string:caseId>/disclosures")
@reads(
    of_cases,
    "listCaseDisclosures",
    CaseDisclosureList,
    parameters=[*PAGE_PARAMETERS, LANGUAGE],
    protected=True,
)
def read_disclosures(caseId: str) -> Response:  # noqa: N803
    """List what outsiders asked for in a case

    Each request with what came of it, refusals included: for everybody in the case.
    """
    query = Query("limit", "after", "count")
    page = query.page()
    query.done()
    reader = known_actor()
    read_record(node(), reader, "case", caseId)
    return page_answer(list_case_disclosures(node(), reader, page, case=caseId))


@blp.route("/<string:disclosureId>")
@reads(
    blp,
    "readCaseDisclosure",
    CaseDisclosureAnswer,
    parameters=[LANGUAGE],
    tagged=True,
    protected=True,
)
def read_disclosure(disclosureId: str) -> Response:  # noqa: N803
    """Read a disclosure

    Who asked, on which ground, by which law it was decided, what was shown and when.
    """
    found = read_record(node(), known_actor(), "case-disclosure", disclosureId)
    return ready_for_reader(found.body, found.tag)


@blp.route("/<string:disclosureId>/token")
@reads(
    blp,
    "readCaseDisclosureToken",
    DisclosureTokenAnswer,
    parameters=[LANGUAGE],
    protected=True,
    more=(403,),
)
def read_token(disclosureId: str) -> Response:  # noqa: N803
    """Read the token of a disclosure

    For the institution and the side that asked, to give to the outsider.
    """
    return _for_reader(token_of(node(), known_actor(), disclosureId))


@openings.route("/<string:disclosureId>/papers/<string:paperId>/content")
@downloads(
    openings,
    "readDisclosedContent",
    MEDIA_TYPES,
    parameters=[_TOKEN],
    public=True,
    more=(429,),
)
def read_content(disclosureId: str, paperId: str) -> Response:  # noqa: N803
    """Read the document of a paper that was disclosed

    As it was uploaded, with the token in the header `Disclosure-Token`, once the disclosure was
    opened and until its last day; each reading is noted. 404 where it is kept elsewhere.
    """
    token = request.headers.get(HEADER, "")[:_LONGEST]
    address = request.remote_addr or ""
    return as_file(content_disclosed(node(), disclosureId, paperId, token, address), paperId)


def _for_reader(members: dict[str, object]) -> Response:
    answer = ready(orjson.dumps(members), keep=FOR_ONE_READER)
    answer.headers["Vary"] = "Authorization"
    return answer


def _open() -> Response:
    """Open a disclosure

    The papers that were granted, and no others, for whoever has the token. It opens once, until
    its last day.
    """
    actor()
    value, faults = body()
    (disclosure, token), more = (("", ""), []) if faults else read_opening(value)
    if faults or more:
        raise ShapeError([*faults, *more])
    return ready(opened(node(), disclosure, token, request.remote_addr or ""))


_opens = writes(
    "openCaseDisclosure",
    DisclosureOpeningRequest,
    DisclosureOpenedAnswer,
    200,
    None,
    parameters=[LANGUAGE],
    public=True,
    more=(429,),
)
openings.add_url_rule("", endpoint="open", view_func=_opens(openings, _open), methods=["POST"])
