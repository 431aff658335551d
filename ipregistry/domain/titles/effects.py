"""Recorded effects on title, as they stand in the parts: ids, shares and dates, no names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias


class Register(StrEnum):
    """Whose answer an effect belongs to: the register of record, or what was notified here."""

    RECORD = "record"
    NOTIFIED = "notified"


class Strength(StrEnum):
    """What a root of title rests on, weakest first."""

    STATEMENT = "statement"
    PUBLICATION = "publication"
    GRANT = "grant"
    MIGRATED_REGISTER = "migrated-register"
    REGISTER_EXTRACT = "register-extract"
    OFFICER_CONFIRMED = "officer-confirmed"

    @property
    def rank(self) -> int:
        """0 for the weakest."""
        return _RANKS[self]


_RANKS = {strength: rank for rank, strength in enumerate(Strength)}


@dataclass(frozen=True, slots=True)
class Holding:
    """A share of a party, named by id and by the version of its record that was seen."""

    party: str
    party_version: int
    share: Fraction


@dataclass(frozen=True, slots=True)
class Root:
    """What a chain starts from, or is confirmed by: the holders at a date, and who vouches.

    No holders: the source makes the right known, but names nobody who holds it. `interests`
    are the office's numbers of the interests that the source lists; None where it says
    nothing of interests, empty where it says that there are none.
    """

    register: Register
    on: date
    strength: Strength
    holders: tuple[Holding, ...]
    vouched_by: str
    source: Mapping[str, str]
    interests: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Transfer:
    """Shares that go from some holders to others; both sides add up to the same."""

    register: Register
    on: date
    givers: tuple[Holding, ...]
    takers: tuple[Holding, ...]


@dataclass(frozen=True, slots=True)
class Close:
    """The end of a lodged disposition: recorded at its office, refused there, or withdrawn."""

    on: date
    transaction: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Stage:
    """The right entered a stage of its life (published, granted, registered, …)."""

    on: date
    stage: str


@dataclass(frozen=True, slots=True)
class Named:
    """A party to an interest, by id and by the version of its record that was seen."""

    party: str
    party_version: int


class InterestCategory(StrEnum):
    """What sort of interest burdens a right."""

    LICENCE = "licence"
    SECURITY = "security"


@dataclass(frozen=True, slots=True)
class Interest:
    """The terms of a licence or a security interest, as recorded.

    `id` is the number of the transaction that granted it, and stays through amendments and
    corrections. `until` is the last day of a licence; of a security interest it is the end of
    the debt's term, which ends nothing by itself. `bars`: the deed itself forbids dispositions
    without the holder's consent. `executed`, `applied` and `registered` are the days of the
    deed, of the application at the register and of the office's entry: priority rests on
    them, never on the day on which this node heard of it. `knew` names the earlier interests
    that the holder is stated to have known of; None where nothing is stated.
    """

    id: str
    category: InterestCategory
    kind: str
    givers: tuple[Named, ...]
    holders: tuple[Named, ...]
    until: date | None = None
    territories: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    under: str | None = None
    bars: bool = False
    executed: date | None = None
    applied: date | None = None
    registered: date | None = None
    knew: tuple[str, ...] | None = None
    share: Fraction = Fraction(1)

    def runs_on(self, day: date) -> bool:
        """Whether it is still running on a day; a security interest runs until it is released."""
        return self.category is InterestCategory.SECURITY or self.until is None or day <= self.until


@dataclass(frozen=True, slots=True)
class Grant:
    """An interest comes to burden the right."""

    register: Register
    on: date
    interest: Interest


@dataclass(frozen=True, slots=True)
class Vary:
    """An interest has other terms from now on; `interest` is the whole of them."""

    register: Register
    on: date
    interest: Interest


@dataclass(frozen=True, slots=True)
class End:
    """An interest is released, cancelled or terminated.

    `reference` is how the paper names it where it was not found here (a recordal number).
    """

    register: Register
    on: date
    interest: str
    outcome: str
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Rename:
    """A party's name or address on this right is that of a later version of its record.

    `changes` says which of the two (`name`, `address`) were filed for; empty where an office's
    paper does not say. What they are stands in the party's own record.
    """

    register: Register
    on: date
    party: str
    party_version: int
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """Something in the life of the right, under its ST.27 detailed event code.

    `stage`, `term_ends` and `facts` say what it changes: how far the right has come, the end
    of its term, and what now stands of it or no longer stands (`annuity-unpaid`,
    `invalidation-pending`, …).
    """

    register: Register
    on: date
    event: str
    stage: str | None = None
    term_ends: date | None = None
    facts: Mapping[str, bool] = field(default_factory=dict)
    source: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Restrict:
    """Dispositions of the right are restricted. Why, until when and for whom stands in the
    record `hold`, which outsiders do not see: every hold and lock looks alike to them.
    """

    on: date
    hold: str


@dataclass(frozen=True, slots=True)
class Lift:
    """A restriction ends."""

    on: date
    hold: str


Principal: TypeAlias = (
    Root | Transfer | Stage | Grant | Vary | End | Rename | Event | Restrict | Lift
)


class Reveal(StrEnum):
    """What searches show once an entry is corrected: old and new, only the new, or neither.

    HM Land Registry's land charges ask the same of each rectification.
    """

    OLD_AND_NEW = "old-and-new"
    ONLY_NEW = "only-new"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Replace:
    """A correction: an effect of `transaction` gives way to `by`, or to nothing.

    `seq` says which effect of the transaction; without it `by` stands for the first, which is
    what the entry is about, and nothing for all of them: the entry is struck out. Struck out,
    a correction brings back what it had corrected.
    """

    on: date
    transaction: str
    by: Principal | None
    seq: int | None = None
    reveals: Reveal = Reveal.OLD_AND_NEW


Effect: TypeAlias = Principal | Close | Replace

# The effects that say for which of the two answers they count.
OF_A_REGISTER = (Root, Transfer, Grant, Vary, End, Rename, Event)


@dataclass(frozen=True, slots=True)
class Step:
    """One effect with the entry that recorded it. `known_at` is the recording instant,
    `number` the number of the outside office's own entry, where that is what was recorded.
    `moves`: the entry moved the title version, which a name, an address or a journal does not.
    """

    ord: int
    seq: int
    known_at: str
    transaction: str
    version: int
    act: str
    capacity: str
    effect: Effect
    number: str | None = None
    moves: bool = True
