"""Correction: an entry's effect on title gives way to another, or to nothing.

Both stay readable.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ipregistry.domain.facts import (
    AssetFacts,
    AssetRef,
    Context,
    FilingFacts,
    FilingStatus,
    Needs,
    PartyFacts,
    TransactionFacts,
)
from ipregistry.domain.filings.reading import (
    Evidence,
    ShareOf,
    read_date,
    read_evidence,
    read_shares,
)
from ipregistry.domain.filings.shares import (
    WHOLE,
    check_passed_on,
    check_shares,
    check_whole,
    holdings,
    sum_of,
    wrong_sum,
)
from ipregistry.domain.filings.subjects import (
    capacity_for,
    dates_to_come,
    find_parties_of_each,
    policy_for,
    title_if_recorded,
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
from ipregistry.domain.titles import Replace, Root, Step, Transfer
from ipregistry.domain.violations import Severity, Violation, refusing

NAME = "correction"


@dataclass(frozen=True, slots=True)
class Instead:
    """What ought to have been recorded: holders for a root, both sides for a transfer."""

    effective_on: date | None
    holders: tuple[ShareOf, ...]
    givers: tuple[ShareOf, ...]
    takers: tuple[ShareOf, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """Which transaction, whose error, what searches show after it, and what it should say."""

    transaction: str
    error_of: str
    reveals: str
    reason: str
    instead: Instead | None
    evidence: tuple[Evidence, ...]


def read(body: Mapping[str, Any]) -> Correction:
    """The command in a body of the right shape."""
    instead = body.get("replacement")
    return Correction(
        body["transaction"],
        body["errorCategory"],
        body["revealCategory"],
        body["reasonText"],
        None
        if instead is None
        else Instead(
            read_date(instead.get("effectiveDate")),
            read_shares(instead.get("holderBag", []), "/replacement/holderBag"),
            read_shares(instead.get("transferorBag", []), "/replacement/transferorBag"),
            read_shares(instead.get("transfereeBag", []), "/replacement/transfereeBag"),
        ),
        read_evidence(body.get("evidenceBag", [])),
    )


def _shares(command: Correction) -> tuple[ShareOf, ...]:
    instead = command.instead
    return () if instead is None else (*instead.holders, *instead.givers, *instead.takers)


def needs(command: Correction) -> Needs:
    """The transaction with its right, and whoever is named instead."""
    return Needs(
        transactions=(command.transaction,),
        parties=tuple(share.party for share in _shares(command)),
    )


@dataclass(frozen=True, slots=True)
class Assessed:
    """A correction that the rules let pass: the right, the effect, the people, the warnings."""

    asset: AssetFacts
    effect: Replace
    parties: list[PartyFacts]
    warnings: list[Violation]


def decide(command: Correction, context: Context) -> Decision:
    """A correction is recorded if what it puts in place fits the chain.

    Where the policy asks for a second officer it waits for his yes first.
    """
    assessed = assess(command, context)
    if not isinstance(assessed, Assessed):
        return assessed
    asset = assessed.asset
    rules = policy_for(context, asset.office, asset.kind).acts.get(NAME)
    if rules is None or not rules.second_officer.value:
        return _recorded(command, context, assessed)
    filing = filing_draft(
        context,
        NAME,
        FilingStatus.UNDER_EXAMINATION,
        act=NAME,
        assets=(asset.id,),
        published=asset.published,
    )
    warnings = tuple(assessed.warnings)
    return Outcome(FilingStatus.UNDER_EXAMINATION, (filing,), warnings=warnings)


def assess(command: Correction, context: Context) -> Assessed | list[Violation]:
    """What the rules make of it on the chain of this moment."""
    transaction = context.transactions.get(command.transaction)
    if transaction is None:
        params = {"transaction": command.transaction}
        return [Violation("transaction-unknown", "/transaction", params)]
    asset = context.assets[AssetRef(id=transaction.assets[0])]
    wrong_step = _step_of(asset, transaction.id)
    if wrong_step is None:
        return [Violation("nothing-to-correct", "/transaction", {"act": transaction.act})]
    violations = _check(command, context, asset, transaction)
    parties, wrong_parties = _find(command, context)
    violations += wrong_parties
    if refusing(violations):
        return violations
    effect, wrong_effect = _replacement(command, wrong_step, context)
    violations += wrong_effect
    if not refusing(violations):
        violations += _check_fit(effect, asset, context)
    if refusing(violations):
        return violations
    return Assessed(asset, effect, parties, violations)


def _find(command: Correction, context: Context) -> tuple[list[PartyFacts], list[Violation]]:
    instead = command.instead
    bags = () if instead is None else (instead.holders, instead.givers, instead.takers)
    found, wrong = find_parties_of_each(context, bags)
    return list(found.values()), wrong


def _step_of(asset: AssetFacts, transaction: str) -> Step | None:
    """The entry's effect on ownership, seen through the corrections it made itself."""
    for step in asset.steps:
        if step.transaction != transaction:
            continue
        if isinstance(step.effect, Root | Transfer):
            return step
        if isinstance(step.effect, Replace) and step.effect.by is not None:
            return replace(step, effect=step.effect.by)
    return None


def _check(
    command: Correction, context: Context, asset: AssetFacts, transaction: TransactionFacts
) -> list[Violation]:
    violations = check_shares(_shares(command))
    for step in asset.steps:
        if isinstance(step.effect, Replace) and step.effect.transaction == transaction.id:
            params = {"transaction": step.transaction}
            violations.append(Violation("already-corrected", "/transaction", params))
    instead = command.instead
    if instead is not None:
        violations += dates_to_come(context, ("/replacement/effectiveDate", instead.effective_on))
    gainers = () if instead is None else (*instead.holders, *instead.takers)
    if context.actor.party in {share.party for share in gainers}:
        violations.append(Violation("own-interest", "/replacement", severity=Severity.FORBIDDEN))
    return violations


def _replacement(
    command: Correction, wrong: Step, context: Context
) -> tuple[Replace, list[Violation]]:
    instead, effect = command.instead, wrong.effect
    assert isinstance(effect, Root | Transfer)  # noqa: S101 - _step_of gives no other
    if instead is None:
        return Replace(effect.on, wrong.transaction, None), []
    by, violations = _right_effect(instead, effect, dict(context.parties))
    return Replace(instead.effective_on or effect.on, wrong.transaction, by), violations


def _right_effect(
    instead: Instead, effect: Root | Transfer, parties: Mapping[str, PartyFacts]
) -> tuple[Root | Transfer | None, list[Violation]]:
    """The effect as it ought to have been: of the same sort, with the holders or sides said."""
    on = instead.effective_on or effect.on
    if isinstance(effect, Root):
        pointer = "/replacement/holderBag"
        if instead.givers or instead.takers or check_whole(instead.holders, pointer):
            return None, [wrong_sum(instead.holders, WHOLE, pointer)]
        return replace(effect, on=on, holders=holdings(instead.holders, parties)), []
    pointer = "/replacement/transfereeBag"
    if instead.holders or check_passed_on(instead.givers, instead.takers, pointer):
        return None, [wrong_sum(instead.takers, sum_of(instead.givers), pointer)]
    givers, takers = holdings(instead.givers, parties), holdings(instead.takers, parties)
    return replace(effect, on=on, givers=givers, takers=takers), []


def _check_fit(effect: Replace, asset: AssetFacts, context: Context) -> list[Violation]:
    """What is put in place may close findings, never open new ones."""
    before = asset.title(date.max, context.now)
    after = title_if_recorded(context, asset, NAME, effect, date.max)
    # What is lodged is played upon the record, so its findings hold those of the record.
    known = {(f.code, f.transaction) for f in before.notified.open_findings}
    new = [f for f in after.notified.open_findings if (f.code, f.transaction) not in known]
    return [Violation("correction-does-not-fit", "/replacement", {"name": f.code}) for f in new]


def _recorded(command: Correction, context: Context, assessed: Assessed) -> Outcome:
    """Recorded at once: one entry for the correction and the filing that brought it."""
    asset = assessed.asset
    draft, policy = _transaction(command, context, assessed, context.filing_id, context.now)
    filing = filing_draft(
        context,
        NAME,
        FilingStatus.RECORDED,
        act=NAME,
        assets=(asset.id,),
        transaction=draft.id,
        published=asset.published,
        capacity=draft.capacity,
    )
    return Outcome(
        FilingStatus.RECORDED,
        (draft, filing),
        (TitleMove(asset.id, asset.title_version),),
        (policy,),
        tuple(assessed.warnings),
    )


def accept(context: Context, filing: FilingFacts, own: RecordDraft) -> Decision:
    """A second officer's yes to a correction that waited for it, on the chain of this moment."""
    command = read(filing.body)
    assessed = assess(command, context)
    if not isinstance(assessed, Assessed):
        return [replace(v, pointer="/filing") for v in assessed]
    asset = assessed.asset
    draft, policy = _transaction(command, context, assessed, filing.id, filing.received_at)
    later = next_filing_draft(
        filing,
        FilingStatus.RECORDED,
        draft.capacity,
        published=asset.published,
        transaction=draft.id,
    )
    return Outcome(
        FilingStatus.RECORDED,
        (draft, later, own),
        (TitleMove(asset.id, asset.title_version),),
        (policy,),
        tuple(assessed.warnings),
    )


def _transaction(
    command: Correction, context: Context, assessed: Assessed, filing: str, received_at: str
) -> tuple[RecordDraft, Policy]:
    asset, effect = assessed.asset, assessed.effect
    policy = policy_for(context, asset.office, asset.kind)
    draft = transaction_draft(
        context.new_id("transaction"),
        NAME,
        filing=filing,
        subjects=[subject_member(asset.id, asset.version, asset.title_version, (effect,))],
        received_at=received_at,
        effective=effect.on,
        capacity=capacity_for(context, asset.office),
        published=asset.published,
        sides=[("named-instead", assessed.parties)],
        evidence=command.evidence,
        policy=policy,
        corrects={
            "transaction": command.transaction,
            "errorCategory": command.error_of,
            "revealCategory": command.reveals,
        },
    )
    return draft, policy


TYPE = FilingType(
    name=NAME,
    read=read,
    needs=needs,
    decide=decide,
    citation="Node practice: nothing is edited; a correction may itself be corrected",
)
