"""What an office's entry is, act by act: who stands on which side, what it does to title.

One row an act. A maker answers with the effects and what is wrong with the entry as such;
that something does not fit the chain is no fault of it: the fold names that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any, TypeAlias

from ipregistry.domain.facts import AssetFacts, Context
from ipregistry.domain.filings.recordals.command import STRENGTH_OF_ACT, RecordalNotice
from ipregistry.domain.filings.recordals.people import Member, People
from ipregistry.domain.filings.shares import WHOLE
from ipregistry.domain.policies import Effect as RecordingEffect
from ipregistry.domain.policies import Policy
from ipregistry.domain.titles import Effect, Holding, Register, Root, State, Transfer
from ipregistry.domain.violations import Violation


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of an outside office, with all that its effects rest on."""

    command: RecordalNotice
    people: People
    context: Context
    policy: Policy
    office: str
    kind: str
    asset: AssetFacts | None

    def before(self, on: date) -> State:
        """Title at the register of record on the day of the entry, as it is known now."""
        if self.asset is None:
            return State()
        return self.asset.title(on, self.context.now).record


Made: TypeAlias = tuple[tuple[Effect, ...], list[Violation]]
Maker: TypeAlias = Callable[[Entry], Made]


def make_root(entry: Entry) -> Made:
    """What the chain starts from, or is held against."""
    command = entry.command
    holdings, stated = _holdings_of_root(entry.people.holders)
    source = {"office": entry.office, "act": command.act, "shares": stated}
    if command.office_number is not None:
        source["number"] = command.office_number
    source["digest"] = command.evidence[0].digest
    root = Root(
        Register.RECORD,
        command.entry_date,
        STRENGTH_OF_ACT[command.act],
        holdings,
        "office",
        source,
        command.listed,
    )
    return (root,), []


def _holdings_of_root(members: tuple[Member, ...]) -> tuple[tuple[Holding, ...], str]:
    """The holders' shares, and whether the office stated them.

    A publication names its applicants without shares; equal parts are shown as presumed,
    never as what the office said.
    """
    if all(member.share is not None for member in members):
        return tuple(_holding(m, m.share or WHOLE) for m in members), "stated"
    equal = Fraction(1, len(members))
    stated = "stated" if len(members) == 1 else "presumed-equal"
    return tuple(_holding(member, equal) for member in members), stated


def make_transfer(entry: Entry) -> Made:
    """Shares that pass from the givers to the takers."""
    command, people = entry.command, entry.people
    on = command.entry_date
    rules = entry.policy.acts.get(command.act) or entry.policy.acts.get("assignment")
    if rules is not None and rules.effect.value == RecordingEffect.CONSTITUTIVE_ON_PUBLICATION:
        if command.publication_date is None:
            missing = Violation("publication-date-missing", "/publicationDate", {})
            return (), [replace(missing, citation=rules.effect.citation)]
        on = command.publication_date
    givers = _given(entry, people.givers, on)
    given = sum((holding.share for holding in givers), Fraction(0))
    takers = _taken(people.takers, given)
    if not givers or not takers:
        return (), []
    return (Transfer(Register.RECORD, on, givers, takers),), []


def _given(entry: Entry, members: tuple[Member, ...], on: date) -> tuple[Holding, ...]:
    """What each gives: as stated; else all that he is recorded to hold; else, where one of
    them is not recorded to hold anything, equal parts of the whole.
    """
    if all(member.share is not None for member in members):
        return tuple(_holding(m, m.share or WHOLE) for m in members)
    held = {h.party: h.share for h in entry.before(on).holders or ()}
    if all(member.party.id in held for member in members):
        return tuple(_holding(member, held[member.party.id]) for member in members)
    return tuple(_holding(member, Fraction(1, len(members))) for member in members)


def _taken(members: tuple[Member, ...], given: Fraction) -> tuple[Holding, ...]:
    """What each takes: as stated, else equal parts of what is given."""
    if all(member.share is not None for member in members):
        return tuple(_holding(m, m.share or WHOLE) for m in members)
    return tuple(_holding(member, given / len(members)) for member in members)


def _holding(member: Member, share: Fraction) -> Holding:
    return Holding(member.party.id, member.party.version, share)


def shares_are_stated(entry: Entry) -> bool:
    """Whether the paper states every share that the entry moves."""
    people = entry.people
    return all(m.share is not None for m in (*people.holders, *people.givers, *people.takers))


SideRoles: TypeAlias = Mapping[str, tuple[str, str]]
# Under which roles the two sides of an entry stand in its transaction.
ROLES: SideRoles = {
    "assignment": ("transferor", "transferee"),
    "transmission": ("predecessor", "successor"),
    "ownership-order": ("bound-party", "beneficiary"),
    "security": ("grantor", "secured-party"),
    "security-amendment": ("grantor", "secured-party"),
    "security-release": ("secured-party", "grantor"),
    "licence": ("licensor", "licensee"),
    "licence-amendment": ("licensor", "licensee"),
    "licence-termination": ("licensee", "licensor"),
    "name-change": ("former-name", "new-name"),
    "address-change": ("party", "party"),
}
_ANY_ROLES = ("giver", "taker")


def sides(act: str, people: People) -> list[tuple[str, list[Any]]]:
    """Who took part in which role."""
    giver, taker = ROLES.get(act, _ANY_ROLES)
    bags = (("holder", people.holders), (giver, people.givers), (taker, people.takers))
    return [(role, [m.party for m in members]) for role, members in bags if members]
