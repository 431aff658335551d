"""What a decision makes: record versions to store, and titles to move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from ipregistry.domain.classes import Label
from ipregistry.domain.facts import Capacity, Context, FilingFacts, FilingStatus
from ipregistry.domain.policies import Policy
from ipregistry.domain.told import Told
from ipregistry.domain.violations import Violation


@dataclass(frozen=True, slots=True)
class RecordDraft:
    """The next version of a record, as one document whose members' classes make its parts."""

    kind: str
    id: str
    schema: str
    version: int
    document: Mapping[str, Any]
    capacity: Capacity
    published: bool = True
    # Who reads it, where that is not told by its members' classes: of records of a case.
    audience: Label | None = None


@dataclass(frozen=True, slots=True)
class TitleMove:
    """A right's title version goes one up; two filings from the same version exclude each other."""

    asset: str
    from_version: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """Effects of a filing that no rule forbids.

    `also_told`: whom it concerns beside those who stand in title. `packs` are the pins of the
    rules packs that it rests on.
    """

    status: FilingStatus
    records: tuple[RecordDraft, ...]
    moves: tuple[TitleMove, ...] = ()
    policies: tuple[Policy, ...] = ()
    warnings: tuple[Violation, ...] = ()
    also_told: tuple[Told, ...] = ()
    packs: tuple[Mapping[str, Any], ...] = ()


Decision: TypeAlias = Outcome | list[Violation]


def filing_draft(
    context: Context,
    type_name: str,
    status: FilingStatus,
    *,
    act: str,
    assets: tuple[str, ...] = (),
    transaction: str | None = None,
    awaiting: tuple[str, ...] = (),
    published: bool = True,
    capacity: Capacity = Capacity.NOTICE,
    **more: Any,
) -> RecordDraft:
    """The record of the filing that is being decided, version 1.

    Its public part is what title lists of a pending filing: act, status, time and right.
    """
    document = {
        "act": act,
        "status": status.value,
        "subjectBag": [{"asset": asset} for asset in assets],
        "receivedAt": context.now,
        "type": type_name,
        "filer": context.actor.account or "node",
        "body": context.body,
        "bodyDigest": context.body_digest,
        "awaiting": list(awaiting) or None,
        "transaction": transaction,
        **more,
    }
    return RecordDraft(
        "filing", context.filing_id, "filing/1", 1, document, capacity, published and bool(assets)
    )


def naming_its_records(outcome: Outcome, filing_id: str) -> Outcome:
    """The outcome with the filing's own record naming every record version that it makes.

    So a filer who registered a party or a right learns its number from the answer.
    """
    made = [{"record": d.id, "version": d.version} for d in outcome.records if d.id != filing_id]
    return replace(
        outcome,
        records=tuple(
            replace(d, document={**d.document, "recordBag": made or None})
            if d.id == filing_id
            else d
            for d in outcome.records
        ),
    )


# What a filing's record goes on saying to those concerned, whatever becomes of it next.
CARRIED = (
    "dividedFrom",
    "pieceBag",
    "groundBag",
    "remedyBag",
    "review",
    "appealBag",
    "recordalDeadlineBag",
)


def next_filing_draft(
    filing: FilingFacts,
    status: FilingStatus,
    capacity: Capacity,
    *,
    published: bool,
    transaction: str | None = None,
    **more: Any,
) -> RecordDraft:
    """The next version of an earlier filing: decided, assented to, withdrawn."""
    document = {
        "act": filing.act,
        "status": status.value,
        "subjectBag": [{"asset": asset} for asset in filing.subjects],
        "receivedAt": filing.received_at,
        "transaction": transaction or filing.transaction,
        # Said even when nobody's assent is awaited any more: readers get the newest part.
        "awaiting": [],
        "assents": list(filing.assents) or None,
        # Readers get the newest part, so what is to stay in it is written again.
        **{name: filing.document.get(name) for name in CARRIED},
        **more,
    }
    return RecordDraft(
        "filing", filing.id, "filing/1", filing.version + 1, document, capacity, published
    )
