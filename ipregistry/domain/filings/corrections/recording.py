"""What becomes of a correction: refused, waiting for a second officer, or recorded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from ipregistry.domain.facts import (
    AssetFacts,
    AssetRef,
    Capacity,
    Context,
    FilingFacts,
    FilingStatus,
    PartyFacts,
    TransactionFacts,
)
from ipregistry.domain.filings.corrections.command import (
    Correction,
    OnRight,
    needs,
    read,
)
from ipregistry.domain.filings.corrections.fitting import check_fit, tried_steps
from ipregistry.domain.filings.corrections.following import holds_after
from ipregistry.domain.filings.corrections.instead import right_effect
from ipregistry.domain.filings.corrections.targets import Target, find_target
from ipregistry.domain.filings.shares import check_shares
from ipregistry.domain.filings.subjects import (
    capacity_for,
    dates_to_come,
    find_parties_of_each,
    policy_for,
)
from ipregistry.domain.filings.transactions import subject_member, transaction_draft
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import (
    Decision,
    Outcome,
    RecordDraft,
    TitleMove,
    filing_draft,
    next_filing_draft,
)
from ipregistry.domain.policies import Policy
from ipregistry.domain.revealing import changed_since
from ipregistry.domain.titles import Replace, Reveal, named_in
from ipregistry.domain.told import Told, ToldAs
from ipregistry.domain.violations import Severity, Violation, refusing

NAME = "correction"


@dataclass(frozen=True, slots=True)
class OnOne:
    """A correction of one right that the rules let pass."""

    target: Target
    effect: Replace
    policy: Policy

    @property
    def asset(self) -> AssetFacts:
        """The right."""
        return self.target.asset


@dataclass(frozen=True, slots=True)
class Assessed:
    """A correction that the rules let pass: right by right, who is named, the warnings."""

    rights: tuple[OnOne, ...]
    parties: tuple[PartyFacts, ...]
    warnings: list[Violation]

    @property
    def published(self) -> bool:
        """Whether outsiders may know of every right."""
        return all(one.asset.published for one in self.rights)

    @property
    def secret(self) -> bool:
        """Whether it tells outsiders its effects and nothing else, as a restriction does."""
        return any(one.target.secret for one in self.rights)

    @property
    def policies(self) -> tuple[Policy, ...]:
        """The policies that an entry on this footing pins, each once."""
        return tuple({one.policy.name: one.policy for one in self.rights}.values())

    @property
    def moves(self) -> tuple[TitleMove, ...]:
        """The titles that it moves."""
        return tuple(TitleMove(one.asset.id, one.asset.title_version) for one in self.rights)

    @property
    def assets(self) -> tuple[str, ...]:
        """The rights by number."""
        return tuple(one.asset.id for one in self.rights)


def decide(command: Correction, context: Context) -> Decision:
    """A correction is recorded if what it leaves fits the chain.

    Where the policy asks for a second officer it waits for his yes first.
    """
    assessed = assess(command, context)
    if not isinstance(assessed, Assessed):
        return assessed
    if not _asks_second(assessed.policies):
        return _recorded(command, context, assessed)
    filing = filing_draft(
        context,
        NAME,
        FilingStatus.UNDER_EXAMINATION,
        act=NAME,
        assets=assessed.assets,
        published=assessed.published,
    )
    warnings, told = tuple(assessed.warnings), _told_of(assessed, context)
    return Outcome(FilingStatus.UNDER_EXAMINATION, (filing,), warnings=warnings, also_told=told)


def _told_of(assessed: Assessed, context: Context) -> tuple[Told, ...]:
    """Everybody whom the entry names, or ought to have named, at the address that stands."""
    return tuple(
        Told(party, context.parties[party].version, one.asset.id, ToldAs.NAMED)
        for one in assessed.rights
        for party in sorted(named_in(one.effect).union(*map(named_in, one.target.effects)))
        if party in context.parties
    )


def _asks_second(policies: Iterable[Policy]) -> bool:
    rules = (policy.acts.get(NAME) for policy in policies)
    return any(found is not None and bool(found.second_officer.value) for found in rules)


def assess(
    command: Correction, context: Context, *, stale_counts: bool = True
) -> Assessed | list[Violation]:
    """What the rules make of it on the chain of this moment.

    Decided later it is judged on the title of that moment, and the versions that its filer
    saw no longer count (`stale_counts` false).
    """
    transaction = context.transactions.get(command.transaction)
    if transaction is None:
        params = {"transaction": command.transaction}
        return [Violation("transaction-unknown", "/transaction", params)]
    targets, violations = _targets(command, context, transaction, stale_counts=stale_counts)
    violations += _check(command, context)
    violations += _own_interest(command, context, targets)
    if refusing(violations):
        return violations
    made = []
    for target in targets:
        one, wrong = _on_one(command, context, target)
        violations += wrong
        made += [one]
    if refusing(violations):
        return violations
    parties = tuple(context.parties[party] for party in command.parties())
    return Assessed(tuple(made), parties, violations)


def _targets(
    command: Correction, context: Context, transaction: TransactionFacts, *, stale_counts: bool
) -> tuple[list[Target], list[Violation]]:
    """What is corrected, right by right, and what is wrong with the naming of it."""
    found: list[Target] = []
    violations: list[Violation] = []
    for on_right, asset_id in _rights(command, transaction):
        if asset_id not in transaction.assets:
            params = {"asset": asset_id}
            violations.append(
                Violation("right-not-in-transaction", f"{on_right.pointer}/id", params)
            )
            continue
        asset = context.assets[AssetRef(id=asset_id)]
        if asset_id in [target.asset.id for target in found]:
            violations.append(Violation("asset-named-twice", on_right.pointer, {"asset": asset_id}))
            continue
        if stale_counts and on_right.title_version not in {None, asset.title_version}:
            violations.append(_stale(on_right, asset, context))
        target = find_target(asset, transaction.id, transaction.act, on_right)
        violations += target if isinstance(target, list) else []
        found += [] if isinstance(target, list) else [target]
    return found, violations


def _rights(command: Correction, transaction: TransactionFacts) -> list[tuple[OnRight, str]]:
    """Each right with what becomes of the entry on it: the one said of all, or one for each."""
    return [
        (on_right, asset)
        for on_right in command.rights
        for asset in ((on_right.asset,) if on_right.asset is not None else transaction.assets)
    ]


def _stale(on_right: OnRight, asset: AssetFacts, context: Context) -> Violation:
    seen = on_right.title_version or 0
    params: dict[str, str | int] = {
        "seen": seen,
        "current": asset.title_version,
        "changed": changed_since(context.actor, asset, seen),
    }
    pointer = f"{on_right.pointer}/titleVersion"
    return Violation("stale-version", pointer, params, severity=Severity.RACE)


def _check(command: Correction, context: Context) -> list[Violation]:
    """The rules that need no right."""
    violations: list[Violation] = []
    for on_right in command.rights:
        instead = on_right.instead
        if instead is None:
            continue
        bags = instead.bags()
        violations += [v for bag in bags for v in check_shares(bag)]
        violations += dates_to_come(
            context, (f"{instead.pointer}/effectiveDate", instead.effective_on)
        )
        violations += find_parties_of_each(context, bags)[1]
        in_bags = {share.party for bag in bags for share in bag}
        violations += [
            Violation("party-unknown", f"{pointer}/party", {"party": party})
            for party, pointer in instead.parties()
            if party not in context.parties and party not in in_bags
        ]
        if command.reveals is Reveal.NEITHER and not instead.nothing:
            # What searches show nothing of cannot be what they show as standing.
            violations.append(Violation("neither-only-for-nothing", "/revealCategory"))
    return violations


def _own_interest(command: Correction, context: Context, targets: list[Target]) -> list[Violation]:
    """No officer decides of what his own party gains, or would be rid of."""
    party = context.actor.party
    if party is None:
        return []
    found = []
    for on_right in command.rights:
        instead = on_right.instead
        here = [t for t in targets if t.on_right is on_right]
        gains = instead is not None and party in {named for named, _ in instead.parties()}
        loses = any(party in named_in(effect) for t in here for effect in t.effects)
        if gains or loses:
            pointer = f"{on_right.pointer}/replacement"
            found.append(Violation("own-interest", pointer, severity=Severity.FORBIDDEN))
    return found


def _on_one(command: Correction, context: Context, target: Target) -> tuple[OnOne, list[Violation]]:
    """The correction of one right: the effect that it records, held against the chain."""
    policy = policy_for(context, target.asset.office, target.asset.kind)
    effect, wrong = _replacement(command, context, target)
    if not refusing(wrong):
        wrong = [*wrong, *check_fit(target, effect, context, policy, NAME)]
    return OnOne(target, effect, policy), wrong


def _replacement(
    command: Correction, context: Context, target: Target
) -> tuple[Replace, list[Violation]]:
    instead, meant = target.on_right.instead, target.meant
    if meant is None or instead is None:
        on = target.entry[0].effect.on
        return Replace(on, command.transaction, None, None, command.reveals), []
    (effect,) = target.effects
    if instead.nothing:
        return Replace(effect.on, meant.transaction, None, meant.seq, command.reveals), []
    by, violations = right_effect(effect, instead, context)
    if by == effect and not violations:
        violations = [Violation("correction-changes-nothing", instead.pointer)]
    made = Replace(by.on, meant.transaction, by, meant.seq, command.reveals)
    return made, violations


# ------------------------------------------------------------------ putting it down


def _recorded(command: Correction, context: Context, assessed: Assessed) -> Outcome:
    """Recorded at once: one entry for the correction and the filing that brought it."""
    drafts = _drafts(command, context, assessed, context.filing_id, context.now)
    filing = filing_draft(
        context,
        NAME,
        FilingStatus.RECORDED,
        act=NAME,
        assets=assessed.assets,
        transaction=drafts[0].id,
        published=assessed.published,
        capacity=drafts[0].capacity,
    )
    warnings = tuple(assessed.warnings)
    records = (*drafts, filing)
    return Outcome(
        FilingStatus.RECORDED,
        records,
        assessed.moves,
        assessed.policies,
        warnings,
        _told_of(assessed, context),
    )


def accept(context: Context, filing: FilingFacts, own: RecordDraft) -> Decision:
    """A second officer's yes to a correction that waited for it, on the chain of this moment."""
    command = read(filing.body)
    assessed = assess(command, context, stale_counts=False)
    if not isinstance(assessed, Assessed):
        return [replace(v, pointer="/filing") for v in assessed]
    drafts = _drafts(command, context, assessed, filing.id, filing.received_at)
    later = next_filing_draft(
        filing,
        FilingStatus.RECORDED,
        drafts[0].capacity,
        published=assessed.published,
        transaction=drafts[0].id,
    )
    warnings = tuple(assessed.warnings)
    return Outcome(
        FilingStatus.RECORDED,
        (*drafts, later, own),
        assessed.moves,
        assessed.policies,
        warnings,
        _told_of(assessed, context),
    )


def _drafts(
    command: Correction, context: Context, assessed: Assessed, filing: str, received_at: str
) -> list[RecordDraft]:
    """The transaction, and what it makes of the holds behind the restrictions it corrects."""
    first = assessed.rights[0]
    capacity = capacity_for(context, first.asset.office)
    transaction = transaction_draft(
        context.new_id("transaction"),
        NAME,
        filing=filing,
        subjects=[
            subject_member(one.asset.id, one.asset.version, one.asset.title_version, (one.effect,))
            for one in assessed.rights
        ],
        received_at=received_at,
        effective=min(one.effect.on for one in assessed.rights),
        capacity=capacity,
        # Nobody but those concerned ever reads of the end of what searches show nothing of.
        published=assessed.published and command.reveals is not Reveal.NEITHER,
        policy=first.policy,
        corrects=_corrects(command, assessed),
        **({} if assessed.secret else _told(command, context, assessed)),
    )
    return [transaction, *_holds(context, assessed, capacity)]


def _corrects(command: Correction, assessed: Assessed) -> dict[str, Any]:
    """What the record says of it: of a restriction not whose error, which would tell its ground."""
    said = {"transaction": command.transaction, "revealCategory": command.reveals.value}
    return said if assessed.secret else {**said, "errorCategory": command.error_of}


def _told(command: Correction, context: Context, assessed: Assessed) -> dict[str, Any]:
    sides = [("named-instead", assessed.parties)]
    if command.reveals is Reveal.NEITHER:
        # Those whom the entry named read of its end, which nobody else does.
        before = {
            party
            for one in assessed.rights
            for effect in one.target.effects
            for party in named_in(effect)
        }
        known = tuple(context.parties[p] for p in sorted(before) if p in context.parties)
        sides.append(("named-before", known))
    return {"sides": sides, "evidence": command.evidence}


def _holds(context: Context, assessed: Assessed, capacity: Capacity) -> list[RecordDraft]:
    if not assessed.secret:
        return []
    return [
        draft
        for one in assessed.rights
        for draft in holds_after(
            one.asset, tried_steps(context, one.asset, NAME, one.effect), context, capacity
        )
    ]


TYPE = FilingType(
    name=NAME,
    read=read,
    needs=needs,
    decide=decide,
    citation="Node practice: nothing is edited; a correction may itself be corrected",
)
