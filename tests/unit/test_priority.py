"""Priority between interests: pair by pair, with the facts; an order only where there is one."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date
from itertools import pairwise, permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipregistry.domain.priority import (
    UNKNOWN,
    Interest,
    Outcome,
    PriorityRule,
    Reason,
    compare,
    rank,
)

VECTORS = Path(__file__).resolve().parents[2].parent / "shared/vectors/registry_cases.json"
BY_REGISTRATION = PriorityRule("registration-time", "Civil Code arts. 414, 415", "V")
BY_NOTICE = PriorityRule("later-without-notice", "Cap. 514 s.52(1)", "V")
RULES = (BY_REGISTRATION, BY_NOTICE)


def _everywhere(rule: PriorityRule) -> dict[str, PriorityRule]:
    return {"security": rule, "licence": rule}


# ------------------------------------------------------------------ vectors


def _vectors() -> list:
    if not VECTORS.exists():
        return []
    return json.loads(VECTORS.read_text())["priority"]


def test_the_vectors_are_there():
    if not VECTORS.exists():
        pytest.skip("needs ../shared/vectors/registry_cases.json")
    assert len(_vectors()) >= 5


@pytest.mark.parametrize("case", _vectors(), ids=lambda case: case["id"])
def test_a_vector_of_priority(case):
    by_registration = case["rule"] == "registration_time"
    interests = [
        Interest(
            one["id"],
            one["t"],
            # Under the Mainland's rule the day that counts is that of registration.
            applied=None if by_registration else one["applied"],
            registered=one["applied"] if by_registration else None,
            knew=frozenset(one["knows"]),
        )
        for one in case["interests"]
    ]
    rule = PriorityRule(case["rule"].replace("_", "-"), case["why"], "V")
    found = rank(interests, {"security": rule})
    expected = case["expected"]
    tiers = None if found.tiers is None else [sorted(tier) for tier in found.tiers]
    assert tiers == expected["tiers"]
    assert found.circular is expected["circular"]


# ------------------------------------------------------------------ registration time


def test_of_two_registered_the_one_registered_earlier_goes_first_whatever_the_deeds_say():
    a = Interest("A", date(2026, 1, 1), registered=date(2026, 3, 2))
    b = Interest("B", date(2026, 2, 1), registered=date(2026, 3, 1))
    pair = compare(a, b, BY_REGISTRATION)
    assert (pair.prevails, pair.reason) == ("B", Reason.REGISTERED_EARLIER)


def test_a_registered_interest_goes_before_an_unregistered_one():
    a = Interest("A", date(2026, 1, 1), registered=None)
    b = Interest("B", date(2026, 2, 1), registered=date(2026, 3, 1))
    assert compare(a, b, BY_REGISTRATION).prevails == "B"


def test_a_registration_of_unknown_day_still_goes_before_none():
    a = Interest("A", date(2026, 1, 1), registered=None)
    b = Interest("B", date(2026, 2, 1), registered=UNKNOWN)
    assert compare(a, b, BY_REGISTRATION).prevails == "B"


def test_a_registration_of_unknown_day_beside_another_is_undetermined_and_says_what_is_missing():
    a = Interest("A", date(2026, 1, 1), registered=date(2026, 1, 2))
    b = Interest("B", date(2026, 2, 1), registered=UNKNOWN)
    pair = compare(a, b, BY_REGISTRATION)
    assert pair.outcome is Outcome.UNDETERMINED
    assert [(f.interest, f.fact) for f in pair.missing] == [("B", "registered")]


def test_unregistered_interests_share_one_tier():
    found = rank(
        [Interest("A", date(2026, 1, 1)), Interest("B", date(2026, 2, 1))],
        _everywhere(BY_REGISTRATION),
    )
    assert found.tiers == (("A", "B"),)


def test_two_registered_on_one_day_are_undetermined():
    day = date(2026, 3, 1)
    pair = compare(
        Interest("A", date(2026, 1, 1), registered=day),
        Interest("B", date(2026, 2, 1), registered=day),
        BY_REGISTRATION,
    )
    assert (pair.outcome, pair.reason) == (Outcome.UNDETERMINED, Reason.SAME_DAY)


# ------------------------------------------------------------------ later without notice


def _earlier(**changed) -> Interest:
    return replace(Interest("E", date(2026, 1, 1), knew=frozenset()), **changed)


def _later(**changed) -> Interest:
    return replace(Interest("L", date(2026, 3, 1), knew=frozenset()), **changed)


@pytest.mark.parametrize(
    ("earlier", "later", "prevails", "reason"),
    [
        (_earlier(applied=date(2026, 2, 1)), _later(), "E", Reason.EARLIER_APPLIED_IN_TIME),
        (_earlier(), _later(), "L", Reason.LATER_WITHOUT_NOTICE),
        (_earlier(applied=date(2026, 4, 1)), _later(), "L", Reason.LATER_WITHOUT_NOTICE),
        (_earlier(), _later(knew=frozenset({"E"})), "E", Reason.LATER_KNEW),
        # Knowing of some other interest is not knowing of this one.
        (_earlier(), _later(knew=frozenset({"X"})), "L", Reason.LATER_WITHOUT_NOTICE),
        # Where it was applied for in time, knowledge need not be known.
        (
            _earlier(applied=date(2026, 2, 1)),
            _later(knew=None),
            "E",
            Reason.EARLIER_APPLIED_IN_TIME,
        ),
        # Where the later knew, the day of the application need not be known.
        (_earlier(applied=UNKNOWN), _later(knew=frozenset({"E"})), "E", Reason.LATER_KNEW),
        # What was registered in time was applied for in time.
        (
            _earlier(applied=UNKNOWN, registered=date(2026, 2, 1)),
            _later(knew=None),
            "E",
            Reason.EARLIER_APPLIED_IN_TIME,
        ),
        # The later one's own application changes nothing for it.
        (_earlier(), _later(applied=date(2026, 3, 2)), "L", Reason.LATER_WITHOUT_NOTICE),
        (_earlier(), _later(knew=None), None, Reason.FACT_MISSING),
        (_earlier(applied=UNKNOWN), _later(), None, Reason.FACT_MISSING),
        (_earlier(registered=UNKNOWN), _later(), None, Reason.FACT_MISSING),
        (_earlier(applied=date(2026, 3, 1)), _later(), None, Reason.SAME_DAY),
        (_earlier(created=None), _later(), None, Reason.FACT_MISSING),
        (_earlier(created=date(2026, 3, 1)), _later(), None, Reason.SAME_DAY),
    ],
)
def test_the_earlier_loses_only_to_a_later_one_without_application_and_without_knowledge(
    earlier, later, prevails, reason
):
    pair = compare(earlier, later, BY_NOTICE)
    assert (pair.prevails, pair.reason) == (prevails, reason)
    assert (pair.outcome is Outcome.UNDETERMINED) is (prevails is None)


def test_knowledge_that_nobody_stated_is_a_missing_fact():
    pair = compare(_earlier(), _later(knew=None), BY_NOTICE)
    assert [(f.interest, f.fact, f.of) for f in pair.missing] == [("L", "knew", "E")]


def test_what_the_earlier_one_knew_does_not_matter():
    with_knowledge = _earlier(knew=frozenset({"L"}))
    assert compare(with_knowledge, _later(), BY_NOTICE).prevails == "L"


# ------------------------------------------------------------------ the answer


def test_a_pair_names_its_rule_its_law_and_the_facts_that_it_used():
    pair = compare(_earlier(), _later(), BY_NOTICE)
    assert pair.rule == BY_NOTICE
    used = {(f.interest, f.fact, f.value) for f in pair.facts}
    assert used == {
        ("E", "created", date(2026, 1, 1)),
        ("L", "created", date(2026, 3, 1)),
        ("E", "applied", None),
        ("L", "knew", False),
    }


def test_a_rule_from_memory_decides_nothing():
    remembered = replace(BY_NOTICE, confidence="M")
    pair = compare(_earlier(), _later(), remembered)
    assert (pair.outcome, pair.reason) == (Outcome.UNDETERMINED, Reason.RULE_NOT_VERIFIED)


def test_no_fact_of_an_interest_is_a_time_of_receipt():
    assert {f.name for f in fields(Interest)} == {
        "id",
        "created",
        "applied",
        "registered",
        "knew",
        "kind",
    }


def test_three_interests_can_run_in_a_circle_and_then_the_pairs_are_the_answer():
    interests = [
        Interest("A", date(2026, 1, 1), knew=frozenset()),
        Interest("B", date(2026, 2, 1), knew=frozenset()),
        Interest("C", date(2026, 3, 1), knew=frozenset({"A"})),
    ]
    found = rank(interests, _everywhere(BY_NOTICE))
    assert found.circular
    assert found.tiers is None
    assert [(p.first, p.second, p.prevails) for p in found.pairs] == [
        ("A", "B", "B"),
        ("A", "C", "A"),
        ("B", "C", "C"),
    ]


def test_an_undetermined_pair_makes_no_order():
    found = rank(
        [_earlier(), _later(knew=None), Interest("Z", date(2026, 5, 1), knew=frozenset({"E"}))],
        _everywhere(BY_NOTICE),
    )
    assert found.tiers is None
    assert not found.circular


def test_interests_of_a_kind_without_a_rule_are_in_no_pair():
    found = rank(
        [
            Interest("A", date(2026, 1, 1), registered=date(2026, 1, 2)),
            Interest("X", date(2026, 1, 1), kind="licence"),
            Interest("B", date(2026, 1, 1)),
        ],
        {"security": BY_REGISTRATION},
    )
    assert found.tiers == (("A",), ("B",))
    assert found.unranked == ("X",)


def test_two_kinds_under_different_rules_have_no_order_between_them():
    found = rank(
        [_earlier(), _later(kind="licence")], {"security": BY_NOTICE, "licence": BY_REGISTRATION}
    )
    (pair,) = found.pairs
    assert (pair.outcome, pair.reason) == (Outcome.UNDETERMINED, Reason.NO_COMMON_RULE)


def test_two_kinds_under_one_rule_by_two_laws_name_both():
    marks = PriorityRule("later-without-notice", "Cap. 559 s.29(3)", "V")
    found = rank([_earlier(), _later(kind="licence")], {"security": BY_NOTICE, "licence": marks})
    assert found.pairs[0].rule.law == "Cap. 514 s.52(1); Cap. 559 s.29(3)"


def test_one_interest_alone_is_a_tier_and_none_is_none():
    assert rank([_earlier()], _everywhere(BY_NOTICE)).tiers == (("E",),)
    assert rank([], _everywhere(BY_NOTICE)).tiers == ()


# ------------------------------------------------------------------ properties

_days = st.integers(1, 6).map(lambda n: date(2026, 1, n))
_steps = st.one_of(st.none(), st.just(UNKNOWN), _days)


@st.composite
def _interests(draw, most=5):
    count = draw(st.integers(0, most))
    ids = [chr(ord("A") + n) for n in range(count)]
    return [
        Interest(
            i,
            draw(st.one_of(st.none(), _days)) if draw(st.booleans()) else draw(_days),
            draw(_steps),
            draw(_steps),
            draw(st.one_of(st.none(), st.frozensets(st.sampled_from(ids)))),
        )
        for i in ids
    ]


@given(_interests(), st.sampled_from(RULES))
def test_a_pair_says_the_same_from_both_sides(interests, rule):
    for one, other in permutations(interests, 2):
        there, back = compare(one, other, rule), compare(other, one, rule)
        assert there.outcome is back.mirrored().outcome
        assert (there.reason, there.prevails) == (back.reason, back.prevails)
        assert set(there.facts) == set(back.facts)


@given(_interests(), st.sampled_from(RULES))
def test_an_unrelated_interest_changes_no_pair(interests, rule):
    rules = _everywhere(rule)
    stranger = Interest("stranger", date(2026, 1, 3), kind="licence", knew=frozenset())
    without = rank(interests, rules).pairs
    kept = [p for p in rank([*interests, stranger], rules).pairs if p.second != "stranger"]
    assert kept == list(without)


@given(_interests(), st.sampled_from(RULES), st.randoms())
def test_the_order_of_asking_changes_nothing(interests, rule, random):
    shuffled = list(interests)
    random.shuffle(shuffled)
    one, other = rank(interests, _everywhere(rule)), rank(shuffled, _everywhere(rule))
    assert one.circular is other.circular
    as_sets = [None if r.tiers is None else [set(t) for t in r.tiers] for r in (one, other)]
    assert as_sets[0] == as_sets[1]


def _runs_in_a_circle(ids, ahead, equal):
    """By trying every walk: somebody is reached again over at least one step that goes before."""
    for size in range(1, len(ids) + 1):
        for walk in permutations(ids, size):
            steps = [*pairwise(walk), (walk[-1], walk[0])]
            on = all(s in ahead or s in equal or s[0] == s[1] for s in steps)
            if on and any(s in ahead for s in steps):
                return True
    return False


@given(_interests(), st.sampled_from(RULES))
def test_a_circle_is_found_exactly_where_there_is_one(interests, rule):
    found = rank(interests, _everywhere(rule))
    ids = [i.id for i in interests]
    ahead, equal = set(), set()
    for pair in found.pairs:
        if pair.prevails is not None:
            loser = pair.second if pair.prevails == pair.first else pair.first
            ahead.add((pair.prevails, loser))
        elif pair.outcome is Outcome.EQUAL:
            equal |= {(pair.first, pair.second), (pair.second, pair.first)}
    assert found.circular is _runs_in_a_circle(ids, ahead, equal)


@given(_interests(), st.sampled_from(RULES))
def test_tiers_say_of_every_pair_what_the_pair_says(interests, rule):
    found = rank(interests, _everywhere(rule))
    undetermined = any(p.outcome is Outcome.UNDETERMINED for p in found.pairs)
    assert (found.tiers is None) is (undetermined or found.circular)
    if found.tiers is not None:
        place = {i: n for n, tier in enumerate(found.tiers) for i in tier}
        assert set(place) == {i.id for i in interests}
        for pair in found.pairs:
            one, other = place[pair.first], place[pair.second]
            assert pair.outcome is (
                Outcome.EQUAL if one == other else Outcome.FIRST if one < other else Outcome.SECOND
            )


@given(_interests())
def test_by_registration_nothing_ever_runs_in_a_circle(interests):
    assert not rank(interests, _everywhere(BY_REGISTRATION)).circular


@given(_interests(), st.sampled_from(RULES))
def test_learning_a_missing_fact_never_turns_a_determined_pair_around(interests, rule):
    """What was said to be determined stays so, whatever the unknown facts turn out to be."""
    learned = [
        replace(
            i,
            applied=None if i.applied is UNKNOWN and i.registered is None else i.applied,
            knew=frozenset() if i.knew is None else i.knew,
        )
        for i in interests
    ]
    before = rank(interests, _everywhere(rule)).pairs
    for was, now in zip(before, rank(learned, _everywhere(rule)).pairs, strict=True):
        if was.outcome is not Outcome.UNDETERMINED:
            assert now.outcome is was.outcome
