"""The status of a case as one side sees it: where it stands, what is due, what may be filed next.

A function of what was recorded, of the pack that the case was opened under, and of the instant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from ipregistry.domain.calendars import Standing, standing
from ipregistry.domain.cases.facts import CaseFacts
from ipregistry.domain.cases.playing import (
    happened_document,
    instant,
    places_of,
    state_members,
)
from ipregistry.domain.cases.words import deadline_said, event_said
from ipregistry.domain.packs import engine
from ipregistry.domain.packs.engine import World
from ipregistry.domain.packs.model import SYSTEM, Pack, Transition, Visibility
from ipregistry.domain.packs.terms import Calendars

PARTIES = "parties"
_DAY = timedelta(days=1)

Document = Mapping[str, Any]


class Viewer(StrEnum):
    """Who asks, where it is no side."""

    INSTITUTION = "institution"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Now:
    """The instant of asking (UTC), and its day where the node is."""

    at: datetime
    today: date


@dataclass(frozen=True, slots=True)
class Asked:
    """A case at one version, its rules, and as whom somebody asks: a side, or a Viewer.

    `role` is the pack's name for whom he is. `events` are those recorded, the newest first.
    """

    id: str
    version: int
    document: Document
    pack: Pack
    side: str
    role: str
    events: Iterable[Document]


def status_of(asked: Asked, now: Now) -> dict[str, Any]:
    """The whole answer, and nothing else of the case."""
    pack, document = asked.pack, asked.document
    deadlines = open_deadlines(asked, now)
    return {
        "case": asked.id,
        "caseVersion": asked.version,
        "side": asked.side,
        "state": {
            "stateCode": document["stateCode"],
            "finalIndicator": pack.states[document["stateCode"]].final,
            "titleBag": said(pack.said(document["stateCode"])),
        },
        "lastEvent": _last_event(asked),
        "nextDeadline": next_deadline(deadlines),
        "dueBag": _of(deadlines, Standing.DUE),
        "overdueBag": _of(deadlines, Standing.OVERDUE),
        "mayFileBag": [_may_file(asked, t) for t in may_file_next(asked)],
    }


def brought_up_to(case: CaseFacts, calendars: Calendars, now: str) -> dict[str, Any]:
    """The case's document with what has run out by now: as the next filing would find it."""
    world, document = World(calendars, places_of(case.document)), case.document
    after = engine.expire(case.published.pack, case.state, instant(now), world)
    if not after.history:
        return dict(document)
    expired = [happened_document(one) for one in after.history]
    changed = state_members(case.published.pack, after, world)
    return {**document, **changed, "eventBag": [*(document.get("eventBag") or ()), *expired]}


def said(words: Mapping[str, str]) -> list[dict[str, str]]:
    """What is told in every language."""
    return [{"languageCode": language, "value": text} for language, text in words.items()]


# ------------------------------------------------------------------------------- deadlines


def open_deadlines(asked: Asked, now: Now) -> list[dict[str, Any]]:
    """What nothing has met yet, the first due first; what nobody can date comes last."""
    recorded = [*(asked.document.get("deadlineBag") or ()), *_objections(asked, now)]
    found = [_deadline(asked, one, now) for one in recorded]
    return sorted(found, key=lambda d: (d.get("dueDate", "9999-12-31"), d["deadline"]))


def _objections(asked: Asked, now: Now) -> list[Document]:
    """Periods to object to a neutral, while they run: behind its end one is over, not overdue."""
    if asked.pack.states[asked.document["stateCode"]].final:
        return []
    today = now.today.isoformat()
    return [o for o in asked.document.get("objectionBag") or () if o.get("dueDate", "") >= today]


def next_deadline(deadlines: Sequence[Document]) -> Document | None:
    """The next one to keep: the first that is not overdue, else the one overdue most lately."""
    dated = [d for d in deadlines if "dueDate" in d]
    ahead = [d for d in dated if d["standingCode"] != Standing.OVERDUE.value]
    return next(iter(ahead or dated[::-1] or deadlines), None)


def _of(deadlines: Iterable[Document], wanted: Standing) -> list[Document]:
    return [d for d in deadlines if d.get("standingCode") == wanted.value]


def _deadline(asked: Asked, recorded: Document, now: Now) -> dict[str, Any]:
    """An open deadline with its explanation as it was given, whose it is, and where it stands."""
    shown = {name: value for name, value in recorded.items() if name not in _WORKING}
    return {
        **shown,
        **_standing(recorded, now),
        "titleBag": said(deadline_said(asked.pack, recorded["deadline"])),
        "whoTitleBag": said(asked.pack.role_said(recorded["who"])),
        "yoursIndicator": acts_as(asked, recorded["who"]) and _own_clock(asked, recorded),
    }


def _own_clock(asked: Asked, recorded: Document) -> bool:
    """Of several sides of a role each has its own clock."""
    return recorded.get("side") in {None, asked.side}


# How the engine goes on from a deadline: nobody's to read.
_WORKING = frozenset({"expiryEvent", "extendedBag"})


def _standing(recorded: Document, now: Now) -> dict[str, str]:
    """Where it stands at its own place: `overAt` is the midnight behind its last day there."""
    if "dueDate" not in recorded:
        return {}
    due = date.fromisoformat(recorded["dueDate"])
    over = recorded.get("overAt")
    if over is None:
        return {"standingCode": standing(due, now.today).value}
    ahead = datetime.fromisoformat(over) - now.at
    # So many whole days are left behind this one: the last day itself has none.
    return {"standingCode": standing(due, due + _DAY - _days(ahead)).value}


def _days(left: timedelta) -> timedelta:
    """Midnights until the end, as a day's distance: 1 on the last day, 0 or less behind it."""
    return timedelta(days=-(-left // _DAY))


# ------------------------------------------------------------------- events, what may follow


def _last_event(asked: Asked) -> dict[str, Any] | None:
    """The newest event that this side may know of."""
    found = next((e for e in asked.events if _may_know(asked, e)), None)
    if found is None:
        return None
    event = {name: found[name] for name in _OF_EVENTS if name in found}
    return {**event, "titleBag": said(event_said(asked.pack, found["event"]))}


_OF_EVENTS = ("event", "by", "onDate", "lateIndicator", "category", "deadline")


def _may_know(asked: Asked, event: Document) -> bool:
    """Of an event that brings nothing but confidential papers only who caused it is told."""
    transition = next((t for t in asked.pack.transitions if t.id == event.get("transition")), None)
    if transition is None or not transition.documents:
        return True
    documents = [asked.pack.documents.get(name) for name in transition.documents]
    open_to_all = any(d is None or d.visibility is not Visibility.PARTY_PRIVATE for d in documents)
    own = event.get("side", event["by"]) in {asked.side, asked.role}
    return open_to_all or own or asked.side == Viewer.NEUTRAL


def acts_as(asked: Asked, role: str) -> bool:
    """Whether what is said of a role is said of who asks; every side is one of the parties."""
    own = role in {asked.role, asked.side}
    return own or (role == PARTIES and asked.side not in set(Viewer))


def may_file_next(asked: Asked) -> list[Transition]:
    """What who asks may file now, each event once."""
    state = asked.document["stateCode"]
    mine = [
        t
        for t in asked.pack.from_state(state)
        if any(role != SYSTEM and acts_as(asked, role) for role in t.by)
    ]
    # What another side of the role has done already, and this one still may in its own time.
    clocks = asked.document.get("deadlineBag") or ()
    own = {d["deadline"] for d in clocks if "side" in d and _own_clock(asked, d)}
    mine += [t for t in asked.pack.transitions if own & set(t.stops) and asked.role in t.by]
    return list({t.event: t for t in reversed(mine)}.values())[::-1]


def _may_file(asked: Asked, transition: Transition) -> dict[str, Any]:
    proposal = _waiting_for(asked, transition)
    return {
        "event": transition.event,
        "titleBag": said(asked.pack.said(transition.event)),
        "documentBag": list(transition.documents),
        "feeBag": list(transition.fees),
        "jointIndicator": PARTIES in transition.by,
        **({} if proposal is None else {"proposal": proposal}),
    }


def _waiting_for(asked: Asked, transition: Transition) -> int | None:
    """Another side's proposal of a joint act, to which this side has not said yes."""
    for one in asked.document.get("proposalBag") or ():
        if one.get("event") == transition.event and asked.side not in one["assentBag"]:
            found: int = one["proposal"]
            return found
    return None
