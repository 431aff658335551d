"""Withdrawal: by the filer until the decision; from an outside office with its word only."""

from dataclasses import replace
from typing import Any

import pytest

from ipregistry.domain.facts import PENDING, FilingStatus
from ipregistry.domain.titles import Close, Register
from ipregistry.domain.violations import Severity
from tests.unit.builders import (
    ALICE,
    BOB,
    NOW,
    PAPER,
    TODAY,
    accepted,
    after,
    asset,
    assignment,
    context,
    decide,
    effects,
    examiner,
    filing,
    held,
    lodged_filing,
    party_actor,
    refused,
    registrar,
    root,
    transfer,
)

TYPE = "withdrawal"
BODY = {"filing": "FI-1"}
RIGHT = asset()
LODGED = asset(root(), transfer("2026-05-01", [(ALICE, "1")], [(BOB, "1")], Register.NOTIFIED))
FILER = party_actor(ALICE, "AC-FILER")


# An outside office decides the one, and the office itself has decided the other.
DECIDED_ELSEWHERE = {FilingStatus.LODGED, FilingStatus.AWAITING_PUBLICATION}


def waiting(status: FilingStatus = FilingStatus.AWAITING_ASSENT) -> Any:
    return filing("assignment", assignment(RIGHT), status=status, assents=(ALICE,))


@pytest.mark.parametrize("status", sorted(PENDING - DECIDED_ELSEWHERE))
def test_the_filer_takes_back_what_is_not_decided(status: FilingStatus) -> None:
    outcome = accepted(TYPE, BODY, context(FILER, RIGHT, filings=[waiting(status)]))
    (later,) = [r for r in outcome.records if r.id == "FI-1"]
    assert (later.document["status"], later.version, outcome.moves) == ("withdrawn", 2, ())
    assert later.document["awaiting"] == []
    assert later.document["assents"] == [ALICE]


def test_nobody_takes_back_the_filing_of_another() -> None:
    decision = decide(TYPE, BODY, context(party_actor(BOB), RIGHT, filings=[waiting()]))
    assert isinstance(decision, list)
    assert [(v.code, v.severity) for v in decision] == [("not-your-filing", Severity.FORBIDDEN)]


def test_an_officer_takes_it_back_for_its_filer() -> None:
    accepted(TYPE, BODY, context(registrar(), RIGHT, filings=[waiting()]))


@pytest.mark.parametrize("party_id", [ALICE, BOB])
def test_no_officer_takes_back_for_another_where_his_own_party_is_named(party_id: str) -> None:
    made = context(registrar(party_id=party_id), RIGHT, filings=[waiting()])
    assert refused(TYPE, BODY, made) == [("own-interest", "/filing")]
    own = registrar("AC-FILER", party_id)
    accepted(TYPE, BODY, context(own, RIGHT, filings=[waiting()]))


@pytest.mark.parametrize(("actor", "evidence"), [(FILER, []), (FILER, [PAPER]), (examiner(), [])])
def test_what_lies_at_an_outside_office_needs_its_word_and_an_officer(
    actor: Any, evidence: list[Any]
) -> None:
    made = context(actor, LODGED, filings=[lodged_filing(LODGED, 2)])
    assert refused(TYPE, {**BODY, "evidenceBag": evidence}, made) == [
        ("withdrawal-not-acknowledged", "/evidenceBag")
    ]


def test_with_the_offices_word_it_stops_blocking_and_title_version_moves() -> None:
    made = context(examiner(), LODGED, filings=[lodged_filing(LODGED, 2)])
    outcome = accepted(TYPE, {**BODY, "evidenceBag": [PAPER]}, made)
    assert effects(outcome) == [Close(TODAY, "TX-2", "withdrawn")]
    assert [(m.asset, m.from_version) for m in outcome.moves] == [("AS-1", 2)]
    freed = after(LODGED, outcome)
    assert freed.title(TODAY, NOW).lodged == ()
    assert held(freed) == {ALICE: "1"}


@pytest.mark.parametrize("status", [s for s in FilingStatus if s not in PENDING])
def test_what_has_ended_is_not_taken_back(status: FilingStatus) -> None:
    made = context(FILER, RIGHT, filings=[waiting(status)])
    assert refused(TYPE, BODY, made) == [("filing-not-pending", "/filing")]


def test_a_filing_that_is_not_here_is_named_so() -> None:
    assert refused(TYPE, BODY, context(FILER)) == [("filing-unknown", "/filing")]


def test_the_end_of_a_filing_on_an_unpublished_right_is_not_public() -> None:
    hidden = replace(LODGED, published=False)
    made = context(examiner(), hidden, filings=[lodged_filing(hidden, 2)])
    outcome = accepted(TYPE, {**BODY, "evidenceBag": [PAPER]}, made)
    assert not any(r.published for r in outcome.records)
