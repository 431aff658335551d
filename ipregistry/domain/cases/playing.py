"""From a recorded case through its pack's engine to the document of its next version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from ipregistry.domain.cases.facts import CaseFacts, running_document
from ipregistry.domain.cases.recomputing import recomputing_event
from ipregistry.domain.cases.turning import neutrals_after
from ipregistry.domain.facts import Context
from ipregistry.domain.packs import engine
from ipregistry.domain.packs.engine import CaseState, World
from ipregistry.domain.packs.model import SYSTEM, Pack
from ipregistry.domain.packs.terms import Places
from ipregistry.domain.packs.versions import calendars_in_force

# The place of a node, where a case names no other for the institution: by the node's code.
_PLACE_OF_NODE = {"GD": "CN"}

Document = Mapping[str, Any]


def instant(text: str) -> datetime:
    """An instant as it is recorded (UTC, to the microsecond), for the engine."""
    return datetime.fromisoformat(text)


def written(at: datetime) -> str:
    """An instant as it is recorded."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def institution_place(context: Context, said: str | None = None) -> str:
    """Where the institution sits: as the case says, else where the node is."""
    return said or _PLACE_OF_NODE.get(context.node.code, context.node.code)


def places_of(document: Document) -> Places:
    """Whose place is which in a case: of its sides by role, of the institution, of the seat."""
    of: dict[str, str] = {}
    for side in reversed(document["sideBag"]):
        if side.get("placeCode") is not None:
            of[side["role"]] = of[side["side"]] = side["placeCode"]
    institution = document["institutionPlaceCode"]
    seat = document.get("seatCode") or document.get("placeOfMediationCode")
    of |= {place["role"]: place["placeCode"] for place in document.get("placeBag") or ()}
    of |= {"institution": institution, "seat": seat or institution}
    return Places(of, seat or institution)


def world_of(context: Context, document: Document) -> World:
    """The calendars and closures known now, the places of this case and who has which role."""
    calendars = calendars_in_force(context.calendars, context.closures)
    return World(calendars, places_of(document), sides_of(document))


def sides_of(document: Document) -> dict[str, tuple[str, ...]]:
    """The sides that are in a case, by role, in the order in which they came in."""
    found: dict[str, tuple[str, ...]] = {}
    for side in document["sideBag"]:
        if "endedDate" not in side:
            found[side["role"]] = (*found.get(side["role"], ()), side["side"])
    return found


@dataclass(frozen=True, slots=True)
class Move:
    """A case on its way to its next version: the engine's state, and what happened so far.

    `changed` are members of the document that the filing itself changes.
    """

    case: CaseFacts
    world: World
    state: CaseState
    events: tuple[Document, ...] = ()
    changed: Document = field(default_factory=dict)

    @property
    def pack(self) -> Pack:
        """The rules that the case was opened under."""
        return self.case.published.pack

    def to(self, state: CaseState, *events: Document, **changed: Any) -> Move:
        """The move with a further step."""
        return replace(
            self,
            state=state,
            events=(*self.events, *events),
            changed={**self.changed, **changed},
        )


def begun(case: CaseFacts, context: Context) -> Move:
    """What every filing begins with: open deadlines by the days as they are known now, and then
    everything that has run out by them.
    """
    world, pack = world_of(context, case.document), case.published.pack
    known = engine.recomputed(pack, case.state, world)
    recomputed = recomputing_event(case.state, known, context)
    after = engine.expire(pack, known, instant(context.now), world)
    events = [] if recomputed is None else [recomputed]
    return Move(case, world, after, (*events, *map(happened_document, after.history)))


def happened_document(one: engine.Happened, **more: Any) -> dict[str, Any]:
    """An event of the engine as it is recorded."""
    values = {
        "event": one.event,
        "transition": one.transition,
        "by": one.by,
        "at": written(one.at),
        "onDate": one.on.isoformat(),
        "lateIndicator": one.late or None,
        **more,
    }
    return {name: value for name, value in values.items() if value is not None}


def next_document(move: Move) -> dict[str, Any]:
    """The document of the case's next version: the whole of it."""
    before = move.case.document
    after = {**before, **move.changed, "eventBag": list(move.events)}
    after |= state_members(move.pack, move.state, move.world)
    if after.get("neutralBag"):
        after["neutralBag"] = neutrals_after(move.pack, after["neutralBag"], move.events)
    if after["stateCode"] != before["stateCode"]:
        after["stateVersion"] = move.case.version + 1
    return {name: value for name, value in after.items() if value is not None}


def state_members(pack: Pack, state: CaseState, world: World) -> dict[str, Any]:
    """What the engine's state is in a document."""
    final = pack.states[state.state].final
    return {
        "stateCode": state.state,
        "finalIndicator": final,
        "outcomeCode": state.state if final and state.state in pack.outcomes else None,
        "visitedBag": list(state.visited),
        "deadlineBag": [_running(pack, state, one, world) for one in _ordered(state)],
    }


def _ordered(state: CaseState) -> Sequence[engine.Running]:
    return [state.running[name] for name in sorted(state.running)]


def _running(pack: Pack, state: CaseState, running: engine.Running, world: World) -> dict[str, Any]:
    over = running.over_at(world.calendars.by_place)
    event = pack.deadlines[running.deadline].on_expiry
    fires = any(t.event == event and SYSTEM in t.by for t in pack.from_state(state.state))
    # Of several clocks the last one does what the end of the deadline does.
    last = engine.last_of(state, running.deadline, world)
    fires = fires and last is not None and last[1] is running
    return running_document(
        running, None if over is None else written(over), event if fires else None
    )
