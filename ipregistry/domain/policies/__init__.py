"""What one jurisdiction's law makes of an act: policies, as data with their sources.

`model` is what a policy says and which one is in force, `reading` reads one from its text.
"""

from ipregistry.domain.policies.model import (
    ActPolicy,
    Effect,
    Ground,
    NeverStraight,
    Paper,
    Policy,
    Rule,
    select,
    weigh,
)
from ipregistry.domain.policies.reading import CONFIDENCES, PolicyError, read_policy

__all__ = [
    "CONFIDENCES",
    "ActPolicy",
    "Effect",
    "Ground",
    "NeverStraight",
    "Paper",
    "Policy",
    "PolicyError",
    "Rule",
    "read_policy",
    "select",
    "weigh",
]
