"""Shares that pass without the holder's will: by law, or by an order."""

from ipregistry.domain.filings.acts import filing_type
from ipregistry.domain.filings.by_law.command import CAUSES, INSTRUMENTS
from ipregistry.domain.filings.by_law.orders import ORDER
from ipregistry.domain.filings.by_law.transmissions import TRANSMISSION

ACTS = (TRANSMISSION, ORDER)
TYPES = tuple(filing_type(act) for act in ACTS)

__all__ = ["ACTS", "CAUSES", "INSTRUMENTS", "TYPES"]
