"""Which effect of an entry a correction takes the place of, on one right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ipregistry.domain.facts import AssetFacts
from ipregistry.domain.filings.corrections.command import OnRight
from ipregistry.domain.titles import Close, Replace, Restrict, Step, undone
from ipregistry.domain.titles.effects import Lift
from ipregistry.domain.violations import Violation


@dataclass(frozen=True, slots=True)
class Target:
    """What is corrected on one right: the entry's effects there, and the one that is meant.

    `meant` is as it stands now: of a correction, what it put in place. None where nothing is
    put in place of the entry, which then is struck out whole.
    """

    asset: AssetFacts
    on_right: OnRight
    entry: tuple[Step, ...]
    meant: Step | None

    @property
    def pointer(self) -> str:
        """Where the body says what stands instead."""
        return f"{self.on_right.pointer}/replacement"

    @property
    def effects(self) -> tuple[Any, ...]:
        """What the entry did that gives way now, each as it stands: of a correction what it put
        in place, or what it struck out.
        """
        steps = self.entry if self.meant is None else (self.meant,)
        return tuple(
            effect for step in steps for effect in _as_they_stand(step.effect, self.asset.steps)
        )

    @property
    def secret(self) -> bool:
        """Whether it is about a hold or a lock, of which outsiders learn a date and no more."""
        return any(isinstance(effect, Restrict | Lift) for effect in self.effects)


def _as_they_stand(effect: Any, steps: Sequence[Step]) -> Iterator[Any]:
    if not isinstance(effect, Replace):
        yield effect
    elif effect.by is not None:
        yield effect.by
    else:
        for step in steps:
            named = step.transaction == effect.transaction and effect.seq in {None, step.seq}
            if named:
                yield from _as_they_stand(step.effect, steps)


def find_target(
    asset: AssetFacts, transaction: str, act: str, on_right: OnRight
) -> Target | list[Violation]:
    """The target on one right, or why there is none."""
    place = f"{on_right.pointer}/id" if on_right.asset is not None else "/transaction"
    entry = tuple(
        sorted(
            (step for step in asset.steps if step.transaction == transaction),
            key=lambda step: step.seq,
        )
    )
    of_title = [step for step in entry if not isinstance(step.effect, Close)]
    if not of_title:
        return [Violation("nothing-to-correct", place, {"act": act})]
    chosen = _chosen(of_title, on_right, place, act)
    if isinstance(chosen, list):
        return chosen
    gone = undone(asset.steps)
    for step in entry if chosen is None else (chosen,):
        found = gone.get((step.transaction, step.seq))
        if found is not None:
            params = {"transaction": found.by.transaction}
            return [Violation("already-corrected", place, params)]
    return Target(asset, on_right, entry, chosen)


def _chosen(
    of_title: Sequence[Step], on_right: OnRight, place: str, act: str
) -> Step | list[Violation] | None:
    instead = on_right.instead
    if instead is None:
        return None
    position = instead.position or 1
    if position > len(of_title):
        params = {"position": position, "count": len(of_title)}
        return [Violation("no-effect-at-position", f"{instead.pointer}/position", params)]
    chosen = of_title[position - 1]
    if isinstance(chosen.effect, Replace) and chosen.effect.by is None and not instead.nothing:
        # What struck an entry out put nothing in place that could be otherwise.
        return [Violation("nothing-to-correct", place, {"act": act})]
    if isinstance(chosen.effect, Replace) and instead.nothing:
        return None
    return chosen
