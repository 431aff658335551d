"""A register in memory: filings in, effects recorded as the services record them, no database.

    register = MemoryRegister(HK_NODE, [asset(root(), right=HK_MARK)], [party(ALICE), party(BOB)])
    taken = register.file(party_actor(ALICE), "assignment", assignment(right))

Everything that it knows stands in what was taken: documents go through their canonical bytes
before anything reads them, so that no fact lives on that a part does not carry.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from ipregistry.domain.access import Actor, may_file
from ipregistry.domain.classes import MEMBERS, split
from ipregistry.domain.facts import (
    PENDING,
    AssetFacts,
    AssetRef,
    Context,
    FilingFacts,
    FilingStatus,
    HoldFacts,
    MandateFacts,
    Node,
    PartyFacts,
    PendingFiling,
    TransactionFacts,
)
from ipregistry.domain.filings import FILING_TYPES
from ipregistry.domain.filings.parties import party_place
from ipregistry.domain.outcomes import Outcome, RecordDraft
from ipregistry.domain.policies import Policy
from ipregistry.domain.titles import Effect, Step, Title, read_effect, write_effect
from ipregistry.domain.violations import Severity, Violation
from ipregistry.services.loading import read_hold
from ipregistry.tlog.canonical import canonical, parse
from tests.unit import builders

ZONE = ZoneInfo("Asia/Hong_Kong")
START = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
CN_NODE, HK_NODE, GD_NODE = Node("CN", "CN"), Node("HK", "HK"), Node("GD", None)


@cache
def seed_policies() -> tuple[Policy, ...]:
    return builders.policies()


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: record versions as the bytes that were stored."""

    ord: int
    known_at: str
    drafts: tuple[RecordDraft, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Enacted:
    """What one entry did to one right: the filing whose act it is, and the right before it.

    `filing` is the act's own filing, which may have waited; `taken` the one that let it through.
    """

    taken: Taken
    filing: FilingFacts
    transaction: RecordDraft
    before: AssetFacts
    after: AssetFacts
    effects: tuple[Effect, ...]

    @property
    def title(self) -> Title:
        """Title as the rules found it."""
        return self.before.title(self.taken.today, self.taken.now)


@dataclass(frozen=True, slots=True, repr=False)
class Taken:
    """A filing that was taken, with the register right before it and right after it."""

    ord: int
    actor: Actor
    type: str
    body: Mapping[str, Any]
    now: str
    today: date
    outcome: Outcome
    filing: str
    before: Mapping[str, AssetFacts]
    after: Mapping[str, AssetFacts]
    filings: Mapping[str, FilingFacts]

    def __repr__(self) -> str:
        return f"<{self.ord}: {self.type} by {self.actor.account} on {self.today}: {self.status}>"

    @property
    def status(self) -> FilingStatus:
        return self.outcome.status

    def told(self) -> str:
        """What it did, for whoever reads a history that broke a rule."""
        done = [f"{e.before.id} {write_effect(x)}" for e in self.enacted() for x in e.effects]
        return "; ".join(done) or json.dumps(self.body, default=str)

    @property
    def transaction(self) -> str | None:
        made = [draft.id for draft in self.outcome.records if draft.kind == "transaction"]
        return made[0] if made else None

    def enacted(self) -> Iterator[Enacted]:
        """Every right that it moved, with what was done to it."""
        for draft in self.outcome.records:
            if draft.kind != "transaction":
                continue
            filing = self.filings[draft.document["filing"]]
            for subject in draft.document["subjectBag"]:
                right = subject["asset"]
                effects = tuple(
                    s.effect for s in self.new_steps(right) if s.transaction == draft.id
                )
                yield Enacted(self, filing, draft, self.before[right], self.after[right], effects)

    def new_steps(self, right: str) -> list[Step]:
        return [step for step in self.after[right].steps if step.ord == self.ord]


@dataclass(repr=False)
class MemoryRegister:
    """Rights, filings, holds and mandates as recorded so far. `fork` is a register of its own."""

    node: Node
    rights: dict[str, AssetFacts]
    parties: dict[str, PartyFacts]
    policies: tuple[Policy, ...] = field(default_factory=seed_policies)
    officers: frozenset[str] = frozenset()
    moment: datetime = START
    ord: int = 0
    filings: dict[str, FilingFacts] = field(default_factory=dict)
    transactions: dict[str, TransactionFacts] = field(default_factory=dict)
    mandates: dict[str, MandateFacts] = field(default_factory=dict)
    history: list[Taken] = field(default_factory=list)
    log: list[Entry] = field(default_factory=list)
    start: Mapping[str, AssetFacts] = field(default_factory=dict)
    _parts: dict[str, dict[Any, dict[str, Any]]] = field(default_factory=dict)
    _received: dict[str, int] = field(default_factory=dict)
    _last_number: int = 0

    @classmethod
    def of(
        cls, node: Node, rights: Iterable[AssetFacts], parties: Iterable[str], **more: Any
    ) -> MemoryRegister:
        """A register that starts with these rights, each as an entry of an earlier day left it."""
        held = {right.id: right for right in rights}
        first = max((step.ord for right in held.values() for step in right.steps), default=0)
        known = {party_id: builders.party(party_id) for party_id in parties}
        made = cls(node, held, known, ord=first, start=dict(held), **more)
        for right in held.values():
            for s in right.steps:
                entry = TransactionFacts(s.transaction, s.version, s.act, (right.id,), {})
                made.transactions[s.transaction] = entry
        return made

    def __repr__(self) -> str:
        return f"<register at {self.node.code} after {len(self.log)} entries>"

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        # Hypothesis would else print every field of every field.
        printer.text(repr(self))

    def fork(self) -> MemoryRegister:
        """The same state, from which the two go on apart."""
        made = copy(self)
        for name in ("rights", "parties", "filings", "transactions", "mandates", "_received"):
            setattr(made, name, dict(getattr(self, name)))
        made.history, made.log = list(self.history), list(self.log)
        made._parts = {record: dict(parts) for record, parts in self._parts.items()}
        return made

    # ------------------------------------------------------------------ looking

    @property
    def today(self) -> date:
        return self.moment.astimezone(ZONE).date()

    @property
    def now(self) -> str:
        return self.moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def day_of(self, instant: str) -> date:
        """The day of an instant at the node's place."""
        return datetime.fromisoformat(instant).astimezone(ZONE).date()

    def title(self, right: str, on: date | None = None) -> Title:
        """Title as it is known now, today or on another day."""
        return self.rights[right].title(on or self.today, self.now)

    def context(self, actor: Actor, body: Mapping[str, Any]) -> Context:
        """What a service would have loaded, and everything else that is here."""
        rights = self.rights.values()
        return Context(
            actor=actor,
            now=self.now,
            today=self.today,
            node=self.node,
            filing_id=self._number("filing"),
            new_id=self._number,
            body=body,
            policies=self.policies,
            assets={AssetRef(id=right.id): right for right in rights},
            parties=self.parties,
            filings=self.filings,
            transactions=self.transactions,
            mandates=tuple(self.mandates.values()),
            officers=self.officers,
            day_of=self.day_of,
        )

    # ------------------------------------------------------------------ filing

    def pass_time(self, **delta: float) -> None:
        """`pass_time(days=40)`: the clock of the node goes on."""
        self.moment += timedelta(**delta)

    def file(
        self, actor: Actor, type_name: str, body: Mapping[str, Any]
    ) -> Taken | list[Violation]:
        """The same way in as the service's: taken and recorded, or every violation."""
        self.moment += timedelta(seconds=1)
        if not may_file(actor, type_name):
            return [Violation("role-may-not-file", severity=Severity.FORBIDDEN)]
        filing_type = FILING_TYPES[type_name]
        context = self.context(actor, body)
        decision = filing_type.decide(filing_type.read(body), context)
        if not isinstance(decision, Outcome):
            return decision
        before = dict(self.rights)
        self._record(context, decision)
        taken = Taken(
            self.ord,
            actor,
            type_name,
            body,
            context.now,
            context.today,
            decision,
            context.filing_id,
            before,
            dict(self.rights),
            dict(self.filings),
        )
        self.history.append(taken)
        return taken

    def _number(self, kind: str) -> str:
        self._last_number += 1
        return f"{kind[:2].upper()}-{self._last_number}"

    # ------------------------------------------------------------------ recording

    def _record(self, context: Context, outcome: Outcome) -> None:
        # What a part does not carry is lost here, as it is in the tables.
        drafts = tuple(replace(d, document=canonical(d.document)) for d in outcome.records)
        self._enter(Entry(self.ord + 1, context.now, drafts))
        moved = {move.asset: move.from_version for move in outcome.moves}
        for draft in outcome.records:
            for subject in draft.document.get("subjectBag", ()):
                if "titleVersion" in subject:
                    assert moved.pop(subject["asset"]) == subject["titleVersion"]["from"]
        assert not moved, f"title moves without an effect: {moved}"

    def _enter(self, entry: Entry) -> None:
        self.ord = entry.ord
        self.log.append(entry)
        for draft in entry.drafts:
            _STORES[draft.kind](self, draft, parse(draft.document), entry.known_at)

    def replayed(self) -> MemoryRegister:
        """A register that was told nothing but the log, entry by entry."""
        made = MemoryRegister.of(self.node, self.start.values(), self.parties)
        for entry in self.log:
            made._enter(entry)
        return made

    def _read_whole(self, draft: RecordDraft, document: Mapping[str, Any]) -> dict[str, Any]:
        """The record with this version in it: a reader gets the newest of each part."""
        parts = self._parts.setdefault(draft.id, {})
        parts.update(split(draft.schema, document, published=draft.published))
        return {name: value for part in parts.values() for name, value in part.items()}

    def _store_transaction(self, draft: RecordDraft, document: Any, now: str) -> None:
        seq = 0
        for subject in document["subjectBag"]:
            right = self.rights[subject["asset"]]
            moves = "titleVersion" in subject
            # As UNIQUE (asset, from_title_version) sees to it in the tables.
            assert not moves or subject["titleVersion"]["from"] == right.title_version
            new = []
            for value in subject["effectBag"]:
                number = value.get("entryNumber")
                head = (self.ord, seq, now, draft.id, draft.version, document["act"])
                assert moves is value.get("movesTitleIndicator", True)
                effect = read_effect(value)
                new.append(Step(*head, draft.capacity.value, effect, number, moves))
                seq += 1
            self.rights[right.id] = replace(
                right, steps=(*right.steps, *new), title_version=right.title_version + moves
            )
        assets = tuple(sorted(subject["asset"] for subject in document["subjectBag"]))
        known = TransactionFacts(draft.id, draft.version, document["act"], assets, document)
        self.transactions[draft.id] = known

    def _store_filing(self, draft: RecordDraft, document: Any, _now: str) -> None:
        whole = self._read_whole(draft, document)
        self._received.setdefault(draft.id, self.ord)
        filing = FilingFacts(
            draft.id,
            draft.version,
            whole["type"],
            whole["act"],
            FilingStatus(whole["status"]),
            whole["filer"],
            whole["body"],
            tuple(sorted(subject["asset"] for subject in whole["subjectBag"])),
            whole["receivedAt"],
            whole.get("transaction"),
            tuple(whole.get("assents") or ()),
            whole,
        )
        self.filings[draft.id] = filing
        for right in filing.subjects:
            self._list_pending(right)

    def _list_pending(self, right: str) -> None:
        waiting = [f for f in self.filings.values() if f.status in PENDING and right in f.subjects]
        listed = tuple(
            PendingFiling(f.id, f.act, f.status, f.received_at, self._received[f.id])
            for f in waiting
        )
        self.rights[right] = replace(self.rights[right], pending=listed)

    def _store_hold(self, draft: RecordDraft, document: Any, now: str) -> None:
        given = {name: value for name, value in document.items() if value is not None}
        hold: HoldFacts = read_hold(draft.id, draft.version, now, given)
        right = self.rights[hold.asset]
        self.rights[right.id] = replace(right, holds=(*right.holds, hold))

    def _store_asset(self, draft: RecordDraft, document: Any, _now: str) -> None:
        right = self.rights[draft.id]
        self.rights[right.id] = replace(
            right, version=draft.version, document=document, published=draft.published
        )

    def _store_party(self, draft: RecordDraft, document: Any, _now: str) -> None:
        known = {name: value for name, value in document.items() if name in MEMBERS[draft.schema]}
        names = document.get("organizationNameBag") or document.get("personNameBag") or ()
        self.parties[draft.id] = PartyFacts(
            draft.id,
            draft.version,
            document["category"],
            tuple(names),
            document.get("townText"),
            party_place(document),
            known,
        )

    def _store_mandate(self, draft: RecordDraft, document: Any, _now: str) -> None:
        assets, period = document.get("assetBag"), document["period"]
        self.mandates[draft.id] = MandateFacts(
            draft.id,
            draft.version,
            document["principal"],
            document["agent"],
            frozenset(document["actBag"]),
            None if assets is None else frozenset(assets),
            date.fromisoformat(period["startDate"]),
            date.fromisoformat(period["endDate"]) if "endDate" in period else None,
            document["status"],
            document,
        )


_STORES = {
    "transaction": MemoryRegister._store_transaction,
    "filing": MemoryRegister._store_filing,
    "hold": MemoryRegister._store_hold,
    "asset": MemoryRegister._store_asset,
    "mandate": MemoryRegister._store_mandate,
    "party": MemoryRegister._store_party,
}
