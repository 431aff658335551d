"""The feed of the log, and parts by commitment."""

from __future__ import annotations

import re

import orjson
from flask import Response

from ipregistry.api.problems import ShapeError
from ipregistry.api.query import Query
from ipregistry.api.requests import (
    FOR_ONE_READER,
    actor,
    body,
    node,
    ready,
    ready_for_reader,
    ready_in_language,
)
from ipregistry.api.spec import LANGUAGE, feature, query_parameter, reads, writes
from ipregistry.schemas.exchange import (
    COMMITMENT,
    FeedAnswer,
    GivenPartAnswer,
    PartsAnswer,
    PartsQuery,
    read_parts_query,
)
from ipregistry.services.errors import NotFoundError
from ipregistry.services.log.feed import MOST_ENTRIES, PAGE_ENTRIES, feed_page
from ipregistry.services.log.parts import PREFIX, part_by_commitment, parts_by_commitment

feed = feature("Feed", "/api/v1/feed", "The log, entry by entry, as the reader may see it.")
parts = feature("Parts", "/api/v1/parts", "Parts by commitment, as the log names them.")
BLUEPRINTS = (feed, parts)

_COMMITMENT = re.compile(COMMITMENT)


@feed.route("")
@reads(
    feed,
    "readFeed",
    FeedAnswer,
    parameters=[
        query_parameter(
            "after",
            "How many entries the reader holds; the next one has this index.",
            {"type": "integer", "minimum": 0, "default": 0},
        ),
        query_parameter(
            "limit",
            "How many entries at most.",
            {"type": "integer", "minimum": 1, "maximum": MOST_ENTRIES, "default": PAGE_ENTRIES},
        ),
        LANGUAGE,
    ],
    more=(409,),
)
def read_feed() -> Response:
    """Read the feed

    The published log behind the reader's cursor: of each entry the leaf and the items that
    he may see, with their paths, or that all are withheld. Signed: a page that leaves out
    a public item is proved wrong by that item's own path.
    """
    query = Query("after", "limit")
    after = query.number("after", least=0, most=2**53 - 1)
    limit = query.number("limit", least=1, most=MOST_ENTRIES)
    query.done()
    page = feed_page(node(), actor(), after or 0, limit or PAGE_ENTRIES)
    answer = ready(page.answer, keep=FOR_ONE_READER)
    answer.headers["Vary"] = "Authorization"
    return answer


@parts.route("/<string:commitment>")
@reads(parts, "readPart", GivenPartAnswer, parameters=[LANGUAGE], tagged=True, more=(410,))
def read_part(commitment: str) -> Response:
    """Read one part by its commitment

    Its bytes and salt, for whoever may read it; 410 where it was erased.
    """
    found = part_by_commitment(node(), actor(), digest_of(commitment))
    # A part never changes; only its place in the log comes later.
    tag = f"{commitment.removeprefix(PREFIX)[:16]}-{found.log_index}"
    return ready_for_reader(orjson.dumps(found.document()), tag)


def digest_of(commitment: str) -> bytes:
    """The bytes of a commitment in an address. Raises NotFoundError for what is none."""
    if not _COMMITMENT.fullmatch(commitment):
        raise NotFoundError("part-not-found", {"commitment": commitment[:80]})
    return bytes.fromhex(commitment.removeprefix(PREFIX))


def _read_parts() -> Response:
    """Read parts by commitment

    Up to 1,000 at once: bytes and salt of each, or that it was erased, by which entry.
    What the caller may not read is withheld, and so is what is not here. Names of natural
    persons are withheld in bulk.
    """
    value, faults = body()
    asked, more = ([], []) if faults else read_parts_query(value)
    if faults or more:
        raise ShapeError([*faults, *more])
    found = parts_by_commitment(node(), actor(), [digest_of(one) for one in asked])
    items = [
        {"commitment": one, "status": "withheld"} if given is None else given.document()
        for one, given in zip(asked, found, strict=True)
    ]
    return ready_in_language(orjson.dumps({"items": items}))


_documented = writes(
    "readParts", PartsQuery, PartsAnswer, 200, None, parameters=[LANGUAGE], public=True
)
parts.add_url_rule(
    "", endpoint="read-parts", view_func=_documented(parts, _read_parts), methods=["POST"]
)
