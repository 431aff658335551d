"""What a rule may know: the state that a service loaded, as plain frozen values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from ipregistry.domain.access import Actor
from ipregistry.domain.cases.facts import CaseFacts
from ipregistry.domain.cases.fees.charges import Charge
from ipregistry.domain.cases.notices import CaseNoticeFacts
from ipregistry.domain.confidentiality.judging import PaperFacts
from ipregistry.domain.confidentiality.records import DisclosureFacts, EndedFacts
from ipregistry.domain.decided_cases import DecidedFacts
from ipregistry.domain.invoices import InvoiceFacts
from ipregistry.domain.neutrals.facts import NeutralFacts, NominationFacts
from ipregistry.domain.packs.versions import (
    PublishedCalendar,
    PublishedClosure,
    PublishedPack,
)
from ipregistry.domain.policies import Policy
from ipregistry.domain.titles import Step, Title, title_at
from ipregistry.domain.told import Told


class FilingStatus(StrEnum):
    """Where a filing stands. The last four are ends."""

    AWAITING_ASSENT = "awaiting-assent"
    UNDER_EXAMINATION = "under-examination"
    AWAITING_SECOND_OFFICER = "awaiting-second-officer"
    LODGED = "lodged"
    AWAITING_PUBLICATION = "awaiting-publication"
    RECORDED = "recorded"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    DIVIDED = "divided"


PENDING = frozenset(
    {
        FilingStatus.AWAITING_ASSENT,
        FilingStatus.UNDER_EXAMINATION,
        FilingStatus.AWAITING_SECOND_OFFICER,
        FilingStatus.LODGED,
        FilingStatus.AWAITING_PUBLICATION,
    }
)


# As these everybody reads what restricts a right or frees it again. The filings behind them are
# public in no state: that one waited, for whom and how long, would tell an order from a lock.
UNTOLD_ACTS = frozenset({"restriction", "restriction-lifting"})


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
    """A party as recorded. Names are kept exactly as submitted; `place` is its country."""

    id: str
    version: int
    category: str
    names: tuple[Mapping[str, str], ...]
    town: str | None
    place: str | None = None
    # The whole of its record, where a filing makes the next version of it.
    document: Mapping[str, Any] = field(default_factory=dict)

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
class HoldFacts:
    """One version of a hold on a right: what only those entitled may know of a restriction.

    `category` is `lock`, `ask-first`, or a ground of the closed list. `until` is its last day;
    None runs until it is lifted. `stops` are the acts that it stops. `account` set it (the
    venue of a lock), `parties` are concerned by it.
    """

    id: str
    version: int
    asset: str
    category: str
    status: str
    known_at: str
    start: date
    until: date | None
    stops: frozenset[str]
    account: str
    parties: frozenset[str]
    document: Mapping[str, Any] = field(default_factory=dict)

    def stands_on(self, day: date) -> bool:
        """Whether it is in force on a day; it lapses by itself after its last one."""
        return self.status == "in-force" and (self.until is None or day <= self.until)

    def known_to(self, actor: Actor) -> bool:
        """Whether the actor is entitled to know more of it than that there is a restriction."""
        own = actor.account is not None and actor.account == self.account
        return actor.is_office or own or actor.party in self.parties


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
    holds: tuple[HoldFacts, ...] = ()
    # Folded once for all who ask at the same pair of dates: rules, notices, fees.
    _titles: dict[tuple[date, str], Title] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def hold(self, hold_id: str, known_at: str | None = None) -> HoldFacts | None:
        """The newest version of a hold on this right that was known at an instant."""
        versions = [h for h in self.holds if h.id == hold_id]
        known = (h for h in versions if known_at is None or h.known_at <= known_at)
        return max(known, key=lambda h: h.version, default=None)

    def title(self, effective_on: date, known_at: str) -> Title:
        """Title at a pair of dates."""
        asked = (effective_on, known_at)
        if asked not in self._titles:
            self._titles[asked] = title_at(self.steps, effective_on, known_at)
        return self._titles[asked]


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
    document: Mapping[str, Any] = field(default_factory=dict)
    told: tuple[Told, ...] = ()
    # The filings that it was divided from, the nearest first.
    origins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RequisitionFacts:
    """What an officer asked of a filer, as it stands; `due` is the last day for a reply.

    `filings`: the filing, or all its pieces where the question is about the whole of a
    divided one. `asset` is None where it is about no single right.
    """

    id: str
    version: int
    filings: tuple[str, ...]
    filer: str
    asset: str | None
    paper: str
    status: str
    due: date
    extensions: int
    document: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TransactionFacts:
    """A transaction as it stands, with the rights it concerns."""

    id: str
    version: int
    act: str
    assets: tuple[str, ...]
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
class RightsOf:
    """All rights that a party stands on, of one office or of all; `most` are as many as a
    filing takes.
    """

    party: str
    office: str | None
    most: int


@dataclass(frozen=True, slots=True)
class PartFacts:
    """A stored part, all of it. `erased` is the erasure that took it, None where it stands."""

    record: str
    version: int
    label: str
    document: Mapping[str, Any]
    commitment: str
    erased: str | None = None


@dataclass(frozen=True, slots=True)
class PartRef:
    """How a filing names parts: of one version of a record, or of all that it has."""

    record: str
    label: str
    version: int | None = None

    def names(self, part: PartFacts) -> bool:
        """Whether the part is one of those named."""
        here = (self.record, self.label) == (part.record, part.label)
        return here and self.version in {None, part.version}


@dataclass(frozen=True, slots=True)
class Needs:
    """What must be locked and loaded before a command can be decided.

    `changed_parties` are those whose records get their next version. `packs`: rules packs and
    calendars are asked, as they are wherever a case is. `decided`: decided cases, by provider and
    number. `case_notices`: the cases whose notices are asked. `neutrals` are entries of the
    roster; `nominations`: those of the cases named, with their neutrals and everybody's names.
    """

    assets: tuple[AssetRef, ...] = ()
    parties: tuple[str, ...] = ()
    party_keys: tuple[str, ...] = ()
    filings: tuple[str, ...] = ()
    transactions: tuple[str, ...] = ()
    mandates: tuple[str, ...] = ()
    requisitions: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    invoices: tuple[str, ...] = ()
    changed_parties: tuple[str, ...] = ()
    rights_of: tuple[RightsOf, ...] = ()
    parts: tuple[PartRef, ...] = ()
    follow: bool = False
    documents: bool = False
    chain_parties: bool = False
    packs: bool = False
    cases: tuple[str, ...] = ()
    case_papers: bool = False
    disclosures: tuple[str, ...] = ()
    ended_since: str = ""
    decided: tuple[tuple[str, str], ...] = ()
    charges: tuple[str, ...] = ()
    case_notices: tuple[str, ...] = ()
    neutrals: tuple[str, ...] = ()
    nominations: bool = False

    def plus(self, other: Needs) -> Needs:
        """Both."""
        return Needs(
            self.assets + other.assets,
            self.parties + other.parties,
            self.party_keys + other.party_keys,
            self.filings + other.filings,
            self.transactions + other.transactions,
            self.mandates + other.mandates,
            self.requisitions + other.requisitions,
            self.accounts + other.accounts,
            self.invoices + other.invoices,
            self.changed_parties + other.changed_parties,
            self.rights_of + other.rights_of,
            self.parts + other.parts,
            documents=self.documents or other.documents,
            chain_parties=self.chain_parties or other.chain_parties,
            packs=self.packs or other.packs,
            cases=self.cases + other.cases,
            case_papers=self.case_papers or other.case_papers,
            disclosures=self.disclosures + other.disclosures,
            ended_since=self.ended_since or other.ended_since,
            decided=self.decided + other.decided,
            charges=self.charges + other.charges,
            case_notices=self.case_notices + other.case_notices,
            neutrals=self.neutrals + other.neutrals,
            nominations=self.nominations or other.nominations,
        )


def _utc_day(instant: str) -> date:
    """The day of an instant where no place is known."""
    return date.fromisoformat(instant[:10])


@dataclass(frozen=True, slots=True)
class Context:
    """Everything that a decision rests on. `now` is the instant of recording (UTC, µs).

    Of an earlier filing that is decided now: `received_at` is when it was received,
    `filed_by` the account that filed it, `given` the parties that have assented to it,
    `waiting_on` the rights that it was filed on. `overfull` are the parties that stand on more
    rights than a filing on all of them takes.
    `day_of` is the day of a stored instant at the node's place: before eight in the morning
    it is not that of UTC here.
    """

    actor: Actor
    now: str
    today: date
    node: Node
    filing_id: str
    new_id: Callable[[str], str]
    body: Mapping[str, Any] = field(default_factory=dict)
    body_digest: str = ""
    received_at: str = ""
    filed_by: str | None = None
    given: frozenset[str] = frozenset()
    waiting_on: frozenset[str] | None = None
    overfull: frozenset[str] = frozenset()
    policies: tuple[Policy, ...] = ()
    packs: tuple[PublishedPack, ...] = ()
    calendars: tuple[PublishedCalendar, ...] = ()
    closures: tuple[PublishedClosure, ...] = ()
    cases: Mapping[str, CaseFacts] = field(default_factory=dict)
    case_papers: Mapping[str, tuple[PaperFacts, ...]] = field(default_factory=dict)
    disclosures: Mapping[str, DisclosureFacts] = field(default_factory=dict)
    # Cases that are over, and the quarters whose statistics are published.
    ended: tuple[EndedFacts, ...] = ()
    statistics: frozenset[str] = frozenset()
    decided: Mapping[tuple[str, str], DecidedFacts] = field(default_factory=dict)
    charges: Mapping[str, Charge] = field(default_factory=dict)
    # Fees count as paid: what is asked is what they come to.
    quoting: bool = False
    case_notices: Mapping[str, CaseNoticeFacts] = field(default_factory=dict)
    neutrals: Mapping[str, NeutralFacts] = field(default_factory=dict)
    nominations: Mapping[str, NominationFacts] = field(default_factory=dict)
    assets: Mapping[AssetRef, AssetFacts] = field(default_factory=dict)
    parties: Mapping[str, PartyFacts] = field(default_factory=dict)
    named_parties: Mapping[str, PartyFacts] = field(default_factory=dict)
    filings: Mapping[str, FilingFacts] = field(default_factory=dict)
    transactions: Mapping[str, TransactionFacts] = field(default_factory=dict)
    mandates: tuple[MandateFacts, ...] = ()
    requisitions: Mapping[str, RequisitionFacts] = field(default_factory=dict)
    officers: frozenset[str] = frozenset()
    invoices: Mapping[str, InvoiceFacts] = field(default_factory=dict)
    parts: tuple[PartFacts, ...] = ()
    # The rights on which the actor's account has had a filing recorded before.
    filed_before: frozenset[str] = frozenset()
    known_types: Callable[[str], Any] = field(default=lambda _name: None)
    day_of: Callable[[str], date] = _utc_day
