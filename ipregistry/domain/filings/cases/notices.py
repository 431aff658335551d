"""Notices of a case: sent to a side by a channel that the pack allows, and what became of them.

When one was received says the pack's rule. Where a receipt makes an event happen, it happens on
that day, and periods run from it at the place where it was received.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ipregistry.domain.cases.drafts import case_outcome, child_draft, moved_outcome
from ipregistry.domain.cases.facts import INSTITUTION, CaseFacts
from ipregistry.domain.cases.notices import CaseNoticeFacts, NoticeStanding, tried_before
from ipregistry.domain.cases.playing import Move, begun, happened_document, instant
from ipregistry.domain.cases.sides import known_case
from ipregistry.domain.classes import Label
from ipregistry.domain.facts import Context, Needs
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision, Outcome, RecordDraft
from ipregistry.domain.packs import engine
from ipregistry.domain.packs.engine import CaseEvent
from ipregistry.domain.packs.model import (
    ARRIVED,
    Channel,
    ChannelRule,
    Confidence,
    NoticeOutcome,
    Receipt,
    ReceiptRule,
)
from ipregistry.domain.packs.noticing import (
    AsksOfficer,
    NotReceived,
    ReceiptAnswer,
    Received,
    receipt_of,
)
from ipregistry.domain.packs.terms import Places
from ipregistry.domain.violations import Severity, Violation


@dataclass(frozen=True, slots=True)
class CaseNotice:
    """A notice that was sent to a side; `follows` is the one that it is sent after."""

    case: str
    side: str
    address: str
    place: str
    language: str
    channel: Channel
    sent: date
    event: str | None
    follows: str | None
    documents: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class CaseNoticeOutcome:
    """What became of a notice; `received` is an officer's own finding, with its reason."""

    case: str
    notice: str
    version: int
    outcome: NoticeOutcome
    on: date
    proof: str | None
    received: date | None
    reason: str | None


def read_notice(body: Mapping[str, Any]) -> CaseNotice:
    """The command in a body of the right shape."""
    return CaseNotice(
        body["case"],
        body["side"],
        body["addressText"],
        body["placeCode"],
        body["languageCode"],
        Channel(body["channelCode"]),
        date.fromisoformat(body["sentDate"]),
        body.get("event"),
        body.get("follows"),
        tuple(body.get("documentBag") or ()),
    )


def read_outcome(body: Mapping[str, Any]) -> CaseNoticeOutcome:
    """The command in a body of the right shape."""
    received = body.get("receivedDate")
    return CaseNoticeOutcome(
        body["case"],
        body["notice"],
        body["noticeVersion"],
        NoticeOutcome(body["outcomeCode"]),
        date.fromisoformat(body["outcomeDate"]),
        body.get("proofDigest"),
        None if received is None else date.fromisoformat(received),
        body.get("reasonText"),
    )


# ------------------------------------------------------------------------------ a notice sent


def decide_notice(command: CaseNotice, context: Context) -> Decision:
    """A notice goes to a side of the case by a channel of its pack, and is recorded as sent."""
    known = known_case(command.case, context)
    if isinstance(known, list):
        return known
    case, _ = known
    side = case.side(command.side)
    if side is None:
        return [Violation("case-side-unknown", "/side", {"side": command.side})]
    rules = case.published.pack.notices
    channel = rules.channels.get(command.channel)
    fires = rules.fired_by(command.event, side["role"])
    violations = _against_notice(command, context, case, side["role"])
    if violations or channel is None:
        return violations
    notice = _Notice(case, context.new_id("case-notice"), 0, _sent_document(command, side["role"]))
    if _counts_from_sending(channel, fires):
        answer = receipt_of(channel, fires, NoticeOutcome.DELIVERED, command.sent, command.sent)
        return _recorded(context, "case-notice", notice, answer, channel, fires, [command.channel])
    return _kept(context, "case-notice", notice, NoticeStanding.SENT)


def _counts_from_sending(channel: ChannelRule, fires: ReceiptRule | None) -> bool:
    own = None if fires is None else fires.receipt
    return (own or channel.receipt) is Receipt.SENT


def _against_notice(
    command: CaseNotice, context: Context, case: CaseFacts, role: str
) -> list[Violation]:
    rules = case.published.pack.notices
    wrong = []
    if command.channel not in rules.channels:
        allowed = ", ".join(rules.channels) or "-"
        params = {"channel": command.channel.value, "allowed": allowed}
        wrong.append(Violation("notice-channel-not-allowed", "/channelCode", params))
    if command.event is not None and rules.fired_by(command.event, role) is None:
        fired = ", ".join(r.event for r in rules.receipts if r.to == role) or "-"
        params = {"event": command.event, "allowed": fired}
        wrong.append(Violation("notice-makes-no-event", "/event", params))
    if command.sent > context.today:
        wrong.append(Violation("notice-not-sent-yet", "/sentDate"))
    # A case that was decided elsewhere was never opened here.
    if command.sent.isoformat() < case.document.get("openedDate", ""):
        wrong.append(Violation("notice-before-the-case", "/sentDate"))
    if command.follows is not None:
        wrong += _against_following(command, context)
    return wrong


def _against_following(command: CaseNotice, context: Context) -> list[Violation]:
    earlier = context.case_notices.get(command.follows or "")
    if earlier is None or (earlier.case, earlier.side) != (command.case, command.side):
        params = {"notice": command.follows or ""}
        return [Violation("case-notice-unknown", "/follows", params)]
    if earlier.followed:
        return [Violation("notice-followed-already", "/follows", {"notice": earlier.id})]
    return []


def _sent_document(command: CaseNotice, role: str) -> dict[str, Any]:
    return {
        "case": command.case,
        "side": command.side,
        "roleCode": role,
        "addressText": command.address,
        "placeCode": command.place,
        "languageCode": command.language,
        "channelCode": command.channel.value,
        "sentDate": command.sent.isoformat(),
        "event": command.event,
        "follows": command.follows,
        "documentBag": [dict(one) for one in command.documents] or None,
    }


# ---------------------------------------------------------------------------- what became of it


def decide_outcome(command: CaseNoticeOutcome, context: Context) -> Decision:
    """What became of a notice, and so whether and when it was received, by the pack's rule."""
    known = known_case(command.case, context)
    if isinstance(known, list):
        return known
    case, _ = known
    facts = context.case_notices.get(command.notice)
    if facts is None or facts.case != command.case:
        return [Violation("case-notice-unknown", "/notice", {"notice": command.notice})]
    rules = case.published.pack.notices
    channel = rules.channels[facts.channel]
    fires = rules.fired_by(facts.document.get("event"), facts.document["roleCode"])
    sent = date.fromisoformat(facts.document["sentDate"])
    answer = receipt_of(channel, fires, command.outcome, sent, command.on)
    violations = _against_outcome(command, context, facts, sent, answer, fires)
    if violations:
        return violations
    if command.received is not None:
        reason = command.reason or ""
        answer = Received(
            command.received, deemed=False, cite=reason, confidence=Confidence.DECISION
        )
    notice = _Notice(case, facts.id, facts.version, _with_outcome(command, facts))
    tried = tried_before(context.case_notices.values(), facts)
    return _recorded(context, "case-notice-outcome", notice, answer, channel, fires, tried)


def _against_outcome(
    command: CaseNoticeOutcome,
    context: Context,
    facts: CaseNoticeFacts,
    sent: date,
    answer: ReceiptAnswer,
    fires: ReceiptRule | None,
) -> list[Violation]:
    if command.version != facts.version:
        params: dict[str, str | int] = {
            "seen": command.version,
            "current": facts.version,
            "changed": facts.id,
        }
        return [Violation("stale-version", "/noticeVersion", params, severity=Severity.RACE)]
    if facts.standing is NoticeStanding.RECEIVED:
        return [Violation("notice-received-already", "/notice", {"notice": facts.id})]
    wrong = []
    if not sent <= command.on <= context.today:
        wrong.append(Violation("notice-outcome-outside", "/outcomeDate"))
    if fires is not None and fires.proof and command.proof is None and _ends(command, answer):
        wrong.append(Violation("notice-proof-missing", "/proofDigest", {"document": fires.proof}))
    if command.received is not None:
        wrong += _against_finding(command, context, sent, answer)
    return wrong


def _ends(command: CaseNoticeOutcome, answer: ReceiptAnswer) -> bool:
    return command.received is not None or isinstance(answer, Received)


def _against_finding(
    command: CaseNoticeOutcome, context: Context, sent: date, answer: ReceiptAnswer
) -> list[Violation]:
    """An officer says when it was received only where the pack's rule does not."""
    wrong = []
    if not isinstance(answer, AsksOfficer):
        wrong.append(Violation("notice-receipt-by-rule", "/receivedDate"))
    if command.reason is None:
        wrong.append(Violation("notice-reason-missing", "/reasonText"))
    if command.received is not None and not sent <= command.received <= context.today:
        wrong.append(Violation("notice-outcome-outside", "/receivedDate"))
    return wrong


def _with_outcome(command: CaseNoticeOutcome, facts: CaseNoticeFacts) -> dict[str, Any]:
    happened = {
        "outcomeCode": command.outcome.value,
        "outcomeDate": command.on.isoformat(),
        "proofDigest": command.proof,
    }
    said = {name: value for name, value in happened.items() if value is not None}
    before = {k: v for k, v in facts.document.items() if k != "nextChannelCode"}
    return {**before, "outcomeBag": [*(facts.document.get("outcomeBag") or ()), said]}


# -------------------------------------------------------------------------------- what comes of it


@dataclass(frozen=True, slots=True)
class _Notice:
    """A notice on its way to its next version."""

    case: CaseFacts
    id: str
    version: int
    document: Mapping[str, Any]

    def draft(self, standing: NoticeStanding, **more: Any) -> RecordDraft:
        """Its next version: read by the institution and by the side that it goes to."""
        document = {**self.document, **more, "standing": standing.value}
        return child_draft(
            "case-notice", self.id, document, Label.CASE_FILING, version=self.version + 1
        )


def _kept(
    context: Context, type_name: str, notice: _Notice, standing: NoticeStanding, **more: Any
) -> Outcome:
    """The notice alone: the case stays where it is."""
    case = notice.case
    draft = notice.draft(standing, **more)
    return case_outcome(context, type_name, case.id, INSTITUTION, case.published, [draft])


def _recorded(
    context: Context,
    type_name: str,
    notice: _Notice,
    answer: ReceiptAnswer,
    channel: ChannelRule,
    fires: ReceiptRule | None,
    tried: list[Channel],
) -> Outcome:
    match answer:
        case Received():
            return _received(context, type_name, notice, answer, fires)
        case AsksOfficer():
            more = {"citation": answer.cite}
            return _kept(context, type_name, notice, NoticeStanding.ASKS_OFFICER, **more)
        case NotReceived():
            last = (notice.document.get("outcomeBag") or [{}])[-1].get("outcomeCode")
            if last in ARRIVED:
                # It arrived, and that alone is no receipt here: something may yet follow.
                return _kept(context, type_name, notice, NoticeStanding.SENT)
            after = notice.case.published.pack.notices.next_channel(channel.id, tried)
            more = {} if after is None else {"nextChannelCode": after.value}
            return _kept(context, type_name, notice, NoticeStanding.NOT_RECEIVED, **more)


def _received(
    context: Context,
    type_name: str,
    notice: _Notice,
    answer: Received,
    fires: ReceiptRule | None,
) -> Outcome:
    receipt = answer.document()
    if fires is None:
        return _kept(context, type_name, notice, NoticeStanding.RECEIVED, receipt=receipt)
    played = _played(context, notice, answer.day, fires)
    if isinstance(played, list):
        standing = NoticeStanding.RECEIVED_NOT_PLAYED
        kept = _kept(context, type_name, notice, standing, receipt=receipt)
        return replace(kept, warnings=tuple(_as_warning(one) for one in played))
    draft = notice.draft(NoticeStanding.RECEIVED, receipt=receipt)
    return moved_outcome(context, type_name, INSTITUTION, played, [draft])


def _as_warning(violation: Violation) -> Violation:
    return replace(violation, pointer="/event", severity=Severity.WARNING)


def _played(
    context: Context, notice: _Notice, day: date, fires: ReceiptRule
) -> Move | list[Violation]:
    """The case behind the event of the receipt; the addressee's place is that of the notice."""
    move = begun(notice.case, context)
    document = notice.document
    places = move.world.places
    there = {fires.to: document["placeCode"], document["side"]: document["placeCode"]}
    world = replace(move.world, places=Places({**places.of, **there}, places.default))
    papers = {one["document"] for one in document.get("documentBag") or () if "document" in one}
    papers |= {fires.proof} if fires.proof is not None else set()
    at, to = instant(context.now), document["side"]
    event = CaseEvent(fires.event, fires.by, at, frozenset(papers), on=day, to=to)
    after = engine.play(move.pack, move.state, event, world)
    if isinstance(after, list):
        return after
    happened = after.history[len(move.state.history) :]
    told = [happened_document(one, notice=notice.id) for one in happened]
    return move.to(after, *told)


NOTICE = FilingType(
    name="case-notice",
    read=read_notice,
    needs=lambda command: Needs(cases=(command.case,), packs=True, case_notices=(command.case,)),
    decide=decide_notice,
    citation="The rules of the procedure, as its pack has them: channels and receipt of notices",
)
NOTICE_OUTCOME = FilingType(
    name="case-notice-outcome",
    read=read_outcome,
    needs=lambda command: Needs(cases=(command.case,), packs=True, case_notices=(command.case,)),
    decide=decide_outcome,
    citation="The rules of the procedure, as its pack has them: channels and receipt of notices",
)
