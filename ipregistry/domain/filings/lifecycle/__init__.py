"""The life of a right: what keeps it in force, what ends it, what is noted of it meanwhile.

`command` is what such filings say, `table` what each of them does, `terms` how renewals move
the end of a term, `acts` the rules of those that have some of their own.
"""

from ipregistry.domain.filings.acts import filing_type
from ipregistry.domain.filings.lifecycle.acts import ACTS
from ipregistry.domain.filings.lifecycle.table import CIRCUMSTANCES

TYPES = tuple(filing_type(act) for act in ACTS)

__all__ = ["ACTS", "CIRCUMSTANCES", "TYPES"]
