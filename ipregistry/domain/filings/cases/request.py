"""Opening a case under a rules pack. It stops nothing on the register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ipregistry.domain.access import Actor, Role
from ipregistry.domain.cases.drafts import case_outcome, child_draft, pin
from ipregistry.domain.cases.facts import INSTITUTION
from ipregistry.domain.cases.fees import Charge, told_in_full
from ipregistry.domain.cases.papers import (
    Paper,
    paper_drafts,
    read_papers,
    shown_to_all,
    wrong_papers,
)
from ipregistry.domain.cases.paying import books_of_request, settled_at_request
from ipregistry.domain.cases.playing import (
    happened_document,
    instant,
    institution_place,
    state_members,
    world_of,
)
from ipregistry.domain.cases.sides import on_two_sides, roles_of
from ipregistry.domain.classes import Label
from ipregistry.domain.facts import Context, Needs
from ipregistry.domain.filings.cases.fees.common import charge_draft
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision, Outcome
from ipregistry.domain.packs import engine
from ipregistry.domain.packs.engine import CaseEvent, CaseState, World
from ipregistry.domain.packs.model import SYSTEM, Pack, Transition
from ipregistry.domain.packs.versions import PublishedPack, pack_in_force
from ipregistry.domain.violations import Severity, Violation

# Members of the body that stand in the case as they were sent.
_SAID = (
    "placeBag",
    "seatCode",
    "placeOfMediationCode",
    "languageCode",
    "amountInDispute",
    "assetBag",
    "claimBag",
    "reliefText",
)


@dataclass(frozen=True, slots=True)
class CaseRequest:
    """Under which pack, between whom, about what. `side` is the one that asks."""

    pack: str
    side: str
    sides: tuple[Mapping[str, Any], ...]
    said: Mapping[str, Any]
    papers: tuple[Paper, ...]
    fees: tuple[Mapping[str, Any], ...]
    power: str | None
    institution_place: str | None
    event: str | None


def read(body: Mapping[str, Any]) -> CaseRequest:
    """The command of a body whose shape was checked."""
    return CaseRequest(
        body["pack"],
        body["side"],
        tuple(body["sideBag"]),
        {name: body[name] for name in _SAID if name in body},
        read_papers(body.get("documentBag")),
        tuple(body.get("feeBag") or ()),
        body.get("powerOfAttorneyDigest"),
        body.get("institutionPlaceCode"),
        body.get("event"),
    )


def needs(command: CaseRequest) -> Needs:
    """The packs, and the parties that are named by their record."""
    named = [party.get("party") for side in command.sides for party in side["partyBag"]]
    advances = tuple(sorted({fee["charge"] for fee in command.fees if "charge" in fee}))
    parties = tuple(sorted({p for p in named if p is not None}))
    return Needs(parties=parties, charges=advances, packs=True)


def decide(command: CaseRequest, context: Context) -> Decision:
    """The case in the state behind its first event, or everything that is against it."""
    published = _published(command, context)
    if isinstance(published, list):
        return published
    pack = published.pack
    document, wrong = _document(command, context, published)
    wrong += wrong_papers(pack, command.papers)
    asking = next((s for s in command.sides if s["side"] == command.side), None)
    if asking is None:
        wrong.append(Violation("case-side-unknown", "/side", {"side": command.side}))
        return wrong
    transition = _first(pack, command, str(asking["role"]))
    if transition is None:
        roles = ", ".join(dict.fromkeys(r for t in pack.from_state(pack.initial) for r in t.by))
        params = {"side": command.side, "who": roles}
        return [*wrong, Violation("case-opened-by-another", "/side", params)]
    books, unknown = books_of_request(command.fees, pack, document, command.side, context)
    event = CaseEvent(
        transition.event,
        str(asking["role"]),
        instant(context.now),
        frozenset(p.document for p in command.papers),
        settled_at_request(command.fees, books, context, command.side),
        context.today,
        command.side,
    )
    world = world_of(context, document)
    played = engine.play(pack, engine.opened(pack), event, world)
    if isinstance(played, list):
        return [*wrong, *unknown, *told_in_full(played, books, command.side)]
    if wrong or unknown:
        return [*wrong, *unknown]
    opened = _opened(command, context, published, document, played, world)
    return opened if not books.charges else _with_charges(opened, books.charges)


def _with_charges(opened: Outcome, charges: Sequence[Charge]) -> Outcome:
    """The case with what was paid in advance for it, now on its own books."""
    case = next(draft.id for draft in opened.records if draft.kind == "case")
    drafts = [charge_draft(replace(charge, case=case)) for charge in charges]
    return replace(opened, records=(*drafts, *opened.records))


def _opened(
    command: CaseRequest,
    context: Context,
    published: PublishedPack,
    document: dict[str, Any],
    played: CaseState,
    world: World,
) -> Outcome:
    case = context.new_id("case")
    pack = published.pack
    happened = happened_document(
        played.history[-1],
        side=command.side,
        documentBag=shown_to_all(pack, command.papers) or None,
        attestedFeeBag=_attested(command, context) or None,
    )
    document |= state_members(pack, played, world) | {"eventBag": [happened], "stateVersion": 1}
    drafts = [
        child_draft("case", case, document, Label.CASE_ALL),
        *paper_drafts(context, case, pack, command.side, command.papers, played.history[-1].event),
    ]
    side = INSTITUTION if _is_manager(context.actor) else command.side
    return case_outcome(context, "case-request", case, side, published, drafts)


def _attested(command: CaseRequest, context: Context) -> list[str]:
    """The fees that the institution says are settled, without an advance on record."""
    if not _is_manager(context.actor):
        return []
    return sorted({fee["fee"] for fee in command.fees if "charge" not in fee})


def _published(command: CaseRequest, context: Context) -> PublishedPack | list[Violation]:
    """The pack's version of the day, under which cases open."""
    if not any(p.pack.id == command.pack for p in context.packs):
        return [Violation("pack-unknown", "/pack", {"pack": command.pack})]
    found = pack_in_force(context.packs, command.pack, context.today)
    if found is None:
        params = {"pack": command.pack, "date": context.today.isoformat()}
        return [Violation("pack-not-in-force", "/pack", params)]
    if not found.opens_cases:
        return [Violation("pack-opens-no-case", "/pack", {"pack": command.pack})]
    return found


def _first(pack: Pack, command: CaseRequest, role: str) -> Transition | None:
    """The transition that opens the case: the one named, else the first that the side may file."""
    ways = [t for t in pack.from_state(pack.initial) if role in t.by and SYSTEM not in t.by]
    return next((t for t in ways if command.event in {None, t.event}), None)


def _document(
    command: CaseRequest, context: Context, published: PublishedPack
) -> tuple[dict[str, Any], list[Violation]]:
    """The case's document but for its state, and what is wrong with what it is made of."""
    sides, wrong = _sides(command, context)
    wrong += _roles(command, published.pack)
    wrong += _filer(command, context.actor)
    wrong += on_two_sides({"sideBag": sides}, "/sideBag")
    wrong += _of_others(command, context.actor)
    wrong += _languages(command, published.pack)
    document = {
        **command.said,
        "pack": pin(published),
        "procedureCategory": published.pack.kind.value,
        "sideBag": sides,
        "institutionPlaceCode": institution_place(context, command.institution_place),
        "openedAt": context.now,
        "openedDate": context.today.isoformat(),
    }
    return document, wrong


def _sides(command: CaseRequest, context: Context) -> tuple[list[dict[str, Any]], list[Violation]]:
    wrong: list[Violation] = []
    sides: list[dict[str, Any]] = []
    names = [side["side"] for side in command.sides]
    if len(set(names)) < len(names):
        wrong.append(Violation("case-side-named-twice", "/sideBag", {}))
    for index, side in enumerate(command.sides):
        made = {**side, "keyGeneration": 1}
        parties = []
        for number, party in enumerate(side["partyBag"]):
            known = context.parties.get(party.get("party", ""))
            if "party" in party and known is None:
                pointer = f"/sideBag/{index}/partyBag/{number}/party"
                wrong.append(Violation("party-unknown", pointer, {"party": party["party"]}))
            parties.append(party if known is None else {**party, "version": known.version})
        made["partyBag"] = parties
        if side["side"] == command.side and not _is_manager(context.actor):
            made = _with_filer(made, command, context.actor)
        sides.append(made)
    return sides, wrong


def _of_others(command: CaseRequest, actor: Actor) -> list[Violation]:
    """Who acts for another side, that side says: else whoever asks could read what it confides."""
    if _is_manager(actor):
        return []
    return [
        Violation("case-representative-of-others", f"/sideBag/{index}/representativeBag", {})
        for index, side in enumerate(command.sides)
        if side["side"] != command.side and "representativeBag" in side
    ]


def _with_filer(side: dict[str, Any], command: CaseRequest, actor: Actor) -> dict[str, Any]:
    """The asking side with its counsel, who files for it by a power of attorney."""
    if actor.party is not None and any(p.get("party") == actor.party for p in side["partyBag"]):
        return side
    listed = list(side.get("representativeBag") or ())
    if not any(r.get("account") == actor.account for r in listed):
        listed.append({"account": actor.account, "powerDigest": command.power})
    return {**side, "representativeBag": listed}


def _filer(command: CaseRequest, actor: Actor) -> list[Violation]:
    """Who files for a side is of it, or shows by which power; the institution enters paper."""
    if _is_manager(actor):
        return []
    asking = next((s for s in command.sides if s["side"] == command.side), None)
    own = asking is not None and any(
        actor.party is not None and p.get("party") == actor.party for p in asking["partyBag"]
    )
    if own or command.power is not None:
        return []
    return [Violation("case-power-missing", "/powerOfAttorneyDigest", {"side": command.side})]


def _is_manager(actor: Actor) -> bool:
    return Role.CASE_MANAGER in actor.roles


def _roles(command: CaseRequest, pack: Pack) -> list[Violation]:
    """Every side has a role that the pack knows, and there is somebody on the other side."""
    known = roles_of(pack)
    wrong = [
        Violation(
            "case-role-unknown",
            f"/sideBag/{index}/role",
            {"role": side["role"], "known": ", ".join(known)},
        )
        for index, side in enumerate(command.sides)
        if side["role"] not in known
    ]
    if len({side["role"] for side in command.sides}) < 2:  # noqa: PLR2004 - two sides make a case
        wrong.append(Violation("case-one-side-only", "/sideBag", {"known": ", ".join(known)}))
    return wrong


def _languages(command: CaseRequest, pack: Pack) -> list[Violation]:
    allowed = pack.language.get("allowed") or ()
    said = command.said.get("languageCode")
    if said is None or not allowed or said in allowed:
        return []
    params = {"languages": ", ".join(map(str, allowed))}
    return [Violation("case-language-not-allowed", "/languageCode", params, severity=Severity.RULE)]


TYPE = FilingType(
    name="case-request",
    read=read,
    needs=needs,
    decide=decide,
    citation="The rules pack that the case is opened under (its first transition); opening a case "
    "stops nothing on the register (node practice)",
)
