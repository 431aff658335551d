"""Instruments that end disputes: where they are enforceable, until when, and what was recovered.

`model` is what arrangements and clocks say, `reading` reads them from their text, `routes`
answers for an instrument and a place, `clocks` its time limits, `recoveries` is the sum guard.
"""

from ipregistry.domain.enforcement.model import (
    PLACES,
    Instrument,
    Kind,
    Law,
    Matter,
    Relief,
)
from ipregistry.domain.enforcement.reading import ArrangementError, read_law
from ipregistry.domain.enforcement.recoveries import (
    Due,
    Recovery,
    check_recovery,
    read_recovery,
    statement,
    total,
)
from ipregistry.domain.enforcement.routes import routes, seat_clocks

__all__ = [
    "PLACES",
    "ArrangementError",
    "Due",
    "Instrument",
    "Kind",
    "Law",
    "Matter",
    "Recovery",
    "Relief",
    "check_recovery",
    "read_law",
    "read_recovery",
    "routes",
    "seat_clocks",
    "statement",
    "total",
]
