"""Licences that cannot stand together, and amendments that amount to a licence of their own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ipregistry.domain.dispositions import EXCLUSIVE, Block, restrictions
from ipregistry.domain.filings.acts import View
from ipregistry.domain.filings.interests.command import COMPULSORY, OF_RIGHT
from ipregistry.domain.policies import Rule, weigh
from ipregistry.domain.titles import Interest, InterestCategory, Standing
from ipregistry.domain.violations import Violation


def conflicts(terms: Interest, start: date, view: View, rule: Rule) -> list[Violation]:
    """Exclusive or sole with each other, with one of right, and (once exclusive) with any other
    of the same extent, on any day on which both run: one that starts later counts as well.

    `terms` is the licence as it would stand from `start`; what stands under its number is
    itself, and no conflict.
    """
    if not rule.value:
        return []
    later = view.asset.title(date.max, view.context.now).notified.interests
    return [
        weigh(rule, Violation("conflicting-licence", view.pointer, {"interest": s.interest.id}))
        for s in later
        if s.interest.category is InterestCategory.LICENCE
        and s.interest.id != terms.id
        and s.interest.under == terms.under
        and _exclude(terms.kind, s.interest.kind)
        and _overlap(terms, s.interest)
        and _meet(terms, start, s)
    ]


def exclude_each_other(one: Interest, other: Interest) -> bool:
    """Whether two licences of one footing cannot run on the same day."""
    return (
        one.under == other.under
        and (_exclude(one.kind, other.kind) and _exclude(other.kind, one.kind))
        and bool(_overlap(one, other))
    )


def _exclude(new: str, old: str) -> bool:
    if new == COMPULSORY:
        return False  # It is granted although another has the right to himself.
    if new in EXCLUSIVE:
        return old in {*EXCLUSIVE, OF_RIGHT}
    return old in EXCLUSIVE


def _overlap(one: Interest, other: Interest) -> bool:
    pairs = ((one.territories, other.territories), (one.fields, other.fields))
    return all(not mine or not theirs or set(mine) & set(theirs) for mine, theirs in pairs)


def _meet(terms: Interest, start: date, standing: Standing) -> bool:
    """Whether there is a day on which both run."""
    last = min(terms.until or date.max, standing.interest.until or date.max)
    return max(start, standing.step.effect.on) <= last


def widens(old: Interest, new: Interest) -> bool:
    """Whether other terms give more of the right away: another kind, more places or uses, a
    later end.
    """
    return (
        new.kind != old.kind
        or _beyond(new.territories, old.territories)
        or _beyond(new.fields, old.fields)
        or (new.until or date.max) > (old.until or date.max)
    )


def _beyond(new: Iterable[str], old: Iterable[str]) -> bool:
    """Whether an extent reaches where the old one does not; none named is everything."""
    named = set(new)
    return bool(set(old)) and (not named or bool(named - set(old)))


def stopped(terms: Interest, view: View) -> list[Block]:
    """The holds and locks that stop a licence of these terms."""
    stops = frozenset({"licence", "exclusive-licence"} if terms.kind in EXCLUSIVE else {"licence"})
    context, lock = view.context, view.deed.lock
    under = frozenset() if lock is None else frozenset({lock})
    return restrictions(view.asset, view.title, context.today, context.actor, stops, under)
