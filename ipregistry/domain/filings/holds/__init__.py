"""Holds and locks: setting one, renewing it, ending it."""

from ipregistry.domain.filings.holds.ending import LIFTING, LIFTING_GROUNDS, UNLOCK
from ipregistry.domain.filings.holds.ending import TYPES as ENDING
from ipregistry.domain.filings.holds.setting import LOCKING, RESTRICTION
from ipregistry.domain.filings.holds.setting import TYPES as SETTING

ACTS = (RESTRICTION, LOCKING, LIFTING, UNLOCK)
TYPES = (*SETTING, *ENDING)

__all__ = ["ACTS", "LIFTING_GROUNDS", "TYPES"]
