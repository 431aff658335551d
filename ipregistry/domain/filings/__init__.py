"""The registry of filing types: every act on the register, one row each.

The only place that knows them all; nothing anywhere asks which type it has.
"""

from __future__ import annotations

from collections.abc import Mapping

from ipregistry.domain.filings import (
    ask_first,
    assets,
    assignments,
    by_law,
    case_imports,
    cases,
    closures,
    consents,
    corrections,
    decisions,
    erasures,
    examination,
    fees,
    holds,
    interests,
    journals,
    lifecycle,
    mandates,
    neutrals,
    packs,
    particulars,
    parties,
    policies,
    recordals,
)
from ipregistry.domain.filings.types import FilingType

FILING_TYPES: Mapping[str, FilingType] = {
    filing_type.name: filing_type
    for filing_type in (
        parties.TYPE,
        assets.TYPE,
        recordals.TYPE,
        assignments.TYPE,
        *by_law.TYPES,
        *interests.TYPES,
        consents.TYPE,
        *holds.TYPES,
        *lifecycle.TYPES,
        particulars.TYPE,
        journals.TYPE,
        ask_first.TYPE,
        ask_first.LIFTING_TYPE,
        fees.PAYMENT,
        fees.REFUND,
        decisions.ASSENT,
        decisions.WITHDRAWAL,
        *examination.TYPES,
        corrections.TYPE,
        corrections.RECORD_TYPE,
        erasures.TYPE,
        mandates.TYPE,
        mandates.REVOCATION,
        policies.TYPE,
        *packs.TYPES,
        closures.TYPE,
        *cases.TYPES,
        case_imports.TYPE,
        *neutrals.TYPES,
    )
}

__all__ = ["FILING_TYPES", "FilingType"]
