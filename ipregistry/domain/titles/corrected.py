"""Corrections: which recorded effects stand, which gave way to which, and who sees the others.

Nothing is edited: a correction is an effect that names another. Played from the last to the
first, each either undoes what it names or was undone itself, so chains of any length end at
their last link, and a correction that was struck out is as if it had never been made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from ipregistry.domain.titles.effects import Replace, Reveal, Stage, Step
from ipregistry.domain.titles.state import ChainStep

Key: TypeAlias = tuple[str, int]
MaySee: TypeAlias = Callable[[Step], bool]


@dataclass(frozen=True, slots=True)
class Undone:
    """By which correction an effect no longer stands. `struck`: nothing took its place."""

    by: Step
    struck: bool
    reveals: Reveal


def key_of(step: Step) -> Key:
    """What names one effect on a right: its entry, and its place in it."""
    return step.transaction, step.seq


def undone(steps: Iterable[Step]) -> dict[Key, Undone]:
    """Every effect that gave way to a correction which itself was not struck out."""
    recorded = sorted(steps, key=lambda step: (step.ord, step.seq))
    found: dict[Key, Undone] = {}
    for step in reversed(recorded):
        if not isinstance(step.effect, Replace):
            continue
        own = found.get(key_of(step))
        if own is not None and own.struck:
            continue
        for target in _targets(step.effect, recorded):
            if target not in found:
                struck = step.effect.by is None
                found[target] = Undone(step, struck, step.effect.reveals)
            elif step.effect.by is not None:
                # Two corrections of one effect: the later one is put in place of both.
                found.setdefault(key_of(step), found[target])
    return found


def _targets(effect: Replace, recorded: Sequence[Step]) -> list[Key]:
    """The effects of the entry that the correction names: one, the first, or all."""
    of_entry = [key_of(step) for step in recorded if step.transaction == effect.transaction]
    if effect.seq is not None:
        return [key for key in of_entry if key[1] == effect.seq]
    return of_entry if effect.by is None else of_entry[:1]


def standing(known: Sequence[Step]) -> tuple[list[Step], tuple[ChainStep, ...]]:
    """The effects that corrections left standing, what they put in place among them; and those
    that gave way.
    """
    if not any(isinstance(step.effect, Replace) for step in known):
        return list(known), ()
    gone_by = undone(known)
    origins = _origins(known)
    living: list[Step] = []
    gone: list[ChainStep] = []
    for step in known:
        found = gone_by.get(key_of(step))
        if found is not None:
            entry = found.by.transaction
            gone.append(ChainStep(step, None, None, (), entry, found.reveals))
        elif not isinstance(step.effect, Replace):
            living.append(step)
        elif step.effect.by is not None:
            living.append(_put_in_place(step, step.effect, origins))
    return living, tuple(gone)


def _origins(known: Sequence[Step]) -> Mapping[Key, Step]:
    """For each correction the effect, of an entry that is no correction, that it goes back to."""
    recorded = sorted(known, key=lambda step: (step.ord, step.seq))
    by_key = {key_of(step): step for step in recorded}
    found: dict[Key, Step] = {}
    for step in recorded:
        if isinstance(step.effect, Replace):
            for target in _targets(step.effect, recorded)[:1]:
                found[key_of(step)] = found.get(target, by_key[target])
    return found


def _put_in_place(step: Step, effect: Replace, origins: Mapping[Key, Step]) -> Step:
    """The correction as the effect that it put in place.

    It is still the office's entry of that number, and a stage of which the office told is
    still one of the office's.
    """
    assert effect.by is not None  # noqa: S101 - asked before
    origin = origins.get(key_of(step), step)
    capacity = origin.capacity if isinstance(effect.by, Stage) else step.capacity
    number = step.number or origin.number
    return replace(step, effect=effect.by, number=number, capacity=capacity)


def descended(steps: Sequence[Step], transaction: str) -> list[Step]:
    """The effects of an entry and of the corrections that go back to it, as each was recorded."""
    origins = _origins(steps)
    return [
        step
        for step in steps
        if transaction in {step.transaction, origins.get(key_of(step), step).transaction}
    ]


# ------------------------------------------------------------------ what searches show


def hiding(steps: Iterable[Step]) -> bool:
    """Whether a correction took some entry on the right out of searches."""
    return any(
        isinstance(step.effect, Replace) and step.effect.reveals is not Reveal.OLD_AND_NEW
        for step in steps
    )


def known_to(steps: Sequence[Step], known_at: str, may_see: MaySee | None) -> list[Step]:
    """What a reader is told was known at an instant.

    Whoever may not see an entry that was corrected is answered as if the correction had been
    recorded with it, whatever instant he asks about: else a question about the past would
    show what searches no longer do.
    """
    known = [step for step in steps if step.known_at <= known_at]
    if may_see is None or not hiding(steps):
        return known
    gone_by, waiting = undone(steps), list(known)
    while waiting:
        found = gone_by.get(key_of(waiting[-1]))
        hidden = found is not None and _hides(found.reveals) and not may_see(waiting[-1])
        waiting.pop()
        if found is not None and hidden and found.by not in known:
            known.append(found.by)
            waiting.append(found.by)
    return sorted(known, key=lambda step: (step.ord, step.seq))


def shown(gone: tuple[ChainStep, ...], may_see: MaySee | None) -> tuple[ChainStep, ...]:
    """Of the effects that gave way, those that a reader is shown, with the entry that he is
    told stands for each: one that he may not see is followed to the head of its chain.
    """
    if may_see is None:
        return gone
    hidden = {
        key_of(link.step): link for link in gone if _hides(link.reveals) and not may_see(link.step)
    }
    heads = {link.step.transaction: link.superseded_by for link in hidden.values()}
    return tuple(
        replace(link, superseded_by=_head(link.superseded_by, heads))
        for link in gone
        if key_of(link.step) not in hidden
    )


def _head(transaction: str | None, heads: Mapping[str, str | None]) -> str | None:
    """The last entry of a chain of corrections of which the reader may not see the middle."""
    while transaction is not None and transaction in heads:
        transaction = heads[transaction]
    return transaction


def _hides(reveals: Reveal) -> bool:
    return reveals is not Reveal.OLD_AND_NEW


def named_in(effect: Any) -> set[str]:
    """Every party that an effect names, or that the one put in place by it names."""
    by = getattr(effect, "by", None)
    interest = getattr(effect, "interest", None)
    found = {
        party.party
        for member in ("holders", "givers", "takers")
        for source in (effect, interest)
        for party in getattr(source, member, ())
    }
    party = getattr(effect, "party", None)
    found |= {party} if isinstance(party, str) else set()
    return found | (named_in(by) if by is not None else set())
