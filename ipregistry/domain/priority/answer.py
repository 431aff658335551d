"""Priority as it is said: the interests on a right, every pair, and the order if there is one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from ipregistry.domain.policies import Policy
from ipregistry.domain.priority.limits import Limits, clocks_of
from ipregistry.domain.priority.pairs import (
    RULES,
    UNKNOWN,
    Fact,
    Interest,
    Pair,
    PriorityRule,
    Unknown,
    When,
)
from ipregistry.domain.priority.ranking import Ranking, rank
from ipregistry.domain.titles import Standing, Title

NOTICE = "recorded-not-adjudicated"


def rules_of(policy: Policy) -> dict[str, PriorityRule]:
    """The rule for each kind of interest that a policy names one for.

    The act that grants an interest has the name of its kind.
    """
    found = {act: rules.priority for act, rules in policy.acts.items()}
    return {
        act: PriorityRule(rule.value, rule.citation, rule.confidence)
        for act, rule in found.items()
        if rule.value in RULES
    }


def standing_interests(title: Title) -> tuple[Standing, ...]:
    """What stands on the right on the day of the answer, of record first, then as notified."""
    recorded = [s for s in title.record.interests if s.interest.runs_on(title.effective_on)]
    known = {s.interest.id for s in title.record.interests}
    told = [s for s in title.notified.interests if s.interest.runs_on(title.effective_on)]
    return (*recorded, *(s for s in told if s.interest.id not in known))


def facts_of(standing: Standing, *, recorded: bool) -> Interest:
    """What priority rests on, of one interest.

    What stands at the register of record is registered, though its day may not be known;
    what is only notified here has, as far as this register knows, not been registered.
    Whether and when it was applied for is known only where it is stated.
    """
    interest = standing.interest
    return Interest(
        interest.id,
        interest.executed,
        interest.applied or UNKNOWN,
        interest.registered or (UNKNOWN if recorded else None),
        None if interest.knew is None else frozenset(interest.knew),
        interest.category.value,
    )


def priority_document(
    asset_id: str, title: Title, policy: Policy, companies: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """The members of a priority answer. It says what is recorded, and no legal effect.

    `companies` are those of the grantors that are companies of Hong Kong: a charge that one
    of them gives, over a right of any office, has its one-month date.
    """
    recorded = {s.interest.id for s in title.record.interests}
    shown = [_Shown(s, s.interest.id in recorded) for s in standing_interests(title)]
    rules = rules_of(policy)
    limits = Limits(title.effective_on, clocks_of(policy), companies)
    found = rank([facts_of(s.standing, recorded=s.recorded) for s in shown], rules)
    return {
        "asset": asset_id,
        "interestBag": [s.document(limits) for s in shown],
        **_ranking(found),
        "ruleBag": [{"interestCategory": kind, **_rule(rules[kind])} for kind in sorted(rules)],
        "policy": policy.pin(),
        "notice": NOTICE,
    }


def _ranking(found: Ranking) -> dict[str, Any]:
    return {
        "pairBag": [_pair(pair) for pair in found.pairs],
        "tierBag": None if found.tiers is None else [list(tier) for tier in found.tiers],
        "circularIndicator": found.circular,
        "unrankedBag": list(found.unranked),
    }


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        "first": pair.first,
        "second": pair.second,
        "outcome": pair.outcome.value,
        "prevails": pair.prevails,
        "reason": pair.reason.value,
        **_rule(pair.rule),
        "factBag": [_fact(fact) for fact in pair.facts],
    }


def _rule(rule: PriorityRule) -> dict[str, str]:
    return {"rule": rule.name, "citation": rule.law, "confidence": rule.confidence}


def _fact(fact: Fact) -> dict[str, Any]:
    said: dict[str, Any] = {
        "interest": fact.interest,
        "fact": fact.fact,
        "missingIndicator": fact.missing,
    }
    if fact.of is not None:
        said["of"] = fact.of
    if isinstance(fact.value, bool):
        said["knewIndicator"] = fact.value
    elif not fact.missing:
        said["date"] = _day(fact.value)
    return said


def _day(value: When | Unknown | None) -> str | None:
    return value.isoformat() if isinstance(value, date) else None


@dataclass(frozen=True, slots=True)
class _Shown:
    """An interest as the answer of a day says it."""

    standing: Standing
    recorded: bool

    def document(self, limits: Limits) -> dict[str, Any]:
        """The interest with its days, and the time limits that run from them."""
        interest = self.standing.interest
        values: dict[str, Any] = {
            "interest": interest.id,
            "interestCategory": interest.category.value,
            "interestKind": interest.kind,
            "atRegisterIndicator": self.recorded,
            "executedDate": _day(interest.executed),
            "recordFilingDate": _day(interest.applied),
            "recordEffectiveDate": _day(interest.registered),
            **limits.members(self.standing, recorded=self.recorded),
        }
        return {name: value for name, value in values.items() if value is not None}
