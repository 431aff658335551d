"""What becomes of an act: refused, waiting, lodged, or recorded so that it moves title."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from ipregistry.domain.access import Role
from ipregistry.domain.dispositions import standing
from ipregistry.domain.facts import Context, FilingFacts, FilingStatus
from ipregistry.domain.filings.acts.act import Act, View
from ipregistry.domain.filings.acts.assessment import Assessment, assess, missing, needed
from ipregistry.domain.filings.acts.deadlines import deadlines
from ipregistry.domain.filings.acts.safeguarding import not_straight
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
from ipregistry.domain.safeguards import check_standstill
from ipregistry.domain.titles import Effect
from ipregistry.domain.violations import Violation, refusing


@dataclass(frozen=True, slots=True)
class Enacted:
    """What an act makes when it takes effect: the filing's end, the records, the moves."""

    status: FilingStatus
    transaction: str
    drafts: tuple[RecordDraft, ...]
    moves: tuple[TitleMove, ...]


def decide(act: Act[Any], command: Any, context: Context) -> Decision:
    """Refused with every reason, or waiting for assents or an officer, or lodged, or recorded."""
    assessment = assess(act, command, context, stale_counts=True)
    violations = list(assessment.violations)
    concerned = {p for view in assessment.views for p in act.concerned(command, view)}
    if assessment.views:
        violations += standing(context.actor, concerned)
    if refusing(violations):
        return violations
    waiting = missing(act, command, assessment, context)
    asks = [v for view in assessment.views for v in act.asks(command, view, waiting)]
    warnings = tuple(v for v in (*violations, *asks))
    if waiting:
        return _reception(
            act, command, assessment, context, FilingStatus.AWAITING_ASSENT, waiting, warnings
        )
    if reasons_to_examine(act, command, assessment, context):
        why = tuple(v for view in assessment.views for v in not_straight(act, command, view))
        return _reception(
            act,
            command,
            assessment,
            context,
            FilingStatus.UNDER_EXAMINATION,
            (),
            (*warnings, *why),
        )
    made = enact(act, command, assessment, context, context.filing_id, context.now)
    draft = filing_draft(
        context,
        act.name,
        made.status,
        act=act.told_as(command),
        assets=tuple(view.asset.id for view in assessment.views),
        transaction=made.transaction,
        published=assessment.published and not act.secret,
        capacity=made.drafts[0].capacity,
        recordalDeadlineBag=_deadlines(act, command, assessment.views, context.now),
        **act.members_of_filing(command),
    )
    return Outcome(made.status, (*made.drafts, draft), made.moves, assessment.policies, warnings)


def reasons_to_examine(
    act: Act[Any], command: Any, assessment: Assessment, context: Context
) -> list[str]:
    """Why an officer decides it: the policy says so, the law is not sure here, or the rights
    of the deed belong to different registers.
    """
    reasons: list[str] = []
    for view in assessment.views:
        reasons += _policy_reasons(view) + act.reasons_to_examine(command, view)
        reasons += ["safeguard" for _ in not_straight(act, command, view)]
    if _go_apart(assessment):
        reasons.append("several-registers")
    officer = bool(context.actor.roles & {Role.REGISTRAR, Role.SYSTEM})
    asked = [v for view in assessment.views for v in act.asks(command, view, ())]
    doubtful = any(v.code == "needs-legal-review" for v in (*assessment.violations, *asked))
    if doubtful and not officer:
        reasons.append("needs-legal-review")
    return list(dict.fromkeys(reasons))


def _go_apart(assessment: Assessment) -> bool:
    """Whether the rights of one deed come to different ends: some recorded here, others lodged
    elsewhere or waiting for their journal. A filing has one status, which must be true of all.
    """
    return len({view.status for view in assessment.views}) > 1


def _policy_reasons(view: View) -> list[str]:
    rules = view.rules
    found = {
        "by-hand": rules.examination.value == "by-hand",
        "second-officer": bool(rules.second_officer.value),
        "standstill": rules.standstill_days.value > 0,
    }
    return [reason for reason, holds in found.items() if holds]


def enact(
    act: Act[Any],
    command: Any,
    assessment: Assessment,
    context: Context,
    filing_id: str,
    received_at: str,
) -> Enacted:
    """The entry that the act makes on every right of it, one transaction for all."""
    drafts: list[RecordDraft] = []
    moves: list[TitleMove] = []
    for views in _records(act, assessment):
        transaction = context.new_id("transaction")
        effects = [act.effects(command, view, transaction) for view in views]
        drafts.append(_entry(act, command, views, effects, transaction, filing_id, received_at))
        for view, made in zip(views, effects, strict=True):
            drafts += act.records(command, view, made)
            moves += [TitleMove(view.asset.id, view.asset.title_version)] if act.moves else []
    return Enacted(
        assessment.views[0].status,
        drafts[0].id,
        (*drafts, *act.shared_records(command, context)),
        tuple(moves),
    )


def _records(act: Act[Any], assessment: Assessment) -> list[tuple[View, ...]]:
    """The rights of each transaction: all in one, which is public if all of them are.

    What gives nothing away is told of public rights though others are not: it has one record
    for each of the two, where neither has an end still to come.
    """
    views = assessment.views
    if act.moves or assessment.published or views[0].status is not FilingStatus.RECORDED:
        return [views]
    public = tuple(view for view in views if view.asset.published)
    others = tuple(view for view in views if not view.asset.published)
    return [group for group in (public, others) if group]


def _entry(
    act: Act[Any],
    command: Any,
    views: tuple[View, ...],
    effects: list[tuple[Effect, ...]],
    transaction: str,
    filing_id: str,
    received_at: str,
) -> RecordDraft:
    first = views[0]
    subjects = [
        subject_member(
            view.asset.id, view.asset.version, view.asset.title_version, made, moves=act.moves
        )
        for view, made in zip(views, effects, strict=True)
    ]
    return transaction_draft(
        transaction,
        act.told_as(command),
        filing=filing_id,
        subjects=subjects,
        # That it waited is part of what a secret act does not tell.
        received_at=first.context.now if act.secret else received_at,
        effective=None if first.status is FilingStatus.LODGED else effects[0][0].on,
        capacity=first.capacity,
        published=all(view.asset.published for view in views),
        policy=first.policy,
        **({} if act.secret else told_of(act, command, first)),
        recordalDeadlineBag=_deadlines(act, command, views, received_at),
    )


def told_of(act: Act[Any], command: Any, view: View) -> dict[str, Any]:
    """What the transaction of an act says beside its effects."""
    rules, deed = view.rules, act.deed(command)
    return {
        "sides": act.sides(command, view.context),
        "evidence": deed.evidence,
        "executedDate": None if deed.executed_on is None else deed.executed_on.isoformat(),
        "registerOfRecord": {"officeCode": rules.register_of_record.value},
        "effectOfRecording": {
            "category": rules.effect.value,
            "citation": rules.effect.citation,
            "confidence": rules.effect.confidence,
        },
        "consideration": deed.consideration,
        **act.details(command),
    }


def _deadlines(
    act: Act[Any], command: Any, views: tuple[View, ...], received_at: str
) -> list[dict[str, Any]] | None:
    """The last days for recording; none of what tells outsiders nothing but its effects."""
    if act.secret:
        return None
    return deadlines(views, act.chargors(command), received_at)


def _reception(
    act: Act[Any],
    command: Any,
    assessment: Assessment,
    context: Context,
    status: FilingStatus,
    waiting: Iterable[str],
    warnings: tuple[Violation, ...],
) -> Outcome:
    """An entry of its own, with receipt and rank; title does not move."""
    awaited = tuple(waiting)
    draft = filing_draft(
        context,
        act.name,
        status,
        act=act.told_as(command),
        assets=tuple(view.asset.id for view in assessment.views),
        awaiting=awaited,
        published=assessment.published and not act.secret,
        # What the filer assented to by filing needs no filing of its own.
        assents=[p for p in needed(act, command, assessment) if p not in awaited] or None,
        recordalDeadlineBag=_deadlines(act, command, assessment.views, context.now),
        **act.members_of_filing(command),
    )
    return Outcome(status, (draft,), (), assessment.policies, warnings)


def judge_again(act: Act[Any], context: Context, filing: FilingFacts) -> tuple[Any, Assessment]:
    """A waiting filing on the title of this moment: its command, and what the rules now say."""
    command = act.read(filing.body)
    seen = replace(
        context,
        waiting_on=frozenset(filing.subjects),
        received_at=filing.received_at,
        filed_by=filing.filer,
        given=frozenset(filing.assents),
    )
    assessment = assess(act, command, seen, stale_counts=False)
    moved = [replace(v, pointer="/filing") for v in assessment.violations]
    return command, replace(assessment, violations=moved)


def take_effect(
    act: Act[Any],
    command: Any,
    assessment: Assessment,
    context: Context,
    filing: FilingFacts,
    own: RecordDraft,
    given: tuple[str, ...],
    **more: Any,
) -> Outcome:
    """A filing that waited takes effect; `own` is the filing by which it does."""
    made = enact(act, command, assessment, context, filing.id, filing.received_at)
    later = next_filing_draft(
        filing,
        made.status,
        made.drafts[0].capacity,
        published=assessment.published and not act.secret,
        transaction=made.transaction,
        assents=list(given) or None,
        **more,
    )
    return Outcome(
        FilingStatus.RECORDED, (*made.drafts, later, own), made.moves, assessment.policies
    )


def accept(act: Act[Any], context: Context, filing: FilingFacts, own: RecordDraft) -> Decision:
    """An officer's yes: the rules run again, and what refuses now refuses still."""
    command, assessment = judge_again(act, context, filing)
    if refusing(assessment.violations) or not assessment.views:
        return assessment.violations
    if _go_apart(assessment):
        return [Violation("division-needed", "/filing")]
    asked = needed(act, command, assessment)
    early = [
        v
        for view in assessment.views
        for v in check_standstill(view.rules, filing.received_at, context.now)
    ]
    if refusing(early):
        return early
    lacking = [party for party in asked if party not in filing.assents]
    if lacking:
        # Whoever became a co-owner while the filing waited has not been asked yet.
        return [Violation("assent-missing", "/filing", {"party": party}) for party in lacking]
    return take_effect(act, command, assessment, context, filing, own, filing.assents)


def filing_type(act: Act[Any]) -> FilingType:
    """The row of an act in the registry of filing types."""
    return FilingType(
        name=act.name,
        read=act.read,
        needs=act.needs,
        decide=partial(decide, act),
        citation=act.citation,
    )


__all__ = [
    "Enacted",
    "accept",
    "decide",
    "enact",
    "filing_type",
    "judge_again",
    "reasons_to_examine",
    "take_effect",
    "told_of",
]
