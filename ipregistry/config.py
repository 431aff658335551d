"""Settings from the environment; a wrong one stops the start, with the reason.

``IPREGISTRY_DATA``      folder for the embedded database, keys and documents (``./var``)
``DATABASE_URL``         ``postgresql://…``; not set: SQLite in the data folder
``IPREGISTRY_NODE``      this node's code (``HK``)
``IPREGISTRY_OFFICE``    the ST.3 code of the office that this node is; empty: of none (``HK``)
``IPREGISTRY_URL``       the address that others reach it by (``http://127.0.0.1:8080``)
``IPREGISTRY_TIMEZONE``  the place whose dates are meant (``Asia/Hong_Kong``)
``IPREGISTRY_LOG``       the folder of the public log (``log`` in the data folder)
``IPREGISTRY_LOG_ORIGIN``  the name of a log that begins; one that has begun keeps its name
                         (the address of the node without its scheme, and ``/log``)
``IPREGISTRY_WITNESSES`` who cosigns our log, where, and how many must: a C2SP tlog-policy
                         file (``witnesses.policy`` in the data folder, if it is there)
``IPREGISTRY_WITNESSED`` the logs that this node cosigns: the same sort of file
                         (``witnessed.policy`` in the data folder, if it is there)
``IPREGISTRY_DOCUMENTS`` where papers of cases are kept, encrypted; any disk of this machine,
                         the same for all its processes (``documents`` in the data folder)
``IPREGISTRY_DOCUMENT_MEBIBYTES``  the largest paper that is taken, in MiB (``100``)
``IPREGISTRY_PRIVATE_ADDRESSES``  ``yes``: other nodes may stand in a closed network (``no``)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from environs import Env
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError


class ConfigurationError(Exception):
    """A setting that the node cannot start with."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one process."""

    data: Path
    database_url: str
    node: str
    office: str | None
    url: str
    timezone: ZoneInfo
    log: Path
    log_origin: str
    witnesses: Path
    witnessed: Path
    documents: Path
    document_bytes: int
    private_addresses: bool

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded database is used."""
        return self.database_url.startswith("sqlite")


def read_settings(given: Mapping[str, str] | None = None) -> Settings:
    """Settings from `given` over the environment. Raises ConfigurationError."""
    env = Env()
    given = given or {}

    def value(name: str, default: str) -> str:
        return given[name] if name in given else env.str(name, default)

    data = Path(value("IPREGISTRY_DATA", "var")).resolve()
    url = value("IPREGISTRY_URL", "http://127.0.0.1:8080").rstrip("/")
    return Settings(
        data=data,
        database_url=_database_url(value("DATABASE_URL", ""), data),
        node=_code("IPREGISTRY_NODE", value("IPREGISTRY_NODE", "HK")),
        office=_code("IPREGISTRY_OFFICE", value("IPREGISTRY_OFFICE", "HK"), empty=True) or None,
        url=url,
        timezone=_timezone(value("IPREGISTRY_TIMEZONE", "Asia/Hong_Kong")),
        log=Path(value("IPREGISTRY_LOG", "") or data / "log").resolve(),
        log_origin=_origin(value("IPREGISTRY_LOG_ORIGIN", ""), url),
        witnesses=Path(value("IPREGISTRY_WITNESSES", "") or data / "witnesses.policy").resolve(),
        witnessed=Path(value("IPREGISTRY_WITNESSED", "") or data / "witnessed.policy").resolve(),
        documents=Path(value("IPREGISTRY_DOCUMENTS", "") or data / "documents").resolve(),
        document_bytes=_mebibytes("IPREGISTRY_DOCUMENT_MEBIBYTES", value, "100"),
        private_addresses=_yes("IPREGISTRY_PRIVATE_ADDRESSES", value),
    )


def _database_url(url: str, data: Path) -> str:
    if not url:
        return f"sqlite:///{data / 'register.sqlite'}"
    try:
        backend = make_url(url).get_backend_name()
    except ArgumentError as error:
        message = "DATABASE_URL is not an address of a database"
        raise ConfigurationError(message) from error
    if backend not in {"sqlite", "postgresql"}:
        message = f"DATABASE_URL: {backend} is not supported; use postgresql:// or leave it out"
        raise ConfigurationError(message)
    return url


def _code(name: str, value: str, *, empty: bool = False) -> str:
    if (empty and not value) or re.fullmatch(r"[A-Z]{2,8}", value):
        return value
    message = f"{name}: {value!r} is not a code of two to eight capital letters"
    raise ConfigurationError(message)


def _yes(name: str, value: Callable[[str, str], str]) -> bool:
    given = value(name, "no")
    if given not in {"yes", "no"}:
        message = f"{name}: {given!r} is neither yes nor no"
        raise ConfigurationError(message)
    return given == "yes"


def _mebibytes(name: str, value: Callable[[str, str], str], default: str) -> int:
    given = value(name, default)
    if not re.fullmatch(r"[1-9][0-9]{0,4}", given):
        raise ConfigurationError(f"{name}: {given!r} is not a number from 1 to 99999")
    return int(given) * 1024 * 1024


def _origin(given: str, url: str) -> str:
    """C2SP tlog-tiles: the address of the log without its scheme."""
    origin = given or url.partition("://")[2] + "/log"
    if re.fullmatch(r"[!-*,-~]{1,200}", origin):
        return origin
    message = f"IPREGISTRY_LOG_ORIGIN: {origin!r} is not printable ASCII without blanks and '+'"
    raise ConfigurationError(message)


def _timezone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        message = f"IPREGISTRY_TIMEZONE: {name!r} is not known"
        raise ConfigurationError(message) from error
