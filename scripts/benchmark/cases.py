"""`scripts/bench cases`: what a status query costs with 132 cases on record, and with 100,000.

Both registers are made-up decided domain-name cases, taken by `ipregistry import` and kept in the
cache folder; both nodes are up at once and asked in turns. The limit stands in the same run: with
many cases an answer may cost 1.5 times what it costs with few, whoever asks:

right    a case's number with the status key of its side
wrong    the number with a key that nobody was given
foreign  the number with the key of another case's side
unknown  a number that no case has

CPU ratio: CPU of server and database for an answer, many to few. Where other programs share the
machine, it repeats and the ratio of times does not.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import sqlalchemy as sa

from ipregistry.models import case_file
from ipregistry.services.case_status.keys import key_of
from ipregistry.services.node import RunningNode
from ipregistry.services.opening import initialise
from scripts.benchmark.decided_cases import lines
from scripts.benchmark.generator import send_for
from scripts.benchmark.processes import Server, cpu_seconds, postmaster_of, python, serving
from scripts.benchmark.register import (
    connected,
    copied_to_postgresql,
    environment,
    opened,
    settings_for,
)
from tests.databases import ROOT, empty_database, wheel_postgres

FEW, MANY = 132, 100_000
LIMIT = 1.5
ENGINES = ("sqlite", "postgresql")
CONNECTIONS = 4
# So many different cases are asked for, all over the register.
SAMPLE = 2000
# What is right is answered; what is not is not found, and after a while told to wait.
RIGHT, NOT_FOUND = {200}, {404, 429}
Make = Callable[[RunningNode, list[str], int], tuple[str, str]]


def _right(node: RunningNode, cases: list[str], at: int) -> tuple[str, str]:
    return cases[at], key_of(node.keys, cases[at], at % 2, 1)


def _wrong(node: RunningNode, cases: list[str], at: int) -> tuple[str, str]:
    # The eighth generation of a key that is in its first: well formed, and nobody's.
    return cases[at], key_of(node.keys, cases[at], at % 2, 8)


def _foreign(node: RunningNode, cases: list[str], at: int) -> tuple[str, str]:
    return cases[at], key_of(node.keys, cases[at - 1], at % 2, 1)


def _unknown(node: RunningNode, cases: list[str], at: int) -> tuple[str, str]:
    return node.new_id("case"), key_of(node.keys, cases[at], at % 2, 1)


QUERIES: dict[str, tuple[Make, set[int]]] = {
    "right": (_right, RIGHT),
    "wrong": (_wrong, NOT_FOUND),
    "foreign": (_foreign, NOT_FOUND),
    "unknown": (_unknown, NOT_FOUND),
}


class Asking:
    """GET of the status of each case in turn; what was answered with another status is a fault."""

    def __init__(self, pairs: Sequence[tuple[str, str]], expected: set[int]) -> None:
        self._requests = [
            f"GET /api/v1/cases/{case}/status HTTP/1.1\r\nHost: localhost\r\n"
            f"Case-Status-Key: {key}\r\n\r\n".encode()
            for case, key in pairs
        ]
        self._expected, self._at, self.faults = expected, 0, 0

    def request(self) -> tuple[int, bytes]:
        """The next one."""
        self._at = (self._at + 1) % len(self._requests)
        return self._at, self._requests[self._at]

    def answered(self, _number: int, status: int) -> None:
        """Counted where it is none of those that are right."""
        self.faults += status not in self._expected


@dataclass(frozen=True, slots=True)
class Round:
    """CPU milliseconds an answer, and the median milliseconds until it came."""

    cpu_ms: float
    p50_ms: float
    answers: int


@dataclass(slots=True)
class Side:
    """A served register and what was measured of it, by query."""

    cases: int
    node: RunningNode
    server: Server
    postmaster: int | None
    asking: dict[str, Asking] = field(default_factory=dict)
    rounds: dict[str, list[Round]] = field(default_factory=dict)

    def ask(self, query: str, seconds: float) -> Round:
        """One round."""
        app, database = cpu_seconds(self.server.pid), cpu_seconds(self.postmaster)
        counts = send_for(self.server, self.asking[query], CONNECTIONS, seconds)
        spent = cpu_seconds(self.server.pid) - app + cpu_seconds(self.postmaster) - database
        answers = len(counts.latencies)
        return Round(1000 * spent / answers, 1000 * median(counts.latencies), answers)

    def middle(self, query: str, name: str) -> float:
        """The median over the rounds."""
        found: float = median(getattr(one, name) for one in self.rounds[query])
        return found


# ------------------------------------------------------------------ registers


def _kept(cache: Path, cases: int, *, fresh: bool) -> Path:
    """The data folder of a register with so many cases: imported now, or kept from before."""
    sources = sorted((ROOT / "migrations" / "versions").glob("*.py"))
    sources += sorted((ROOT / "ipregistry" / "seed" / "packs").glob("*.yaml"))
    shape = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]
    folder = cache / f"cases-{cases}-{shape}"
    if fresh or not folder.is_dir():
        shutil.rmtree(folder, ignore_errors=True)
        partial = cache / f".{folder.name}.partial"
        shutil.rmtree(partial, ignore_errors=True)
        _import(partial, cases)
        partial.rename(folder)
    return folder


def _import(folder: Path, cases: int) -> None:
    initialise(settings_for(folder))
    file = folder / "made-up.jsonl"
    with file.open("w") as stream:
        stream.writelines(lines(cases))
    began = time.monotonic()
    command = [str(Path(python()).with_name("ipregistry")), "import", str(file), "--json"]
    done = subprocess.run(
        command, env=environment(folder), stdout=subprocess.PIPE, check=True, text=True
    )
    taken = json.loads(done.stdout)["recorded"]
    spent = time.monotonic() - began
    _progress(f"{taken} cases imported in {spent:.0f} s, {taken / spent:.0f} a second")
    if taken != cases:
        raise RuntimeError(f"{cases} cases were to be taken, {taken} were")
    file.unlink()


@contextmanager
def _served(engine: str, kept: Path, cases: int) -> Iterator[Side]:
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ipr-bench-")))
        folder, url, postmaster = scratch / "data", "", None
        shutil.copytree(kept, folder)
        if engine == "postgresql":
            url = stack.enter_context(
                empty_database(stack.enter_context(wheel_postgres(durable=True)))
            )
            copied_to_postgresql(folder, url, _progress)
            with connected(url) as connection:
                row = connection.execute("SELECT pg_backend_pid()").fetchone()
                postmaster = None if row is None else postmaster_of(row[0])
        node = stack.enter_context(opened(folder, url))
        command = [str(Path(python()).with_name("ipregistry")), "serve", "--port", "{port}"]
        server = stack.enter_context(
            serving(
                f"{cases} cases",
                command,
                environment(folder, url),
                "/health",
                scratch / "serve.log",
            )
        )
        side = Side(cases, node, server, postmaster)
        _prepare(side)
        yield side


def _prepare(side: Side) -> None:
    with side.node.engines.read.connect() as connection:
        ids = list(connection.execute(sa.select(case_file.c.id).order_by(case_file.c.id)).scalars())
    asked = random.Random(5).sample(ids, min(SAMPLE, len(ids)))  # noqa: S311 - an order, no secret
    for query, (make, expected) in QUERIES.items():
        pairs = [make(side.node, asked, at) for at in range(len(asked))]
        side.asking[query] = Asking(pairs, expected)
        side.rounds[query] = []


# ------------------------------------------------------------------ measuring


def _measure(
    engine: str, few: Path, many: Path, wanted: argparse.Namespace
) -> list[dict[str, Any]]:
    with _served(engine, few, wanted.few) as less, _served(engine, many, wanted.cases) as more:
        for number in range(wanted.rounds + 1):
            for query in QUERIES:
                for side in (less, more):
                    made = side.ask(query, wanted.seconds if number else 1.0)
                    if number:
                        side.rounds[query].append(made)
            _progress(f"{engine}: round {number} of {wanted.rounds}")
        return [judged(engine, query, less, more) for query in QUERIES]


def judged(engine: str, query: str, less: Side, more: Side) -> dict[str, Any]:
    """What the rounds of one query came to on both sides, beside the limit."""
    cpu, time_ = (
        round(more.middle(query, name) / less.middle(query, name), 3)
        for name in ("cpu_ms", "p50_ms")
    )
    return {
        "engine": engine,
        "query": query,
        "few": less.cases,
        "many": more.cases,
        "cpuMs": [round(side.middle(query, "cpu_ms"), 3) for side in (less, more)],
        "p50Ms": [round(side.middle(query, "p50_ms"), 2) for side in (less, more)],
        "cpuRatio": cpu,
        "timeRatio": time_,
        "limit": LIMIT,
        "withinLimit": cpu <= LIMIT,
        "faults": less.asking[query].faults + more.asking[query].faults,
    }


def _line(row: dict[str, Any]) -> str:
    verdict = "within" if row["withinLimit"] else "BEYOND"
    faults = f"; {row['faults']} WRONG ANSWERS" if row["faults"] else ""
    return (
        f"{row['engine']:<11}{row['query']:<8} CPU {row['cpuMs'][0]:>6} ms with {row['few']}, "
        f"{row['cpuMs'][1]:>6} ms with {row['many']}: {row['cpuRatio']:.2f}, {verdict} "
        f"{row['limit']}; time {row['p50Ms'][0]} and {row['p50Ms'][1]} ms "
        f"({row['timeRatio']:.2f}){faults}"
    )


def _progress(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main(arguments: Sequence[str]) -> int:
    """Measure and print; 1 where an answer was wrong, or cost more than the limit allows."""
    parser = argparse.ArgumentParser(
        prog="scripts/bench cases",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--cases", type=int, default=MANY, help=f"the many; default {MANY}")
    parser.add_argument("--few", type=int, default=FEW, help=f"the few; default {FEW}")
    parser.add_argument("--engine", choices=ENGINES, action="append", help="default: both")
    parser.add_argument("--rounds", type=int, default=5, help="of each side; default 5")
    parser.add_argument("--seconds", type=float, default=3.0, help="a round; default 3")
    parser.add_argument("--cache", type=Path, help="where the imported registers are kept")
    parser.add_argument("--fresh", action="store_true", help="import anew")
    parser.add_argument("--json", action="store_true", help="print JSON")
    wanted = parser.parse_args(arguments)
    cache = wanted.cache or Path(tempfile.gettempdir()) / "ipregistry-bench"
    cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    few, many = (_kept(cache, n, fresh=wanted.fresh) for n in (wanted.few, wanted.cases))
    rows = [
        row for engine in wanted.engine or ENGINES for row in _measure(engine, few, many, wanted)
    ]
    print(json.dumps(rows, indent=2) if wanted.json else "\n".join(map(_line, rows)))
    return 0 if all(row["withinLimit"] and not row["faults"] for row in rows) else 1
