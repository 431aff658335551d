"""Licences and security interests: granting one, changing its terms, ending it."""

from ipregistry.domain.filings.interests.command import LICENCE_KINDS
from ipregistry.domain.filings.interests.granting import LICENCE, SECURITY
from ipregistry.domain.filings.interests.granting import TYPES as GRANTING
from ipregistry.domain.filings.interests.standing import ACTS as ON_INTERESTS
from ipregistry.domain.filings.interests.standing import TYPES as STANDING

ACTS = (LICENCE, SECURITY, *ON_INTERESTS)
TYPES = (*GRANTING, *STANDING)

__all__ = ["ACTS", "LICENCE_KINDS", "TYPES"]
