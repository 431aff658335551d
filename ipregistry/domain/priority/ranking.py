"""Whether the pairs make an order. Where they do not, the pairs are the answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from ipregistry.domain.priority.pairs import (
    Interest,
    Outcome,
    Pair,
    PriorityRule,
    Reason,
    compare,
)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Every pair, and the order that they make.

    `tiers` are the interests in order, those of one tier equal; None where the pairs make
    no order: where one is undetermined, or where they run in a circle (`circular`).
    `unranked` are interests of kinds for which no rule is known; they are in no pair.
    """

    pairs: tuple[Pair, ...]
    tiers: tuple[tuple[str, ...], ...] | None
    circular: bool
    unranked: tuple[str, ...]


def rank(interests: Sequence[Interest], rules: Mapping[str, PriorityRule]) -> Ranking:
    """The pairs of `interests`, each under the rule for its kinds, and their order.

    `rules` gives the rule for each kind of interest. Two kinds under different rules have
    no common one, and their pair is undetermined.
    """
    ranked = [i for i in interests if i.kind in rules]
    pairs = tuple(_pair(one, other, rules) for one, other in combinations(ranked, 2))
    classes = _equals([i.id for i in ranked], pairs)
    ordered = _ordered(classes, pairs)
    determined = all(pair.outcome is not Outcome.UNDETERMINED for pair in pairs)
    tiers = None
    if ordered is not None and determined:
        tiers = tuple(tuple(i.id for i in ranked if classes[i.id] == c) for c in ordered)
    unranked = tuple(i.id for i in interests if i.kind not in rules)
    return Ranking(pairs, tiers, ordered is None, unranked)


def _pair(one: Interest, other: Interest, rules: Mapping[str, PriorityRule]) -> Pair:
    rule, second = rules[one.kind], rules[other.kind]
    if rule.name == second.name:
        return compare(one, other, _common(rule, second))
    both = PriorityRule(
        "undetermined", f"{rule.law}; {second.law}", max(rule.confidence, second.confidence)
    )
    return Pair(one.id, other.id, Outcome.UNDETERMINED, Reason.NO_COMMON_RULE, both)


def _common(one: PriorityRule, other: PriorityRule) -> PriorityRule:
    """One rule of two kinds of interest: by both laws, and no surer than the less sure."""
    if one == other:
        return one
    law = one.law if one.law == other.law else f"{one.law}; {other.law}"
    sure = max(one.confidence, other.confidence, key=_SURENESS.index)
    return PriorityRule(one.name, law, sure)


_SURENESS = "VSIDM"


def _equals(ids: Iterable[str], pairs: Iterable[Pair]) -> dict[str, str]:
    """For each interest the one that stands for all that are equal to it."""
    classes = {i: i for i in ids}
    for pair in pairs:
        if pair.outcome is Outcome.EQUAL:
            kept, joined = classes[pair.first], classes[pair.second]
            classes = {i: kept if c == joined else c for i, c in classes.items()}
    return classes


def _ordered(classes: Mapping[str, str], pairs: Iterable[Pair]) -> list[str] | None:
    """The classes, none before one that goes before it; None where they run in a circle."""
    before: dict[str, set[str]] = {c: set() for c in classes.values()}
    for pair in pairs:
        if pair.prevails is not None:
            loser = pair.second if pair.prevails == pair.first else pair.first
            # Among equals one that goes before another closes a circle by itself.
            before[classes[loser]].add(classes[pair.prevails])
    ordered: list[str] = []
    while before:
        free = [c for c, ahead in before.items() if not ahead]
        if not free:
            return None
        ordered += free
        for c in free:
            del before[c]
        for ahead in before.values():
            ahead -= set(free)
    return ordered
