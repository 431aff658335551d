"""Facts back from their rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import orjson

from ipregistry.domain.classes import HEAD
from ipregistry.domain.facts import (
    AssetFacts,
    FilingFacts,
    FilingStatus,
    HoldFacts,
    MandateFacts,
    PartFacts,
    PartyFacts,
    PendingFiling,
)
from ipregistry.domain.titles import Step, read_effect
from ipregistry.services.loading.rows import (
    AssetRow,
    EffectRow,
    FilingRow,
    HoldRow,
    MandateRow,
    PendingRow,
    WholePartRow,
)


def read_assets(
    assets: Iterable[AssetRow],
    effects: Iterable[EffectRow],
    pending: Iterable[PendingRow],
    documents: Mapping[str, Mapping[str, Any]],
    holds: Iterable[HoldRow] = (),
) -> dict[str, AssetFacts]:
    """The rights with their effects, what is pending on them and their documents, by id."""
    held: dict[str, list[HoldFacts]] = {}
    for hold in holds:
        found_hold = read_hold(hold.id, hold.version, hold.known_at, orjson.loads(hold.document))
        held.setdefault(hold.asset_id, []).append(found_hold)
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
            row,
            documents.get(row.id, {}),
            steps.get(row.id, []),
            waiting.get(row.id, []),
            held.get(row.id, []),
        )
        for row in assets
    }


def read_step(row: Any) -> Step:
    """A recorded effect back from its row."""
    effect = orjson.loads(row.effect)
    return Step(
        row.ord,
        row.seq,
        row.known_at,
        row.transaction_id,
        row.version,
        row.act,
        row.capacity,
        read_effect(effect),
        effect.get("entryNumber"),
        effect.get("movesTitleIndicator", True),
    )


def _asset_facts(
    row: AssetRow,
    document: Mapping[str, Any],
    steps: list[Step],
    pending: list[PendingFiling],
    holds: list[HoldFacts],
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
        holds=tuple(holds),
    )


def read_party(row: Any) -> PartyFacts:
    """A party version back from its row."""
    names = tuple(orjson.loads(row.names))
    return PartyFacts(row.id, row.version, row.category, names, row.town, row.place)


def read_hold(hold_id: str, version: int, known_at: str, document: Mapping[str, Any]) -> HoldFacts:
    """One version of a hold from its document."""
    until = document.get("endDate")
    return HoldFacts(
        id=hold_id,
        version=version,
        asset=document["asset"],
        category=document["category"],
        status=document["status"],
        known_at=known_at,
        start=date.fromisoformat(document["startDate"]),
        until=None if until is None else date.fromisoformat(until),
        stops=frozenset(document["stopBag"]),
        account=document["account"],
        parties=frozenset(document["concernedBag"]),
        document=document,
    )


def read_filing(
    row: FilingRow, document: Mapping[str, Any], subjects: Iterable[str]
) -> FilingFacts:
    """A filing back from its row, its record and the rights that it is on."""
    return FilingFacts(
        id=row.id,
        version=row.version,
        type=row.type,
        act=row.act,
        status=FilingStatus(row.status),
        filer=row.filer,
        # Nothing where the text of the filing was erased.
        body=document.get("body") or {},
        subjects=tuple(sorted(subjects)),
        received_at=row.received_at,
        transaction=row.transaction_id,
        assents=tuple(orjson.loads(row.assents)),
        document=document,
    )


def read_whole_part(row: WholePartRow) -> PartFacts:
    """A stored part back from its row, without what heads every part."""
    document = orjson.loads(row.body)
    return PartFacts(
        row.record_id,
        row.version,
        row.label,
        {name: value for name, value in document.items() if name not in HEAD},
        "hmac-sha256:" + bytes(row.commitment).hex(),
        row.erased,
    )


def read_mandate(row: MandateRow) -> MandateFacts:
    """A mandate as it stands back from its row."""
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
