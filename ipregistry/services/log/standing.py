"""How the log stands, for those who watch the node; and the look that a web worker takes first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from ipregistry.services.log.alarms import Alarm, LogHaltedError, raise_alarm, standing_alarm
from ipregistry.services.log.sequencing import numbered
from ipregistry.services.node import RunningNode
from ipregistry.services.times import read_instant
from ipregistry.tlog.checkpoints import Checkpoint, parse_checkpoint
from ipregistry.tlog.notes import NoteError, parse_note

# A running publisher takes seconds; a receipt allows a day.
LATE_AFTER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class LogStanding:
    """`numbered` entries have a place, `published` are under the checkpoint on show.

    `waiting_since` is when the oldest entry was recorded that is not published yet.
    """

    numbered: int
    published: int
    waiting_since: str | None
    late: bool
    alarm: Alarm | None

    @property
    def word(self) -> str:
        """``running``, ``late`` or ``halted``."""
        if self.alarm is not None:
            return "halted"
        return "late" if self.late else "running"


def log_standing(node: RunningNode) -> LogStanding:
    """How the log stands now."""
    shown = shown_checkpoint(node)
    published = 0 if shown is None else shown.size
    with node.engines.read.connect() as connection:
        size = numbered(connection)
        waiting = connection.execute(_WAITING, {"published": published}).scalar_one_or_none()
        alarm = standing_alarm(connection)
    late = waiting is not None and node.clock() - read_instant(waiting) > LATE_AFTER
    return LogStanding(size, published, waiting, late, alarm)


_WAITING = sa.text(
    "SELECT min(recorded_at) FROM ("
    "SELECT recorded_at FROM entry WHERE log_index = :published UNION ALL "
    "SELECT recorded_at FROM (SELECT recorded_at FROM entry WHERE log_index IS NULL "
    "ORDER BY ord LIMIT 1) AS unnumbered) AS waiting"
)


def shown_checkpoint(node: RunningNode) -> Checkpoint | None:
    """What the folder's checkpoint says, its signatures not looked at; None where there is none."""
    try:
        return parse_checkpoint(parse_note(node.log.checkpoint.read_bytes()).text)
    except (OSError, NoteError):
        return None


def meet_older_register(node: RunningNode) -> None:
    """Close the register at once if it has fewer entries than the checkpoint on show.

    The publisher would find it too, but a web worker may take filings before that.
    """
    shown = shown_checkpoint(node)
    if shown is None:
        return
    try:
        with node.engines.read.connect() as connection:
            size = numbered(connection)
        if size < shown.size:
            detail = f"{shown.size} entries are published, but the register has {size}"
            raise_alarm(node, LogHaltedError("register-older-than-log", detail))
    except SQLAlchemyError:
        # No database, or no tables: nothing can be filed either.
        return
