"""Notices and letters of cases, and what waits for a case manager."""

from __future__ import annotations

import orjson
from flask import Response

from ipregistry.api.query import Query
from ipregistry.api.requests import (
    known_actor,
    node,
    page_answer,
    ready_for_reader,
)
from ipregistry.api.spec import (
    LANGUAGE,
    PAGE_PARAMETERS,
    feature,
    query_parameter,
    reads,
    record_number,
)
from ipregistry.domain.packs.reading import LANGUAGES
from ipregistry.schemas.case_notice_answers import (
    CaseNoticeAnswer,
    CaseNoticeList,
    CaseWorkList,
)
from ipregistry.schemas.case_notices import LetterAnswer
from ipregistry.services.case_notices import list_case_notices, list_work_items
from ipregistry.services.letters import LetterQuestion, read_letter
from ipregistry.services.records import read_record

_SIDE_LENGTH = 40
_MOST_VERSION = 2**31 - 1

notices = feature(
    "Notices of cases", "/api/v1/case-notices", "What was sent to a side, and what became of it."
)
work = feature(
    "Work of case managers", "/api/v1/case-work-items", "What waits for the institution."
)
letters = feature("Letters of cases", "/api/v1/cases", "Letters, written from what a case records.")
BLUEPRINTS = (notices, work, letters)


@notices.route("/<string:noticeId>")
@reads(
    notices,
    "readCaseNotice",
    CaseNoticeAnswer,
    parameters=[LANGUAGE],
    tagged=True,
    protected=True,
)
def read_notice(noticeId: str) -> Response:  # noqa: N803 - the path parameter's public name
    """Read a notice of a case

    The institution and the side that it goes to read it.
    """
    found = read_record(node(), known_actor(), "case-notice", noticeId)
    return ready_for_reader(found.body, found.tag)


@notices.route("")
@reads(
    notices,
    "listCaseNotices",
    CaseNoticeList,
    parameters=[
        *PAGE_PARAMETERS,
        query_parameter("case", "Only those of this case.", record_number("case")),
        LANGUAGE,
    ],
    protected=True,
)
def read_notices() -> Response:
    """List notices of cases

    The institution sees all, a side those that went to it.
    """
    query = Query("limit", "after", "count", "case")
    page, case = query.page(), query.record("case", "case")
    query.done()
    return page_answer(list_case_notices(node(), known_actor(), page, case_id=case))


@work.route("")
@reads(
    work,
    "listCaseWorkItems",
    CaseWorkList,
    parameters=[*PAGE_PARAMETERS, LANGUAGE],
    protected=True,
)
def read_work() -> Response:
    """List what waits for a case manager

    Deadlines of which nobody can say when they end, and notices that did not arrive or of which
    an officer must say whether they did, each with the channel that its rules allow next.
    """
    query = Query("limit", "after", "count")
    page = query.page()
    query.done()
    return page_answer(list_work_items(node(), known_actor(), page))


@letters.route("/<string:caseId>/letters/<string:letterId>")
@reads(
    letters,
    "readCaseLetter",
    LetterAnswer,
    parameters=[
        query_parameter(
            "lang",
            "The language of the letter.",
            {"type": "string", "enum": list(LANGUAGES)},
            required=True,
        ),
        query_parameter(
            "side", "To which side it goes.", {"type": "string", "maxLength": _SIDE_LENGTH}
        ),
        query_parameter(
            "version",
            "As of which version of the case; none: the newest.",
            {"type": "integer", "minimum": 1, "maximum": _MOST_VERSION},
        ),
        LANGUAGE,
    ],
    tagged=True,
    protected=True,
    more=[409],
)
def read_case_letter(caseId: str, letterId: str) -> Response:  # noqa: N803 - public names
    """Write a letter of a case

    From what that version of the case records alone: asked again it is the same, by its digest.
    """
    query = Query("lang", "side", "version")
    language = query.choice("lang", LANGUAGES, required=True) or ""
    side = query.text("side", most=_SIDE_LENGTH)
    version = query.number("version", least=1, most=_MOST_VERSION)
    query.done()
    asked = LetterQuestion(caseId, letterId, language, side, version)
    letter = read_letter(node(), known_actor(), asked)
    return ready_for_reader(orjson.dumps(letter), f"{letter['caseVersion']}-{letter['digest'][7:]}")
