"""Entries: parts made of record drafts, committed to under one opaque leaf."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ipregistry.domain.classes import Label, split
from ipregistry.domain.facts import Capacity
from ipregistry.domain.outcomes import RecordDraft
from ipregistry.models import part
from ipregistry.services.statements import Add
from ipregistry.tlog.canonical import canonical, parse
from ipregistry.tlog.leaves import (
    MAX_LEAF_BYTES,
    SALT_BYTES,
    Item,
    commitment,
    entry_root,
    leaf_bytes,
)
from ipregistry.tlog.tree import leaf_hash


@dataclass(frozen=True, slots=True)
class StoredPart:
    """One part as it is stored; of an erased one `body` is what stays, and there is no salt."""

    record_id: str
    version: int
    label: Label
    kind: str
    body: bytes
    salt: bytes
    commitment: bytes
    document: Mapping[str, Any]
    erased: str | None = None


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record version as its parts have it: what projections are made of."""

    kind: str
    id: str
    version: int
    ord: int
    recorded_at: str
    capacity: str
    labels: frozenset[Label]
    document: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """What one filing adds to the register, before it has its place in the order."""

    id: str
    filing_id: str
    recorded_at: str
    parts: tuple[StoredPart, ...]
    leaf: bytes
    leaf_hash: bytes
    fill_seed: bytes


def make_entry(
    *,
    entry_id: str,
    filing_id: str,
    node: str,
    act: str,
    filer: str,
    recorded_at: str,
    drafts: Sequence[RecordDraft],
    policies: Sequence[Mapping[str, Any]],
    packs: Sequence[Mapping[str, Any]] = (),
) -> Entry:
    """The parts of all drafts with their commitments, a header, and the leaf over them.

    Items stand public ones first; the header is item 0.
    """
    made = [piece for draft in drafts for piece in _parts_of(draft, recorded_at)]
    made.sort(key=lambda piece: piece.label is not Label.PUBLIC)
    said = {
        "act": act,
        "filer": filer,
        "items": len(made) + 1,
        "previous": [{"record": d.id, "version": d.version - 1} for d in drafts],
        "policies": list(policies),
        "packs": list(packs) or None,
        "node": node,
    }
    header = _header(entry_id, filing_id, recorded_at, drafts, said)
    parts = (header, *made)
    fill_seed = secrets.token_bytes(SALT_BYTES)
    leaf = leaf_bytes(node, recorded_at[:19] + "Z", entry_root(items_of(parts), fill_seed))
    if len(leaf) > MAX_LEAF_BYTES:
        raise ValueError("a leaf is longer than the log's format allows")
    return Entry(entry_id, filing_id, recorded_at, parts, leaf, leaf_hash(leaf), fill_seed)


def items_of(parts: Sequence[StoredPart]) -> list[Item]:
    """The entry's items, in order."""
    return [Item(p.record_id, p.version, p.label.value, p.commitment) for p in parts]


def entry_row(made: Entry) -> dict[str, Any]:
    """The row of the entry; its `ord` is the database's to give."""
    return {
        "id": made.id,
        "filing_id": made.filing_id,
        "recorded_at": made.recorded_at,
        "leaf": made.leaf,
        "leaf_hash": made.leaf_hash,
        "fill_seed": made.fill_seed,
    }


def part_rows(made: Entry, ord_: int) -> list[Add]:
    """The rows of the entry's parts."""
    return [
        Add(
            part,
            {
                "record_id": piece.record_id,
                "version": piece.version,
                "label": piece.label.value,
                "ord": ord_,
                "item": position,
                "kind": piece.kind,
                "body": piece.body,
                "salt": piece.salt,
                "commitment": piece.commitment,
            },
        )
        for position, piece in enumerate(made.parts)
    ]


def stored_records(parts: Sequence[StoredPart], ord_: int) -> list[StoredRecord]:
    """The record versions that an entry's parts make, each part's members put together."""
    grouped: dict[tuple[str, int], list[StoredPart]] = {}
    for piece in parts:
        grouped.setdefault((piece.record_id, piece.version), []).append(piece)
    return [
        StoredRecord(
            kind=group[0].kind,
            id=record_id,
            version=version,
            ord=ord_,
            recorded_at=group[0].document["recordedAt"],
            capacity=group[0].document["capacity"],
            labels=frozenset(piece.label for piece in group),
            document={k: v for piece in group for k, v in piece.document.items()},
        )
        for (record_id, version), group in grouped.items()
    ]


def read_part(row: Any) -> StoredPart:
    """A part back from its row."""
    return StoredPart(
        row.record_id,
        row.version,
        Label(row.label),
        row.kind,
        row.body,
        row.salt,
        row.commitment,
        parse(row.body),
        row.erased,
    )


def _parts_of(draft: RecordDraft, recorded_at: str) -> list[StoredPart]:
    head = {
        "kind": draft.kind,
        "schema": draft.schema,
        "record": draft.id,
        "version": draft.version,
        "recordedAt": recorded_at,
        "capacity": draft.capacity.value,
    }
    return [
        _part(draft.kind, draft.id, draft.version, label, {**head, "part": label.value, **members})
        for label, members in split(
            draft.schema, draft.document, published=draft.published, audience=draft.audience
        ).items()
    ]


def _part(
    kind: str, record_id: str, version: int, label: Label, document: Mapping[str, Any]
) -> StoredPart:
    body = canonical(dict(document))
    salt = secrets.token_bytes(SALT_BYTES)
    return StoredPart(record_id, version, label, kind, body, salt, commitment(salt, body), document)


def _header(
    entry_id: str,
    filing_id: str,
    recorded_at: str,
    drafts: Sequence[RecordDraft],
    said: Mapping[str, Any],
) -> StoredPart:
    """Item 0. Of an entry in a case it is read by those who read the filing, and nobody else."""
    audience = next((d.audience for d in drafts if d.id == filing_id), None)
    draft = RecordDraft("entry", entry_id, "entry/1", 1, said, Capacity.OFFICE, audience=audience)
    return _parts_of(draft, recorded_at)[0]
