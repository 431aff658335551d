"""What every filing gets beside its act's own effects, whatever its type."""

from __future__ import annotations

from ipregistry.domain.facts import Context
from ipregistry.domain.filings.fees import billed
from ipregistry.domain.notices import telling
from ipregistry.domain.outcomes import Outcome, naming_its_records


def completed(outcome: Outcome, context: Context, type_name: str) -> Outcome:
    """The outcome with whom the register tells of it, the invoice, and the names of its records."""
    charged = billed(telling(outcome, context), context, type_name)
    return naming_its_records(charged, context.filing_id)
