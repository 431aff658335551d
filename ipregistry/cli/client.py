"""A small client of the API, for commands that file through it as anybody else does."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect would take the caller's key to whatever place it names."""

    def redirect_request(self, *_: Any) -> None:
        """Nowhere: the redirect itself is the answer."""


# A node on this machine is never behind a proxy.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirects)
SECONDS = 30


class ApiError(Exception):
    """The node answered with a problem."""

    def __init__(self, status: int, body: str) -> None:
        super().__init__(f"{status}: {body}")
        self.status = status
        self.body = body


def call(url: str, *, key: str, body: Any = None, idempotency: str | None = None) -> Any:
    """GET, or POST where there is a body; the JSON answer. Raises ApiError."""
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {key}"})  # noqa: S310
    if body is not None:
        request.data = json.dumps(body, ensure_ascii=False).encode()
        request.add_header("Content-Type", "application/json")
    if idempotency is not None:
        request.add_header("Idempotency-Key", idempotency)
    try:
        with _OPENER.open(request, timeout=SECONDS) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        raise ApiError(error.code, error.read().decode("utf-8", "replace")) from error
