"""Acts on title: what they share. Each act is a class of its own beside, one row a filing type.

`deed` is what every act says, `act` what is its own, `papers` and `assessment` the rules that
all share, `recording` what becomes of it at once or when an assent or an officer's yes is there.
"""

from ipregistry.domain.filings.acts.act import CONSTITUTIVE, Act, View
from ipregistry.domain.filings.acts.assessment import (
    Assessment,
    assess,
    missing,
    needed,
    securities,
)
from ipregistry.domain.filings.acts.deed import Deed, Subject, read_deed
from ipregistry.domain.filings.acts.recording import (
    accept,
    decide,
    enact,
    filing_type,
    judge_again,
    reasons_to_examine,
    take_effect,
    told_of,
)
from ipregistry.domain.filings.acts.sorts import check_sort

__all__ = [
    "CONSTITUTIVE",
    "Act",
    "Assessment",
    "Deed",
    "Subject",
    "View",
    "accept",
    "assess",
    "check_sort",
    "decide",
    "enact",
    "filing_type",
    "judge_again",
    "missing",
    "needed",
    "read_deed",
    "reasons_to_examine",
    "securities",
    "take_effect",
    "told_of",
]
