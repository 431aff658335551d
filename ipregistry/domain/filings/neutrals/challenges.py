"""A side challenges a neutral, within its clock; whoever decides says why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ipregistry.domain.calendars import Due
from ipregistry.domain.cases.facts import INSTITUTION
from ipregistry.domain.cases.playing import world_of
from ipregistry.domain.facts import Context
from ipregistry.domain.filings.neutrals.appointments import leaving
from ipregistry.domain.filings.neutrals.nominating import (
    Found,
    Said,
    at,
    day,
    found,
    needs,
    only,
    read,
    told,
)
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.neutrals.clocks import MEMORY, Clock, challenge_clock
from ipregistry.domain.neutrals.lists import challenge_laws
from ipregistry.domain.outcomes import Decision
from ipregistry.domain.packs.terms import deadline_from
from ipregistry.domain.violations import Violation

# The id that packs give to the time for a challenge.
DEADLINE = "challenge"


def decide_challenge(command: Said, context: Context) -> Decision:
    """A challenge is recorded, late ones too; whether it is in time is told with its rule."""
    one = found(command, context)
    if isinstance(one, list):
        return one
    since = day(command.body["knownSinceDate"])
    wrong = [*only(one, ""), *at(one, "declared", "appointed")]
    if since > context.today:
        params = {"date": since.isoformat()}
        wrong.append(Violation("case-day-to-come", "/knownSinceDate", params))
    if wrong:
        return wrong
    clock = _clock(one, context, since)
    before = one.nomination.bag("challengeBag")
    challenge = {
        "challenge": len(before) + 1,
        "side": one.standing.side,
        "groundText": command.body["groundText"],
        "statementDigest": command.body.get("statementDigest"),
        "knownSinceDate": since.isoformat(),
        "onDate": context.today.isoformat(),
        "clock": clock.document(),
        "lateIndicator": None if clock.due is None else context.today > clock.due,
        "asksOfficerIndicator": clock.asks or clock.due is None,
        "statusCategory": "open",
    }
    shown = {name: value for name, value in challenge.items() if value is not None}
    return told(context, "neutral-challenge", one, {"challengeBag": [*before, shown]})


def _clock(one: Found, context: Context, since: date) -> Clock:
    """From the later of the notice of the appointment and the knowledge of the ground."""
    appointed = one.nomination.document.get("appointedDate")
    start = since if appointed is None else max(since, day(appointed))
    document = one.case.document
    place = document.get("seatCode") or document.get("placeOfMediationCode")
    return challenge_clock(_packs_clock(one, context, start), challenge_laws(), place, start)


def _packs_clock(one: Found, context: Context, start: date) -> Clock | None:
    rule = one.case.published.pack.deadlines.get(DEADLINE)
    if rule is None:
        return None
    world = world_of(context, one.case.document)
    side = one.case.side(one.standing.side)
    place = None if side is None else side.get("placeCode")
    place = place or world.places.default
    answer = deadline_from(rule, start, place, world.calendars)
    if isinstance(answer, Due):
        return Clock(start, rule.count, answer.due, None, rule.cite, rule.confidence.value)
    return Clock(start, None, None, None, rule.cite, MEMORY)


def decide_decision(command: Said, context: Context) -> Decision:
    """Upheld, the neutral goes; where the clock asks an officer, the decision says of the time."""
    one = found(command, context)
    if isinstance(one, list):
        return one
    number, outcome = command.body["challenge"], command.body["outcomeCategory"]
    bag = one.nomination.bag("challengeBag")
    challenge = next((c for c in bag if c["challenge"] == number), None)
    wrong = [*only(one, INSTITUTION)]
    if challenge is None or challenge["statusCategory"] != "open":
        wrong.append(Violation("challenge-not-open", "/challenge", {"challenge": number}))
    elif challenge["asksOfficerIndicator"] and "timelinessText" not in command.body:
        cite = challenge["clock"]["citation"] or None
        wrong.append(Violation("challenge-time-unsaid", "/timelinessText", {}, cite))
    if wrong or challenge is None:
        return wrong
    decided = {**challenge, **_decided(command.body, context.today.isoformat())}
    changed: dict[str, Any] = {
        "challengeBag": [decided if c is challenge else c for c in bag],
    }
    if outcome not in {"upheld", "agreed"}:
        return told(context, "neutral-challenge-decision", one, changed)
    gone, members = leaving(one, context, "challenged")
    return told(context, "neutral-challenge-decision", one, changed | gone, **members)


def _decided(body: Mapping[str, Any], today: str) -> dict[str, Any]:
    members = ("decidedByText", "reasonsText", "decisionDigest", "timelinessText")
    return {
        "statusCategory": body["outcomeCategory"],
        "decidedDate": today,
        **{name: body[name] for name in members if name in body},
    }


CHALLENGE = FilingType(
    name="neutral-challenge",
    read=read,
    needs=needs,
    decide=decide_challenge,
    citation="The pack's deadline “challenge” (e.g. UNCITRAL Arbitration Rules art. 13(1)), else "
    "the law of the seat (e.g. Arbitration Law (2017) art. 35)",
)
DECISION = FilingType(
    name="neutral-challenge-decision",
    read=read,
    needs=needs,
    decide=decide_decision,
    citation="The pack's rule on challenges, else the law of the seat (Arbitration Law (2017) "
    "art. 36)",
)
