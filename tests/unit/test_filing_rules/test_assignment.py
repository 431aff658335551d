"""Assignment: with the holder's assent, on the title that the filer saw, once."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ipregistry.domain.classes import Label, split
from ipregistry.domain.facts import AssetRef, Capacity, FilingStatus
from ipregistry.domain.filings.assignments import TYPE as ROW
from ipregistry.domain.titles import Register, Strength, Transfer
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
    assignment,
    context,
    decide,
    effects,
    examiner,
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

TYPE = "assignment"
SHARED = (root("2026-01-01", (ALICE, "1/2"), (CAROL, "1/2")),)


def hk(*effects_: Any, **changes: Any) -> Any:
    """A right of the node's own register."""
    made = effects_ or (root("2020-01-01", strength=Strength.GRANT),)
    return asset(*made, right=HK_MARK, **changes)


# ------------------------------------------------------------------------ recorded, or lodged


def test_in_the_own_register_the_entry_is_the_recordal() -> None:
    right = hk()
    outcome = accepted(TYPE, assignment(right), context(party_actor(ALICE), right, node="HK"))
    assert outcome.status is FilingStatus.RECORDED
    assert record(outcome, "transaction").capacity is Capacity.OFFICE
    assert held(after(right, outcome)) == {BOB: "1"}
    assert [(m.asset, m.from_version) for m in outcome.moves] == [("AS-1", 1)]
    (subject,) = record(outcome, "transaction").document["subjectBag"]
    assert subject["titleVersion"] == {"from": 1, "to": 2}
    assert record(outcome, "transaction").document["effectiveDate"] == "2026-05-30"


def test_at_an_outside_office_it_is_lodged_and_title_stays() -> None:
    right = asset()
    outcome = accepted(TYPE, assignment(right), context(party_actor(ALICE), right))
    assert outcome.status is FilingStatus.LODGED
    assert record(outcome, "transaction").capacity is Capacity.NOTICE
    assert record(outcome, "transaction").document.get("effectiveDate") is None
    assert [effect.on for effect in effects(outcome)] == [date(2026, 5, 30)]
    later = after(right, outcome)
    assert held(later) == {ALICE: "1"}
    again = context(party_actor(ALICE), later)
    assert refused(TYPE, assignment(later), again) == [("disposition-lodged", "/assetBag/0")]


def test_what_was_given_away_cannot_be_given_again() -> None:
    right = hk()
    outcome = accepted(TYPE, assignment(right), context(party_actor(ALICE), right, node="HK"))
    later = after(right, outcome)
    second = assignment(later, transfereeBag=shares((CAROL, "1")))
    assert refused(TYPE, second, context(party_actor(ALICE), later, node="HK")) == [
        ("transferor-not-holder", "/transferorBag/0")
    ]


def test_the_effect_of_recording_is_said_with_its_source() -> None:
    right = asset()
    outcome = accepted(TYPE, assignment(right), context(party_actor(ALICE), right))
    document = record(outcome, "transaction").document
    assert document["effectOfRecording"]["category"] == "constitutive-on-registration"
    assert document["effectOfRecording"]["confidence"] == "V"
    assert document["policy"]["name"] == "CN-patent"
    assert outcome.policies[0].name == "CN-patent"


@pytest.mark.parametrize(
    ("effect", "on", "register"),
    [
        ("priority", date(2026, 5, 30), Register.RECORD),
        ("evidential", date(2026, 5, 30), Register.RECORD),
        ("constitutive-on-registration", TODAY, Register.RECORD),
        # Until the journal has published it, it moves nothing at the register of record.
        ("constitutive-on-publication", TODAY, Register.NOTIFIED),
    ],
)
def test_where_the_register_makes_the_act_it_counts_from_the_entry(
    effect: str, on: date, register: Register
) -> None:
    right = hk()
    made = context(party_actor(ALICE), right, node="HK", policies=policies(effect=effect))
    (found,) = effects(accepted(TYPE, assignment(right), made))
    assert (found.on, getattr(found, "register", None)) == (on, register)


def test_where_the_policy_says_so_an_examiner_sees_it_first() -> None:
    right = hk()
    made = context(party_actor(ALICE), right, node="HK", policies=policies(examination="by-hand"))
    outcome = accepted(TYPE, assignment(right), made)
    assert (outcome.status, outcome.moves) == (FilingStatus.UNDER_EXAMINATION, ())
    assert record(outcome, "filing").document["assents"] == [ALICE]


# ------------------------------------------------------------------------------ assents


@pytest.mark.parametrize("actor", [party_actor(BOB), agent(), registrar()])
def test_without_the_transferors_assent_it_waits_and_nothing_moves(actor: Any) -> None:
    right = hk()
    outcome = accepted(TYPE, assignment(right), context(actor, right, node="HK"))
    assert (outcome.status, outcome.moves) == (FilingStatus.AWAITING_ASSENT, ())
    assert [r.kind for r in outcome.records] == ["filing"]
    assert record(outcome, "filing").document["awaiting"] == [ALICE]


def test_an_agent_within_a_mandate_needs_no_further_assent() -> None:
    right = hk()
    made = context(agent(), right, node="HK", mandates=(mandate(),))
    assert accepted(TYPE, assignment(right), made).status is FilingStatus.RECORDED


def test_every_transferor_is_asked() -> None:
    right = hk(root("2020-01-01", (ALICE, "1/2"), (CAROL, "1/2"), strength=Strength.GRANT))
    body = assignment(right, transferorBag=shares((ALICE, "1/2"), (CAROL, "1/2")))
    outcome = accepted(TYPE, body, context(party_actor(ALICE), right, node="HK"))
    document = record(outcome, "filing").document
    assert (document["awaiting"], document["assents"]) == ([CAROL], [ALICE])


def half(right: Any, **members: Any) -> dict[str, Any]:
    body = {"transferorBag": shares((ALICE, "1/2")), "transfereeBag": shares((BOB, "1/2"))}
    return assignment(right, **{**body, **members})


def test_a_co_owner_of_a_mainland_patent_is_asked() -> None:
    right = asset(*SHARED)
    outcome = accepted(TYPE, half(right), context(party_actor(ALICE), right))
    assert record(outcome, "filing").document["awaiting"] == [CAROL]


def test_co_owners_of_a_mainland_mark_are_not_asked() -> None:
    right = asset(*SHARED, right=MARK)
    outcome = accepted(TYPE, half(right), context(party_actor(ALICE), right))
    assert outcome.status is FilingStatus.LODGED


def test_a_co_owner_rule_that_rests_on_memory_asks_an_officer_and_refuses_nothing() -> None:
    right = hk(root("2020-01-01", (ALICE, "1/2"), (CAROL, "1/2"), strength=Strength.GRANT))
    outcome = accepted(TYPE, half(right), context(party_actor(ALICE), right, node="HK"))
    assert outcome.status is FilingStatus.UNDER_EXAMINATION
    assert [w.code for w in outcome.warnings] == ["needs-legal-review"]


def test_without_co_owners_nobody_is_asked_about_them() -> None:
    right = hk()
    outcome = accepted(TYPE, assignment(right), context(party_actor(ALICE), right, node="HK"))
    assert outcome.warnings == ()


def test_a_stranger_has_no_standing() -> None:
    right = asset()
    decision = decide(TYPE, assignment(right), context(party_actor(DORA), right))
    assert isinstance(decision, list)
    assert [(v.code, v.severity) for v in decision] == [
        ("filer-without-standing", Severity.FORBIDDEN)
    ]


# ------------------------------------------------------------------------------ every rule at once


def test_every_violation_is_named_at_once() -> None:
    right = asset(root("2001-01-01"))
    body = assignment(
        right,
        assetBag=[{"id": "AS-1", "titleVersion": 0}],
        transferorBag=shares((CAROL, "1/2"), ("PA-NOBODY", "x")),
        transfereeBag=shares((BOB, "1/3"), (BOB, "1/3"), (CAROL, "1/3")),
        executedDate="2026-06-02",
    )
    assert set(refused(TYPE, body, context(party_actor(DORA), right))) == {
        ("stale-version", "/assetBag/0/titleVersion"),
        ("party-unknown", "/transferorBag/1/party"),
        ("share-not-a-fraction", "/transferorBag/1/share"),
        ("party-named-twice", "/transfereeBag/1/party"),
        ("party-on-both-sides", "/transfereeBag/2"),
        ("date-in-future", "/executedDate"),
        ("root-too-old", "/assetBag/0"),
        ("transferor-not-holder", "/transferorBag/0"),
        ("filer-without-standing", ""),
    }


@pytest.mark.parametrize(
    ("givers", "takers", "pointer"),
    [
        ([(ALICE, "1")], [(BOB, "1/2")], "/transfereeBag"),
        ([(ALICE, "1/2")], [(BOB, "1/2"), (CAROL, "1/2")], "/transfereeBag"),
        ([(ALICE, "1"), (CAROL, "1")], [(BOB, "1"), (DORA, "1")], "/transferorBag"),
    ],
)
def test_as_much_is_taken_as_is_given_and_no_more_than_the_whole(
    givers: Any, takers: Any, pointer: str
) -> None:
    right = asset()
    body = assignment(right, transferorBag=shares(*givers), transfereeBag=shares(*takers))
    assert ("shares-do-not-add-up", pointer) in refused(
        TYPE, body, context(party_actor(ALICE), right)
    )


def test_nobody_gives_more_than_he_holds() -> None:
    right = asset(*SHARED)
    assert refused(TYPE, assignment(right), context(party_actor(ALICE), right)) == [
        ("transferor-not-holder", "/transferorBag/0")
    ]


def test_a_stale_title_version_is_a_race_and_names_what_changed() -> None:
    right = hk(
        root("2020-01-01", strength=Strength.GRANT),
        step(2, transfer("2026-02-01", [(ALICE, "1/2")], [(BOB, "1/2")]), act="assignment"),
    )
    body = half(
        right, assetBag=[{"id": "AS-1", "titleVersion": 1}], transfereeBag=shares((DORA, "1/2"))
    )
    decision = decide(TYPE, body, context(party_actor(ALICE), right, node="HK"))
    assert isinstance(decision, list)
    stale = [v for v in decision if v.severity is Severity.RACE]
    assert [v.code for v in stale] == ["stale-version"]
    assert stale[0].params == {"seen": 1, "current": 2, "changed": "assignment"}


def test_places_without_a_policy_take_no_dispositions() -> None:
    right = asset(right={"office": "US", "kind": "invention", "number": "1234567"})
    assert refused(TYPE, assignment(right), context(party_actor(ALICE), right)) == [
        ("no-dispositions-here", "/assetBag/0")
    ]


def test_a_right_that_is_not_here_is_named_as_the_filer_named_it() -> None:
    body = assignment(asset(), assetBag=[{"id": "AS-9", "titleVersion": 1}])
    assert ("asset-unknown", "/assetBag/0/id") in refused(TYPE, body, context(party_actor(ALICE)))
    body["assetBag"] = [{"number": "201810123456.7", "officeCode": "CN", "titleVersion": 1}]
    assert ("number-check-digit-wrong", "/assetBag/0/number") in refused(
        TYPE, body, context(party_actor(ALICE))
    )


# ------------------------------------------------------------------ a deed of an earlier day


def test_a_deed_from_before_the_giver_had_the_right_is_refused() -> None:
    right = hk(
        root("2020-01-01", (CAROL, "1"), strength=Strength.GRANT),
        transfer("2026-03-01", [(CAROL, "1")], [(ALICE, "1")]),
    )
    body = assignment(right, executedDate="2026-02-01")
    assert refused(TYPE, body, context(party_actor(ALICE), right, node="HK")) == [
        ("contradicts-recorded-entry", "/executedDate")
    ]


def test_a_deed_that_a_later_root_would_undo_is_refused() -> None:
    # Else it would be recorded, move nothing, and the right could be sold once more.
    right = hk(root("2020-01-01", strength=Strength.GRANT), root("2026-05-01"))
    body = assignment(right, executedDate="2026-04-01")
    assert refused(TYPE, body, context(party_actor(ALICE), right, node="HK")) == [
        ("contradicts-recorded-entry", "/executedDate")
    ]


@pytest.mark.parametrize(
    "right", [asset(root("2026-05-31")), asset(root("2026-05-31"), right=MARK)]
)
def test_a_deed_older_than_the_outside_offices_extract_is_lodged_all_the_same(right: Any) -> None:
    outcome = accepted(TYPE, assignment(right), context(party_actor(ALICE), right))
    assert outcome.status is FilingStatus.LODGED
    title = after(right, outcome).title(TODAY, "2027")
    assert {h.party for h in title.notified.holders or ()} == {BOB}


# ------------------------------------------------------------------------------ privacy


def test_an_unpublished_right_is_not_found_by_strangers_and_stays_unpublished() -> None:
    right = asset(published=False)
    body = assignment(right)
    assert ("asset-unknown", "/assetBag/0/id") in refused(
        TYPE, body, context(party_actor(BOB), right)
    )
    outcome = accepted(TYPE, body, context(party_actor(ALICE), right))
    for draft in outcome.records:
        labels = split(draft.schema, draft.document, published=draft.published).keys()
        assert not {Label.PUBLIC, Label.NAMES} & labels, draft.kind


def test_an_agent_finds_the_unpublished_right_of_his_principal() -> None:
    right = asset(published=False)
    outcome = accepted(TYPE, assignment(right), context(agent(), right, mandates=(mandate(),)))
    assert outcome.status is FilingStatus.LODGED
    for other in (mandate(BOB), mandate(agent="AC-OTHER"), mandate(status="revoked")):
        made = context(agent(), right, mandates=(other,))
        assert ("asset-unknown", "/assetBag/0/id") in refused(TYPE, assignment(right), made)


def test_names_of_persons_and_the_price_stand_in_no_public_part() -> None:
    right = asset()
    people = [party(ALICE, category="person"), party(BOB, category="person")]
    body = assignment(right, consideration={"amount": "100.00", "currencyCode": "CNY"})
    outcome = accepted(TYPE, body, context(party_actor(ALICE), right, parties=people))
    for draft in outcome.records:
        public = split(draft.schema, draft.document, published=draft.published)[Label.PUBLIC]
        assert "Sample PA-" not in str(public)
        assert "100.00" not in str(public)
    document = record(outcome, "transaction").document
    assert [p["party"] for p in document["personBag"]] == [ALICE, BOB]
    assert document["personBag"][0]["townText"] == "示例镇"


def test_a_public_filing_tells_act_status_time_and_right_and_no_more() -> None:
    right = asset()
    outcome = accepted(TYPE, assignment(right), context(party_actor(BOB), right))
    draft = record(outcome, "filing")
    public = split(draft.schema, draft.document, published=draft.published)[Label.PUBLIC]
    assert public.keys() == {"act", "status", "subjectBag", "receivedAt"}


# ------------------------------------------------------------------------------ what must be loaded


def test_the_right_and_both_sides_are_loaded() -> None:
    right = asset()
    needs = ROW.needs(ROW.read(assignment(right)))
    assert needs.assets == (AssetRef(id="AS-1"),)
    assert needs.parties == (ALICE, BOB)


def test_the_same_filing_on_the_same_state_is_decided_alike() -> None:
    right = asset()
    one, two = (
        accepted(TYPE, assignment(right), context(party_actor(ALICE), right)) for _ in range(2)
    )
    assert one == two


def test_what_is_taken_is_pinned_to_the_version_that_was_seen() -> None:
    right = hk()
    made = context(party_actor(ALICE), right, node="HK", parties=[party(BOB, version=4)])
    (effect,) = effects(accepted(TYPE, assignment(right), made))
    assert isinstance(effect, Transfer)
    assert (effect.givers[0].party_version, effect.takers[0].party_version) == (1, 4)


def test_an_examiner_has_no_standing_of_his_own() -> None:
    right = asset()
    assert ("filer-without-standing", "") in refused(
        TYPE, assignment(right), context(examiner(), right)
    )


def test_a_title_version_that_never_was_is_stale() -> None:
    right = replace(asset(), title_version=7)
    body = assignment(right, assetBag=[{"id": "AS-1", "titleVersion": 9}])
    assert refused(TYPE, body, context(party_actor(ALICE), right)) == [
        ("stale-version", "/assetBag/0/titleVersion")
    ]
