"""The last days for recording that title says of a day, and what a past answer leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeAlias

from ipregistry.domain.facts import PartyFacts
from ipregistry.domain.policies import Policy
from ipregistry.domain.priority.limits import Limits, clocks_of, is_hong_kong_company
from ipregistry.domain.titles import Title

PartyNames: TypeAlias = Mapping[tuple[str, int], PartyFacts]

OF_TODAY = frozenset({"pending", "blocks", "policy"})
OF_TODAY_IN_INTERESTS = frozenset({"recordalDeadline", "companyCharge"})


def without_today(document: Mapping[str, Any]) -> dict[str, Any]:
    """The answer without what is said of the day of asking, by the policy of that day."""
    kept = {name: value for name, value in document.items() if name not in OF_TODAY}
    for bag in ("licences", "securityInterests"):
        kept[bag] = [
            {name: value for name, value in one.items() if name not in OF_TODAY_IN_INTERESTS}
            for one in kept[bag]
        ]
    return kept


def last_days(title: Title, policy: Policy, names: PartyNames, today: date) -> Limits:
    """The last days for recording that title says: by the policy of today, as on this day."""
    givers = {
        (giver.party, giver.party_version)
        for standing in title.notified.interests
        for giver in standing.interest.givers
    }
    companies = {
        party for party, known in givers if is_hong_kong_company(names.get((party, known)))
    }
    return Limits(today, clocks_of(policy), frozenset(companies))
