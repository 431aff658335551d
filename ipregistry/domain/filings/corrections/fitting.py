"""Whether what a correction leaves fits the chain: findings may be closed, never opened, and
nothing may stand together afterwards that the rules would not have let stand.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import combinations

from ipregistry.domain.dispositions import LOCK
from ipregistry.domain.facts import AssetFacts, Context
from ipregistry.domain.filings.corrections.targets import Target
from ipregistry.domain.filings.interests.conflicts import exclude_each_other
from ipregistry.domain.policies import Policy
from ipregistry.domain.titles import (
    Effect,
    End,
    Grant,
    InterestCategory,
    Replace,
    Step,
    Title,
    Vary,
    standing,
    title_at,
)
from ipregistry.domain.violations import Violation

TRIED = "tried"


def tried_steps(context: Context, asset: AssetFacts, act: str, effect: Effect) -> tuple[Step, ...]:
    """The steps of the right with one more, which nobody has recorded."""
    last = max((step.ord for step in asset.steps), default=0)
    tried = Step(last + 1, 0, context.now, TRIED, 1, act, "office", effect)
    return (*asset.steps, tried)


def check_fit(
    target: Target, effect: Replace, context: Context, policy: Policy, act: str
) -> list[Violation]:
    """Everything for which the correction does not fit, on one right."""
    asset = target.asset
    after = tried_steps(context, asset, act, effect)
    hanging = _hanging(target, asset.steps, after)
    if hanging:
        return hanging
    names = [
        *_opened(target, asset, after, context),
        *_together(asset.steps, after, context, policy),
        *_locked_twice(asset, after, context),
    ]
    return [
        Violation("correction-does-not-fit", target.pointer, {"name": name})
        for name in dict.fromkeys(names)
    ]


def _hanging(target: Target, before: tuple[Step, ...], after: tuple[Step, ...]) -> list[Violation]:
    """What rests on an interest that would never have been granted: it must be put right first."""
    left = _granted(after)
    lost = _granted(before) - left
    return [
        Violation(
            "interest-relied-on",
            target.pointer,
            {"interest": interest, "transaction": step.transaction},
        )
        for step in standing(after)[0]
        for interest in sorted(_rests_on(step) & lost)
    ]


def _granted(steps: tuple[Step, ...]) -> set[str]:
    found = (step.effect for step in standing(steps)[0])
    return {effect.interest.id for effect in found if isinstance(effect, Grant)}


def _rests_on(step: Step) -> set[str]:
    match step.effect:
        case Grant():
            interest = step.effect.interest
            return {*(interest.knew or ()), *([interest.under] if interest.under else ())}
        case Vary():
            return {step.effect.interest.id}
        case End():
            return {step.effect.interest}
        case _:
            return set()


def _opened(
    target: Target, asset: AssetFacts, after: tuple[Step, ...], context: Context
) -> Iterable[str]:
    """The findings that were not open before. One that the corrected entry had itself is none."""
    was, now = asset.title(date.max, context.now), title_at(after, date.max, context.now)
    corrected = {step.transaction for step in target.entry}
    for old, new in ((was.record, now.record), (was.notified, now.notified)):
        known = {(f.code, f.transaction) for f in old.open_findings}
        known |= {(code, TRIED) for code, transaction in known if transaction in corrected}
        yield from (f.code for f in new.open_findings if (f.code, f.transaction) not in known)


def _together(
    before: tuple[Step, ...], after: tuple[Step, ...], context: Context, policy: Policy
) -> Iterable[str]:
    """Licences that exclude each other, and more security than the policy lets stand at once."""
    days = {step.effect.on for step in standing(after)[0] if step.effect.on > context.today}
    security = policy.acts.get("security")
    most = 0 if security is None else security.most_active.value
    for day in sorted({context.today, *days}):
        was, now = (title_at(steps, day, context.now) for steps in (before, after))
        if _clashing(now, day) - _clashing(was, day):
            yield "conflicting-licence"
        if most and len(_secured(now, day)) > max(most, len(_secured(was, day))):
            yield "already-pledged"


def _clashing(title: Title, day: date) -> set[frozenset[str]]:
    licences = [s.interest for s in title.notified.active(InterestCategory.LICENCE, day)]
    return {
        frozenset((one.id, other.id))
        for one, other in combinations(licences, 2)
        if exclude_each_other(one, other)
    }


def _secured(title: Title, day: date) -> set[str]:
    states = (title.record, title.notified)
    return {s.interest.id for t in states for s in t.active(InterestCategory.SECURITY, day)}


def _locked_twice(asset: AssetFacts, after: tuple[Step, ...], context: Context) -> Iterable[str]:
    """A lock that comes back beside another: two trades would settle one right."""
    title = title_at(after, context.today, context.now)
    holds = [asset.hold(restriction.hold) for restriction in title.record.restrictions]
    locks = [
        hold
        for hold in holds
        if hold is not None
        and hold.category == LOCK
        and (hold.until is None or context.today <= hold.until)
    ]
    if len(locks) > 1:
        yield "asset-locked"
