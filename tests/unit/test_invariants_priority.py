"""Invariants of priority on random histories (reference, section 8: 16, 17 and 18), against a
second reckoning from the same facts."""

from __future__ import annotations

import calendar
import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import combinations, permutations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ipregistry.domain.filings.subjects import policy_for
from ipregistry.domain.policies import Policy
from ipregistry.domain.priority.answer import priority_document
from ipregistry.domain.titles import Interest, InterestCategory
from tests.unit.builders import ALICE, BOB, CAROL, DORA, PATENT, registrar
from tests.unit.games import (
    AT_CNIPA,
    IN_GUANGDONG,
    IN_HONG_KONG,
    Place,
    chances,
    examples,
    playing,
    right_of,
)
from tests.unit.register import GD_NODE, MemoryRegister, Taken

SECURITY = InterestCategory.SECURITY
PLEDGES = ("pledge", "pledge", "assent", "assent", "decide", "wait", "enter_lodged", "release")


def answer(
    register: MemoryRegister, right: str, companies: frozenset[str] = frozenset()
) -> dict[str, Any]:
    found = register.rights[right]
    policy = policy_for(register.context(registrar(), {}), found.office, found.kind)
    return priority_document(right, register.title(right), policy, companies)


def remembered(policies: tuple[Policy, ...]) -> tuple[Policy, ...]:
    """The same policies, their rules of priority known from memory only."""
    return tuple(
        replace(
            policy,
            acts={
                name: replace(act, priority=replace(act.priority, confidence="M"))
                for name, act in policy.acts.items()
            },
        )
        for policy in policies
    )


def securities(register: MemoryRegister, right: str) -> dict[str, Interest]:
    title = register.title(right)
    states = (title.notified, title.record)
    standing = {s.interest.id: s.interest for t in states for s in t.interests}
    return {name: i for name, i in standing.items() if i.category is SECURITY}


def by_registration(one: Interest, other: Interest, recorded: set[str]) -> str | None:
    """Civil Code art. 414 in its own words. None: equal, or not determined."""
    registered = [i for i in (one, other) if i.id in recorded]
    if len(registered) != 2:
        return registered[0].id if registered else None
    assert one.registered is not None
    assert other.registered is not None
    if one.registered == other.registered:
        return None
    return one.id if one.registered < other.registered else other.id


def by_notice(one: Interest, other: Interest, recorded: set[str]) -> str | None:
    """Cap. 514 s.52(1) in its own words, where every day is known."""
    assert one.executed is not None
    assert other.executed is not None
    if one.executed == other.executed:
        return None
    earlier, later = sorted((one, other), key=lambda i: i.executed or date.max)
    assert later.executed is not None
    if earlier.applied is not None and earlier.applied < later.executed:
        return earlier.id
    if later.knew is not None and earlier.id in later.knew:
        return earlier.id
    same_day = earlier.applied == later.executed
    return later.id if later.knew is not None and not same_day else None


def said_of(register: MemoryRegister) -> Iterator[dict[str, Any]]:
    for right in register.rights:
        yield answer(register, right)


@st.composite
def charged(draw: st.DrawFn, place: Place = IN_HONG_KONG, most: int = 4) -> MemoryRegister:
    """A right with some charges by its holder: executed on days of one fortnight and filed on
    others, each with what its taker knew of, or nothing said of that.
    """
    rules = {"most_active": 0, "assents": ("grantor",), "root_max_age_days": 0}
    table = place.only("AS-1").table(random.Random(0), **rules)
    register: MemoryRegister = table.board  # type: ignore[assignment]
    made: list[str] = []
    for _ in range(draw(st.integers(2, most))):
        register.pass_time(days=draw(st.sampled_from([0, 0, 0, 3])))
        knew = st.none() | (st.lists(st.sampled_from(made), unique=True) if made else st.just([]))
        known = draw(knew)
        body = {
            "assetBag": [{"id": "AS-1", "titleVersion": register.rights["AS-1"].title_version}],
            "securityKind": "mortgage",
            "grantorBag": [{"party": ALICE}],
            "securedPartyBag": [{"party": draw(st.sampled_from([BOB, CAROL, DORA]))}],
            "executedDate": table.in_days(-draw(st.integers(0, 14))),
            **({} if known is None else {"knewOfBag": known}),
            "acknowledgementBag": ["invalidation-pending"],
            "consentBag": [],
        }
        taken = register.file(table.actor(ALICE), "security", body)
        assert isinstance(taken, Taken), taken
        made.append(str(taken.transaction))
    return register


@examples(30)
@given(st.sampled_from([IN_HONG_KONG, AT_CNIPA]).flatmap(charged), st.booleans())
def test_a_priority_answer_names_for_each_pair_the_rule_its_law_and_the_facts(
    register: MemoryRegister, from_memory: bool
) -> None:
    """Invariant 17."""
    if from_memory:
        register.policies = remembered(register.policies)
    for said in said_of(register):
        assert said["policy"]["name"]
        assert said["pairBag"]
        for pair in said["pairBag"]:
            assert pair["rule"]
            assert pair["citation"]
            assert pair["confidence"] == "M" if from_memory else pair["confidence"] in "VSID"
            assert {f["interest"] for f in pair["factBag"]} == {pair["first"], pair["second"]}
            undetermined = pair["outcome"] == "undetermined"
            assert undetermined or not from_memory
            assert not undetermined or pair["prevails"] is None
            if pair["reason"] == "fact-missing":
                assert any(fact["missingIndicator"] for fact in pair["factBag"])


@examples(60)
@given(charged(IN_HONG_KONG), charged(AT_CNIPA))
def test_a_pair_goes_as_the_law_says_from_the_days_on_record(
    in_hong_kong: MemoryRegister, on_the_mainland: MemoryRegister
) -> None:
    """Invariant 17: reckoned again, on rights of the office's own."""
    for register, law in ((in_hong_kong, by_notice), (on_the_mainland, by_registration)):
        interests = securities(register, "AS-1")
        recorded = {s.interest.id for s in register.title("AS-1").record.interests}
        said = {
            frozenset((p["first"], p["second"])): p["prevails"]
            for p in answer(register, "AS-1")["pairBag"]
        }
        assert said == {
            frozenset((one.id, other.id)): law(one, other, recorded)
            for one, other in combinations(interests.values(), 2)
        }


@examples(150)
@given(charged(IN_HONG_KONG))
def test_there_is_an_order_only_where_every_pair_is_determined_and_none_runs_in_a_circle(
    register: MemoryRegister,
) -> None:
    """Invariant 17: undetermined and circular are answers; no order is made up."""
    for said in said_of(register):
        pairs = said["pairBag"]
        ranked = {p[side] for p in pairs for side in ("first", "second")}
        fits = any(_agrees(order, pairs) for order in permutations(sorted(ranked)))
        open_ = any(p["outcome"] == "undetermined" for p in pairs)
        assert said["circularIndicator"] == (not fits)
        assert (said["tierBag"] is None) == (open_ or not fits)
        if said["tierBag"] and ranked:
            assert _agrees(tuple(i for tier in said["tierBag"] for i in tier), pairs)


def _agrees(order: tuple[str, ...], pairs: list[Mapping[str, Any]]) -> bool:
    """Whether nothing stands in this order before what goes before it."""
    place = {interest: n for n, interest in enumerate(order)}
    for pair in pairs:
        wins = pair["prevails"]
        if wins is not None:
            loses = pair["second"] if wins == pair["first"] else pair["first"]
            if place[wins] > place[loses]:
                return False
    return True


@examples(30)
@given(chances, st.sampled_from([IN_HONG_KONG, IN_GUANGDONG]))
def test_a_charge_of_a_hong_kong_company_shows_its_month_and_lateness_is_a_flag(
    chance: random.Random, place: Place
) -> None:
    """Invariant 18: the charge stays in the answer, however late."""
    companies = frozenset({ALICE})
    for register, _ in playing(place.table(chance), 30, PLEDGES):
        for right in register.rights:
            shown = {i["interest"]: i for i in answer(register, right, companies)["interestBag"]}
            for interest in securities(register, right).values():
                member = shown[interest.id]
                if ALICE not in {giver.party for giver in interest.givers}:
                    assert "companyCharge" not in member
                elif interest.executed is not None:
                    last = _a_month_later(interest.executed)
                    assert "companyCharge" in member
                    charge = member["companyCharge"]
                    assert charge["date"] == last.isoformat()
                    assert charge["voidRiskIndicator"] == (register.today > last)


def _a_month_later(day: date) -> date:
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


ENTRY = st.tuples(st.integers(1, 28), st.sampled_from([BOB, CAROL, DORA]))


@examples(40)
@given(
    st.lists(ENTRY, min_size=2, max_size=4, unique_by=lambda entry: entry[0]),
    st.randoms(use_true_random=False),
)
def test_priority_is_the_same_in_whatever_order_and_whenever_we_hear_of_the_entries(
    entries: list[tuple[int, str]], chance: random.Random
) -> None:
    """Invariant 16: our receipt time is no fact of priority."""
    bodies = [_entered(number, day, taker) for number, (day, taker) in enumerate(entries)]
    later = list(bodies)
    chance.shuffle(later)
    one, other = (_heard(some, days) for some, days in ((bodies, 0), (later, 17)))
    assert one == other


def _entered(number: int, day: int, taker: str) -> dict[str, Any]:
    return {
        "act": "security",
        "asset": {"id": "AS-1"},
        "entryDate": f"2026-05-{day:02}",
        "recordalNumber": f"sample-{number}",
        "evidenceBag": [{"category": "register-extract", "digest": f"sha256:{number:064x}"}],
        "giverBag": [{"party": ALICE}],
        "takerBag": [{"party": taker}],
        "interestKind": "pledge",
    }


def _heard(bodies: list[dict[str, Any]], days: int) -> object:
    """Who goes before whom, by the office's numbers, once all of it is known."""
    rights = [right_of("AS-1", PATENT, on="2026-01-01")]
    register = MemoryRegister.of(GD_NODE, rights, (ALICE, BOB, CAROL, DORA))
    for body in bodies:
        register.pass_time(days=days)
        taken = register.file(registrar(), "recordal-notice", body)
        assert not isinstance(taken, list), taken
    said = answer(register, "AS-1")
    standing = register.title("AS-1").record.interests
    number = {s.interest.id: s.step.number for s in standing}
    pairs = {
        (frozenset((number[p["first"]], number[p["second"]])), number.get(p["prevails"]))
        for p in said["pairBag"]
    }
    tiers = [[number[i] for i in tier] for tier in said["tierBag"]]
    return pairs, tiers
