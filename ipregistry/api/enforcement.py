"""Where the instruments that end disputes are enforceable, asked by anybody."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response, current_app

from ipregistry.api.problems import ShapeError, language
from ipregistry.api.requests import (
    FOR_ONE_READER,
    actor,
    body,
    known_actor,
    node,
    ready,
    ready_in_language,
)
from ipregistry.api.spec import LANGUAGE, feature, reads, writes
from ipregistry.schemas.case_outlooks import CaseOutcomes
from ipregistry.schemas.enforcement import (
    EnforcementAnswer,
    EnforcementQuery,
    read_enforcement_query,
)
from ipregistry.services.case_outcomes import outcomes_of
from ipregistry.services.enforcement import enforcement_routes

blp = feature(
    "Enforcement", "/api/v1/enforcement-routes", "Where outcomes are enforceable, computed."
)
outcomes = feature("Outcomes", "/api/v1/cases", "How cases ended, and what came of it.")
BLUEPRINTS = (blp, outcomes)
# Members that hold a code of ours, which readers are told in words too.
_CODES = (
    "category",
    "deadlineCategory",
    "need",
    "reason",
    "routeCategory",
    "standing",
)


def _routes() -> Response:
    """Compute enforcement routes

    Where an award, a settlement, a judgment or another instrument is enforceable: by which
    arrangement, at which court, with which papers, until when, on which grounds it may be
    refused; each with its source. Nothing is stored, and no court is bound by it.
    """
    actor()
    value, faults = body()
    asked, more = (None, []) if faults else read_enforcement_query(value)
    if asked is None:
        raise ShapeError([*faults, *more])
    return ready_in_language(orjson.dumps(in_words(enforcement_routes(node(), asked))))


def in_words(value: Any) -> Any:
    """The answer with every code of ours said in the reader's language beside it."""
    if isinstance(value, list):
        return [in_words(item) for item in value]
    if not isinstance(value, dict):
        return value
    words = current_app.extensions["word"]
    told = {name: in_words(inner) for name, inner in value.items()}
    codes = {
        f"{name}Text": words("enforcement", value[name], language())
        for name in _CODES
        if name in value
    }
    return told | codes


_documented = writes(
    "computeEnforcementRoutes",
    EnforcementQuery,
    EnforcementAnswer,
    200,
    None,
    parameters=[LANGUAGE],
    public=True,
)
blp.add_url_rule("", endpoint="compute", view_func=_documented(blp, _routes), methods=["POST"])


@outcomes.route("/<string:caseId>/outcomes")
@reads(outcomes, "readCaseOutcomes", CaseOutcomes, parameters=[LANGUAGE], protected=True)
def read_case_outcomes(caseId: str) -> Response:  # noqa: N803 - the path parameter's public name
    """Read the outcomes of a case

    Each instrument with where it is enforceable, what runs from its receipt, and what was
    recovered under it; computed on the calendars of today.
    """
    found = [
        {**in_words(outlook), "instrument": outlook["instrument"]}
        for outlook in outcomes_of(node(), known_actor(), caseId)
    ]
    answer = ready(orjson.dumps({"items": found}), keep=FOR_ONE_READER)
    answer.headers["Vary"] = "Authorization, Accept-Language"
    return answer
