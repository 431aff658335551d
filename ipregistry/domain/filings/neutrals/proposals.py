"""A candidate is proposed, and checked before anybody invites him; then he declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ipregistry.domain.cases.drafts import case_outcome
from ipregistry.domain.cases.facts import INSTITUTION, CaseFacts
from ipregistry.domain.cases.sides import known_case
from ipregistry.domain.facts import Context, Needs
from ipregistry.domain.filings.neutrals.nominating import (
    CANDIDATE,
    Found,
    Said,
    at,
    check_draft,
    checked,
    found,
    needs,
    nomination_draft,
    only,
    quiet,
    read,
)
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision
from ipregistry.domain.violations import Severity, Violation

_IDENTITY = ("party", "account", "nameBag")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Whom somebody proposes, as what, and whom the parties named behind them."""

    case: str
    neutral: str
    role: str
    proposed_by: str | None
    replaces: str | None
    relations: tuple[Mapping[str, Any], ...]


def read_proposal(body: Mapping[str, Any]) -> Proposal:
    """The command of a body whose shape was checked."""
    return Proposal(
        body["case"],
        body["neutral"],
        body["role"],
        body.get("proposedBy"),
        body.get("replaces"),
        tuple(body.get("relationBag") or ()),
    )


def decide_proposal(command: Proposal, context: Context) -> Decision:
    """The nomination with its conflict check, which stands before anybody is asked."""
    known = known_case(command.case, context)
    if isinstance(known, list):
        return known
    case, standing = known
    if standing.side != INSTITUTION:
        params = {"standing": standing.role}
        return [Violation("nomination-not-yours", "", params, severity=Severity.FORBIDDEN)]
    if wrong := _against(command, case, context):
        return wrong
    neutral = context.neutrals[command.neutral]
    relations = [dict(one) for one in command.relations]
    number, report_number = context.new_id("nomination"), context.new_id("conflict-check")
    report = checked(context, case, neutral, relations)
    document = {
        "case": case.id,
        "neutral": neutral.id,
        "neutralVersion": neutral.version,
        **{name: neutral.document[name] for name in _IDENTITY if name in neutral.document},
        "role": command.role,
        "proposedBy": command.proposed_by or INSTITUTION,
        "proposedDate": context.today.isoformat(),
        "statusCategory": "proposed",
        "relationBag": relations or None,
        "replaces": command.replaces,
        "check": {"record": report_number, "version": 1},
    }
    drafts = [
        nomination_draft(number, 1, document, told=False),
        check_draft(report_number, 1, case.id, number, report),
    ]
    return case_outcome(context, "neutral-proposal", case.id, INSTITUTION, case.published, drafts)


def _against(command: Proposal, case: CaseFacts, context: Context) -> list[Violation]:
    wrong = []
    if case.document["finalIndicator"]:
        wrong.append(Violation("case-is-over", "/case", {"state": case.document["stateCode"]}))
    neutral = context.neutrals.get(command.neutral)
    if neutral is None:
        wrong.append(Violation("neutral-unknown", "/neutral", {"neutral": command.neutral}))
    elif neutral.document["statusCategory"] != "listed":
        wrong.append(Violation("neutral-not-listed", "/neutral", {"neutral": command.neutral}))
    sides = {side["side"] for side in case.sides}
    pointers = [(command.proposed_by, "/proposedBy")]
    pointers += [(one["side"], f"/relationBag/{n}/side") for n, one in enumerate(command.relations)]
    wrong += [
        Violation("case-side-unknown", pointer, {"side": side})
        for side, pointer in pointers
        if side is not None and side not in sides
    ]
    wrong += [
        Violation("party-unknown", f"/relationBag/{n}/party", {"party": one["party"]})
        for n, one in enumerate(command.relations)
        if "party" in one and one["party"] not in context.parties
    ]
    return [*wrong, *_replacing(command, context)]


def _replacing(command: Proposal, context: Context) -> list[Violation]:
    wrong = []
    if any(
        one.is_open and one.document["neutral"] == command.neutral
        for one in context.nominations.values()
    ):
        wrong.append(Violation("nomination-open-already", "/neutral"))
    if command.replaces is None:
        return wrong
    before = context.nominations.get(command.replaces)
    if before is None:
        params = {"nomination": command.replaces}
        wrong.append(Violation("nomination-unknown", "/replaces", params))
    elif before.is_open:
        params = {"status": before.status}
        wrong.append(Violation("nomination-not-now", "/replaces", params))
    return wrong


def decide_declaration(command: Said, context: Context) -> Decision:
    """What the candidate says of himself; he is checked again with it."""
    one = found(command, context)
    if isinstance(one, list):
        return one
    wrong = [*only(one, CANDIDATE), *at(one, "proposed", "declared"), *_unfit(command.body)]
    if wrong:
        return wrong
    document = one.nomination.document
    neutral = context.neutrals[document["neutral"]]
    declaration = _declaration(command.body, context.today.isoformat())
    relations = list(document.get("relationBag") or ())
    report = checked(context, one.case, neutral, relations, declaration)
    made = {"record": document["check"]["record"], "version": document["check"]["version"] + 1}
    after = {
        **document,
        "statusCategory": "declared",
        "declaration": {k: v for k, v in declaration.items() if k != "tieBag"},
        "check": made,
    }
    drafts = [
        nomination_draft(
            one.nomination.id, one.nomination.version + 1, after, told="toldDate" in document
        ),
        check_draft(made["record"], made["version"], one.case.id, one.nomination.id, report),
    ]
    return _quietly(context, one, drafts)


def _quietly(context: Context, one: Found, drafts: list[Any]) -> Decision:
    return quiet(context, "neutral-declaration", one, drafts)


def _declaration(body: Mapping[str, Any], today: str) -> dict[str, Any]:
    members = (
        "independentIndicator",
        "availableIndicator",
        "nothingToDiscloseIndicator",
        "statementDigest",
        "tieBag",
        "receivedPaperDigest",
    )
    return {"onDate": today} | {name: body[name] for name in members if name in body}


def _unfit(body: Mapping[str, Any]) -> list[Violation]:
    """Who says himself that he is not independent, or has no time, declines."""
    wrong = []
    if not body["independentIndicator"]:
        wrong.append(Violation("neutral-not-independent", "/independentIndicator"))
    if not body["availableIndicator"]:
        wrong.append(Violation("neutral-not-available", "/availableIndicator"))
    return wrong


PROPOSAL = FilingType(
    name="neutral-proposal",
    read=read_proposal,
    needs=lambda command: Needs(
        cases=(command.case,),
        packs=True,
        neutrals=(command.neutral,),
        nominations=True,
        parties=tuple(one["party"] for one in command.relations if "party" in one),
    ),
    decide=decide_proposal,
    citation="IBA Guidelines on Conflicts of Interest (2024) GS 7; checked before the invitation "
    "(node practice)",
)
DECLARATION = FilingType(
    name="neutral-declaration",
    read=read,
    needs=needs,
    decide=decide_declaration,
    citation="The pack's rule on independence and availability; IBA Guidelines (2024) GS 3",
)
