"""What every request gets before its route, and what routes ask of it."""

from __future__ import annotations

import base64
import binascii
import re
import uuid
from datetime import date, datetime
from typing import Any

from flask import Flask, Response, current_app, g, request

from ipregistry.api.problems import AuthenticationError, ShapeError
from ipregistry.api.strict_json import MAX_BYTES, parse_body
from ipregistry.domain.access import PUBLIC_ACTOR, Actor
from ipregistry.domain.violations import Severity, Violation
from ipregistry.services.accounts import actor_of
from ipregistry.services.listing import Page, PageRequest
from ipregistry.services.node import RunningNode

MAX_PAGE = 1000
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_CORRELATION = re.compile(r"[A-Za-z0-9-]{8,64}")


def register(app: Flask) -> None:
    """Language and correlation id for each request; headers for each answer."""
    app.before_request(_begin)
    app.after_request(_finish)


def _begin() -> None:
    given = request.headers.get("Correlation-Id", "")
    g.correlation_id = given if _CORRELATION.fullmatch(given) else uuid.uuid4().hex
    g.language = current_app.extensions["negotiate"](request.headers.get("Accept-Language"))


def _finish(response: Response) -> Response:
    response.headers["Correlation-Id"] = g.correlation_id
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    return response


def node() -> RunningNode:
    """The running node."""
    running: RunningNode = current_app.extensions["node"]
    return running


def actor() -> Actor:
    """Who asks: the public without a key. Raises AuthenticationError for a key that opens nothing."""
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


def body() -> Any:
    """The body through the strict parser. Raises ShapeError."""
    if request.mimetype != "application/json":
        raise ShapeError([_shape("media-type-unsupported", "")], 415)
    if (request.content_length or 0) > MAX_BYTES:
        raise ShapeError([_shape("body-too-large", "", max=MAX_BYTES)], 413)
    # One byte more than allowed is enough to know; the rest is never read.
    data = request.stream.read(MAX_BYTES + 1)
    value, faults = parse_body(data)
    if faults:
        raise ShapeError(faults, 413 if faults[0].code == "body-too-large" else 400)
    return value


def idempotency_key() -> str:
    """The key under which the same request may be sent again. Raises ShapeError."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        raise ShapeError([_shape("idempotency-key-missing", "")])
    if not _KEY.fullmatch(key):
        raise ShapeError([_shape("idempotency-key-malformed", "")])
    return key


class Query:
    """The query parameters of a request, every fault of them at once."""

    def __init__(self, *allowed: str) -> None:
        self.faults: list[Violation] = []
        for name in request.args:
            if name not in allowed:
                self.fault(name, "member-unknown")
            elif len(request.args.getlist(name)) > 1:
                self.fault(name, "json-duplicate-member")

    def fault(self, name: str, code: str, **params: str | int) -> None:
        """Note that parameter `name` is wrong."""
        self.faults.append(_shape(code, f"/{name}", **params))

    def text(self, name: str, *, most: int = 200) -> str | None:
        """Text of bounded length."""
        value = request.args.get(name)
        if value is not None and (len(value) > most or "\x00" in value):
            self.fault(name, "text-too-long", max=most)
            return None
        return value

    def choice(self, name: str, allowed: tuple[str, ...]) -> str | None:
        """One of a few values."""
        value = request.args.get(name)
        if value is not None and value not in allowed:
            self.fault(name, "value-not-allowed", allowed=", ".join(allowed))
            return None
        return value

    def flag(self, name: str) -> bool:
        """``true`` or ``false``."""
        return self.choice(name, ("true", "false")) == "true"

    def day(self, name: str) -> date | None:
        """An ISO date."""
        value = request.args.get(name)
        if value is None:
            return None
        try:
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value, re.ASCII):
                return date.fromisoformat(value)
        except ValueError:
            pass
        self.fault(name, "date-impossible")
        return None

    def instant(self, name: str) -> str | None:
        """A UTC instant, as stored: ``2026-11-22T06:44:57Z`` with up to six decimals."""
        value = request.args.get(name)
        if value is None:
            return None
        match = re.fullmatch(
            r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]{1,6}))?Z",
            value,
            re.ASCII,
        )
        try:
            if match is not None:
                datetime.fromisoformat(match[1])
                return f"{match[1]}.{(match[2] or '').ljust(6, '0')}Z"
        except ValueError:
            pass
        self.fault(name, "instant-malformed")
        return None

    def page(self) -> PageRequest:
        """`limit`, `after` and `count`."""
        limit = request.args.get("limit", "50")
        if not re.fullmatch(r"[0-9]{1,4}", limit, re.ASCII) or not 1 <= int(limit) <= MAX_PAGE:
            self.fault("limit", "number-out-of-range", min=1, max=MAX_PAGE)
            limit = "50"
        after = request.args.get("after")
        key = None
        if after is not None:
            key = _read_cursor(after)
            if key is None:
                self.fault("after", "page-token-malformed")
        return PageRequest(int(limit), key, self.flag("count"))

    def done(self) -> None:
        """Raises ShapeError with every fault noted."""
        if self.faults:
            raise ShapeError(self.faults)


def _shape(code: str, pointer: str, **params: str | int) -> Violation:
    return Violation(code, pointer, params, severity=Severity.SHAPE)


def _read_cursor(text: str) -> str | None:
    try:
        padded = text + "=" * (-len(text) % 4)
        key = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    return key if re.fullmatch(r"[A-Z0-9-]{1,20}", key) else None


def ready(data: bytes, *, tag: str | None = None, status: int = 200) -> Response:
    """A JSON answer from bytes; 304 where the caller has the version that `tag` names."""
    answer = Response(data, status, mimetype="application/json")
    if tag is not None:
        quoted = f'"{tag}"'
        answer.headers["ETag"] = quoted
        # What a reader sees depends on who he is, so no shared cache may keep it.
        answer.headers["Cache-Control"] = "private, no-cache"
        answer.headers["Vary"] = "Authorization"
        if status == 200 and request.if_none_match.contains(tag):  # noqa: PLR2004
            answer.status_code = 304
            answer.set_data(b"")
    return answer


def page_answer(page: Page) -> Response:
    """A page of records, with the cursor of the next one."""
    after = (
        None
        if page.after is None
        else base64.urlsafe_b64encode(page.after.encode()).decode().rstrip("=")
    )
    following = b"null" if after is None else b'"%s"' % after.encode()
    count = b"null" if page.count is None else b"%d" % page.count
    data = b'{"items":[%s],"after":%s,"count":%s}' % (b",".join(page.items), following, count)
    return ready(data)
