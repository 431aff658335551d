"""Assent: the last of those asked sets a waiting filing going."""

from dataclasses import replace
from typing import Any

import pytest

from ipregistry.domain.facts import Capacity, FilingStatus
from ipregistry.domain.filings import FILING_TYPES
from ipregistry.domain.titles import Strength
from ipregistry.domain.violations import Severity
from tests.unit.builders import (
    ALICE,
    BOB,
    CAROL,
    HK_MARK,
    accepted,
    after,
    agent,
    asset,
    assignment,
    context,
    decide,
    filing,
    held,
    mandate,
    party_actor,
    policies,
    record,
    refused,
    registrar,
    root,
    shares,
    transfer,
)

TYPE = "assent"
YES = {"filing": "FI-1"}
RIGHT = asset(root("2020-01-01", strength=Strength.GRANT), right=HK_MARK)
SHARED = asset(root("2026-01-01", (ALICE, "1/2"), (CAROL, "1/2")))


def waiting(right: Any = RIGHT, *given: str, **members: Any) -> Any:
    body = assignment(right, **members)
    return filing("assignment", body, status=FilingStatus.AWAITING_ASSENT, assents=given)


def half_of_shared(*given: str) -> Any:
    sides = {"transferorBag": shares((ALICE, "1/2")), "transfereeBag": shares((BOB, "1/2"))}
    return waiting(SHARED, *given, **sides)


def later(outcome: Any) -> Any:
    (draft,) = [r for r in outcome.records if r.id == "FI-1"]
    return draft


def test_with_the_transferors_yes_it_is_recorded_as_received() -> None:
    made = context(party_actor(ALICE), RIGHT, node="HK", filings=[waiting()])
    outcome = accepted(TYPE, YES, made)
    draft = record(outcome, "transaction")
    assert held(after(RIGHT, outcome)) == {BOB: "1"}
    assert draft.document["filing"] == "FI-1"
    assert draft.document["receivedAt"] == waiting().received_at
    assert later(outcome).document["status"] == "recorded"
    assert later(outcome).document["assents"] == [ALICE]
    assert later(outcome).document["awaiting"] == []
    assert outcome.moves[0].asset == "AS-1"


def test_at_an_outside_office_it_is_lodged() -> None:
    right = asset()
    made = context(party_actor(ALICE), right, filings=[waiting(right)])
    outcome = accepted(TYPE, YES, made)
    assert later(outcome).document["status"] == "lodged"
    assert later(outcome).capacity is Capacity.NOTICE
    assert held(after(right, outcome)) == {ALICE: "1"}


def test_until_the_last_yes_nothing_moves() -> None:
    made = context(party_actor(CAROL), SHARED, filings=[half_of_shared()])
    outcome = accepted(TYPE, YES, made)
    assert outcome.moves == ()
    assert later(outcome).document["status"] == "awaiting-assent"
    assert later(outcome).document["awaiting"] == [ALICE]
    assert later(outcome).document["assents"] == [CAROL]


def test_what_the_filer_assented_to_by_filing_needs_no_second_yes() -> None:
    sides = {"transferorBag": shares((ALICE, "1/2")), "transfereeBag": shares((BOB, "1/2"))}
    first = accepted("assignment", assignment(SHARED, **sides), context(party_actor(ALICE), SHARED))
    given = tuple(record(first, "filing").document["assents"])
    made = context(party_actor(CAROL), SHARED, filings=[half_of_shared(*given)])
    outcome = accepted(TYPE, YES, made)
    assert later(outcome).document["status"] == "lodged"
    assert later(outcome).document["assents"] == [ALICE, CAROL]


@pytest.mark.parametrize("actor", [party_actor(BOB), party_actor(CAROL), agent()])
def test_nobody_else_says_yes(actor: Any) -> None:
    made = context(actor, RIGHT, node="HK", filings=[waiting()])
    decision = decide(TYPE, YES, made)
    assert isinstance(decision, list)
    assert [(v.code, v.severity) for v in decision] == [("assent-not-yours", Severity.FORBIDDEN)]


def test_the_same_party_says_yes_once() -> None:
    made = context(party_actor(CAROL), SHARED, filings=[half_of_shared(CAROL)])
    assert refused(TYPE, YES, made) == [("assent-not-yours", "/filing")]


def test_an_agent_says_yes_within_his_mandate() -> None:
    made = context(agent(), RIGHT, node="HK", filings=[waiting()], mandates=(mandate(),))
    assert later(accepted(TYPE, YES, made)).document["status"] == "recorded"


def test_the_rules_run_again_on_the_title_of_the_moment() -> None:
    sold = asset(
        *RIGHT.steps, transfer("2026-05-10", [(ALICE, "1")], [(CAROL, "1")]), right=HK_MARK
    )
    made = context(party_actor(ALICE), sold, node="HK", filings=[waiting()])
    assert refused(TYPE, YES, made) == [("transferor-not-holder", "/filing")]


def test_the_version_that_the_filer_saw_no_longer_counts() -> None:
    moved = replace(RIGHT, title_version=5)
    made = context(party_actor(ALICE), moved, node="HK", filings=[waiting()])
    assert accepted(TYPE, YES, made).moves[0].from_version == 5


def test_where_the_policy_says_so_an_examiner_sees_it_then() -> None:
    made = context(
        party_actor(ALICE),
        RIGHT,
        node="HK",
        filings=[waiting()],
        policies=policies(examination="by-hand"),
    )
    outcome = accepted(TYPE, YES, made)
    assert outcome.moves == ()
    assert later(outcome).document["status"] == "under-examination"
    assert later(outcome).document["assents"] == [ALICE]


@pytest.mark.parametrize(
    "status", [s for s in FilingStatus if s is not FilingStatus.AWAITING_ASSENT]
)
def test_only_a_filing_that_waits_for_assent_gets_one(status: FilingStatus) -> None:
    filings = [replace(waiting(), status=status)]
    made = context(party_actor(ALICE), RIGHT, node="HK", filings=filings)
    assert refused(TYPE, YES, made) == [("filing-not-pending", "/filing")]


def test_a_filing_that_is_not_here_is_named_so() -> None:
    assert refused(TYPE, YES, context(party_actor(ALICE))) == [("filing-unknown", "/filing")]


def test_the_filing_is_loaded_with_all_that_its_own_decision_needs() -> None:
    row = FILING_TYPES[TYPE]
    needs = row.needs(row.read(YES))
    assert (needs.filings, needs.follow) == (("FI-1",), True)


def test_an_officer_gives_no_assent_for_a_party() -> None:
    made = context(registrar(), RIGHT, node="HK", filings=[waiting()])
    assert refused(TYPE, YES, made) == [("assent-not-yours", "/filing")]


def test_the_filing_of_an_unpublished_right_stays_unpublished() -> None:
    hidden = replace(RIGHT, published=False)
    made = context(party_actor(ALICE), hidden, node="HK", filings=[waiting()])
    assert not any(r.published for r in accepted(TYPE, YES, made).records)
    shared = replace(SHARED, published=False)
    made = context(party_actor(CAROL), shared, filings=[half_of_shared()])
    assert not any(r.published for r in accepted(TYPE, YES, made).records)
