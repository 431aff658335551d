"""What waits for the journal takes effect by it, from the day of the issue.

The rules run again on the title of this moment, without what waits itself: what no longer fits
is told to the officer, who ends that filing by a decision of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ipregistry.domain.events import of_act
from ipregistry.domain.facts import AssetFacts, Capacity, Context, FilingFacts, FilingStatus
from ipregistry.domain.filings import acts
from ipregistry.domain.filings.acts_on_title import ACTS
from ipregistry.domain.filings.examination.desk import is_published
from ipregistry.domain.filings.examination.division import body_of
from ipregistry.domain.filings.journals.command import NAME, Issue
from ipregistry.domain.filings.journals.found import Published, entries_of
from ipregistry.domain.filings.transactions import subject_member, transaction_draft
from ipregistry.domain.outcomes import RecordDraft, TitleMove, next_filing_draft
from ipregistry.domain.policies import Policy
from ipregistry.domain.titles import (
    OF_A_REGISTER,
    Close,
    Effect,
    Event,
    Register,
    Step,
    title_at,
)
from ipregistry.domain.violations import Violation, refusing


@dataclass(frozen=True, slots=True)
class Ended:
    """A filing that takes effect: its drafts, the titles that move, the policies applied."""

    drafts: tuple[RecordDraft, ...]
    moves: tuple[TitleMove, ...]
    policies: tuple[Policy, ...]
    warnings: tuple[Violation, ...]


def noted(command: Issue, found: Published) -> Event:
    """The publication itself, as the chain shows it."""
    coded = of_act(NAME)
    assert coded is not None  # noqa: S101 - a row of the table
    source = command.source(found.item.page, found.transaction)
    return Event(Register.RECORD, command.on, coded.detailed, source=source)


def end(command: Issue, found: Published, context: Context) -> Ended | list[Violation]:
    """The filing recorded, or what of it no longer fits, at the place of its item."""
    filing = found.waiting
    assert filing is not None  # noqa: S101 - asked for what waits only
    apart = _without_it(found, context)
    act = ACTS[filing.type]
    act_command, assessment = acts.judge_again(act, apart, _narrowed(filing, found, apart))
    placed = [replace(v, pointer=found.item.pointer) for v in assessment.violations]
    effects = {right.id: _published(command, found, steps) for right, steps in found.steps}
    placed += [v for right, _ in found.steps for v in _fits(right, effects[right.id], found, apart)]
    if refusing(placed):
        return placed
    transaction = context.new_id("transaction")
    views = [view for view in assessment.views if view.asset.id in effects]
    draft = transaction_draft(
        transaction,
        filing.act,
        filing=filing.id,
        subjects=[
            subject_member(v.asset.id, v.asset.version, v.asset.title_version, effects[v.asset.id])
            for v in views
        ],
        received_at=filing.received_at,
        effective=command.on,
        capacity=Capacity.OFFICE,
        published=assessment.published,
        policy=views[0].policy,
        publication=command.document(found.item.page),
        **_told(acts.told_of(act, act_command, views[0]), command),
    )
    later = next_filing_draft(
        filing,
        FilingStatus.AWAITING_PUBLICATION if found.left else FilingStatus.RECORDED,
        Capacity.OFFICE,
        published=is_published(context, filing),
        # What still waits is found again by the entry that told of it.
        transaction=found.transaction if found.left else transaction,
    )
    return Ended(
        (draft, later),
        tuple(TitleMove(view.asset.id, view.asset.title_version) for view in views),
        assessment.policies,
        tuple(placed),
    )


def _narrowed(filing: FilingFacts, found: Published, context: Context) -> FilingFacts:
    """The filing as if it were on the rights alone that are published now."""
    rights = tuple(right.id for right in found.rights)
    if set(rights) == set(filing.subjects):
        return filing
    return replace(filing, body=body_of(context, filing, rights), subjects=rights)


def _told(said: Mapping[str, Any], command: Issue) -> dict[str, Any]:
    """What the entry that waited said, with the journal's paper beside the deed's."""
    return {**said, "evidence": (*said["evidence"], *command.evidence)}


def _published(command: Issue, found: Published, steps: tuple[Step, ...]) -> tuple[Effect, ...]:
    """The effects as recorded and corrected, at the register of record from the day of issue."""
    made: list[Effect] = [
        replace(step.effect, register=Register.RECORD, on=command.on)
        for step in steps
        if isinstance(step.effect, OF_A_REGISTER)
    ]
    return (*made, Close(command.on, found.transaction, "recorded"), noted(command, found))


def _without_it(found: Published, context: Context) -> Context:
    """The context without what waits: it does not stand in its own way."""
    rights = {right.id: _bare(right, found.transaction) for right in found.rights}
    assets = {ref: rights.get(right.id, right) for ref, right in context.assets.items()}
    return replace(context, assets=assets)


def _bare(right: AssetFacts, transaction: str) -> AssetFacts:
    own = entries_of(right, transaction)
    return replace(right, steps=tuple(s for s in right.steps if s.transaction not in own))


def _fits(
    right: AssetFacts, effects: tuple[Effect, ...], found: Published, apart: Context
) -> list[Violation]:
    """Whether title takes it from the day of issue: what was recorded since must still hold."""
    bare = _bare(right, found.transaction)
    last = max((step.ord for step in right.steps), default=0) + 1
    tried = [
        Step(last, seq, apart.now, "tried", 1, NAME, Capacity.OFFICE.value, effect)
        for seq, effect in enumerate(effects)
    ]
    before = bare.title(date.max, apart.now).record.open_findings
    after = title_at((*bare.steps, *tried), date.max, apart.now).record.open_findings
    return [
        Violation("publication-does-not-fit", found.item.pointer, {"name": finding.code})
        for finding in after
        if finding not in before
    ]
