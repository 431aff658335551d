"""Priority between the interests on a right."""

from __future__ import annotations

from flask import Response

from ipregistry.api.query import Query
from ipregistry.api.requests import actor, node, ready_for_reader
from ipregistry.api.spec import LANGUAGE, feature, query_parameter, reads
from ipregistry.schemas.priorities import PriorityAnswer
from ipregistry.services.priorities import priority_at

blp = feature("Priority", "/api/v1/assets", "Which interest goes first, pair by pair.")


@blp.route("/<string:assetId>/priority")
@reads(
    blp,
    "readPriority",
    PriorityAnswer,
    parameters=[
        query_parameter(
            "effectiveAt",
            "The interests that stand on this day; today if left out.",
            {"type": "string", "format": "date"},
        ),
        query_parameter(
            "knownAt",
            "As this register knew them at this instant (UTC); now if left out.",
            {"type": "string", "format": "date-time"},
        ),
        LANGUAGE,
    ],
    tagged=True,
)
def read_priority(assetId: str) -> Response:  # noqa: N803 - the path parameter's public name
    """Read the priority of interests

    Every pair of licences and security interests with the rule, its law and the facts
    used; an order where the pairs make one. A missing fact leaves a pair undetermined.
    """
    query = Query("effectiveAt", "knownAt")
    effective, known = query.day("effectiveAt"), query.instant("knownAt")
    query.done()
    found = priority_at(node(), actor(), assetId, effective, known)
    return ready_for_reader(found.body, found.tag)
