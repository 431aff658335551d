"""Ownership order: it takes from those whom it binds, asks nobody, and two officers see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ipregistry.domain.access import FILE, Role
from ipregistry.domain.classes import Label, split
from ipregistry.domain.dispositions import LOCK
from ipregistry.domain.facts import AssetFacts, Context, FilingStatus, HoldFacts
from ipregistry.domain.filings import FILING_TYPES
from ipregistry.domain.filings.acts_on_title import ACTS
from ipregistry.domain.filings.by_law import INSTRUMENTS
from ipregistry.domain.policies import Rule
from ipregistry.domain.titles import (
    Grant,
    Interest,
    InterestCategory,
    Named,
    Register,
    Restrict,
    Strength,
)
from tests.unit.builders import (
    ALICE,
    BOB,
    CAROL,
    HK_MARK,
    MARK,
    TODAY,
    accepted,
    after,
    asset,
    context,
    decide,
    examiner,
    filing,
    held,
    party_actor,
    policies,
    record,
    refused,
    registrar,
    root,
    shares,
    step,
)

TYPE = "ownership-order"
LATER = "2027"
CLAUSE = {"operativeText": "Bob gets the mark.", "seatCode": "HK"}
COURT_ACT = {"category": "court-act", "digest": "sha256:" + "a" * 64}


def hk(*effects_: Any, **changes: Any) -> AssetFacts:
    """A right of the node's own register."""
    granted = root("2020-01-01", strength=Strength.GRANT)
    return asset(*(effects_ or (granted,)), right=HK_MARK, **changes)


def instrument(**members: str) -> dict[str, str]:
    return {
        "category": "court-order",
        "authorityText": "Sample Court",
        "number": "Action 1",
        "date": "2026-05-10",
        "digest": "sha256:" + "e" * 64,
        **members,
    }


def order(right: AssetFacts, **members: Any) -> dict[str, Any]:
    """A body: a court's order takes the whole from Alice and gives it to Bob."""
    return {
        "assetBag": [{"id": right.id, "titleVersion": right.title_version}],
        "instrument": instrument(),
        "boundBag": shares((ALICE, "1")),
        "beneficiaryBag": shares((BOB, "1")),
        "executedDate": "2026-05-20",
        **members,
    }


def restricted(right: AssetFacts, ground: str = "preservation", number: int = 1) -> AssetFacts:
    """The right under one more hold that stops everything."""
    hold = HoldFacts(
        f"HO-{number}",
        1,
        right.id,
        ground,
        "in-force",
        "2026-05-01T00:00:00.000000Z",
        date(2026, 5, 1),
        None,
        frozenset({"assignment", "transmission", TYPE}),
        "AC-VENUE" if ground == LOCK else "AC-REGISTRAR",
        frozenset({ALICE}),
    )
    ord_ = max(s.ord for s in right.steps) + 1
    steps = (*right.steps, step(ord_, Restrict(date(2026, 5, 1), hold.id)))
    version = right.title_version + 1
    return replace(right, steps=steps, title_version=version, holds=(*right.holds, hold))


def desk(right: AssetFacts, body: Any, actor: Any = None, node: str = "HK", **more: Any) -> Context:
    """An officer with the filing before him; AC-REGISTRAR is an officer too."""
    made = context(actor or examiner(), right, node=node, filings=[filing(TYPE, body, **more)])
    return replace(made, officers=frozenset({"AC-REGISTRAR", "AC-EXAMINER", "AC-EXAMINER-2"}))


def accept(right: AssetFacts, body: Any, node: str = "HK") -> Any:
    """What a second officer's yes to what a first one filed comes to."""
    made = desk(right, body, node=node, filer="AC-REGISTRAR")
    return decide("decision", {"filing": "FI-1", "outcome": "accept"}, made)


# ------------------------------------------------------------------ who files, who decides


def test_nobody_assents_to_an_order_not_even_whom_it_binds() -> None:
    right = hk()
    outcome = accepted(TYPE, order(right), context(registrar(), right, node="HK"))
    assert outcome.status is FilingStatus.UNDER_EXAMINATION
    assert "awaiting" not in {k for k, v in record(outcome, "filing").document.items() if v}
    assert held(after(right, accept(right, order(right)))) == {BOB: "1"}


def test_what_a_beneficiary_files_is_examined_whatever_the_policy_says() -> None:
    right = hk()
    made = context(party_actor(BOB), right, node="HK")
    made = replace(made, policies=policies(examination="straight", second_officer=False))
    outcome = accepted(TYPE, order(right), made)
    assert outcome.status is FilingStatus.UNDER_EXAMINATION
    assert "order-filed-by-beneficiary" in [v.params.get("reason") for v in outcome.warnings]


def test_a_beneficiarys_filing_needs_two_officers() -> None:
    right = hk()
    body = order(right)
    first = desk(right, body, filer=f"AC-{BOB}")
    decision = {"filing": "FI-1", "outcome": "accept"}
    outcome = accepted("decision", decision, first)
    waits = next(r for r in outcome.records if r.id == "FI-1")
    assert waits.document["status"] == "awaiting-second-officer"
    assert outcome.moves == ()
    second = desk(
        right,
        body,
        registrar(),
        filer=f"AC-{BOB}",
        status=FilingStatus.AWAITING_SECOND_OFFICER,
        document=waits.document,
    )
    assert held(after(right, accepted("decision", decision, second))) == {BOB: "1"}


def test_whom_it_binds_does_not_file_it() -> None:
    right = hk()
    found = decide(TYPE, order(right), context(party_actor(ALICE), right, node="HK"))
    assert [v.code for v in found] == ["filer-without-standing"]


def test_an_order_binds_only_who_holds_what_it_takes() -> None:
    right = hk()
    body = order(right, boundBag=shares((CAROL, "1")))
    assert refused(TYPE, body, context(registrar(), right, node="HK")) == [
        ("transferor-not-holder", "/boundBag/0")
    ]


def test_it_can_take_a_share_of_the_right() -> None:
    right = hk()
    body = order(right, boundBag=shares((ALICE, "1/4")), beneficiaryBag=shares((BOB, "1/4")))
    assert held(after(right, accept(right, body))) == {ALICE: "3/4", BOB: "1/4"}


# ------------------------------------------------------------------ the instrument


def test_the_instrument_is_told_to_those_concerned_alone() -> None:
    right = hk()
    letter = {"category": "letter", "digest": "sha256:" + "d" * 64}
    outcome = accept(right, order(right, evidenceBag=[letter]))
    parts = split("transaction/1", record(outcome, "transaction").document)
    assert parts[Label.PARTIES]["instrument"] == instrument()
    assert parts[Label.PARTIES]["paperBag"] == [letter]
    assert not {"instrument", "evidenceBag", "paperBag"} & parts[Label.PUBLIC].keys()
    roles = [(m["party"], m["roleCategory"]) for m in parts[Label.PUBLIC]["partyBag"]]
    assert roles == [(ALICE, "bound-party"), (BOB, "beneficiary")]


@pytest.mark.parametrize(
    ("office", "category", "taken"),
    [
        ("HK", "court-judgment", True),
        ("HK", "arbitral-award-with-court-leave", True),
        ("HK", "mediated-settlement-confirmed", False),
        ("CN", "mediated-settlement-confirmed", True),
        ("CN", "authority-decision", True),
        ("MO", "authority-decision", False),
        ("MO", "court-judgment", True),
    ],
)
def test_each_place_accepts_the_instruments_that_its_source_names(
    office: str, category: str, *, taken: bool
) -> None:
    right = {
        "HK": hk(),
        "CN": asset(),
        "MO": asset(right={"office": "MO", "kind": "trademark", "number": "N/123456"}),
    }[office]
    body = order(right, instrument=instrument(category=category, **CLAUSE))
    body["evidenceBag"] = [COURT_ACT]
    body["declarationBag"] = ["proof-of-legal-effect"]
    decision = decide(TYPE, body, context(registrar(), right, node="GD"))
    refusing = decision if isinstance(decision, list) else []
    found = [(v.code, v.pointer) for v in refusing if v.severity != "warning"]
    wrong = ("category-not-accepted-here", "/instrument/category")
    assert found == ([] if taken else [wrong])


def test_every_place_accepts_only_instruments_of_the_closed_list_each_with_its_source() -> None:
    accepting = [p.acts[TYPE].accepts for p in policies() if TYPE in p.acts]
    assert accepting
    for accepts in accepting:
        assert set(accepts) <= set(INSTRUMENTS)
        assert all(rule.citation.strip() for rule in accepts.values())


def test_an_instrument_is_of_a_day_that_has_been() -> None:
    right = hk()
    body = order(right, instrument=instrument(date="2026-06-02"))
    assert refused(TYPE, body, context(registrar(), right, node="HK")) == [
        ("date-in-future", "/instrument/date")
    ]


# ------------------------------------------------------------------ holds, encumbrances


def test_the_restriction_that_it_executes_does_not_stop_it_and_every_other_one_does() -> None:
    right = restricted(hk())
    officer = context(registrar(), right, node="HK")
    assert refused(TYPE, order(right), officer) == [("asset-on-hold", "/assetBag/0")]
    named = order(right, holdBag=["HO-1"])
    assert held(after(right, accept(right, named))) == {BOB: "1"}
    twice = restricted(right, "court-order", 2)
    still = context(registrar(), twice, node="HK")
    assert refused(TYPE, order(twice, holdBag=["HO-1"]), still) == [
        ("asset-on-hold", "/assetBag/0")
    ]
    accepted(TYPE, order(twice, holdBag=["HO-1", "HO-2"]), still)


@pytest.mark.parametrize("ground", ["holder-consent", "office-act"])
def test_what_was_not_ordered_is_not_executed(ground: str) -> None:
    right = restricted(hk(), ground)
    body = order(right, holdBag=["HO-1"])
    assert refused(TYPE, body, context(registrar(), right, node="HK")) == [
        ("hold-not-of-the-order", "/holdBag/0")
    ]


def test_a_trades_lock_stops_an_order_until_it_is_lifted() -> None:
    right = restricted(hk(), LOCK)
    made = context(registrar(), right, node="HK")
    assert refused(TYPE, order(right), made) == [("asset-locked", "/assetBag/0")]
    assert refused(TYPE, order(right, holdBag=["HO-1"]), made) == [
        ("hold-not-of-the-order", "/holdBag/0")
    ]


def test_a_hold_that_stands_on_no_right_of_the_order_is_not_its_own() -> None:
    right = hk()
    body = order(right, holdBag=["HO-9"])
    assert refused(TYPE, body, context(registrar(), right, node="HK")) == [
        ("hold-not-in-force", "/holdBag/0")
    ]


def test_who_may_not_know_of_a_hold_names_it_in_vain() -> None:
    right = restricted(hk())
    body = order(right, holdBag=["HO-1"])
    found = refused(TYPE, body, context(party_actor(BOB), right, node="HK"))
    assert found == [("hold-not-in-force", "/holdBag/0")]


def test_an_outsider_feels_every_hold_alike() -> None:
    right = restricted(hk())
    spared = tuple(replace(hold, stops=frozenset({"assignment"})) for hold in right.holds)
    right = replace(right, holds=spared)
    accepted(TYPE, order(right), context(registrar(), right, node="HK"))
    assert refused(TYPE, order(right), context(party_actor(BOB), right, node="HK")) == [
        ("asset-restricted", "/assetBag/0")
    ]


def test_a_strangers_pledge_stays_and_its_holder_is_not_asked() -> None:
    pledge = Interest(
        "TX-2", InterestCategory.SECURITY, "pledge", (Named(ALICE, 1),), (Named(CAROL, 1),)
    )
    right = asset(root(), Grant(Register.RECORD, date(2026, 2, 1), pledge))
    body = order(right)
    outcome = accepted(TYPE, body, context(registrar(), right))
    assert {v.code for v in outcome.warnings} >= {"subject-to-encumbrance"}
    moved = after(right, accept(right, body, node="CN"))
    assert held(moved) == {BOB: "1"}
    assert [s.interest.id for s in moved.title(TODAY, LATER).record.interests] == ["TX-2"]


# ------------------------------------------------------------------ outside offices


def test_at_an_outside_office_it_is_lodged_and_its_entry_is_mirrored() -> None:
    right = asset()
    body = order(right)
    outcome = accept(right, body, node="GD")
    lodged = after(right, outcome)
    assert held(lodged) == {ALICE: "1"}
    waits = filing(TYPE, body, status=FilingStatus.LODGED, transaction=lodged.steps[-1].transaction)
    notice = {
        "act": TYPE,
        "asset": {"id": "AS-1"},
        "entryDate": "2026-05-25",
        "recordalNumber": "示例-8",
        "evidenceBag": [{"category": "register-extract", "digest": "sha256:" + "c" * 64}],
        "transferorBag": shares((ALICE, "1")),
        "transfereeBag": shares((BOB, "1")),
        "lodgedFiling": "FI-1",
    }
    entered = accepted("recordal-notice", notice, context(registrar(), lodged, filings=[waits]))
    assert held(after(lodged, entered)) == {BOB: "1"}
    roles = [m["roleCategory"] for m in record(entered, "transaction").document["partyBag"]]
    assert roles == ["bound-party", "beneficiary"]


def test_an_office_s_entry_of_it_has_a_number_and_of_a_mark_its_publication() -> None:
    right = asset(root(), right=MARK)
    notice = {
        "act": TYPE,
        "asset": {"id": "AS-1"},
        "entryDate": "2026-05-25",
        "evidenceBag": [{"category": "register-extract", "digest": "sha256:" + "c" * 64}],
        "transferorBag": shares((ALICE, "1")),
        "transfereeBag": shares((BOB, "1")),
    }
    found = refused("recordal-notice", notice, context(registrar(), right))
    assert found == [
        ("recordal-number-missing", "/recordalNumber"),
        ("publication-date-missing", "/publicationDate"),
    ]


def test_from_when_an_office_s_entry_counts_is_the_acts_own_rule() -> None:
    right = asset(root(), right=MARK)
    notice = {
        "act": TYPE,
        "asset": {"id": "AS-1"},
        "entryDate": "2026-05-25",
        "recordalNumber": "示例-8",
        "evidenceBag": [{"category": "register-extract", "digest": "sha256:" + "c" * 64}],
        "transferorBag": shares((ALICE, "1")),
        "transfereeBag": shares((BOB, "1")),
    }
    at_once = Rule("evidential", "Sample rule", "D")
    changed = tuple(
        replace(p, acts={**p.acts, TYPE: replace(p.acts[TYPE], effect=at_once)})
        for p in policies()
        if TYPE in p.acts
    )
    made = replace(context(registrar(), right), policies=changed)
    assert held(after(right, accepted("recordal-notice", notice, made))) == {BOB: "1"}


def test_the_act_says_what_it_changes_and_that_only_another_order_undoes_it() -> None:
    act = ACTS[TYPE]
    assert act.changes
    assert act.on_pending
    assert set(act.undone_by) == {TYPE, "correction"} <= FILING_TYPES.keys()
    assert all(p.acts[TYPE].second_officer.value for p in policies() if TYPE in p.acts)
    assert Role.VENUE not in FILE[TYPE]


def award(**members: str) -> dict[str, Any]:
    """A body by which an award that a court gave leave for takes a Hong Kong mark."""
    said = instrument(category="arbitral-award-with-court-leave", **{**CLAUSE, **members})
    return {**order(hk(), instrument=said), "evidenceBag": [COURT_ACT]}


def told(decision: Any) -> set[str]:
    return {v.code for v in (decision if isinstance(decision, list) else decision.warnings)}


def test_an_outcome_of_a_case_never_records_itself_not_even_for_an_officer() -> None:
    decision = decide(TYPE, award(), context(registrar(), hk()))
    assert not isinstance(decision, list)
    assert decision.status is FilingStatus.UNDER_EXAMINATION
    assert decision.moves == ()


@pytest.mark.parametrize("missing", ["operativeText", "seatCode"])
def test_an_outcome_of_a_case_says_its_clause_and_its_seat(missing: str) -> None:
    body = award()
    del body["instrument"][missing]
    code = {"operativeText": "operative-clause-missing", "seatCode": "seat-missing"}[missing]
    assert told(decide(TYPE, body, context(registrar(), hk()))) >= {code}


def test_an_award_that_no_court_let_through_changes_no_register() -> None:
    body = {**award(), "evidenceBag": []}
    assert "court-act-missing" in told(decide(TYPE, body, context(registrar(), hk())))


def test_an_officer_is_told_that_an_award_can_still_be_set_aside() -> None:
    asked = context(registrar(), hk())
    assert "set-aside-not-told" in told(decide(TYPE, award(), asked))
    runs = award(setAsideDate=TODAY.isoformat())
    assert "set-aside-still-runs" in told(decide(TYPE, runs, asked))
    over = award(setAsideDate="2020-01-01")
    assert not told(decide(TYPE, over, asked)) & {"set-aside-still-runs", "set-aside-not-told"}


def test_of_a_case_the_entry_tells_the_clause_to_those_concerned_and_nothing_to_others() -> None:
    right = hk()
    parts = split("transaction/1", record(accept(right, award()), "transaction").document)
    assert parts[Label.PARTIES]["instrument"]["operativeText"] == CLAUSE["operativeText"]
    assert parts[Label.PARTIES]["instrument"]["seatCode"] == "HK"
    assert CLAUSE["operativeText"] not in str(parts[Label.PUBLIC])
    assert "instrument" not in parts[Label.PUBLIC]


@pytest.mark.parametrize(
    ("right", "needed"), [(asset(), True), (hk(), False)], ids=["Mainland", "Hong Kong"]
)
def test_a_tribunals_measure_needs_the_courts_act_where_courts_order_measures(
    right: AssetFacts, *, needed: bool
) -> None:
    body = {
        "assetBag": [{"id": right.id, "titleVersion": right.title_version}],
        "ground": "tribunal-measure",
        "authorityText": "Sample Tribunal",
        "endDate": "2026-08-01",
        "evidenceBag": [{"category": "measure", "digest": "sha256:" + "b" * 64}],
    }
    asked = context(registrar(), right, node=right.office)
    found = told(decide("restriction", body, asked))
    assert ("court-act-missing" in found) is needed
    with_act = {**body, "evidenceBag": [*body["evidenceBag"], COURT_ACT]}
    assert "court-act-missing" not in told(decide("restriction", with_act, asked))


def test_no_award_cancels_a_right() -> None:
    assert FILE["invalidation"] & {Role.PARTY, Role.AGENT, Role.CASE_MANAGER, Role.NEUTRAL} == set()
