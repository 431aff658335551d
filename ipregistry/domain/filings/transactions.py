"""The transaction: the record that every entry on title leaves, whatever its act."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from ipregistry.domain.facts import Capacity, PartyFacts
from ipregistry.domain.filings.reading import Evidence
from ipregistry.domain.filings.subjects import party_members
from ipregistry.domain.outcomes import RecordDraft
from ipregistry.domain.policies import Policy
from ipregistry.domain.titles import Effect, write_effect


def subject_member(
    asset_id: str,
    version: int,
    from_title_version: int,
    effects: tuple[Effect, ...],
    number: str | None = None,
    *,
    moves: bool = True,
) -> dict[str, Any]:
    """One right of a transaction: the versions it found and what it does to title.

    `number` is that of the outside office's own entry, which each effect then carries. What
    does not move the title version says so in each effect: a version counts no other entries.
    """
    entered: dict[str, Any] = {} if number is None else {"entryNumber": number}
    if not moves:
        entered["movesTitleIndicator"] = False
    subject = {
        "asset": asset_id,
        "assetVersion": version,
        "effectBag": [{**write_effect(effect), **entered} for effect in effects],
    }
    if moves:
        subject["titleVersion"] = {"from": from_title_version, "to": from_title_version + 1}
    return subject


def transaction_draft(
    transaction: str,
    act: str,
    *,
    filing: str,
    subjects: list[dict[str, Any]],
    received_at: str,
    effective: date | None,
    capacity: Capacity,
    published: bool,
    sides: Iterable[tuple[str, Iterable[PartyFacts]]] = (),
    evidence: tuple[Evidence, ...] = (),
    policy: Policy | None = None,
    **more: Any,
) -> RecordDraft:
    """The record of an act on rights, version 1. `sides` says who took part in which role.

    `subjects` are subject members; the policy that the act was decided under is pinned.
    """
    party_bag, person_bag = party_members(sides)
    document = {
        "act": act,
        "filing": filing,
        "subjectBag": subjects,
        "receivedAt": received_at,
        "effectiveDate": None if effective is None else effective.isoformat(),
        "partyBag": party_bag or None,
        "personBag": person_bag or None,
        "evidenceBag": [e.document() for e in evidence] or None,
        "policy": None if policy is None else policy.pin(),
        **more,
    }
    return RecordDraft(
        "transaction", transaction, "transaction/1", 1, document, capacity, published
    )
