"""A node as a stranger reads it: its log's files, its feed, parts by commitment.

Whoever serves them is not trusted: sizes are capped, also of what gzip makes; redirects are not
followed, since one would take the reader's key to whatever place it names; proxies are not asked;
nothing is believed that was not verified afterwards.
"""

from __future__ import annotations

import http.client
import json
import zlib
from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

SECONDS = 30
MAX_ANSWER = 64 * 1024 * 1024
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
# Above the limit, so that a file of just that size has room for what gzip adds.
_ROOM = 1024


class NodeError(Exception):
    """The node does not answer, or not as a node does: its log may well be whole."""


class NotThereError(NodeError):
    """The node says that there is no such thing."""


class _Site:
    """What lies below a URL, over one connection that is kept."""

    def __init__(self, url: str, key: str | None) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(f"{url} is not the URL of a log or a node")
        self._prefix = parts.path.rstrip("/")
        self._key = key
        https = parts.scheme == "https"
        connect = http.client.HTTPSConnection if https else http.client.HTTPConnection
        self._connection = connect(parts.hostname, parts.port, timeout=SECONDS)

    def close(self) -> None:
        self._connection.close()

    def fetch(self, path: str, limit: int, data: bytes | None = None) -> bytes:
        """At most `limit` bytes and one more. Raises NodeError."""
        for again in (True, False):
            try:
                return self._ask(path, limit, data)
            except (OSError, http.client.HTTPException) as error:
                # A server may close a kept connection at any time; a new one is tried once.
                self._connection.close()
                if not again:
                    raise NodeError(f"{path}: {error or type(error).__name__}") from error
        raise AssertionError

    def file(self, path: str, limit: int) -> bytes:
        """The same of a file. Raises FileNotFoundError where the server says there is none."""
        try:
            return self.fetch(path, limit)
        except NotThereError as error:
            raise FileNotFoundError(str(error)) from error

    def _ask(self, path: str, limit: int, data: bytes | None) -> bytes:
        headers = {"Accept-Encoding": "gzip, identity"}
        if data is not None:
            headers["Content-Type"] = "application/json"
        if self._key is not None:
            headers["Authorization"] = f"Bearer {self._key}"
        method = "GET" if data is None else "POST"
        self._connection.request(method, f"{self._prefix}/{path}", data, headers)
        answer = self._connection.getresponse()
        body = answer.read(limit + _ROOM)
        if len(body) < limit + _ROOM and answer.length:
            raise http.client.IncompleteRead(body, answer.length)
        if not answer.isclosed():
            self._connection.close()
        if answer.status != HTTPStatus.OK:
            kind = NotThereError if answer.status in _GONE else NodeError
            raise kind(f"{path}: the server answered {answer.status}")
        if answer.headers.get("Content-Encoding", "identity") == "identity":
            return body[: limit + 1]
        return _unzipped(body, limit)


def _unzipped(body: bytes, limit: int) -> bytes:
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(body, limit + 1)
    except zlib.error as error:
        raise NodeError(f"not gzip: {error}") from error


class ServedLog:
    """A log alone (C2SP tlog-tiles), the files below its prefix; read without any key."""

    def __init__(self, url: str) -> None:
        """`url` is the log's prefix, with or without a slash. Raises ValueError for none."""
        self.url = url
        self._site = _Site(url, None)

    def read(self, path: str, limit: int) -> bytes:
        """A file of the log, as `tlog.verifying.Source` asks for it.

        Raises FileNotFoundError where the server says that there is none. A server that is busy
        or away says nothing about its log: that is a NodeError.
        """
        return self._site.file(path, limit)

    def paths(self) -> Iterable[str]:
        """Nobody lists the files of a log over the network."""
        return ()

    def close(self) -> None:
        """Close the connection."""
        self._site.close()


class NodeReader:
    """The node at `url`, read with `key`, or as anybody reads it; its log is below `/log`."""

    def __init__(self, url: str, key: str | None = None) -> None:
        """`url` with or without a slash behind it. Raises ValueError for none."""
        self.url = url
        self._site = _Site(url, key)

    def read(self, path: str, limit: int) -> bytes:
        """A file of the node's log: see ServedLog."""
        return self._site.file(f"log/{path}", limit)

    def paths(self) -> Iterable[str]:
        """See ServedLog."""
        return ()

    def close(self) -> None:
        """Close the connection."""
        self._site.close()

    def receipt_key_note(self) -> bytes:
        """The log's word for the receipt key. Raises NodeError."""
        note = self._json("log/receipt-key", None).get("certification")
        if not isinstance(note, str):
            raise NodeError("the log has not certified the receipt key yet")
        return note.encode()

    def feed(self, after: int, limit: int) -> dict[str, Any]:
        """A page of the feed with its signature. Raises NodeError."""
        return self._json(f"api/v1/feed?after={after}&limit={limit}", None)

    def parts(self, commitments: Sequence[str]) -> list[Any]:
        """What the node gives for these commitments. Raises NodeError."""
        found = self._json("api/v1/parts", {"commitmentBag": list(commitments)}).get("items")
        if not isinstance(found, list):
            raise NodeError("an answer about parts that is none")
        return found

    def _json(self, path: str, body: Any) -> dict[str, Any]:
        content = self._site.fetch(
            path, MAX_ANSWER, None if body is None else json.dumps(body).encode()
        )
        if len(content) > MAX_ANSWER:
            raise NodeError(f"{path}: longer than an answer may be")
        try:
            value = json.loads(content)
        except (ValueError, RecursionError) as error:
            raise NodeError(f"{path}: not JSON") from error
        if not isinstance(value, dict):
            raise NodeError(f"{path}: not an object")
        return value
