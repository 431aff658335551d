"""Locks the records that a command needs, in one order, and loads their state as facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import orjson
import sqlalchemy as sa

from ipregistry.domain.facts import (
    PENDING,
    AssetFacts,
    AssetRef,
    FilingFacts,
    FilingStatus,
    MandateFacts,
    Needs,
    PartyFacts,
    PendingFiling,
    TransactionFacts,
)
from ipregistry.domain.filings import FILING_TYPES
from ipregistry.domain.filings.subjects import number_readings
from ipregistry.domain.policies import Policy
from ipregistry.domain.titles import Step, read_effect
from ipregistry.services.policies import POLICY_KEYS, policies_of
from ipregistry.services.queries import Query, fetch_together

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
    policies: tuple[Policy, ...] = ()
    latest: str = ""


class _Id(NamedTuple):
    id: str


_LOCK = Query("SELECT id FROM record WHERE id IN (?) ORDER BY kind, id FOR UPDATE", _Id)


def lock_records(connection: sa.Connection, ids: Iterable[str]) -> None:
    """Lock these records' rows in the order (kind, id): the first stop against double disposal.

    On SQLite the unit of work already holds the only write lock.
    """
    wanted = sorted(set(ids))
    if wanted and connection.dialect.name != "sqlite":
        _LOCK.rows(connection, wanted)


def load(
    connection: sa.Connection, needs: Needs, *, account: str | None, lock: bool = True
) -> Loaded:
    """Lock and load everything in `needs`; the state read is that after the locks."""
    loaded = Loaded()
    targets = _filings(connection, needs.filings)
    needs = _followed(needs, targets)
    transactions = _transactions(connection, needs.transactions)
    refs = _resolved(connection, needs.assets)
    for transaction in transactions.values():
        refs[AssetRef(id=transaction.asset)] = transaction.asset
    for target in targets.values():
        refs |= {AssetRef(id=subject): subject for subject in target.subjects}
    if lock:
        lock_records(connection, [*refs.values(), *needs.filings])
    # Read (again) behind the locks, those that a followed filing names included: one may
    # have been decided while we waited.
    targets = _filings(connection, needs.filings)
    loaded.filings, loaded.transactions = targets, transactions
    _load_state(connection, loaded, needs, refs, account)
    return loaded


def _load_state(
    connection: sa.Connection,
    loaded: Loaded,
    needs: Needs,
    refs: Mapping[AssetRef, str],
    account: str | None,
) -> None:
    """Everything else that a decision rests on, in one round trip."""
    ids = sorted(set(refs.values()))
    effects, pending, assets, parties, mandates, policies = fetch_together(
        connection,
        [
            (_EFFECTS, (ids,)),
            (_PENDING, (ids, PENDING_VALUES)),
            (_ASSETS, (ids,)),
            (_PARTIES, (sorted(set(needs.parties)), ids)),
            (_MANDATES, (account or "", list(needs.mandates))),
            (POLICY_KEYS, ()),
        ],
    )
    documents = _documents(connection, ids) if needs.documents else {}
    facts = _facts(assets, effects, pending, documents)
    loaded.assets = {ref: facts[found] for ref, found in refs.items() if found in facts}
    # A filing that waits is an entry too: what comes of it is recorded after it.
    instants = [*(a.known_at for a in assets), *(p.received_at for p in pending)]
    loaded.latest = max(instants, default="")
    loaded.parties = {row.id: read_party(row) for row in parties}
    loaded.mandates = tuple(_read_mandate(row) for row in mandates)
    loaded.policies = policies_of(connection, policies)
    if needs.party_keys:
        named = _NAMED.rows(connection, sorted(set(needs.party_keys)))
        loaded.named_parties = {row.named_key or "": read_party(row) for row in named}


def _followed(needs: Needs, targets: Mapping[str, FilingFacts]) -> Needs:
    if not needs.follow:
        return needs
    for target in targets.values():
        filing_type = FILING_TYPES[target.type]
        needs = needs.plus(filing_type.needs(filing_type.read(target.body)))
    return needs


def _resolved(connection: sa.Connection, refs: Sequence[AssetRef]) -> dict[AssetRef, str]:
    """The record behind each reference, by id or by official number in any notation."""
    resolved = {ref: ref.id for ref in refs if ref.id is not None}
    for ref in refs:
        if ref.id is None and ref.number is not None:
            found = find_by_number(connection, ref)
            if len(found) == 1:
                resolved[ref] = found[0]
    return resolved


def find_by_number(connection: sa.Connection, ref: AssetRef) -> list[str]:
    """Ids of the rights that the number may name; more than one where it is ambiguous."""
    numbers, _ = number_readings(ref)
    if not numbers:
        return []
    rows = _BY_NUMBER.rows(connection, sorted({number.normalised for number in numbers}))
    readable = {(n.office, n.normalised): n for n in numbers}
    return sorted(
        {
            row.asset_id
            for row in rows
            if (row.office, row.normalised) in readable
            and (ref.kind is None or row.kind == ref.kind)
            and (ref.office is None or row.office == ref.office)
        }
    )


class _Numbered(NamedTuple):
    office: str
    kind: str
    normalised: str
    asset_id: str


class _AssetRow(NamedTuple):
    id: str
    version: int
    title_version: int
    known_at: str
    office: str
    kind: str
    number: str
    published: int
    term_ends: str | None
    term_confidence: str | None


class _EffectRow(NamedTuple):
    asset_id: str
    ord: int
    seq: int
    known_at: str
    transaction_id: str
    version: int
    act: str
    capacity: str
    effect: str


class _PendingRow(NamedTuple):
    asset_id: str
    id: str
    act: str
    status: str
    received_at: str
    ord: int


class _PartRow(NamedTuple):
    record_id: str
    body: bytes


class _PartyRow(NamedTuple):
    id: str
    version: int
    category: str
    names: str
    town: str | None
    named_key: str | None


class _MandateRow(NamedTuple):
    id: str
    version: int
    principal: str
    agent: str
    document: str


_BY_NUMBER = Query(
    "SELECT office, kind, normalised, asset_id FROM asset_number WHERE normalised IN (?)",
    _Numbered,
)
_ASSETS = Query(
    "SELECT a.id, r.version, a.title_version, a.known_at, a.office, a.kind, a.number, "
    "a.published, a.term_ends, a.term_confidence "
    "FROM asset a JOIN record r ON r.id = a.id WHERE a.id IN (?)",
    _AssetRow,
)
_EFFECTS = Query(
    "SELECT asset_id, ord, seq, known_at, transaction_id, version, act, capacity, effect "
    "FROM title_effect WHERE asset_id IN (?) ORDER BY asset_id, ord, seq",
    _EffectRow,
)
_PENDING = Query(
    "SELECT s.asset_id, f.id, f.act, f.status, f.received_at, f.ord "
    "FROM filing_subject s JOIN filing f ON f.id = s.filing_id "
    "WHERE s.asset_id IN (?) AND f.status IN (?) ORDER BY f.ord",
    _PendingRow,
)
_DOCUMENTS = Query(
    "SELECT p.record_id, p.body FROM current_part c JOIN part p ON p.record_id = c.record_id "
    "AND p.label = c.label AND p.version = c.version WHERE c.record_id IN (?)",
    _PartRow,
)
# Those named, and those whose names stand in the titles that will be shown; newest last.
_PARTIES = Query(
    "SELECT p.id, p.version, p.category, p.names, p.town, p.named_key FROM party p "
    "WHERE p.id IN (?) OR p.id IN "
    "(SELECT h.party_id FROM holder h WHERE h.asset_id IN (?)) ORDER BY p.version",
    _PartyRow,
)
_NAMED = Query(
    "SELECT p.id, p.version, p.category, p.names, p.town, p.named_key FROM party p "
    "WHERE p.named_key IN (?) ORDER BY p.version",
    _PartyRow,
)
_MANDATES = Query(
    "SELECT id, version, principal, agent, document FROM mandate WHERE agent = ? OR id IN (?)",
    _MandateRow,
)


def load_assets(connection: sa.Connection, ids: Iterable[str]) -> dict[str, AssetFacts]:
    """The rights with these ids, their effects, pending filings and documents."""
    wanted = sorted(set(ids))
    effects, pending, assets = fetch_together(
        connection,
        [(_EFFECTS, (wanted,)), (_PENDING, (wanted, PENDING_VALUES)), (_ASSETS, (wanted,))],
    )
    return _facts(assets, effects, pending, _documents(connection, wanted))


def _facts(
    assets: Iterable[_AssetRow],
    effects: Iterable[_EffectRow],
    pending: Iterable[_PendingRow],
    documents: Mapping[str, Mapping[str, Any]],
) -> dict[str, AssetFacts]:
    steps: dict[str, list[Step]] = {}
    for effect in effects:
        steps.setdefault(effect.asset_id, []).append(read_step(effect))
    waiting: dict[str, list[PendingFiling]] = {}
    for row in pending:
        status = FilingStatus(row.status)
        found = PendingFiling(row.id, row.act, status, row.received_at, row.ord)
        waiting.setdefault(row.asset_id, []).append(found)
    return {
        row.id: _asset_facts(
            row, documents.get(row.id, {}), steps.get(row.id, []), waiting.get(row.id, [])
        )
        for row in assets
    }


def read_step(row: Any) -> Step:
    """A recorded effect back from its row."""
    return Step(
        row.ord,
        row.seq,
        row.known_at,
        row.transaction_id,
        row.version,
        row.act,
        row.capacity,
        read_effect(orjson.loads(row.effect)),
    )


def _asset_facts(
    row: Any, document: Mapping[str, Any], steps: list[Step], pending: list[PendingFiling]
) -> AssetFacts:
    return AssetFacts(
        id=row.id,
        version=row.version,
        title_version=row.title_version,
        office=row.office,
        kind=row.kind,
        number=row.number,
        published=bool(row.published),
        term_ends=None if row.term_ends is None else date.fromisoformat(row.term_ends),
        term_confidence=row.term_confidence or "",
        document=document,
        steps=tuple(steps),
        pending=tuple(pending),
    )


def _documents(connection: sa.Connection, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    documents: dict[str, dict[str, Any]] = {}
    for row in _DOCUMENTS.rows(connection, list(ids)):
        documents.setdefault(row.record_id, {}).update(orjson.loads(row.body))
    return documents


def read_party(row: Any) -> PartyFacts:
    """A party version back from its row."""
    return PartyFacts(row.id, row.version, row.category, tuple(orjson.loads(row.names)), row.town)


class _FilingRow(NamedTuple):
    id: str
    version: int
    type: str
    act: str
    status: str
    filer: str
    received_at: str
    transaction_id: str | None
    assents: str


class _SubjectRow(NamedTuple):
    asset_id: str
    filing_id: str


_FILINGS = Query(
    "SELECT id, version, type, act, status, filer, received_at, transaction_id, assents "
    "FROM filing WHERE id IN (?)",
    _FilingRow,
)
_SUBJECTS = Query(
    "SELECT asset_id, filing_id FROM filing_subject WHERE filing_id IN (?)", _SubjectRow
)


def _filings(connection: sa.Connection, ids: Sequence[str]) -> dict[str, FilingFacts]:
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    subjects: dict[str, list[str]] = {}
    found, named = fetch_together(connection, [(_FILINGS, (wanted,)), (_SUBJECTS, (wanted,))])
    for row in named:
        subjects.setdefault(row.filing_id, []).append(row.asset_id)
    documents = _documents(connection, wanted)
    return {
        row.id: FilingFacts(
            id=row.id,
            version=row.version,
            type=row.type,
            act=row.act,
            status=FilingStatus(row.status),
            filer=row.filer,
            body=documents[row.id]["body"],
            subjects=tuple(sorted(subjects.get(row.id, ()))),
            received_at=row.received_at,
            transaction=row.transaction_id,
            assents=tuple(orjson.loads(row.assents)),
        )
        for row in found
    }


class _TransactionRow(NamedTuple):
    id: str
    version: int
    act: str
    asset_id: str


_TRANSACTIONS = Query(
    "SELECT t.transaction_id, r.version, t.act, t.asset_id FROM transaction_subject t "
    "JOIN record r ON r.id = t.transaction_id WHERE t.transaction_id IN (?)",
    _TransactionRow,
)


def _transactions(connection: sa.Connection, ids: Sequence[str]) -> dict[str, TransactionFacts]:
    if not ids:
        return {}
    documents = _documents(connection, sorted(set(ids)))
    return {
        row.id: TransactionFacts(row.id, row.version, row.act, row.asset_id, documents[row.id])
        for row in _TRANSACTIONS.rows(connection, sorted(set(ids)))
    }


def _read_mandate(row: Any) -> MandateFacts:
    document = orjson.loads(row.document)
    assets, end = document.get("assetBag"), document["period"].get("endDate")
    return MandateFacts(
        id=row.id,
        version=row.version,
        principal=row.principal,
        agent=row.agent,
        acts=frozenset(document["actBag"]),
        assets=None if assets is None else frozenset(assets),
        start=date.fromisoformat(document["period"]["startDate"]),
        end=None if end is None else date.fromisoformat(end),
        status=document["status"],
        document=document,
    )
