"""A small client of the API, for commands that file through it as anybody else does."""

from __future__ import annotations

import base64
import hashlib
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
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


def call(
    url: str,
    *,
    key: str,
    body: Any = None,
    idempotency: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Any:
    """GET, or POST where there is a body; the JSON answer. Without a key as anybody.

    Raises ApiError.
    """
    said = dict(headers or {})
    if idempotency is not None:
        said["Idempotency-Key"] = idempotency
    if body is None:
        return _answer(url, key, said, None)
    said["Content-Type"] = "application/json"
    return _answer(url, key, said, json.dumps(body, ensure_ascii=False).encode())


def send(url: str, *, key: str, data: bytes, media_type: str = "text/plain") -> Any:
    """POST bytes as they are, with their digest (RFC 9530); the JSON answer. Raises ApiError."""
    digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
    said = {"Content-Type": media_type, "Content-Digest": f"sha-256=:{digest}:"}
    return _answer(url, key, said, data)


def _answer(url: str, key: str, headers: Mapping[str, str], data: bytes | None) -> Any:
    request = urllib.request.Request(url, data, dict(headers))  # noqa: S310
    if key:
        request.add_header("Authorization", f"Bearer {key}")
    try:
        with _OPENER.open(request, timeout=SECONDS) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        raise ApiError(error.code, error.read().decode("utf-8", "replace")) from error
