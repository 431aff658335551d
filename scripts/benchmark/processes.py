"""Servers under test: started, waited for, their CPU read from /proc, ended with their children."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
START_SECONDS = 60
STOP_SECONDS = 10
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers on a port of this machine."""

    name: str
    port: int
    pid: int

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str) -> bytes:
        """The body of one answer. Raises HTTPError for a status that is not 2xx."""
        with _OPENER.open(self.url + path, timeout=10) as answer:
            body: bytes = answer.read()
        return body


@contextmanager
def serving(
    name: str, command: list[str], environment: Mapping[str, str], probe: str, log: Path
) -> Iterator[Server]:
    """Run `command` with ``{port}`` filled in until the block ends; `probe` is a path that answers.

    It gets a process group of its own, which is ended as a whole. Raises RuntimeError with
    the end of its log where it does not answer.
    """
    port = _free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [part.replace("{port}", str(port)) for part in command],
            env={**os.environ, **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    try:
        server = Server(name, port, process.pid)
        _wait_until_it_answers(server, process, probe, log)
        yield server
    finally:
        _end(process)


@contextmanager
def running(command: list[str], environment: Mapping[str, str], log: Path) -> Iterator[int]:
    """Run `command` beside the block; its process id."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            env={**os.environ, **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    try:
        yield process.pid
    finally:
        _end(process)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait_until_it_answers(
    server: Server, process: subprocess.Popen[bytes], probe: str, log: Path
) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            server.get(probe)
        except OSError:  # not listening yet; an HTTP error is one too
            time.sleep(0.1)
        else:
            return
    said = log.read_text("utf-8", "replace")[-2000:]
    raise RuntimeError(f"{server.name} does not answer {probe}:\n{said}")


def _end(process: subprocess.Popen[bytes]) -> None:
    # An impatient second Ctrl-C must not leave the servers behind.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    finally:
        signal.signal(signal.SIGINT, before)


def python() -> str:
    """The interpreter that runs this."""
    return sys.executable


# ------------------------------------------------------------------ CPU


def cpu_seconds(root: int | None) -> float:
    """CPU of a process and all that it started, the ended ones included; 0.0 without one."""
    if root is None:
        return 0.0
    family, children = {root}, _children()
    waiting = [root]
    while waiting:
        for child in children.get(waiting.pop(), ()):
            family.add(child)
            waiting.append(child)
    return sum(_own_seconds(pid) for pid in family)


def parent_of(pid: int) -> int | None:
    """The process that started `pid`, if `pid` runs on this machine."""
    fields = _stat(pid)
    return None if fields is None else int(fields[1])


def postmaster_of(backend: int) -> int | None:
    """The PostgreSQL server whose backend has this process id; None if it runs elsewhere."""
    with suppress(OSError):
        if Path(f"/proc/{backend}/comm").read_text().strip() == "postgres":
            return parent_of(backend)
    return None


def _children() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for place in Path("/proc").iterdir():
        fields = _stat(int(place.name)) if place.name.isdigit() else None
        if fields is not None:
            found.setdefault(int(fields[1]), []).append(int(place.name))
    return found


def _own_seconds(pid: int) -> float:
    """User and system time of a process and of its children that it has reaped."""
    fields = _stat(pid)
    return 0.0 if fields is None else sum(int(field) for field in fields[11:15]) / TICKS


def _stat(pid: int) -> list[str] | None:
    """The fields of /proc/PID/stat behind the name, which may hold anything."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
