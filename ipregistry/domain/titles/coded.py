"""The steps of a chain as events of WIPO ST.27: which one, and state and stage around it.

A register transaction leaves a right as active, and where, it was; state and stage are known
from the stages and events before it in the chain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ipregistry.domain import events
from ipregistry.domain.events import Event27
from ipregistry.domain.rights import RightKind
from ipregistry.domain.rights import Stage as StageOfRight
from ipregistry.domain.titles.effects import (
    End,
    Event,
    Grant,
    Interest,
    InterestCategory,
    Lift,
    Rename,
    Restrict,
    Root,
    Stage,
    Step,
    Strength,
    Transfer,
    Vary,
)
from ipregistry.domain.titles.state import ChainStep

# The act that a stage of the right's life comes from, where its publication told of it.
_ACT_OF_STAGE: Mapping[str, str] = {
    StageOfRight.FILED: "application",
    StageOfRight.PUBLISHED: "publication",
    StageOfRight.GRANTED: "grant",
    StageOfRight.REGISTERED: "grant",
}
# Kinds that are granted behind a substantive examination; the others after one of form.
_EXAMINED = frozenset({RightKind.INVENTION, RightKind.HK_STANDARD_O})
_APPLICATION = frozenset({"1", "2"})
CORRECTION = "correction"


@dataclass
class _Walk:
    """Where a walk through a chain stands."""

    office: str
    kind: RightKind
    state: str = "U"
    stage: str = "0"
    variants: dict[str, str] = field(default_factory=dict)

    def act(self, name: str, variant: str | None = None) -> Event27 | None:
        """The event of an act on this right."""
        return events.of_act(name, variant, office=self.office, right_kind=self.kind)


def coded_steps(
    links: Iterable[ChainStep], office: str, kind: str
) -> Iterator[dict[str, Any] | None]:
    """For each step its event as members of a record; None for one that is no event (a root)."""
    walk = _Walk(office, RightKind(kind))
    for link in links:
        before, meant = walk.stage, _meant(walk, link.step)
        if meant is not None:
            walk.state, walk.stage = events.after(meant, walk.state, walk.stage)
        _settle(walk, link.step.effect)
        # Of what was corrected the standard has an event of its own, whatever it says now.
        found = walk.act(CORRECTION) if link.step.act == CORRECTION else meant
        if found is None:
            yield None
        else:
            yield events.event_document(found, walk.state, before, walk.stage)


def _meant(walk: _Walk, step: Step) -> Event27 | None:
    """The event that the effect is, whether an act or a correction recorded it."""
    read = _CODED.get(type(step.effect))
    return None if read is None else read(walk, step, step.effect)


def _settle(walk: _Walk, effect: object) -> None:
    """What an effect says of the stage itself goes before what its event alone would mean."""
    if isinstance(effect, Root) and effect.strength is Strength.GRANT and walk.stage == "0":
        walk.state, walk.stage = events.state_and_stage(StageOfRight.GRANTED)
    if isinstance(effect, Stage):
        walk.state, walk.stage = events.state_and_stage(StageOfRight(effect.stage))


def _transfer(walk: _Walk, step: Step, _effect: Transfer) -> Event27 | None:
    variant = "application" if walk.stage in _APPLICATION else None
    own = walk.act(step.act, variant)
    # Shares also pass by acts that are named for something else.
    return own if own is not None and own.key == "R10" else walk.act("assignment", variant)


def _stage(walk: _Walk, _step: Step, effect: Stage) -> Event27 | None:
    name = _ACT_OF_STAGE.get(effect.stage)
    if name is None:
        return None
    examined = name != "grant" or walk.kind in _EXAMINED
    return walk.act(name, None if examined else "formality")


def _grant(walk: _Walk, _step: Step, effect: Grant) -> Event27 | None:
    name, variant = _sort(effect.interest)
    walk.variants[effect.interest.id] = variant
    return walk.act(name, variant)


def _vary(walk: _Walk, _step: Step, effect: Vary) -> Event27 | None:
    name, variant = _sort(effect.interest)
    walk.variants[effect.interest.id] = variant
    return walk.act(f"{name}-amendment", variant)


def _end(walk: _Walk, _step: Step, effect: End) -> Event27 | None:
    variant = walk.variants.get(effect.interest, "")
    if variant == _SECURITY:
        return walk.act("security-release")
    return walk.act("licence-termination", variant)


_SECURITY = "security"


def _sort(interest: Interest) -> tuple[str, str]:
    """The act that grants such an interest, and its variant."""
    if interest.category is InterestCategory.SECURITY:
        return _SECURITY, _SECURITY
    return "licence", "sublicence" if interest.under else interest.kind


def _rename(walk: _Walk, _step: Step, effect: Rename) -> Event27 | None:
    if effect.changes == ("address",):
        return walk.act("address-change")
    return walk.act("name-change", "with-address" if "address" in effect.changes else None)


def _event(walk: _Walk, step: Step, effect: Event) -> Event27 | None:
    told = effect.source.get("code")
    if told is not None:
        found = events.st27_of(effect.source.get("office", walk.office), told, walk.kind)
        if found is not None and found.detailed == effect.event:
            return found
    return events.of_event(step.act, effect.event, office=walk.office, right_kind=walk.kind)


_CODED: Mapping[type[Any], Callable[[_Walk, Step, Any], Event27 | None]] = {
    Transfer: _transfer,
    Stage: _stage,
    Grant: _grant,
    Vary: _vary,
    End: _end,
    Rename: _rename,
    Event: _event,
    # A hold and a lock look alike: the ground, which an office's code would tell, is not said.
    Restrict: lambda walk, _step, _effect: walk.act("restriction"),
    Lift: lambda walk, _step, _effect: walk.act("restriction-lifting"),
}
