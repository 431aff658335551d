"""The root of a chain of title: what it rests on, and who may vouch for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipregistry.domain.access import Role
from ipregistry.domain.facts import Capacity, Context, PartyFacts
from ipregistry.domain.filings.assets.description import Description
from ipregistry.domain.filings.assets.members import stage_effects
from ipregistry.domain.filings.reading import Evidence, ShareOf
from ipregistry.domain.filings.shares import check_shares, check_whole
from ipregistry.domain.filings.subjects import dates_to_come
from ipregistry.domain.filings.transactions import transaction_draft
from ipregistry.domain.outcomes import RecordDraft
from ipregistry.domain.titles import Effect, Holding, Register, Root, Strength
from ipregistry.domain.violations import Severity, Violation


@dataclass(frozen=True, slots=True)
class RootClaim:
    """The root of title that a filing gives: what it rests on and whom it names."""

    strength: Strength
    on: date
    holders: tuple[ShareOf, ...]
    evidence: tuple[Evidence, ...]


def check_root(root: RootClaim, context: Context, description: Description) -> list[Violation]:
    """What a root must be: shares of one, no date to come, a strength its filer may vouch for."""
    violations = check_shares(root.holders) or check_whole(root.holders, "/root/holderBag")
    violations += dates_to_come(context, ("/root/asOfDate", root.on))
    own_office = description.office == context.node.office
    officer = bool(context.actor.roles & {Role.REGISTRAR, Role.SYSTEM})
    if root.strength is not Strength.STATEMENT and not (own_office and officer):
        # Of another office's right only that office's own papers say more than a party's
        # word, and they come as a recordal notice.
        violations.append(
            Violation(
                "root-strength-not-yours", "/root/strength", {"strength": root.strength.value}
            )
        )
    elif root.strength is not Strength.STATEMENT and context.actor.party in {
        share.party for share in root.holders
    }:
        violations.append(Violation("own-interest", "/root", severity=Severity.FORBIDDEN))
    return violations


def root_effects(
    root: RootClaim, holders: tuple[Holding, ...], context: Context, members: Mapping[str, Any]
) -> tuple[Effect, ...]:
    """The root, and the stage that the description proves."""
    statement = root.strength is Strength.STATEMENT
    effect = Root(
        Register.NOTIFIED if statement else Register.RECORD,
        root.on,
        root.strength,
        holders,
        "filer" if statement else "officer",
        {"office": context.node.office or context.node.code},
    )
    return (effect, *stage_effects(members))


def root_transaction(
    transaction: str,
    act: str,
    subjects: list[dict[str, Any]],
    root: RootClaim,
    context: Context,
    capacity: Capacity,
    parties: Mapping[str, PartyFacts],
    *,
    published: bool,
) -> RecordDraft:
    """The transaction record that brings a root of title."""
    return transaction_draft(
        transaction,
        act,
        filing=context.filing_id,
        subjects=subjects,
        received_at=context.now,
        effective=root.on,
        capacity=capacity,
        published=published,
        sides=[("holder", parties.values())],
        evidence=root.evidence,
    )
