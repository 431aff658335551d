"""Where cases stand: asked by those who are in one, or with a side's key and no account."""

from __future__ import annotations

import orjson
from flask import Response, current_app, request

from ipregistry.api.cases import CHANGED_AFTER
from ipregistry.api.problems import ShapeError, language
from ipregistry.api.query import Query
from ipregistry.api.requests import actor, body, known_actor, node, page_answer, ready
from ipregistry.api.spec import (
    LANGUAGE,
    PAGE_PARAMETERS,
    feature,
    header_parameter,
    query_parameter,
    reads,
    tells_calendar,
    writes,
)
from ipregistry.domain.cases.status_keys import Pair
from ipregistry.formats.ical import MEDIA_TYPE, DueDay, write_days
from ipregistry.schemas.case_status import (
    CaseStatusAnswer,
    CaseStatusKeyAnswer,
    CaseStatusList,
    CaseStatusPage,
    CaseStatusQuery,
    read_status_query,
)
from ipregistry.services.case_status.asking import ask_many, ask_one
from ipregistry.services.case_status.days import CaseDay, days_of
from ipregistry.services.case_status.reading import status_for, status_key_for, statuses_of

of_cases = feature("Case status", "/api/v1/cases", "Where a case stands, and what is due in it.")
of_many = feature("Case status by keys", "/api/v1/case-status", "Many cases, without an account.")
BLUEPRINTS = (of_cases, of_many)

HEADER = "Case-Status-Key"
_LONGEST = 64
_KEY = header_parameter(
    HEADER,
    "The status key of a side, in the place of an API key. Never in an address.",
    {"type": "string", "maxLength": _LONGEST},
)


@of_cases.route("/<string:caseId>/status")
@reads(of_cases, "readCaseStatus", CaseStatusAnswer, parameters=[_KEY, LANGUAGE], more=(429,))
def read_status(caseId: str) -> Response:  # noqa: N803 - the path parameter's public name
    """Read where a case stands

    The state, the last event, the next deadline with its explanation and whose it is, and what
    the asker's side may file next. With an API key of somebody in the case, or with the status
    key of a side in the header `Case-Status-Key`. A number that is not known and a key that is
    wrong are answered alike; who is wrong too often is told to wait.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return _private(status_for(node(), known_actor(), caseId))
    found = ask_one(node(), Pair(caseId, key), request.remote_addr or "")
    return _private(orjson.dumps(found))


@of_cases.route("/<string:caseId>/status-key")
@reads(
    of_cases,
    "readCaseStatusKey",
    CaseStatusKeyAnswer,
    parameters=[
        query_parameter(
            "side",
            "The side, where the case manager asks.",
            {"type": "string", "maxLength": _LONGEST},
        ),
        LANGUAGE,
    ],
    protected=True,
)
def read_status_key(caseId: str) -> Response:  # noqa: N803
    """Read the status key of a side

    For the side's own people; for the case manager, who puts it into the side's letter. It ends
    with the side's next key, and when a representative of the side is replaced.
    """
    asking = known_actor()
    query = Query("side")
    side = query.text("side", most=_LONGEST)
    query.done()
    found = status_key_for(node(), asking, caseId, side)
    told = enclosure("status-key", caseId, found["statusKey"])
    return _private(orjson.dumps({**found, "enclosureText": told}))


@of_cases.route("/deadlines.ics")
@tells_calendar(of_cases, "readCaseDeadlines")
def read_deadlines() -> Response:
    """Read the deadlines of one's cases as a calendar

    All-day events (RFC 5545) of every case that the caller is in. What was met or fell away is
    cancelled under the identifier that it had.
    """
    days = days_of(node(), known_actor())
    answer = ready(write_days(_due(one) for one in days))
    answer.content_type = MEDIA_TYPE
    return answer


def _due(one: CaseDay) -> DueDay:
    return DueDay(
        f"{one.case}-{one.deadline}-{one.start}@{node().identity.code.lower()}.ipregistry",
        one.version,
        one.due,
        f"{one.title[language()]} ({one.who[language()]}): {one.case}",
        one.changed_at,
        one.open,
    )


@of_many.route("")
@reads(
    of_many,
    "listCaseStatuses",
    CaseStatusPage,
    parameters=[*PAGE_PARAMETERS, CHANGED_AFTER, LANGUAGE],
    protected=True,
)
def read_mine() -> Response:
    """Read where all of one's cases stand

    With the next deadline of each and whose it is. `changedAfter` is the newest `changedAt` that
    the caller has, less half a minute: what was recorded at the same time may show a moment later.
    """
    query = Query("limit", "after", "count", "changedAfter")
    page, changed_after = query.page(), query.instant("changedAfter")
    query.done()
    return page_answer(statuses_of(node(), known_actor(), page, changed_after))


def _read_many() -> Response:
    """Read where many cases stand, by their keys

    Up to 1,000 numbers, each with the status key of a side, and no account. Pairs that do not
    belong together are not found, whatever is wrong with them.
    """
    actor()
    value, faults = body()
    asked, more = ([], []) if faults else read_status_query(value)
    if faults or more:
        raise ShapeError([*faults, *more])
    found = ask_many(node(), asked, request.remote_addr or "")
    items = [
        {"case": pair.case, "foundIndicator": status is not None}
        | ({} if status is None else {"status": status})
        for pair, status in zip(asked, found, strict=True)
    ]
    return _private(orjson.dumps({"items": items}))


def enclosure(kind: str, case: str, code: str, until: str = "") -> str:
    """What goes into the letter to a side, in the language that its writer asks for."""
    text = str(current_app.extensions["word"]("enclosure", kind, language()))
    url = node().log.url.removesuffix("/log")
    return text.format(case=case, code=code, date=until[:10], url=url)


def _private(answer: bytes) -> Response:
    found = ready(answer)
    found.headers["Vary"] = f"Authorization, {HEADER}"
    return found


_documented = writes(
    "readCaseStatusByKeys",
    CaseStatusQuery,
    CaseStatusList,
    200,
    None,
    parameters=[LANGUAGE],
    public=True,
    more=(429,),
)
of_many.add_url_rule(
    "", endpoint="read-many", view_func=_documented(of_many, _read_many), methods=["POST"]
)
