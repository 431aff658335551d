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
    FilingStatus,
    Needs,
    TransactionFacts,
)
from ipregistry.domain.filings.assets import subject_member
from ipregistry.domain.filings.reading import (
    Evidence,
    ShareOf,
    read_date,
    read_evidence,
    read_shares,
)
from ipregistry.domain.filings.subjects import (
    capacity_for,
    check_shares,
    find_parties,
    holdings,
    party_members,
    policy_for,
    sum_of,
)
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision, Outcome, RecordDraft, TitleMove, filing_draft
from ipregistry.domain.titles import Replace, Root, Step, Transfer, title_at
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


def decide(command: Correction, context: Context) -> Decision:
    """A correction is recorded if what it puts in place fits the chain."""
    transaction = context.transactions.get(command.transaction)
    if transaction is None:
        params = {"transaction": command.transaction}
        return [Violation("transaction-unknown", "/transaction", params)]
    asset = context.assets[AssetRef(id=transaction.asset)]
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
    return _outcome(command, context, asset, effect, parties, violations)


def _find(command: Correction, context: Context) -> tuple[list[Any], list[Violation]]:
    found: dict[str, Any] = {}
    wrong: list[Violation] = []
    instead = command.instead
    for shares in () if instead is None else (instead.holders, instead.givers, instead.takers):
        parties, faults = find_parties(context, shares)
        found |= parties
        wrong += faults
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
    if instead is not None and instead.effective_on and instead.effective_on > context.today:
        violations.append(Violation("date-in-future", "/replacement/effectiveDate"))
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
    on = instead.effective_on or effect.on
    parties = dict(context.parties)
    if isinstance(effect, Root):
        if instead.givers or instead.takers or sum_of(instead.holders) != 1:
            return Replace(on, wrong.transaction, None), [
                Violation(
                    "shares-do-not-add-up",
                    "/replacement/holderBag",
                    {"sum": str(sum_of(instead.holders)), "expected": "1"},
                )
            ]
        root = replace(effect, on=on, holders=holdings(instead.holders, parties))
        return Replace(on, wrong.transaction, root), []
    given, taken = sum_of(instead.givers), sum_of(instead.takers)
    if instead.holders or given != taken or not 0 < given <= 1:
        params = {"sum": str(taken), "expected": str(given)}
        return Replace(on, wrong.transaction, None), [
            Violation("shares-do-not-add-up", "/replacement/transfereeBag", params)
        ]
    transfer = replace(
        effect,
        on=on,
        givers=holdings(instead.givers, parties),
        takers=holdings(instead.takers, parties),
    )
    return Replace(on, wrong.transaction, transfer), []


def _check_fit(effect: Replace, asset: AssetFacts, context: Context) -> list[Violation]:
    """What is put in place may close findings, never open new ones."""
    last = max((s.ord for s in asset.steps), default=0)
    tried = Step(last + 1, 0, context.now, "tried", 1, NAME, "office", effect)
    before = asset.title(date.max, context.now)
    after = title_at((*asset.steps, tried), date.max, context.now)
    # What is lodged is played upon the record, so its findings hold those of the record.
    known = {(f.code, f.transaction) for f in before.notified.open_findings}
    new = [f for f in after.notified.open_findings if (f.code, f.transaction) not in known]
    return [Violation("correction-does-not-fit", "/replacement", {"name": f.code}) for f in new]


def _outcome(
    command: Correction,
    context: Context,
    asset: AssetFacts,
    effect: Replace,
    parties: list[Any],
    warnings: list[Violation],
) -> Outcome:
    capacity = capacity_for(context, asset.office)
    party_bag, person_bag = party_members([("named-instead", parties)])
    policy = policy_for(context, asset.office, asset.kind)
    transaction = context.new_id("transaction")
    document = {
        "act": NAME,
        "filing": context.filing_id,
        "subjectBag": [subject_member(asset.id, asset.version, asset.title_version, (effect,))],
        "receivedAt": context.now,
        "effectiveDate": effect.on.isoformat(),
        "partyBag": party_bag or None,
        "personBag": person_bag or None,
        "evidenceBag": [e.document() for e in command.evidence] or None,
        "policy": policy.pin(),
        "corrects": {
            "transaction": command.transaction,
            "errorCategory": command.error_of,
            "revealCategory": command.reveals,
        },
    }
    draft = RecordDraft(
        "transaction", transaction, "transaction/1", 1, document, capacity, asset.published
    )
    filing = filing_draft(
        context,
        NAME,
        FilingStatus.RECORDED,
        act=NAME,
        assets=(asset.id,),
        transaction=transaction,
        published=asset.published,
        capacity=capacity,
    )
    return Outcome(
        FilingStatus.RECORDED,
        (draft, filing),
        (TitleMove(asset.id, asset.title_version),),
        (policy,),
        tuple(warnings),
    )


TYPE = FilingType(
    name=NAME,
    read=read,
    needs=needs,
    decide=decide,
    citation="Node practice: nothing is edited; a correction may itself be corrected",
)
