"""Corrections of every sort of effect: with the members said, of the same sort, right by right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ipregistry.domain.facts import AssetFacts, HoldFacts, TransactionFacts
from ipregistry.domain.filings.acts_on_title import ACTS
from ipregistry.domain.notices import telling
from ipregistry.domain.outcomes import Outcome
from ipregistry.domain.titles import (
    End,
    Event,
    Grant,
    Interest,
    InterestCategory,
    Lift,
    Named,
    Register,
    Rename,
    Replace,
    Restrict,
    Stage,
    Vary,
)
from tests.unit.builders import (
    ALICE,
    BOB,
    CAROL,
    DORA,
    NOW,
    TODAY,
    accepted,
    after,
    asset,
    context,
    effects,
    held,
    party,
    policies,
    record,
    refused,
    registrar,
    root,
    shares,
    step,
    transfer,
)

TYPE = "correction"
STRAIGHT = policies(second_officer=False)
ON = date(2026, 2, 1)
RECORD = Register.RECORD
LICENCE = Interest(
    "TX-2", InterestCategory.LICENCE, "exclusive", (Named(ALICE, 1),), (Named(BOB, 1),)
)
PLEDGE = replace(LICENCE, category=InterestCategory.SECURITY, kind="pledge")
ENDED = Event(RECORD, ON, "H13", stage="ended")


def body(tx: str, instead: dict[str, Any] | None, **more: Any) -> dict[str, Any]:
    return {
        "transaction": tx,
        "errorCategory": "office",
        "revealCategory": "old-and-new",
        "reasonText": "Sample reason",
        "replacement": instead,
        **more,
    }


def made(*rights: AssetFacts, tx: str = "TX-2", **more: Any) -> Any:
    named = TransactionFacts(tx, 1, "sample", tuple(right.id for right in rights), {})
    more.setdefault("policies", STRAIGHT)
    more.setdefault("new_id", lambda kind: f"{kind}-of-{tx}")
    return context(registrar(), *rights, transactions=[named], **more)


def corrected(right: AssetFacts, instead: dict[str, Any] | None, tx: str = "TX-2") -> AssetFacts:
    return after(right, accepted(TYPE, body(tx, instead), made(right, tx=tx)))


def put(outcome: Outcome) -> Any:
    (effect,) = effects(outcome)
    assert isinstance(effect, Replace)
    return effect.by


@pytest.mark.parametrize(
    ("effect", "instead", "expected"),
    [
        (
            Grant(RECORD, ON, LICENCE),
            {"terms": {"interestKind": "sole", "endDate": "2027-01-01", "territoryBag": ["HK"]}},
            replace(LICENCE, kind="sole", until=date(2027, 1, 1), territories=("HK",)),
        ),
        (
            Grant(RECORD, ON, PLEDGE),
            {"terms": {"holderBag": [{"party": CAROL}], "barsDispositionsIndicator": True}},
            replace(PLEDGE, holders=(Named(CAROL, 1),), bars=True),
        ),
        (
            Grant(RECORD, ON, replace(LICENCE, until=date(2026, 12, 1))),
            {"terms": {"endDate": None}},
            LICENCE,
        ),
    ],
)
def test_an_interest_is_put_right_in_the_terms_that_are_said_and_keeps_its_number(
    effect: Grant, instead: dict[str, Any], expected: Interest
) -> None:
    right = asset(root(), effect)
    assert put(accepted(TYPE, body("TX-2", instead), made(right))).interest == expected
    (standing,) = corrected(right, instead).title(TODAY, NOW).record.interests
    assert standing.interest == expected


def test_an_amendment_an_end_and_a_name_are_put_right() -> None:
    granted = asset(root(), Grant(RECORD, ON, LICENCE), Vary(RECORD, ON, LICENCE))
    later = corrected(granted, {"terms": {"fieldBag": ["toys"]}}, "TX-3")
    (standing,) = later.title(TODAY, NOW).record.interests
    assert standing.interest.fields == ("toys",)

    ended = asset(root(), Grant(RECORD, ON, LICENCE), End(RECORD, ON, "TX-2", "released"))
    made_ = put(accepted(TYPE, body("TX-3", {"outcome": "expired"}), made(ended, tx="TX-3")))
    assert (made_.interest, made_.outcome) == ("TX-2", "expired")

    named = asset(root(), Rename(RECORD, ON, ALICE, 2))
    two = made(named, parties=[party(ALICE, version=3)])
    assert put(accepted(TYPE, body("TX-2", {"partyVersion": 3}), two)).party_version == 3
    assert refused(TYPE, body("TX-2", {"partyVersion": 4}), two) == [
        ("party-unknown", "/replacement/partyVersion")
    ]


def test_an_event_and_a_stage_are_put_right() -> None:
    lapsed = asset(root(), ENDED)
    instead = {"eventCode": "U11", "stage": "granted", "termEndDate": "2030-01-01"}
    later = corrected(lapsed, instead).title(TODAY, NOW).record
    assert (later.stage, later.term_ends) == ("granted", date(2030, 1, 1))
    assert corrected(lapsed, None).title(TODAY, NOW).record.stage is None
    facts = {"factBag": [{"fact": "annuity-unpaid", "standsIndicator": True}]}
    assert corrected(lapsed, facts).title(TODAY, NOW).record.facts == {"annuity-unpaid"}
    assert refused(TYPE, body("TX-2", {"eventCode": "Z99"}), made(lapsed)) == [
        ("event-code-unknown", "/replacement/eventCode")
    ]
    granted = asset(root(), Stage(ON, "published"))
    assert corrected(granted, {"stage": "granted"}).title(TODAY, NOW).record.stage == "granted"


def test_one_effect_of_an_entry_is_put_right_or_struck_out_and_the_others_stay() -> None:
    grown = replace(step(1, Stage(ON, "published")), seq=1)
    right = asset(step(1, root()), grown)
    later = corrected(right, {"position": 2, "stage": "granted"}, "TX-1")
    assert (held(later), later.title(TODAY, NOW).record.stage) == ({ALICE: "1"}, "granted")
    gone = corrected(right, {"position": 2, "nothingIndicator": True}, "TX-1")
    assert (held(gone), gone.title(TODAY, NOW).record.stage) == ({ALICE: "1"}, None)
    wrong = body("TX-1", {"position": 3, "stage": "granted"})
    assert refused(TYPE, wrong, made(right, tx="TX-1")) == [
        ("no-effect-at-position", "/replacement/position")
    ]


# ---------------------------------------------------------------- several rights


def several() -> tuple[AssetFacts, AssetFacts]:
    sale = transfer("2026-02-01", [(ALICE, "1")], [(BOB, "1")])
    one, other = asset(root(), sale), asset(root(), sale, asset_id="AS-2")
    return one, replace(other, number="201810123457.3")


def on(right: AssetFacts, instead: dict[str, Any] | None, seen: int = 2) -> dict[str, Any]:
    return {"id": right.id, "titleVersion": seen, "replacement": instead}


def right_by_right(*named: dict[str, Any], **more: Any) -> dict[str, Any]:
    made_ = body("TX-2", None, **more)
    del made_["replacement"]
    return {**made_, "assetBag": list(named)}


def test_each_right_of_a_deed_is_put_right_by_itself_and_those_not_named_stay() -> None:
    one, other = several()
    sides = {"transferorBag": shares((ALICE, "1")), "transfereeBag": shares((CAROL, "1"))}
    outcome = accepted(TYPE, right_by_right(on(one, sides), on(other, None)), made(one, other))
    subjects = record(outcome, "transaction").document["subjectBag"]
    assert [s["asset"] for s in subjects] == ["AS-1", "AS-2"]
    assert [move.asset for move in outcome.moves] == ["AS-1", "AS-2"]
    alone = accepted(TYPE, right_by_right(on(other, None)), made(one, other))
    assert [move.asset for move in alone.moves] == ["AS-2"]


def test_what_is_said_once_is_said_of_every_right() -> None:
    outcome = accepted(TYPE, body("TX-2", None), made(*several()))
    assert [move.asset for move in outcome.moves] == ["AS-1", "AS-2"]


def test_every_right_that_is_named_wrongly_is_named() -> None:
    one, other = several()
    wrong = right_by_right(on(one, None, seen=1), {**on(other, None), "id": "AS-9"})
    assert refused(TYPE, wrong, made(one, other)) == [
        ("stale-version", "/assetBag/0/titleVersion"),
        ("right-not-in-transaction", "/assetBag/1/id"),
    ]


# ---------------------------------------------------------------- what does not fit


def test_what_rests_on_an_interest_is_put_right_before_its_grant_is_struck_out() -> None:
    under = replace(
        LICENCE, id="TX-3", under="TX-2", givers=(Named(BOB, 1),), holders=(Named(DORA, 1),)
    )
    sublicensed = asset(root(), Grant(RECORD, ON, LICENCE), Grant(RECORD, ON, under))
    released = asset(root(), Grant(RECORD, ON, PLEDGE), End(RECORD, ON, "TX-2", "released"))
    for right in (sublicensed, released):
        assert refused(TYPE, body("TX-2", None), made(right)) == [
            ("interest-relied-on", "/replacement")
        ]


def test_licences_that_exclude_each_other_do_not_come_to_stand_together() -> None:
    other = replace(LICENCE, id="TX-3", territories=("HK",))
    apart = asset(
        root(),
        Grant(RECORD, ON, replace(LICENCE, territories=("CN",))),
        Grant(RECORD, ON, other),
    )
    wider = {"terms": {"territoryBag": []}}
    found = accepted(TYPE, body("TX-2", {"terms": {"fieldBag": ["toys"]}}), made(apart))
    assert put(found).interest.fields == ("toys",)
    assert refused(TYPE, body("TX-2", wider), made(apart)) == [
        ("correction-does-not-fit", "/replacement")
    ]


def test_what_a_correction_changes_nothing_of_is_refused() -> None:
    right = asset(root(), Grant(RECORD, ON, LICENCE))
    same = {"terms": {"interestKind": "exclusive"}}
    assert refused(TYPE, body("TX-2", same), made(right)) == [
        ("correction-changes-nothing", "/replacement")
    ]


def test_searches_show_nothing_only_of_what_is_struck_out() -> None:
    right = asset(root(), Grant(RECORD, ON, LICENCE))
    hidden = body("TX-2", {"terms": {"fieldBag": ["toys"]}}, revealCategory="neither")
    assert refused(TYPE, hidden, made(right)) == [("neither-only-for-nothing", "/revealCategory")]
    assert accepted(TYPE, body("TX-2", None, revealCategory="neither"), made(right))


def test_no_officer_strikes_out_what_burdens_his_own_party() -> None:
    right = asset(root(), Grant(RECORD, ON, PLEDGE))
    officer = replace(made(right), actor=registrar(party_id=ALICE))
    assert refused(TYPE, body("TX-2", None), officer) == [("own-interest", "/replacement")]


def test_whoever_the_entry_names_or_ought_to_have_named_is_told() -> None:
    sold = asset(root(), transfer("2026-02-01", [(ALICE, "1")], [(BOB, "1")]))
    sides = {"transferorBag": shares((ALICE, "1")), "transfereeBag": shares((CAROL, "1"))}
    for rules in (STRAIGHT, policies()):
        context_ = made(sold, policies=rules)
        outcome = telling(accepted(TYPE, body("TX-2", sides), context_), context_)
        told = record(outcome, "filing").document["toldBag"]
        assert {(t["party"], t["role"]) for t in told} == {
            (BOB, "holder"),
            (ALICE, "named-in-entry"),
            (CAROL, "named-in-entry"),
        }


# ---------------------------------------------------------------- holds


def hold(status: str = "in-force", category: str = "court-order") -> HoldFacts:
    document = {
        "asset": "AS-1",
        "category": category,
        "status": status,
        "startDate": "2026-02-01",
        "stopBag": ["assignment"],
        "concernedBag": [ALICE],
        "account": "AC-1",
    }
    return HoldFacts(
        "HO-1", 1, "AS-1", category, status, NOW, ON, None, frozenset({"assignment"}), "AC-1",
        frozenset({ALICE}), document,
    )  # fmt: skip


def test_a_restriction_that_is_struck_out_frees_the_hold_behind_it() -> None:
    right = asset(root(), Restrict(ON, "HO-1"), holds=(hold(),))
    outcome = accepted(TYPE, body("TX-2", None), made(right))
    assert record(outcome, "hold").document["status"] == "lifted"


def test_a_lifting_that_is_struck_out_brings_the_hold_back() -> None:
    right = asset(root(), Restrict(ON, "HO-1"), Lift(ON, "HO-1"), holds=(hold("lifted"),))
    outcome = accepted(TYPE, body("TX-3", None), made(right, tx="TX-3"))
    assert record(outcome, "hold").document["status"] == "in-force"
    assert after(right, outcome).title(TODAY, NOW).record.restrictions


def test_a_restriction_of_another_day_begins_on_it_in_the_hold_too() -> None:
    right = asset(root(), Restrict(ON, "HO-1"), holds=(hold(),))
    outcome = accepted(TYPE, body("TX-2", {"effectiveDate": "2026-02-03"}), made(right))
    assert record(outcome, "hold").document["startDate"] == "2026-02-03"


@pytest.mark.parametrize("strike", [False, True])
def test_the_correction_of_a_restriction_tells_outsiders_its_effect_and_nothing_else(
    strike: bool,
) -> None:
    paper = [{"category": "court-order", "digest": "sha256:" + "a" * 64}]
    right = asset(root(), Restrict(ON, "HO-1"), holds=(hold(),))
    told = []
    for category, error in (("court-order", "office"), ("lock", "third-party")):
        held_ = replace(right, holds=(hold(category=category),))
        said = body("TX-2", None, errorCategory=error, evidenceBag=paper)
        outcome = accepted(TYPE, said, made(held_))
        if strike:
            held_ = after(held_, outcome)
            tx = held_.steps[-1].transaction
            said = {**said, "transaction": tx}
            outcome = accepted(TYPE, said, made(held_, tx=tx))
        told.append(record(outcome, "transaction").document)
    assert told[0] == told[1]
    assert "errorCategory" not in told[0]["corrects"]
    assert not any(told[0].get(name) for name in ("evidenceBag", "partyBag", "personBag"))


@pytest.mark.parametrize("name", sorted(ACTS))
def test_every_act_on_title_is_undone_by_a_correction(name: str) -> None:
    assert "correction" in ACTS[name].undone_by
