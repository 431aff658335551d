"""`scripts/bench log`: what the running log costs the filers, and how soon a filing can be proven.

Filings are sent by 1, 8 and 32 clients, in turns without and with the background process. With
it, the checkpoint on show is watched: a filing can be proven when one covers its entry.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import threading
import time
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa

from ipregistry.domain.access import Role
from ipregistry.services.accounts import create_account
from ipregistry.services.log.standing import log_standing, shown_checkpoint
from ipregistry.services.node import RunningNode
from ipregistry.services.opening import initialise
from scripts.benchmark.generator import Counts, send_for
from scripts.benchmark.processes import Server, cpu_seconds, python, running, serving
from scripts.benchmark.register import environment, opened, settings_for
from tests.databases import empty_database, wheel_postgres

CLIENTS = (1, 8, 32)
ENGINES = ("sqlite", "postgresql")
LOOK_SECONDS = 0.005
CATCH_UP_SECONDS = 120.0
PATH = "/api/v1/filings/party-registration"


class Parties:
    """Registrations of parties, each under a key of its own; when each was acknowledged."""

    def __init__(self, key: str, name: str) -> None:
        self._key, self._name = key, name
        self.acknowledged: dict[str, float] = {}
        self._count = 0

    def request(self) -> tuple[int, bytes]:
        """The next one."""
        self._count += 1
        name = {"value": f"Sample {self._name} {self._count}", "languageCode": "en"}
        body = json.dumps({"category": "organization", "nameBag": [name]}).encode()
        head = (
            f"POST {PATH} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            f"Authorization: Bearer {self._key}\r\nIdempotency-Key: {self._name}-{self._count}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return self._count, head.encode() + body

    def answered(self, number: int, status: int) -> None:
        """Note the moment."""
        if status == 201:  # noqa: PLR2004 - Created
            self.acknowledged[f"{self._name}-{number}"] = time.perf_counter()


@dataclass(frozen=True, slots=True)
class Run:
    """One round: answers a second, milliseconds of the 99th of 100 and of the longest wait.

    `share` is the CPU of the background process for each second of the server's.
    """

    rate: float
    p99: float
    longest: float
    faults: int
    share: float = 0.0

    @classmethod
    def of(cls, counts: Counts) -> Run:
        """What the load saw."""
        ordered = sorted(counts.latencies)
        taken = counts.statuses[201]
        p99 = ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))]
        wrong = sum(counts.statuses.values()) - taken
        return cls(taken / counts.seconds, 1000 * p99, 1000 * ordered[-1], wrong)


class Watch:
    """When each size of the log came on show."""

    def __init__(self, node: RunningNode) -> None:
        self._node, self._stop = node, threading.Event()
        self.sizes: list[int] = []
        self.moments: list[float] = []
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stop.wait(LOOK_SECONDS):
            shown = shown_checkpoint(self._node)
            if shown is not None and (not self.sizes or shown.size > self.sizes[-1]):
                self.sizes.append(shown.size)
                self.moments.append(time.perf_counter())

    def provable_at(self, index: int) -> float:
        """When the entry at this place first stood under a checkpoint on show."""
        return self.moments[bisect_left(self.sizes, index + 1)]


@dataclass(slots=True)
class Bench:
    """One engine's node, served."""

    engine: str
    node: RunningNode
    server: Server
    key: str
    environment: dict[str, str]
    log: Path
    turns: int = 0

    def file(self, clients: int, seconds: float) -> tuple[Run, Parties]:
        """A round of filings."""
        self.turns += 1
        work = Parties(self.key, f"{self.engine}-{self.turns}")
        return Run.of(send_for(self.server, work, clients, seconds)), work

    def file_beside_the_log(self, clients: int, seconds: float) -> tuple[Run, list[float]]:
        """The same while the background process runs; and seconds to proof of each filing."""
        command = [str(Path(python()).with_name("ipregistry")), "background"]
        with running(command, self.environment, self.log) as pid, Watch(self.node) as watch:
            self._caught_up()
            log, server = cpu_seconds(pid), cpu_seconds(self.server.pid)
            run, work = self.file(clients, seconds)
            self._caught_up()
            spent = cpu_seconds(pid) - log, cpu_seconds(self.server.pid) - server
            run = replace(run, share=spent[0] / max(spent[1], 0.01))
            time.sleep(2 * LOOK_SECONDS)
        return run, [
            watch.provable_at(index) - work.acknowledged[key] for key, index in self._places(work)
        ]

    def _caught_up(self) -> None:
        deadline = time.monotonic() + CATCH_UP_SECONDS
        while log_standing(self.node).waiting_since is not None:
            if time.monotonic() > deadline:
                raise RuntimeError(f"the log does not catch up; see {self.log.read_text()[-2000:]}")
            time.sleep(LOOK_SECONDS)

    def _places(self, work: Parties) -> Iterator[tuple[str, int]]:
        query = sa.text(
            "SELECT i.key, e.log_index FROM idempotency i JOIN entry e USING (filing_id)"
        )
        with self.node.engines.read.connect() as connection:
            for row in connection.execute(query):
                if row.key in work.acknowledged:
                    yield row.key, row.log_index


@contextmanager
def _bench(engine: str) -> Iterator[Bench]:
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ipr-bench-")))
        folder, url = scratch / "data", ""
        if engine == "postgresql":
            url = stack.enter_context(
                empty_database(stack.enter_context(wheel_postgres(durable=True)))
            )
        initialise(settings_for(folder, url))
        node = stack.enter_context(opened(folder, url))
        key = create_account(node, "bench", [Role.REGISTRAR], None).key
        settings = environment(folder, url)
        command = [str(Path(python()).with_name("ipregistry")), "serve", "--port", "{port}"]
        server = stack.enter_context(
            serving("the node", command, settings, "/health", scratch / "serve.log")
        )
        yield Bench(engine, node, server, key, settings, scratch / "background.log")


def _measure(engine: str, rounds: int, seconds: float) -> list[dict[str, Any]]:
    found = []
    with _bench(engine) as bench:
        bench.file(8, min(seconds, 2.0))
        for clients in CLIENTS:
            without, beside, proofs = [], [], []
            for _ in range(rounds):
                without.append(bench.file(clients, seconds)[0])
                run, seconds_to_proof = bench.file_beside_the_log(clients, seconds)
                beside.append(run)
                proofs += seconds_to_proof
            found.append(_row(engine, clients, without, beside, sorted(proofs)))
            print(_line(found[-1]), file=sys.stderr, flush=True)
    return found


def _row(
    engine: str, clients: int, without: list[Run], beside: list[Run], proofs: list[float]
) -> dict[str, Any]:
    def middle(runs: list[Run], name: str) -> float:
        return round(statistics.median(getattr(run, name) for run in runs), 1)

    def side(runs: list[Run]) -> dict[str, float]:
        return {
            "perSecond": middle(runs, "rate"),
            "p99Ms": middle(runs, "p99"),
            "longestMs": round(max(run.longest for run in runs), 1),
            "faults": sum(run.faults for run in runs),
        }

    return {
        "engine": engine,
        "clients": clients,
        "withoutLog": side(without),
        "withLog": side(beside),
        "ratio": round(middle(beside, "rate") / middle(without, "rate"), 3),
        "logCpuShare": round(statistics.median(run.share for run in beside), 3),
        "proofs": len(proofs),
        "proofP50Seconds": round(proofs[len(proofs) // 2], 2),
        "proofP99Seconds": round(proofs[min(len(proofs) - 1, int(0.99 * len(proofs)))], 2),
    }


def _line(row: dict[str, Any]) -> str:
    without, beside = row["withoutLog"], row["withLog"]
    return (
        f"{row['engine']:<11}{row['clients']:>3} clients: {without['perSecond']:>7}/s without, "
        f"{beside['perSecond']:>7}/s with the log ({row['ratio']}); p99 {without['p99Ms']} and "
        f"{beside['p99Ms']} ms, longest {without['longestMs']} and {beside['longestMs']} ms; "
        f"the log's CPU is {row['logCpuShare']} of the server's; "
        f"proof after {row['proofP50Seconds']} s (p50), {row['proofP99Seconds']} s (p99)"
    )


def main(arguments: Sequence[str]) -> int:
    """Measure and print; 1 where an answer was not a receipt."""
    parser = argparse.ArgumentParser(prog="scripts/bench log", description=__doc__)
    parser.add_argument("--engine", choices=ENGINES, action="append", help="default: both")
    parser.add_argument("--rounds", type=int, default=3, help="of each side; default 3")
    parser.add_argument("--seconds", type=float, default=5.0, help="a round; default 5")
    parser.add_argument("--json", action="store_true", help="print JSON")
    wanted = parser.parse_args(arguments)
    rows = [
        row
        for engine in wanted.engine or ENGINES
        for row in _measure(engine, wanted.rounds, wanted.seconds)
    ]
    print(json.dumps(rows, indent=2) if wanted.json else "\n".join(map(_line, rows)))
    faults = sum(row[side]["faults"] for row in rows for side in ("withoutLog", "withLog"))
    return 1 if faults else 0
