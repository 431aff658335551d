"""Both sides on their databases, up and answering, for the length of a block."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from ipregistry.services.node import RunningNode
from scripts.benchmark import limits
from scripts.benchmark.processes import Server, postmaster_of, python, serving
from scripts.benchmark.register import (
    Progress,
    Register,
    connected,
    copied_to_folder,
    copied_to_postgresql,
    environment,
    opened,
)
from tests.databases import ROOT, empty_database, wheel_postgres

# What `ipregistry serve` takes by itself.
THREADS = 8
WORKERS = {"sqlite": 1, "postgresql": 2}


@dataclass(frozen=True, slots=True)
class Size:
    """Processes and threads of each server: both sides have the same."""

    workers: int
    threads: int


@dataclass(frozen=True, slots=True)
class Stage:
    """The two servers, the node as this process sees it, and what the limit stores in."""

    engine: str
    product: Server
    limit: Server
    node: RunningNode
    limit_database: str
    postmaster: int | None


@contextmanager
def stage(
    engine: str, register: Register, server_url: str | None, size: Size, progress: Progress
) -> Iterator[Stage]:
    """Everything for one engine, on copies; gone afterwards."""
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ipr-bench-")))
        folder = scratch / "data"
        progress(f"{engine}: copying the register")
        copied_to_folder(register, folder)
        url, limit_database, postmaster = "", str(scratch / "limit.sqlite"), None
        if engine == "postgresql":
            start = (
                wheel_postgres(durable=True) if server_url is None else empty_database(server_url)
            )
            server = stack.enter_context(start)
            url = stack.enter_context(empty_database(server))
            limit_database = stack.enter_context(empty_database(server))
            postmaster = _postmaster(url)
            copied_to_postgresql(folder, url, progress)
        node = stack.enter_context(opened(folder, url))
        progress(f"{engine}: making the limit's database")
        limits.make(node, limit_database)
        progress(f"{engine}: starting both servers")
        product = stack.enter_context(_product(size, folder, url, scratch))
        limit = stack.enter_context(_limit(size, node, limit_database, scratch))
        yield Stage(engine, product, limit, node, limit_database, postmaster)


def _postmaster(url: str) -> int | None:
    with connected(url) as connection:
        row = connection.execute("SELECT pg_backend_pid()").fetchone()
        return None if row is None else postmaster_of(row[0])


def _product(size: Size, folder: Path, url: str, scratch: Path) -> AbstractContextManager[Server]:
    command = [
        str(Path(python()).with_name("ipregistry")),
        *("serve", "--host", "127.0.0.1", "--port", "{port}"),
        *("--workers", str(size.workers), "--threads", str(size.threads)),
    ]
    return serving(
        "the product", command, environment(folder, url), "/health", scratch / "product.log"
    )


def _limit(
    size: Size, node: RunningNode, database: str, scratch: Path
) -> AbstractContextManager[Server]:
    command = [
        *(python(), "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", "127.0.0.1", "--port", "{port}"),
        *("--workers", str(size.workers), "--blocking-threads", str(size.threads)),
        "scripts.benchmark.limit_app:app",
    ]
    with node.engines.read.connect() as connection:
        asset = connection.exec_driver_sql("SELECT id FROM asset LIMIT 1").scalar_one()
    return serving(
        "the limit",
        command,
        {"BENCH_LIMIT": _plain(database), "PYTHONPATH": str(ROOT)},
        f"/api/v1/assets/{asset}",
        scratch / "limit.log",
    )


def _plain(database: str) -> str:
    """As libpq takes it: SQLAlchemy's address without a driver's name."""
    return database.replace("postgresql+psycopg://", "postgresql://", 1)
