"""A case played by its pack: what an event comes to, and what time does by itself.

A pure function of what happened, when, and what was known. Expiry is an event of its own at
the end of the due day at the addressee's place; it comes before anything that is filed later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, TypeAlias

from ipregistry.domain.calendars import Due, PlaceCalendar, Unit, ends_at
from ipregistry.domain.packs.model import SYSTEM, DeadlineRule, Extension, FeeRule, Pack, Transition
from ipregistry.domain.packs.terms import (
    ORDERED,
    Calendars,
    NotInForce,
    Places,
    deadline_from,
    explained,
)
from ipregistry.domain.violations import Severity, Violation


@dataclass(frozen=True, slots=True)
class Running:
    """A deadline that nothing has met yet: since which day, where, and until when.

    Values only, so that a case goes on from what was recorded and never computes it again:
    `due` is its last day (None where nobody can say), `said` the explanation as it was given.
    `first` is the day it had before it was extended or moved. `more` are the extensions.
    `ordered` is the last day that an order set: no calendar moves that one. `side` is whose
    clock it is, where several sides have the role that the rule names: each has its own.
    """

    deadline: str
    start: date
    place: str | None
    due: date | None
    said: Mapping[str, Any] = field(default_factory=dict)
    first: date | None = None
    more: tuple[tuple[int, Unit], ...] = ()
    extended: Mapping[str, int] = field(default_factory=dict)
    ordered: date | None = None
    side: str | None = None

    def over_at(self, calendars: Mapping[str, PlaceCalendar]) -> datetime | None:
        """The instant (UTC) at which its due day is over in its place; None of no date."""
        calendar = calendars.get(self.place or "")
        return None if self.due is None or calendar is None else ends_at(self.due, calendar)


@dataclass(frozen=True, slots=True)
class Happened:
    """One event as it was taken; `on` is its day at the place that it counts for."""

    event: str
    transition: str
    by: str
    at: datetime
    on: date
    late: bool = False


@dataclass(frozen=True, slots=True)
class CaseState:
    """Where a case stands, what runs in it, and how it came there."""

    state: str
    running: Mapping[str, Running] = field(default_factory=dict)
    visited: tuple[str, ...] = ()
    history: tuple[Happened, ...] = ()


@dataclass(frozen=True, slots=True)
class World:
    """What is the same for every event of a case: calendars, whose place is which, and which
    sides have which role, in the order in which they came in.
    """

    calendars: Calendars
    places: Places
    sides: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def several(self, role: str) -> tuple[str, ...]:
        """The sides with this role, where there are several."""
        sides = self.sides.get(role, ())
        return sides if len(sides) > 1 else ()


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """Something that somebody files in a case, with the papers and fees that come with it.

    `on` is the day that counts where it is not that of `at`: of a receipt, by its rule.
    `side` files it; `to` is the side that it reached, of a receipt.
    """

    event: str
    by: str
    at: datetime
    documents: frozenset[str] = frozenset()
    paid: frozenset[str] = frozenset()
    on: date | None = None
    side: str | None = None
    to: str | None = None


Played: TypeAlias = CaseState | list[Violation]


def opened(pack: Pack) -> CaseState:
    """A case before anything has happened in it."""
    return CaseState(pack.initial, visited=(pack.initial,))


def play(pack: Pack, case: CaseState, event: CaseEvent, world: World) -> Played:
    """What an event comes to: every reason against it, or the case behind it.

    What has run out by then is applied first, as the sweep would have done.
    """
    case = expire(pack, case, event.at, world)
    further = _further(pack, case, event, world)
    if further is not None:
        return further
    found = _transition(pack, case, event)
    if isinstance(found, list):
        return found
    return _after(pack, case, found, event, world)


def _further(pack: Pack, case: CaseState, event: CaseEvent, world: World) -> Played | None:
    """What one of several sides of a role does, or receives, after another has moved the case.

    Its own clock stops, or begins, and the case stays where it is: a second respondent answers
    within his own time, which runs from his own receipt.
    """
    here = pack.from_state(case.state)
    if pack.states[case.state].final or any(
        t.event == event.event and event.by in t.by for t in here
    ):
        return None
    named = [t for t in pack.transitions if t.event == event.event and event.by in t.by]
    for transition in named:
        stopped = _own_clocks(case, transition, event)
        started = {
            key: running
            for name in transition.starts
            if event.to in world.several(pack.deadlines[name].who) and transition.to in case.visited
            for key, running in _start(pack.deadlines[name], event, world).items()
        }
        if not stopped and not started:
            continue
        if wrong := _missing(pack, transition, event):
            return wrong
        on = event.on or _local(event.at, world)
        late = any(on > (case.running[key].due or on) for key in stopped)
        running = {key: r for key, r in case.running.items() if key not in stopped} | started
        happened = Happened(event.event, transition.id, event.by, event.at, on, late)
        return replace(case, running=running, history=(*case.history, happened))
    return None


def _own_clocks(case: CaseState, transition: Transition, event: CaseEvent) -> set[str]:
    """The clocks of the filing side, among several, that a transition stops."""
    return {
        key
        for key, running in case.running.items()
        if running.deadline in transition.stops
        and running.side is not None
        and running.side == event.side
    }


def expire(pack: Pack, case: CaseState, now: datetime, world: World) -> CaseState:
    """The case with everything applied that has run out by `now`, in the order of the days.

    Doing it twice, or late, comes to the same.
    """
    while (found := _first_expired(pack, case, now, world)) is not None:
        running, ended, transition = found
        event = CaseEvent(transition.event, SYSTEM, ended, on=running.due)
        rest = {key: r for key, r in case.running.items() if r.deadline != running.deadline}
        case = _after(pack, replace(case, running=rest), transition, event, world)
    return case


def _first_expired(
    pack: Pack, case: CaseState, now: datetime, world: World
) -> tuple[Running, datetime, Transition] | None:
    found = []
    for name in {running.deadline for running in case.running.values()}:
        transition = _on_expiry(pack, case, pack.deadlines[name])
        last = last_of(case, name, world)
        if transition is not None and last is not None and last[0] <= now:
            found.append((last[0], name, last[1], transition))
    if not found:
        return None
    ended, _, running, transition = min(found, key=lambda one: one[:2])
    return running, ended, transition


def last_of(case: CaseState, deadline: str, world: World) -> tuple[datetime, Running] | None:
    """When the last clock of a deadline is over: of several sides none loses by another's silence.

    None where one of them has no date.
    """
    clocks = [r for r in case.running.values() if r.deadline == deadline]
    ends = [(r.over_at(world.calendars.by_place), r) for r in clocks]
    dated = [(end, running) for end, running in ends if end is not None]
    return max(dated, key=lambda one: one[0]) if len(dated) == len(ends) else None


def _on_expiry(pack: Pack, case: CaseState, rule: DeadlineRule) -> Transition | None:
    return next(
        (
            t
            for t in pack.from_state(case.state)
            if t.event == rule.on_expiry and SYSTEM in t.by and rule.on_expiry is not None
        ),
        None,
    )


def allowed(pack: Pack, case: CaseState, by: str | None = None) -> tuple[Transition, ...]:
    """What may be filed next, by anybody or by one role; nothing of it is the system's."""
    return tuple(
        t
        for t in pack.from_state(case.state)
        if set(t.by) != {SYSTEM} and (by is None or by in t.by)
    )


def _transition(pack: Pack, case: CaseState, event: CaseEvent) -> Transition | list[Violation]:
    """The transition that an event is, or every reason why it is none."""
    instead = ", ".join(dict.fromkeys(t.event for t in allowed(pack, case)))
    named = [t for t in pack.transitions if t.event == event.event]
    if not named:
        params = {"event": event.event, "allowed": instead}
        return [Violation("case-event-unknown", "/event", params)]
    here = [t for t in named if case.state in t.sources]
    mine = [t for t in here or named if event.by in t.by]
    wrong: list[Violation] = []
    if not here:
        params = {"event": event.event, "state": case.state, "allowed": instead}
        wrong.append(Violation("case-event-not-now", "/event", params))
    if not mine:
        who = ", ".join(dict.fromkeys(role for t in here or named for role in t.by))
        params = {"event": event.event, "by": event.by, "who": who}
        wrong.append(Violation("case-actor-may-not", "", params, severity=Severity.FORBIDDEN))
    chosen = (mine or here or named)[0]
    wrong += _missing(pack, chosen, event)
    return wrong or chosen


def _missing(pack: Pack, transition: Transition, event: CaseEvent) -> list[Violation]:
    papers = [name for name in transition.documents if name not in event.documents]
    fees = [name for name in transition.fees if name not in event.paid]
    return [
        *(Violation("case-document-missing", "/documentBag", {"document": p}) for p in papers),
        *(_unpaid(pack.fees[name]) for name in fees),
    ]


def _unpaid(rule: FeeRule) -> Violation:
    """A fee that is not paid; how much it is, a case says, which knows what it is counted by."""
    params: dict[str, str | int] = {
        "fee": rule.id,
        "amount": "-",
        "currency": rule.currency,
        "payer": rule.payer or "parties",
        "reference": rule.id,
    }
    return Violation("case-fee-missing", "/feeBag", params, rule.cite)


def _after(
    pack: Pack, case: CaseState, transition: Transition, event: CaseEvent, world: World
) -> CaseState:
    on = event.on or _local(event.at, world)
    stopped = _own_clocks(case, transition, event) or {
        key for key, running in case.running.items() if running.deadline in transition.stops
    }
    running = {key: r for key, r in case.running.items() if key not in stopped}
    late = any(on > (case.running[key].due or on) for key in stopped)
    if not pack.states[transition.to].final:
        for name in transition.starts:
            running |= _start(pack.deadlines[name], event, world)
    else:
        # Nothing runs any more in a case that is over.
        running = {}
    happened = Happened(event.event, transition.id, event.by, event.at, on, late)
    return CaseState(
        transition.to,
        running,
        (*case.visited, transition.to),
        (*case.history, happened),
    )


def clock_of(deadline: str, side: str | None) -> str:
    """Under which name a clock runs: of several sides each has its own."""
    return deadline if side is None else f"{deadline}--{side}"


def deadline_of(clock: str) -> str:
    """The pack's id of the deadline that a clock is of."""
    return clock.partition("--")[0]


def _start(rule: DeadlineRule, event: CaseEvent, world: World) -> dict[str, Running]:
    """The clocks of a deadline from the day of its event: of the side that it reached, of each of
    several, or the one. None of a rule that is not in force then.
    """
    on = event.on or _local(event.at, world)
    several = world.several(rule.who)
    sides: tuple[str | None, ...] = (event.to,) if event.to in several else several or (None,)
    found = {}
    for side in sides:
        place = world.places.for_deadline(rule, side)
        answer = deadline_from(rule, on, place, world.calendars)
        if not isinstance(answer, NotInForce):
            due = answer.due if isinstance(answer, Due) else None
            said = explained(rule, answer)
            running = Running(rule.id, on, place, due, said, due, side=side)
            found[clock_of(rule.id, side)] = running
    return found


def _local(at: datetime, world: World) -> date:
    """The day of an instant at the place of the case."""
    place = world.places.default
    calendar = world.calendars.by_place.get(place or "")
    return at.date() if calendar is None else at.astimezone(calendar.zone).date()


def recomputed(pack: Pack, case: CaseState, world: World) -> CaseState:
    """The case with its open deadlines computed anew: a closure was entered meanwhile."""
    running = {
        key: found
        if found.ordered
        else _again(pack.deadlines[found.deadline], found, found.more, world)
        for key, found in case.running.items()
    }
    return replace(case, running=running)


def _again(
    rule: DeadlineRule, found: Running, more: tuple[tuple[int, Unit], ...], world: World
) -> Running:
    answer = deadline_from(rule, found.start, found.place, world.calendars, more=more)
    due = answer.due if isinstance(answer, Due) else None
    return replace(found, due=due, said=explained(rule, answer), more=more)


@dataclass(frozen=True, slots=True)
class Extend:
    """Somebody extends a deadline: by the pack's own measure, or by `count` of `unit`."""

    deadline: str
    by: str
    at: datetime
    count: int | None = None
    unit: Unit | None = None


def extend(pack: Pack, case: CaseState, asked: Extend, world: World) -> Played:
    """A deadline extended: the first day is kept; every reason against it otherwise."""
    case = expire(pack, case, asked.at, world)
    running = case.running.get(asked.deadline)
    if running is None:
        return [Violation("case-deadline-not-running", "/deadline", {"deadline": asked.deadline})]
    rule = pack.deadlines[running.deadline]
    way = next((e for e in rule.extensions if e.by == asked.by), None)
    if way is None:
        who = ", ".join(e.by for e in rule.extensions) or "-"
        params = {"deadline": rule.id, "who": who}
        return [Violation("case-extension-not-allowed", "/deadline", params, rule.cite)]
    count = way.count or asked.count
    wrong = _against(way, running, count, asked)
    if wrong or count is None:
        return wrong
    if running.ordered is not None:
        return [Violation("case-deadline-ordered", "/deadline", {"deadline": rule.id})]
    more = (*running.more, (count, way.unit or asked.unit or rule.unit))
    used = {**running.extended, way.by: running.extended.get(way.by, 0) + 1}
    longer = replace(_again(rule, running, more, world), extended=used)
    return replace(case, running={**case.running, asked.deadline: longer})


def _against(way: Extension, running: Running, count: int | None, asked: Extend) -> list[Violation]:
    wrong = []
    if count is None or count < 1:
        wrong.append(Violation("case-extension-unmeasured", "/count", {"deadline": asked.deadline}))
    elif way.most is not None and count > way.most:
        params = {"most": way.most}
        wrong.append(Violation("case-extension-too-long", "/count", params, way.cite or None))
    if way.times is not None and running.extended.get(way.by, 0) >= way.times:
        params = {"times": way.times}
        wrong.append(Violation("case-extension-used-up", "/deadline", params, way.cite or None))
    return wrong


def moved(case: CaseState, deadline: str, due: date, citation: str = "") -> Played:
    """A deadline that an order sets to a day, also one that nobody could compute; the first day
    is kept.
    """
    running = case.running.get(deadline)
    if running is None:
        return [Violation("case-deadline-not-running", "/deadline", {"deadline": deadline})]
    said = {
        name: value
        for name, value in running.said.items()
        if name in {"deadline", "who", "citation", "confidence", "targetIndicator", "startDate"}
    }
    said |= {"standing": ORDERED, "dueDate": due.isoformat()}
    said |= {"orderCitation": citation} if citation else {}
    there = replace(running, due=due, said=said, first=running.first or due, ordered=due)
    return replace(case, running={**case.running, deadline: there})
