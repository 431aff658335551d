"""What every request gets before its route, what routes ask of it, and how they answer."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

from flask import Flask, Response, current_app, g, request

from ipregistry.api.problems import AuthenticationError, ShapeError, language, shape
from ipregistry.api.query import write_cursor
from ipregistry.api.strict_json import MAX_BYTES, parse_body
from ipregistry.domain.access import PUBLIC_ACTOR, Actor
from ipregistry.domain.violations import Violation
from ipregistry.services.accounts import actor_of
from ipregistry.services.errors import TooLargeError
from ipregistry.services.listing import Page
from ipregistry.services.node import RunningNode

_KEY = re.compile(r"[\x21-\x7e]{1,200}")
# Large enough for few calls, and small beside what a worker needs anyway.
PIECE = 64 * 1024
CORRELATION = re.compile(r"[A-Za-z0-9-]{8,64}")

# What a reader sees depends on who he is, so no shared cache may keep it.
FOR_ONE_READER = "private, no-cache"
FOR_NOBODY = "no-store"


def register(app: Flask) -> None:
    """A correlation id for each request; headers for each answer."""
    app.before_request(_begin)
    app.after_request(_finish)


def _begin() -> None:
    given = request.headers.get("Correlation-Id", "")
    g.correlation_id = given if CORRELATION.fullmatch(given) else os.urandom(16).hex()


def _finish(response: Response) -> Response:
    if "correlation_id" in g:
        response.headers["Correlation-Id"] = g.correlation_id
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    if request.method == "OPTIONS" and response.status_code == 200:  # noqa: PLR2004
        # Flask answers with an empty page of HTML.
        response.status_code = 204
        response.headers.pop("Content-Type", None)
    return response


def node() -> RunningNode:
    """The running node."""
    running: RunningNode = current_app.extensions["node"]
    return running


def actor() -> Actor:
    """Who asks: without a key the public. Raises AuthenticationError if it opens nothing."""
    header = request.headers.get("Authorization")
    if header is None:
        return PUBLIC_ACTOR
    scheme, _, key = header.partition(" ")
    found = actor_of(node(), key.strip()) if scheme.lower() == "bearer" else None
    if found is None:
        raise AuthenticationError("key-invalid")
    return found


def known_actor() -> Actor:
    """Who asks, with a key. Raises AuthenticationError where there is none."""
    found = actor()
    if found.account is None:
        raise AuthenticationError("authentication-required")
    return found


def body() -> tuple[Any, list[Violation]]:
    """The body through the strict parser, or every fault of its form.

    Raises ShapeError for a body that is not looked into: another media type, too large.
    """
    coded = request.headers.get("Content-Encoding", "identity").strip().lower() != "identity"
    if request.mimetype != "application/json" or coded:
        raise ShapeError([shape("media-type-unsupported", "")], 415)
    if (request.content_length or 0) > MAX_BYTES:
        raise ShapeError([shape("body-too-large", "", max=MAX_BYTES)], 413)
    # One byte more than allowed is enough to know; the rest is never read.
    value, faults = parse_body(at_most(MAX_BYTES + 1))
    if faults and faults[0].code == "body-too-large":
        raise ShapeError(faults, 413)
    return value, faults


def at_most(most: int) -> bytes:
    """At most so many bytes of the body; a stream may give fewer at once than it has."""
    pieces: list[bytes] = []
    while most > 0 and (piece := request.stream.read(most)):
        pieces.append(piece)
        most -= len(piece)
    return b"".join(pieces)


def streamed(most: int) -> Iterator[bytes]:
    """The body in pieces as they arrive, of any length; refused unread if it says it is longer."""
    if (request.content_length or 0) > most:
        raise TooLargeError("document-too-large", {"max": most})
    return iter(lambda: request.stream.read(PIECE), b"")


def idempotency_key() -> tuple[str, list[Violation]]:
    """The key under which the same request may be sent again, or what is wrong with it."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return "", [shape("idempotency-key-missing", "")]
    if not _KEY.fullmatch(key):
        return "", [shape("idempotency-key-malformed", "")]
    return key, []


def ready(
    data: bytes, *, status: int = 200, keep: str = FOR_NOBODY, tag: str | None = None
) -> Response:
    """A JSON answer from bytes; 304 where the caller has the version that `tag` names."""
    answer = Response(data, status, mimetype="application/json")
    answer.headers["Cache-Control"] = keep
    if tag is not None:
        answer.headers["ETag"] = f'"{tag}"'
    return answer


def ready_for_reader(data: bytes, tag: str) -> Response:
    """What this reader may see; 304 where he has the version that `tag` names."""
    answer = ready(data, keep=FOR_ONE_READER, tag=tag)
    answer.headers["Vary"] = "Authorization"
    # A proxy that compresses makes a tag weak; it still names the version (RFC 9110 §13.1.2).
    if request.if_none_match.contains_weak(tag):
        answer.status_code = 304
        answer.set_data(b"")
    return answer


def ready_in_language(data: bytes, *, status: int = 200, tag: str | None = None) -> Response:
    """An answer to a POST, with messages in the caller's language."""
    answer = ready(data, status=status, tag=tag)
    answer.headers["Content-Language"] = language()
    return answer


def page_answer(page: Page) -> Response:
    """A page of records, with the cursor of the next one."""
    following = b"null" if page.after is None else b'"%s"' % write_cursor(page.after).encode()
    count = b"null" if page.count is None else b"%d" % page.count
    data = b'{"items":[%s],"after":%s,"count":%s}' % (b",".join(page.items), following, count)
    answer = ready(data, keep=FOR_ONE_READER)
    answer.headers["Vary"] = "Authorization"
    return answer
