"""Ask me first: a holder confirms each disposition himself; lifting that takes some days."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from ipregistry.domain.asking import asking, unconfirmed
from ipregistry.domain.facts import AssetFacts, HoldFacts
from ipregistry.domain.policies import Rule
from tests.unit.builders import (
    ALICE,
    BOB,
    HK_MARK,
    TODAY,
    accepted,
    agent,
    asset,
    context,
    party_actor,
    policies,
    refused,
    root,
)

BODY = {"assetBag": [{"id": "AS-1"}]}


def wish(party: str = ALICE, **changes: Any) -> HoldFacts:
    made = HoldFacts(
        "HO-1",
        1,
        "AS-1",
        "ask-first",
        "in-force",
        "2026-05-01T00:00:00.000000Z",
        date(2026, 5, 1),
        None,
        frozenset(),
        f"AC-{party}",
        frozenset({party}),
        {"asset": "AS-1", "category": "ask-first", "status": "in-force"},
    )
    return replace(made, **changes)


def right(*holds: HoldFacts) -> AssetFacts:
    return asset(root(), right=HK_MARK, holds=holds)


def hold_of(outcome: Any) -> Any:
    (found,) = [draft for draft in outcome.records if draft.kind == "hold"]
    return found


def test_a_holder_sets_it_and_title_does_not_move() -> None:
    outcome = accepted("ask-first", BODY, context(party_actor(ALICE), right()))
    hold = hold_of(outcome)
    assert hold.document["category"] == "ask-first"
    assert hold.document["concernedBag"] == [ALICE]
    assert outcome.moves == ()
    assert not any(draft.kind == "transaction" for draft in outcome.records)


def test_nothing_of_it_is_public() -> None:
    outcome = accepted("ask-first", BODY, context(party_actor(ALICE), right()))
    assert [draft.published for draft in outcome.records] == [False, False]


def test_only_the_holder_is_told_of_it() -> None:
    outcome = accepted("ask-first", BODY, context(party_actor(ALICE), right()))
    own = outcome.records[-1].document
    assert [told["party"] for told in own["toldBag"]] == [ALICE]


@pytest.mark.parametrize("type_name", ["ask-first", "ask-first-lifting"])
def test_nobody_does_it_on_a_right_that_he_does_not_hold(type_name: str) -> None:
    made = context(party_actor(BOB), right(wish(BOB)))
    assert refused(type_name, BODY, made) == [("ask-first-not-holder", "/assetBag/0")]


def test_it_is_set_once() -> None:
    made = context(party_actor(ALICE), right(wish()))
    assert refused("ask-first", BODY, made) == [("ask-first-set-already", "/assetBag/0")]


def test_a_right_is_named_once() -> None:
    made = context(party_actor(ALICE), right())
    body = {"assetBag": [{"id": "AS-1"}, {"id": "AS-1"}]}
    assert refused("ask-first", body, made) == [("asset-named-twice", "/assetBag/1")]


def test_lifting_it_takes_some_days() -> None:
    outcome = accepted("ask-first-lifting", BODY, context(party_actor(ALICE), right(wish())))
    hold = hold_of(outcome)
    assert (hold.id, hold.version, hold.document["status"]) == ("HO-1", 2, "in-force")
    assert hold.document["endDate"] == "2026-06-15"


def test_how_many_days_is_for_the_policy_to_say() -> None:
    def with_days(policy: Any) -> Any:
        if policy.name != "HK":
            return policy
        rules = replace(policy.acts["assignment"], standstill_days=Rule(30, "Sample rule", "D"))
        return replace(policy, acts={**policy.acts, "ask-first-lifting": rules})

    changed = tuple(with_days(policy) for policy in policies())
    made = context(party_actor(ALICE), right(wish()), policies=changed)
    outcome = accepted("ask-first-lifting", BODY, made)
    assert hold_of(outcome).document["endDate"] == "2026-07-01"


def test_what_is_not_set_or_is_being_lifted_is_not_lifted() -> None:
    ending = wish(until=TODAY + timedelta(days=3))
    for holds in ((), (ending,)):
        made = context(party_actor(ALICE), right(*holds))
        assert refused("ask-first-lifting", BODY, made) == [("ask-first-not-set", "/assetBag/0")]


def test_asking_anew_takes_a_lifting_back() -> None:
    ending = wish(until=TODAY + timedelta(days=3))
    hold = hold_of(accepted("ask-first", BODY, context(party_actor(ALICE), right(ending))))
    assert (hold.id, hold.version, hold.document["endDate"]) == ("HO-1", 2, None)


def test_it_holds_until_its_last_day() -> None:
    last = TODAY + timedelta(days=3)
    found = right(wish(until=last))
    assert asking(found, [ALICE], last) == (ALICE,)
    assert asking(found, [ALICE], last + timedelta(days=1)) == ()


def test_only_the_newest_version_of_a_wish_counts() -> None:
    lifted = wish(version=2, until=TODAY - timedelta(days=1))
    assert asking(right(wish(), lifted), [ALICE], TODAY) == ()


def test_the_wish_of_somebody_who_holds_no_more_is_void() -> None:
    assert asking(right(wish()), [BOB], TODAY) == ()


def test_other_holds_ask_nobody() -> None:
    assert asking(right(wish(category="lock")), [ALICE], TODAY) == ()


@pytest.mark.parametrize(
    ("actor", "confirming", "missing"),
    [
        (party_actor(ALICE), False, [ALICE]),
        (party_actor(ALICE), True, []),
        (agent(), True, [ALICE]),
        (party_actor(BOB), True, [ALICE]),
    ],
    ids=["his own filing", "his own assent", "his agent's assent", "a stranger's assent"],
)
def test_only_an_assent_of_his_own_confirms(
    actor: Any, confirming: bool, missing: list[str]
) -> None:
    assert unconfirmed([ALICE], [], actor, confirming=confirming) == missing
    assert unconfirmed([ALICE], [ALICE], actor, confirming=False) == []
