"""Deadlines and fees asked of the rules packs on record."""

from __future__ import annotations

import orjson
from flask import Response

from ipregistry.api.problems import ShapeError
from ipregistry.api.requests import actor, body, node, ready_in_language
from ipregistry.api.spec import LANGUAGE, feature, writes
from ipregistry.schemas.deadlines import (
    CaseFeeAnswer,
    CaseFeeQuery,
    DeadlineAnswer,
    DeadlineQuery,
    read_deadline_query,
    read_fee_query,
)
from ipregistry.services.deadlines import (
    DeadlineQuestion,
    FeeQuestion,
    compute_deadline,
    quote_case_fee,
)

deadlines = feature("Deadlines", "/api/v1/deadlines", "Periods of procedures, computed.")
case_fees = feature("Case fees", "/api/v1/case-fees", "Fees of procedures, computed.")
BLUEPRINTS = (deadlines, case_fees)


def _deadline() -> Response:
    """Compute a deadline

    When a period of a rules pack ends that begins on a day at a place, with the rule, its
    source, and each day that was passed over and why. Closures are those on record, and those
    in the question. A year whose official days are not published is never guessed.
    """
    actor()
    value, faults = body()
    asked, more = ({}, []) if faults else read_deadline_query(value)
    if faults or more:
        raise ShapeError([*faults, *more])
    return ready_in_language(orjson.dumps(compute_deadline(node(), DeadlineQuestion(**asked))))


def _fee() -> Response:
    """Quote a case fee

    What a fee of a rules pack comes to: an amount with its pieces, a range within which the
    institution fixes it, by agreement, or refused.
    """
    actor()
    value, faults = body()
    asked, more = ({}, []) if faults else read_fee_query(value)
    if faults or more:
        raise ShapeError([*faults, *more])
    return ready_in_language(orjson.dumps(quote_case_fee(node(), FeeQuestion(**asked))))


_documented_deadline = writes(
    "computeDeadline", DeadlineQuery, DeadlineAnswer, 200, None, parameters=[LANGUAGE], public=True
)
_documented_fee = writes(
    "quoteCaseFee", CaseFeeQuery, CaseFeeAnswer, 200, None, parameters=[LANGUAGE], public=True
)
deadlines.add_url_rule(
    "",
    endpoint="compute",
    view_func=_documented_deadline(deadlines, _deadline),
    methods=["POST"],
)
case_fees.add_url_rule(
    "/quote", endpoint="quote", view_func=_documented_fee(case_fees, _fee), methods=["POST"]
)
