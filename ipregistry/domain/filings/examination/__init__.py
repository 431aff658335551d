"""The officer's desk: who examines a filing, what is asked about it, how it is decided.

`clocks` says until when, `desk` who may act, `allocation` who has it, `requisitions` what is
asked of the filer, in the words of `letters`. `division` makes several filings of one,
`deciding` ends one (`accepting` and `ending` say how, `difference` what changed meanwhile),
and `remedies` are what can be done against that.
"""

from ipregistry.domain.filings.examination import (
    allocation,
    deciding,
    division,
    remedies,
    requisitions,
)

TYPES = (
    deciding.DECISION,
    *requisitions.TYPES,
    allocation.ALLOCATION,
    allocation.RECUSAL,
    division.DIVISION,
    *remedies.TYPES,
)

__all__ = ["TYPES"]
