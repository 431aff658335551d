"""Deadlines and fees asked of the packs on record, outside any case: computed, never stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from ipregistry.domain.calendars import Closure, Due, Unit
from ipregistry.domain.packs.fees import FeeInput, compute_fee, fee_explained
from ipregistry.domain.packs.terms import Calendars, deadline_from, explained
from ipregistry.domain.packs.versions import (
    PublishedPack,
    calendars_in_force,
    pack_in_force,
)
from ipregistry.services.closures import published_closures
from ipregistry.services.errors import NotFoundError
from ipregistry.services.node import RunningNode
from ipregistry.services.packs import published_calendars, published_packs
from ipregistry.services.snapshots import snapshot
from ipregistry.services.times import write_instant


@dataclass(frozen=True, slots=True)
class DeadlineQuestion:
    """Which deadline of which pack, from which day, at whose place.

    `on` is the day that picks the pack's version. `closures` are days of closure that the
    asker knows of, beside those on record; `more` extends the period by so many of its own unit.
    """

    pack: str
    deadline: str
    start: date
    place: str
    on: date
    more: int | None = None
    closures: tuple[Closure, ...] = ()


@dataclass(frozen=True, slots=True)
class FeeQuestion:
    """Which fee of which pack, on which day, and what it is counted by."""

    pack: str
    fee: str
    on: date
    given: FeeInput


def compute_deadline(node: RunningNode, asked: DeadlineQuestion) -> dict[str, Any]:
    """The deadline with its whole explanation. Raises NotFoundError."""
    with snapshot(node.engines) as connection:
        published = _in_force(published_packs(connection), asked.pack, asked.on)
        known = calendars_in_force(published_calendars(connection), published_closures(connection))
    rule = published.pack.deadlines.get(asked.deadline)
    if rule is None:
        raise NotFoundError("deadline-unknown", {"pack": asked.pack, "deadline": asked.deadline})
    calendars = Calendars(known.by_place, (*known.closures, *asked.closures))
    more: list[tuple[int, Unit]] = [(asked.more, rule.unit)] if asked.more else []
    answer = deadline_from(rule, asked.start, asked.place, calendars, more=more)
    document = {"pack": _pin(published), **explained(rule, answer)}
    if isinstance(answer, Due):
        document["endsAt"] = write_instant(answer.ends_at(known.by_place[asked.place]))
    return document


def quote_case_fee(node: RunningNode, asked: FeeQuestion) -> dict[str, Any]:
    """The fee with its source. Raises NotFoundError."""
    with snapshot(node.engines) as connection:
        published = _in_force(published_packs(connection), asked.pack, asked.on)
    rule = published.pack.fees.get(asked.fee)
    if rule is None:
        raise NotFoundError("case-fee-unknown", {"pack": asked.pack, "fee": asked.fee})
    answer = compute_fee(rule, asked.given)
    return {"pack": _pin(published), **fee_explained(rule, answer)}


def _in_force(packs: tuple[PublishedPack, ...], name: str, on: date) -> PublishedPack:
    if not any(p.pack.id == name for p in packs):
        raise NotFoundError("pack-unknown", {"pack": name})
    found = pack_in_force(packs, name, on)
    if found is None:
        raise NotFoundError("pack-not-in-force", {"pack": name, "date": on.isoformat()})
    return found


def _pin(published: PublishedPack) -> dict[str, Any]:
    return {
        "pack": published.record,
        "version": published.version,
        "digest": published.digest,
        "name": published.pack.id,
        "packVersion": published.pack.version,
        "opensCasesIndicator": published.opens_cases,
    }
