"""Decision: by an officer with no part in it, on the title of its own moment."""

from dataclasses import replace
from typing import Any

import pytest

from ipregistry.domain.classes import Label, split
from ipregistry.domain.facts import Capacity, FilingStatus
from ipregistry.domain.filings.examination.deciding import DECIDABLE
from ipregistry.domain.titles import Close, Register, Strength
from ipregistry.domain.violations import Severity
from tests.unit.builders import (
    ALICE,
    BOB,
    CAROL,
    DORA,
    HK_MARK,
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
    extract,
    filing,
    held,
    lodged_filing,
    notice,
    record,
    refused,
    registrar,
    root,
    shares,
    transfer,
)

TYPE = "decision"
ACCEPT = {"filing": "FI-1", "outcome": "accept"}
GROUND = {"groundCategory": "formal-defect", "groundText": "Sample grounds"}
REFUSE = {"filing": "FI-1", "outcome": "refuse", "groundBag": [GROUND]}
HK = asset(root("2020-01-01", strength=Strength.GRANT), right=HK_MARK)
LODGED = asset(root(), transfer("2026-05-01", [(ALICE, "1")], [(BOB, "1")], Register.NOTIFIED))


def examined(right: Any = HK, *given: str, **members: Any) -> Any:
    return filing("assignment", assignment(right, **members), assents=given or (ALICE,))


def later(outcome: Any) -> Any:
    (draft,) = [r for r in outcome.records if r.id == "FI-1"]
    return draft


def test_what_is_accepted_takes_effect_as_of_its_reception() -> None:
    made = context(examiner(), HK, node="HK", filings=[examined()])
    outcome = accepted(TYPE, ACCEPT, made)
    assert held(after(HK, outcome)) == {BOB: "1"}
    assert record(outcome, "transaction").document["receivedAt"] == examined().received_at
    assert later(outcome).document["status"] == "recorded"
    assert later(outcome).document["assents"] == [ALICE]


def test_the_rules_run_again_on_the_title_of_this_moment() -> None:
    sold = asset(*HK.steps, transfer("2026-05-10", [(ALICE, "1")], [(CAROL, "1")]), right=HK_MARK)
    made = context(examiner(), sold, node="HK", filings=[examined()])
    assert refused(TYPE, ACCEPT, made) == [("transferor-not-holder", "/filing")]
    moved = replace(HK, title_version=5)
    made = context(examiner(), moved, node="HK", filings=[examined()])
    assert accepted(TYPE, ACCEPT, made).moves[0].from_version == 5


def test_a_co_owner_who_came_in_meanwhile_must_assent_too() -> None:
    right = asset(root("2026-01-01"), transfer("2026-05-10", [(ALICE, "1/2")], [(DORA, "1/2")]))
    sides = {"transferorBag": shares((ALICE, "1/2")), "transfereeBag": shares((BOB, "1/2"))}
    made = context(examiner(), right, filings=[examined(right, ALICE, **sides)])
    assert refused(TYPE, ACCEPT, made) == [("assent-missing", "/filing")]
    made = context(examiner(), right, filings=[examined(right, ALICE, DORA, **sides)])
    assert later(accepted(TYPE, ACCEPT, made)).document["status"] == "lodged"


def test_a_notice_is_accepted_as_a_mirror_and_ends() -> None:
    right = asset()
    made = context(examiner(), right, filings=[filing("recordal-notice", notice())])
    outcome = accepted(TYPE, ACCEPT, made)
    assert held(after(right, outcome)) == {BOB: "1"}
    assert later(outcome).capacity is Capacity.MIRROR
    assert later(outcome).document["status"] == "recorded"
    assert record(outcome, "transaction").document["filing"] == "FI-1"


def test_a_notice_that_no_longer_stands_is_not_accepted() -> None:
    made = context(examiner(), filings=[filing("recordal-notice", notice(), subjects=())])
    assert refused(TYPE, ACCEPT, made) == [("asset-unknown", "/filing")]


# ------------------------------------------------------------------------------ who decides


@pytest.mark.parametrize("body", [ACCEPT, REFUSE], ids=["accept", "refuse"])
def test_nobody_decides_on_his_own_filing(body: dict[str, str]) -> None:
    made = context(registrar("AC-FILER"), HK, node="HK", filings=[examined()])
    decision = decide(TYPE, body, made)
    assert isinstance(decision, list)
    assert [(v.code, v.severity) for v in decision] == [("own-filing", Severity.FORBIDDEN)]


@pytest.mark.parametrize("officer", [examiner, registrar])
@pytest.mark.parametrize(
    ("kind", "body", "party_id"),
    [
        ("assignment", assignment(HK), BOB),
        ("assignment", assignment(HK), ALICE),
        ("recordal-notice", notice(), BOB),
        ("recordal-notice", extract(), BOB),
    ],
)
@pytest.mark.parametrize("outcome", ["accept", "refuse"])
def test_no_officer_decides_where_his_own_party_is_named(
    officer: Any, kind: str, body: dict[str, Any], party_id: str, outcome: str
) -> None:
    right = HK if kind == "assignment" else asset()
    made = context(
        officer(party_id=party_id),
        right,
        node="HK" if kind == "assignment" else "GD",
        filings=[filing(kind, body, assents=(ALICE,))],
    )
    assert refused(TYPE, {"filing": "FI-1", "outcome": outcome}, made) == [
        ("own-interest", "/filing")
    ]


# ------------------------------------------------------------------------------ refusing, lodged


def test_what_is_refused_ends_with_its_grounds_and_moves_nothing() -> None:
    made = context(examiner(), HK, node="HK", filings=[examined()])
    outcome = accepted(TYPE, REFUSE, made)
    assert (later(outcome).document["status"], outcome.moves) == ("refused", ())
    assert later(outcome).document["groundBag"] == [GROUND]
    assert later(outcome).document["awaiting"] == []
    assert "transaction" not in {r.kind for r in outcome.records}


def test_the_grounds_of_a_refusal_are_not_public() -> None:
    made = context(examiner(), HK, node="HK", filings=[examined()])
    draft = later(accepted(TYPE, REFUSE, made))
    public = split(draft.schema, draft.document, published=draft.published)[Label.PUBLIC]
    assert "Sample grounds" not in str(public)


def test_what_is_lodged_is_not_accepted_by_decision() -> None:
    made = context(examiner(), LODGED, filings=[lodged_filing(LODGED, 2)])
    assert refused(TYPE, ACCEPT, made) == [("not-accepted-by-decision", "/outcome")]


def test_what_is_lodged_blocks_until_its_office_refused_it() -> None:
    made = context(examiner(), LODGED, filings=[lodged_filing(LODGED, 2)])
    assert refused(TYPE, REFUSE, made) == [("refusal-not-acknowledged", "/evidenceBag")]
    outcome = accepted(TYPE, {**REFUSE, "evidenceBag": [PAPER]}, made)
    assert effects(outcome) == [Close(TODAY, "TX-2", "refused")]
    freed = after(LODGED, outcome)
    assert freed.title(TODAY, NOW).lodged == ()
    assert held(freed) == {ALICE: "1"}


def test_a_right_named_by_number_and_by_id_is_ended_once() -> None:
    body = assignment(LODGED)
    body["asset"] = {"number": LODGED.number, "officeCode": "CN", "titleVersion": 1}
    made = context(examiner(), LODGED, filings=[replace(lodged_filing(LODGED, 2), body=body)])
    outcome = accepted(TYPE, {**REFUSE, "evidenceBag": [PAPER]}, made)
    assert len(outcome.moves) == 1
    assert len(effects(outcome)) == 1


@pytest.mark.parametrize(
    "status",
    [s for s in FilingStatus if s not in DECIDABLE],
)
def test_only_what_is_under_examination_or_lodged_is_decided(status: FilingStatus) -> None:
    made = context(examiner(), HK, node="HK", filings=[replace(examined(), status=status)])
    assert refused(TYPE, ACCEPT, made) == [("filing-not-pending", "/filing")]


def test_a_filing_that_is_not_here_is_named_so() -> None:
    assert refused(TYPE, ACCEPT, context(examiner())) == [("filing-unknown", "/filing")]


def test_accepting_a_notice_about_an_unpublished_right_publishes_nothing() -> None:
    hidden = asset(published=False)
    made = context(examiner(), hidden, filings=[filing("recordal-notice", notice())])
    assert not any(r.published for r in accepted(TYPE, ACCEPT, made).records)
