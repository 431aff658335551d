"""Certified copies: of a right's title, of an entry's public parts."""

from __future__ import annotations

from flask import Response

from ipregistry.api.query import Query
from ipregistry.api.requests import actor, node, ready
from ipregistry.api.spec import LANGUAGE, feature, query_parameter, reads
from ipregistry.schemas.copies import TitleCopyAnswer, TransactionCopyAnswer
from ipregistry.services.copies import CertifiedCopy, certified_title, certified_transaction

blp = feature("Certified copies", "/api/v1", "What the register says, signed.")


def _answer(found: CertifiedCopy) -> Response:
    answer = ready(found.body)
    answer.headers["Vary"] = "Authorization"
    return answer


@blp.route("/assets/<string:assetId>/certified-copy")
@reads(
    blp,
    "copyTitle",
    TitleCopyAnswer,
    parameters=[
        query_parameter(
            "effectiveAt",
            "Title as of this day; today if left out.",
            {"type": "string", "format": "date"},
        ),
        query_parameter(
            "knownAt",
            "As this register knew it at this instant (UTC); now if left out. What is "
            "pending is listed of now only.",
            {"type": "string", "format": "date-time"},
        ),
        LANGUAGE,
    ],
)
def copy_title(assetId: str) -> Response:  # noqa: N803 - the path parameter's public name
    """Certify the title of a right

    The chain with its entries, what is pending, and that recording is not adjudication;
    signed with the receipt key, for whoever must prove it to others.
    """
    query = Query("effectiveAt", "knownAt")
    effective, known = query.day("effectiveAt"), query.instant("knownAt")
    query.done()
    return _answer(certified_title(node(), actor(), assetId, effective, known))


@blp.route("/transactions/<string:transactionId>/certified-copy")
@reads(blp, "copyTransaction", TransactionCopyAnswer, parameters=[LANGUAGE])
def copy_transaction(transactionId: str) -> Response:  # noqa: N803
    """Certify an entry

    The public parts of a transaction, signed with the receipt key.
    """
    return _answer(certified_transaction(node(), transactionId))
