"""Load: wrk for reads where it is installed, else, and for filings, one selector loop.

Filings are sent from here because each needs the title version that the last one left, and
because every answer must be counted: wrk drops what is in flight when its time is over.
"""

from __future__ import annotations

import json
import selectors
import shutil
import socket
import subprocess
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from scripts.benchmark.processes import Server, cpu_seconds
from scripts.benchmark.results import Round

OK = range(200, 300)
# A server that answers nothing for so long hangs.
SILENCE_SECONDS = 30.0


class Work(Protocol):
    """What is sent; told of each answer."""

    def request(self) -> tuple[int, bytes]:
        """The next request with a number to tell it by."""

    def answered(self, number: int, status: int) -> None:
        """The answer to a request."""


@dataclass(slots=True)
class Counts:
    """What one run of the loop saw."""

    seconds: float
    latencies: list[float]
    statuses: Counter[int]
    first_fault: bytes = b""


class Gets:
    """GET of each path in turn."""

    def __init__(self, paths: list[str], first: int) -> None:
        self._requests = [f"GET {p} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode() for p in paths]
        self._at = first % len(paths)

    def request(self) -> tuple[int, bytes]:
        """The next one."""
        self._at = (self._at + 1) % len(self._requests)
        return self._at, self._requests[self._at]

    def answered(self, number: int, status: int) -> None:
        """Nothing depends on it."""


class _Connection:
    """One connection with at most one request on its way."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=SILENCE_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = b""
        self.sent_at = 0.0
        self.number = 0

    def send(self, work: Work) -> None:
        self.number, data = work.request()
        self.sent_at = time.perf_counter()
        self.socket.sendall(data)

    def answer(self) -> tuple[int, bytes] | None:
        """Status and bytes of the answer once the whole of it is here."""
        chunk = self.socket.recv(262_144)
        if not chunk:
            raise ConnectionError("the server closed a connection")
        self.received += chunk
        head, separator, body = self.received.partition(b"\r\n\r\n")
        if not separator:
            return None
        _, found, rest = head.lower().partition(b"\r\ncontent-length:")
        if not found:
            raise ConnectionError("an answer without Content-Length")
        if len(body) < int(rest.split(b"\r\n", 1)[0]):
            return None
        whole, self.received = self.received, b""
        return int(whole[9:12]), whole


def send_for(server: Server, work: Work, connections: int, seconds: float) -> Counts:
    """Keep `connections` requests on their way for `seconds`, then wait for the last answers."""
    selector = selectors.DefaultSelector()
    opened = [_Connection(server.port) for _ in range(connections)]
    counts = Counts(0.0, [], Counter())
    began = time.perf_counter()
    try:
        for connection in opened:
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.send(work)
        waiting = len(opened)
        while waiting:
            ready = selector.select(SILENCE_SECONDS)
            if not ready:
                raise ConnectionError(f"{server.name}: no answer for {SILENCE_SECONDS:.0f} s")
            for key, _ in ready:
                if _take(key.data, work, counts):
                    if time.perf_counter() - began < seconds:
                        key.data.send(work)
                    else:
                        waiting -= 1
    finally:
        selector.close()
        for connection in opened:
            connection.socket.close()
    counts.seconds = time.perf_counter() - began
    return counts


def _take(connection: _Connection, work: Work, counts: Counts) -> bool:
    """Count the answer if the whole of it is here."""
    found = connection.answer()
    if found is None:
        return False
    status, data = found
    counts.latencies.append(time.perf_counter() - connection.sent_at)
    counts.statuses[status] += 1
    if status not in OK and not counts.first_fault:
        counts.first_fault = data
    work.answered(connection.number, status)
    return True


# ------------------------------------------------------------------ rounds


def measured(server: Server, database: int | None, run: Callable[[], Round]) -> Round:
    """A round with the CPU that server and database spent meanwhile."""
    app, other = cpu_seconds(server.pid), cpu_seconds(database)
    made = run()
    return Round(
        made.answers,
        made.seconds,
        made.p50_ms,
        made.p99_ms,
        cpu_seconds(server.pid) - app,
        cpu_seconds(database) - other,
        made.faults,
    )


def by_loop(server: Server, work: Work, connections: int, seconds: float) -> Round:
    """A round sent from this process."""
    counts = send_for(server, work, connections, seconds)
    wrong = {status: n for status, n in counts.statuses.items() if status not in OK}
    faults = [f"{n} answers with status {status}" for status, n in sorted(wrong.items())]
    if counts.first_fault:
        faults.append(f"the first: {counts.first_fault[-300:].decode('utf-8', 'replace')}")
    return Round(
        sum(counts.statuses.values()) - sum(wrong.values()),
        counts.seconds,
        1000 * _percentile(counts.latencies, 0.50),
        1000 * _percentile(counts.latencies, 0.99),
        0.0,
        0.0,
        tuple(faults),
    )


def by_wrk(server: Server, paths: Path, first: int, connections: int, seconds: float) -> Round:
    """A round sent by wrk. `seconds` are whole ones, and at least one."""
    done = subprocess.run(
        [
            "wrk",
            "-t1",
            f"-c{connections}",
            f"-d{max(1, round(seconds))}s",
            "-s",
            Path(__file__).with_name("reads.lua"),
            server.url,
            "--",
            paths,
            str(first),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    said = json.loads(deque(done.stdout.strip().splitlines(), maxlen=1)[0])
    faults = [f"{said[name]} requests: {name}" for name in ("status", "broken") if said[name]]
    return Round(
        said["answers"] - said["status"],
        said["seconds"],
        said["p50"],
        said["p99"],
        0.0,
        0.0,
        tuple(faults),
    )


def has_wrk() -> bool:
    """Whether wrk is installed."""
    return shutil.which("wrk") is not None


def _percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
