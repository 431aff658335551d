"""A whole node as an operator runs it: its web server and its background process, to be killed."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

IPREGISTRY = str(Path(sys.executable).with_name("ipregistry"))
START_SECONDS = 60


class Node:
    """The two processes of one node, each with a process group of its own."""

    def __init__(self, url: str, data: Path) -> None:
        self.data = data
        self.port = _free_port()
        self.environment = {
            **os.environ,
            "DATABASE_URL": url,
            "IPREGISTRY_DATA": str(data),
            "IPREGISTRY_URL": f"http://127.0.0.1:{self.port}",
        }
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def run(self, *words: str) -> Any:
        """A command of the operator's; what it prints, as JSON."""
        done = subprocess.run(
            [IPREGISTRY, *words, "--json"], env=self.environment, capture_output=True, check=True
        )
        return json.loads(done.stdout)

    def start(self, name: str) -> None:
        """Start ``serve`` or ``background``."""
        more = {
            "serve": ["--port", str(self.port), "--threads", "4"],
            "background": ["--interval", "0.05"],
        }[name]
        with (self.data / f"{name}.log").open("ab") as output:
            self._processes[name] = subprocess.Popen(
                [IPREGISTRY, name, *more],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """SIGKILL to the process and to all that it started."""
        process = self._processes.pop(name)
        assert process.poll() is None, self.said(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        """End what still runs."""
        for process in self._processes.values():
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self._processes.clear()

    def said(self, name: str) -> str:
        """The end of a process's log."""
        return (self.data / f"{name}.log").read_text("utf-8", "replace")[-3000:]

    def wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            assert self._processes["serve"].poll() is None, self.said("serve")
            with suppress(OSError, http.client.HTTPException):
                if self.get("/health")[0] == http.client.OK:
                    return
            time.sleep(0.02)
        raise AssertionError(self.said("serve"))

    def get(self, path: str) -> tuple[int, bytes]:
        return self._ask("GET", path, None, {})

    def post(self, path: str, body: Any, headers: dict[str, str]) -> tuple[int, Any]:
        """The status and the JSON of the answer. Raises OSError or HTTPException without one."""
        headers = {**headers, "Content-Type": "application/json"}
        status, data = self._ask("POST", path, json.dumps(body), headers)
        return status, json.loads(data)

    def _ask(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
