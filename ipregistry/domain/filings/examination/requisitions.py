"""Requisitions: what an officer asks of a filer, per right and paper, with a clock.

Issued, made longer, answered, settled or lapsed: each is a version of one record, and each
comes from a filing of its own. Whether the clock has run out is computed by who looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from ipregistry.domain.classes import MEMBERS
from ipregistry.domain.facts import (
    PENDING,
    Capacity,
    Context,
    FilingFacts,
    FilingStatus,
    Needs,
    RequisitionFacts,
)
from ipregistry.domain.filings.examination.clocks import REPLY, Clock, clock_for, subjects_of
from ipregistry.domain.filings.examination.desk import (
    LAPSED,
    OPEN,
    REPLIED,
    SETTLED,
    found_in,
    may_examine,
    requisitions_on,
)
from ipregistry.domain.filings.examination.letters import letter
from ipregistry.domain.filings.reading import Evidence, read_evidence
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision, Outcome, RecordDraft, filing_draft
from ipregistry.domain.policies import weigh
from ipregistry.domain.violations import Severity, Violation, refusing

SCHEMA = "requisition/1"


@dataclass(frozen=True, slots=True)
class Requisition:
    """What is asked: which paper, for which right of the filing (None: for all of it)."""

    filing: str
    asset: str | None
    category: str
    paper: str
    language: str
    remark: str | None
    letter: str | None


def read(body: Mapping[str, Any]) -> Requisition:
    """The command in a body of the right shape."""
    return Requisition(
        body["filing"],
        body.get("asset"),
        body["requisitionCategory"],
        body["paper"],
        body["languageCode"],
        body.get("remarkText"),
        body.get("letterText"),
    )


def needs(command: Requisition) -> Needs:
    """The filing, with its rights."""
    return Needs(filings=(command.filing,))


def decide(command: Requisition, context: Context) -> Decision:
    """An officer asks; the filing cannot be accepted until it is settled."""
    filing, wrong = found_in(context, command.filing, PENDING)
    if filing is None:
        return wrong
    violations = may_examine(context, filing) + _askable(command, context, filing)
    if violations:
        return violations
    clock = clock_for(context, filing, REPLY, command.asset)
    draft = _issued(command, context, filing, clock)
    return _outcome(context, "requisition", draft)


def _askable(command: Requisition, context: Context, filing: FilingFacts) -> list[Violation]:
    if command.asset is not None and command.asset not in filing.subjects:
        return [Violation("right-not-in-filing", "/asset", {"asset": command.asset})]
    return [
        Violation("requisition-already-open", "/paper", {"requisition": other.id})
        for other in requisitions_on(context, filing)
        if (other.asset, other.paper) == (command.asset, command.paper) and other.status in OPEN
    ]


def _issued(
    command: Requisition, context: Context, filing: FilingFacts, clock: Clock
) -> RecordDraft:
    requisition, due = context.new_id("requisition"), clock.ends(context.today)
    numbers = {a.id: f"{a.office} {a.number}" for a in subjects_of(context, filing)}
    text = command.letter or letter(
        command.language,
        command.category,
        requisition=requisition,
        filing=filing.id,
        received=filing.received_at,
        right=None if command.asset is None else numbers[command.asset],
        paper=command.paper,
        due=due,
        extensions=clock.extensions,
        extension_days=clock.extension_days,
        remark=command.remark,
    )
    document = {
        "filingBag": [filing.id],
        "asset": command.asset,
        "status": "issued",
        "requisitionCategory": command.category,
        "paper": command.paper,
        "languageCode": command.language,
        "letterText": text,
        "issuedDate": context.today.isoformat(),
        "dueDate": due.isoformat(),
        "clock": clock.document(),
        "filer": filing.filer,
        "officer": context.actor.account,
    }
    return RecordDraft("requisition", requisition, SCHEMA, 1, document, Capacity.NOTICE, False)


@dataclass(frozen=True, slots=True)
class OnRequisition:
    """Something about a requisition: more time, a reply, what the office makes of the reply."""

    requisition: str
    outcome: str = ""
    text: str | None = None
    evidence: tuple[Evidence, ...] = ()


def read_on(body: Mapping[str, Any]) -> OnRequisition:
    """The command in a body of the right shape."""
    return OnRequisition(
        body["requisition"],
        body.get("outcome", ""),
        body.get("reasonText") or body.get("replyText"),
        read_evidence(body.get("evidenceBag", [])),
    )


def needs_on(command: OnRequisition) -> Needs:
    """The requisition, with the filing that it is about."""
    return Needs(requisitions=(command.requisition,))


def decide_extension(command: OnRequisition, context: Context) -> Decision:
    """More time, with a reason: as often as the clock allows, by the filer before its end."""
    found, filing, wrong = _asked(command, context)
    if found is None or filing is None:
        return wrong
    if found.status not in OPEN - {REPLIED}:
        return [_not_open(found)]
    clock, violations = _clock(found), []
    if found.extensions >= clock.extensions:
        limit = {"max": clock.extensions}
        violations.append(weigh(clock.rule, Violation("extensions-used-up", "/requisition", limit)))
    if context.actor.account == filing.filer and context.today > found.due:
        ended = {"due": found.due.isoformat()}
        violations.append(weigh(clock.rule, Violation("clock-ended", "/requisition", ended)))
    if refusing(violations):
        return violations
    due = found.due + timedelta(days=clock.extension_days)
    extension = {"dueDate": due.isoformat(), "reasonText": command.text, "at": context.now}
    draft = _next(
        found,
        status="extended",
        dueDate=due.isoformat(),
        extensionBag=[*(found.document.get("extensionBag") or ()), extension],
    )
    outcome = _outcome(context, "requisition-extension", draft)
    return replace(outcome, warnings=tuple(violations))


def decide_reply(command: OnRequisition, context: Context) -> Decision:
    """The filer answers, with the paper as evidence; late as long as nobody has closed it."""
    found, filing, wrong = _asked(command, context)
    if found is None or filing is None:
        return wrong
    if context.actor.account != filing.filer:
        return [Violation("only-its-filer", "/requisition", severity=Severity.FORBIDDEN)]
    if found.status not in OPEN:
        return [_not_open(found)]
    reply = {
        "filing": context.filing_id,
        "at": context.now,
        "replyText": command.text,
        "evidenceBag": [e.document() for e in command.evidence] or None,
    }
    said = {name: value for name, value in reply.items() if value is not None}
    replies = [*(found.document.get("replyBag") or ()), said]
    draft = _next(found, status=REPLIED, replyBag=replies)
    late: tuple[Violation, ...] = ()
    if context.today > found.due:
        params = {"due": found.due.isoformat()}
        late = (Violation("reply-late", "/requisition", params, severity=Severity.WARNING),)
    return replace(_outcome(context, "requisition-reply", draft), warnings=late)


def decide_settlement(command: OnRequisition, context: Context) -> Decision:
    """The officer says whether the reply suffices, or that none came in time."""
    found, filing, wrong = _asked(command, context)
    if found is None or filing is None:
        return wrong
    violations = may_examine(context, filing)
    if violations:
        return violations
    if found.status == SETTLED or (found.status == LAPSED and command.outcome != "sufficient"):
        return [_not_open(found)]
    if command.outcome == "insufficient" and found.status != REPLIED:
        return [Violation("reply-missing", "/outcome")]
    if command.outcome == "lapsed" and (found.status == REPLIED or context.today <= found.due):
        return [Violation("clock-running", "/outcome", {"due": found.due.isoformat()})]
    assessment = {"outcome": command.outcome, "reasonText": command.text, "at": context.now}
    said = {name: value for name, value in assessment.items() if value is not None}
    draft = _next(
        found,
        **_after(command.outcome, found, context),
        assessmentBag=[*(found.document.get("assessmentBag") or ()), said],
    )
    return _outcome(context, "requisition-settlement", draft)


def _after(outcome: str, found: RequisitionFacts, context: Context) -> dict[str, Any]:
    """A reply that does not suffice starts the clock again."""
    if outcome == "insufficient":
        return {"status": "issued", "dueDate": _clock(found).ends(context.today).isoformat()}
    return {"status": SETTLED if outcome == "sufficient" else LAPSED}


def _asked(
    command: OnRequisition, context: Context
) -> tuple[RequisitionFacts | None, FilingFacts | None, list[Violation]]:
    """The requisition and a filing that it is about; to a stranger it is not there."""
    found = context.requisitions.get(command.requisition)
    actor = context.actor
    if found is None or not (actor.is_office or actor.account == found.filer):
        params = {"requisition": command.requisition}
        return None, None, [Violation("requisition-unknown", "/requisition", params)]
    filings = [context.filings[f] for f in found.filings if f in context.filings]
    waiting = [filing for filing in filings if filing.status in PENDING]
    if not waiting:
        status = filings[0].status.value if filings else ""
        ended = Violation("filing-not-pending", "/requisition", {"status": status})
        return None, None, [ended]
    return found, waiting[0], []


def _not_open(found: RequisitionFacts) -> Violation:
    params = {"requisitionStatus": found.status}
    return Violation("requisition-not-open", "/requisition", params)


def _clock(found: RequisitionFacts) -> Clock:
    """The clock under which it was issued, whatever the policy says since."""
    said = found.document["clock"]
    return Clock(
        said["name"],
        said.get("days"),
        said.get("months"),
        said["extensions"],
        said["extensionDays"],
        said["citation"],
        said["confidence"],
    )


def _next(found: RequisitionFacts, **changed: Any) -> RecordDraft:
    """The next version; its part is read whole, so it is written whole."""
    kept = {name: found.document[name] for name in MEMBERS[SCHEMA] if name in found.document}
    document = {**kept, **changed}
    return RecordDraft(
        "requisition", found.id, SCHEMA, found.version + 1, document, Capacity.NOTICE, False
    )


def moved_to(found: RequisitionFacts, filings: tuple[str, ...]) -> RecordDraft:
    """The requisition, now about these pieces of a divided filing."""
    return _next(found, filingBag=list(filings))


def due_date(document: Mapping[str, Any]) -> date:
    """The last day for a reply, as it stands in the record."""
    return date.fromisoformat(document["dueDate"])


def _outcome(context: Context, name: str, draft: RecordDraft) -> Outcome:
    own = filing_draft(context, name, FilingStatus.RECORDED, act=name)
    return Outcome(FilingStatus.RECORDED, (draft, own))


def _type(name: str, decision: Any, citation: str) -> FilingType:
    return FilingType(name=name, read=read_on, needs=needs_on, decide=decision, citation=citation)


REQUISITION = FilingType(
    name="requisition",
    read=read,
    needs=needs,
    decide=decide,
    citation="Node practice: what is missing is asked for, per right and paper, before a refusal",
)
EXTENSION = _type(
    "requisition-extension",
    decide_extension,
    "Node practice: more time with a reason, as often as the policy's clock allows",
)
REPLIES = _type(
    "requisition-reply",
    decide_reply,
    "Node practice: the filer answers a requisition, with evidence",
)
SETTLEMENT = _type(
    "requisition-settlement",
    decide_settlement,
    "Node practice: the officer says whether a reply suffices",
)
TYPES = (REQUISITION, EXTENSION, REPLIES, SETTLEMENT)
