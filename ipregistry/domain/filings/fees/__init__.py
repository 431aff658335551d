"""Fees of filings: what one costs and its invoice, payments, refunds.

`billing` quotes a filing and makes its invoice, `settling` records what was paid and paid back.
"""

from ipregistry.domain.filings.fees.billing import (
    billed,
    charged_right,
    counts_classes,
    due_before,
    fee_unpaid,
    quote_for,
    quote_of,
)
from ipregistry.domain.filings.fees.settling import PAYMENT, REFUND

__all__ = [
    "PAYMENT",
    "REFUND",
    "billed",
    "charged_right",
    "counts_classes",
    "due_before",
    "fee_unpaid",
    "quote_for",
    "quote_of",
]
