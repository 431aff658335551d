"""Which of two interests goes first, by what is recorded of them; and the clocks of recording.

`pairs` compares two interests under the rule that a policy names, `ranking` says whether
the pairs make an order, `clocks` computes the last days for recording, `answer` writes
what is found as a document.
"""

from ipregistry.domain.priority.clocks import (
    Clock,
    Deadline,
    MissingDay,
    VoidRisk,
    deadline,
    read_clock,
    void_risk,
)
from ipregistry.domain.priority.pairs import (
    RULES,
    UNKNOWN,
    Fact,
    Interest,
    Outcome,
    Pair,
    PriorityRule,
    Reason,
    Unknown,
    compare,
)
from ipregistry.domain.priority.ranking import Ranking, rank

__all__ = [
    "RULES",
    "UNKNOWN",
    "Clock",
    "Deadline",
    "Fact",
    "Interest",
    "MissingDay",
    "Outcome",
    "Pair",
    "PriorityRule",
    "Ranking",
    "Reason",
    "Unknown",
    "VoidRisk",
    "compare",
    "deadline",
    "rank",
    "read_clock",
    "void_risk",
]
