"""Safeguards against title fraud: why a filing does not go straight into effect, and from when
it may.

Which of them hold for an act is policy data (`neverStraight`, `standstillDays`,
`addressChangeDays`). The owner learns of a fraud last; each of these makes time in which
the notice that he gets can still change something (reference: alerts on application, not
on registration, as land registries send them).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from ipregistry.domain.policies import ActPolicy, NeverStraight, Policy, Rule, weigh
from ipregistry.domain.titles import Effect, End, Rename, Step, Transfer
from ipregistry.domain.violations import Severity, Violation

WHOLE = Fraction(1)
# An instant as records have it: UTC, to the microsecond.
_INSTANT = "%Y-%m-%dT%H:%M:%S.%fZ"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an officer must look at a filing first, with the rule that says so."""

    name: str
    rule: Rule
    params: dict[str, str | int] = field(default_factory=dict)

    def warning(self, pointer: str = "") -> Violation:
        """The reason as its filer reads it: nothing is refused, the filing waits."""
        params = {"reason": self.name, **self.params}
        return Violation(
            "not-straight-through", pointer, params, self.rule.citation, Severity.WARNING
        )


@dataclass(frozen=True, slots=True)
class Disposition:
    """What a filing would do to one right, and by whom: all that the safeguards look at.

    `agent` is the account of an agent who files for somebody else; None where a party files
    for itself, or an officer. `agent_known`: that account has had a filing on this right
    recorded before. `address_changed` is the last day on which the particulars of somebody
    who gives the right away were changed on it.
    """

    today: date
    received_at: str = ""
    whole: bool = False
    releases: bool = False
    transfers: bool = False
    agent: str | None = None
    agent_known: bool = False
    address_changed: date | None = None


def disposition(
    effects: Sequence[Effect],
    steps: Iterable[Step],
    today: date,
    *,
    received_at: str = "",
    agent: str | None = None,
    agent_known: bool = False,
) -> Disposition:
    """The facts, from the effects that a filing would have and the steps recorded so far."""
    transfers = [effect for effect in effects if isinstance(effect, Transfer)]
    givers = {holding.party for transfer in transfers for holding in transfer.givers}
    changed = [
        date.fromisoformat(step.known_at[:10])
        for step in steps
        if isinstance(step.effect, Rename) and step.effect.party in givers
    ]
    return Disposition(
        today=today,
        received_at=received_at,
        whole=any(sum(h.share for h in transfer.givers) == WHOLE for transfer in transfers),
        releases=any(isinstance(effect, End) for effect in effects),
        transfers=bool(transfers),
        agent=agent,
        agent_known=agent_known,
        address_changed=max(changed, default=None),
    )


def reasons_to_examine(rules: ActPolicy, facts: Disposition) -> list[Reason]:
    """Every safeguard of the policy that keeps this filing from going straight through."""
    asked = rules.never_straight
    found = [
        Reason(name, asked, params)
        for name, params in _met(rules, facts).items()
        if name in asked.value
    ]
    if rules.standstill_days.value:
        until = standstill_ends(rules, facts.received_at)
        found.append(Reason("standstill", rules.standstill_days, {"until": until}))
    return found


def _met(rules: ActPolicy, facts: Disposition) -> dict[str, dict[str, str | int]]:
    """The safeguards whose facts are there, whatever the policy asks for."""
    met: dict[str, dict[str, str | int]] = {}
    if facts.whole and facts.agent is not None and not facts.agent_known:
        met[NeverStraight.NEW_AGENT] = {}
    if facts.releases:
        met[NeverStraight.RELEASE] = {}
    if facts.transfers and _just_changed(rules, facts):
        changed = facts.address_changed
        assert changed is not None  # noqa: S101 - it was just compared
        met[NeverStraight.ADDRESS_CHANGE] = {"date": changed.isoformat()}
    return met


def _just_changed(rules: ActPolicy, facts: Disposition) -> bool:
    """Whether the change lies less than so many days back; on the last of them it still does."""
    if facts.address_changed is None:
        return False
    return facts.today <= facts.address_changed + timedelta(days=rules.address_change_days.value)


def standstill_ends(rules: ActPolicy, received_at: str) -> str:
    """The instant from which a filing received then may take effect: whole days of 24 hours,
    so that one received at night has as many as any other.
    """
    received = datetime.strptime(received_at, _INSTANT).replace(tzinfo=UTC)
    return (received + timedelta(days=rules.standstill_days.value)).strftime(_INSTANT)


def check_standstill(rules: ActPolicy, received_at: str, now: str) -> list[Violation]:
    """What an officer hears who would accept a filing while its standstill runs."""
    if not rules.standstill_days.value:
        return []
    until = standstill_ends(rules, received_at)
    if now >= until:
        return []
    params: dict[str, str | int] = {"until": until}
    return [weigh(rules.standstill_days, Violation("standstill-running", "/filing", params))]


def asks_who_filed(policies: Iterable[Policy]) -> bool:
    """Whether any policy looks at who has filed on a right before: else nobody looks it up."""
    return any(
        NeverStraight.NEW_AGENT in act.never_straight.value
        for policy in policies
        for act in policy.acts.values()
    )
