"""Random histories on a running node: the moves that the register in memory is played with
(tests/moves), through the one way in. The stored title is the fold, the tables are what the
parts say, the shares of a right are one, and no answer about a past instant ever changes."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ipregistry.domain.access import Actor, Role
from ipregistry.domain.facts import AssetFacts, FilingFacts
from ipregistry.domain.filings.acts_on_title import ACTS
from ipregistry.domain.titles import Title
from ipregistry.domain.violations import Violation
from ipregistry.schemas.filings import read_body
from ipregistry.services.background import run_tasks
from ipregistry.services.errors import ForbiddenError, RefusedError
from ipregistry.services.filings import Accepted
from ipregistry.services.loading import load_assets
from ipregistry.services.loading.named import find_filings
from ipregistry.services.replay import compare, replay
from ipregistry.services.snapshots import snapshot
from ipregistry.services.verification import verify
from tests.moves import Cast, Table, moves_by_name
from tests.world import World, open_world


class LiveBoard:
    """A running node as moves see a register; what it answers is loaded as the rules load it."""

    def __init__(self, world: World, rights: list[str]) -> None:
        self._world, self._ids = world, rights
        self.taken: Counter[str] = Counter()
        self._rights: dict[str, AssetFacts] = {}
        self._filings: dict[str, FilingFacts] = {}

    @property
    def rights(self) -> Mapping[str, AssetFacts]:
        if not self._rights:
            with snapshot(self._world.node.engines) as connection:
                found = load_assets(connection, self._ids)
            self._rights = {right: found[right] for right in self._ids}
        return self._rights

    @property
    def filings(self) -> Mapping[str, FilingFacts]:
        if not self._filings:
            with snapshot(self._world.node.engines) as connection:
                rows = connection.execute(sa.text("SELECT id FROM filing ORDER BY ord"))
                listed = list(rows.scalars())
                found = find_filings(connection, listed)
            ours = set(self._ids)
            self._filings = {f: found[f] for f in listed if ours & set(found[f].subjects)}
        return self._filings

    @property
    def today(self) -> date:
        return self._world.today()

    def title(self, right: str, on: date | None = None) -> Title:
        return self.rights[right].title(on or self.today, self._world.node.now())

    def pass_time(self, **delta: float) -> None:
        self._world.clock.move(**delta)

    def file(
        self, actor: Actor, type_name: str, body: Mapping[str, Any]
    ) -> Accepted | list[Violation]:
        read, faults = read_body(type_name, dict(body))
        assert faults == [], f"a move that no filer could send: {faults}"
        try:
            accepted = self._world.send(actor, type_name, read)
        except RefusedError as refused:
            return list(refused.violations)
        except ForbiddenError:
            return []
        self.taken[type_name] += 1
        self._rights, self._filings = {}, {}
        return accepted


def _cast(world: World) -> Cast:
    people = [world.owner(f"Sample {n}") for n in range(3)]
    people.append(world.owner("Sample Person", "person", townText="示例镇"))
    agent = world.agent()
    for principal in people[:2]:
        body = {
            "principal": principal.party,
            "agent": agent.account,
            "actBag": sorted(ACTS),
            "startDate": str(world.today()),
        }
        world.file(principal, "mandate", body)
    return Cast(
        parties={str(person.party): person for person in people},
        agent=agent,
        venues=(world.actor(Role.VENUE), world.actor(Role.VENUE)),
        registrar=world.registrar,
        officers=(world.examiner, world.actor(Role.EXAMINER), world.actor(Role.REGISTRAR)),
    )


def _own(world: World, number: str, *holders: Actor) -> str:
    """A mark on the Mainland's own register."""
    root = {
        "strength": "officer-confirmed",
        "asOfDate": str(world.today()),
        "holderBag": world.shares(*holders),
    }
    body = {"officeCode": "CN", "rightKind": "trademark", "number": number, "root": root}
    return world.file(world.registrar, "asset-registration", body).made("asset")


def _seated(world: World, seed: int) -> Table:
    """A game at a node: rights of its own office where it is one, and of others."""
    cast = _cast(world)
    a, b = list(cast.parties.values())[:2]
    if world.node.identity.office == "CN":
        rights = [
            _own(world, number, *held) for number, *held in (("1234567", a), ("7654321", a, b))
        ]
    else:
        rights = [world.cn_right(a), world.cn_right(a, b)]
    if world.node.identity.office == "HK":
        rights += [
            world.hk_right(a),
            world.hk_right(a, b),
            world.hk_right(b, publishedIndicator=False),
        ]
    board = LiveBoard(world, rights)
    return Table(board, cast, random.Random(seed), world.node.identity.office)


def _play(table: Table, turns: int) -> Iterator[int]:
    moves = moves_by_name()
    for turn in range(turns):
        table.pick(moves).play(table)
        yield turn


def _without_time(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "asOf"}


def _holder_rows(world: World, right: str) -> set[tuple[str, str, str]]:
    with world.node.engines.read.connect() as connection:
        query = sa.text("SELECT register, party_id, share FROM holder WHERE asset_id = :id")
        return {tuple(row) for row in connection.execute(query, {"id": right})}


def _check(world: World, table: Table) -> None:
    for right in table.board.rights:
        stored = world.title(right, world.registrar)
        assert _without_time(stored) == _without_time(
            world.title(right, world.registrar, effective=world.today())
        )
        rows = set()
        for register, answer in (("record", "atRegister"), ("notified", "notified")):
            held = stored[answer]["holderBag"] or []
            assert not held or sum(Fraction(h["share"]) for h in held) == 1
            assert all(Fraction(h["share"]) > 0 for h in held)
            rows |= {(register, h["party"], h["share"]) for h in held}
        assert _holder_rows(world, right) == rows


@pytest.mark.parametrize(
    ("name", "office", "seed"),
    [("HK", "HK", 1), ("HK", "HK", 2), ("GD", None, 3), ("CN", "CN", 4)],
)
def test_stored_title_is_the_fold_and_live_tables_are_what_the_parts_say(
    fresh_database_url: str, data_dir: Path, name: str, office: str | None, seed: int
) -> None:
    with open_world(fresh_database_url, data_dir, node=name, office=office) as world:
        table = _seated(world, seed)
        for turn in _play(table, 180):
            if turn % 15 == 14:
                _check(world, table)
        run_tasks(world.node)
        _check(world, table)
        assert compare(world.node, replay(world.node)) == []
        assert verify(world.node).faults == []
        taken = table.board.taken  # type: ignore[attr-defined]
        assert sum(taken.values()) > 30, "too much of the draw was refused to mean anything"
        assert len(taken) > 10, taken


def test_the_title_of_every_moment_past_is_the_one_that_was_answered_then(world: World) -> None:
    """Bitemporal: `known_at` brings back each answer, though much was entered since."""
    table = _seated(world, 11)
    told: list[tuple[str, date, str]] = []
    answers: list[dict[str, Any]] = []
    for _ in _play(table, 60):
        right = table.right()
        now = world.title(right, world.registrar, effective=world.today())
        asked = (right, world.today(), now["asOf"]["knownAt"])
        told.append(asked)
        answers.append(_answer(world, *asked))
    world.clock.move(days=400)
    again = [_answer(world, *asked) for asked in told]
    assert again == answers


def _answer(world: World, right: str, on: date, known: str) -> dict[str, Any]:
    return _without_time(
        world.title(right, world.registrar, effective=on, known=known, expand=True)
    )
