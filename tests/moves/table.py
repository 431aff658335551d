"""The table at which the players sit: the register, who they are, and chance."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from hashlib import sha256
from typing import Any, Protocol, TypeVar

from ipregistry.domain.access import Actor
from ipregistry.domain.dispositions import LOCK
from ipregistry.domain.facts import AssetFacts, FilingFacts, FilingStatus, HoldFacts
from ipregistry.domain.titles import InterestCategory, Standing, Title

T = TypeVar("T")


class Board(Protocol):
    """A register that moves are played on."""

    @property
    def rights(self) -> Mapping[str, AssetFacts]: ...

    @property
    def filings(self) -> Mapping[str, FilingFacts]: ...

    @property
    def today(self) -> date: ...

    def title(self, right: str, on: date | None = None) -> Title: ...

    def file(self, actor: Actor, type_name: str, body: Mapping[str, Any]) -> Any: ...

    def pass_time(self, **delta: float) -> None: ...


@dataclass(frozen=True)
class Cast:
    """Who plays: parties by number, an agent with mandates, venues, officers."""

    parties: Mapping[str, Actor]
    agent: Actor
    venues: tuple[Actor, ...]
    registrar: Actor
    officers: tuple[Actor, ...]

    @property
    def everybody(self) -> tuple[Actor, ...]:
        return (*self.parties.values(), self.agent, *self.venues, self.registrar, *self.officers)

    def of_account(self, account: str) -> Actor:
        return next((a for a in self.everybody if a.account == account), self.registrar)


@dataclass
class Table:
    """One game. `moved` says what the last move came to, for whoever wants to look."""

    board: Board
    cast: Cast
    chance: random.Random
    office: str | None
    _papers: int = field(default=0)

    # ------------------------------------------------------------------ chance

    def pick(self, some: Sequence[T]) -> T:
        return self.chance.choice(list(some))

    def one_in(self, n: int) -> bool:
        """True once in n; shrinks to False."""
        return self.chance.randrange(n) == n - 1

    def some(self, of: Sequence[T], most: int = 2) -> list[T]:
        """A few of them, each once; perhaps none."""
        count = self.chance.randrange(min(most, len(of)) + 1)
        return self.chance.sample(list(of), count)

    def day(self, least: int, most: int) -> str:
        """A day so many days from today."""
        return self.in_days(least + self.chance.randrange(most - least + 1))

    def in_days(self, days: int) -> str:
        return (self.board.today + timedelta(days=days)).isoformat()

    # ------------------------------------------------------------------ looking

    def right(self) -> str:
        return self.pick(list(self.board.rights))

    def actor(self, party: str) -> Actor:
        return self.cast.parties[party]

    def others(self, *parties: str) -> list[str]:
        return [party for party in self.cast.parties if party not in parties]

    def shares(self, right: str) -> dict[str, Fraction]:
        """Who holds it at the register of record."""
        return {h.party: h.share for h in self.board.title(right).record.holders or ()}

    def interests(self, right: str, category: InterestCategory) -> tuple[Standing, ...]:
        title = self.board.title(right)
        found = {s.interest.id: s for s in (*title.record.interests, *title.notified.interests)}
        return tuple(s for s in found.values() if s.interest.category is category)

    def holds(self, right: str) -> list[HoldFacts]:
        """The holds and locks that stand, the newest version of each."""
        found = self.board.rights[right]
        newest = {h.id: found.hold(h.id) for h in found.holds}
        return [h for h in newest.values() if h is not None and h.stands_on(self.board.today)]

    def locks(self, right: str) -> list[HoldFacts]:
        return [h for h in self.holds(right) if h.category == LOCK]

    def in_state(self, *states: FilingStatus) -> list[FilingFacts]:
        return [f for f in self.board.filings.values() if f.status in states]

    # ------------------------------------------------------------------ bodies

    def paper(self, category: str = "deed") -> list[dict[str, str]]:
        """A paper that nobody has filed before."""
        self._papers += 1
        digest = sha256(f"sample {self._papers}".encode()).hexdigest()
        return [{"category": category, "digest": f"sha256:{digest}"}]

    def seen(self, right: str) -> dict[str, Any]:
        """The right at the version that its filer saw: now and then an older one."""
        version = self.board.rights[right].title_version
        return {"id": right, "titleVersion": version - (1 if self.one_in(15) else 0) or version}

    def deed(self, *rights: str, papers: Sequence[str] = (), **more: Any) -> dict[str, Any]:
        """What every act on title says."""
        named = [self.paper(category)[0] for category in papers]
        return {
            "assetBag": [self.seen(right) for right in rights],
            **({"evidenceBag": named} if named else {}),
            **more,
        }

    def disposing(self, right: str, *more_rights: str, **more: Any) -> dict[str, Any]:
        """A deed that gives something away: of a day, on consents, perhaps under a lock."""
        locks = self.locks(right)
        if locks and not self.one_in(3):
            more["lock"] = self.pick(locks).id
        consents = [
            f.id
            for f in self.board.filings.values()
            if f.type == "consent" and right in f.subjects and not self.one_in(8)
        ]
        return self.deed(
            right,
            *more_rights,
            executedDate=self.day(-40, 0) if self.one_in(3) else self.in_days(0),
            declarationBag=["similar-marks"],
            **({"consentBag": consents} if consents else {}),
            **({} if self.one_in(6) else {"acknowledgementBag": ["invalidation-pending"]}),
            **more,
        )

    def filer(self, *principals: str, lock: str | None = None, right: str = "") -> Actor:
        """Mostly one of those concerned; whoever set the lock; now and then an agent, an
        officer, anybody.
        """
        if lock is not None and not self.one_in(6):
            hold = self.board.rights[right].hold(lock)
            return self.cast.of_account("" if hold is None else hold.account)
        if self.one_in(4):
            return self.pick([self.cast.agent, self.cast.registrar, *self.cast.venues])
        if self.one_in(12) or not principals:
            return self.pick(self.cast.everybody)
        return self.actor(self.pick(principals))


@dataclass(frozen=True)
class Move:
    """One sort of move; `weight` says how often it is made beside the others."""

    name: str
    play: Callable[[Table], Any]
    types: tuple[str, ...]
    weight: int


MOVES: list[Move] = []


def move(
    *types: str, weight: int = 1
) -> Callable[[Callable[[Table], Any]], Callable[[Table], Any]]:
    """Puts a function among the moves, with the filing types that it files."""

    def entered(play: Callable[[Table], Any]) -> Callable[[Table], Any]:
        MOVES.append(Move(play.__name__, play, types, weight))
        return play

    return entered


def moves_by_name(*names: str) -> list[Move]:
    """These moves, each as often as it is named; without names all, as their weights say."""
    if not names:
        return [m for m in MOVES for _ in range(m.weight)]
    by_name = {m.name: m for m in MOVES}
    return [by_name[name] for name in names]


def bag(*parties: str) -> list[dict[str, str]]:
    """Parties without shares."""
    return [{"party": party} for party in parties]


def share_bag(shares: Mapping[str, Fraction]) -> list[dict[str, str]]:
    return [{"party": party, "share": str(share)} for party, share in shares.items()]
