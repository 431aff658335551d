"""Where the fold stands: who holds the right, what burdens it, what is open, and the chain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from ipregistry.domain.titles.effects import (
    Holding,
    Interest,
    InterestCategory,
    Reveal,
    Root,
    Step,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A gap or conflict, by name. `gap`: followed all the same; `conflict`: not applied."""

    code: str
    kind: str
    transaction: str
    params: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ChainStep:
    """One step of the chain: the entry, what it did, who held before and after.

    Of one that a correction superseded, `reveals` is what searches show after it.
    """

    step: Step
    before: tuple[Holding, ...] | None
    after: tuple[Holding, ...] | None
    findings: tuple[Finding, ...]
    superseded_by: str | None = None
    reveals: Reveal = Reveal.OLD_AND_NEW


@dataclass(frozen=True, slots=True)
class Standing:
    """An interest that stands on the right: its terms now, and the step that granted it."""

    interest: Interest
    step: Step


@dataclass(frozen=True, slots=True)
class Restriction:
    """Dispositions are restricted since a date; the hold says the rest to those entitled."""

    hold: str
    since: date


@dataclass(frozen=True, slots=True)
class State:
    """Where the fold stands. `holders` is None while nothing says who holds the right.

    `facts` are what stands of the right beside its stage (`annuity-unpaid`, …); `term_ends`
    is the end of its term where an entry has moved it, else None.
    """

    holders: tuple[Holding, ...] | None = None
    root: Root | None = None
    root_step: Step | None = None
    stage: str | None = None
    interests: tuple[Standing, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    facts: frozenset[str] = frozenset()
    term_ends: date | None = None
    open_findings: tuple[Finding, ...] = ()
    chain: tuple[ChainStep, ...] = ()

    def active(self, category: InterestCategory, day: date) -> tuple[Standing, ...]:
        """The interests of a category that still run on a day, in the order of their coming."""
        return tuple(
            found
            for found in self.interests
            if found.interest.category is category and self._runs(found.interest, day)
        )

    def _runs(self, interest: Interest, day: date) -> bool:
        """A sublicence runs no longer than the licence that it is under, whatever its deed says:
        that one may have been shortened since.
        """
        head = None if interest.under is None else self.interest(interest.under)
        return interest.runs_on(day) and (head is None or self._runs(head.interest, day))

    def interest(self, interest_id: str) -> Standing | None:
        """The interest with this number, if it stands."""
        return next((s for s in self.interests if s.interest.id == interest_id), None)

    def entered_as(
        self, number: str | None, category: InterestCategory | None = None
    ) -> Standing | None:
        """The interest (of a category) that an outside office entered under its own number."""
        if number is None:
            return None
        entered = (s for s in self.interests if s.step.number == number)
        return next((s for s in entered if category in (None, s.interest.category)), None)


def chained(
    before: State, after: State, step: Step, findings: tuple[Finding, ...], *, opens: bool = True
) -> State:
    """`after` with the step in its chain; its findings stay open unless something settles them."""
    link = ChainStep(step, before.holders, after.holders, findings)
    still_open = after.open_findings + (findings if opens else ())
    return replace(after, open_findings=still_open, chain=(*before.chain, link))


def shares_of(holders: Iterable[Holding]) -> dict[str, Fraction]:
    """How much each party holds."""
    shares: dict[str, Fraction] = {}
    for holding in holders:
        shares[holding.party] = shares.get(holding.party, Fraction(0)) + holding.share
    return shares


def in_order(holders: Iterable[Holding]) -> tuple[Holding, ...]:
    """The largest share first, so that one state has one form."""
    return tuple(sorted(holders, key=lambda h: (-h.share, h.party)))
