"""The rules on an assignment, against the title of one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ipregistry.domain.dispositions import blocks
from ipregistry.domain.facts import AssetFacts, Context, PartyFacts
from ipregistry.domain.filings.assignments.command import ACT, Assignment
from ipregistry.domain.filings.shares import WHOLE, check_shares, holdings, sum_of, wrong_sum
from ipregistry.domain.filings.subjects import (
    dates_to_come,
    find_asset,
    find_parties,
    policy_for,
    title_if_recorded,
)
from ipregistry.domain.policies import ActPolicy, Effect, Policy, weigh
from ipregistry.domain.titles import Register, State, Title, Transfer
from ipregistry.domain.violations import Severity, Violation, refusing

# Where the register makes the act, a deed counts from the register's entry, not from its own day.
CONSTITUTIVE = frozenset({Effect.CONSTITUTIVE_ON_REGISTRATION, Effect.CONSTITUTIVE_ON_PUBLICATION})


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the rules make of an assignment today."""

    violations: list[Violation]
    asset: AssetFacts | None = None
    policy: Policy | None = None
    rules: ActPolicy | None = None
    transferors: Mapping[str, PartyFacts] | None = None
    transferees: Mapping[str, PartyFacts] | None = None
    assents_needed: tuple[str, ...] = ()
    other_holders: tuple[str, ...] = ()

    @property
    def policies(self) -> tuple[Policy, ...]:
        """The policies that an entry on this footing pins."""
        return () if self.policy is None else (self.policy,)


def assess(command: Assignment, context: Context, *, stale_counts: bool) -> Assessment:
    """Every rule on the title of this moment, but standing and assents.

    An examined filing is judged on the title of the moment of decision: there the title
    version that its filer saw no longer counts (`stale_counts` false).
    """
    asset = find_asset(context, command.asset, "/asset")
    transferors, wrong = find_parties(context, command.transferors)
    transferees, wrong_to = find_parties(context, command.transferees)
    violations = wrong + wrong_to + _check_both_sides(command, context)
    if isinstance(asset, list):
        return Assessment(asset + violations)
    policy = policy_for(context, asset.office, asset.kind)
    rules = policy.acts.get(ACT)
    title = asset.title(context.today, context.now)
    if stale_counts and command.title_version != asset.title_version:
        violations.append(_stale(command, asset))
    if rules is None:
        violations.append(Violation("no-dispositions-here", "/asset", {"policy": policy.name}))
        return Assessment(violations, asset, policy)
    violations += [b.violation.under("/asset") for b in blocks(asset, title, rules, context.today)]
    violations += _check_holders(command, title)
    if not refusing(violations):
        violations += _check_place_in_chain(command, asset, rules, context)
    return Assessment(
        violations,
        asset,
        policy,
        rules,
        transferors,
        transferees,
        _assents_needed(command, title, rules),
        _other_holders(command, title),
    )


def _check_both_sides(command: Assignment, context: Context) -> list[Violation]:
    violations = check_shares(command.transferors) + check_shares(command.transferees)
    given, taken = sum_of(command.transferors), sum_of(command.transferees)
    if not violations and given != taken:
        violations.append(wrong_sum(command.transferees, given, "/transfereeBag"))
    if not violations and given > WHOLE:
        violations.append(wrong_sum(command.transferors, WHOLE, "/transferorBag"))
    both = {s.party for s in command.transferors} & {s.party for s in command.transferees}
    violations += [
        Violation("party-on-both-sides", s.pointer, {"party": s.party})
        for s in command.transferees
        if s.party in both
    ]
    return violations + dates_to_come(context, ("/executedDate", command.executed_on))


def _stale(command: Assignment, asset: AssetFacts) -> Violation:
    # One entry moves title once, so the entries in order are the versions in order.
    acts = list({s.ord: s.act for s in sorted(asset.steps, key=lambda s: s.ord)}.values())
    since = dict.fromkeys(acts[command.title_version :])
    return Violation(
        "stale-version",
        "/asset/titleVersion",
        {
            "seen": command.title_version,
            "current": asset.title_version,
            "changed": ", ".join(since),
        },
        severity=Severity.RACE,
    )


def _check_holders(command: Assignment, title: Title) -> list[Violation]:
    held = {h.party: h.share for h in title.record.holders or ()}
    return [
        Violation(
            "transferor-not-holder",
            share.pointer,
            {"party": share.party, "held": str(held.get(share.party, Fraction(0)))},
        )
        for share in command.transferors
        if share.share is not None and held.get(share.party, Fraction(0)) < share.share
    ]


def _check_place_in_chain(
    command: Assignment,
    asset: AssetFacts,
    rules: ActPolicy,
    context: Context,
) -> list[Violation]:
    """A deed of an earlier day must not break what is recorded after that day, nor be
    undone by it: then its giver would still stand in title, and could give once more.
    """
    ours = rules.register_of_record.value == context.node.office
    if not ours or rules.effect.value in CONSTITUTIVE:
        return []
    if all(step.effect.on <= command.executed_on for step in asset.steps):
        return []  # It comes last; that its giver holds what it gives was seen already.
    effect = Transfer(
        Register.RECORD,
        command.executed_on,
        holdings(command.transferors, context.parties),
        holdings(command.transferees, context.parties),
    )
    before = asset.title(context.today, context.now).record
    after = title_if_recorded(context, asset, ACT, effect, context.today).record
    fits = len(after.open_findings) <= len(before.open_findings)
    if fits and _held(after) == _moved(_held(before), effect):
        return []
    params = {"date": command.executed_on.isoformat()}
    return [Violation("contradicts-recorded-entry", "/executedDate", params)]


def _held(state: State) -> dict[str, Fraction]:
    return {h.party: h.share for h in state.holders or ()}


def _moved(held: Mapping[str, Fraction], effect: Transfer) -> dict[str, Fraction]:
    moved = dict(held)
    for giver in effect.givers:
        moved[giver.party] = moved.get(giver.party, Fraction(0)) - giver.share
    for taker in effect.takers:
        moved[taker.party] = moved.get(taker.party, Fraction(0)) + taker.share
    return {party: share for party, share in moved.items() if share}


def _assents_needed(command: Assignment, title: Title, rules: ActPolicy) -> tuple[str, ...]:
    needed = [s.party for s in command.transferors]
    if rules.co_owner_assent.value and rules.co_owner_assent.refuses:
        needed += _other_holders(command, title)
    return tuple(dict.fromkeys(needed))


def _other_holders(command: Assignment, title: Title) -> tuple[str, ...]:
    """The co-owners who give nothing themselves."""
    givers = {s.party for s in command.transferors}
    return tuple(h.party for h in title.record.holders or () if h.party not in givers)


def co_owner_review(assessment: Assessment) -> list[Violation]:
    """The question for an officer where co-owners' consent rests on memory only."""
    rules = assessment.rules
    if rules is None or not rules.co_owner_assent.value or rules.co_owner_assent.refuses:
        return []
    if not assessment.other_holders:
        return []
    return [weigh(rules.co_owner_assent, Violation("co-owner-assent-missing", "/transferorBag"))]
