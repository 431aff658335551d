"""What the filings about a nomination share: which it is, who may act, its next version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipregistry.domain.cases.drafts import case_outcome, child_draft, moved_outcome
from ipregistry.domain.cases.facts import INSTITUTION, CaseFacts
from ipregistry.domain.cases.playing import begun
from ipregistry.domain.cases.sides import Standing, on_behalf, standing_of
from ipregistry.domain.classes import Label
from ipregistry.domain.facts import Context, Needs
from ipregistry.domain.neutrals.conflicts import Asked, check, lists_for, other_cases
from ipregistry.domain.neutrals.facts import NeutralFacts, NominationFacts
from ipregistry.domain.neutrals.links import declared, interested_in, known_links
from ipregistry.domain.neutrals.lists import known_lists
from ipregistry.domain.neutrals.model import Source
from ipregistry.domain.outcomes import Decision, RecordDraft
from ipregistry.domain.violations import Severity, Violation

CANDIDATE = "candidate"
OBJECTIONS = "objectionBag"
# The ties that the candidate declared: kept in the report, which the institution alone reads.
DECLARED = "declaredTieBag"


@dataclass(frozen=True, slots=True)
class Said:
    """What a filing about a nomination says, beside which one it is."""

    case: str
    nomination: str
    body: Mapping[str, Any]


def read(body: Mapping[str, Any]) -> Said:
    """The command of a body whose shape was checked."""
    return Said(body["case"], body["nomination"], body)


def needs(command: Said) -> Needs:
    """The case with its nominations, and the roster's entries behind them."""
    return Needs(cases=(command.case,), packs=True, nominations=True)


@dataclass(frozen=True, slots=True)
class Found:
    """A nomination, its case, and as whom the filer acts."""

    case: CaseFacts
    nomination: NominationFacts
    standing: Standing


def found(command: Said, context: Context) -> Found | list[Violation]:
    """The nomination, for who is in the case or is its candidate; others learn nothing."""
    case = context.cases.get(command.case)
    nomination = context.nominations.get(command.nomination)
    actor = context.actor
    standing = None if case is None else standing_of(case, actor)
    if standing is None and nomination is not None and nomination.is_of(actor.account, actor.party):
        standing = Standing(CANDIDATE, CANDIDATE)
    if case is None or standing is None:
        return [Violation("case-unknown", "/case", {"case": command.case})]
    hidden = nomination is None or (standing.side in _sides(case) and not _told(nomination))
    if nomination is None or hidden:
        params = {"nomination": command.nomination}
        return [Violation("nomination-unknown", "/nomination", params)]
    if case.document["finalIndicator"]:
        return [Violation("case-is-over", "/case", {"state": case.document["stateCode"]})]
    return _for_whom(Found(case, nomination, standing), command)


def _sides(case: CaseFacts) -> set[str]:
    return {side["side"] for side in case.sides}


def present(case: CaseFacts) -> list[str]:
    """The sides that are still in the case."""
    return [side["side"] for side in case.sides if "endedDate" not in side]


def _told(nomination: NominationFacts) -> bool:
    """Whether the parties have heard of the candidate: by a disclosure, or an appointment."""
    return bool(nomination.document.get("toldDate"))


def _for_whom(one: Found, command: Said) -> Found | list[Violation]:
    by = command.body.get("by")
    if by == CANDIDATE and one.standing.side == INSTITUTION:
        acting: Standing | list[Violation] = Standing(CANDIDATE, CANDIDATE, True)
    else:
        acting = on_behalf(one.case, one.standing, by)
    if isinstance(acting, list):
        return acting
    if acting.entered and "receivedPaperDigest" not in command.body:
        params = {"by": acting.side}
        return [Violation("case-entered-without-paper", "/receivedPaperDigest", params)]
    return Found(one.case, one.nomination, acting)


def only(one: Found, *sides: str) -> list[Violation]:
    """Nothing where the filer acts as one of these; `""` stands for any side of the case."""
    mine = one.standing.side
    if mine in sides or ("" in sides and mine in present(one.case)):
        return []
    params = {"standing": one.standing.role}
    return [Violation("nomination-not-yours", "", params, severity=Severity.FORBIDDEN)]


def at(one: Found, *statuses: str) -> list[Violation]:
    """Nothing where the nomination stands in one of these."""
    if one.nomination.status in statuses:
        return []
    params = {"status": one.nomination.status}
    return [Violation("nomination-not-now", "/nomination", params)]


def nomination_draft(
    number: str, version: int, document: Mapping[str, Any], *, told: bool
) -> RecordDraft:
    """A version of a nomination: the institution's own until the parties are told."""
    audience = Label.CASE_ALL if told else Label.CASE_OFFICE
    return child_draft("nomination", number, document, audience, version=version)


def quiet(context: Context, act: str, one: Found, drafts: list[RecordDraft]) -> Decision:
    """An outcome of which the sides learn nothing."""
    return case_outcome(context, act, one.case.id, INSTITUTION, one.case.published, drafts)


def told(
    context: Context,
    act: str,
    one: Found,
    changed: Mapping[str, Any],
    *beside: RecordDraft,
    **more: Any,
) -> Decision:
    """The nomination's next version, and the case's with the event: all in the case see it.

    `beside` are records that come with it, `more` members of the case that change.
    """
    nomination = one.nomination
    document = {**nomination.document, **changed}
    document["toldDate"] = nomination.document.get("toldDate") or context.today.isoformat()
    happened = {
        "event": act,
        "category": "neutral",
        "nomination": nomination.id,
        "by": one.standing.role,
        "side": one.standing.side,
        "at": context.now,
        "onDate": context.today.isoformat(),
    }
    if one.standing.entered:
        happened["receivedPaperDigest"] = context.body["receivedPaperDigest"]
    move = begun(one.case, context)
    filed_as = INSTITUTION if one.standing.entered else one.standing.side
    draft = nomination_draft(nomination.id, nomination.version + 1, document, told=True)
    return moved_outcome(
        context, act, filed_as, move.to(move.state, happened, **more), [draft, *beside]
    )


def checked(
    context: Context,
    case: CaseFacts,
    neutral: NeutralFacts,
    relations: Sequence[Mapping[str, Any]],
    declaration: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The conflict check as a stored report; of other cases it tells days and their number."""
    names = {one.id: tuple(n["value"] for n in one.names) for one in context.parties.values()}
    links = known_links(neutral, case.id, names)
    if declaration is not None:
        links += declared(declaration.get("tieBag") or (), Source.DECLARED, names)
    document = case.document
    place = document.get("seatCode") or document.get("placeOfMediationCode")
    conflict = case.published.pack.conflict
    lists = lists_for(known_lists(), conflict, (place,), context.today)
    report = check(
        Asked(
            tuple(links),
            interested_in(document, relations, names),
            lists,
            context.today,
            declaration is not None,
            conflict,
        )
    )
    told_by_himself = {} if declaration is None else {DECLARED: declaration.get("tieBag") or []}
    return report.document() | {"otherCases": other_cases(report)} | told_by_himself


def check_draft(
    number: str, version: int, case: str, nomination: str, report: Mapping[str, Any]
) -> RecordDraft:
    """The report as a record that only the institution reads."""
    document = {"case": case, "nomination": nomination, **report}
    return child_draft("conflict-check", number, document, Label.CASE_OFFICE, version=version)


def objections_without(case: CaseFacts, nomination: str) -> list[Mapping[str, Any]]:
    """The case's open periods for objections but for those about this nomination."""
    bag = case.document.get(OBJECTIONS) or ()
    return [one for one in bag if one["nomination"] != nomination]


def day(text: str) -> date:
    """A day of a checked body."""
    return date.fromisoformat(text)
