"""What cannot work in a pack: errors refuse it, notes keep cases from being opened under it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ipregistry.domain.packs.checking_fees import check_fees
from ipregistry.domain.packs.checking_notices import check_letters, check_notices
from ipregistry.domain.packs.checking_words import check_words
from ipregistry.domain.packs.faults import Fault, Level, Path
from ipregistry.domain.packs.model import (
    SYSTEM,
    DeadlineRule,
    Pack,
    Transition,
)

_EVENTS = re.compile(r"[a-z][a-z0-9_]*")
_WORDS = {"later_of", "earlier_of", "or"}
# Statistics without names may be shared; anything more needs a law or the parties' agreement.
_SHARED_FREELY = {"statistics", "min_cell"}


def check_pack(pack: Pack) -> list[Fault]:
    """Everything that is wrong with one pack by itself, errors first."""
    found = [
        *_references(pack),
        *_expiries(pack),
        *check_fees(pack),
        *_shares(pack),
        *_unreachable(pack),
        *_dead_ends(pack),
        *_never_fired(pack),
        *_unheard(pack),
        *_never_taken(pack),
        *_unlabelled(pack),
        *check_notices(pack),
        *check_letters(pack),
        *check_words(pack),
    ]
    return sorted(found, key=lambda fault: fault.level is Level.NOTE)


def overlapping(packs: Sequence[Pack]) -> Iterator[tuple[Pack, Pack]]:
    """Versions of one pack that would both be picked on some day."""
    for position, pack in enumerate(packs):
        for other in packs[:position]:
            same = (pack.id, pack.effective.selects_on) == (other.id, other.effective.selects_on)
            if same and pack.effective.overlaps(other.effective):
                yield other, pack


def _note(path: Path, text: str, rule: str) -> Fault:
    return Fault(path, text, rule, Level.NOTE)


# --------------------------------------------------------------------------------- errors


def _references(pack: Pack) -> Iterator[Fault]:
    if pack.initial not in pack.states:
        yield Fault(("initial",), f"no state {pack.initial}", pack.initial)
    for position, transition in enumerate(pack.transitions):
        for member, names, known, what in (
            ("from", transition.sources, pack.states, "state"),
            ("to", (transition.to,), pack.states, "state"),
            ("starts", transition.starts, pack.deadlines, "deadline"),
            ("stops", transition.stops, pack.deadlines, "deadline"),
            ("fees", transition.fees, pack.fees, "fee"),
        ):
            for name in names:
                if name not in known:
                    path = ("transitions", position, member)
                    yield Fault(path, f"no {what} {name}", transition.id)
        if pack.documents:
            yield from _documents(pack, transition, position)
    yield from _twice(pack)


def _documents(pack: Pack, transition: Transition, position: int) -> Iterator[Fault]:
    for name in transition.documents:
        if name not in pack.documents:
            path = ("transitions", position, "documents")
            yield Fault(path, f"no document {name}", transition.id)


def _twice(pack: Pack) -> Iterator[Fault]:
    seen: set[str] = set()
    for position, transition in enumerate(pack.transitions):
        if transition.id in seen:
            yield Fault(("transitions", position), "this id stands twice", transition.id)
        seen.add(transition.id)


def _expiries(pack: Pack) -> Iterator[Fault]:
    by_system = {t.event for t in pack.transitions if SYSTEM in t.by}
    for position, deadline in enumerate(pack.deadlines.values()):
        if deadline.on_expiry is not None and deadline.on_expiry not in by_system:
            text = f"on_expiry: no transition by {SYSTEM} has the event {deadline.on_expiry}"
            yield Fault(("deadlines", position, "on_expiry"), text, deadline.id)


def _shares(pack: Pack) -> Iterator[Fault]:
    for name, value in pack.share.items():
        cited = isinstance(value, dict) and bool(value.get("cite"))
        if name not in _SHARED_FREELY and not cited:
            text = f"share: {name} needs a citation of law or of agreed rules beside it"
            yield Fault(("share", name), text, name)


# ---------------------------------------------------------------------------------- notes


def _unreachable(pack: Pack) -> Iterator[Fault]:
    reached, waiting = set(), [pack.initial]
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            waiting += [transition.to for transition in pack.from_state(state)]
    for position, state_id in enumerate(pack.states):
        if state_id not in reached:
            yield _note(("states", position), "no way leads to this state", state_id)


def _dead_ends(pack: Pack) -> Iterator[Fault]:
    ending = {state.id for state in pack.states.values() if state.final}
    while more := {s for t in pack.transitions if t.to in ending for s in t.sources} - ending:
        ending |= more
    for position, state in enumerate(pack.states.values()):
        if not state.final and not pack.from_state(state.id):
            text = "a dead end: it is not final, and nothing leads out of it"
            yield _note(("states", position), text, state.id)
        elif state.id not in ending:
            yield _note(("states", position), "no way leads from it to a final state", state.id)


def _never_fired(pack: Pack) -> Iterator[Fault]:
    events = {transition.event for transition in pack.transitions}
    started = {name for transition in pack.transitions for name in transition.starts}
    for position, deadline in enumerate(pack.deadlines.values()):
        named = set(_EVENTS.findall(deadline.starts_on)) - _WORDS
        if deadline.id not in started and not named <= events:
            text = f"nothing sets it running: no transition has the event {deadline.starts_on}"
            yield _note(("deadlines", position, "starts_on"), text, deadline.id)


def _unheard(pack: Pack) -> Iterator[Fault]:
    """Periods that may run out in a state where nothing follows from it."""
    for position, deadline in enumerate(pack.deadlines.values()):
        if deadline.on_expiry is None:
            continue
        for state in _running_in(pack, deadline):
            if not any(_ends(t, deadline) for t in pack.from_state(state)):
                text = f"it may run out in the state {state}, where nothing follows from it"
                yield _note(("deadlines", position, "on_expiry"), text, deadline.id)


def _ends(transition: Transition, deadline: DeadlineRule) -> bool:
    return transition.event == deadline.on_expiry and SYSTEM in transition.by


def _running_in(pack: Pack, deadline: DeadlineRule) -> list[str]:
    """The states, in the pack's order, in which a case may stand while the period runs."""
    reached: set[tuple[str, bool]] = set()
    waiting = [(pack.initial, False)]
    while waiting:
        state, runs = spot = waiting.pop()
        known = pack.states.get(state)
        if spot in reached or known is None or known.final:
            continue
        reached.add(spot)
        for t in pack.from_state(state):
            left = runs and deadline.id not in t.stops and not _ends(t, deadline)
            waiting.append((t.to, left or deadline.id in t.starts))
    return [state for state in pack.states if (state, True) in reached]


def _never_taken(pack: Pack) -> Iterator[Fault]:
    """Transitions whose event an earlier one takes, from the same state and by the same roles."""
    taken: dict[tuple[str, str, str], str] = {}
    for position, t in enumerate(pack.transitions):
        asked = [(state, t.event, role) for state in t.sources for role in t.by]
        if asked and all(one in taken for one in asked):
            text = f"never taken: {taken[asked[0]]} takes this event first"
            yield _note(("transitions", position), text, t.id)
        for one in asked:
            taken.setdefault(one, t.id)


def _unlabelled(pack: Pack) -> Iterator[Fault]:
    """Documents of which the pack does not say who may see them."""
    for position, document in enumerate(pack.documents.values()):
        if document.visibility is None:
            yield _note(("documents", position), "who may see it is not said", document.id)
    if pack.documents:
        return
    for position, transition in enumerate(pack.transitions):
        for name in transition.documents:
            text = f"who may see {name} is not said: the pack has no documents"
            yield _note(("transitions", position, "documents"), text, transition.id)
