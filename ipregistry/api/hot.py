"""The two reads that are asked for most, answered before the framework.

A right's public part and its title are stored bytes behind one statement; routing,
request and response objects would cost more than everything else. What is answered here
is what the routes in `assets` would answer, to the byte, by the same services and the same
access table. Whatever is not a plain hit (a query, a condition, a key that opens nothing, a
record that is not there) goes on to the routes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from typing import Any

from ipregistry.api.requests import CORRELATION, FOR_ONE_READER
from ipregistry.domain.access import PUBLIC_ACTOR, Actor
from ipregistry.services.accounts import actor_of
from ipregistry.services.node import RunningNode
from ipregistry.services.records import read_record
from ipregistry.services.titles import title_as_it_stands

_PATH = re.compile(r"/api/v1/assets/(AS-[0-9A-Z]{14})(/title)?")

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class HotReads:
    """A WSGI application in front of another one."""

    def __init__(self, inner: Wsgi, node: RunningNode) -> None:
        self._inner = inner
        self._node = node

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """The answer, here or further in."""
        found = self._read(environ)
        if found is None:
            return self._inner(environ, start_response)
        body, tag = found
        start_response("200 OK", _headers(environ, body, tag))
        return [body]

    def _read(self, environ: dict[str, Any]) -> tuple[bytes, str] | None:
        if (
            environ["REQUEST_METHOD"] != "GET"
            or environ.get("QUERY_STRING")
            or "HTTP_IF_NONE_MATCH" in environ
        ):
            return None
        path = _PATH.fullmatch(environ.get("PATH_INFO", ""))
        if path is None:
            return None
        try:
            actor = self._actor(environ.get("HTTP_AUTHORIZATION"))
            if actor is None:
                return None
            if path[2]:
                title = title_as_it_stands(self._node, actor, path[1])
                return title.body, title.tag
            record = read_record(self._node, actor, "asset", path[1])
        except Exception:  # noqa: BLE001 - the route meets it again, and makes the problem of it
            return None
        return record.body, record.tag

    def _actor(self, header: str | None) -> Actor | None:
        if header is None:
            return PUBLIC_ACTOR
        scheme, _, key = header.partition(" ")
        return actor_of(self._node, key.strip()) if scheme.lower() == "bearer" else None


def _headers(environ: dict[str, Any], body: bytes, tag: str) -> list[tuple[str, str]]:
    given = environ.get("HTTP_CORRELATION_ID", "")
    return [
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", FOR_ONE_READER),
        ("ETag", f'"{tag}"'),
        ("Vary", "Authorization"),
        ("Correlation-Id", given if CORRELATION.fullmatch(given) else os.urandom(16).hex()),
        ("X-Content-Type-Options", "nosniff"),
    ]
