"""Against a decision: reconsideration by another officer here, appeal to a body outside.

The old state stands, and is said, until the new decision.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ipregistry.domain.facts import Capacity, Context, FilingFacts, FilingStatus, Needs
from ipregistry.domain.filings.examination.clocks import APPEAL, RECONSIDERATION
from ipregistry.domain.filings.examination.desk import (
    is_published,
    may_examine,
    office_members,
    parties_named,
)
from ipregistry.domain.filings.reading import Evidence, read_date, read_evidence
from ipregistry.domain.filings.subjects import dates_to_come
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision, Outcome, filing_draft, next_filing_draft
from ipregistry.domain.policies import Rule, weigh
from ipregistry.domain.violations import Severity, Violation, refusing

DECIDED = frozenset({FilingStatus.REFUSED, FilingStatus.RECORDED})
OPEN_APPEAL = "pending"
# What the body outside can say. By the first two the office decides anew.
APPEAL_OUTCOMES = ("allowed", "remitted", "dismissed", "withdrawn")
_ANEW = frozenset(APPEAL_OUTCOMES[:2])


@dataclass(frozen=True, slots=True)
class Remedy:
    """Something against the decision on a filing."""

    filing: str
    body: str = ""
    lodged_on: date | None = None
    outcome: str = ""
    evidence: tuple[Evidence, ...] = ()


def read(body: Mapping[str, Any]) -> Remedy:
    """The command in a body of the right shape."""
    return Remedy(
        body["filing"],
        body.get("bodyText", ""),
        read_date(body.get("lodgedDate")),
        body.get("outcome", ""),
        read_evidence(body.get("evidenceBag", [])),
    )


def needs(command: Remedy) -> Needs:
    """The filing, with its rights."""
    return Needs(filings=(command.filing,))


def decide_reconsideration(command: Remedy, context: Context) -> Decision:
    """The filer of a refused filing asks this office to look again: once, in time, same rank."""
    filing = context.filings.get(command.filing)
    if filing is None:
        return [_unknown(command)]
    if filing.filer != context.actor.account:
        return [Violation("only-its-filer", "/filing", severity=Severity.FORBIDDEN)]
    violations = _reconsiderable(context, filing)
    if refusing(violations):
        return violations
    later = _anew(context, filing, RECONSIDERATION)
    own = filing_draft(context, RECONSIDERATION, FilingStatus.RECORDED, act=RECONSIDERATION)
    return Outcome(FilingStatus.RECORDED, (later, own), warnings=tuple(violations))


def _reconsiderable(context: Context, filing: FilingFacts) -> list[Violation]:
    if filing.status is not FilingStatus.REFUSED:
        return [Violation("filing-not-refused", "/filing", {"status": filing.status.value})]
    if not filing.body:
        # There is nothing left to look at again.
        return [Violation("filing-erased", "/filing")]
    if filing.document.get("review"):
        return [Violation("reconsidered-already", "/filing")]
    told = _told(filing, RECONSIDERATION)
    if told is None:
        # What an outside office refused is not this office's to reconsider.
        return [Violation("refused-elsewhere", "/filing")]
    return _late(told, context.today)


def _told(filing: FilingFacts, name: str) -> Mapping[str, Any] | None:
    """The remedy as the decision told it, with its last day."""
    remedies = filing.document.get("remedyBag") or ()
    return next((remedy for remedy in remedies if remedy["name"] == name), None)


def _late(told: Mapping[str, Any], on: date) -> list[Violation]:
    if on.isoformat() <= told["untilDate"]:
        return []
    rule = Rule(None, told["citation"], told["confidence"])
    return [weigh(rule, Violation("clock-ended", "/filing", {"due": told["untilDate"]}))]


def _anew(context: Context, filing: FilingFacts, category: str, **more: Any) -> Any:
    """The filing under examination anew, at nobody's desk, saying how it stood and stands."""
    document = filing.document
    review = {
        "reviewCategory": category,
        "filing": context.filing_id,
        "status": filing.status.value,
        "groundBag": document.get("groundBag"),
        "since": context.now,
    }
    return next_filing_draft(
        filing,
        FilingStatus.UNDER_EXAMINATION,
        Capacity.NOTICE,
        published=is_published(context, filing),
        **{
            "review": {name: value for name, value in review.items() if value is not None},
            **office_members(filing, allocation={}),
            **more,
        },
    )


def decide_appeal(command: Remedy, context: Context) -> Decision:
    """An appeal was lodged outside: noted, with its day. Nothing here changes by it."""
    filing = context.filings.get(command.filing)
    violations = dates_to_come(context, ("/lodgedDate", command.lodged_on))
    if filing is None or not _concerned(context, filing):
        return [_unknown(command), *violations]
    if filing.status not in DECIDED:
        return [Violation("not-decided", "/filing", {"status": filing.status.value}), *violations]
    appeals = list(filing.document.get("appealBag") or ())
    if any(appeal["outcome"] == OPEN_APPEAL for appeal in appeals):
        violations.append(Violation("appeal-already-noted", "/filing"))
    if violations:
        return violations
    assert command.lodged_on is not None  # noqa: S101 - required by the shape
    appeal = {
        "filing": context.filing_id,
        "bodyText": command.body,
        "lodgedDate": command.lodged_on.isoformat(),
        "outcome": OPEN_APPEAL,
    }
    told = _told(filing, APPEAL)
    # Whether it came in time is for the body that hears it: here it is said, never refused.
    late = [] if told is None else _late(told, command.lodged_on)
    outcome = _noted(context, filing, APPEAL, [*appeals, appeal])
    return replace(outcome, warnings=tuple(replace(v, severity=Severity.WARNING) for v in late))


def _concerned(context: Context, filing: FilingFacts) -> bool:
    """The filer, an officer, or somebody whom the filing names."""
    actor = context.actor
    named = actor.party is not None and actor.party in parties_named(filing.body)
    return actor.is_office or named or actor.account == filing.filer


def decide_appeal_outcome(command: Remedy, context: Context) -> Decision:
    """The registrar files what the body outside decided, with its instrument."""
    filing = context.filings.get(command.filing)
    if filing is None:
        return [_unknown(command)]
    appeals = list(filing.document.get("appealBag") or ())
    if not appeals or appeals[-1]["outcome"] != OPEN_APPEAL:
        return [Violation("appeal-not-noted", "/filing")]
    violations = may_examine(context, filing)
    if not filing.body and command.outcome in _ANEW:
        violations.append(Violation("filing-erased", "/filing"))
    if violations:
        return violations
    decided = {
        **appeals[-1],
        "outcome": command.outcome,
        "evidenceBag": [e.document() for e in command.evidence],
    }
    bag = [*appeals[:-1], decided]
    if command.outcome not in _ANEW:
        return _noted(context, filing, "appeal-outcome", bag)
    if filing.status is FilingStatus.RECORDED:
        # What is recorded is undone by a correction, with its own rules and its second officer.
        outcome = _noted(context, filing, "appeal-outcome", bag)
        correct = Violation("entry-needs-correction", "/filing", severity=Severity.WARNING)
        return replace(outcome, warnings=(correct,))
    later = _anew(context, filing, APPEAL, appealBag=bag)
    own = filing_draft(context, "appeal-outcome", FilingStatus.RECORDED, act="appeal-outcome")
    return Outcome(FilingStatus.RECORDED, (later, own))


def _noted(
    context: Context, filing: FilingFacts, name: str, appeals: list[Mapping[str, Any]]
) -> Outcome:
    later = next_filing_draft(
        filing,
        filing.status,
        Capacity.NOTICE,
        published=is_published(context, filing),
        appealBag=appeals,
    )
    own = filing_draft(context, name, FilingStatus.RECORDED, act=name)
    return Outcome(FilingStatus.RECORDED, (later, own))


def _unknown(command: Remedy) -> Violation:
    return Violation("filing-unknown", "/filing", {"filing": command.filing})


def _type(name: str, decision: Any, citation: str) -> FilingType:
    return FilingType(name=name, read=read, needs=needs, decide=decision, citation=citation)


TYPES = (
    _type(
        RECONSIDERATION,
        decide_reconsideration,
        "Node practice: a refusal is looked at again by another officer, once and in time",
    ),
    _type(
        APPEAL,
        decide_appeal,
        "Cap. 559 s.84; DL 97/99/M art. 275 ff.: appeal to the court; noted here, decided there",
    ),
    _type(
        "appeal-outcome",
        decide_appeal_outcome,
        "Node practice: what the body outside decided is filed with its instrument",
    ),
)
