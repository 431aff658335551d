"""What is done about an earlier filing: assent, decision, withdrawal. Each is a filing itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ipregistry.domain.facts import (
    PENDING,
    Capacity,
    Context,
    FilingFacts,
    FilingStatus,
    Needs,
)
from ipregistry.domain.filings import assignments, recordals
from ipregistry.domain.filings.reading import Evidence, read_evidence
from ipregistry.domain.filings.subjects import policy_for
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
from ipregistry.domain.titles import Close
from ipregistry.domain.violations import Severity, Violation, refusing


@dataclass(frozen=True, slots=True)
class OnFiling:
    """Something about an earlier filing."""

    filing: str
    outcome: str = ""
    grounds: str | None = None
    evidence: tuple[Evidence, ...] = ()


def read(body: Mapping[str, Any]) -> OnFiling:
    """The command in a body of the right shape."""
    return OnFiling(
        body["filing"],
        body.get("outcome", ""),
        body.get("grounds"),
        read_evidence(body.get("evidenceBag", [])),
    )


def needs(command: OnFiling) -> Needs:
    """The filing, and all that its own decision needs."""
    return Needs(filings=(command.filing,), follow=True)


def decide_assent(command: OnFiling, context: Context) -> Decision:
    """A holder says yes to a filing that waits for it; with the last yes it proceeds."""
    filing, wrong = _pending(command, context, {FilingStatus.AWAITING_ASSENT})
    if filing is None:
        return wrong
    assignment = assignments.read(filing.body)
    assessment = assignments.assess(assignment, context, stale_counts=False)
    if refusing(assessment.violations) or assessment.asset is None:
        return [replace(v, pointer="/filing") for v in assessment.violations]
    before = _still_needed(assessment.assents_needed, filing.assents)
    after = assignments.awaited(assessment, context, given=filing.assents)
    if len(after) == len(before):
        # Whose it is instead is not said: the filing may be on a right that is not public.
        return [Violation("assent-not-yours", "/filing", severity=Severity.FORBIDDEN)]
    given = tuple(p for p in assessment.assents_needed if p not in after)
    if after:
        return _note(command, context, filing, FilingStatus.AWAITING_ASSENT, after, given)
    return _go_on(context, filing, assignment, assessment, given)


def _still_needed(needed: tuple[str, ...], given: tuple[str, ...]) -> list[str]:
    return [party for party in needed if party not in given]


def _go_on(
    context: Context,
    filing: FilingFacts,
    assignment: assignments.Assignment,
    assessment: assignments.Assessment,
    given: tuple[str, ...],
) -> Outcome:
    asset, rules = assessment.asset, assessment.rules
    assert asset is not None and rules is not None  # noqa: S101, PT018
    own = filing_draft(context, "assent", FilingStatus.RECORDED, act="assent")
    if rules.examination.value == "by-hand":
        later = next_filing_draft(
            filing,
            FilingStatus.UNDER_EXAMINATION,
            Capacity.NOTICE,
            published=asset.published,
            assents=list(given),
        )
        return Outcome(FilingStatus.RECORDED, (later, own))
    return _enact_assignment(context, filing, assignment, assessment, own, given)


def _enact_assignment(
    context: Context,
    filing: FilingFacts,
    assignment: assignments.Assignment,
    assessment: assignments.Assessment,
    own: RecordDraft,
    given: tuple[str, ...],
) -> Outcome:
    transaction = context.new_id("transaction")
    status, drafts, move = assignments.enact(
        assignment, assessment, context, transaction, filing.id, filing.received_at
    )
    asset = assessment.asset
    assert asset is not None  # noqa: S101
    later = next_filing_draft(
        filing,
        status,
        drafts[0].capacity,
        published=asset.published,
        transaction=transaction,
        assents=list(given) or None,
    )
    return Outcome(FilingStatus.RECORDED, (*drafts, later, own), (move,), assessment.policies)


def _note(
    command: OnFiling,
    context: Context,
    filing: FilingFacts,
    status: FilingStatus,
    awaiting: list[str],
    assents: tuple[str, ...],
) -> Outcome:
    later = next_filing_draft(
        filing,
        status,
        Capacity.NOTICE,
        published=_published(context, filing),
        awaiting=awaiting or None,
        assents=list(assents) or None,
        grounds=command.grounds,
    )
    own = filing_draft(context, "assent", FilingStatus.RECORDED, act="assent")
    return Outcome(FilingStatus.RECORDED, (later, own))


def decide_decision(command: OnFiling, context: Context) -> Decision:
    """An officer accepts or refuses; the rules run again on the title of this moment."""
    open_for = {FilingStatus.UNDER_EXAMINATION, FilingStatus.LODGED}
    filing, wrong = _pending(command, context, open_for)
    if filing is None:
        return wrong
    if filing.filer == context.actor.account:
        return [Violation("own-filing", "/filing", severity=Severity.FORBIDDEN)]
    if context.actor.party in _named_in(filing.body):
        return [Violation("own-interest", "/filing", severity=Severity.FORBIDDEN)]
    if command.outcome == "refuse":
        if filing.status is FilingStatus.LODGED and not command.evidence:
            # Only the outside office can refuse what lies there; till then it blocks.
            return [Violation("refusal-not-acknowledged", "/evidenceBag")]
        return _end(command, context, filing, FilingStatus.REFUSED, "decision")
    accept = _ACCEPT.get(filing.type)
    if accept is None or filing.status is FilingStatus.LODGED:
        # What is lodged at an outside office ends with that office's own entry.
        return [Violation("not-accepted-by-decision", "/outcome", {"status": filing.status.value})]
    return accept(context, filing)


def _named_in(body: Mapping[str, Any]) -> set[str]:
    """The parties that a filing names, on whichever side."""
    bags = (body.get(name, ()) for name in ("holderBag", "transferorBag", "transfereeBag"))
    return {member["party"] for bag in bags for member in bag if "party" in member}


def _accept_assignment(context: Context, filing: FilingFacts) -> Decision:
    command = assignments.read(filing.body)
    assessment = assignments.assess(command, context, stale_counts=False)
    if refusing(assessment.violations) or assessment.asset is None:
        return [replace(v, pointer="/filing") for v in assessment.violations]
    missing = _still_needed(assessment.assents_needed, filing.assents)
    if missing:
        # Whoever became a co-owner while the filing waited has not been asked yet.
        return [Violation("assent-missing", "/filing", {"party": party}) for party in missing]
    own = filing_draft(context, "decision", FilingStatus.RECORDED, act="decision")
    return _enact_assignment(context, filing, command, assessment, own, filing.assents)


def _accept_notice(context: Context, filing: FilingFacts) -> Decision:
    command = recordals.read(filing.body)
    reading = recordals.hold_against_register(command, context)
    if refusing(reading.violations):
        return [replace(v, pointer="/filing") for v in reading.violations]
    transaction = context.new_id("transaction")
    drafts, moves = recordals.enact(
        reading, command, context, transaction, filing.id, filing.received_at
    )
    later = next_filing_draft(
        filing,
        FilingStatus.RECORDED,
        Capacity.MIRROR,
        published=drafts[-1].published and bool(filing.subjects),
        transaction=transaction,
    )
    own = filing_draft(context, "decision", FilingStatus.RECORDED, act="decision")
    return Outcome(FilingStatus.RECORDED, (*drafts, later, own), moves, reading.policies)


_ACCEPT: Mapping[str, Callable[[Context, FilingFacts], Decision]] = {
    "assignment": _accept_assignment,
    "recordal-notice": _accept_notice,
}


def decide_withdrawal(command: OnFiling, context: Context) -> Decision:
    """The filer takes a pending filing back; from an outside office only with its word."""
    filing, wrong = _pending(command, context, set(PENDING))
    if filing is None:
        return wrong
    own = filing.filer == context.actor.account
    if not own and not context.actor.is_office:
        return [Violation("not-your-filing", "/filing", severity=Severity.FORBIDDEN)]
    if not own and context.actor.party in _named_in(filing.body):
        return [Violation("own-interest", "/filing", severity=Severity.FORBIDDEN)]
    if filing.status is FilingStatus.LODGED and not (context.actor.is_office and command.evidence):
        return [Violation("withdrawal-not-acknowledged", "/evidenceBag")]
    return _end(command, context, filing, FilingStatus.WITHDRAWN, "withdrawal")


def _end(
    command: OnFiling,
    context: Context,
    filing: FilingFacts,
    status: FilingStatus,
    name: str,
) -> Outcome:
    """Refused or withdrawn; what was lodged stops blocking, which moves title."""
    later = next_filing_draft(
        filing,
        status,
        Capacity.NOTICE,
        published=_published(context, filing),
        grounds=command.grounds,
        assents=list(filing.assents) or None,
    )
    own = filing_draft(context, name, FilingStatus.RECORDED, act=name)
    if filing.status is not FilingStatus.LODGED or filing.transaction is None:
        return Outcome(FilingStatus.RECORDED, (later, own))
    closing, moves = _closing(command, context, filing, status, name)
    return Outcome(FilingStatus.RECORDED, (*closing, later, own), moves)


def _closing(
    command: OnFiling, context: Context, filing: FilingFacts, status: FilingStatus, name: str
) -> tuple[tuple[RecordDraft, ...], tuple[TitleMove, ...]]:
    # One right may stand there under its id and under its number.
    assets = list({a.id: a for a in context.assets.values() if a.id in filing.subjects}.values())
    subjects = [
        subject_member(
            asset.id,
            asset.version,
            asset.title_version,
            (Close(context.today, filing.transaction or "", status.value),),
        )
        for asset in assets
    ]
    draft = transaction_draft(
        context.new_id("transaction"),
        name,
        filing=context.filing_id,
        subjects=subjects,
        received_at=context.now,
        effective=context.today,
        capacity=Capacity.NOTICE,
        published=all(a.published for a in assets),
        evidence=command.evidence,
        policy=policy_for(context, assets[0].office, assets[0].kind),
    )
    return (draft,), tuple(TitleMove(a.id, a.title_version) for a in assets)


def _pending(
    command: OnFiling, context: Context, states: set[FilingStatus]
) -> tuple[FilingFacts | None, list[Violation]]:
    filing = context.filings.get(command.filing)
    if filing is None:
        return None, [Violation("filing-unknown", "/filing", {"filing": command.filing})]
    if filing.status not in states:
        params = {"status": filing.status.value}
        return None, [Violation("filing-not-pending", "/filing", params)]
    return filing, []


def _published(context: Context, filing: FilingFacts) -> bool:
    subjects = [a for a in context.assets.values() if a.id in filing.subjects]
    return bool(filing.subjects) and all(a.published for a in subjects)


ASSENT = FilingType(
    name="assent",
    read=read,
    needs=needs,
    decide=decide_assent,
    citation="CN: Patent Law art. 10 and 14 (contract of the parties, all co-owners)",
)
DECISION = FilingType(
    name="decision",
    read=read,
    needs=needs,
    decide=decide_decision,
    citation="Node practice: the decision on a filing is itself a filing",
)
WITHDRAWAL = FilingType(
    name="withdrawal",
    read=read,
    needs=needs,
    decide=decide_withdrawal,
    citation="Node practice: a filing may be taken back until it is decided",
)
