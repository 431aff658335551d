"""The decision on a filing: accepted, refused with grounds, or given back by a second officer.

Where the policy asks for a second officer, the first yes only waits for another's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ipregistry.domain.facts import Capacity, Context, FilingFacts, FilingStatus, Needs
from ipregistry.domain.filings.examination.accepting import EXAMINED
from ipregistry.domain.filings.examination.clocks import (
    APPEAL,
    RECONSIDERATION,
    clock_for,
    rules_of,
    subjects_of,
)
from ipregistry.domain.filings.examination.desk import (
    desk_of,
    found_in,
    is_published,
    may_examine,
    office_members,
    unsettled,
)
from ipregistry.domain.filings.examination.difference import since_reception
from ipregistry.domain.filings.examination.ending import end
from ipregistry.domain.filings.fees import fee_unpaid
from ipregistry.domain.filings.reading import Evidence, read_evidence
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision, Outcome, filing_draft, next_filing_draft
from ipregistry.domain.violations import Severity, Violation

NAME = "decision"
DECIDABLE = frozenset(
    {
        FilingStatus.UNDER_EXAMINATION,
        FilingStatus.AWAITING_SECOND_OFFICER,
        FilingStatus.LODGED,
        FilingStatus.AWAITING_PUBLICATION,
    }
)
# What an officer's yes does not bring to its end: an outside office's entry does, or a journal.
_ELSEWHERE = frozenset({FilingStatus.LODGED, FilingStatus.AWAITING_PUBLICATION})
# The closed list of grounds for a refusal; the text says the rest.
GROUNDS = (
    "formal-defect",
    "paper-missing",
    "requisition-unanswered",
    "fee-unpaid",
    "not-entitled",
    "title-not-shown",
    "right-not-in-force",
    "contradicts-register",
    "restricted",
    "outside-competence",
    "refused-by-office-of-record",
    "other",
)


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason for a refusal, of all rights of the filing or of one."""

    category: str
    text: str | None
    asset: str | None
    citation: str | None

    def document(self) -> dict[str, Any]:
        """As it stands in a part."""
        values = {
            "groundCategory": self.category,
            "groundText": self.text,
            "asset": self.asset,
            "citation": self.citation,
        }
        return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an officer decides about a filing."""

    filing: str
    outcome: str
    grounds: tuple[Ground, ...] = ()
    evidence: tuple[Evidence, ...] = ()


def read(body: Mapping[str, Any]) -> Verdict:
    """The command in a body of the right shape."""
    return Verdict(
        body["filing"],
        body["outcome"],
        tuple(
            Ground(g["groundCategory"], g.get("groundText"), g.get("asset"), g.get("citation"))
            for g in body.get("groundBag", ())
        ),
        read_evidence(body.get("evidenceBag", [])),
    )


def needs(command: Verdict) -> Needs:
    """The filing, and all that its own decision needs."""
    return Needs(filings=(command.filing,), follow=True)


def decide(command: Verdict, context: Context) -> Decision:
    """An officer who may examine it decides, on the title of this moment."""
    filing, wrong = found_in(context, command.filing, DECIDABLE)
    if filing is None:
        return wrong
    wrong = may_examine(context, filing) + _another_needed(context, filing)
    return wrong or _OUTCOMES[command.outcome](command, context, filing)


def _another_needed(context: Context, filing: FilingFacts) -> list[Violation]:
    """The second yes, and the second look at a refusal, are not the first officer's."""
    desk, account = desk_of(filing), context.actor.account
    second = filing.status is FilingStatus.AWAITING_SECOND_OFFICER
    review = filing.document.get("review") or {}
    reconsidered = review.get("reviewCategory") == RECONSIDERATION
    if second and desk.first == account:
        return [Violation("second-officer-must-differ", "/filing", severity=Severity.FORBIDDEN)]
    if reconsidered and desk.refused_by == account:
        return [Violation("other-officer-needed", "/filing", severity=Severity.FORBIDDEN)]
    return []


def _accept(_command: Verdict, context: Context, filing: FilingFacts) -> Decision:
    examined = EXAMINED.get(filing.type)
    if examined is None or filing.status in _ELSEWHERE:
        return [Violation("not-accepted-by-decision", "/outcome", {"status": filing.status.value})]
    lacking = unsettled(context, filing) + fee_unpaid(context, filing)
    if lacking:
        return lacking
    own = filing_draft(context, NAME, FilingStatus.RECORDED, act=NAME)
    made = examined.accept(context, filing, own)
    if not isinstance(made, Outcome):
        return made
    told = (*made.warnings, *since_reception(context, filing))
    first_given = (
        filing.status is FilingStatus.AWAITING_SECOND_OFFICER
        # What an officer filed has his yes: the one who decides is the second.
        or filing.filer in context.officers
    )
    wanted = needs_second(context, filing)
    if wanted and not first_given:
        return _first_yes(context, filing, replace(made, warnings=told))
    noted = _decided(context, filing, "accept", "second" if wanted else "only")
    return replace(_noting(made, filing, noted), warnings=told)


def needs_second(context: Context, filing: FilingFacts) -> bool:
    """Whether the policy of a right of the filing asks for two officers."""
    rules = (rules_of(context, filing, right) for right in subjects_of(context, filing))
    return any(found is not None and bool(found.second_officer.value) for found in rules)


def _first_yes(context: Context, filing: FilingFacts, would: Outcome) -> Outcome:
    """Nothing takes effect yet; the rules have run, so the second officer finds them kept."""
    own = filing_draft(context, NAME, FilingStatus.RECORDED, act=NAME)
    later = next_filing_draft(
        filing,
        FilingStatus.AWAITING_SECOND_OFFICER,
        Capacity.NOTICE,
        published=is_published(context, filing),
        **office_members(filing, decisionBag=_decided(context, filing, "accept", "first")),
    )
    return Outcome(FilingStatus.RECORDED, (later, own), (), would.policies, would.warnings)


def _refuse(command: Verdict, context: Context, filing: FilingFacts) -> Decision:
    if filing.status is FilingStatus.LODGED and not command.evidence:
        # Only the outside office can refuse what lies there; till then it blocks.
        return [Violation("refusal-not-acknowledged", "/evidenceBag")]
    elsewhere = [
        Violation("right-not-in-filing", f"/groundBag/{index}/asset", {"asset": ground.asset})
        for index, ground in enumerate(command.grounds)
        if ground.asset is not None and ground.asset not in filing.subjects
    ]
    if elsewhere:
        return elsewhere
    return end(
        context,
        filing,
        FilingStatus.REFUSED,
        NAME,
        command.evidence,
        groundBag=[ground.document() for ground in command.grounds],
        remedyBag=_remedies(context, filing) or None,
        **office_members(filing, decisionBag=_decided(context, filing, "refuse", "only")),
    )


def _remedies(context: Context, filing: FilingFacts) -> list[dict[str, Any]]:
    """What can be done against the refusal, until when, by which source.

    What an outside office refused is not this node's to reconsider.
    """
    if filing.status is FilingStatus.LODGED:
        return []
    names = (APPEAL,) if filing.document.get("review") else (RECONSIDERATION, APPEAL)
    clocks = [clock_for(context, filing, name) for name in names]
    return [
        {
            "name": clock.name,
            "untilDate": clock.ends(context.today).isoformat(),
            "citation": clock.citation,
            "confidence": clock.confidence,
        }
        for clock in clocks
    ]


def _return(_command: Verdict, context: Context, filing: FilingFacts) -> Decision:
    """The second officer does not agree: the first one looks at it again."""
    if filing.status is not FilingStatus.AWAITING_SECOND_OFFICER:
        return [Violation("not-awaiting-second-officer", "/outcome")]
    own = filing_draft(context, NAME, FilingStatus.RECORDED, act=NAME)
    later = next_filing_draft(
        filing,
        FilingStatus.UNDER_EXAMINATION,
        Capacity.NOTICE,
        published=is_published(context, filing),
        **office_members(filing, decisionBag=_decided(context, filing, "return", "second")),
    )
    return Outcome(FilingStatus.RECORDED, (later, own))


def _decided(
    context: Context, filing: FilingFacts, outcome: str, stage: str
) -> list[dict[str, Any]]:
    made = {
        "officer": context.actor.account or "node",
        "outcome": outcome,
        "stage": stage,
        "at": context.now,
    }
    return [*(filing.document.get("decisionBag") or ()), made]


def _noting(made: Outcome, filing: FilingFacts, decisions: list[dict[str, Any]]) -> Outcome:
    """The outcome, the filing's own record saying who decided it."""
    members = office_members(filing, decisionBag=decisions)
    return replace(
        made,
        records=tuple(
            replace(draft, document={**draft.document, **members})
            if draft.id == filing.id
            else draft
            for draft in made.records
        ),
    )


_OUTCOMES: Mapping[str, Callable[[Verdict, Context, FilingFacts], Decision]] = {
    "accept": _accept,
    "refuse": _refuse,
    "return": _return,
}
OUTCOMES = tuple(_OUTCOMES)

DECISION = FilingType(
    name=NAME,
    read=read,
    needs=needs,
    decide=decide,
    citation="Node practice: the decision on a filing is itself a filing",
)
