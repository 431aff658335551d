"""Locks the records that a command needs, in one order, and loads their state as facts.

`rows` is what is asked of the database, `named` finds what a command names, `facts`
reads rows back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from ipregistry.domain.cases.facts import CaseFacts
from ipregistry.domain.cases.fees.charges import Charge
from ipregistry.domain.cases.notices import CaseNoticeFacts
from ipregistry.domain.classes import SAID_ONCE
from ipregistry.domain.confidentiality.judging import PaperFacts
from ipregistry.domain.confidentiality.records import DisclosureFacts, EndedFacts
from ipregistry.domain.decided_cases import DecidedFacts
from ipregistry.domain.facts import (
    PENDING,
    AssetFacts,
    AssetRef,
    FilingFacts,
    FilingStatus,
    MandateFacts,
    Needs,
    PartFacts,
    PartyFacts,
    RequisitionFacts,
    TransactionFacts,
)
from ipregistry.domain.filings import FILING_TYPES
from ipregistry.domain.filings.fees import counts_classes
from ipregistry.domain.invoices import InvoiceFacts
from ipregistry.domain.neutrals.facts import NeutralFacts, NominationFacts
from ipregistry.domain.neutrals.links import parties_named
from ipregistry.domain.packs.versions import (
    PublishedCalendar,
    PublishedClosure,
    PublishedPack,
)
from ipregistry.domain.policies import Policy
from ipregistry.domain.safeguards import asks_who_filed
from ipregistry.services.closures import published_closures
from ipregistry.services.loading.case_notices import find_case_notices
from ipregistry.services.loading.decided import decided_facts, find_decided
from ipregistry.services.loading.examination import (
    find_officers,
    find_requisitions,
    with_their_filings,
)
from ipregistry.services.loading.facts import (
    read_assets,
    read_hold,
    read_mandate,
    read_party,
    read_step,
    read_whole_part,
)
from ipregistry.services.loading.named import (
    documents_of,
    find_by_numbers,
    find_case_papers,
    find_cases,
    find_charges,
    find_disclosures,
    find_ended,
    find_filings,
    find_invoices,
    find_transactions,
    resolve,
    rights_of,
    without_head,
)
from ipregistry.services.loading.neutrals import find_neutrals, find_nominations
from ipregistry.services.loading.rows import (
    ASSETS,
    CHAIN_PARTIES,
    EFFECTS,
    FILED_BEFORE,
    HOLDS,
    LOCK,
    MANDATES,
    NAMED,
    NAMED_ON,
    PARTIES,
    PENDING_FILINGS,
    WHOLE_PARTS,
)
from ipregistry.services.packs import published_calendars, published_packs
from ipregistry.services.policies import POLICY_KEYS, policies_of
from ipregistry.services.queries import fetch_together

__all__ = [
    "Loaded",
    "find_by_numbers",
    "load",
    "load_assets",
    "lock_records",
    "read_hold",
    "read_party",
    "read_step",
]

PENDING_VALUES = sorted(status.value for status in PENDING)


@dataclass(slots=True)
class Loaded:
    """What was found. A reference that leads nowhere is simply not in it."""

    assets: dict[AssetRef, AssetFacts] = field(default_factory=dict)
    parties: dict[str, PartyFacts] = field(default_factory=dict)
    named_parties: dict[str, PartyFacts] = field(default_factory=dict)
    filings: dict[str, FilingFacts] = field(default_factory=dict)
    transactions: dict[str, TransactionFacts] = field(default_factory=dict)
    mandates: tuple[MandateFacts, ...] = ()
    requisitions: dict[str, RequisitionFacts] = field(default_factory=dict)
    officers: frozenset[str] = frozenset()
    invoices: dict[str, InvoiceFacts] = field(default_factory=dict)
    parts: tuple[PartFacts, ...] = ()
    filed_before: frozenset[str] = frozenset()
    overfull: frozenset[str] = frozenset()
    policies: tuple[Policy, ...] = ()
    packs: tuple[PublishedPack, ...] = ()
    calendars: tuple[PublishedCalendar, ...] = ()
    closures: tuple[PublishedClosure, ...] = ()
    cases: dict[str, CaseFacts] = field(default_factory=dict)
    case_papers: dict[str, tuple[PaperFacts, ...]] = field(default_factory=dict)
    disclosures: dict[str, DisclosureFacts] = field(default_factory=dict)
    ended: tuple[EndedFacts, ...] = ()
    statistics: frozenset[str] = frozenset()
    decided: dict[tuple[str, str], DecidedFacts] = field(default_factory=dict)
    charges: dict[str, Charge] = field(default_factory=dict)
    case_notices: dict[str, CaseNoticeFacts] = field(default_factory=dict)
    neutrals: dict[str, NeutralFacts] = field(default_factory=dict)
    nominations: dict[str, NominationFacts] = field(default_factory=dict)
    latest: str = ""


def lock_records(connection: sa.Connection, ids: Iterable[str]) -> None:
    """Lock these records' rows in the order (kind, id): the first stop against double disposal.

    On SQLite the unit of work already holds the only write lock.
    """
    wanted = sorted(set(ids))
    if wanted and connection.dialect.name != "sqlite":
        LOCK.rows(connection, wanted)


def load(
    connection: sa.Connection, needs: Needs, *, account: str | None, lock: bool = True
) -> Loaded:
    """Lock and load everything in `needs`; the state read is that after the locks."""
    loaded = Loaded()
    needs = with_their_filings(connection, needs)
    targets = find_filings(connection, needs.filings)
    needs = _followed(needs, targets)
    if needs.filings and len(targets) < len(set(needs.filings)):
        # What a followed filing names (one lodged elsewhere that it ends) has rights of its own.
        targets = find_filings(connection, needs.filings)
    transactions = find_transactions(connection, needs.transactions)
    refs = resolve(connection, needs.assets)
    decided = find_decided(connection, needs.decided)
    standing, loaded.overfull = rights_of(connection, needs.rights_of)
    refs |= standing
    for transaction in transactions.values():
        refs |= {AssetRef(id=asset): asset for asset in transaction.assets}
    for target in targets.values():
        refs |= {AssetRef(id=subject): subject for subject in target.subjects}
    if lock:
        named = (
            *needs.filings,
            *needs.requisitions,
            *needs.invoices,
            *needs.changed_parties,
            *needs.cases,
            *needs.disclosures,
            *decided.values(),
            *needs.charges,
            *needs.neutrals,
            *_with_parts(connection, needs),
        )
        lock_records(connection, [*refs.values(), *named])
    # Read (again) behind the locks, those that a followed filing names included: one may
    # have been decided while we waited.
    targets = find_filings(connection, needs.filings)
    loaded.filings, loaded.transactions = targets, transactions
    loaded.requisitions = find_requisitions(connection, targets)
    filers = [target.filer for target in targets.values()]
    loaded.officers = find_officers(connection, [*needs.accounts, *filers])
    charged = [*targets, *(origin for target in targets.values() for origin in target.origins)]
    loaded.invoices = find_invoices(connection, needs.invoices, charged)
    if needs.parts:
        rows = WHOLE_PARTS.rows(connection, sorted({ref.record for ref in needs.parts}))
        loaded.parts = tuple(read_whole_part(row) for row in rows)
    if needs.packs:
        loaded.packs = published_packs(connection)
        loaded.calendars = published_calendars(connection)
        loaded.closures = published_closures(connection)
    _load_state(connection, loaded, needs, refs, account)
    loaded.charges = find_charges(connection, needs.cases, needs.charges)
    _load_of_cases(connection, loaded, needs, decided)
    return loaded


def _load_of_cases(
    connection: sa.Connection,
    loaded: Loaded,
    needs: Needs,
    decided: Mapping[tuple[str, str], str],
) -> None:
    """Cases, decided ones, and neutrals."""
    if needs.ended_since:
        loaded.ended, loaded.statistics = find_ended(connection, needs.ended_since)
    if needs.cases:
        _load_cases(connection, loaded, needs)
    if decided:
        loaded.decided = decided_facts(connection, decided)
        loaded.latest = max(loaded.latest, *(c.recorded_at for c in loaded.decided.values()))
    if needs.neutrals or needs.nominations:
        _load_neutrals(connection, loaded, needs)


def _load_cases(connection: sa.Connection, loaded: Loaded, needs: Needs) -> None:
    """Cases with their packs; papers, disclosures and notices of them where these are asked."""
    loaded.cases = find_cases(connection, needs.cases, loaded.packs)
    instants = [loaded.latest, *(case.recorded_at for case in loaded.cases.values())]
    loaded.latest = max(instants)
    if needs.case_papers:
        loaded.case_papers = find_case_papers(connection, needs.cases)
    if needs.disclosures:
        loaded.disclosures = find_disclosures(connection, needs.disclosures)
    if needs.case_notices:
        loaded.case_notices = find_case_notices(connection, needs.case_notices)


def _load_neutrals(connection: sa.Connection, loaded: Loaded, needs: Needs) -> None:
    """Nominations and roster, and the names of everybody that they and the cases speak of."""
    if needs.nominations:
        loaded.nominations = find_nominations(connection, needs.cases)
    wanted = [n.document["neutral"] for n in loaded.nominations.values()]
    loaded.neutrals = find_neutrals(connection, [*needs.neutrals, *wanted])
    documents = [
        *(case.document for case in loaded.cases.values()),
        *(neutral.document for neutral in loaded.neutrals.values()),
    ]
    rows = PARTIES.rows(connection, parties_named(documents), [])
    loaded.parties |= {row.id: read_party(row) for row in rows}
    entries = [one.recorded_at for one in loaded.neutrals.values()]
    nominations = [one.recorded_at for one in loaded.nominations.values()]
    loaded.latest = max([loaded.latest, *entries, *nominations])


def _with_parts(connection: sa.Connection, needs: Needs) -> list[str]:
    """The records whose parts are needed, and the rights whose stored title repeats their names.

    Who files on such a right meanwhile writes its title before the names go, or after.
    """
    records = sorted({ref.record for ref in needs.parts})
    return [*records, *(row.id for row in NAMED_ON.rows(connection, records))] if records else []


def _load_state(
    connection: sa.Connection,
    loaded: Loaded,
    needs: Needs,
    refs: Mapping[AssetRef, str],
    account: str | None,
) -> None:
    """Everything else that a decision rests on, in one round trip."""
    ids = sorted(set(refs.values()))
    effects, pending, assets, holds, parties, mandates, policies = fetch_together(
        connection,
        [
            (EFFECTS, (ids,)),
            (PENDING_FILINGS, (ids, PENDING_VALUES)),
            (ASSETS, (ids,)),
            (HOLDS, (ids,)),
            (PARTIES, (sorted(set(needs.parties)), ids)),
            (MANDATES, (account or "", list(needs.mandates))),
            (POLICY_KEYS, ()),
        ],
    )
    loaded.policies = policies_of(connection, policies)
    whole = needs.documents or counts_classes(loaded.policies)
    documents = documents_of(connection, ids) if whole and ids else {}
    facts = read_assets(assets, effects, pending, documents, holds)
    loaded.assets = {ref: facts[found] for ref, found in refs.items() if found in facts}
    # A filing that waits is an entry too: what comes of it is recorded after it.
    instants = [*(a.known_at for a in assets), *(p.received_at for p in pending)]
    loaded.latest = max(instants, default="")
    chained = CHAIN_PARTIES.rows(connection, ids) if needs.chain_parties and ids else []
    loaded.parties = {row.id: read_party(row) for row in (*chained, *parties)}
    if needs.changed_parties:
        records = documents_of(connection, sorted(set(needs.changed_parties)))
        loaded.parties |= {
            party_id: replace(loaded.parties[party_id], document=_to_go_on(record))
            for party_id, record in records.items()
            if party_id in loaded.parties
        }
    loaded.mandates = tuple(read_mandate(row) for row in mandates)
    loaded.policies = policies_of(connection, policies)
    if account is not None and asks_who_filed(loaded.policies):
        filed = FILED_BEFORE.rows(connection, ids, account, FilingStatus.RECORDED.value)
        loaded.filed_before = frozenset(row.id for row in filed)
    if needs.party_keys:
        named = NAMED.rows(connection, sorted(set(needs.party_keys)))
        loaded.named_parties = {row.named_key or "": read_party(row) for row in named}


def _to_go_on(record: Mapping[str, Any]) -> dict[str, Any]:
    """What the next version of a record goes on from."""
    return {k: v for k, v in without_head(record).items() if k not in SAID_ONCE}


def _followed(needs: Needs, targets: Mapping[str, FilingFacts]) -> Needs:
    if not needs.follow:
        return needs
    # One whose text was erased is past deciding.
    for target in (found for found in targets.values() if found.body):
        filing_type = FILING_TYPES[target.type]
        needs = needs.plus(filing_type.needs(filing_type.read(target.body)))
    return needs


def load_assets(connection: sa.Connection, ids: Iterable[str]) -> dict[str, AssetFacts]:
    """The rights with these ids, their effects, pending filings and documents."""
    wanted = sorted(set(ids))
    effects, pending, assets, holds = fetch_together(
        connection,
        [
            (EFFECTS, (wanted,)),
            (PENDING_FILINGS, (wanted, PENDING_VALUES)),
            (ASSETS, (wanted,)),
            (HOLDS, (wanted,)),
        ],
    )
    return read_assets(assets, effects, pending, documents_of(connection, wanted), holds)
