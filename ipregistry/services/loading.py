"""Locks the records that a command needs, in one order, and loads their state as facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

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
from ipregistry.domain.titles import Step, read_effect
from ipregistry.models import (
    asset,
    asset_number,
    current_part,
    filing,
    filing_subject,
    mandate,
    part,
    party,
    record,
    title_effect,
    transaction_subject,
)

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
    latest: str = ""


_LOCK = (
    sa.select(record.c.id)
    .where(record.c.id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(record.c.kind, record.c.id)
    .with_for_update()
)


def lock_records(connection: sa.Connection, ids: Iterable[str]) -> None:
    """Lock these records' rows in the order (kind, id): the first stop against double disposal.

    On SQLite the unit of work already holds the only write lock.
    """
    wanted = sorted(set(ids))
    if wanted:
        connection.execute(_LOCK, {"ids": wanted}).all()


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
        lock_records(connection, [*refs.values(), *targets])
        # Read again behind the locks: a filing may have been decided while we waited.
        targets = _filings(connection, needs.filings)
    loaded.filings, loaded.transactions = targets, transactions
    _load_assets(connection, loaded, refs)
    loaded.parties = _parties(connection, party.c.id, [*needs.parties, *_holders(loaded)])
    if needs.party_keys:
        named = _parties(connection, party.c.named_key, needs.party_keys)
        loaded.named_parties = named
    loaded.mandates = _mandates(connection, needs.mandates, account)
    return loaded


def _holders(loaded: Loaded) -> list[str]:
    """Who appears in the chains: their names stand in the title that will be shown."""
    found: set[str] = set()
    for facts in loaded.assets.values():
        for step in facts.steps:
            for member in ("holders", "takers"):
                found |= {h.party for h in getattr(step.effect, member, ())}
    return sorted(found)


def _followed(needs: Needs, targets: Mapping[str, FilingFacts]) -> Needs:
    if not needs.follow:
        return needs
    for target in targets.values():
        filing_type = FILING_TYPES[target.type]
        needs = needs.plus(filing_type.needs(filing_type.read(target.body)))
    return needs


def _resolved(
    connection: sa.Connection, refs: Sequence[AssetRef]
) -> dict[AssetRef, str]:
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
    rows = connection.execute(
        _BY_NUMBER, {"numbers": sorted({number.normalised for number in numbers})}
    ).all()
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


_BY_NUMBER = sa.select(asset_number).where(
    asset_number.c.normalised.in_(sa.bindparam("numbers", expanding=True))
)

_ASSETS = (
    sa.select(asset, record.c.version)
    .join(record, record.c.id == asset.c.id)
    .where(asset.c.id.in_(sa.bindparam("ids", expanding=True)))
)
_EFFECTS = (
    sa.select(title_effect)
    .where(title_effect.c.asset_id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(title_effect.c.asset_id, title_effect.c.ord, title_effect.c.seq)
)
_PENDING = (
    sa.select(
        filing_subject.c.asset_id,
        filing.c.id,
        filing.c.act,
        filing.c.status,
        filing.c.received_at,
        filing.c.ord,
    )
    .join(filing, filing.c.id == filing_subject.c.filing_id)
    .where(
        filing_subject.c.asset_id.in_(sa.bindparam("ids", expanding=True)),
        filing.c.status.in_(PENDING_VALUES),
    )
    .order_by(filing.c.ord)
)
_DOCUMENTS = (
    sa.select(part.c.record_id, part.c.body)
    .join(
        current_part,
        sa.and_(
            current_part.c.record_id == part.c.record_id,
            current_part.c.label == part.c.label,
            current_part.c.version == part.c.version,
        ),
    )
    .where(current_part.c.record_id.in_(sa.bindparam("ids", expanding=True)))
)


def _load_assets(
    connection: sa.Connection, loaded: Loaded, refs: Mapping[AssetRef, str]
) -> None:
    facts = load_assets(connection, refs.values())
    loaded.assets = {ref: facts[found] for ref, found in refs.items() if found in facts}
    rows = [a for a in facts.values() if a.steps]
    loaded.latest = max((step.known_at for a in rows for step in a.steps), default="")


def load_assets(connection: sa.Connection, ids: Iterable[str]) -> dict[str, AssetFacts]:
    """The rights with these ids, their effects, pending filings and documents."""
    wanted = {"ids": sorted(set(ids))}
    if not wanted["ids"]:
        return {}
    steps: dict[str, list[Step]] = {}
    for row in connection.execute(_EFFECTS, wanted):
        steps.setdefault(row.asset_id, []).append(read_step(row))
    pending: dict[str, list[PendingFiling]] = {}
    for row in connection.execute(_PENDING, wanted):
        status = FilingStatus(row.status)
        found = PendingFiling(row.id, row.act, status, row.received_at, row.ord)
        pending.setdefault(row.asset_id, []).append(found)
    documents = _documents(connection, wanted["ids"])
    return {
        row.id: _asset_facts(row, documents[row.id], steps.get(row.id, []), pending.get(row.id, []))
        for row in connection.execute(_ASSETS, wanted)
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
    for row in connection.execute(_DOCUMENTS, {"ids": list(ids)}):
        documents.setdefault(row.record_id, {}).update(orjson.loads(row.body))
    return documents


_PARTIES = sa.select(party)


def _parties(
    connection: sa.Connection, column: sa.Column[Any], values: Iterable[str]
) -> dict[str, PartyFacts]:
    """Parties by id or by named key, at their newest version, under the value asked for."""
    wanted = sorted(set(values))
    if not wanted:
        return {}
    rows = connection.execute(
        _PARTIES.where(column.in_(sa.bindparam("values", expanding=True))).order_by(
            party.c.version
        ),
        {"values": wanted},
    )
    return {getattr(row, column.name): read_party(row) for row in rows}


def read_party(row: Any) -> PartyFacts:
    """A party version back from its row."""
    return PartyFacts(row.id, row.version, row.category, tuple(orjson.loads(row.names)), row.town)


_FILINGS = sa.select(filing).where(filing.c.id.in_(sa.bindparam("ids", expanding=True)))
_SUBJECTS = sa.select(filing_subject).where(
    filing_subject.c.filing_id.in_(sa.bindparam("ids", expanding=True))
)


def _filings(connection: sa.Connection, ids: Sequence[str]) -> dict[str, FilingFacts]:
    wanted = {"ids": sorted(set(ids))}
    if not wanted["ids"]:
        return {}
    subjects: dict[str, list[str]] = {}
    for row in connection.execute(_SUBJECTS, wanted):
        subjects.setdefault(row.filing_id, []).append(row.asset_id)
    documents = _documents(connection, wanted["ids"])
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
        for row in connection.execute(_FILINGS, wanted)
    }


_TRANSACTIONS = (
    sa.select(transaction_subject, record.c.version)
    .join(record, record.c.id == transaction_subject.c.transaction_id)
    .where(transaction_subject.c.transaction_id.in_(sa.bindparam("ids", expanding=True)))
)


def _transactions(
    connection: sa.Connection, ids: Sequence[str]
) -> dict[str, TransactionFacts]:
    if not ids:
        return {}
    documents = _documents(connection, sorted(set(ids)))
    rows = connection.execute(_TRANSACTIONS, {"ids": sorted(set(ids))})
    return {
        row.transaction_id: TransactionFacts(
            row.transaction_id, row.version, row.act, row.asset_id, documents[row.transaction_id]
        )
        for row in rows
    }


_MANDATES = sa.select(mandate).where(
    sa.or_(
        mandate.c.agent == sa.bindparam("account"),
        mandate.c.id.in_(sa.bindparam("ids", expanding=True)),
    )
)


def _mandates(
    connection: sa.Connection, ids: Sequence[str], account: str | None
) -> tuple[MandateFacts, ...]:
    if account is None and not ids:
        return ()
    rows = connection.execute(_MANDATES, {"account": account, "ids": list(ids)})
    return tuple(_read_mandate(row) for row in rows)


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
