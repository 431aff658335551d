"""Whom a notice names: by record number, or as the office's paper writes them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from ipregistry.domain.facts import AssetFacts, Capacity, Context, PartyFacts
from ipregistry.domain.filings.parties import party_draft
from ipregistry.domain.filings.reading import ShareOf
from ipregistry.domain.filings.recordals.command import NamedHolder, RecordalNotice
from ipregistry.domain.filings.subjects import find_parties_of_each
from ipregistry.domain.outcomes import RecordDraft
from ipregistry.domain.titles import Effect, Grant, Named, Root, Transfer, Vary
from ipregistry.domain.violations import Violation

_ORGANIZATION = "organization"


@dataclass(frozen=True, slots=True)
class Member:
    """A party on one side of the entry; `share` is None where the paper states none."""

    party: PartyFacts
    share: Fraction | None

    @property
    def named(self) -> Named:
        """As an interest names it."""
        return Named(self.party.id, self.party.version)


@dataclass(frozen=True, slots=True)
class People:
    """Everybody whom the entry names, by side."""

    holders: tuple[Member, ...] = ()
    givers: tuple[Member, ...] = ()
    takers: tuple[Member, ...] = ()

    @property
    def gaining(self) -> set[str]:
        """Those who have something by the entry that they did not give."""
        giving = {member.party.id for member in self.givers}
        return {m.party.id for m in (*self.holders, *self.takers)} - giving


def people_named(
    command: RecordalNotice, context: Context, office: str, asset: AssetFacts | None
) -> tuple[People, tuple[RecordDraft, ...], list[Violation]]:
    """Everybody named, drafts of those whom the register did not know, and what is wrong."""
    bags = (command.holders, command.givers, command.takers)
    _, violations = find_parties_of_each(context, bags)
    finder = _Finder(command, context, office, asset)
    people = People(
        finder.side(command.holders, command.named_holders),
        finder.side(command.givers, command.named_givers),
        finder.side(command.takers, command.named_takers),
    )
    return people, tuple(finder.drafts), violations


class _Finder:
    """Finds the parties of one notice; `drafts` are those that it had to make."""

    def __init__(
        self, command: RecordalNotice, context: Context, office: str, asset: AssetFacts | None
    ) -> None:
        self._command = command
        self._context = context
        self._office = office
        self._chain = {} if asset is None else _by_name(context, asset)
        self._keyed = dict(context.named_parties)
        # Who was made for this notice, for want of an address: one name is one party in it.
        self._made: dict[tuple[str, str], PartyFacts] = {}
        self.drafts: list[RecordDraft] = []

    def side(self, shares: Iterable[ShareOf], named: Iterable[NamedHolder]) -> tuple[Member, ...]:
        """The parties of one side, each once."""
        known = self._context.parties
        members = [Member(known[s.party], s.share) for s in shares if s.party in known]
        taken = {member.party.id for member in members}
        for holder in named:
            party = self._find(holder, taken) or self._make(holder)
            if party.id not in taken:
                members.append(Member(party, holder.share))
            taken.add(party.id)
        return tuple(members)

    def _find(self, holder: NamedHolder, taken: set[str]) -> PartyFacts | None:
        key = self._command.party_key(holder)
        if key is not None and key in self._keyed:
            return self._keyed[key]
        if holder.address is not None and holder.category != _ORGANIZATION:
            return None
        # An organisation moves, and stays the one of that name on this right; of two people
        # of one name at two addresses nobody can say so.
        name = said_the_same(holder.name["value"])
        found = [p for p in self._chain.get(name, ()) if p.id not in taken]
        made = self._made.get((name, holder.category))
        if made is not None and made.id not in taken:
            found.append(made)
        return found[0] if len(found) == 1 else None

    def _make(self, holder: NamedHolder) -> PartyFacts:
        party_id = self._context.new_id("party")
        party = PartyFacts(party_id, 1, holder.category, (holder.name,), None)
        self.drafts.append(_draft(party_id, holder, self._office))
        key = self._command.party_key(holder)
        if key is not None:
            self._keyed[key] = party
        else:
            self._made[said_the_same(holder.name["value"]), holder.category] = party
        return party


def said_the_same(name: str) -> str:
    """A name as it is compared within one right's chain: offices write the same party in
    capitals in one entry and in small letters in the next.
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[\W_]+", " ", folded).strip()


def _by_name(context: Context, asset: AssetFacts) -> Mapping[str, list[PartyFacts]]:
    """The parties of the right's own chain, by every name that they bear."""
    found: dict[str, list[PartyFacts]] = {}
    for party_id in sorted(parties_ever(asset)):
        if party_id not in context.parties:
            continue
        party = context.parties[party_id]
        for name in {said_the_same(name["value"]) for name in party.names}:
            found.setdefault(name, []).append(party)
    return found


def parties_ever(asset: AssetFacts) -> set[str]:
    """Everybody whom some effect on this right names, corrections included."""
    effects = [getattr(step.effect, "by", None) or step.effect for step in asset.steps]
    return {party for effect in effects for party in _in_effect(effect)}


def _in_effect(effect: Effect) -> Iterable[str]:
    if isinstance(effect, Root):
        return [h.party for h in effect.holders]
    if isinstance(effect, Transfer):
        return [h.party for h in (*effect.givers, *effect.takers)]
    if isinstance(effect, Grant | Vary):
        return [p.party for p in (*effect.interest.givers, *effect.interest.holders)]
    return []


def _draft(party_id: str, holder: NamedHolder, office: str) -> RecordDraft:
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
