"""Putting a notice down: by an officer at once, else when one has accepted the paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ipregistry.domain.access import Role
from ipregistry.domain.classes import MEMBERS, SAID_ONCE
from ipregistry.domain.facts import AssetFacts, Capacity, Context, FilingStatus
from ipregistry.domain.filings.recordals.chain import still_lodged
from ipregistry.domain.filings.recordals.command import NAME, RecordalNotice, needs, read
from ipregistry.domain.filings.recordals.effects import numbered
from ipregistry.domain.filings.recordals.entries import sides
from ipregistry.domain.filings.recordals.register import Reading, hold_against_register
from ipregistry.domain.filings.transactions import subject_member, transaction_draft
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import (
    Decision,
    Outcome,
    RecordDraft,
    TitleMove,
    filing_draft,
    next_filing_draft,
)
from ipregistry.domain.titles import Close
from ipregistry.domain.violations import refusing

PUBLISHING = frozenset({"publication", "grant"})


def decide(command: RecordalNotice, context: Context) -> Decision:
    """Recorded where an officer files it; else received, to be accepted or refused."""
    reading = hold_against_register(command, context)
    if refusing(reading.violations):
        return reading.violations
    if not context.actor.roles & {Role.REGISTRAR, Role.SYSTEM}:
        return _reception(command, reading, context)
    transaction = context.new_id("transaction")
    drafts, moves = enact(reading, command, context, transaction, context.filing_id, context.now)
    asset_id = moves[0].asset
    filing = filing_draft(
        context,
        NAME,
        FilingStatus.RECORDED,
        act=command.act,
        assets=(asset_id,),
        transaction=transaction,
        published=drafts[-1].published,
        capacity=Capacity.MIRROR,
    )
    warnings = tuple(reading.violations)
    return Outcome(FilingStatus.RECORDED, (*drafts, filing), moves, reading.policies, warnings)


def enact(
    reading: Reading,
    command: RecordalNotice,
    context: Context,
    transaction: str,
    filing_id: str,
    received_at: str,
) -> tuple[tuple[RecordDraft, ...], tuple[TitleMove, ...]]:
    """The right (new, or its next version), the transaction, and the end of what was lodged."""
    asset = reading.asset
    asset_id = context.new_id("asset") if asset is None else asset.id
    title_version = 0 if asset is None else asset.title_version
    version = 0 if asset is None else asset.version
    published = _published(command, asset)
    drafts = list(reading.new_parties)
    members = _changed_members(reading, published=published)
    if members is not None:
        version += 1
        drafts.append(
            RecordDraft("asset", asset_id, "asset/1", version, members, Capacity.MIRROR, published)
        )
    effects = numbered(reading.effects, transaction)
    if reading.lodged_transaction is not None:
        close = Close(command.entry_date, reading.lodged_transaction, "recorded")
        effects = (*effects, close)
        drafts.append(_settled(command, context, asset_id, published=published))
    drafts.append(
        transaction_draft(
            transaction,
            command.act,
            filing=filing_id,
            subjects=[
                subject_member(asset_id, version, title_version, effects, command.office_number)
            ],
            received_at=received_at,
            effective=effects[0].on,
            capacity=Capacity.MIRROR,
            published=published,
            sides=sides(command.act, reading.people),
            evidence=command.evidence,
            policy=reading.policy,
            executedDate=None if command.executed is None else command.executed.isoformat(),
            registerOfRecord=_office_entry(command, reading),
        )
    )
    return tuple(drafts), (TitleMove(asset_id, title_version),)


def _published(command: RecordalNotice, asset: AssetFacts | None) -> bool:
    """Whether the right is public after this entry: its office's publication makes it so."""
    described = command.description is None or command.description.published
    if asset is None:
        return described
    return asset.published or (command.act in PUBLISHING and described)


def _changed_members(reading: Reading, *, published: bool) -> Mapping[str, Any] | None:
    """The members of the right's next version; None where nothing of it changes."""
    asset = reading.asset
    if asset is None:
        return reading.members
    lasting = MEMBERS["asset/1"].keys() - SAID_ONCE
    known = {member: asset.document.get(member) for member in lasting}
    members = reading.members or known
    return None if dict(members) == known and published == asset.published else members


def _settled(
    command: RecordalNotice, context: Context, asset_id: str, *, published: bool
) -> RecordDraft:
    """The lodged filing's next version: recorded at its office, once all its rights are."""
    filing = context.filings[command.lodged_filing or ""]
    others = {a.id: a for a in context.assets.values() if a.id in filing.subjects}
    others.pop(asset_id, None)
    waits = any(still_lodged(filing, other) for other in others.values())
    status = FilingStatus.LODGED if waits else FilingStatus.RECORDED
    return next_filing_draft(filing, status, Capacity.MIRROR, published=published)


def _office_entry(command: RecordalNotice, reading: Reading) -> dict[str, Any]:
    office = command.description.office if command.description else ""
    if reading.asset is not None:
        office = reading.asset.office
    entry: dict[str, Any] = {"officeCode": office, "entryDate": command.entry_date.isoformat()}
    if command.office_number is not None:
        entry["recordalNumber"] = command.office_number
    if command.publication_date is not None:
        entry["publicationDate"] = command.publication_date.isoformat()
    return entry


def _reception(command: RecordalNotice, reading: Reading, context: Context) -> Outcome:
    """Filed by somebody who is no officer: it waits for one to accept the paper."""
    assets = () if reading.asset is None else (reading.asset.id,)
    draft = filing_draft(
        context,
        NAME,
        FilingStatus.UNDER_EXAMINATION,
        act=command.act,
        assets=assets,
        published=reading.asset is None or reading.asset.published,
    )
    warnings = tuple(reading.violations)
    return Outcome(FilingStatus.UNDER_EXAMINATION, (draft,), (), reading.policies, warnings)


TYPE = FilingType(
    name=NAME,
    read=read,
    needs=needs,
    decide=decide,
    citation="CN: Patent Law art. 10, Trademark Law art. 42 (the office's entry moves title)",
)
