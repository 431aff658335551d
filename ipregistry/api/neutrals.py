"""The roster, nominations and conflict checks."""

from __future__ import annotations

import orjson
from flask import Response

from ipregistry.api.query import Query
from ipregistry.api.requests import (
    FOR_ONE_READER,
    known_actor,
    node,
    page_answer,
    ready,
    ready_for_reader,
)
from ipregistry.api.spec import LANGUAGE, PAGE_PARAMETERS, feature, query_parameter, reads
from ipregistry.schemas.neutral_answers import (
    ConflictCheckList,
    InvitationList,
    NeutralAnswer,
    NeutralList,
    NominationList,
)
from ipregistry.services.case_listing import list_in_case
from ipregistry.services.neutrals import invitations_of, search_roster
from ipregistry.services.records import read_record

blp = feature("Neutrals", "/api/v1/neutrals", "The institution's roster.")
of_cases = feature("Neutrals of cases", "/api/v1/cases", "Nominations and conflict checks.")
BLUEPRINTS = (blp, of_cases)


def _word(name: str, text: str, most: int) -> dict[str, object]:
    return query_parameter(name, text, {"type": "string", "maxLength": most})


@blp.route("")
@reads(
    blp,
    "listNeutrals",
    NeutralList,
    parameters=[
        *PAGE_PARAMETERS,
        _word("language", "Who works in this language.", 35),
        _word("place", "Who sits in this place.", 2),
        _word("scheme", "Who is accredited by this scheme on the day.", 80),
        query_parameter("on", "The day; today if left out.", {"type": "string", "format": "date"}),
        LANGUAGE,
    ],
    protected=True,
)
def read_neutrals() -> Response:
    """Search the roster

    For the institution's case managers; each entry with the open cases that its neutral sits in.
    """
    query = Query("limit", "after", "count", "language", "place", "scheme", "on")
    page = query.page()
    language = query.text("language", most=35)
    place = query.text("place", most=2)
    scheme = query.text("scheme", most=80)
    on = query.day("on")
    query.done()
    running = node()
    found = search_roster(
        running,
        known_actor(),
        page,
        language=language,
        place=place,
        scheme=scheme,
        on=on or running.today(),
    )
    return page_answer(found)


@blp.route("/invitations")
@reads(blp, "listInvitations", InvitationList, parameters=[LANGUAGE], protected=True)
def read_invitations() -> Response:
    """List one's own open nominations

    For candidates: the parties, their counsel and who stands behind them, so that a conflict can
    be told; of the case nothing else.
    """
    found = invitations_of(node(), known_actor())
    answer = ready(orjson.dumps({"items": found}), keep=FOR_ONE_READER)
    answer.headers["Vary"] = "Authorization"
    return answer


@blp.route("/<string:neutralId>")
@reads(blp, "readNeutral", NeutralAnswer, parameters=[LANGUAGE], tagged=True, protected=True)
def read_neutral(neutralId: str) -> Response:  # noqa: N803 - the path parameter's public name
    """Read an entry of the roster

    Its names, languages, accreditations, and what the institution knows of its ties.
    """
    found = read_record(node(), known_actor(), "neutral", neutralId)
    return ready_for_reader(found.body, found.tag)


@of_cases.route("/<string:caseId>/neutrals")
@reads(
    of_cases,
    "listCaseNeutrals",
    NominationList,
    parameters=[*PAGE_PARAMETERS, LANGUAGE],
    protected=True,
)
def read_nominations(caseId: str) -> Response:  # noqa: N803
    """List the neutrals of a case

    Nominations that the reader may know of: the parties hear of a candidate with what he
    discloses, or with his appointment.
    """
    return _in_case(caseId, "nomination")


@of_cases.route("/<string:caseId>/conflict-checks")
@reads(
    of_cases,
    "listConflictChecks",
    ConflictCheckList,
    parameters=[*PAGE_PARAMETERS, LANGUAGE],
    protected=True,
)
def read_checks(caseId: str) -> Response:  # noqa: N803
    """List the conflict checks of a case

    For the institution alone. Of its other cases a report tells a count and days.
    """
    return _in_case(caseId, "conflict-check")


def _in_case(case: str, kind: str) -> Response:
    query = Query("limit", "after", "count")
    page = query.page()
    query.done()
    reader = known_actor()
    read_record(node(), reader, "case", case)
    return page_answer(list_in_case(node(), reader, page, case=case, kind=kind))
