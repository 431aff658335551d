"""Notices: what the caller's party was told of filings on rights that concern it."""

from __future__ import annotations

from flask import Response

from ipregistry.api.query import Query
from ipregistry.api.requests import known_actor, node, page_answer
from ipregistry.api.spec import (
    LANGUAGE,
    PAGE_PARAMETERS,
    feature,
    query_parameter,
    reads,
    record_number,
)
from ipregistry.schemas.notices import NoticeList
from ipregistry.services.notices import list_notices

blp = feature(
    "Notices",
    "/api/v1/notices",
    "Holders, secured parties and exclusive licensees are told of every filing on their right.",
)


@blp.route("")
@reads(
    blp,
    "listNotices",
    NoticeList,
    parameters=[
        *PAGE_PARAMETERS,
        query_parameter("party", "Only what this party was told.", record_number("party")),
        LANGUAGE,
    ],
    protected=True,
)
def read_notices() -> Response:
    """List notices

    What the caller's party was told, when a filing came in and when something became of it;
    an officer sees what anybody was told.
    """
    query = Query("limit", "after", "count", "party")
    page, party = query.page(), query.record("party", "party")
    query.done()
    return page_answer(list_notices(node(), known_actor(), page, party=party))
