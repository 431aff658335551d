"""Recordal notice: what another office has already entered about a right.

It is never refused for want of title: what does not fit our chain is a gap or a named
discrepancy there. It counts once somebody who gains nothing from it has accepted the
office's paper: an officer of this node who files it, or decides on it when another did.

`command` is what a notice says; `register` holds it against what is recorded, with the
faults of the paper itself (`paper`), of what stands in the chain already (`chain`), whom
it names (`people`) and what it does to title (`effects`, by the table `acts`: `entries`,
`interests`, `lives`); `recording` puts it down.
"""

from ipregistry.domain.filings.recordals.acts import ACTS, TWO_SIDED
from ipregistry.domain.filings.recordals.command import (
    NAME,
    STRENGTH_OF_ACT,
    TRANSFERS,
    NamedHolder,
    RecordalNotice,
    needs,
    read,
)
from ipregistry.domain.filings.recordals.recording import TYPE, decide, enact
from ipregistry.domain.filings.recordals.register import Reading, hold_against_register

__all__ = [
    "ACTS",
    "NAME",
    "STRENGTH_OF_ACT",
    "TRANSFERS",
    "TWO_SIDED",
    "TYPE",
    "NamedHolder",
    "Reading",
    "RecordalNotice",
    "decide",
    "enact",
    "hold_against_register",
    "needs",
    "read",
]
