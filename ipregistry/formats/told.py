"""What other people's files say, as plain values, whatever their format.

Every reader of `ipregistry.formats` answers with these. They say what a file *says*: nothing
here is checked against a register, and nothing is decided. What a reader cannot map stands in
`kept`, as it was received; nothing that a file says is dropped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias

from ipregistry.formats.untrusted.places import Position, Refused


class Act(StrEnum):
    """What an office recorded, in our words."""

    ASSIGNMENT = "assignment"
    SECURITY = "security"
    SECURITY_RELEASE = "security-release"
    LICENCE = "licence"
    LICENCE_TERMINATION = "licence-termination"
    NAME_CHANGE = "name-change"
    CORRECTION = "correction"
    OTHER = "other"


class Scheme(StrEnum):
    """Which series a number is of."""

    APPLICATION = "application"
    PUBLICATION = "publication"
    PATENT = "patent"
    REGISTRATION = "registration"
    INTERNATIONAL_APPLICATION = "international-application"
    INTERNATIONAL_REGISTRATION = "international-registration"


@dataclass(frozen=True, slots=True)
class ToldNumber:
    """A number of a right, as written, but for separators that say nothing."""

    scheme: Scheme
    text: str


@dataclass(frozen=True, slots=True)
class ToldParty:
    """Somebody whom a file names, exactly as it names them.

    `category` is ``organization`` or ``person``: as told, or else taken from the form of the
    name. `role` is the file's own word. `executed` is the day on which this party signed.
    `share` is an exact fraction (``1/2``) where the file tells one.
    """

    name: str
    category: str
    address: str | None = None
    country: str | None = None
    language: str | None = None
    role: str | None = None
    executed: date | None = None
    share: str | None = None


@dataclass(frozen=True, slots=True)
class ToldRight:
    """A right as a file names it. `office` is an ST.3 code; `kind` a kind of right of our
    own, None where the file does not tell. The first number is the one it is best known by.
    """

    office: str
    kind: str | None
    numbers: tuple[ToldNumber, ...]
    titles: tuple[tuple[str, str], ...] = ()
    filing_date: date | None = None
    publication_date: date | None = None
    registration_date: date | None = None

    def number(self, *schemes: Scheme) -> str | None:
        """The first number of one of `schemes`, in their order."""
        for scheme in schemes:
            for number in self.numbers:
                if number.scheme is scheme:
                    return number.text
        return None


@dataclass(frozen=True, slots=True)
class Terms:
    """What is told of an interest beside who and what: its kind and how long it is to last."""

    category: str | None = None
    until: date | None = None
    amount: str | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class RecordedAct:
    """One recordal of one office, about any number of rights.

    `number` is the office's number for it in one form (``018247/0405`` for reel and frame);
    `text` the conveyance as received. `act` is our reading of the text, `rule` the row of the
    table that gave it, and its confidence (``V`` told by a code, ``I`` inferred from words).
    `refers_to` are the numbers, in the same form, of earlier recordals that the text names:
    of a release, what it releases; of a correction, what it corrects.
    """

    office: str
    number: str | None
    act: Act
    rule: str
    confidence: str
    text: str | None
    executed: date | None
    received: date | None
    recorded: date | None
    published: date | None
    givers: tuple[ToldParty, ...]
    takers: tuple[ToldParty, ...]
    rights: tuple[ToldRight, ...]
    refers_to: tuple[str, ...]
    position: Position
    digest: str
    terms: Terms = Terms()
    kept: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ToldRelation:
    """Another right that this one comes from, or that comes from it."""

    relation: str
    office: str | None
    number: str
    date: date | None = None


@dataclass(frozen=True, slots=True)
class RightDescription:
    """What an office tells about one right: its bibliography, on one day.

    `event` is what the description rests on: ``publication``, ``grant``,
    ``register-extract``, or ``filing`` where nothing later is told; `on` its day. `holders`
    are named as those who hold or apply, on that day. `interests` are the office's numbers of
    the interests that it lists; None where it says nothing of interests.
    """

    right: ToldRight
    event: str
    on: date | None
    holders: tuple[ToldParty, ...]
    inventors: tuple[ToldParty, ...]
    position: Position
    digest: str
    kind_code: str | None = None
    publication_number: str | None = None
    classes: tuple[str, ...] = ()
    relations: tuple[ToldRelation, ...] = ()
    status: str | None = None
    status_date: date | None = None
    term_ends: date | None = None
    interests: tuple[str, ...] | None = None
    kept: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ToldCode:
    """An event in ST.27: key and detailed event, indicator; `basis` says who maps it so."""

    key: str
    detailed: str
    indicator: str | None
    basis: str
    confidence: str


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """Something that happened to a right, under the code of the office that told it.

    `on` is when the office published it; `effective` when it took effect, where that is
    told. `territory` is the one state in which it happened to a right that stands in several,
    `territory_code` that state's own code. `mapped` is None for what ST.27 has no proposed
    place for: it is kept all the same.
    """

    office: str
    right: ToldRight
    code: str
    on: date | None
    effective: date | None
    text: str | None
    mapped: ToldCode | None
    position: Position
    digest: str
    territory: str | None = None
    territory_code: str | None = None
    kept: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A record, or the part of one, that no other value here can hold; `reason` says why."""

    reason: str
    position: Position
    digest: str
    kept: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DecidedCase:
    """One case as its line tells it; `days` by the file's own names, without the unknown ones.

    `defaulted`: no response came. `digest` is of the line's value, however it was written.
    """

    number: str
    status: str
    source: str
    address: str
    days: Mapping[str, date]
    registrars: tuple[str, ...]
    panelists: tuple[str, ...]
    defaulted: bool | None
    complainants: tuple[str, ...]
    represented_by: str | None
    complainants_countries: tuple[str, ...]
    respondents: tuple[str, ...]
    respondents_countries: tuple[str, ...]
    domains: tuple[str, ...]
    trademarks: tuple[str, ...]
    position: Position
    digest: str


Told: TypeAlias = RecordedAct | RightDescription | LifeEvent | DecidedCase | Unmapped | Refused
