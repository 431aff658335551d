"""Registering a right: it is recorded once, with a root that its filer may give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipregistry.domain.facts import Capacity, Context, FilingStatus, Needs, PartyFacts
from ipregistry.domain.filings.assets.description import Description, read_description
from ipregistry.domain.filings.assets.members import describe
from ipregistry.domain.filings.assets.roots import (
    RootClaim,
    check_root,
    root_effects,
    root_transaction,
)
from ipregistry.domain.filings.reading import read_evidence, read_shares
from ipregistry.domain.filings.shares import holdings
from ipregistry.domain.filings.subjects import capacity_for, find_parties, may_know, policy_for
from ipregistry.domain.filings.transactions import subject_member
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision, Outcome, RecordDraft, TitleMove, filing_draft
from ipregistry.domain.titles import Effect, Strength
from ipregistry.domain.violations import Violation, refusing


@dataclass(frozen=True, slots=True)
class AssetRegistration:
    """A right with its first root."""

    description: Description
    root: RootClaim


def read(body: Mapping[str, Any]) -> AssetRegistration:
    """The command in a body of the right shape."""
    root = body["root"]
    return AssetRegistration(
        read_description(body),
        RootClaim(
            Strength(root["strength"]),
            date.fromisoformat(root["asOfDate"]),
            read_shares(root["holderBag"], "/root/holderBag"),
            read_evidence(root.get("evidenceBag", [])),
        ),
    )


def needs(command: AssetRegistration) -> Needs:
    """The right itself, should it be here already, and its holders."""
    return Needs(
        assets=(command.description.ref, *command.description.further_refs),
        parties=tuple(share.party for share in command.root.holders),
    )


def decide(command: AssetRegistration, context: Context) -> Decision:
    """A right is recorded once, with a root that its filer may give."""
    description, root = command.description, command.root
    members, violations = describe(description, context)
    violations += _already_here(description, context)
    parties, wrong = find_parties(context, root.holders)
    violations += wrong + check_root(root, context, description)
    if refusing(violations):
        return violations
    capacity = capacity_for(context, description.office)
    if root.strength is Strength.STATEMENT:
        capacity = Capacity.NOTICE
    asset_id = context.new_id("asset")
    effects = root_effects(root, holdings(root.holders, parties), context, members)
    records = _records(asset_id, members, effects, command, context, capacity, parties)
    policy = policy_for(context, description.office, description.kind)
    return Outcome(
        FilingStatus.RECORDED,
        records,
        (TitleMove(asset_id, 0),),
        (policy,),
        tuple(violations),
    )


def _already_here(description: Description, context: Context) -> list[Violation]:
    """Any of its numbers leads to the right: under another one it would have two titles."""
    pointers = (
        "/number",
        *(f"/furtherNumberBag/{i}" for i in range(len(description.further_refs))),
    )
    violations: list[Violation] = []
    for pointer, ref in zip(pointers, (description.ref, *description.further_refs), strict=True):
        asset = context.assets.get(ref)
        if asset is not None:
            # Who may not know of the right is told no more than what he said himself.
            told = asset.id if may_know(context.actor, asset) else ref.number or ""
            violations.append(Violation("asset-already-registered", pointer, {"asset": told}))
    return violations


def _records(
    asset_id: str,
    members: dict[str, Any],
    effects: tuple[Effect, ...],
    command: AssetRegistration,
    context: Context,
    capacity: Capacity,
    parties: Mapping[str, PartyFacts],
) -> tuple[RecordDraft, ...]:
    published = command.description.published
    transaction = context.new_id("transaction")
    asset = RecordDraft("asset", asset_id, "asset/1", 1, members, capacity, published)
    root = root_transaction(
        transaction,
        "asset-registration",
        [subject_member(asset_id, 1, 0, effects)],
        command.root,
        context,
        capacity,
        parties,
        published=published,
    )
    filing = filing_draft(
        context,
        "asset-registration",
        FilingStatus.RECORDED,
        act="asset-registration",
        assets=(asset_id,),
        transaction=transaction,
        published=published,
        capacity=capacity,
    )
    return asset, root, filing


TYPE = FilingType(
    name="asset-registration",
    read=read,
    needs=needs,
    decide=decide,
    citation="Node practice: a right is identified by office, kind and number, once",
)
