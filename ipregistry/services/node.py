"""The running node: its engines, keys, clock and place. Handed to every use case."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from ipregistry.domain import facts
from ipregistry.domain.ids import make_id
from ipregistry.models.engines import Engines
from ipregistry.services.documents.places import DocumentPlace
from ipregistry.services.keys import Keys
from ipregistry.services.log.places import LogPlace
from ipregistry.services.times import Clock, local_day, system_clock, write_instant


def random_id(kind: str) -> str:
    """A new record number."""
    return make_id(kind, secrets.token_bytes(16))


@dataclass(frozen=True, slots=True)
class RunningNode:
    """What use cases work with; clock and numbers are given, so that tests can give others."""

    identity: facts.Node
    engines: Engines
    keys: Keys
    zone: ZoneInfo
    log: LogPlace
    documents: DocumentPlace
    clock: Clock = field(default=system_clock)
    new_id: Callable[[str], str] = field(default=random_id)

    def now(self) -> str:
        """This instant, as stored."""
        return write_instant(self.clock())

    def today(self) -> date:
        """The date at the node's place."""
        return local_day(self.clock(), self.zone)
