"""What stands in the chain already: the same paper, the same entry, what was lodged for it."""

from __future__ import annotations

from datetime import date
from typing import Any

from ipregistry.domain.facts import AssetFacts, Context, FilingFacts, FilingStatus
from ipregistry.domain.filings.recordals.command import RecordalNotice
from ipregistry.domain.filings.shares import WHOLE
from ipregistry.domain.titles import (
    Effect,
    End,
    Event,
    Grant,
    Rename,
    Replace,
    Root,
    Step,
    Transfer,
    Vary,
    descended,
)
from ipregistry.domain.violations import Violation


def check_again(command: RecordalNotice, asset: AssetFacts | None) -> list[Violation]:
    """One paper of an office is recorded once for a right, and so is one entry."""
    digest = command.evidence[0].digest
    for step in () if asset is None else asset.steps:
        params = {"transaction": step.transaction}
        if isinstance(step.effect, Root | Event) and step.effect.source.get("digest") == digest:
            return [Violation("notice-already-recorded", "/evidenceBag/0/digest", params)]
        if _same_entry(command, step):
            return [Violation("notice-already-recorded", "/recordalNumber", params)]
    return []


def _same_entry(command: RecordalNotice, step: Step) -> bool:
    """The same act under the same number of the office, of one day."""
    if command.office_number is None or step.number != command.office_number:
        return False
    days = {command.entry_date, command.publication_date}
    return step.act == command.act and step.effect.on in days


def check_repeated(effects: tuple[Effect, ...], asset: AssetFacts | None) -> list[Violation]:
    """The whole of a right goes from the same holders to the same takers once on one day."""
    first = effects[0] if effects else None
    if not isinstance(first, Transfer) or sum(h.share for h in first.givers) != WHOLE:
        return []
    for step in () if asset is None else asset.steps:
        if isinstance(step.effect, Transfer) and _same(step.effect, first):
            params = {"transaction": step.transaction}
            return [Violation("notice-already-recorded", "/recordalNumber", params)]
    return []


def _same(one: Transfer, other: Transfer) -> bool:
    return (one.register, one.on, _said(one)) == (other.register, other.on, _said(other))


def _said(effect: Effect) -> Any:
    """What a disposition says, whatever version of a party was seen and on whichever day."""
    match effect:
        case Transfer():
            return tuple(
                frozenset((h.party, h.share) for h in side)
                for side in (effect.givers, effect.takers)
            )
        case Grant() | Vary():
            interest = effect.interest
            sides = (interest.givers, interest.holders)
            return (
                type(effect).__name__,
                interest.category,
                tuple(frozenset(p.party for p in side) for side in sides),
            )
        case End():
            return ("End", effect.interest)
        case Rename():
            return ("Rename", effect.party)
        case _:
            return None


def lodged_transaction(
    command: RecordalNotice,
    context: Context,
    asset: AssetFacts | None,
    effects: tuple[Effect, ...],
) -> tuple[str | None, list[Violation]]:
    """The transaction lodged at the office that this entry of it brings to its end."""
    if command.lodged_filing is None:
        return None, []
    params = {"filing": command.lodged_filing}
    filing = context.filings.get(command.lodged_filing)
    lodged = filing is not None and filing.status is FilingStatus.LODGED
    if not lodged or filing is None or asset is None or asset.id not in filing.subjects:
        return None, [Violation("filing-not-lodged", "/lodgedFiling", params)]
    entered = _said(effects[0]) if effects else None
    if entered is None or entered not in [_said(told) for told in told_by(filing, asset)]:
        # The office entered something else: what was lodged has not come to its end by it.
        return None, [Violation("lodged-filing-differs", "/lodgedFiling", params)]
    return filing.transaction, []


def told_by(filing: FilingFacts, asset: AssetFacts) -> list[Effect]:
    """What a lodged filing told this node of, as told and as corrected since."""
    if filing.transaction is None:
        return []
    told = (step.effect for step in descended(asset.steps, filing.transaction))
    effects = (effect.by if isinstance(effect, Replace) else effect for effect in told)
    return [effect for effect in effects if effect is not None]


def still_lodged(filing: FilingFacts, asset: AssetFacts) -> bool:
    """Whether what a filing told of a right has not come to its end yet: one deed may be on
    several rights, and the office enters each by itself.
    """
    own = {step.transaction for step in descended(asset.steps, filing.transaction or "")}
    known_at = max((step.known_at for step in asset.steps), default="")
    return any(step.transaction in own for step in asset.title(date.max, known_at).lodged)
