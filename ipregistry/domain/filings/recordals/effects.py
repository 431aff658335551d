"""What an office's entry does to title."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ipregistry.domain.filings.assets import stage_effects
from ipregistry.domain.filings.recordals.acts import MAKERS
from ipregistry.domain.filings.recordals.entries import Entry, Made
from ipregistry.domain.filings.recordals.interests import THIS_ENTRY
from ipregistry.domain.titles import Effect, Grant


def effects_of(entry: Entry, members: Mapping[str, Any] | None) -> Made:
    """What the entry itself does, and the stages of the right of that day."""
    made, violations = MAKERS[entry.command.act](entry)
    if not made:
        return (), violations
    stages = (s for s in stage_effects(members or {}) if s.on == entry.command.entry_date)
    return (*made, *stages), violations


def numbered(effects: tuple[Effect, ...], transaction: str) -> tuple[Effect, ...]:
    """The effects, with the number of the transaction that records them where an interest is
    granted: that number is the interest's own.
    """
    return tuple(_numbered(effect, transaction) for effect in effects)


def _numbered(effect: Effect, transaction: str) -> Effect:
    if isinstance(effect, Grant) and effect.interest.id == THIS_ENTRY:
        return replace(effect, interest=replace(effect.interest, id=transaction))
    return effect
