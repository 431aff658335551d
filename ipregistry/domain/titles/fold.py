"""The fold: recorded effects in, title with its chain out. It never decides again.

Effects are taken as known at `known_at`, in the order of their effective dates (entries
of one date in the order of their recording). So a late entry takes the place that its
date gives it, and a question about a past `known_at` has one answer for ever.

What does not fit is never dropped in silence: the office's record is followed where it
says who holds the whole, and the step carries a finding. Shares add up to one always.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from ipregistry.domain.titles.effects import (
    Close,
    Effect,
    Holding,
    Register,
    Replace,
    Root,
    Stage,
    Step,
    Strength,
    Transfer,
)

WHOLE = Fraction(1)
NEVER = date.max


@dataclass(frozen=True, slots=True)
class Finding:
    """A gap or conflict, by name. `gap`: followed all the same; `conflict`: not applied."""

    code: str
    kind: str
    transaction: str
    params: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ChainStep:
    """One step of the chain: the entry, what it did, who held before and after."""

    step: Step
    before: tuple[Holding, ...] | None
    after: tuple[Holding, ...] | None
    findings: tuple[Finding, ...]
    superseded_by: str | None = None


@dataclass(frozen=True, slots=True)
class State:
    """Where the fold stands. `holders` is None while nothing says who holds the right."""

    holders: tuple[Holding, ...] | None = None
    root: Root | None = None
    root_step: Step | None = None
    stage: str | None = None
    open_findings: tuple[Finding, ...] = ()
    chain: tuple[ChainStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Title:
    """Title of one right at (effective, known): both answers, and what is lodged."""

    effective_on: date
    known_at: str
    record: State
    notified: State
    lodged: tuple[Step, ...]
    superseded: tuple[ChainStep, ...]


def title_at(steps: Iterable[Step], effective_on: date, known_at: str) -> Title:
    """Title at a pair of dates. `known_at` is a recording instant, inclusive."""
    known = [step for step in steps if step.known_at <= known_at]
    living, superseded = _without_superseded(known)
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
        superseded,
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


def play(state: State, step: Step) -> State:
    """The state after one effect, its step appended to the chain."""
    match step.effect:
        case Root():
            return _play_root(state, step, step.effect)
        case Transfer():
            return _play_transfer(state, step, step.effect)
        case Stage():
            after = replace(state, stage=step.effect.stage)
            return _chained(state, after, step, ())
        case Close() | Replace():
            return _chained(state, state, step, ())


def _play_root(state: State, step: Step, root: Root) -> State:
    if not root.holders:
        return _chained(state, state if state.root else _rooted(state, step, root), step, ())
    differs = state.holders is not None and _shares(state.holders) != _shares(root.holders)
    weaker = state.root is not None and root.strength.rank < state.root.strength.rank
    if differs and weaker:
        finding = Finding("weaker-root-differs", "conflict", step.transaction, {})
        return _chained(state, state, step, (finding,))
    if weaker:
        return _chained(state, state, step, ())
    findings = (
        (Finding("root-differs", "gap", step.transaction, {"strength": root.strength.value}),)
        if differs
        else ()
    )
    # A register extract, or an officer's word, settles what was open before it.
    settles = root.strength.rank >= Strength.REGISTER_EXTRACT.rank
    settled = replace(state, open_findings=()) if settles else state
    rooted = replace(_rooted(settled, step, root), holders=_ordered(root.holders))
    return _chained(state, rooted, step, findings, opens=not settles)


def _rooted(state: State, step: Step, root: Root) -> State:
    return replace(state, root=root, root_step=step)


def _play_transfer(state: State, step: Step, transfer: Transfer) -> State:
    held = _shares(state.holders or ())
    missing = [g for g in transfer.givers if held.get(g.party, Fraction(0)) < g.share]
    if not missing:
        return _chained(state, replace(state, holders=_moved(state, transfer)), step, ())
    followed = transfer.register is Register.RECORD
    whole = followed and sum(g.share for g in transfer.givers) == WHOLE
    code = "no-root" if state.holders is None else "transferor-not-holder"
    finding = Finding(
        code, "gap" if whole else "conflict", step.transaction, {"party": missing[0].party}
    )
    # The office says who holds the whole: that is followed, and the gap is named. Of a
    # part alone it cannot be said who holds the rest, and what is only lodged is no
    # office's word, so title stays as it was.
    after = replace(state, holders=_ordered(transfer.takers)) if whole else state
    return _chained(state, after, step, (finding,))


def _moved(state: State, transfer: Transfer) -> tuple[Holding, ...]:
    held = {h.party: h for h in state.holders or ()}
    for giver in transfer.givers:
        left = held[giver.party].share - giver.share
        if left:
            held[giver.party] = replace(held[giver.party], share=left)
        else:
            del held[giver.party]
    for taker in transfer.takers:
        already = held[taker.party].share if taker.party in held else Fraction(0)
        held[taker.party] = replace(taker, share=already + taker.share)
    return _ordered(held.values())


def _chained(
    before: State, after: State, step: Step, findings: tuple[Finding, ...], *, opens: bool = True
) -> State:
    link = ChainStep(step, before.holders, after.holders, findings)
    still_open = after.open_findings + (findings if opens else ())
    return replace(after, open_findings=still_open, chain=(*before.chain, link))


def _without_superseded(known: Sequence[Step]) -> tuple[list[Step], tuple[ChainStep, ...]]:
    """Steps that corrections left standing, corrections put in place of what they replace.

    What is put in place stands for the entry's effect on ownership: the stage that the
    entry proved, and the lodged disposition that it ended, stay. Put to nothing, all goes.
    """
    corrections: dict[str, tuple[str, bool]] = {}
    for step in sorted(known, key=lambda s: (s.ord, s.seq)):
        if isinstance(step.effect, Replace):
            by_nothing = step.effect.by is None
            corrections[step.effect.transaction] = (step.transaction, by_nothing)
    living: list[Step] = []
    gone: list[ChainStep] = []
    for step in known:
        by, by_nothing = corrections.get(step.transaction, (None, False))
        if by is not None and (by_nothing or not isinstance(step.effect, Stage | Close)):
            gone.append(ChainStep(step, None, None, (), by))
        elif isinstance(step.effect, Replace):
            if step.effect.by is not None:
                living.append(replace(step, effect=step.effect.by))
        else:
            living.append(step)
    return living, tuple(gone)


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
    return effect.register if isinstance(effect, Root | Transfer) else None


def _shares(holders: Iterable[Holding]) -> dict[str, Fraction]:
    shares: dict[str, Fraction] = {}
    for holding in holders:
        shares[holding.party] = shares.get(holding.party, Fraction(0)) + holding.share
    return shares


def _ordered(holders: Iterable[Holding]) -> tuple[Holding, ...]:
    return tuple(sorted(holders, key=lambda h: (-h.share, h.party)))
