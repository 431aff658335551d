"""An act on title: what is its own, beside what all acts share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Generic, TypeVar

from ipregistry.domain.facts import AssetFacts, Capacity, Context, FilingStatus, Needs, PartyFacts
from ipregistry.domain.filings.acts.deed import Deed, Subject
from ipregistry.domain.outcomes import RecordDraft
from ipregistry.domain.policies import ActPolicy, Policy
from ipregistry.domain.policies import Effect as RecordingEffect
from ipregistry.domain.titles import Effect, Register, Title
from ipregistry.domain.violations import Violation

C = TypeVar("C")

# Where the register makes the act, a deed counts from the register's entry, not from its own day.
CONSTITUTIVE = frozenset(
    {RecordingEffect.CONSTITUTIVE_ON_REGISTRATION, RecordingEffect.CONSTITUTIVE_ON_PUBLICATION}
)


@dataclass(frozen=True, slots=True)
class View:
    """One right of a deed with everything that a rule on it may know."""

    context: Context
    asset: AssetFacts
    title: Title
    policy: Policy
    rules: ActPolicy
    deed: Deed
    pointer: str
    local: bool = False

    @property
    def ours(self) -> bool:
        """Whether this node's own entry is the recordal."""
        return bool(self.rules.register_of_record.value == self.context.node.office)

    @property
    def awaits_publication(self) -> bool:
        """Whether the act takes effect only when the journal has published it."""
        return self.ours and (
            self.rules.effect.value == RecordingEffect.CONSTITUTIVE_ON_PUBLICATION
        )

    @property
    def register(self) -> Register:
        """Whose answer the act's effects belong to once it is enacted here."""
        moves = self.ours and not self.awaits_publication
        return Register.RECORD if moves else Register.NOTIFIED

    @property
    def capacity(self) -> Capacity:
        """What this node's entry is."""
        return Capacity.OFFICE if self.ours else Capacity.NOTICE

    @property
    def status(self) -> FilingStatus:
        """What the filing comes to on this right."""
        if self.local:
            return FilingStatus.RECORDED
        if not self.ours:
            return FilingStatus.LODGED
        awaits = self.awaits_publication
        return FilingStatus.AWAITING_PUBLICATION if awaits else FilingStatus.RECORDED

    @property
    def counts_from(self) -> date:
        """The day from which the act counts: of its entry where that makes it, else of the deed."""
        constitutive = self.ours and self.rules.effect.value in CONSTITUTIVE
        executed = self.deed.executed_on
        return self.context.today if constitutive or executed is None else executed

    @property
    def filer(self) -> str | None:
        """The account that filed the act, also where somebody else's yes completes it."""
        return self.context.filed_by or self.context.actor.account

    @property
    def by_officer(self) -> bool:
        """Whether an officer filed the act, also where it is judged again at another's desk."""
        context = self.context
        if context.filed_by is None:
            return context.actor.is_office
        return context.filed_by in context.officers

    @property
    def holders(self) -> tuple[str, ...]:
        """Who holds the right at the register of record."""
        return tuple(holding.party for holding in self.title.record.holders or ())

    def version_of(self, party: str) -> int:
        """The version of a party's record that is seen now."""
        return self.context.parties[party].version


class Act(ABC, Generic[C]):
    """One sort of act. `C` is its command; every method is a pure function of its arguments.

    `disposes`: it gives something of the right away, so a root, a clean chain and a right in
    force are needed. `local`: it is this node's own act, whatever the register of record.
    `secret`: its transaction tells outsiders its effects and nothing else. `moves`: it moves
    the title version, so that who saw an older one must look again.
    """

    name: ClassVar[str]
    citation: ClassVar[str]
    disposes: ClassVar[bool] = False
    local: ClassVar[bool] = False
    secret: ClassVar[bool] = False
    moves: ClassVar[bool] = True
    undone_by: ClassVar[tuple[str, ...]] = ("correction",)
    changes: ClassVar[str] = ""
    on_pending: ClassVar[str] = "others stay in their rank; each is judged again when decided"

    @abstractmethod
    def read(self, body: Mapping[str, Any]) -> C:
        """The command in a body of the right shape."""

    @abstractmethod
    def deed(self, command: C) -> Deed:
        """What the act shares with all others."""

    def subjects(self, command: C, _context: Context) -> tuple[Subject, ...]:
        """The rights that it is on; a filing may name them without listing them."""
        return self.deed(command).subjects

    def known_as(self) -> tuple[str, ...]:
        """Every name that `act_of` may give."""
        return (self.name,)

    def act_of(self, _command: C) -> str:
        """The name of the act in policies and mandates."""
        return self.name

    def told_as(self, command: C) -> str:
        """The name of the act on the record, which everybody reads."""
        return self.act_of(command)

    def stops(self, command: C) -> frozenset[str]:
        """The names under which a hold stops the act; none: no hold stops it."""
        return frozenset({self.act_of(command)}) if self.disposes else frozenset()

    def by_law(self, _command: C) -> bool:
        """Whether it needs nobody's will: no holder is asked first, and no secured party."""
        return False

    def sort(self, _command: C) -> str | None:
        """The act's own sort (cause, instrument), by which a policy may ask for papers."""
        return None

    def under(self, command: C) -> frozenset[str]:
        """The holds and locks under which it is done: they do not stop it."""
        lock = self.deed(command).lock
        return frozenset() if lock is None else frozenset({lock})

    @abstractmethod
    def parties(self, command: C) -> tuple[tuple[str, str], ...]:
        """Whom the command names: pointer and party."""

    def needs(self, command: C) -> Needs:
        """What must be locked and loaded."""
        return self.deed(command).needs(tuple(party for _, party in self.parties(command)))

    def judge_command(self, _command: C, _context: Context) -> list[Violation]:
        """The rules that need no right."""
        return []

    def judge(self, _command: C, _view: View) -> list[Violation]:
        """The act's own rules on one right, pointers into the body."""
        return []

    def judge_fit(self, _command: C, _view: View) -> list[Violation]:
        """Rules that make sense only where nothing else refuses."""
        return []

    def assents(self, _command: C, _view: View) -> tuple[str, ...]:
        """Whose assent the act needs on this right, in order."""
        return ()

    def asks(self, _command: C, _view: View, _missing: tuple[str, ...]) -> list[Violation]:
        """Warnings that say which assents a filing waits for, and by what rule."""
        return []

    def reasons_to_examine(self, _command: C, _view: View) -> list[str]:
        """Why, beside the policy's own reasons, it does not go straight through."""
        return []

    def concerned(self, command: C, _view: View) -> set[str]:
        """The parties of whom one must file it, where a party files."""
        return {party for _, party in self.parties(command)}

    @abstractmethod
    def effects(self, command: C, view: View, transaction: str) -> tuple[Effect, ...]:
        """What it does to title; the first effect is what the entry is about."""

    def chargors(self, _command: C) -> tuple[str, ...]:
        """Who charges the right by it: a company's charge has a last day of its own."""
        return ()

    def sides(self, _command: C, _context: Context) -> list[tuple[str, list[PartyFacts]]]:
        """Who took part, in which role."""
        return []

    def details(self, _command: C) -> dict[str, Any]:
        """Further members of the transaction."""
        return {}

    def records(
        self, _command: C, _view: View, _effects: tuple[Effect, ...]
    ) -> tuple[RecordDraft, ...]:
        """Further records that it makes for one right."""
        return ()

    def shared_records(self, _command: C, _context: Context) -> tuple[RecordDraft, ...]:
        """Further records that it makes once, whatever the number of rights."""
        return ()

    def members_of_filing(self, _command: C) -> dict[str, Any]:
        """Further members of the filing's record."""
        return {}
