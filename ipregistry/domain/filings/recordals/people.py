"""Whom a notice names: by record number, or as the office's paper writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ipregistry.domain.facts import AssetFacts, Capacity, Context, PartyFacts
from ipregistry.domain.filings.parties import party_draft
from ipregistry.domain.filings.recordals.command import NamedHolder, RecordalNotice
from ipregistry.domain.filings.subjects import find_parties_of_each, holders_ever
from ipregistry.domain.outcomes import RecordDraft
from ipregistry.domain.violations import Violation


def parties_named(
    command: RecordalNotice, context: Context, office: str, asset: AssetFacts | None
) -> tuple[dict[str, PartyFacts], tuple[RecordDraft, ...], list[Violation]]:
    """Everybody named, drafts of those whom the register did not know, and what is wrong."""
    bags = (command.holders, command.givers, command.takers)
    parties, violations = find_parties_of_each(context, bags)
    drafts: list[RecordDraft] = []
    keyed = dict(context.named_parties)
    for holder in command.named_holders:
        key = command.party_key(holder)
        known = _in_chain(holder, context, asset, parties) if key is None else keyed.get(key)
        if known is None:
            party_id = context.new_id("party")
            known = PartyFacts(party_id, 1, holder.category, (holder.name,), None)
            drafts.append(_named_draft(party_id, holder, office))
        parties[known.id] = known
        if key is not None:
            keyed[key] = known
    return parties, tuple(drafts), violations


def _in_chain(
    holder: NamedHolder,
    context: Context,
    asset: AssetFacts | None,
    taken: Mapping[str, PartyFacts],
) -> PartyFacts | None:
    """The one party of this right's own chain that bears the name, for want of an address."""
    named = [
        context.parties[party]
        for party in (() if asset is None else sorted(holders_ever(asset)))
        if party in context.parties
        and party not in taken
        and any(name["value"] == holder.name["value"] for name in context.parties[party].names)
    ]
    return named[0] if len(named) == 1 else None


def _named_draft(party_id: str, holder: NamedHolder, office: str) -> RecordDraft:
    address = {"addressLineText": holder.address, "countryCode": holder.country}
    known = {name: value for name, value in address.items() if value is not None}
    return replace(
        party_draft(
            party_id,
            holder.category,
            (holder.name,),
            addresses=(known,) if known else (),
            source_office=office,
        ),
        capacity=Capacity.MIRROR,
    )
