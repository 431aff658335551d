"""Change of particulars: a party's name or address, on the rights on which it stands.

One filing changes the party's record and enters the change on each right named, or on all of
them at once. A right that is not named keeps the particulars that stand on it: a change of
name is an act on each right, as in every register.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ipregistry.domain.access import Role
from ipregistry.domain.facts import (
    AssetFacts,
    AssetRef,
    Capacity,
    Context,
    Needs,
    PartyFacts,
    RightsOf,
)
from ipregistry.domain.filings.acts import Act, Deed, Subject, View, filing_type, read_deed
from ipregistry.domain.filings.parties import party_place
from ipregistry.domain.filings.subjects import find_asset, policy_for
from ipregistry.domain.outcomes import RecordDraft
from ipregistry.domain.titles import Effect, Rename, State
from ipregistry.domain.violations import Severity, Violation

NAME_CHANGE, ADDRESS_CHANGE = "name-change", "address-change"
# As many as one entry, one transaction and one unit of work take without hurry.
MOST_RIGHTS = 5000


@dataclass(frozen=True, slots=True)
class Particulars:
    """The new particulars; None where they stay. `everywhere`: on all rights, of one office
    or of all, on which the party stands.
    """

    deed: Deed
    party: str
    everywhere: bool
    office: str | None
    names: tuple[Mapping[str, str], ...] | None
    town: str | None
    addresses: tuple[Mapping[str, Any], ...] | None
    service_addresses: tuple[Mapping[str, Any], ...] | None

    @property
    def changes(self) -> tuple[str, ...]:
        """What is filed for: a name, an address, or both."""
        address = (self.town, self.addresses, self.service_addresses) != (None, None, None)
        said = {"name": self.names is not None, "address": address}
        return tuple(name for name, changed in said.items() if changed)

    def changed(self, party: PartyFacts) -> dict[str, Any]:
        """The party's record with the new particulars in place of the old ones."""
        names = "organizationNameBag" if party.is_organization else "personNameBag"
        new = {
            names: _plain(self.names),
            "townText": self.town,
            "addressBag": _plain(self.addresses),
            "serviceAddressBag": _plain(self.service_addresses),
        }
        return {**party.document, **{k: v for k, v in new.items() if v is not None}}


def _plain(items: Iterable[Mapping[str, Any]] | None) -> list[dict[str, Any]] | None:
    return None if items is None else [dict(item) for item in items]


def read(body: Mapping[str, Any]) -> Particulars:
    """The command in a body of the right shape."""
    return Particulars(
        read_deed({"assetBag": [], **body}),
        body["party"],
        body.get("allRightsIndicator", False),
        body.get("officeCode"),
        _bag(body, "nameBag"),
        body.get("townText"),
        _bag(body, "addressBag"),
        _bag(body, "serviceAddressBag"),
    )


def _bag(body: Mapping[str, Any], member: str) -> tuple[Mapping[str, Any], ...] | None:
    return tuple(body[member]) if member in body else None


class ParticularsAct(Act[Particulars]):
    """The party files it, its agent, or an officer who holds its paper. No hold stops it: it
    gives nothing of the right away.
    """

    name = "particulars-change"
    citation = (
        "CN: legal events CP01, CP02, CP03; HK: legal event CHPA; MO: annotations of change of "
        "name and of change of address, form ECO-052"
    )
    changes = "the name or address of a party on the right"
    moves = False

    def read(self, body: Mapping[str, Any]) -> Particulars:
        return read(body)

    def deed(self, command: Particulars) -> Deed:
        return command.deed

    def parties(self, command: Particulars) -> tuple[tuple[str, str], ...]:
        return (("", command.party),)

    def needs(self, command: Particulars) -> Needs:
        everywhere = RightsOf(command.party, command.office, MOST_RIGHTS)
        return replace(
            super().needs(command),
            changed_parties=(command.party,),
            rights_of=(everywhere,) if command.everywhere else (),
        )

    def subjects(self, command: Particulars, context: Context) -> tuple[Subject, ...]:
        if not command.everywhere:
            return command.deed.subjects
        pointer = "/allRightsIndicator"
        return tuple(
            Subject(AssetRef(id=right.id), right.title_version, pointer)
            for right in self._standing_on(command, context)
            if self._registrable(command, right, context)
        )

    def _standing_on(self, command: Particulars, context: Context) -> list[AssetFacts]:
        rights = {right.id: right for right in context.assets.values()}
        return [
            right
            for _, right in sorted(rights.items())
            if command.office in {None, right.office}
            and command.party in stands_on(right, context)
            # What came to the party while the filing waited was not filed for.
            and (context.waiting_on is None or right.id in context.waiting_on)
            # Of a right that the filer may not know of nothing is said, not even a refusal.
            and isinstance(find_asset(context, AssetRef(id=right.id), ""), AssetFacts)
        ]

    def _registrable(self, command: Particulars, right: AssetFacts, context: Context) -> bool:
        policy = policy_for(context, right.office, right.kind)
        return self.act_of(command) in policy.acts

    def known_as(self) -> tuple[str, ...]:
        return (NAME_CHANGE, ADDRESS_CHANGE)

    def act_of(self, command: Particulars) -> str:
        return NAME_CHANGE if "name" in command.changes else ADDRESS_CHANGE

    def judge_command(self, command: Particulars, context: Context) -> list[Violation]:
        if _by_officer(context) and not command.deed.evidence:
            # What he files for somebody else rests on that party's paper.
            return [Violation("evidence-missing", "/evidenceBag")]
        if not command.everywhere or command.party not in context.parties:
            return []
        if command.party in context.overfull:
            params: dict[str, str | int] = {"party": command.party, "limit": MOST_RIGHTS}
            return [Violation("too-many-rights", "/allRightsIndicator", params)]
        return self._left_out(command, context)

    def _left_out(self, command: Particulars, context: Context) -> list[Violation]:
        """All rights are those whose register knows such a change; the others are counted."""
        standing = self._standing_on(command, context)
        left_out = sum(not self._registrable(command, right, context) for right in standing)
        pointer = "/allRightsIndicator"
        if left_out == len(standing):
            return [Violation("party-on-no-right", pointer, {"party": command.party})]
        if not left_out:
            return []
        params: dict[str, str | int] = {"count": left_out}
        return [Violation("rights-left-out", pointer, params, severity=Severity.WARNING)]

    def judge(self, command: Particulars, view: View) -> list[Violation]:
        party = view.context.parties.get(command.party)
        if party is None:
            return []
        if command.party not in stands_on(view.asset, view.context):
            return [Violation("party-not-on-right", view.pointer, {"party": command.party})]
        if self.version(command, party) > party.version or _others(view, party):
            return []
        return [Violation("particulars-as-recorded", view.pointer, {"party": command.party})]

    def assents(self, command: Particulars, view: View) -> tuple[str, ...]:
        return () if _by_officer(view.context) else (command.party,)

    def version(self, command: Particulars, party: PartyFacts) -> int:
        """The version of the party's record that has the new particulars.

        Where it has them already, on other rights, no new one is made.
        """
        changed = command.changed(party) != party.document
        return party.version + 1 if changed else party.version

    def effects(self, command: Particulars, view: View, _transaction: str) -> tuple[Effect, ...]:
        party = view.context.parties[command.party]
        # From the day of its entry: until then the right shows what stood on it.
        return (
            Rename(
                view.register,
                view.context.today,
                party.id,
                self.version(command, party),
                command.changes,
            ),
        )

    def sides(self, command: Particulars, context: Context) -> list[tuple[str, list[PartyFacts]]]:
        party = context.parties.get(command.party)
        if party is None:
            return []
        if command.names is None:
            return [("party", [party])]
        return [("former-name", [party]), ("new-name", [self.after(command, party)])]

    def after(self, command: Particulars, party: PartyFacts) -> PartyFacts:
        """The party with its new particulars."""
        document = command.changed(party)
        return replace(
            party,
            version=self.version(command, party),
            names=command.names or party.names,
            town=document.get("townText"),
            place=party_place(document),
            document=document,
        )

    def shared_records(self, command: Particulars, context: Context) -> tuple[RecordDraft, ...]:
        party = context.parties[command.party]
        new = self.after(command, party)
        if new.version == party.version:
            return ()
        return (
            RecordDraft("party", party.id, "party/1", new.version, new.document, Capacity.OFFICE),
        )


def _by_officer(context: Context) -> bool:
    """Whether an officer files it, or filed it before it waited."""
    if context.filed_by is not None:
        return context.filed_by in context.officers
    return Role.REGISTRAR in context.actor.roles


def _others(view: View, party: PartyFacts) -> bool:
    """Whether the right shows the party at another version of its record than the newest."""
    state = _state(view.asset, view.context)
    shown = {(h.party, h.party_version) for h in state.holders or ()}
    for standing in state.interests:
        named = (*standing.interest.givers, *standing.interest.holders)
        shown |= {(p.party, p.party_version) for p in named}
    return {version for shown_party, version in shown if shown_party == party.id} != {party.version}


def stands_on(asset: AssetFacts, context: Context) -> set[str]:
    """Who holds the right, or an interest in it that runs, where the change is to be entered."""
    state = _state(asset, context)
    running = [s.interest for s in state.interests if s.interest.runs_on(context.today)]
    interested = {party.party for interest in running for party in interest.holders}
    return interested | {h.party for h in state.holders or ()}


def _state(asset: AssetFacts, context: Context) -> State:
    """What is only lodged at this office is entered with its own names: the record counts."""
    title = asset.title(context.today, context.now)
    return title.record if asset.office == context.node.office else title.notified


PARTICULARS_CHANGE = ParticularsAct()
TYPE = filing_type(PARTICULARS_CHANGE)

__all__ = ["MOST_RIGHTS", "PARTICULARS_CHANGE", "TYPE", "Particulars"]
