"""A node that is an office for as long as cases are run, on a database that is gone afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.engine import make_url

from ipregistry.domain.facts import Node
from ipregistry.models.engines import open_engines
from ipregistry.services.accounts import SYSTEM_ACTOR
from ipregistry.services.documents.places import place_of_files
from ipregistry.services.filings import Submission, submit
from ipregistry.services.keys import create_keys, load_keys
from ipregistry.services.log.places import KEY_FOLDER, LogPlace
from ipregistry.services.node import RunningNode
from ipregistry.services.opening import migrate
from ipregistry.tlog.leaves import sha256_text


class ScratchError(RuntimeError):
    """No scratch database could be made; the message says why."""


START = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)


class ScratchClock:
    """A second later with every look at it, so that a run has the same days whenever it is made."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        """This instant."""
        self.now += timedelta(seconds=1)
        return self.now

    def wait_until(self, moment: datetime) -> None:
        """Let a standstill pass; never back."""
        self.now = max(self.now, moment)


@contextmanager
def scratch_node(
    office: str, policies: Sequence[str], database_url: str | None = None
) -> Iterator[RunningNode]:
    """A node in capacity `office` with these policies, on a new SQLite file, or on a new
    database of the PostgreSQL server at `database_url`. Both are gone on leaving.
    """
    with TemporaryDirectory(prefix="ipregistry-check-") as folder:
        data = Path(folder)
        create_keys(data)
        with _scratch_database(data, database_url) as url:
            migrate(url)
            node = RunningNode(
                identity=Node(office, office),
                engines=open_engines(url),
                keys=load_keys(data),
                zone=ZoneInfo("Asia/Hong_Kong"),
                log=LogPlace(data / "log", data / KEY_FOLDER, "log.example/hk"),
                documents=place_of_files(data / "documents"),
                clock=ScratchClock(),
            )
            try:
                for text in policies:
                    key = "policy-" + sha256_text(text.encode())
                    body = {"text": text}
                    submit(node, SYSTEM_ACTOR, Submission("policy-publication", body, key))
                yield node
            finally:
                node.engines.dispose()


@contextmanager
def _scratch_database(folder: Path, database_url: str | None) -> Iterator[str]:
    if database_url is None or make_url(database_url).get_backend_name() == "sqlite":
        yield f"sqlite:///{folder / 'scratch.sqlite'}"
        return
    # A database of its own: the one that the address names is only where it is made from.
    name = f"ipregistry_check_{uuid4().hex[:12]}"
    given = make_url(database_url)
    server = sa.create_engine(given, isolation_level="AUTOCOMMIT")
    try:
        try:
            with server.connect() as connection:
                connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
        except sa.exc.SQLAlchemyError as error:
            raise ScratchError(f"no scratch database: {error}") from error
        try:
            yield given.set(database=name).render_as_string(hide_password=False)
        finally:
            with server.connect() as connection:
                connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
    finally:
        server.dispose()
