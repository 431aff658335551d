"""Where the instruments that end disputes are enforceable, asked by anybody."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response, current_app

from ipregistry.api.problems import ShapeError, language
from ipregistry.api.requests import actor, body, node, ready_in_language
from ipregistry.api.spec import LANGUAGE, feature, writes
from ipregistry.schemas.enforcement import (
    EnforcementAnswer,
    EnforcementQuery,
    read_enforcement_query,
)
from ipregistry.services.enforcement import enforcement_routes

blp = feature(
    "Enforcement", "/api/v1/enforcement-routes", "Where outcomes are enforceable, computed."
)
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
    return ready_in_language(orjson.dumps(_said(enforcement_routes(node(), asked))))


def _said(value: Any) -> Any:
    if isinstance(value, list):
        return [_said(item) for item in value]
    if not isinstance(value, dict):
        return value
    words = current_app.extensions["word"]
    told = {name: _said(inner) for name, inner in value.items()}
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
