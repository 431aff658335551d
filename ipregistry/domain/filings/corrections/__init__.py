"""Correction: an entry's effects on title give way to others, or to nothing.

`command` is what a filing says, `instead` makes the effect that ought to have been recorded,
`targets` finds what it takes the place of, `fitting` holds the outcome against the chain,
`following` says what holds do, `recording` puts it down, at once or with a second officer's yes.
`records` is the correction of what a record says of a right or a party.
Nothing is edited: both stay on record.
"""

from ipregistry.domain.filings.corrections.command import read
from ipregistry.domain.filings.corrections.recording import NAME, TYPE, accept, assess
from ipregistry.domain.filings.corrections.records import TYPE as RECORD_TYPE

__all__ = ["NAME", "RECORD_TYPE", "TYPE", "accept", "assess", "read"]
