"""The fold: recorded effects in, title with its chain out. It never decides again.

Effects are taken as known at `known_at`, in the order of their effective dates (entries
of one date in the order of their recording). So a late entry takes the place that its
date gives it, and a question about a past `known_at` has one answer for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ipregistry.domain.titles.corrected import MaySee, known_to, shown, standing
from ipregistry.domain.titles.effects import (
    OF_A_REGISTER,
    Close,
    Effect,
    Register,
    Replace,
    Stage,
    Step,
    Transfer,
)
from ipregistry.domain.titles.playing import play
from ipregistry.domain.titles.state import ChainStep, State

NEVER = date.max


@dataclass(frozen=True, slots=True)
class Title:
    """Title of one right at (effective, known): both answers, and what is lodged."""

    effective_on: date
    known_at: str
    record: State
    notified: State
    lodged: tuple[Step, ...]
    superseded: tuple[ChainStep, ...]


def title_at(
    steps: Iterable[Step], effective_on: date, known_at: str, may_see: MaySee | None = None
) -> Title:
    """Title at a pair of dates. `known_at` is a recording instant, inclusive.

    `may_see` is asked of each entry that a correction took out of searches; without it all
    is shown.
    """
    recorded_here = list(steps)
    known = known_to(recorded_here, known_at, may_see)
    living, superseded = standing(known)
    lodged = _still_lodged(living, known)
    # A deed may be older than the office's last word: it is played after it, or an
    # extract that could not know of it yet would undo it in the answer.
    transfers = [s for s in lodged if isinstance(s.effect, Transfer)]
    recorded = [s for s in living if _of_record(s)]
    told = [s for s in living if _of_record(s) or isinstance(s.effect, Stage)]
    told += [s for s in lodged if s not in transfers]
    record = fold(recorded, effective_on)
    # Where nothing was told that is not recorded, one fold gives both answers.
    notified = record if told == recorded else fold(told, effective_on)
    return Title(
        effective_on,
        known_at,
        record,
        fold(transfers, effective_on, notified) if transfers else notified,
        tuple(lodged),
        shown(superseded, may_see),
    )


def fold(steps: Iterable[Step], effective_on: date = NEVER, start: State | None = None) -> State:
    """Play the effects up to `effective_on` in effective order, from `start`.

    The fold of the whole is the fold of its pieces: folding the later effects from the
    state that the earlier ones gave is the same as folding all.
    """
    state = start or State()
    for step in effective_steps(steps, effective_on):
        state = play(state, step)
    return state


def effective_steps(steps: Iterable[Step], effective_on: date = NEVER) -> list[Step]:
    """The effects that are in force by `effective_on`, in effective order."""
    chosen = [step for step in steps if step.effect.on <= effective_on]
    return sorted(chosen, key=lambda step: (step.effect.on, step.ord, step.seq))


def _still_lodged(living: Sequence[Step], known: Sequence[Step]) -> list[Step]:
    closed = {s.effect.transaction for s in living if isinstance(s.effect, Close)}
    # The end of a lodged disposition is also the end of what a correction made of it.
    for step in sorted(known, key=lambda s: (s.ord, s.seq)):
        if isinstance(step.effect, Replace) and step.effect.transaction in closed:
            closed.add(step.transaction)
    return [
        s
        for s in living
        if _register(s.effect) is Register.NOTIFIED and s.transaction not in closed
    ]


def _of_record(step: Step) -> bool:
    """Whether a step belongs to the register of record: a stage only told is no office's."""
    if isinstance(step.effect, Stage):
        return step.capacity != "notice"
    return _register(step.effect) is not Register.NOTIFIED


def _register(effect: Effect) -> Register | None:
    return effect.register if isinstance(effect, OF_A_REGISTER) else None
