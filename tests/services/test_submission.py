"""The one way in: what is stored, what is not, and what a key is worth."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from threading import Event

import pytest
import sqlalchemy as sa

from ipregistry.domain.access import Actor, Role
from ipregistry.models import engines
from ipregistry.models.engines import open_engines
from ipregistry.services import unit_of_work as unit_of_work_module
from ipregistry.services.errors import (
    BusyError,
    ForbiddenError,
    InFlightError,
    NotFoundError,
    UnusableKeyError,
)
from ipregistry.services.filings import Accepted, Submission, check, submit
from ipregistry.services.node import RunningNode, random_id
from ipregistry.services.unit_of_work import unit_of_work
from tests.world import World, codes


@pytest.fixture
def alice(world: World) -> Actor:
    return world.owner("Sample A")


@pytest.fixture
def bob(world: World) -> Actor:
    return world.owner("Sample B")


def _gained(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    return {name: after[name] - n for name, n in before.items() if after[name] != n}


# ---------------------------------------------------------------- what is stored


def test_a_filing_moves_title_and_can_be_read_back(world: World, alice: Actor, bob: Actor) -> None:
    right = world.hk_right(alice)
    filed = world.file(alice, "assignment", world.sale(right, alice, bob))
    assert filed.status == "recorded"
    assert world.holders(right) == {bob.party: "1"}
    assert world.title_version(right) == 2
    transaction = world.read(world.public, "transaction", filed.transaction)
    assert transaction["subjectBag"][0]["titleVersion"] == {"from": 1, "to": 2}


def test_a_refusal_writes_one_line_in_the_audit_log_and_nothing_else(
    world: World, alice: Actor, bob: Actor
) -> None:
    right = world.hk_right(alice)
    before = world.rows()
    refusal = world.refused(bob, "assignment", world.sale(right, bob, alice))
    assert codes(refusal) == {"transferor-not-holder"}
    assert _gained(before, world.rows()) == {"audit": 1}


def test_the_audit_line_says_who_was_refused_what_and_why_but_no_body(
    world: World, alice: Actor, bob: Actor
) -> None:
    right = world.hk_right(alice)
    world.refused(bob, "assignment", world.sale(right, bob, alice))
    with world.node.engines.read.connect() as connection:
        line = connection.execute(sa.text("SELECT * FROM audit ORDER BY id DESC")).first()
    assert line is not None
    assert (line.actor, line.action, line.outcome) == (bob.account, "file:assignment", "refused")
    assert line.codes == "transferor-not-holder"
    assert line.digest.startswith("sha256:")
    assert not any(str(value).find(str(alice.party)) >= 0 for value in line)


def test_every_violation_is_told_at_once(world: World, alice: Actor, bob: Actor) -> None:
    right = world.hk_right(alice)
    body = world.sale(right, bob, bob, seen=7, executed="2027-01-01")
    assert codes(world.refused(bob, "assignment", body)) == {
        "stale-version",
        "transferor-not-holder",
        "party-on-both-sides",
        "date-in-future",
    }


def test_a_role_that_may_not_file_this_leaves_no_trace_in_any_table(
    world: World, alice: Actor
) -> None:
    before = world.rows()
    with pytest.raises(ForbiddenError):
        world.send(alice, "decision", {"filing": "FI-none", "outcome": "accept"})
    with pytest.raises(NotFoundError):
        world.send(alice, "no-such-type", {})
    assert world.rows() == before


# ---------------------------------------------------------------- check


def test_check_stores_nothing(world: World, alice: Actor, bob: Actor) -> None:
    right = world.hk_right(alice)
    body = world.sale(right, alice, bob)
    before = world.rows()
    assert check(world.node, alice, "assignment", body).status == "recorded"
    assert world.rows() == before
    assert world.holders(right) == {alice.party: "1"}


def test_a_refused_check_stores_nothing_not_even_an_audit_line(
    world: World, alice: Actor, bob: Actor
) -> None:
    right = world.hk_right(alice)
    before = world.rows()
    body = world.sale(right, bob, alice)
    with pytest.raises(Exception, match="transferor-not-holder"):
        check(world.node, bob, "assignment", body)
    assert world.rows() == before


def test_check_and_submit_agree(world: World, alice: Actor, bob: Actor) -> None:
    both = world.hk_right(alice, bob)
    for actor, right in (
        (alice, world.hk_right(alice)),
        (world.agent(), world.hk_right(alice)),
        (alice, world.cn_right(alice)),
        (alice, both),
    ):
        share = "1/2" if right == both else "1"
        body = world.sale(right, alice, world.owner("Sample C"), share=share)
        said = check(world.node, actor, "assignment", body)
        filed = world.file(actor, "assignment", body)
        assert said.status == filed.status
        assert [v.code for v in said.warnings] == filed.warnings


def test_a_refused_check_gives_the_reasons_that_submit_gives(
    world: World, alice: Actor, bob: Actor
) -> None:
    right = world.hk_right(alice)
    body = world.sale(right, bob, alice, seen=9)
    refusal = world.refused(bob, "assignment", body)
    with pytest.raises(type(refusal)) as caught:
        check(world.node, bob, "assignment", body)
    assert caught.value.violations == refusal.violations


# ---------------------------------------------------------------- keys


def test_the_same_key_and_body_give_the_same_filing_and_receipt(
    world: World, alice: Actor, bob: Actor
) -> None:
    right = world.hk_right(alice)
    body = world.sale(right, alice, bob)
    first = world.send(alice, "assignment", body, "once")
    before = world.rows()
    again = world.send(alice, "assignment", dict(reversed(body.items())), "once")
    assert (again.filing_id, again.receipt) == (first.filing_id, first.receipt)
    assert (first.replayed, again.replayed) == (False, True)
    assert world.rows() == before


def test_a_key_answers_even_when_the_filing_would_now_be_refused(
    world: World, alice: Actor, bob: Actor
) -> None:
    right = world.hk_right(alice)
    body = world.sale(right, alice, bob)
    first = world.send(alice, "assignment", body, "once")
    assert "stale-version" in codes(world.refused(alice, "assignment", body, "twice"))
    assert world.send(alice, "assignment", body, "once").filing_id == first.filing_id


def test_the_same_key_with_another_body_or_type_is_refused(
    world: World, alice: Actor, bob: Actor
) -> None:
    right = world.hk_right(alice)
    body = world.sale(right, alice, bob)
    world.send(alice, "assignment", body, "once")
    before = world.rows()
    for type_name, other in (
        ("assignment", {**body, "executedDate": "2026-05-01"}),
        ("withdrawal", {"filing": "FI-none"}),
    ):
        with pytest.raises(UnusableKeyError):
            world.send(alice, type_name, other, "once")
    assert world.rows() == before


def test_a_key_belongs_to_its_client(world: World) -> None:
    name = {"category": "organization", "nameBag": [{"value": "Sample", "languageCode": "en"}]}
    one, other = world.agent(), world.agent()
    first = world.send(one, "party-registration", name, "shared")
    second = world.send(other, "party-registration", name, "shared")
    assert first.filing_id != second.filing_id
    assert not second.replayed


def test_a_refusal_leaves_the_key_free(world: World, alice: Actor, bob: Actor) -> None:
    right = world.hk_right(alice)
    world.refused(alice, "assignment", world.sale(right, alice, bob, seen=5), "mine")
    accepted = world.send(alice, "assignment", world.sale(right, alice, bob), "mine")
    assert not accepted.replayed


def test_the_row_of_a_key_tells_nothing_of_the_body(world: World, alice: Actor, bob: Actor) -> None:
    """Whoever has a copy of the table cannot try bodies: the fingerprint needs the node's key."""
    right = world.hk_right(alice)
    world.send(alice, "assignment", world.sale(right, alice, bob), "once")
    stranger = replace(world.node, keys=replace(world.node.keys, secret=b"another" * 5))
    with pytest.raises(UnusableKeyError):
        submit(
            stranger,
            alice,
            Submission("assignment", world.sale(right, alice, bob, seen=1), "once"),
        )


# ---------------------------------------------------------------- a duplicate in flight


class _Halted:
    """A filing that stands still in the middle of its unit of work, all its locks taken."""

    def __init__(self, world: World) -> None:
        self.reached, self.go_on, self.fails = Event(), Event(), False
        url = world.node.engines.write.url.render_as_string(hide_password=False)
        self.node = replace(world.node, engines=open_engines(url), new_id=self._new_id)

    def _new_id(self, kind: str) -> str:
        if kind == "entry":  # drawn behind the decision, before anything of it is written
            self.reached.set()
            assert self.go_on.wait(30)
            if self.fails:
                raise KeyboardInterrupt
        return random_id(kind)


@contextmanager
def _halted(world: World) -> Iterator[_Halted]:
    made = _Halted(world)
    try:
        yield made
    finally:
        made.go_on.set()
        made.node.engines.dispose()


@contextmanager
def _second_node(world: World) -> Iterator[tuple[RunningNode, Event]]:
    """Another process's view of the same database; the event says that it is about to wait: on
    SQLite for the write lock, with which its unit of work begins, on PostgreSQL for the key.
    """
    url = world.node.engines.write.url.render_as_string(hide_password=False)
    opened, asked = open_engines(url), Event()

    @sa.event.listens_for(opened.write, "before_cursor_execute")
    def _note(_c: object, _cur: object, statement: str, *_rest: object) -> None:
        if statement == "BEGIN IMMEDIATE":
            asked.set()

    def new_id(kind: str) -> str:
        if kind == "filing":
            asked.set()
        return random_id(kind)

    try:
        yield replace(world.node, engines=opened, new_id=new_id), asked
    finally:
        opened.dispose()


@pytest.mark.race
def test_a_duplicate_in_flight_waits_and_gets_the_answer_of_the_first(
    world: World, alice: Actor, bob: Actor
) -> None:
    right = world.hk_right(alice)
    submission = Submission("assignment", world.sale(right, alice, bob), "once")
    with (
        _halted(world) as first,
        _second_node(world) as (second, asked),
        ThreadPoolExecutor(2) as pool,
    ):
        one = pool.submit(submit, first.node, alice, submission)
        assert first.reached.wait(10)
        other = pool.submit(submit, second, alice, submission)
        assert asked.wait(10)
        assert not other.done()
        first.go_on.set()
        answers = one.result(20), other.result(20)
    assert answers[0].filing_id == answers[1].filing_id
    assert answers[0].receipt == answers[1].receipt
    assert [a.replayed for a in answers] == [False, True]


@pytest.mark.race
def test_a_duplicate_takes_over_when_the_first_comes_to_nothing(
    world: World, alice: Actor, bob: Actor
) -> None:
    right = world.hk_right(alice)
    submission = Submission("assignment", world.sale(right, alice, bob), "once")
    with (
        _halted(world) as first,
        _second_node(world) as (second, asked),
        ThreadPoolExecutor(2) as pool,
    ):
        first.fails = True
        one = pool.submit(submit, first.node, alice, submission)
        assert first.reached.wait(10)
        other = pool.submit(submit, second, alice, submission)
        assert asked.wait(10)
        first.go_on.set()
        with pytest.raises(KeyboardInterrupt):
            one.result(20)
        answer: Accepted = other.result(20)
    assert not answer.replayed
    assert world.holders(right) == {bob.party: "1"}


@pytest.mark.race
def test_a_duplicate_that_waits_too_long_is_told_so_and_nothing_is_doubled(
    world: World, alice: Actor, bob: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "LOCK_SECONDS", 1)
    right = world.hk_right(alice)
    submission = Submission("assignment", world.sale(right, alice, bob), "once")
    # SQLite has one writer: who waits for it cannot tell a duplicate from anybody else.
    expected = BusyError if world.node.engines.is_sqlite else InFlightError
    with (
        _halted(world) as first,
        _second_node(world) as (second, _),
        ThreadPoolExecutor(1) as pool,
    ):
        one = pool.submit(submit, first.node, alice, submission)
        assert first.reached.wait(10)
        with pytest.raises(expected):
            submit(second, alice, submission)
        first.go_on.set()
        accepted = one.result(20)
        assert submit(second, alice, submission).receipt == accepted.receipt


@pytest.mark.race
def test_a_thread_whose_turn_does_not_come_is_told_so(
    world: World, alice: Actor, bob: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one process SQLite's writers queue; on PostgreSQL the right's own lock is waited for."""
    monkeypatch.setattr(engines, "LOCK_SECONDS", 1)
    monkeypatch.setattr(unit_of_work_module, "LOCK_SECONDS", 0.2)
    right = world.hk_right(alice)
    with _halted(world) as first, ThreadPoolExecutor(1) as pool:
        one = pool.submit(submit, first.node, alice, _sale(world, right, alice, bob, "one"))
        assert first.reached.wait(10)
        with pytest.raises(BusyError):
            submit(first.node, alice, _sale(world, right, alice, bob, "two"))
        first.go_on.set()
        assert not one.result(20).replayed
    assert world.holders(right) == {bob.party: "1"}


def _sale(world: World, right: str, giver: Actor, taker: Actor, key: str) -> Submission:
    return Submission("assignment", world.sale(right, giver, taker), key)


def _fail_inside(world: World) -> None:
    with unit_of_work(world.node.engines) as work:
        work.connection.execute(sa.text("INSERT INTO receipt VALUES ('FI-none', 'none')"))
        raise ZeroDivisionError


def test_a_unit_of_work_that_fails_leaves_nothing(world: World) -> None:
    before = world.rows()
    with pytest.raises(ZeroDivisionError):
        _fail_inside(world)
    assert world.rows() == before


def test_an_officer_of_another_role_may_not_take_the_place_of_a_registrar(world: World) -> None:
    with pytest.raises(ForbiddenError):
        world.send(world.actor(Role.AUDITOR), "party-registration", {})
