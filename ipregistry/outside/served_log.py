"""A log that is served over HTTP (C2SP tlog-tiles), read as whoever serves it would not like.

Whoever serves it is not trusted: sizes are capped, also of what gzip makes; redirects are not
followed; nothing is believed that was not verified afterwards.
"""

from __future__ import annotations

import http.client
import zlib
from collections.abc import Iterable
from urllib.parse import urlsplit

TIMEOUT = 30
_GONE = {http.client.NOT_FOUND, http.client.GONE}


class UnreachableError(Exception):
    """Neither a file nor the answer that there is none: the log may well be whole."""


class ServedLog:
    """The files below a URL, over one connection that is kept."""

    def __init__(self, url: str) -> None:
        """`url` is the log's prefix, with or without a slash behind it."""
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(f"{url} is not the URL of a log")
        self._prefix = parts.path.rstrip("/")
        https = parts.scheme == "https"
        connect = http.client.HTTPSConnection if https else http.client.HTTPConnection
        self._connection = connect(parts.hostname, parts.port, timeout=TIMEOUT)

    def read(self, path: str, limit: int) -> bytes:
        """The bytes at `path`, at most `limit` and one more.

        Raises FileNotFoundError where the server says that there are none, UnreachableError.
        """
        for again in (True, False):
            try:
                return self._get(f"{self._prefix}/{path}", limit)
            except FileNotFoundError:
                raise
            except (OSError, http.client.HTTPException) as error:
                # A server may close a kept connection at any time; a new one is tried once.
                self._connection.close()
                if not again:
                    raise UnreachableError(f"{path}: {error or type(error).__name__}") from error
        raise AssertionError

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def paths(self) -> Iterable[str]:
        """Nobody can know what else is served."""
        return ()

    def _get(self, target: str, limit: int) -> bytes:
        self._connection.request("GET", target, headers={"Accept-Encoding": "gzip, identity"})
        answer = self._connection.getresponse()
        body = answer.read(limit + 1024)
        if not answer.isclosed():
            self._connection.close()
        if answer.status in _GONE:
            raise FileNotFoundError(target)
        if answer.status != http.client.OK:
            raise UnreachableError(f"{target}: the server answered {answer.status}")
        if answer.headers.get("Content-Encoding", "identity") == "identity":
            return body[: limit + 1]
        return _unzipped(body, limit)


def _unzipped(body: bytes, limit: int) -> bytes:
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(body, limit + 1)
    except zlib.error as error:
        raise UnreachableError(f"not gzip: {error}") from error
