"""Fees of cases: invoiced, paid, paid back, set off. All of it is the institution's to record."""

from ipregistry.domain.filings.cases.fees.invoicing import INVOICE
from ipregistry.domain.filings.cases.fees.moving import PAYMENT, REFUND, SET_OFF

TYPES = (INVOICE, PAYMENT, REFUND, SET_OFF)

__all__ = ["TYPES"]
