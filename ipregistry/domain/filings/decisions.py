"""What the parties do about an earlier filing: assent, withdrawal. Each is a filing itself.

What the office does about it stands in `examination`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ipregistry.domain.facts import (
    PENDING,
    Capacity,
    Context,
    FilingFacts,
    FilingStatus,
    Needs,
)
from ipregistry.domain.filings import acts
from ipregistry.domain.filings.acts_on_title import ACTS
from ipregistry.domain.filings.examination.desk import found_in, is_published, may_examine
from ipregistry.domain.filings.examination.ending import end
from ipregistry.domain.filings.reading import Evidence, read_evidence
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision, Outcome, filing_draft, next_filing_draft
from ipregistry.domain.violations import Severity, Violation, refusing


@dataclass(frozen=True, slots=True)
class OnFiling:
    """Something about an earlier filing."""

    filing: str
    grounds: str | None = None
    evidence: tuple[Evidence, ...] = ()


def read(body: Mapping[str, Any]) -> OnFiling:
    """The command in a body of the right shape."""
    return OnFiling(
        body["filing"],
        body.get("grounds"),
        read_evidence(body.get("evidenceBag", [])),
    )


def needs(command: OnFiling) -> Needs:
    """The filing, and all that its own decision needs."""
    return Needs(filings=(command.filing,), follow=True)


def decide_assent(command: OnFiling, context: Context) -> Decision:
    """A holder says yes to a filing that waits for it; with the last yes it proceeds."""
    filing, wrong = found_in(context, command.filing, {FilingStatus.AWAITING_ASSENT})
    if filing is None:
        return wrong
    act = ACTS[filing.type]
    deed, assessment = acts.judge_again(act, context, filing)
    if refusing(assessment.violations) or not assessment.views:
        return assessment.violations
    asked = acts.needed(act, deed, assessment)
    before = [party for party in asked if party not in filing.assents]
    after = acts.missing(act, deed, assessment, context, filing.assents, confirming=True)
    if len(after) == len(before):
        # Whose it is instead is not said: the filing may be on a right that is not public.
        return [Violation("assent-not-yours", "/filing", severity=Severity.FORBIDDEN)]
    given = tuple(party for party in asked if party not in after)
    if after:
        return _note(command, context, filing, FilingStatus.AWAITING_ASSENT, list(after), given)
    own = filing_draft(context, "assent", FilingStatus.RECORDED, act="assent")
    if not acts.reasons_to_examine(act, deed, assessment, context):
        return acts.take_effect(act, deed, assessment, context, filing, own, given)
    later = next_filing_draft(
        filing,
        FilingStatus.UNDER_EXAMINATION,
        Capacity.NOTICE,
        published=assessment.published and not act.secret,
        assents=list(given),
    )
    return Outcome(FilingStatus.RECORDED, (later, own))


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
        published=is_published(context, filing),
        awaiting=awaiting or None,
        assents=list(assents) or None,
        grounds=command.grounds,
    )
    own = filing_draft(context, "assent", FilingStatus.RECORDED, act="assent")
    return Outcome(FilingStatus.RECORDED, (later, own))


def decide_withdrawal(command: OnFiling, context: Context) -> Decision:
    """The filer takes a pending filing back; from an outside office only with its word.

    What only waits for the journal is decided: an officer takes it back, on a paper.
    """
    filing, wrong = found_in(context, command.filing, PENDING)
    if filing is None:
        return wrong
    own = filing.filer == context.actor.account
    if not own and not context.actor.is_office:
        return [Violation("not-your-filing", "/filing", severity=Severity.FORBIDDEN)]
    forbidden = [] if own else may_examine(context, filing)
    if forbidden:
        return forbidden
    by_office = context.actor.is_office and bool(command.evidence)
    if filing.status is FilingStatus.LODGED and not by_office:
        return [Violation("withdrawal-not-acknowledged", "/evidenceBag")]
    if filing.status is FilingStatus.AWAITING_PUBLICATION and not by_office:
        # The office has decided: what others rely upon is not one party's to take back.
        return [Violation("decided-already", "/filing")]
    return end(
        context,
        filing,
        FilingStatus.WITHDRAWN,
        "withdrawal",
        command.evidence,
        grounds=command.grounds,
    )


ASSENT = FilingType(
    name="assent",
    read=read,
    needs=needs,
    decide=decide_assent,
    citation="CN: Patent Law art. 10 and 14 (contract of the parties, all co-owners)",
)
WITHDRAWAL = FilingType(
    name="withdrawal",
    read=read,
    needs=needs,
    decide=decide_withdrawal,
    citation="Node practice: a filing may be taken back until it is decided",
)
