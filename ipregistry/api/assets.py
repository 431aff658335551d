"""Rights: reading, finding by number in any notation, and their title."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response

from ipregistry.api.problems import ShapeError, violation_member
from ipregistry.api.query import Query
from ipregistry.api.requests import (
    actor,
    body,
    node,
    page_answer,
    ready_for_reader,
    ready_in_language,
)
from ipregistry.api.spec import (
    LANGUAGE,
    PAGE_PARAMETERS,
    feature,
    query_parameter,
    reads,
    record_number,
    writes,
)
from ipregistry.domain.facts import AssetRef
from ipregistry.domain.rights import RightKind
from ipregistry.schemas.answers import AssetAnswer, AssetList, ResolveAnswer, TitleAnswer
from ipregistry.schemas.queries import ResolveQuery, read_resolve
from ipregistry.services.listing import list_assets, resolve_numbers
from ipregistry.services.records import read_record
from ipregistry.services.titles import title_as_it_stands, title_at

blp = feature("Assets", "/api/v1/assets", "IP rights on record, and their title.")

KINDS = tuple(kind.value for kind in RightKind)


@blp.route("/<string:assetId>")
@reads(blp, "readAsset", AssetAnswer, parameters=[LANGUAGE], tagged=True)
def read_asset(assetId: str) -> Response:  # noqa: N803 - the path parameter's public name
    """Read a right

    The stored bytes of the parts that the caller may see.
    """
    found = read_record(node(), actor(), "asset", assetId)
    return ready_for_reader(found.body, found.tag)


@blp.route("/<string:assetId>/title")
@reads(
    blp,
    "readTitle",
    TitleAnswer,
    parameters=[
        query_parameter(
            "effectiveAt",
            "Title as of this day; today if left out.",
            {"type": "string", "format": "date"},
        ),
        query_parameter(
            "knownAt",
            "As this register knew it at this instant (UTC); now if left out.",
            {"type": "string", "format": "date-time"},
        ),
        query_parameter(
            "expand",
            "`chain` adds every step with its entry.",
            {"type": "string", "enum": ["chain"]},
        ),
        LANGUAGE,
    ],
    tagged=True,
)
def read_title(assetId: str) -> Response:  # noqa: N803 - the path parameter's public name
    """Read the title of a right

    Two answers, never mixed: at the register of record, and as notified here. What is
    pending, what blocks a transfer, and with `expand=chain` each step that led here.
    """
    query = Query("effectiveAt", "knownAt", "expand")
    effective, known = query.day("effectiveAt"), query.instant("knownAt")
    expand = query.choice("expand", ("chain",)) is not None
    query.done()
    if effective is None and known is None and not expand:
        found = title_as_it_stands(node(), actor(), assetId)
    else:
        found = title_at(node(), actor(), assetId, effective, known, expand=expand)
    return ready_for_reader(found.body, found.tag)


@blp.route("")
@reads(
    blp,
    "listAssets",
    AssetList,
    parameters=[
        *PAGE_PARAMETERS,
        query_parameter(
            "number", "An official number in any notation.", {"type": "string", "maxLength": 64}
        ),
        query_parameter(
            "officeCode", "The office (ST.3).", {"type": "string", "pattern": "^[A-Z]{2}$"}
        ),
        query_parameter("rightKind", "The kind of right.", {"type": "string", "enum": list(KINDS)}),
        query_parameter("holder", "The record number of a holder.", record_number("party")),
        LANGUAGE,
    ],
)
def read_assets() -> Response:
    """List rights

    Rights that the caller may know of. An empty list proves nothing: this register does
    not hold every right there is.
    """
    query = Query("limit", "after", "count", "number", "officeCode", "rightKind", "holder")
    page = query.page()
    number, office = query.text("number", most=64), query.office("officeCode")
    kind, holder = query.choice("rightKind", KINDS), query.record("holder", "party")
    query.done()
    found = list_assets(
        node(), actor(), page, number=number, office=office, kind=kind, holder_party=holder
    )
    return page_answer(found)


def _resolve() -> Response:
    """Look up numbers

    Up to 1,000 official numbers at once, in any notation: found, several or unknown here,
    and what each was read as.
    """
    value, faults = body()
    asked, more = ([], []) if faults else read_resolve(value)
    if faults or more:
        raise ShapeError([*faults, *more])
    refs = [
        AssetRef(None, one["number"], one.get("officeCode"), one.get("rightKind")) for one in asked
    ]
    answers = resolve_numbers(node(), actor(), refs)
    return ready_in_language(orjson.dumps({"items": [_resolved(answer) for answer in answers]}))


def _resolved(answer: dict[str, Any]) -> dict[str, Any]:
    faults = [violation_member(fault) for fault in answer.pop("faults")]
    return {**answer, "errorBag": faults}


_documented = writes(
    "resolveAssets", ResolveQuery, ResolveAnswer, 200, None, parameters=[LANGUAGE], public=True
)
blp.add_url_rule(
    "/resolve", endpoint="resolve", view_func=_documented(blp, _resolve), methods=["POST"]
)
