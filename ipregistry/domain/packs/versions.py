"""Published packs and calendars: which version is in force on a day, and which may come next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ipregistry.domain.calendars import Closure, PlaceCalendar
from ipregistry.domain.packs.model import Pack
from ipregistry.domain.packs.terms import Calendars


@dataclass(frozen=True, slots=True)
class PublishedPack:
    """A version of a pack on record. A case pins these: it keeps its version whatever follows."""

    record: str
    version: int
    digest: str
    opens_cases: bool
    pack: Pack


@dataclass(frozen=True, slots=True)
class PublishedCalendar:
    """A snapshot of a place's calendar on record."""

    record: str
    version: int
    calendar: PlaceCalendar


@dataclass(frozen=True, slots=True)
class PublishedClosure:
    """A day of closure on record, as its newest version has it; `stands` until taken back.

    The source of its closure is the digest of the announcement.
    """

    record: str
    version: int
    stands: bool
    closure: Closure


def pack_in_force(packs: Iterable[PublishedPack], name: str, day: date) -> PublishedPack | None:
    """The version that a day picks: the last one that began by then, if it has not ended.

    A version without an end lasts until the next one begins.
    """
    begun = [p for p in packs if p.pack.id == name and p.pack.effective.start <= day]
    last = max(begun, key=lambda p: p.pack.effective.start, default=None)
    return last if last is not None and last.pack.effective.covers(day) else None


def comes_next(pack: Pack, published: Sequence[PublishedPack]) -> bool:
    """Whether a pack may follow the versions on record: it begins when none of them is written
    to be in force, so that no case that is open or was opened is picked another one.
    """
    others = [p.pack.effective for p in published if p.pack.id == pack.id]
    return all(
        other.start < pack.effective.start
        and (other.end is None or other.end < pack.effective.start)
        for other in others
    )


def calendars_in_force(
    published: Iterable[PublishedCalendar], closures: Iterable[PublishedClosure] = ()
) -> Calendars:
    """The newest snapshot of each place, and the closures that stand."""
    newest: dict[str, PublishedCalendar] = {}
    for one in sorted(published, key=lambda c: c.version):
        newest[one.calendar.place] = one
    return Calendars(
        {place: one.calendar for place, one in newest.items()},
        tuple(one.closure for one in closures if one.stands),
    )
