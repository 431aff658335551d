"""Random histories: the stored title is the fold, the tables are what the parts say, and the
shares of a right are one."""

import random
from fractions import Fraction
from typing import Any

import pytest
import sqlalchemy as sa

from ipregistry.domain.access import Actor
from ipregistry.services.background import run_tasks
from ipregistry.services.errors import RefusedError
from ipregistry.services.replay import compare, replay
from ipregistry.services.titles import title_at
from ipregistry.services.verification import verify
from tests.world import Filed, World, paper


class History:
    """Filings drawn by chance among those that can make sense; the rules refuse the others."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.chance = world, random.Random(seed)
        self.people = [world.owner(f"Sample {n}") for n in range(4)]
        self.people.append(world.owner("Sample Person", "person", townText="示例镇"))
        self.agent = world.agent()
        a, b = self.people[:2]
        self.rights = [
            world.hk_right(a),
            world.hk_right(a, b),
            world.hk_right(b, publishedIndicator=False),
            world.cn_right(a),
            world.cn_right(a, b),
        ]
        self.taken: list[str] = []
        self.pending: list[str] = []
        self.transactions: list[str] = []

    def step(self) -> None:
        act = self.chance.choice(
            [self.sell, self.sell, self.sell, self.assent, self.notice, self.end, self.correct]
        )
        try:
            filed = act()
        except RefusedError:
            return
        if filed is None:
            return
        self.taken.append(filed.id)
        if filed.status in {"lodged", "awaiting-assent", "under-examination"}:
            self.pending.append(filed.id)
        if "transaction" in filed.document:
            self.transactions.append(filed.transaction)

    def _sides(self, right: str) -> tuple[Actor, Actor, str]:
        """Mostly a holder who gives all or half of what he has; now and then anybody, anything."""
        giver, taker = self.chance.sample(self.people, 2)
        held = self.world.holders(right)
        if self.chance.random() < 0.2:
            return giver, taker, self.chance.choice(["1", "1/2", "1/3"])
        giver = self.chance.choice([p for p in self.people if p.party in held])
        taker = self.chance.choice([p for p in self.people if p is not giver])
        part = Fraction(held[str(giver.party)]) / self.chance.choice([1, 1, 2])
        return giver, taker, str(part)

    def sell(self) -> Filed:
        right = self.chance.choice(self.rights)
        giver, taker, share = self._sides(right)
        actor = self.chance.choice([giver, giver, self.agent])
        body = self.world.sale(
            right,
            giver,
            taker,
            share=share,
            executed=self.chance.choice(["2026-04-01", self.world.today(), self.world.today()]),
            evidenceBag=paper(str(self.chance.random())),
        )
        return self.world.file(actor, "assignment", body)

    def assent(self) -> Filed | None:
        if not self.pending:
            return None
        body = {"filing": self.chance.choice(self.pending)}
        return self.world.file(self.chance.choice(self.people), "assent", body)

    def notice(self) -> Filed:
        right = self.chance.choice(self.rights[3:])
        giver, taker, share = self._sides(right)
        body: dict[str, Any] = {
            "act": "assignment",
            "asset": {"id": right},
            "entryDate": str(self.world.today()),
            "recordalNumber": f"sample-{self.chance.random()}",
            "evidenceBag": paper(str(self.chance.random())),
            "transferorBag": self.world.shares((giver, share)),
            "transfereeBag": self.world.shares((taker, share)),
        }
        if self.pending and self.chance.random() < 0.5:
            body["lodgedFiling"] = self.chance.choice(self.pending)
        return self.world.file(self.world.registrar, "recordal-notice", body)

    def end(self) -> Filed | None:
        if not self.pending:
            return None
        body = {"filing": self.chance.choice(self.pending), "evidenceBag": paper("word")}
        if self.chance.random() < 0.5:
            return self.world.file(self.world.registrar, "withdrawal", body)
        decided = {**body, "outcome": "refuse", "groundBag": [{"groundCategory": "other"}]}
        return self.world.file(self.world.examiner, "decision", decided)

    def correct(self) -> Filed | None:
        if not self.transactions:
            return None
        giver, taker = self.chance.sample(self.people, 2)
        replacement = self.chance.choice(
            [
                None,
                {
                    "transferorBag": self.world.shares((giver, "1/2")),
                    "transfereeBag": self.world.shares((taker, "1/2")),
                },
            ]
        )
        body = {
            "transaction": self.chance.choice(self.transactions),
            "errorCategory": "office",
            "revealCategory": "old-and-new",
            "reasonText": "sample",
            "replacement": replacement,
        }
        return self.world.file(self.world.registrar, "correction", body)

    def move_clock(self) -> None:
        self.world.clock.move(**self.chance.choice([{"days": 1}, {"minutes": -30}, {"hours": 5}]))


def _without_time(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "asOf"}


def _holder_rows(world: World, right: str) -> set[tuple[str, str, str]]:
    with world.node.engines.read.connect() as connection:
        query = sa.text("SELECT register, party_id, share FROM holder WHERE asset_id = :id")
        return {tuple(row) for row in connection.execute(query, {"id": right})}


def _check(world: World, rights: list[str], officer: Actor) -> None:
    for right in rights:
        stored = world.title(right, officer)
        assert _without_time(stored) == _without_time(
            world.title(right, officer, effective=world.today())
        )
        rows = set()
        for register, answer in (("record", "atRegister"), ("notified", "notified")):
            held = stored[answer]["holderBag"]
            assert sum(Fraction(h["share"]) for h in held) == 1
            assert all(Fraction(h["share"]) > 0 for h in held)
            rows |= {(register, h["party"], h["share"]) for h in held}
        assert _holder_rows(world, right) == rows


@pytest.mark.parametrize("seed", range(4))
def test_stored_title_is_the_fold_and_live_tables_are_what_the_parts_say(
    world: World, seed: int
) -> None:
    history = History(world, seed)
    for turn in range(60):
        if turn % 9 == 5:
            history.move_clock()
        history.step()
        if turn % 15 == 14:
            _check(world, history.rights, world.registrar)
    run_tasks(world.node)
    _check(world, history.rights, world.registrar)
    assert compare(world.node, replay(world.node)) == []
    assert verify(world.node).faults == []
    assert len(history.taken) > 15, "too much of the draw was refused to mean anything"


def test_the_title_of_every_moment_past_is_the_one_that_was_answered_then(world: World) -> None:
    """Bitemporal: `known_at` brings back each answer, though much was entered since."""
    history = History(world, 11)
    told: list[tuple[str, str, dict[str, str]]] = []
    for _ in range(40):
        history.step()
        right = history.chance.choice(history.rights)
        answer = world.title(right, world.registrar, effective=world.today())
        held = {h["party"]: h["share"] for h in answer["atRegister"]["holderBag"]}
        told.append((right, answer["asOf"]["knownAt"], held))
    today = world.today()
    for right, known, held in told:
        again = title_at(world.node, world.registrar, right, today, known, expand=False)
        assert again.body
        assert world.holders(right, effective=today, known=known) == held
