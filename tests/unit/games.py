"""Games on a register in memory: a place, its rights and its people, and moves drawn by chance."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st

from ipregistry.domain.access import Actor, Role
from ipregistry.domain.dispositions import term_of_right
from ipregistry.domain.facts import AssetFacts, FilingStatus, Node
from ipregistry.domain.policies import Policy
from ipregistry.domain.violations import Violation
from tests.moves import MOVES, Cast, Table, moves_by_name
from tests.moves.outside import enter_lodged
from tests.unit.builders import (
    ALICE,
    BOB,
    CAROL,
    DORA,
    HK_MARK,
    MARK,
    PATENT,
    asset,
    examiner,
    mandate,
    party_actor,
    policies,
    registrar,
    root,
    step,
)
from tests.unit.register import CN_NODE, GD_NODE, HK_NODE, MemoryRegister, Taken

PARTIES = (ALICE, BOB, CAROL, DORA)
HK_PATENT = {"office": "HK", "kind": "hk-short-term", "number": "HK30012345"}
OTHER_PATENT = {**PATENT, "number": "201810123457.3"}
MO_MARK = {"office": "MO", "kind": "trademark", "number": "N/123456"}
MO_NODE = Node("MO", "MO")

CAST = Cast(
    parties={party: party_actor(party) for party in PARTIES},
    agent=Actor("AC-AGENT", "agent", frozenset({Role.AGENT})),
    venues=tuple(Actor(f"AC-VENUE-{n}", "venue", frozenset({Role.VENUE})) for n in ("ONE", "TWO")),
    registrar=registrar(),
    officers=(examiner("AC-EXAMINER-1"), examiner("AC-EXAMINER-2"), registrar("AC-REGISTRAR-2")),
)


def right_of(
    right_id: str,
    right: Mapping[str, str],
    *holders: tuple[str, str],
    on: str = "2026-05-15",
    **more: Any,
) -> AssetFacts:
    """A right that starts from an extract of this day, with a term that is known."""
    more.setdefault("term_ends", date(2034, 6, 30))
    more.setdefault("term_confidence", "V")
    start = step(1, root(on, *holders), transaction=f"TX-{right_id}")
    return asset(start, right=right, asset_id=right_id, **more)


HALVES = ((ALICE, "1/2"), (BOB, "1/2"))


@dataclass(frozen=True, repr=False)
class Place:
    """A node with rights on it, its own office's and others'."""

    node: Node
    rights: tuple[AssetFacts, ...]
    rules: tuple[tuple[str, Any], ...] = ()

    def __repr__(self) -> str:
        return f"<at {self.node.code}: {', '.join(right.id for right in self.rights)}>"

    def only(self, *rights: str) -> Place:
        """The same place with few rights, on which the more happens."""
        return replace(self, rights=tuple(r for r in self.rights if r.id in rights))

    def table(self, chance: random.Random, **rules: Any) -> Table:
        """A new game. `rules` replace values of all acts of all policies."""
        named = tuple(sorted({**dict(self.rules), **rules}.items()))
        officers = [CAST.registrar, *CAST.officers]
        register = MemoryRegister.of(
            self.node,
            self.rights,
            PARTIES,
            policies=_policies(named),
            officers=frozenset(str(officer.account) for officer in officers),
        )
        acts = frozenset(name for move in MOVES for name in move.types)
        for number, principal in enumerate((ALICE, BOB)):
            given = mandate(principal, id=f"MA-{number}", acts=acts)
            register.mandates[given.id] = replace(given, end=date(2027, 1, 1))
        return Table(register, CAST, chance, self.node.office)


@cache
def _policies(rules: tuple[tuple[str, Any], ...]) -> tuple[Policy, ...]:
    return policies(**dict(rules))


# The Mainland's own office: its entries do not age. Hong Kong's, which hears of the Mainland's.
# And a node that is no office: all that it has it was told.
AT_CNIPA = Place(
    CN_NODE,
    (
        right_of("AS-1", PATENT),
        right_of("AS-2", OTHER_PATENT, *HALVES),
        right_of("AS-3", MARK, term_confidence="M"),
    ),
    (("root_max_age_days", 0),),
)
IN_HONG_KONG = Place(
    HK_NODE,
    (
        right_of("AS-1", HK_MARK, term_confidence="M"),
        right_of("AS-2", HK_PATENT, *HALVES),
        right_of("AS-3", PATENT),
    ),
)
IN_MACAO = Place(MO_NODE, (right_of("AS-1", MO_MARK), right_of("AS-2", MO_MARK, *HALVES)))
IN_GUANGDONG = Place(
    GD_NODE,
    (
        right_of("AS-1", PATENT),
        right_of("AS-2", OTHER_PATENT, *HALVES),
        right_of("AS-3", HK_MARK),
    ),
)
PLACES = (AT_CNIPA, IN_HONG_KONG, IN_GUANGDONG, IN_MACAO)

# True chance from a seed that Hypothesis draws: its own draws stay near the simplest game. What
# is lost is shrinking, which of a whole game takes minutes; the machine shrinks move by move.
chances = st.randoms(use_true_random=True)


def lock_it(table: Table, right: str = "AS-1") -> None:
    """A venue's lock on a right, with its holders' assent."""
    body = {"assetBag": [_as_seen(table, right)], "endDate": table.in_days(150)}
    assented(table, table.board.file(table.cast.venues[0], "lock", body))


def pledge_it(table: Table, lender: str = CAROL, right: str = "AS-1", **more: Any) -> None:
    """A pledge of a right by its holders, entered at its register; the lender bars nothing."""
    holders = [{"party": party} for party in table.shares(right)]
    body = {
        "assetBag": [_as_seen(table, right)],
        "securityKind": "pledge",
        "grantorBag": holders,
        "securedPartyBag": [{"party": lender}],
        "executedDate": table.in_days(0),
        "debtEndDate": table.in_days(900),
        **more,
    }
    taken = table.board.file(table.actor(holders[0]["party"]), "security", body)
    assented(table, taken)
    if table.in_state(FilingStatus.LODGED):
        enter_lodged(table)


def license_it(table: Table, kind: str = "non-exclusive", right: str = "AS-1") -> None:
    """A licence of a right by its holders."""
    holders = [{"party": party} for party in table.shares(right)]
    body = {
        "assetBag": [_as_seen(table, right)],
        "licenceKind": kind,
        "licensorBag": holders,
        "licenseeBag": [{"party": DORA}],
        "executedDate": table.in_days(0),
    }
    assented(table, table.board.file(table.actor(holders[0]["party"]), "licence", body))


def end_it(table: Table, right: str = "AS-1") -> None:
    """A right ends by an entry of its office, or its term runs out, as far as the place has it."""
    ends, _ = term_of_right(table.board.rights[right], table.board.title(right))
    if table.one_in(2) and ends is not None:
        table.board.pass_time(days=(ends - table.board.today).days + 2)
    else:
        seen = {"assetBag": [_as_seen(table, right)]}
        table.board.file(table.cast.registrar, "lapse", seen)


def _as_seen(table: Table, right: str) -> dict[str, Any]:
    return {"id": right, "titleVersion": table.board.rights[right].title_version}


def assented(table: Table, taken: Taken | list[Violation]) -> None:
    """Everybody whose assent a filing waits for gives it."""
    assert isinstance(taken, Taken), taken
    for party in taken.filings[taken.filing].document.get("awaiting") or ():
        given = table.board.file(table.actor(party), "assent", {"filing": taken.filing})
        assert isinstance(given, Taken), given


def playing(
    table: Table, turns: int, names: Sequence[str] = ()
) -> Iterator[tuple[MemoryRegister, Taken]]:
    """Play, and stop after every filing that was taken."""
    register, moves = table.board, moves_by_name(*names)
    assert isinstance(register, MemoryRegister)
    for _ in range(turns):
        taken = table.pick(moves).play(table)
        if isinstance(taken, Taken):
            note(f"{taken} {taken.told()}")
            yield register, taken


LONG_RUN = int(os.environ.get("IPREGISTRY_TEST_EXAMPLES", "0"))
NOT_SHRINKING = tuple(set(Phase) - {Phase.shrink, Phase.explain})


def examples(few: int, **more: Any) -> settings:
    """`few` examples, the same in every run, and the history printed where one fails.

    IPREGISTRY_TEST_EXAMPLES=5000 asks for so many new ones.
    """
    return settings(
        max_examples=LONG_RUN or few,
        derandomize=not LONG_RUN,
        phases=NOT_SHRINKING,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        **more,
    )
