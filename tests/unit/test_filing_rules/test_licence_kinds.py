"""Licences of special kinds: offered to everybody, granted by an authority, under another one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ipregistry.domain.facts import AssetFacts, Context, FilingStatus, Node
from ipregistry.domain.titles import End, Grant, Interest, InterestCategory, Named, Register
from tests.unit.builders import (
    ALICE,
    BOB,
    CAROL,
    DORA,
    HK_MARK,
    accepted,
    asset,
    context,
    effects,
    filing,
    party_actor,
    record,
    refused,
    registrar,
    root,
)

CNIPA = Node("CN", "CN")
DECISION = {"category": "compulsory-licence-decision", "digest": "sha256:" + "e" * 64}


def at_cnipa(actor: Any, right: AssetFacts, **changes: Any) -> Context:
    return replace(context(actor, right), node=CNIPA, **changes)


def interest(kind: str, *holders: str, number: str = "TX-2", **more: Any) -> Interest:
    category = more.pop("category", InterestCategory.LICENCE)
    named = tuple(Named(holder, 1) for holder in holders)
    return Interest(number, category, kind, (Named(ALICE, 1),), named, **more)


def burdened(*interests: Interest) -> AssetFacts:
    """Alice's patent with these interests."""
    granted = [Grant(Register.RECORD, date(2026, 2, 1), found) for found in interests]
    return asset(root(), *granted)


def licence(right: AssetFacts, kind: str, *to: str, **members: Any) -> dict[str, Any]:
    """A body: Alice, or whoever is said, grants a licence."""
    return {
        "assetBag": [{"id": right.id, "titleVersion": right.title_version}],
        "licenceKind": kind,
        "licensorBag": [{"party": ALICE}],
        "licenseeBag": [{"party": party} for party in to],
        "executedDate": "2026-05-30",
        **members,
    }


def ending(right: AssetFacts, **members: Any) -> dict[str, Any]:
    seen = [{"id": right.id, "titleVersion": right.title_version}]
    return {"assetBag": seen, "interest": "TX-2", **members}


# ------------------------------------------------------------------ offered to everybody


def test_an_offer_to_everybody_names_nobody_and_is_the_holders() -> None:
    right = asset()
    outcome = accepted("licence", licence(right, "of-right"), at_cnipa(party_actor(ALICE), right))
    assert outcome.status is FilingStatus.RECORDED
    (effect,) = effects(outcome)
    assert (effect.interest.kind, effect.interest.holders) == ("of-right", ())


@pytest.mark.parametrize("kind", ["exclusive", "sole"])
def test_no_offer_to_everybody_while_one_has_it_alone_nor_the_other_way_round(kind: str) -> None:
    alone = burdened(interest(kind, BOB))
    offer = licence(alone, "of-right")
    assert refused("licence", offer, at_cnipa(party_actor(ALICE), alone)) == [
        ("conflicting-licence", "/assetBag/0")
    ]
    offered = burdened(interest("of-right"))
    made = at_cnipa(party_actor(ALICE), offered)
    assert refused("licence", licence(offered, kind, BOB), made) == [
        ("conflicting-licence", "/assetBag/0")
    ]


def test_a_pledged_patent_is_offered_to_everybody_with_the_pledgees_consent_alone() -> None:
    pledge = interest("pledge", CAROL, category=InterestCategory.SECURITY)
    right = burdened(pledge)
    made = at_cnipa(party_actor(ALICE), right)
    assert refused("licence", licence(right, "of-right"), made) == [
        ("pledgee-consent-required", "/assetBag/0")
    ]


def test_whoever_holds_the_right_takes_the_offer_back_and_nobody_else() -> None:
    right = burdened(interest("of-right"))
    outcome = accepted("licence-termination", ending(right), at_cnipa(party_actor(ALICE), right))
    assert outcome.status is FilingStatus.RECORDED
    assert [type(effect) for effect in effects(outcome)] == [End]
    found = refused("licence-termination", ending(right), at_cnipa(party_actor(BOB), right))
    assert ("filer-without-standing", "") in found


def test_all_who_hold_the_right_take_the_offer_back_together() -> None:
    right = asset(
        root("2026-01-01", (ALICE, "1/2"), (BOB, "1/2")),
        Grant(Register.RECORD, date(2026, 2, 1), interest("of-right")),
    )
    outcome = accepted("licence-termination", ending(right), at_cnipa(party_actor(ALICE), right))
    assert outcome.status is FilingStatus.AWAITING_ASSENT
    assert record(outcome, "filing").document["awaiting"] == [BOB]


def test_a_place_without_licences_of_right_records_none() -> None:
    right = asset(root("2020-01-01"), right=HK_MARK)
    made = context(party_actor(ALICE), right, node="HK")
    assert refused("licence", licence(right, "of-right"), made) == [
        ("category-not-accepted-here", "/licenceKind")
    ]


# ------------------------------------------------------------------ granted by an authority


def test_a_compulsory_licence_asks_neither_holder_nor_pledgee_nor_exclusive_licensee() -> None:
    pledge = interest("pledge", CAROL, category=InterestCategory.SECURITY, number="TX-3")
    right = burdened(interest("exclusive", BOB), pledge)
    body = licence(right, "compulsory", DORA, evidenceBag=[DECISION])
    outcome = accepted("licence", body, at_cnipa(registrar(), right))
    assert outcome.status is FilingStatus.RECORDED
    (effect,) = effects(outcome)
    assert effect.interest.kind == "compulsory"


def test_what_its_licensee_files_an_officer_examines() -> None:
    right = asset()
    body = licence(right, "compulsory", DORA, evidenceBag=[DECISION])
    outcome = accepted("licence", body, at_cnipa(party_actor(DORA), right))
    assert outcome.status is FilingStatus.UNDER_EXAMINATION
    assert [v.params["reason"] for v in outcome.warnings] == ["compulsory"]
    waiting = filing("licence", body, filer="AC-PA-DORA")
    made = at_cnipa(registrar(), right, filings={"FI-1": waiting})
    done = accepted("decision", {"filing": "FI-1", "outcome": "accept"}, made)
    assert [type(effect) for effect in effects(done)] == [Grant]


def test_without_the_authoritys_decision_there_is_none() -> None:
    right = asset()
    body = licence(right, "compulsory", DORA)
    assert refused("licence", body, at_cnipa(registrar(), right)) == [
        ("instrument-missing", "/evidenceBag")
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("compulsory", "exclusive"),
        ("non-exclusive", "compulsory"),
        ("of-right", "non-exclusive"),
        ("non-exclusive", "of-right"),
        ("non-exclusive", "some-other"),
    ],
)
def test_no_change_of_terms_makes_a_licence_an_authoritys_or_everybodys(old: str, new: str) -> None:
    right = burdened(interest(old, BOB))
    body = ending(right, interestKind=new)
    made = at_cnipa(party_actor(BOB), right)
    found = refused("licence-amendment", body, made)
    assert ("licence-kind-not-amended", "/interestKind") in found


# ------------------------------------------------------------------ under another licence


def sublicence(right: AssetFacts, **members: Any) -> dict[str, Any]:
    body = licence(right, "non-exclusive", CAROL, under="TX-2", **members)
    return {**body, "licensorBag": [{"party": BOB}]}


def test_a_licensee_lets_others_in_when_the_holder_agrees() -> None:
    right = burdened(interest("exclusive", BOB))
    outcome = accepted("licence", sublicence(right), at_cnipa(party_actor(BOB), right))
    assert outcome.status is FilingStatus.AWAITING_ASSENT
    assert record(outcome, "filing").document["awaiting"] == [ALICE]
    assert [v.code for v in outcome.warnings] == ["sublicence-consent-missing"]


def test_the_holders_earlier_permission_is_enough() -> None:
    right = burdened(interest("exclusive", BOB))
    permission = {"category": "sublicence-permission", "digest": "sha256:" + "d" * 64}
    body = sublicence(right, evidenceBag=[permission])
    outcome = accepted("licence", body, at_cnipa(party_actor(BOB), right))
    assert outcome.status is FilingStatus.RECORDED


def test_where_no_law_asks_for_it_the_licensee_lets_others_in_alone() -> None:
    right = asset(
        root("2020-01-01"),
        Grant(Register.RECORD, date(2026, 2, 1), interest("exclusive", BOB)),
        right=HK_MARK,
    )
    made = context(party_actor(BOB), right, node="HK")
    assert accepted("licence", sublicence(right), made).status is FilingStatus.RECORDED


def under(until: date | None, head: date | None) -> AssetFacts:
    """Bob's exclusive licence, and Carol's under it."""
    return burdened(
        interest("exclusive", BOB, until=head),
        interest("non-exclusive", CAROL, number="TX-3", under="TX-2", until=until),
    )


def test_no_change_of_terms_makes_a_sublicence_outlive_its_licence() -> None:
    right = under(date(2027, 1, 1), date(2028, 1, 1))
    body = {**ending(right), "interest": "TX-3", "endDate": "2028-01-02"}
    found = refused("licence-amendment", body, at_cnipa(party_actor(CAROL), right))
    assert found == [("sublicence-outlives-licence", "/endDate")]
    accepted(
        "licence-amendment",
        {**body, "endDate": "2028-01-01"},
        at_cnipa(party_actor(CAROL), right),
    )


@pytest.mark.parametrize(("day", "running"), [(date(2028, 1, 1), 2), (date(2028, 1, 2), 0)])
def test_a_sublicence_runs_no_longer_than_a_licence_that_was_shortened(
    day: date, running: int
) -> None:
    right = under(None, date(2028, 1, 1))
    found = right.title(day, "2029").record.active(InterestCategory.LICENCE, day)
    assert len(found) == running
