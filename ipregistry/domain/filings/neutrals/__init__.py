"""Filings about neutrals: the roster, and a nomination from the proposal to the end."""

from ipregistry.domain.filings.neutrals import (
    appointments,
    challenges,
    disclosures,
    proposals,
    roster,
)

TYPES = (
    roster.REGISTRATION,
    roster.AMENDMENT,
    proposals.PROPOSAL,
    proposals.DECLARATION,
    disclosures.DISCLOSURE,
    disclosures.WAIVER,
    challenges.CHALLENGE,
    challenges.DECISION,
    appointments.APPOINTMENT,
    appointments.END,
)

__all__ = ["TYPES"]
