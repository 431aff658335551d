"""A node as a stranger reads it: its log's files, its feed, parts by commitment."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

SECONDS = 30
MAX_ANSWER = 64 * 1024 * 1024
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect would take the reader's key to whatever place it names."""

    def redirect_request(self, *_: Any) -> None:
        """Nowhere: the redirect itself is the answer, and none that a node gives."""


_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirects)


class NodeError(Exception):
    """The node does not answer, or not as a node does."""


class NotThereError(NodeError):
    """The node says that there is no such thing."""


@dataclass(frozen=True, slots=True)
class NodeReader:
    """The node at `url`, read with `key`, or as anybody reads it."""

    url: str
    key: str | None = None

    def read(self, path: str, limit: int) -> bytes:
        """A file of the log, as `tlog.verifying.Source` asks for it.

        Raises FileNotFoundError where the node says that there is none. A node that is busy or
        away says nothing about its log: that is a NodeError.
        """
        try:
            return self._fetch(f"{self.url}/log/{path}", None, limit + 1)
        except NotThereError as error:
            raise FileNotFoundError(str(error)) from error

    def paths(self) -> Iterable[str]:
        """Nobody lists the files of a log over the network."""
        return ()

    def receipt_key_note(self) -> bytes:
        """The log's word for the receipt key. Raises NodeError."""
        note = self._json("/log/receipt-key", None).get("certification")
        if not isinstance(note, str):
            raise NodeError("the log has not certified the receipt key yet")
        return note.encode()

    def feed(self, after: int, limit: int) -> dict[str, Any]:
        """A page of the feed with its signature. Raises NodeError."""
        return self._json(f"/api/v1/feed?after={after}&limit={limit}", None)

    def parts(self, commitments: Sequence[str]) -> list[Any]:
        """What the node gives for these commitments. Raises NodeError."""
        found = self._json("/api/v1/parts", {"commitmentBag": list(commitments)}).get("items")
        if not isinstance(found, list):
            raise NodeError("an answer about parts that is none")
        return found

    def _json(self, path: str, body: Any) -> dict[str, Any]:
        data = None if body is None else json.dumps(body).encode()
        try:
            value = json.loads(self._fetch(self.url + path, data, MAX_ANSWER))
        except ValueError as error:
            raise NodeError(f"{path}: not JSON") from error
        if not isinstance(value, dict):
            raise NodeError(f"{path}: not an object")
        return value

    def _fetch(self, url: str, data: bytes | None, limit: int) -> bytes:
        headers = {"Content-Type": "application/json"} if data is not None else {}
        if self.key is not None:
            headers["Authorization"] = f"Bearer {self.key}"
        request = urllib.request.Request(url, data, headers)  # noqa: S310 - the caller's own address
        try:
            with _OPENER.open(request, timeout=SECONDS) as answer:
                content: bytes = answer.read(limit)
        except urllib.error.HTTPError as error:
            kind = NotThereError if error.code in _GONE else NodeError
            raise kind(f"{url}: {error.code}") from error
        except (OSError, ValueError) as error:
            raise NodeError(f"{url}: {error}") from error
        return content
