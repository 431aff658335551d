"""Fees of a case: who owes what by its rules pack, what was paid, paid back and set off.

`charging` counts a fee and cuts it among the sides, `charges` keeps what became of it, `refunding`
says what goes back and what counts towards a later fee, `settling` which fees a side may file
with, `statement` where each side stands.
"""

from ipregistry.domain.cases.fees.charges import Charge, Entry, Moved, Share
from ipregistry.domain.cases.fees.charging import Basis, Payable, basis_of, equal_shares, payable
from ipregistry.domain.cases.fees.refunding import refund_due, set_off_due
from ipregistry.domain.cases.fees.settling import Books, fees_missing, paid_fees, told_in_full
from ipregistry.domain.cases.fees.statement import statement_document

__all__ = [
    "Basis",
    "Books",
    "Charge",
    "Entry",
    "Moved",
    "Payable",
    "Share",
    "basis_of",
    "equal_shares",
    "fees_missing",
    "paid_fees",
    "payable",
    "refund_due",
    "set_off_due",
    "statement_document",
    "told_in_full",
]
