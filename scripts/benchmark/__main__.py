"""The command: what to measure from the command line, the rounds, the answer.

Both sides are measured in turns in one run, for only ratios of the same minutes say anything.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from scripts.benchmark import cases, checks, log
from scripts.benchmark.filing_work import Filings
from scripts.benchmark.generator import Gets, by_loop, by_wrk, has_wrk, measured
from scripts.benchmark.register import MOST_ASSETS, Register, loaded
from scripts.benchmark.results import Comparison, Round, as_json, table
from scripts.benchmark.stage import THREADS, WORKERS, Size, Stage, stage

TESTS = ("R1", "T1", "W1")
ENGINES = ("sqlite", "postgresql")
CONNECTIONS = 8
# SQLite has one writer: more only wait.
SQLITE_WRITERS = 4

HELP = """
R1  read one right's public part      GET /api/v1/assets/ID, by anybody
T1  read its title                    GET /api/v1/assets/ID/title
W1  file an assignment                POST /api/v1/filings/assignment, by the holder's own account

Each is held against its limit: a bare WSGI function on the same HTTP server (granian, same
workers and threads) and the same database server. R1, T1: one prepared statement, stored bytes.
W1: on PostgreSQL one stored procedure (lock, owner, transfer, two title rows, version, journal
chained by hash, commit), on SQLite the same statements in one transaction, synchronous=FULL. Both
sides commit durably. Access table and authentication stay on the product's path; the background
process does not run.

CPU ratio: CPU of server and database for a request, limit to product. Where other programs share
the machine, it repeats and the ratio of requests does not.

The register is filed through the product's own door once (minutes for 100,000 rights), kept in the
cache folder, and copied for each run.
"""
EXAMPLES = """
examples:
  scripts/bench --quick                         2,000 rights, both engines, about two minutes
  scripts/bench                                 100,000 rights, both engines
  scripts/bench --engine sqlite --test R1 --test T1
  scripts/bench --engine postgresql --url postgresql://bench@db.example/postgres
  scripts/bench --json > figures.json
  scripts/bench log                             what the running log costs, and when it proves
  scripts/bench cases                           status queries with 132 cases and with 100,000

The status is 0 when everything ran and every check held, whether or not the goals are met; 1 when
something did not; 130 after Ctrl-C.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and say by the status whether all of it ran."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["log"]:
        return log.main(given[1:])
    if given[:1] == ["cases"]:
        return cases.main(given[1:])
    wanted = _parser().parse_args(given)
    # So that a SIGTERM, too, stops the servers on its way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        comparisons, failed = _run(wanted)
    except KeyboardInterrupt:
        print("\nscripts/bench: interrupted", file=sys.stderr)
        return 130
    if wanted.json:
        said = {"assets": wanted.assets, "load": _load_by(wanted), "tests": as_json(comparisons)}
        print(json.dumps(said, indent=2))
    else:
        print(table(comparisons))
    for reason in failed:
        print(f"scripts/bench: {reason}", file=sys.stderr)
    sound = all(one.ran and not one.all_faults for one in comparisons)
    return 0 if sound and not failed else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scripts/bench",
        description="How near the register comes to the limit of its machine." + "\n" + HELP,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--assets", type=_assets, default=MOST_ASSETS, help="default 100000")
    parser.add_argument(
        "--quick", action="store_const", const=2000, dest="assets", help="2,000 rights"
    )
    parser.add_argument("--engine", choices=ENGINES, action="append", help="default: both")
    parser.add_argument("--test", choices=TESTS, action="append", help="default: all")
    parser.add_argument("--url", help="a PostgreSQL server; default: a new one")
    parser.add_argument("--rounds", type=int, default=3, help="of each side, at least 3; default 3")
    parser.add_argument("--seconds", type=float, default=5.0, help="a round; default 5")
    parser.add_argument("--workers", type=int, help="processes of each side; default: as serve")
    parser.add_argument("--threads", type=int, default=THREADS, help=f"default {THREADS}, as serve")
    parser.add_argument("--cache", type=Path, help="where the loaded register is kept")
    parser.add_argument("--fresh", action="store_true", help="file the register anew")
    parser.add_argument("--no-wrk", action="store_true", help="send reads from Python, too")
    parser.add_argument("--verify", action="store_true", help="verify all of it, not a sample")
    parser.add_argument("--json", action="store_true", help="print JSON, every round included")
    return parser


def _assets(text: str) -> int:
    number = int(text)
    if not 100 <= number <= MOST_ASSETS:  # noqa: PLR2004 - fewer would all be in flight at once
        raise argparse.ArgumentTypeError(f"100 to {MOST_ASSETS}")
    return number


def _load_by(wanted: argparse.Namespace) -> str:
    return "wrk" if has_wrk() and not wanted.no_wrk else "python"


def _run(wanted: argparse.Namespace) -> tuple[list[Comparison], list[str]]:
    cache = wanted.cache or Path(tempfile.gettempdir()) / "ipregistry-bench"
    register = loaded(cache, wanted.assets, _progress, fresh=wanted.fresh)
    done: list[Comparison] = []
    failed: list[str] = []
    for engine in wanted.engine or ENGINES:
        try:
            size = Size(wanted.workers or WORKERS[engine], wanted.threads)
            with stage(engine, register, wanted.url, size, _progress) as up:
                done.extend(_compare(test, up, register, wanted) for test in wanted.test or TESTS)
        except Exception as error:  # noqa: BLE001 - the other engine can still be measured
            failed.append(f"{engine} did not run to its end: {type(error).__name__}: {error}")
    return done, failed


def _compare(test: str, up: Stage, register: Register, wanted: argparse.Namespace) -> Comparison:
    if test == "W1":
        return _compare_filings(up, register, wanted)
    assets = [asset for asset, _, _ in checks.standing(up.node)]
    random.Random(3).shuffle(assets)  # noqa: S311 - an order, not a secret
    suffix = "/title" if test == "T1" else ""
    paths = [f"/api/v1/assets/{asset}{suffix}" for asset in assets]
    one = Comparison(test, up.engine)
    one.faults += checks.same_answers(up.product, up.limit, assets)
    with tempfile.NamedTemporaryFile("w", suffix=".paths") as file:
        file.write("\n".join(paths) + "\n")
        file.flush()

        def read(product: bool, number: int, seconds: float) -> Round:
            server = up.product if product else up.limit
            first = number * 7919
            if _load_by(wanted) == "wrk":
                return by_wrk(server, Path(file.name), first, CONNECTIONS, seconds)
            return by_loop(server, Gets(paths, first), CONNECTIONS, seconds)

        _take_turns(one, up, read, wanted)
    return one


def _compare_filings(up: Stage, register: Register, wanted: argparse.Namespace) -> Comparison:
    one = Comparison("W1", up.engine)
    stands = checks.standing(up.node)
    work = {True: Filings(register, stands), False: Filings(register, stands)}
    before = checks.counts(up.node)
    connections = SQLITE_WRITERS if up.engine == "sqlite" else CONNECTIONS

    def file(product: bool, _number: int, seconds: float) -> Round:
        return by_loop(up.product if product else up.limit, work[product], connections, seconds)

    _take_turns(one, up, file, wanted)
    _progress(f"{up.engine}: checking the register")
    one.faults += checks.filed_once(up.node, before, work[True])
    one.faults += checks.limit_filed_once(up.limit_database, work[False])
    assets = [asset for asset, _, _ in stands]
    faults, looked = checks.verified(up.node, assets, whole=wanted.verify)
    one.faults += faults
    one.notes.append(f"{work[True].acknowledged} filings acknowledged, all kept once; {looked}")
    return one


def _take_turns(
    one: Comparison,
    up: Stage,
    run: Callable[[bool, int, float], Round],
    wanted: argparse.Namespace,
) -> None:
    """A warm-up of both sides, then product, limit, product, limit, …"""
    rounds = max(3, wanted.rounds)
    for number in range(rounds + 1):
        for product in (True, False):
            seconds = wanted.seconds if number else max(1.0, wanted.seconds / 2)
            server = up.product if product else up.limit
            made = measured(server, up.postmaster, lambda: run(product, number, seconds))  # noqa: B023
            what = f"round {number} of {rounds}" if number else "warm-up"
            _progress(f"{one.engine} {one.test} {what}: {server.name} {made.rate:.0f} req/s")
            if number:
                (one.product if product else one.limit).append(made)
            elif made.faults:
                one.faults += [f"warm-up, {server.name}: {fault}" for fault in made.faults]


_last_said = 0.0


def _progress(text: str) -> None:
    """A line on the error stream; the many of the loading not more often than every 10 seconds."""
    global _last_said  # noqa: PLW0603 - one stream, one clock
    now = time.monotonic()
    if not text.startswith("filing assets") or now - _last_said > 10:  # noqa: PLR2004
        _last_said = now
        print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
