"""What arrangements between places, and a place's own law, say of instruments: frozen values.

Every fact has a citation and a confidence (V read, S secondary, I inferred, M memory, D own
decision). What rests on memory is shown and decides nothing: an officer is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from ipregistry.domain.packs.model import DeadlineRule

PLACES = ("CN", "HK", "MO")


class Kind(StrEnum):
    """What an instrument is."""

    AWARD = "award"
    PARTIAL_AWARD = "partial-award"
    INTERIM_MEASURE = "interim-measure"
    EMERGENCY_DECISION = "emergency-decision"
    MEDIATED_SETTLEMENT = "mediated-settlement"
    # The 调解书 of an arbitration institution: it binds once both have signed for it.
    MEDIATION_STATEMENT = "mediation-statement"
    JUDGMENT = "judgment"
    DOMAIN_NAME_DECISION = "domain-name-decision"


class Matter(StrEnum):
    """What was in dispute, as far as a route depends on it."""

    CONTRACT = "contract"
    OWNERSHIP = "ownership"
    INVENTION_INFRINGEMENT = "invention-patent-infringement"
    UTILITY_MODEL_INFRINGEMENT = "utility-model-infringement"
    SEP_RATE = "sep-rate"
    VALIDITY = "ip-validity"
    TRADE_MARK_INFRINGEMENT = "trade-mark-infringement"
    DESIGN_INFRINGEMENT = "design-infringement"
    COPYRIGHT_INFRINGEMENT = "copyright-infringement"
    PLANT_VARIETY_INFRINGEMENT = "plant-variety-infringement"
    PASSING_OFF = "passing-off"
    TRADE_SECRET = "trade-secret"  # noqa: S105 - a sort of dispute
    OTHER_IP = "other-ip"
    OTHER = "other"


class Relief(StrEnum):
    """What an instrument orders."""

    MONEY = "money"
    NON_MONEY = "non-money"


@dataclass(frozen=True, slots=True)
class Fact:
    """One value with its source."""

    value: Any
    citation: str
    confidence: str

    @property
    def decides(self) -> bool:
        """Whether anything may rest on it."""
        return self.confidence != "M"

    def source(self) -> dict[str, str]:
        """Where it is from, as members of a document."""
        return {"citation": self.citation, "confidence": self.confidence}


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that the court asks for. `languages` empty: no translation is asked for.

    `need`: `required`, `if-applicable`, or `from-institution` (only the institution sends it).
    """

    paper: Fact
    need: str
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceRules:
    """What one place asks: which courts, which papers."""

    courts: tuple[Fact, ...]
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Reservation:
    """What an arrangement leaves out, or takes only in part, by matter.

    `effect`: `excluded`, or `limited` (with the code of the limit; then `money_only` says whether
    relief other than money is left out).
    """

    code: Fact
    matters: frozenset[str]
    excluded: bool
    money_only: bool = False


@dataclass(frozen=True, slots=True)
class Parallel:
    """Whether both places may enforce at once, since when, and who pays out first."""

    rule: Fact
    since: date | None


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A way from instruments of one place to enforcement in another, or at home.

    `covers` are the kinds of instrument, each with its source. `between` one place alone: its
    own law. `made_from`: only instruments of that day or later.
    """

    name: str
    title: str
    route: str
    between: frozenset[str]
    any_seat: bool
    covers: Mapping[str, Fact]
    in_force: Fact
    made_from: Fact | None
    places: Mapping[str, PlaceRules]
    parallel: Parallel | None
    refusals: tuple[Fact, ...] = ()
    reservations: tuple[Reservation, ...] = ()
    notes: tuple[Fact, ...] = ()
    digest: str = ""

    def joins(self, seat: str | None, place: str) -> bool:
        """Whether it leads from a seat to a place."""
        if self.any_seat:
            return place in self.places
        return seat is not None and self.between == {seat, place}


@dataclass(frozen=True, slots=True)
class Clock:
    """A time limit of a place for some instruments. `rule` None: how long it is is not known.

    `confidence` is that of the source, in the letters of facts.
    """

    id: str
    sort: str
    place: str
    kinds: frozenset[str]
    starts_on: str
    citation: str
    confidence: str
    rule: DeadlineRule | None
    under_seal: bool | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Instrument:
    """An instrument as a route is asked for it. Dates are those known, by what happened then.

    `dates`: `made`, `effective`, `received`, `performance-due`, `measure`.
    """

    kind: Kind
    seat: str | None
    dates: Mapping[str, date] = field(default_factory=dict)
    matter: Matter | None = None
    reliefs: frozenset[Relief] = frozenset()
    language: str | None = None
    under_seal: bool = False
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class Law:
    """All arrangements and clocks that are known."""

    arrangements: tuple[Arrangement, ...]
    clocks: tuple[Clock, ...]
