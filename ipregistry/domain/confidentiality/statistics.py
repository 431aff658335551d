"""Statistics of cases: fixed tables, from which nothing follows about a few.

The population of a quarter's tables are the cases that ended in it, by the day of recording: no
case is in two quarters, nothing enters one that is over, and so no two tables can be subtracted
from each other. The cases of one group of procedures are divided in three ways, by outcome, by
place and by duration, never by two of them at once.

Every division has a fixed ladder from fine to coarse, each rung merging cells of the one before.
Shown is the finest rung on which no cell is below the least number, zero included, or none at
all: a division is shown whole or merged, and no single cell is ever left out. So who knows the
totals, every other table and this rule learns of a merged cell only its sum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from ipregistry.domain.packs.model import PackKind

# Days from the opening of a case to its end.
DURATIONS: tuple[tuple[str, int | None], ...] = (
    ("up-to-30-days", 30),
    ("31-to-90-days", 90),
    ("91-to-180-days", 180),
    ("181-to-365-days", 365),
    ("more-than-365-days", None),
)
PLACES = ("HK", "CN", "MO", "other")
LEAST_CELL = 5

# A rung: its cells by name, each with the finest values that it takes in.
Rung: TypeAlias = Mapping[str, frozenset[str]]


def _rung(**cells: Sequence[str]) -> Rung:
    return {name.replace("_", "-"): frozenset(values) for name, values in cells.items()}


_BANDS = [name for name, _ in DURATIONS]
DURATION_LADDER: tuple[Rung, ...] = (
    {name: frozenset({name}) for name in _BANDS},
    {
        "up-to-90-days": frozenset(_BANDS[:2]),
        "91-to-365-days": frozenset(_BANDS[2:4]),
        "more-than-365-days": frozenset(_BANDS[4:]),
    },
    {"up-to-90-days": frozenset(_BANDS[:2]), "more-than-90-days": frozenset(_BANDS[2:])},
)
PLACE_LADDER: tuple[Rung, ...] = (
    {place: frozenset({place}) for place in PLACES},
    {"HK": frozenset({"HK"}), "CN": frozenset({"CN"}), "elsewhere": frozenset({"MO", "other"})},
    {"HK": frozenset({"HK"}), "elsewhere": frozenset({"CN", "MO", "other"})},
)
# How a case ended, whatever the words of its pack: agreed on, decided by a neutral, or neither.
AGREED = frozenset({"settled", "settled_privately", "award_on_agreed_terms"})
DECIDED = frozenset(
    {"award_issued", "award_made", "decided", "determined", "implemented", "denied"}
    | {"stayed_by_court"}
)
OUTCOME_LADDER: tuple[Rung, ...] = (
    _rung(agreed=["agreed"], decided=["decided"], ended=["ended"]),
    _rung(agreed=["agreed"], not_agreed=["decided", "ended"]),
)
KIND_LADDER: tuple[Rung, ...] = (
    {kind.value: frozenset({kind.value}) for kind in PackKind},
    _rung(
        amicable=["consultation", "mediation"],
        adjudicated=["arbitration", "expert_determination"],
        domain_names=["domain_name"],
    ),
    _rung(
        amicable=["consultation", "mediation"],
        adjudicated=["arbitration", "expert_determination", "domain_name"],
    ),
    _rung(all=[kind.value for kind in PackKind]),
)


@dataclass(frozen=True, slots=True)
class EndedCase:
    """What the statistics know of a case."""

    kind: str
    outcome: str
    place: str
    opened: date
    ended: date


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a year, written 2026-Q3."""

    year: int
    number: int

    @property
    def start(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def end(self) -> date:
        """Its last day."""
        later = Quarter(self.year + self.number // 4, self.number % 4 + 1)
        return later.start - timedelta(days=1)

    def __str__(self) -> str:
        """As it is written."""
        return f"{self.year}-Q{self.number}"


def read_quarter(text: str) -> Quarter:
    """The quarter that is written so. The form is the schema's to check."""
    year, _, number = text.partition("-Q")
    return Quarter(int(year), int(number))


def duration_of(case: EndedCase) -> str:
    """The band of a case's duration."""
    days = (case.ended - case.opened).days
    return next(name for name, most in DURATIONS if most is None or days <= most)


def outcome_class(outcome: str) -> str:
    """How a case with this outcome of its pack ended."""
    return "agreed" if outcome in AGREED else "decided" if outcome in DECIDED else "ended"


@dataclass(frozen=True, slots=True)
class Group:
    """The cases of some kinds of procedure: how many, and how they divide; an empty division is
    withheld.
    """

    name: str
    kinds: tuple[str, ...]
    total: int
    outcomes: Mapping[str, int]
    places: Mapping[str, int]
    durations: Mapping[str, int]


def tables(cases: Sequence[EndedCase], least: int = LEAST_CELL) -> tuple[Group, ...]:
    """What may be published of the cases that ended in a quarter; nothing where they are few."""
    by_kind = divided([case.kind for case in cases], KIND_LADDER, least)
    rung = next((r for r in KIND_LADDER if r.keys() == by_kind.keys()), {})
    return tuple(
        _group(name, kinds, [case for case in cases if case.kind in kinds], least)
        for name, kinds in rung.items()
    )


def _group(name: str, kinds: frozenset[str], cases: Sequence[EndedCase], least: int) -> Group:
    """Outcomes by class only: a pack's own words would tell the kind within a group."""
    places = [case.place if case.place in PLACES else "other" for case in cases]
    return Group(
        name,
        tuple(sorted(kinds)),
        len(cases),
        divided([outcome_class(case.outcome) for case in cases], OUTCOME_LADDER, least),
        divided(places, PLACE_LADDER, least),
        divided([duration_of(case) for case in cases], DURATION_LADDER, least),
    )


def divided(values: Sequence[str], ladder: Sequence[Rung], least: int) -> dict[str, int]:
    """The finest rung with no cell below `least`; empty where every rung has one."""
    counts = Counter(values)
    for rung in ladder:
        cells = {name: sum(counts[one] for one in members) for name, members in rung.items()}
        if all(count >= least for count in cells.values()):
            return cells
    return {}
