"""Why the publisher does not go on, where everybody sees it: a row in the database.

Filings go on through most alarms: a full disk or a lost key makes proofs late, and a
receipt allows a day. They stop where the register itself is known to have lost or changed
what it acknowledged: on such a register a right that was sold would be sold again.
"""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa
import structlog

from ipregistry.models import log_alarm
from ipregistry.services.node import RunningNode
from ipregistry.services.unit_of_work import unit_of_work

log = structlog.get_logger(__name__)

# The alarms that close the register, whatever else stands in `LogHaltedError`.
CLOSING = frozenset({"register-older-than-log", "register-differs-from-log"})


class LogHaltedError(Exception):
    """Publishing must stop: nothing was signed. `code` is for programs, `detail` for people."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail

    @property
    def closes(self) -> bool:
        """Whether filings must stop too."""
        return self.code in CLOSING


class Alarm(NamedTuple):
    """The alarm that stands."""

    code: str
    detail: str
    closes: int
    since: str


_READ = sa.select(log_alarm.c.code, log_alarm.c.detail, log_alarm.c.closes, log_alarm.c.since)


def standing_alarm(connection: sa.Connection, *, closing: bool = False) -> Alarm | None:
    """The alarm that stands, or None; `closing`: only one that closes the register."""
    row = connection.execute(_READ.where(log_alarm.c.closes == 1) if closing else _READ).first()
    return None if row is None else Alarm(*row)


def raise_alarm(node: RunningNode, halted: LogHaltedError) -> None:
    """Let everybody know. One that stands for the same reason keeps its date."""
    with node.engines.read.connect() as connection:
        standing = standing_alarm(connection)
    if standing is not None and standing.code == halted.code:
        return
    with unit_of_work(node.engines) as work:
        work.connection.execute(log_alarm.delete())
        row = {"id": 1, "code": halted.code, "detail": halted.detail, "since": node.now()}
        work.connection.execute(log_alarm.insert(), {**row, "closes": int(halted.closes)})
    log.error("log-halted", code=halted.code, detail=halted.detail, closes=halted.closes)


def clear_alarm(node: RunningNode) -> None:
    """The publisher is through again. Nothing is written where nothing stands."""
    with node.engines.read.connect() as connection:
        standing = standing_alarm(connection)
    if standing is None:
        return
    with unit_of_work(node.engines) as work:
        work.connection.execute(log_alarm.delete())
    log.warning("log-goes-on", after=standing.code, since=standing.since)
