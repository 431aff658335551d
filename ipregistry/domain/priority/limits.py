"""The last days for recording, as they are said: of an act, of an interest, of a company's charge.

Computed from the deed's day by the policy's clock, with its source. Lateness is a flag. It
refuses nothing and removes nothing, and what follows from it is told only where it was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from ipregistry.domain.facts import PartyFacts
from ipregistry.domain.policies import ActPolicy, Policy
from ipregistry.domain.priority.clocks import (
    Clock,
    Deadline,
    VoidRisk,
    deadline,
    read_clock,
    void_risk,
)
from ipregistry.domain.rights import HK
from ipregistry.domain.titles import Interest, Standing


def clock_of(rules: ActPolicy) -> Clock | None:
    """The time for recording an act, where the policy has one.

    What lateness may bring about is a rule with a source of its own: from memory it is not told.
    """
    rule, follows = rules.recordal_deadline, rules.late_recordal_consequence
    if not isinstance(rule.value, Mapping):
        return None
    found = read_clock(rule.value, rule.citation, rule.confidence)
    if follows.value is not None and follows.refuses:
        return replace(found, consequence=follows.value)
    return found


def clocks_of(policy: Policy) -> dict[str, Clock]:
    """The time for recording each act, by the act's name."""
    found = {act: clock_of(rules) for act, rules in policy.acts.items()}
    return {act: clock for act, clock in found.items() if clock is not None}


def limit_member(
    clock: Clock | None, days: Mapping[str, date | None], done: date | None
) -> dict[str, Any] | None:
    """The last day by a clock. `done`: when it was applied for, or else the day of asking;
    None where neither tells whether it was in time.
    """
    found = None if clock is None else deadline(clock, days)
    if not isinstance(found, Deadline):
        return None
    values = {
        "date": found.ends.isoformat(),
        "runsFrom": found.runs_from,
        "lateIndicator": None if done is None else found.passed_by(done),
        "consequenceCode": found.consequence,
        "citation": found.citation,
        "confidence": found.confidence,
    }
    return {name: value for name, value in values.items() if value is not None}


def charge_member(category: str, created: date | None, today: date) -> dict[str, Any] | None:
    """The one-month date of a charge that a company of Hong Kong gives.

    The day of delivery to the Companies Registry is not recorded here.
    """
    found = void_risk(category, created=created, delivered=None, today=today)
    if not isinstance(found, VoidRisk):
        return None
    return {
        "date": found.ends.isoformat(),
        "standing": found.standing.value,
        "voidRiskIndicator": found.flag,
        "citation": found.citation,
        "confidence": found.confidence,
    }


def is_hong_kong_company(party: PartyFacts | None) -> bool:
    """Whether the one-month date runs for what this party charges."""
    return party is not None and party.is_organization and party.place == HK


@dataclass(frozen=True, slots=True)
class Limits:
    """What is said of interests' last days on one day: the clocks, and which parties are companies
    of Hong Kong.
    """

    today: date
    clocks: Mapping[str, Clock] = field(default_factory=dict)
    companies: frozenset[str] = frozenset()

    def members(self, standing: Standing, *, recorded: bool) -> dict[str, Any]:
        """`recordalDeadline` and `companyCharge` of an interest, as far as it has them."""
        interest = standing.interest
        days = {"executed": interest.executed, "effective": standing.step.effect.on}
        # Applied for on the day of registration at the latest; without either day, what is
        # on the register may have been in time.
        done = interest.applied or interest.registered or (None if recorded else self.today)
        found = {
            "recordalDeadline": limit_member(self.clocks.get(interest.category.value), days, done),
            "companyCharge": self._charge(interest),
        }
        return {name: value for name, value in found.items() if value is not None}

    def _charge(self, interest: Interest) -> dict[str, Any] | None:
        if not any(giver.party in self.companies for giver in interest.givers):
            return None
        return charge_member(interest.category.value, interest.executed, self.today)

    def ends(self, standings: Iterable[Standing]) -> list[date]:
        """The last days, behind which the members change by themselves."""
        found = [
            member["date"]
            for standing in standings
            for member in self.members(standing, recorded=False).values()
        ]
        return [date.fromisoformat(day) for day in found]
