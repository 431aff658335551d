"""What becomes of an assignment: it waits, is lodged, or is recorded and moves title."""

from __future__ import annotations

from ipregistry.domain.dispositions import missing_assents, standing
from ipregistry.domain.facts import Capacity, Context, FilingStatus
from ipregistry.domain.filings.assignments.assessment import (
    CONSTITUTIVE,
    Assessment,
    assess,
    co_owner_review,
)
from ipregistry.domain.filings.assignments.command import ACT, Assignment, needs, read
from ipregistry.domain.filings.shares import holdings
from ipregistry.domain.filings.transactions import subject_member, transaction_draft
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision, Outcome, RecordDraft, TitleMove, filing_draft
from ipregistry.domain.policies import ActPolicy
from ipregistry.domain.titles import Register, Transfer
from ipregistry.domain.violations import Violation, refusing


def decide(command: Assignment, context: Context) -> Decision:
    """Refused with every reason, or waiting for assents, or lodged, or recorded."""
    assessment = assess(command, context, stale_counts=True)
    violations = list(assessment.violations)
    concerned = [s.party for s in (*command.transferors, *command.transferees)]
    violations += standing(context.actor, concerned) + co_owner_review(assessment)
    if refusing(violations) or assessment.asset is None:
        return violations
    waiting = awaited(assessment, context, given=())
    if waiting:
        return _reception(assessment, context, FilingStatus.AWAITING_ASSENT, waiting, violations)
    return proceed(command, assessment, context, violations)


def awaited(assessment: Assessment, context: Context, given: tuple[str, ...]) -> list[str]:
    """The parties whose assent this filing still lacks."""
    asset = assessment.asset
    assert asset is not None  # noqa: S101 - asked only of an assessment without violations
    return missing_assents(
        assessment.assents_needed,
        context.actor,
        context.mandates,
        given,
        ACT,
        asset.id,
        context.today,
    )


def proceed(
    command: Assignment, assessment: Assessment, context: Context, warnings: list[Violation]
) -> Outcome:
    """With every assent given: to an examiner where the policy says so, else into effect."""
    assert assessment.rules is not None  # noqa: S101
    if assessment.rules.examination.value == "by-hand":
        return _reception(assessment, context, FilingStatus.UNDER_EXAMINATION, [], warnings)
    transaction = context.new_id("transaction")
    status, drafts, move = enact(
        command, assessment, context, transaction, context.filing_id, context.now
    )
    asset = assessment.asset
    assert asset is not None  # noqa: S101
    filing = filing_draft(
        context,
        ACT,
        status,
        act=ACT,
        assets=(asset.id,),
        transaction=transaction,
        published=asset.published,
        capacity=drafts[0].capacity,
    )
    return Outcome(
        status,
        (*drafts, filing),
        (move,),
        assessment.policies,
        tuple(warnings),
    )


def enact(
    command: Assignment,
    assessment: Assessment,
    context: Context,
    transaction: str,
    filing_id: str,
    received_at: str,
) -> tuple[FilingStatus, tuple[RecordDraft, ...], TitleMove]:
    """The transaction and its effect: recorded in this register, or lodged for another's."""
    asset, rules, policy = assessment.asset, assessment.rules, assessment.policy
    assert asset is not None and rules is not None and policy is not None  # noqa: S101, PT018
    ours = rules.register_of_record.value == context.node.office
    status = FilingStatus.RECORDED if ours else FilingStatus.LODGED
    capacity = Capacity.OFFICE if ours else Capacity.NOTICE
    effect = _transfer(command, assessment, rules, context, ours=ours)
    draft = transaction_draft(
        transaction,
        ACT,
        filing=filing_id,
        subjects=[subject_member(asset.id, asset.version, asset.title_version, (effect,))],
        received_at=received_at,
        effective=effect.on if ours else None,
        capacity=capacity,
        published=asset.published,
        sides=[
            ("transferor", (assessment.transferors or {}).values()),
            ("transferee", (assessment.transferees or {}).values()),
        ],
        evidence=command.evidence,
        policy=policy,
        executedDate=command.executed_on.isoformat(),
        registerOfRecord={"officeCode": rules.register_of_record.value},
        effectOfRecording={
            "category": rules.effect.value,
            "citation": rules.effect.citation,
            "confidence": rules.effect.confidence,
        },
        consideration=command.consideration,
    )
    return status, (draft,), TitleMove(asset.id, asset.title_version)


def _transfer(
    command: Assignment,
    assessment: Assessment,
    rules: ActPolicy,
    context: Context,
    *,
    ours: bool,
) -> Transfer:
    on = context.today if ours and rules.effect.value in CONSTITUTIVE else command.executed_on
    return Transfer(
        Register.RECORD if ours else Register.NOTIFIED,
        on,
        holdings(command.transferors, assessment.transferors or {}),
        holdings(command.transferees, assessment.transferees or {}),
    )


def _reception(
    assessment: Assessment,
    context: Context,
    status: FilingStatus,
    waiting: list[str],
    warnings: list[Violation],
) -> Outcome:
    """An entry of its own, with receipt and rank; title does not move."""
    asset = assessment.asset
    assert asset is not None  # noqa: S101
    draft = filing_draft(
        context,
        ACT,
        status,
        act=ACT,
        assets=(asset.id,),
        awaiting=tuple(waiting),
        published=asset.published,
        # What the filer assented to by filing needs no filing of its own.
        assents=[p for p in assessment.assents_needed if p not in waiting] or None,
    )
    return Outcome(status, (draft,), (), assessment.policies, tuple(warnings))


TYPE = FilingType(
    name=ACT,
    read=read,
    needs=needs,
    decide=decide,
    citation=(
        "CN: Patent Law art. 10, Trademark Law art. 42; HK: Cap. 514 s.51-52, "
        "Cap. 559 s.29(2)(a); MO: annotation of assignment, form ECO-052"
    ),
)
