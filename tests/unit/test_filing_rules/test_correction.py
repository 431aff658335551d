"""Correction: an entry of its own, that may itself be corrected, and opens no new gap."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ipregistry.domain.dispositions import blocks
from ipregistry.domain.facts import Capacity, FilingStatus
from ipregistry.domain.filings.corrections import TYPE as ROW
from ipregistry.domain.titles import Close, Register, Replace, Root, Strength, Transfer
from tests.unit.builders import (
    ALICE,
    BOB,
    CAROL,
    DORA,
    HK_MARK,
    NOW,
    TODAY,
    accepted,
    after,
    asset,
    context,
    effects,
    held,
    policies,
    record,
    refused,
    registrar,
    root,
    shares,
    step,
    transaction,
    transfer,
)

TYPE = "correction"
STRAIGHT = policies(second_officer=False)
SOLD = asset(root(), transfer("2026-02-01", [(ALICE, "1")], [(BOB, "1")]))


def body(tx: str = "TX-2", instead: dict[str, Any] | None = None, **members: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "transaction": tx,
        "errorCategory": "office",
        "revealCategory": "old-and-new",
        "reasonText": "Sample reason",
        **members,
    }
    return made if instead is None else {**made, "replacement": instead}


def sides(givers: Any = ((ALICE, "1"),), takers: Any = ((CAROL, "1"),)) -> dict[str, Any]:
    return {"transferorBag": shares(*givers), "transfereeBag": shares(*takers)}


def made(right: Any = SOLD, tx: str = "TX-2", actor: Any = None, **changes: Any) -> Any:
    changes.setdefault("policies", STRAIGHT)
    return context(actor or registrar(), right, transactions=[transaction(tx)], **changes)


def test_a_correction_waits_for_a_second_officer() -> None:
    outcome = accepted(TYPE, body(instead=sides()), made(policies=policies()))
    assert (outcome.status, outcome.moves) == (FilingStatus.UNDER_EXAMINATION, ())


def test_what_ought_to_have_been_recorded_takes_its_place() -> None:
    outcome = accepted(TYPE, body(instead=sides()), made())
    (effect,) = effects(outcome)
    assert isinstance(effect, Replace)
    assert effect.transaction == "TX-2"
    assert held(after(SOLD, outcome)) == {CAROL: "1"}
    assert (outcome.status, outcome.moves[0].from_version) == (FilingStatus.RECORDED, 2)


def test_what_is_corrected_keeps_its_date_unless_another_is_given() -> None:
    (effect,) = effects(accepted(TYPE, body(instead=sides()), made()))
    assert effect.on == date(2026, 2, 1)
    dated = {**sides(), "effectiveDate": "2026-03-01"}
    (effect,) = effects(accepted(TYPE, body(instead=dated), made()))
    assert effect.on == date(2026, 3, 1)


def test_an_entry_may_give_way_to_nothing() -> None:
    outcome = accepted(TYPE, body(), made())
    assert held(after(SOLD, outcome)) == {ALICE: "1"}


def test_a_root_is_corrected_with_its_strength_and_source() -> None:
    right = asset()
    instead = {"holderBag": shares((BOB, "1/2"), (CAROL, "1/2"))}
    outcome = accepted(TYPE, body("TX-1", instead), made(right, "TX-1"))
    (effect,) = effects(outcome)
    assert isinstance(effect, Replace)
    assert isinstance(effect.by, Root)
    assert effect.by.strength is Strength.REGISTER_EXTRACT
    assert held(after(right, outcome)) == {BOB: "1/2", CAROL: "1/2"}


def test_a_correction_may_itself_be_corrected_and_the_last_counts() -> None:
    first = after(SOLD, accepted(TYPE, body(instead=sides()), made()))
    tx = first.steps[-1].transaction
    to_dora = sides(takers=[(DORA, "1")])
    second = made(first, tx, new_id=lambda kind: f"{kind}-of-the-second")
    outcome = accepted(TYPE, body(tx, to_dora), second)
    assert held(after(first, outcome)) == {DORA: "1"}


def test_what_was_corrected_already_is_corrected_by_its_correction() -> None:
    first = after(SOLD, accepted(TYPE, body(instead=sides()), made()))
    assert refused(TYPE, body(instead=sides()), made(first)) == [
        ("already-corrected", "/transaction")
    ]


def test_a_correction_that_would_leave_a_gap_is_refused() -> None:
    onward = asset(*SOLD.steps, transfer("2026-03-01", [(BOB, "1")], [(CAROL, "1")]))
    to_dora = sides(takers=[(DORA, "1")])
    assert refused(TYPE, body(instead=to_dora), made(onward)) == [
        ("correction-does-not-fit", "/replacement")
    ]
    assert refused(TYPE, body(), made(onward)) == [("correction-does-not-fit", "/replacement")]


def test_a_correction_that_leaves_a_lodged_disposition_without_its_giver_is_refused() -> None:
    onward = transfer("2026-03-01", [(BOB, "1")], [(CAROL, "1")], Register.NOTIFIED)
    lodged = asset(*SOLD.steps, onward)
    assert refused(TYPE, body(), made(lodged)) == [("correction-does-not-fit", "/replacement")]


def test_a_correction_closes_an_open_gap() -> None:
    onward = asset(*SOLD.steps, transfer("2026-03-01", [(DORA, "1")], [(CAROL, "1")]))
    assert onward.title(TODAY, NOW).record.open_findings
    outcome = accepted(TYPE, body(instead=sides(takers=[(DORA, "1")])), made(onward))
    assert after(onward, outcome).title(TODAY, NOW).record.open_findings == ()


def test_no_officer_corrects_in_favour_of_his_own_party() -> None:
    officer = registrar(party_id=CAROL)
    assert refused(TYPE, body(instead=sides()), made(actor=officer)) == [
        ("own-interest", "/replacement")
    ]
    instead = {"holderBag": shares((CAROL, "1"))}
    assert refused(TYPE, body("TX-1", instead), made(asset(), "TX-1", officer)) == [
        ("own-interest", "/replacement")
    ]


def test_every_violation_is_named_at_once() -> None:
    wrong = {
        **sides([(ALICE, "x")], [(BOB, "1/2"), ("PA-NOBODY", "1/2")]),
        "effectiveDate": "2026-06-02",
    }
    assert set(refused(TYPE, body(instead=wrong), made())) == {
        ("share-not-a-fraction", "/replacement/transferorBag/0/share"),
        ("party-unknown", "/replacement/transfereeBag/1/party"),
        ("date-in-future", "/replacement/effectiveDate"),
    }


@pytest.mark.parametrize(
    ("tx", "instead", "code", "pointer"),
    [
        ("TX-1", {"holderBag": shares((ALICE, "1/2"))}, "shares-do-not-add-up", "/holderBag"),
        ("TX-2", sides(takers=[(BOB, "1/2")]), "shares-do-not-add-up", "/transfereeBag"),
        (
            "TX-2",
            sides([(ALICE, "1"), (DORA, "1")], [(BOB, "1"), (CAROL, "1")]),
            "shares-do-not-add-up",
            "/transfereeBag",
        ),
        (
            "TX-2",
            {"holderBag": shares((ALICE, "1"))},
            "replacement-of-other-sort",
            "/holderBag",
        ),
        ("TX-1", {"stage": "granted"}, "replacement-of-other-sort", "/stage"),
        ("TX-2", {"terms": {}}, "replacement-of-other-sort", "/terms"),
    ],
)
def test_what_is_put_in_place_is_of_the_same_sort_and_adds_up(
    tx: str, instead: dict[str, Any], code: str, pointer: str
) -> None:
    assert refused(TYPE, body(tx, instead), made(tx=tx)) == [(code, f"/replacement{pointer}")]


def test_an_entry_that_moved_no_ownership_has_nothing_to_correct() -> None:
    right = asset(root(), step(2, Close(TODAY, "TX-9", "refused")))
    assert refused(TYPE, body(), made(right)) == [("nothing-to-correct", "/transaction")]


def test_a_strike_out_has_nothing_to_correct_but_may_be_struck_out_itself() -> None:
    gone = after(SOLD, accepted(TYPE, body(), made()))
    tx = gone.steps[-1].transaction
    assert refused(TYPE, body(tx, sides()), made(gone, tx)) == [
        ("nothing-to-correct", "/transaction")
    ]
    again = made(gone, tx, new_id=lambda kind: f"{kind}-of-the-second")
    back = after(gone, accepted(TYPE, body(tx), again))
    assert held(back) == {BOB: "1"}


def test_a_transaction_that_is_not_here_is_named_so() -> None:
    assert refused(TYPE, body("TX-9"), made()) == [("transaction-unknown", "/transaction")]


def test_a_corrected_statement_does_not_stop_a_disposition() -> None:
    statement = root(strength=Strength.STATEMENT, register=Register.NOTIFIED)
    right = asset(root(), step(2, statement, act="asset-registration"))
    instead = {"holderBag": shares((ALICE, "1")), "effectiveDate": "2026-01-15"}
    later = after(right, accepted(TYPE, body(instead=instead), made(right)))
    policy = next(p for p in made().policies if p.name == "CN-patent")
    assert blocks(later, later.title(TODAY, NOW), policy.acts["assignment"], TODAY) == []


def test_it_says_what_it_corrects_and_whose_error_it_was() -> None:
    document = record(accepted(TYPE, body(instead=sides()), made()), "transaction").document
    assert document["corrects"] == {
        "transaction": "TX-2",
        "errorCategory": "office",
        "revealCategory": "old-and-new",
    }
    assert [p["party"] for p in document["partyBag"]] == [ALICE, CAROL]


@pytest.mark.parametrize(("node", "capacity"), [("HK", Capacity.OFFICE), ("GD", Capacity.NOTICE)])
def test_its_capacity_is_the_nodes_for_that_office(node: str, capacity: Capacity) -> None:
    right = replace(SOLD, office=HK_MARK["office"], kind=HK_MARK["kind"])
    outcome = accepted(TYPE, body(), made(right, node=node))
    assert {r.capacity for r in outcome.records} == {capacity}


def test_the_replacement_keeps_the_register_of_what_it_replaces() -> None:
    lodged = transfer("2026-02-01", [(ALICE, "1")], [(BOB, "1")], Register.NOTIFIED)
    right = asset(root(), lodged)
    outcome = accepted(TYPE, body(instead=sides()), made(right))
    (effect,) = effects(outcome)
    assert isinstance(effect, Replace)
    assert isinstance(effect.by, Transfer)
    assert effect.by.register is Register.NOTIFIED
    later = after(right, outcome)
    assert held(later) == {ALICE: "1"}
    assert len(later.title(TODAY, NOW).lodged) == 1


def test_a_correction_of_an_unpublished_right_is_not_public() -> None:
    outcome = accepted(TYPE, body(), made(replace(SOLD, published=False)))
    assert not any(r.published for r in outcome.records)


def test_the_transaction_and_whoever_is_named_instead_are_loaded() -> None:
    needs = ROW.needs(ROW.read(body(instead=sides())))
    assert (needs.transactions, needs.parties) == (("TX-2",), (ALICE, CAROL))
