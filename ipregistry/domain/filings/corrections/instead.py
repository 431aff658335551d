"""The effect that ought to have been recorded: of the same sort, with the members that are said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeAlias

from ipregistry.domain import events
from ipregistry.domain.facts import Context
from ipregistry.domain.filings.corrections.command import Instead
from ipregistry.domain.filings.reading import read_date
from ipregistry.domain.filings.shares import (
    WHOLE,
    check_passed_on,
    check_whole,
    holdings,
    sum_of,
    wrong_sum,
)
from ipregistry.domain.rights import Stage as StageOfRight
from ipregistry.domain.shares import parse_share
from ipregistry.domain.titles import (
    End,
    Event,
    Grant,
    Interest,
    Lift,
    Named,
    Principal,
    Rename,
    Restrict,
    Root,
    Stage,
    Transfer,
    Vary,
)
from ipregistry.domain.violations import Violation

Made: TypeAlias = tuple[Principal, list[Violation]]
Maker: TypeAlias = Callable[[Any, Instead, Context], Made]


def right_effect(effect: Principal, instead: Instead, context: Context) -> Made:
    """What ought to have been recorded in place of an effect, and what is wrong with it."""
    allowed, make = _SORTS[type(effect)]
    params = {"effect": type(effect).__name__.lower()}
    alien = [
        Violation("replacement-of-other-sort", f"{instead.pointer}/{member}", params)
        for member in instead.said
        if member not in allowed
    ]
    if alien:
        return effect, alien
    dated = replace(effect, on=instead.effective_on or effect.on)
    return make(dated, instead, context)


def _root(effect: Root, instead: Instead, context: Context) -> Made:
    if "holderBag" not in instead.said:
        return effect, []
    held = instead.shares("holderBag")
    wrong = check_whole(held, f"{instead.pointer}/holderBag")
    return replace(effect, holders=holdings(held, context.parties)), wrong


def _transfer(effect: Transfer, instead: Instead, context: Context) -> Made:
    if not {"transferorBag", "transfereeBag"} & instead.said.keys():
        return effect, []
    givers, takers = instead.shares("transferorBag"), instead.shares("transfereeBag")
    pointer = f"{instead.pointer}/transfereeBag"
    if not givers or not takers:
        # Of a transfer both sides are said, or neither: else they need not add up.
        said = givers or takers
        return effect, [wrong_sum((), sum_of(said) or WHOLE, pointer)]
    wrong = check_passed_on(givers, takers, pointer)
    sides = (holdings(givers, context.parties), holdings(takers, context.parties))
    return replace(effect, givers=sides[0], takers=sides[1]), wrong


def _interest(effect: Grant | Vary, instead: Instead, context: Context) -> Made:
    terms, wrong = _terms(effect.interest, instead, context)
    if terms.until is not None and terms.until < effect.on:
        wrong = [*wrong, Violation("end-before-start", f"{instead.pointer}/terms/endDate")]
    return replace(effect, interest=terms), wrong


def _terms(interest: Interest, instead: Instead, context: Context) -> tuple[Interest, Any]:
    """The interest with the terms that are said. Its number stays, whatever becomes of it."""
    said: Mapping[str, Any] = instead.said.get("terms", {})
    changed: dict[str, Any] = {
        attribute: read_date(said[member]) for member, attribute in _DAYS.items() if member in said
    }
    changed |= {
        attribute: tuple(said[member]) for member, attribute in _LISTS.items() if member in said
    }
    changed |= {
        attribute: tuple(
            Named(one["party"], context.parties[one["party"]].version) for one in said[member]
        )
        for member, attribute in (("grantorBag", "givers"), ("holderBag", "holders"))
        if member in said
    }
    if "interestKind" in said:
        changed["kind"] = said["interestKind"]
    if "barsDispositionsIndicator" in said:
        changed["bars"] = said["barsDispositionsIndicator"]
    share = parse_share(said["share"]) if "share" in said else interest.share
    if share is None:
        pointer = f"{instead.pointer}/terms/share"
        return interest, [Violation("share-not-a-fraction", pointer)]
    return replace(interest, share=share, **changed), []


_DAYS = {
    "endDate": "until",
    "executedDate": "executed",
    "appliedDate": "applied",
    "registeredDate": "registered",
}
_LISTS = {"territoryBag": "territories", "fieldBag": "fields", "knewOfBag": "knew"}


def _end(effect: End, instead: Instead, _context: Context) -> Made:
    said = instead.said
    made = replace(
        effect,
        interest=said.get("interest", effect.interest),
        outcome=said.get("outcome", effect.outcome),
    )
    # How the paper names what it ends says nothing of another interest.
    return made if "interest" not in said else replace(made, reference=None), []


def _rename(effect: Rename, instead: Instead, context: Context) -> Made:
    party = instead.said.get("party", effect.party)
    newest = context.parties[party].version if party in context.parties else effect.party_version
    version = instead.said.get("partyVersion", newest)
    pointer = f"{instead.pointer}/partyVersion"
    unknown = party in context.parties and version > newest
    wrong = [Violation("party-unknown", pointer, {"party": party})] if unknown else []
    return replace(effect, party=party, party_version=version), wrong


def _event(effect: Event, instead: Instead, _context: Context) -> Made:
    said = instead.said
    facts = {one["fact"]: one["standsIndicator"] for one in said.get("factBag", ())}
    made = replace(
        effect,
        event=said.get("eventCode", effect.event),
        stage=said.get("stage", effect.stage),
        term_ends=_day(said, "termEndDate", effect.term_ends),
        facts=facts if "factBag" in said else effect.facts,
    )
    wrong = _check_stage(made.stage, instead)
    if made.event not in events.events():
        params = {"code": made.event}
        wrong.append(Violation("event-code-unknown", f"{instead.pointer}/eventCode", params))
    return made, wrong


def _day(said: Mapping[str, Any], member: str, kept: date | None) -> date | None:
    return read_date(said[member]) if member in said else kept


def _stage(effect: Stage, instead: Instead, _context: Context) -> Made:
    made = replace(effect, stage=instead.said.get("stage", effect.stage))
    return made, _check_stage(made.stage, instead)


def _check_stage(stage: str | None, instead: Instead) -> list[Violation]:
    if stage is None or stage in list(StageOfRight):
        return []
    return [Violation("stage-unknown", f"{instead.pointer}/stage", {"stage": stage})]


def _hold(effect: Restrict | Lift, _instead: Instead, _context: Context) -> Made:
    return effect, []


_SORTS: Mapping[type[Any], tuple[frozenset[str], Maker]] = {
    Root: (frozenset({"holderBag"}), _root),
    Transfer: (frozenset({"transferorBag", "transfereeBag"}), _transfer),
    Grant: (frozenset({"terms"}), _interest),
    Vary: (frozenset({"terms"}), _interest),
    End: (frozenset({"interest", "outcome"}), _end),
    Rename: (frozenset({"party", "partyVersion"}), _rename),
    Event: (frozenset({"eventCode", "stage", "termEndDate", "factBag"}), _event),
    Stage: (frozenset({"stage"}), _stage),
    # Of a hold the chain has only its date: the rest stands in its own record.
    Restrict: (frozenset(), _hold),
    Lift: (frozenset(), _hold),
}
