"""Assignment: shares of a right go from its holders to others, whole or in fractions.

`command` is what a filing says; `assessment` is every rule on it; `recording` is what
becomes of it, at once or when the last assent or the examiner's yes is there.
"""

from ipregistry.domain.filings.assignments.assessment import Assessment, assess, co_owner_review
from ipregistry.domain.filings.assignments.command import ACT, Assignment, needs, read
from ipregistry.domain.filings.assignments.recording import TYPE, awaited, decide, enact, proceed

__all__ = [
    "ACT",
    "TYPE",
    "Assessment",
    "Assignment",
    "assess",
    "awaited",
    "co_owner_review",
    "decide",
    "enact",
    "needs",
    "proceed",
    "read",
]
