"""What a rule may know: the state that a service loaded, as plain frozen values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from ipregistry.domain.access import Actor
from ipregistry.domain.policies import Policy
from ipregistry.domain.titles import Step, Title, title_at


class FilingStatus(StrEnum):
    """Where a filing stands. The last three are ends."""

    AWAITING_ASSENT = "awaiting-assent"
    UNDER_EXAMINATION = "under-examination"
    LODGED = "lodged"
    RECORDED = "recorded"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


PENDING = frozenset(
    {FilingStatus.AWAITING_ASSENT, FilingStatus.UNDER_EXAMINATION, FilingStatus.LODGED}
)


class Capacity(StrEnum):
    """What this node's entry is: the recordal itself, a mirror of the office's, or a notice."""

    OFFICE = "office"
    MIRROR = "mirror"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Node:
    """The node: its code, and the ST.3 code of the office that it is (None for none)."""

    code: str
    office: str | None


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """A party as recorded. Names are kept exactly as submitted."""

    id: str
    version: int
    category: str
    names: tuple[Mapping[str, str], ...]
    town: str | None

    @property
    def is_organization(self) -> bool:
        """Only of organisations does the name stand in public parts."""
        return self.category == "organization"


@dataclass(frozen=True, slots=True)
class PendingFiling:
    """A filing on a right that is not ended: kind, time and order, not contents."""

    id: str
    act: str
    status: FilingStatus
    received_at: str
    ord: int


@dataclass(frozen=True, slots=True)
class AssetFacts:
    """A right as recorded, with the effects on its title and what is pending."""

    id: str
    version: int
    title_version: int
    office: str
    kind: str
    number: str
    published: bool
    term_ends: date | None
    term_confidence: str
    document: Mapping[str, Any]
    steps: tuple[Step, ...]
    pending: tuple[PendingFiling, ...] = ()

    def title(self, effective_on: date, known_at: str) -> Title:
        """Title at a pair of dates."""
        return title_at(self.steps, effective_on, known_at)


@dataclass(frozen=True, slots=True)
class FilingFacts:
    """A filing as it stands."""

    id: str
    version: int
    type: str
    act: str
    status: FilingStatus
    filer: str
    body: Mapping[str, Any]
    subjects: tuple[str, ...]
    received_at: str
    transaction: str | None
    assents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TransactionFacts:
    """A transaction as it stands, with the right it concerns."""

    id: str
    version: int
    act: str
    asset: str
    document: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MandateFacts:
    """What a principal lets an agent do."""

    id: str
    version: int
    principal: str
    agent: str
    acts: frozenset[str]
    assets: frozenset[str] | None
    start: date
    end: date | None
    status: str
    document: Mapping[str, Any]

    def covers(self, act: str, asset: str, on: date) -> bool:
        """Whether the mandate lets the agent do this act on this right on this day."""
        if self.status != "in-force" or act not in self.acts:
            return False
        if self.assets is not None and asset not in self.assets:
            return False
        return self.start <= on and (self.end is None or on <= self.end)


@dataclass(frozen=True, slots=True)
class AssetRef:
    """How a filing names a right: by record number, or by official number in any notation."""

    id: str | None = None
    number: str | None = None
    office: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Needs:
    """What must be locked and loaded before a command can be decided."""

    assets: tuple[AssetRef, ...] = ()
    parties: tuple[str, ...] = ()
    party_keys: tuple[str, ...] = ()
    filings: tuple[str, ...] = ()
    transactions: tuple[str, ...] = ()
    mandates: tuple[str, ...] = ()
    follow: bool = False
    documents: bool = False

    def plus(self, other: Needs) -> Needs:
        """Both."""
        return Needs(
            self.assets + other.assets,
            self.parties + other.parties,
            self.party_keys + other.party_keys,
            self.filings + other.filings,
            self.transactions + other.transactions,
            self.mandates + other.mandates,
            documents=self.documents or other.documents,
        )


@dataclass(frozen=True, slots=True)
class Context:
    """Everything that a decision rests on. `now` is the instant of recording (UTC, µs)."""

    actor: Actor
    now: str
    today: date
    node: Node
    filing_id: str
    new_id: Callable[[str], str]
    body: Mapping[str, Any] = field(default_factory=dict)
    body_digest: str = ""
    policies: tuple[Policy, ...] = ()
    assets: Mapping[AssetRef, AssetFacts] = field(default_factory=dict)
    parties: Mapping[str, PartyFacts] = field(default_factory=dict)
    named_parties: Mapping[str, PartyFacts] = field(default_factory=dict)
    filings: Mapping[str, FilingFacts] = field(default_factory=dict)
    transactions: Mapping[str, TransactionFacts] = field(default_factory=dict)
    mandates: tuple[MandateFacts, ...] = ()
    known_types: Callable[[str], Any] = field(default=lambda _name: None)
