"""The sorts of an act (causes, instruments, kinds of licence) on which a place records it."""

from __future__ import annotations

from ipregistry.domain.filings.acts.act import View
from ipregistry.domain.policies import weigh
from ipregistry.domain.violations import Violation


def check_sort(sort: str, view: View, pointer: str) -> list[Violation]:
    """Whether the place records the act on this sort; a policy that names none says nothing.

    A sort that it accepts from memory alone is for an officer to look at.
    """
    accepts = view.rules.accepts
    if not accepts:
        return []
    wrong = Violation(
        "category-not-accepted-here", pointer, {"category": sort, "policy": view.policy.name}
    )
    rule = accepts.get(sort)
    if rule is None:
        return [weigh(view.rules.source, wrong)]
    return [] if rule.refuses else [weigh(rule, wrong)]
