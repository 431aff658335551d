"""Cases under every pack of the product, played at random through their filings: whatever is filed,
legal or not, by whomever, the record of a case holds. IPREGISTRY_TEST_EXAMPLES=2000 plays so many.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipregistry.domain.access import Actor, Role
from ipregistry.domain.cases.facts import CaseFacts, members_of
from ipregistry.domain.cases.playing import written
from ipregistry.domain.classes import MEMBERS, Label
from ipregistry.domain.facts import Context, Node, PartyFacts
from ipregistry.domain.filings import FILING_TYPES
from ipregistry.domain.outcomes import Outcome
from ipregistry.domain.packs import engine
from ipregistry.domain.packs.checking import check_pack
from ipregistry.domain.packs.judging import judge_text
from ipregistry.domain.packs.model import SYSTEM, Pack, Transition
from ipregistry.domain.packs.versions import PublishedCalendar, PublishedPack
from ipregistry.services.packs import seed_calendars, seed_packs
from ipregistry.tlog.canonical import canonical, parse

FIRST, SECOND, THIRD = "PA-FIRST", "PA-SECOND", "PA-THIRD"
MANAGER = Actor("AC-MANAGER", "manager", frozenset({Role.CASE_MANAGER}))
PEOPLE = (
    Actor("AC-FIRST", "first", frozenset({Role.PARTY}), FIRST),
    Actor("AC-SECOND", "second", frozenset({Role.PARTY}), SECOND),
    Actor("AC-THIRD", "third", frozenset({Role.PARTY}), THIRD),
    MANAGER,
    Actor("AC-STRANGER", "stranger", frozenset({Role.AGENT})),
)
SWEEPER = Actor(None, "node", frozenset({Role.SYSTEM}))
DIGEST = "sha256:" + "a" * 64
CALENDARS = tuple(
    PublishedCalendar(f"CL-{place}", 1, calendar)
    for place, calendar in seed_calendars().by_place.items()
)
PARTIES = {
    party: PartyFacts(party, 1, "organization", ({"value": party, "languageCode": "en"},), None)
    for party in (FIRST, SECOND, THIRD)
}


def product_packs() -> list[PublishedPack]:
    found = []
    for number, text in enumerate(seed_packs()):
        judged = judge_text(text, seed_calendars())
        assert judged.pack is not None
        found.append(
            PublishedPack(f"PK-{number}", 1, DIGEST, not check_pack(judged.pack), judged.pack)
        )
    return found


PACKS = product_packs()


@dataclass
class Register:
    """One case on a register of plain values: what a filing comes to, and every version."""

    published: PublishedPack
    now: datetime
    versions: list[dict[str, Any]] = field(default_factory=list)
    case: str = ""
    filed: int = 0
    _numbers: Any = field(default_factory=lambda: count(1))

    def facts(self) -> CaseFacts:
        """The case as it is read back from canonical bytes."""
        document = parse(canonical(self.versions[-1]))
        at = written(self.now)
        return CaseFacts(self.case, len(self.versions), at, document, self.published)

    def file(self, actor: Actor, name: str, body: Mapping[str, Any]) -> bool:
        """Whether it was taken."""
        self.now += timedelta(seconds=1)
        filing_type = FILING_TYPES[name]
        decision = filing_type.decide(filing_type.read(body), self._context(actor, body))
        if not isinstance(decision, Outcome):
            assert decision, "a refusal has reasons"
            return False
        for draft in decision.records:
            assert draft.audience is not None, draft.kind
            assert set(draft.document) <= set(MEMBERS[draft.schema])
            if draft.kind == "case":
                assert draft.audience is Label.CASE_ALL
                assert draft.version == len(self.versions) + 1
                self.case = draft.id
                self.versions.append(dict(draft.document))
        self.filed += 1
        return True

    def _context(self, actor: Actor, body: Mapping[str, Any]) -> Context:
        return Context(
            actor=actor,
            now=written(self.now),
            today=(self.now + timedelta(hours=8)).date(),
            node=Node("HK", "HK"),
            filing_id=f"FI-{self.filed}",
            new_id=lambda kind: f"{kind}-{next(self._numbers)}",
            body=body,
            packs=(self.published,),
            calendars=CALENDARS,
            parties=PARTIES,
            cases={self.case: self.facts()} if self.versions else {},
        )


Move = tuple[Actor, str, dict[str, Any]] | int


def request(pack: Pack, *, two: bool = False) -> dict[str, Any]:
    """A request against one, or against two of whom each has its own clock."""
    first = pack.from_state(pack.initial)[0]
    roles = {r: None for t in pack.transitions for r in t.by}
    known = {"claimant", "respondent", "complainant", "party", "other_party"}
    opening = next(r for r in first.by if r in known)
    other = next(r for r in roles if r in known and r != opening)
    further = [
        {
            "side": f"{other}-2",
            "role": other,
            "placeCode": "MO",
            "partyBag": [{"party": THIRD}],
        }
    ]
    return {
        "pack": pack.id,
        "side": opening,
        "sideBag": [
            {"side": opening, "role": opening, "placeCode": "CN", "partyBag": [{"party": FIRST}]},
            {"side": other, "role": other, "placeCode": "HK", "partyBag": [{"party": SECOND}]},
            *(further if two else ()),
        ],
        "seatCode": "HK",
        "amountInDispute": {"amount": "1000000.00", "currencyCode": "HKD"},
        "assetBag": [{"nameText": "sample.example"}],
        "documentBag": [{"document": d, "digest": DIGEST} for d in first.documents],
        "feeBag": [{"fee": fee} for fee in first.fees],
        "event": first.event,
    }


def game(pack: Pack, chance: random.Random) -> list[Move]:
    """What people file, in its place and out of it, with days that pass."""
    moves: list[Move] = [(MANAGER, "case-request", request(pack, two=chance.random() < 0.4))]
    # Where the case would stand if everything so far were taken: half of the moves fit there.
    stands = pack.from_state(pack.initial)[0].to
    for _ in range(30):
        if chance.random() < 0.2:
            moves.append(chance.choice([1, 3, 15, 40, 200]))
        fitting = [t for t in pack.from_state(stands) if set(t.by) != {SYSTEM}]
        if fitting and chance.random() < 0.5:
            transition = chance.choice(fitting)
            moves.append(_filed(transition, MANAGER, transition.by[0]))
            stands = transition.to
        else:
            moves.append(chance.choice([_event, _event, _extension, _order])(pack, chance))
    return moves


def _filed(transition: Transition, actor: Actor, by: str) -> Move:
    body = {
        "event": transition.event,
        "documentBag": [{"document": d, "digest": DIGEST} for d in transition.documents],
        "by": by,
        "receivedPaperDigest": DIGEST,
    }
    return actor, "case-event", body


def _event(pack: Pack, chance: random.Random) -> Move:
    transition = chance.choice([t for t in pack.transitions if set(t.by) != {SYSTEM}])
    body: dict[str, Any] = {"event": transition.event}
    if chance.random() < 0.9:
        body["documentBag"] = [{"document": d, "digest": DIGEST} for d in transition.documents]
    body["feeBag"] = [{"fee": fee} for fee in transition.fees if chance.random() < 0.9]
    actor = chance.choice([*PEOPLE, MANAGER, MANAGER])
    if actor is MANAGER:
        body |= {"by": chance.choice(transition.by), "receivedPaperDigest": DIGEST}
    if chance.random() < 0.2:
        body["toSide"] = chance.choice(["respondent", "respondent-2", "other_party-2"])
    if chance.random() < 0.2:
        body["proposal"] = chance.randrange(1, 60)
    if chance.random() < 0.1:
        body["caseVersion"] = chance.randrange(1, 5)
    return actor, "case-event", body


def _extension(pack: Pack, chance: random.Random) -> Move:
    rule = chance.choice([*pack.deadlines.values()])
    return (
        chance.choice(PEOPLE),
        "case-extension",
        {"deadline": rule.id, "count": chance.choice([1, 10, 400])},
    )


def _order(pack: Pack, chance: random.Random) -> Move:
    body = {
        "deadline": chance.choice([*pack.deadlines]),
        "dueDate": f"{chance.choice([2024, 2025, 2026])}-06-01",
        "citationText": "Order No. 1",
        "orderDigest": DIGEST,
    }
    return chance.choice(PEOPLE), "case-order", body


def played(published: PublishedPack, moves: list[Move]) -> Register:
    """The register behind a game; after each move what always holds is looked at."""
    start = datetime.combine(published.pack.effective.start, time(2), UTC)
    register = Register(published, max(start, datetime(2025, 1, 6, 2, 0, tzinfo=UTC)))
    for move in moves:
        before = len(register.versions)
        if isinstance(move, int):
            register.now += timedelta(days=move)
            register.file(SWEEPER, "case-expiry", {"case": register.case})
            swept = len(register.versions)
            assert not register.file(SWEEPER, "case-expiry", {"case": register.case})
            assert len(register.versions) == swept, "sweeping twice changes nothing"
        else:
            actor, name, body = move
            taken = register.file(actor, name, {"case": register.case, **body})
            assert taken or len(register.versions) == before
        holds(register)
    return register


def holds(register: Register) -> None:
    case, pack = register.facts(), register.published.pack
    document = case.document
    state = case.state
    final = pack.states[state.state].final
    assert document["finalIndicator"] == final
    assert not (final and state.running), "nothing runs in a case that is over"
    asks = any(r.due is None for r in state.running.values())
    waits = any(t.by == (SYSTEM,) for t in pack.from_state(state.state)) and state.running
    assert final or engine.allowed(pack, state) or waits or asks
    assert {m.member for m in members_of(document)} >= {FIRST, SECOND}
    for version, earlier in enumerate(register.versions[1:], 2):
        assert earlier["stateVersion"] <= version


def examples(published: PublishedPack) -> Any:
    return pytest.param(published, id=published.pack.id)


@pytest.mark.parametrize("published", [examples(p) for p in PACKS])
@given(seed=st.integers(0, 10_000))
def test_a_case_never_stands_where_it_cannot_go_on_and_replays_byte_for_byte(
    published: PublishedPack, seed: int
) -> None:
    moves = game(published.pack, random.Random(seed))
    register = played(published, moves)
    assert register.versions
    again = played(published, moves)
    assert canonical(again.versions) == canonical(register.versions)


def test_the_games_reach_most_of_what_the_packs_know() -> None:
    """So that the property is not about cases that never leave the door."""
    for published in PACKS:
        reached: set[str] = set()
        for seed in range(12):
            moves = game(published.pack, random.Random(seed))
            for version in played(published, moves).versions:
                reached |= set(version["visitedBag"])
        known = set(published.pack.states)
        assert len(reached) >= len(known) // 3, (published.pack.id, known - reached)
