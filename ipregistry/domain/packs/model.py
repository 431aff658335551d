"""What a rules pack says, as frozen values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from ipregistry.domain.calendars import TimeRules, Unit

SYSTEM = "system"


class PackKind(StrEnum):
    """What sort of procedure a pack is for."""

    CONSULTATION = "consultation"
    MEDIATION = "mediation"
    ARBITRATION = "arbitration"
    EXPERT_DETERMINATION = "expert_determination"
    DOMAIN_NAME = "domain_name"


class Confidence(StrEnum):
    """How a rule is known. What rests on memory asks an officer, and decides nothing."""

    VERIFIED = "verified"
    SECONDARY = "secondary"
    INFERRED = "inferred"
    MEMORY = "memory"
    DECISION = "decision"

    @property
    def usable(self) -> bool:
        """Whether it may be computed with."""
        return self is not Confidence.MEMORY


class Visibility(StrEnum):
    """Who sees a document or an event: the sides, the tribunal, one side, the institution."""

    ALL_PARTIES = "all_parties"
    TRIBUNAL = "tribunal"
    PARTY_PRIVATE = "party_private"
    INSTITUTION_ONLY = "institution_only"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class StateRule:
    """A state of a case; a final one ends it."""

    id: str
    final: bool = False


@dataclass(frozen=True, slots=True)
class Transition:
    """What an event does in some states: who may cause it, what it needs, what it sets running."""

    id: str
    event: str
    by: tuple[str, ...]
    sources: tuple[str, ...]
    to: str
    documents: tuple[str, ...] = ()
    fees: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extension:
    """How a deadline may be extended: by whom, by how much, how often.

    `count` None: by what is asked for, at most `most` (None: without limit).
    """

    by: str
    count: int | None = None
    unit: Unit | None = None
    automatic: bool = False
    exceptional: bool = False
    times: int | None = None
    most: int | None = None
    cite: str = ""


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """A period: whose, from which event, how long, and what becomes of it when it ends.

    `target`: it ought to be kept, and bars nothing. `valid_from`, `valid_to`: the rule is in
    force on events of those days.
    """

    id: str
    who: str
    starts_on: str
    count: int
    unit: Unit
    cite: str
    confidence: Confidence
    time: TimeRules
    calendar_of: str
    on_expiry: str | None = None
    target: bool = False
    extensions: tuple[Extension, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class DocumentRule:
    """A paper that transitions ask for."""

    id: str
    fields: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    visibility: Visibility | None = None


class FeeMethod(StrEnum):
    """How a fee is computed."""

    FLAT = "flat"
    TIER = "tier"
    MARGINAL_RANGE = "marginal_range"
    PER_ITEM = "per_item"
    HOURLY_CAPPED = "hourly_capped"


@dataclass(frozen=True, slots=True)
class Band:
    """One band of a fee, up to `up_to` inclusive (None: without end).

    `tier`: `base` and `percent` of what lies over `over`, at most `cap`. `marginal_range`:
    `flat` or `percents` (least and most) of the slice. `per_item`: `amount` and its `pieces`.
    `manual`: by agreement, to be asked for.
    """

    up_to: Decimal | None = None
    base: Decimal | None = None
    percent: Decimal | None = None
    over: Decimal | None = None
    cap: Decimal | None = None
    amount: Decimal | None = None
    pieces: Mapping[str, Decimal] = field(default_factory=dict)
    flat: tuple[Decimal, Decimal] | None = None
    percents: tuple[Decimal, Decimal] | None = None
    manual: bool = False


@dataclass(frozen=True, slots=True)
class Refund:
    """What of a fee goes back while a state has not been reached yet.

    One of three: `percent` of what was paid; `amount`; all but the piece `keep` of the fee.
    """

    before: str
    percent: Decimal | None = None
    amount: Decimal | None = None
    keep: str | None = None
    cite: str = ""
    confidence: Confidence | None = None


@dataclass(frozen=True, slots=True)
class SetOff:
    """So much of what was paid for an earlier fee counts towards this one.

    `pack` None: a fee of the same pack.
    """

    fee: str
    percent: Decimal
    cite: str
    pack: str | None = None


@dataclass(frozen=True, slots=True)
class FeeRule:
    """One fee. `limit`: what is over it is refused; `cap`: no more than this is charged."""

    id: str
    currency: str
    method: FeeMethod
    cite: str
    confidence: Confidence
    payer: str | None = None
    basis: str | None = None
    panel: int | None = None
    amount: Decimal | None = None
    hourly: Decimal | None = None
    limit: Decimal | None = None
    cap: Decimal | None = None
    refundable: bool | None = None
    bands: tuple[Band, ...] = ()
    refunds: tuple[Refund, ...] = ()
    set_offs: tuple[SetOff, ...] = ()


class Channel(StrEnum):
    """How a notice goes to its addressee."""

    PLATFORM = "platform"
    EMAIL = "email"
    COURIER = "courier"
    POST = "post"
    IN_PERSON = "in_person"
    PUBLICATION = "publication"


class NoticeOutcome(StrEnum):
    """What became of a notice that was sent."""

    DELIVERED = "delivered"
    OPENED = "opened"
    REFUSED = "refused"
    RETURNED = "returned"
    NO_ANSWER = "no_answer"


# Those that say that it came to the addressee.
ARRIVED = frozenset({NoticeOutcome.DELIVERED, NoticeOutcome.OPENED})


class Receipt(StrEnum):
    """What is receipt where nothing has to be deemed."""

    SENT = "sent"
    DELIVERED = "delivered"
    OPENED = "opened"


@dataclass(frozen=True, slots=True)
class Deemed:
    """A notice that did not arrive counts as received so many days after the attempt, where its
    outcome is one of `on`.
    """

    days: int
    on: frozenset[NoticeOutcome]
    cite: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class ChannelRule:
    """One channel: what is receipt by it, what is deemed to be, what is tried after it."""

    id: Channel
    receipt: Receipt
    cite: str
    confidence: Confidence
    deemed: tuple[Deemed, ...] = ()
    fallback: tuple[Channel, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiptRule:
    """The event that happens when a notice to the role `to` is received, on that day.

    `proof` is the document that its proof is taken as. `receipt`, where it is said, is what is
    receipt of this notice by whichever channel.
    """

    event: str
    by: str
    to: str
    proof: str | None = None
    receipt: Receipt | None = None
    cite: str = ""
    confidence: Confidence = Confidence.MEMORY


@dataclass(frozen=True, slots=True)
class NoticeRules:
    """The section `notices` of a pack; without one it has no channel."""

    channels: Mapping[Channel, ChannelRule] = field(default_factory=dict)
    receipts: tuple[ReceiptRule, ...] = ()

    def fired_by(self, event: str | None, role: str) -> ReceiptRule | None:
        """The rule of the event that a notice to this role makes happen."""
        return next((r for r in self.receipts if r.event == event and r.to == role), None)

    def next_channel(self, failed: Channel, tried: Collection[Channel]) -> Channel | None:
        """What the rules allow next after a channel; None where everything was tried."""
        rule = self.channels.get(failed)
        return next((c for c in (rule.fallback if rule else ()) if c not in tried), None)


@dataclass(frozen=True, slots=True)
class LetterRule:
    """A letter that the institution writes in some states (none: in all behind the first).

    `texts` are the pack's own templates by language; where it has none, the node's are used.
    """

    id: str
    states: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Effective:
    """The days on which this version is picked, and by the day of what."""

    start: date
    end: date | None
    selects_on: str

    def covers(self, day: date) -> bool:
        """Whether the version is in force on a day."""
        return self.start <= day and (self.end is None or day <= self.end)

    def overlaps(self, other: Effective) -> bool:
        """Whether both would be picked on some day."""
        return self.covers(other.start) or other.covers(self.start)


@dataclass(frozen=True, slots=True)
class PackTest:
    """A test inside a pack: of a deadline, of a fee, or of a whole case."""

    name: str
    index: int
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pack:
    """A rules pack. What is only shown, not computed with, stands as it was written."""

    id: str
    version: str
    kind: PackKind
    title: Mapping[str, str]
    effective: Effective
    initial: str
    time: TimeRules
    calendar_of: str
    states: Mapping[str, StateRule]
    transitions: tuple[Transition, ...]
    deadlines: Mapping[str, DeadlineRule]
    documents: Mapping[str, DocumentRule]
    fees: Mapping[str, FeeRule]
    neutrals: Mapping[str, Any]
    language: Mapping[str, Any]
    confidentiality: Mapping[str, Any]
    conflict: Mapping[str, Any]
    outcomes: tuple[str, ...]
    share: Mapping[str, Any]
    tests: tuple[PackTest, ...]
    notices: NoticeRules = field(default_factory=NoticeRules)
    letters: Mapping[str, LetterRule] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    roles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def from_state(self, state: str) -> tuple[Transition, ...]:
        """The transitions that lead out of a state, in the pack's order."""
        return tuple(t for t in self.transitions if state in t.sources)

    def said(self, rule: str) -> Mapping[str, str]:
        """What people are told of a state, an event or a deadline, by language.

        A pack that says nothing of it is read by its ids.
        """
        return self.words.get(rule) or dict.fromkeys(self.title, rule.replace("_", " "))

    def role_said(self, role: str) -> Mapping[str, str]:
        """What people are told of a role, by language."""
        return self.roles.get(role) or dict.fromkeys(self.title, role.replace("_", " "))
