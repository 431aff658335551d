"""One POST to another machine, which is not trusted: its address, its time, its size.

No redirects, no proxies, no answer longer than was asked for. The address is resolved once,
looked at, and then connected to as it is, so that a second answer of the name service cannot
lead elsewhere.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urlsplit


class UnreachableError(Exception):
    """No answer that may be looked at; the message says why."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for the whole exchange, bytes of the answer, and whether it may be near."""

    seconds: float = 5.0
    max_bytes: int = 256 * 1024
    private: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, whatever its status."""

    status: int
    content_type: str
    body: bytes


def post(url: str, body: bytes, content_type: str, limits: Limits) -> Reply:
    """Send `body`. Raises UnreachableError."""
    deadline = time.monotonic() + limits.seconds
    try:
        connection = _connection(url, limits, deadline)
    except (OSError, ValueError) as error:
        raise UnreachableError(f"{url}: {error}") from error
    try:
        headers = {"Content-Type": content_type, "User-Agent": "ipregistry"}
        connection.request("POST", urlsplit(url).path or "/", body, headers)
        answer = connection.getresponse()
        received = _read(answer, connection, limits.max_bytes, deadline)
        return Reply(answer.status, answer.headers.get("Content-Type", ""), received)
    except (OSError, http.client.HTTPException) as error:
        raise UnreachableError(f"{url}: {error}") from error
    finally:
        connection.close()


def _connection(url: str, limits: Limits, deadline: float) -> http.client.HTTPConnection:
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    if not secure and not (limits.private and parts.scheme == "http"):
        raise ValueError("only https is asked")
    if parts.hostname is None or parts.username is not None or parts.query or parts.fragment:
        raise ValueError("this is no plain address")
    port = parts.port or (443 if secure else 80)
    address = _checked_address(parts.hostname, port, private=limits.private)
    seconds = _left(deadline)
    if not secure:
        plain = http.client.HTTPConnection(parts.hostname, port, timeout=seconds)
        plain.sock = socket.create_connection((address, port), seconds)
        return plain
    tls = http.client.HTTPSConnection(parts.hostname, port, timeout=seconds)
    raw = socket.create_connection((address, port), seconds)
    try:
        context = ssl.create_default_context()
        tls.sock = context.wrap_socket(raw, server_hostname=parts.hostname)
    except BaseException:
        raw.close()
        raise
    return tls


def _checked_address(host: str, port: int, *, private: bool) -> str:
    """An address of `host` that may be connected to. Raises ValueError for one that may not."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        if not private and not ipaddress.ip_address(address.partition("%")[0]).is_global:
            raise ValueError(f"{address} is not an address on the public network")
    return addresses[0]


def _read(
    answer: http.client.HTTPResponse,
    connection: http.client.HTTPConnection,
    most: int,
    deadline: float,
) -> bytes:
    pieces: list[bytes] = []
    length = 0
    while True:
        if connection.sock is not None:
            connection.sock.settimeout(_left(deadline))
        piece = answer.read1(min(65_536, most + 1 - length))
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)
        length += len(piece)
        if length > most:
            raise OSError(f"an answer of more than {most} bytes")


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise OSError("no time left")
    return left
