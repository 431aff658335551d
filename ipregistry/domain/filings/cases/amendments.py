"""What changes who and what a case is about: joinder, a side that leaves it, claims, consolidation.

Who decides or administers orders it; a side adds to its own claims. The procedure goes on by the
rules pack: the case does not move by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ipregistry.domain.cases.drafts import case_draft, moved_outcome
from ipregistry.domain.cases.facts import INSTITUTION, NEUTRAL, CaseFacts
from ipregistry.domain.cases.papers import Paper, paper_drafts, read_papers, wrong_papers
from ipregistry.domain.cases.playing import begun
from ipregistry.domain.cases.sides import Standing, known_case, on_two_sides, roles_of
from ipregistry.domain.facts import Context, Needs
from ipregistry.domain.filings.cases.events import stale
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision, RecordDraft
from ipregistry.domain.violations import Severity, Violation

_TWO = 2


@dataclass(frozen=True, slots=True)
class Amendment:
    """What is added to a case, and which sides leave it, by which order where one is needed."""

    case: str
    version: int | None
    joined: tuple[Mapping[str, Any], ...]
    ended: tuple[Mapping[str, Any], ...]
    claims: tuple[Mapping[str, Any], ...]
    assets: tuple[Mapping[str, Any], ...]
    amount: Mapping[str, Any] | None
    consolidated: tuple[str, ...]
    citation: str | None
    order: str | None
    papers: tuple[Paper, ...]

    @property
    def ordered(self) -> bool:
        """Whether it changes more than the filer's own claims."""
        return bool(self.joined or self.ended or self.assets or self.amount or self.consolidated)


def read(body: Mapping[str, Any]) -> Amendment:
    """The command of a body whose shape was checked."""
    return Amendment(
        body["case"],
        body.get("caseVersion"),
        tuple(body.get("joinedSideBag") or ()),
        tuple(body.get("endedSideBag") or ()),
        tuple(body.get("claimBag") or ()),
        tuple(body.get("assetBag") or ()),
        body.get("amountInDispute"),
        tuple(body.get("consolidatedBag") or ()),
        body.get("citationText"),
        body.get("orderDigest"),
        read_papers(body.get("documentBag")),
    )


def needs(command: Amendment) -> Needs:
    """The case, those it is joined with, and the parties who come in."""
    named = [p["party"] for side in command.joined for p in side["partyBag"] if "party" in p]
    return Needs(
        cases=(command.case, *command.consolidated), parties=tuple(sorted(set(named))), packs=True
    )


def decide(command: Amendment, context: Context) -> Decision:
    """The case with what was added to it; or everything that is against it."""
    found = known_case(command.case, context)
    if isinstance(found, list):
        return found
    case, standing = found
    wrong = [
        *stale(case, command.version),
        *_against(command, standing, case),
        *_sides(command, context, case),
        *_others(command, context),
        *wrong_papers(case.published.pack, command.papers),
    ]
    if wrong:
        return wrong
    changed = _changed(command, context, case)
    if wrong := on_two_sides({**case.document, **changed}, "/joinedSideBag"):
        return wrong
    move = begun(case, context)
    left = {one["side"] for one in command.ended}
    running = {key: r for key, r in move.state.running.items() if r.side not in left}
    after = move.to(
        replace(move.state, running=running), _happened(command, context, standing), **changed
    )
    papers = paper_drafts(context, case.id, move.pack, standing.side, command.papers, "amendment")
    others = [_told(other, command, context, standing) for other in command.consolidated]
    return moved_outcome(context, "case-amendment", standing.side, after, [*others, *papers])


def _against(command: Amendment, standing: Standing, case: CaseFacts) -> list[Violation]:
    wrong = []
    if case.document["finalIndicator"]:
        wrong.append(Violation("case-is-over", "/case", {"state": case.document["stateCode"]}))
    if not command.ordered and not command.claims:
        wrong.append(Violation("case-amendment-empty", "", {}))
    decides = standing.side in {INSTITUTION, NEUTRAL}
    if command.ordered and not decides:
        wrong.append(Violation("case-order-not-yours", "", {}, severity=Severity.FORBIDDEN))
    if command.ordered and (command.order is None or command.citation is None):
        wrong.append(Violation("case-order-missing", "/orderDigest", {}))
    wrong += [
        Violation(
            "case-not-your-side",
            f"/claimBag/{index}/side",
            {"by": str(claim.get("side")), "standing": standing.role},
            severity=Severity.FORBIDDEN,
        )
        for index, claim in enumerate(command.claims)
        if not decides and claim.get("side") not in {None, standing.side}
    ]
    return wrong


def _sides(command: Amendment, context: Context, case: CaseFacts) -> list[Violation]:
    names = [side["side"] for side in case.sides]
    known = roles_of(case.published.pack)
    wrong: list[Violation] = []
    for index, side in enumerate(command.joined):
        if side["side"] in names:
            wrong.append(Violation("case-side-named-twice", f"/joinedSideBag/{index}/side", {}))
        if side["role"] not in known:
            params = {"role": side["role"], "known": ", ".join(known)}
            wrong.append(Violation("case-role-unknown", f"/joinedSideBag/{index}/role", params))
        wrong += [
            Violation(
                "party-unknown", f"/joinedSideBag/{index}/partyBag/{n}", {"party": p["party"]}
            )
            for n, p in enumerate(side["partyBag"])
            if "party" in p and p["party"] not in context.parties
        ]
        names.append(side["side"])
    present = {side["side"] for side in case.present_sides}
    wrong += [
        Violation("case-side-unknown", f"/endedSideBag/{index}/side", {"side": one["side"]})
        for index, one in enumerate(command.ended)
        if one["side"] not in present
    ]
    left = {one["side"] for one in command.ended}
    roles = {s["role"] for s in case.present_sides if s["side"] not in left}
    roles |= {side["role"] for side in command.joined}
    if command.ended and len(roles) < _TWO:
        # A case between nobody ends by the pack's own event, with its consequences.
        params = {"known": ", ".join(known)}
        wrong.append(Violation("case-one-side-only", "/endedSideBag", params))
    return wrong


def _others(command: Amendment, context: Context) -> list[Violation]:
    wrong = []
    for index, other in enumerate(command.consolidated):
        found = known_case(other, context)
        pointer = f"/consolidatedBag/{index}"
        if isinstance(found, list) or other == command.case:
            wrong.append(Violation("case-unknown", pointer, {"case": other}))
        elif found[1].side not in {INSTITUTION, NEUTRAL}:
            wrong.append(
                Violation("case-order-not-yours", pointer, {}, severity=Severity.FORBIDDEN)
            )
        elif found[0].document["finalIndicator"]:
            params = {"state": found[0].document["stateCode"]}
            wrong.append(Violation("case-is-over", pointer, params))
    return wrong


def _changed(command: Amendment, context: Context, case: CaseFacts) -> dict[str, Any]:
    before = case.document
    ended = {one["side"]: one for one in command.ended}
    sides = [
        side
        if side["side"] not in ended
        else {
            **side,
            "endedDate": context.today.isoformat(),
            "endedOnGround": ended[side["side"]]["groundCategory"],
            "keyGeneration": side["keyGeneration"] + 1,
        }
        for side in case.sides
    ]
    joined = [
        {
            **side,
            "joinedDate": context.today.isoformat(),
            "keyGeneration": 1,
            "partyBag": [_with_version(party, context) for party in side["partyBag"]],
        }
        for side in command.joined
    ]
    return {
        "sideBag": [*sides, *joined],
        "claimBag": [*(before.get("claimBag") or ()), *command.claims] or None,
        "assetBag": [*(before.get("assetBag") or ()), *command.assets] or None,
        "amountInDispute": command.amount or before.get("amountInDispute"),
        "consolidatedBag": [*(before.get("consolidatedBag") or ()), *command.consolidated] or None,
    }


def _with_version(party: Mapping[str, Any], context: Context) -> dict[str, Any]:
    known = context.parties.get(party.get("party", ""))
    return dict(party) if known is None else {**party, "version": known.version}


def _happened(command: Amendment, context: Context, standing: Standing) -> dict[str, Any]:
    values = {
        "event": "amendment",
        "category": "amendment",
        "by": standing.role,
        "side": standing.side,
        "at": context.now,
        "onDate": context.today.isoformat(),
        "joinedBag": [side["side"] for side in command.joined] or None,
        "endedBag": [one["side"] for one in command.ended] or None,
        "claimQuantity": len(command.claims) or None,
        "consolidatedBag": list(command.consolidated) or None,
        "citationText": command.citation,
        "orderDigest": command.order,
    }
    return {name: value for name, value in values.items() if value is not None}


def _told(other: str, command: Amendment, context: Context, standing: Standing) -> RecordDraft:
    """The next version of a case that is heard together with this one from now on."""
    move = begun(context.cases[other], context)
    happened = {
        "event": "consolidation",
        "category": "amendment",
        "by": standing.role,
        "side": standing.side,
        "at": context.now,
        "onDate": context.today.isoformat(),
        "consolidatedBag": [command.case],
        "citationText": command.citation,
        "orderDigest": command.order,
    }
    bag = [*(move.case.document.get("consolidatedBag") or ()), command.case]
    return case_draft(move.to(move.state, happened, consolidatedBag=bag))


TYPE = FilingType(
    name="case-amendment",
    read=read,
    needs=needs,
    decide=decide,
    citation="The order that is cited (joinder, consolidation: e.g. by the institution or the "
    "tribunal under its rules); a side's own claims by its submission (node practice)",
)
