"""Transmission: shares pass by law, to those who say yes to them, when an officer has looked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ipregistry.domain.classes import Label, split
from ipregistry.domain.facts import AssetFacts, Capacity, FilingStatus, HoldFacts
from ipregistry.domain.filings import FILING_TYPES
from ipregistry.domain.filings.acts_on_title import ACTS
from ipregistry.domain.titles import (
    Grant,
    Interest,
    InterestCategory,
    Named,
    Register,
    Restrict,
    Strength,
    Transfer,
)
from ipregistry.domain.violations import Severity
from tests.unit.builders import (
    ALICE,
    BOB,
    CAROL,
    DORA,
    HK_MARK,
    MARK,
    TODAY,
    accepted,
    after,
    agent,
    asset,
    context,
    decide,
    effects,
    examiner,
    filing,
    held,
    mandate,
    party,
    party_actor,
    policies,
    record,
    refused,
    registrar,
    root,
    shares,
    step,
    transfer,
)

TYPE = "transmission"
GRANTED = root("2020-01-01", strength=Strength.GRANT)


def hk(*effects_: Any, **changes: Any) -> AssetFacts:
    """A right of the node's own register."""
    return asset(*(effects_ or (GRANTED,)), right=HK_MARK, **changes)


def paper(category: str, letter: str = "e") -> dict[str, str]:
    return {"category": category, "digest": "sha256:" + letter * 64}


def death(right: AssetFacts, **members: Any) -> dict[str, Any]:
    """A body: what Alice held passed to Bob by the assent of her representatives."""
    return {
        "assetBag": [{"id": right.id, "titleVersion": right.title_version}],
        "cause": "assent",
        "predecessorBag": shares((ALICE, "1")),
        "successorBag": shares((BOB, "1")),
        "executedDate": "2026-05-20",
        "evidenceBag": [paper("assent-in-writing"), paper("grant-of-representation", "f")],
        **members,
    }


def accept(body: dict[str, Any], right: AssetFacts, node: str = "HK", **more: Any) -> Any:
    """The filing as an officer who did not file it accepts it."""
    waiting = filing(TYPE, body, **more)
    made = context(examiner(), right, node=node, filings=[waiting])
    return decide("decision", {"filing": "FI-1", "outcome": "accept"}, made)


# ------------------------------------------------------------------ examined, then recorded


@pytest.mark.parametrize("filer", [party_actor(BOB), registrar()])
def test_it_never_goes_straight_through_whoever_files_it(filer: Any) -> None:
    right = hk()
    made = replace(context(filer, right, node="HK"), policies=policies(examination="straight"))
    outcome = accepted(TYPE, death(right), made)
    assert outcome.status is FilingStatus.UNDER_EXAMINATION
    assert outcome.moves == ()
    told = [(v.code, v.params["reason"]) for v in outcome.warnings]
    assert ("not-straight-through", "transmission-by-law") in told


def test_an_officers_yes_moves_the_shares_from_the_day_on_which_they_passed() -> None:
    right = hk()
    outcome = accept(death(right), right, assents=(BOB,))
    assert effects(outcome) == [
        Transfer(Register.RECORD, date(2026, 5, 20), _all(ALICE), _all(BOB))
    ]
    assert held(after(right, outcome)) == {BOB: "1"}
    assert record(outcome, "transaction").capacity is Capacity.OFFICE


def _all(party_id: str) -> Any:
    return transfer("2026-01-01", [(party_id, "1")], [(DORA, "1")]).givers


def test_nobody_who_is_no_more_is_asked_but_whoever_succeeds_is() -> None:
    right = hk()
    body = death(right, successorBag=shares((BOB, "1/2"), (CAROL, "1/2")))
    outcome = accepted(TYPE, body, context(party_actor(BOB), right, node="HK"))
    assert outcome.status is FilingStatus.AWAITING_ASSENT
    assert record(outcome, "filing").document["awaiting"] == [CAROL]
    by_agent = context(agent(), right, node="HK")
    assert record(accepted(TYPE, body, by_agent), "filing").document["awaiting"] == [BOB, CAROL]


def test_an_agent_with_an_heirs_mandate_stands_for_him() -> None:
    right = hk()
    given = mandate(BOB, acts=frozenset({TYPE}))
    made = replace(context(agent(), right, node="HK"), mandates=(given,))
    assert accepted(TYPE, death(right), made).status is FilingStatus.UNDER_EXAMINATION


def test_an_officer_files_it_without_the_heirs_and_another_decides() -> None:
    right = hk()
    waiting = filing(TYPE, death(right), filer="AC-REGISTRAR")
    made = context(examiner(), right, node="HK", filings=[waiting])
    made = replace(made, officers=frozenset({"AC-REGISTRAR", "AC-EXAMINER"}))
    outcome = accepted("decision", {"filing": "FI-1", "outcome": "accept"}, made)
    assert held(after(right, outcome)) == {BOB: "1"}
    own = replace(made, actor=registrar())
    assert refused("decision", {"filing": "FI-1", "outcome": "accept"}, own) == [
        ("own-filing", "/filing")
    ]


def test_only_whoever_succeeds_files_it_as_a_party() -> None:
    right = hk()
    (why,) = decide(TYPE, death(right), context(party_actor(ALICE), right, node="HK"))
    assert (why.code, why.severity) == ("filer-without-standing", Severity.FORBIDDEN)


def test_an_officer_files_nothing_from_which_his_own_party_gains() -> None:
    right = hk()
    made = context(registrar(party_id=BOB), right, node="HK")
    found = decide(TYPE, death(right), made)
    assert [v.code for v in found if v.severity is Severity.FORBIDDEN] == ["own-interest"]


def test_heirs_are_several_persons_each_with_a_share_named_in_the_part_for_names() -> None:
    right = hk()
    heirs = [party(CAROL, category="person"), party(DORA, category="person")]
    body = death(right, successorBag=shares((CAROL, "1/3"), (DORA, "2/3")))
    waiting = filing(TYPE, body, assents=(CAROL, DORA))
    made = context(examiner(), right, node="HK", filings=[waiting], parties=heirs)
    outcome = accepted("decision", {"filing": "FI-1", "outcome": "accept"}, made)
    assert held(after(right, outcome)) == {CAROL: "1/3", DORA: "2/3"}
    parts = split("transaction/1", record(outcome, "transaction").document)
    named = [(m["party"], m["roleCategory"]) for m in parts[Label.PUBLIC]["partyBag"]]
    assert named == [(ALICE, "predecessor"), (CAROL, "successor"), (DORA, "successor")]
    assert {m["party"] for m in parts[Label.NAMES]["personBag"]} == {CAROL, DORA}


def test_the_public_part_tells_neither_the_cause_nor_the_papers() -> None:
    right = hk()
    outcome = accept(death(right), right, assents=(BOB,))
    parts = split("transaction/1", record(outcome, "transaction").document)
    assert parts[Label.NAMES]["cause"] == "assent"
    assert [p["category"] for p in parts[Label.PARTIES]["paperBag"]] == [
        "assent-in-writing",
        "grant-of-representation",
    ]
    assert not {"cause", "paperBag", "evidenceBag"} & parts[Label.PUBLIC].keys()


def test_one_deed_may_be_about_many_rights_and_a_share_of_each() -> None:
    halves = root("2020-01-01", (ALICE, "1/2"), (CAROL, "1/2"), strength=Strength.GRANT)
    rights = [hk(halves), hk(halves, asset_id="AS-2", number="303123457")]
    body = death(
        rights[0],
        assetBag=[{"id": r.id, "titleVersion": 1} for r in rights],
        predecessorBag=shares((ALICE, "1/2")),
        successorBag=shares((BOB, "1/2")),
    )
    waiting = filing(TYPE, body, subjects=("AS-1", "AS-2"), assents=(BOB,))
    made = context(examiner(), *rights, node="HK", filings=[waiting])
    outcome = accepted("decision", {"filing": "FI-1", "outcome": "accept"}, made)
    assert {move.asset for move in outcome.moves} == {"AS-1", "AS-2"}
    assert all(e.givers[0].party == ALICE for e in effects(outcome))


# ------------------------------------------------------------------ what is refused


def test_who_does_not_hold_leaves_nothing() -> None:
    right = hk()
    body = death(right, predecessorBag=shares((CAROL, "1")))
    assert refused(TYPE, body, context(party_actor(BOB), right, node="HK")) == [
        ("transferor-not-holder", "/predecessorBag/0")
    ]


@pytest.mark.parametrize(
    ("members", "wrong"),
    [
        ({"successorBag": shares((BOB, "1/2"))}, ("shares-do-not-add-up", "/successorBag")),
        (
            {"successorBag": shares((ALICE, "1/2"), (BOB, "1/2"))},
            ("party-on-both-sides", "/successorBag/0"),
        ),
        ({"executedDate": "2026-06-02"}, ("date-in-future", "/executedDate")),
        ({"evidenceBag": []}, ("instrument-missing", "/evidenceBag")),
    ],
)
def test_sides_and_papers_must_be_whole(members: Any, wrong: tuple[str, str]) -> None:
    right = hk()
    found = refused(TYPE, death(right, **members), context(party_actor(BOB), right, node="HK"))
    assert wrong in found


@pytest.mark.parametrize(
    ("right", "cause", "code"),
    [
        (hk(), "merger", "needs-legal-review"),
        (asset(), "assent", "category-not-accepted-here"),
        (asset(), "merger", None),
        (asset(right=MARK), "assent", "category-not-accepted-here"),
    ],
)
def test_a_place_says_on_which_causes_it_records_and_memory_only_asks(
    right: AssetFacts, cause: str, code: str | None
) -> None:
    node = "HK" if right.office == "HK" else "GD"
    declared = ["merger-certificate", "similar-marks"]
    body = death(right, cause=cause, declarationBag=declared)
    decision = decide(TYPE, body, context(party_actor(BOB), right, node=node))
    found = decision if isinstance(decision, list) else decision.warnings
    said = {v.code for v in found} - {"not-straight-through"}
    assert said == (set() if code is None else {code})


def test_a_place_without_a_source_of_law_has_no_such_act() -> None:
    right = asset(root(), right={"office": "CN", "kind": "layout-design", "number": "BS.1"})
    found = refused(TYPE, death(right), context(party_actor(BOB), right))
    assert found == [("act-not-registrable", "/assetBag/0")]


def test_the_papers_asked_for_are_those_of_the_cause() -> None:
    right = asset()
    body = death(right, cause="succession", evidenceBag=[paper("letter")])
    made = context(party_actor(BOB), right)
    assert refused(TYPE, body, made) == [("paper-missing", "/assetBag/0")]
    declared = {**body, "declarationBag": ["heirs-certificate"]}
    assert refused(TYPE, declared, made) == [("paper-missing", "/assetBag/0")]
    accepted(TYPE, {**body, "evidenceBag": [paper("heirs-certificate")]}, made)
    accepted(TYPE, {**body, "cause": "other-cause"}, made)


def restricted(right: AssetFacts, *stops: str, **changes: Any) -> AssetFacts:
    """The right under a hold that stops these acts."""
    hold = HoldFacts(
        "HO-1",
        1,
        right.id,
        "court-order",
        "in-force",
        "2026-05-01T00:00:00.000000Z",
        date(2026, 5, 1),
        None,
        frozenset(stops),
        "AC-REGISTRAR",
        frozenset({ALICE}),
    )
    ord_ = max(s.ord for s in right.steps) + 1
    made = step(ord_, Restrict(date(2026, 5, 1), "HO-1"))
    return replace(
        right,
        steps=(*right.steps, made),
        title_version=right.title_version + 1,
        holds=(replace(hold, **changes),),
    )


def test_a_hold_that_names_it_stops_it_and_one_that_does_not_is_felt_by_outsiders_alone() -> None:
    filer = party_actor(BOB)
    stopped = restricted(hk(), TYPE)
    assert refused(TYPE, death(stopped), context(filer, stopped, node="HK")) == [
        ("asset-restricted", "/assetBag/0")
    ]
    free = restricted(hk(), "assignment")
    accepted(TYPE, death(free), context(registrar(), free, node="HK"))
    # Which acts pass would tell an outsider a lock from an order.
    assert refused(TYPE, death(free), context(filer, free, node="HK")) == [
        ("asset-restricted", "/assetBag/0")
    ]


def test_a_holder_who_wanted_to_be_asked_first_is_not_waited_for() -> None:
    wish = {"category": "ask-first", "account": f"AC-{ALICE}"}
    right = restricted(hk(), **wish)
    right = replace(right, steps=right.steps[:1], title_version=1)
    outcome = accepted(TYPE, death(right), context(party_actor(BOB), right, node="HK"))
    assert outcome.status is FilingStatus.UNDER_EXAMINATION


def test_what_burdens_the_right_stays_and_its_holder_is_not_asked() -> None:
    pledge = Interest(
        "TX-2", InterestCategory.SECURITY, "pledge", (Named(ALICE, 1),), (Named(CAROL, 1),)
    )
    right = asset(root(), Grant(Register.RECORD, date(2026, 2, 1), pledge))
    body = death(right, cause="other-cause")
    outcome = accepted(TYPE, body, context(party_actor(BOB), right))
    assert outcome.status is FilingStatus.UNDER_EXAMINATION
    assert "subject-to-encumbrance" in {v.code for v in outcome.warnings}
    moved = after(right, accept(body, right, node="CN", assents=(BOB,)))
    assert held(moved) == {BOB: "1"}
    assert [s.interest.id for s in moved.title(TODAY, "2027").record.interests] == ["TX-2"]


def test_at_an_outside_office_it_is_lodged_until_that_office_has_entered_it() -> None:
    right = asset()
    outcome = accept(death(right, cause="other-cause"), right, node="GD", assents=(BOB,))
    assert record(outcome, "transaction").capacity is Capacity.NOTICE
    lodged = after(right, outcome)
    assert held(lodged) == {ALICE: "1"}
    told = {h.party for h in lodged.title(TODAY, "2027").notified.holders or ()}
    assert told == {BOB}


def test_a_mainland_mark_that_passes_waits_for_its_journal() -> None:
    right = asset(root(), right=MARK)
    body = death(right, cause="succession", declarationBag=["similar-marks", "heirs-certificate"])
    outcome = accept(body, right, node="CN", assents=(BOB,))
    later = next(r for r in outcome.records if r.kind == "filing" and r.id == "FI-1")
    assert later.document["status"] == "awaiting-publication"
    assert held(after(right, outcome)) == {ALICE: "1"}


def test_an_office_s_entry_of_it_is_mirrored_and_ends_what_was_lodged() -> None:
    right = asset()
    body = death(right, cause="other-cause")
    lodged = after(right, accept(body, right, node="GD", assents=(BOB,)))
    waits = filing(TYPE, body, status=FilingStatus.LODGED, transaction=lodged.steps[-1].transaction)
    notice = {
        "act": TYPE,
        "asset": {"id": "AS-1"},
        "entryDate": "2026-05-25",
        "recordalNumber": "示例-7",
        "evidenceBag": [paper("register-extract", "c")],
        "transferorBag": shares((ALICE, "1")),
        "transfereeBag": shares((BOB, "1")),
        "lodgedFiling": "FI-1",
    }
    outcome = accepted("recordal-notice", notice, context(registrar(), lodged, filings=[waits]))
    entered = after(lodged, outcome)
    assert held(entered) == {BOB: "1"}
    document = record(outcome, "transaction").document
    assert document["act"] == TYPE
    assert [m["roleCategory"] for m in document["partyBag"]] == ["predecessor", "successor"]
    assert entered.title(TODAY, "2027").lodged == ()


def test_it_contradicts_no_entry_of_a_later_day() -> None:
    sold = transfer("2026-05-25", [(ALICE, "1")], [(CAROL, "1")])
    right = hk(GRANTED, sold)
    body = death(right, predecessorBag=shares((CAROL, "1")))
    assert refused(TYPE, body, context(party_actor(BOB), right, node="HK")) == [
        ("contradicts-recorded-entry", "/executedDate")
    ]


def test_the_act_says_what_it_changes_what_undoes_it_and_what_becomes_of_others() -> None:
    act = ACTS[TYPE]
    assert act.changes
    assert act.on_pending
    assert set(act.undone_by) <= FILING_TYPES.keys()
    assert all(p.acts[TYPE].source.confidence != "M" for p in policies() if TYPE in p.acts)
