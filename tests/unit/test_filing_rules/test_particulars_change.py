"""A party's name or address changes: the rights it is entered on, who files it, on what paper."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from ipregistry.domain.classes import Label, split
from ipregistry.domain.facts import Capacity, FilingStatus, PartyFacts
from ipregistry.domain.filings.acts_on_title import ACTS
from ipregistry.domain.titles import (
    Grant,
    Interest,
    InterestCategory,
    Named,
    Register,
    Rename,
)
from tests.unit.builders import (
    ALICE,
    BOB,
    CAROL,
    HK_MARK,
    MARK,
    NOW,
    PATENT,
    TODAY,
    accepted,
    after,
    agent,
    asset,
    assignment,
    context,
    decide,
    effects,
    filing,
    mandate,
    party,
    party_actor,
    policies,
    record,
    refused,
    registrar,
    root,
    step,
    transfer,
)

NEW = [{"value": "Sample New Name Ltd", "languageCode": "en"}]
ADDRESS = [{"addressLineText": "2 Sample Road (示例)", "countryCode": "HK"}]
CERTIFICATE = [{"category": "name-change-certificate", "digest": "sha256:" + "c" * 64}]


def alice(**changes: Any) -> PartyFacts:
    """Alice as a service loads her where her record gets its next version."""
    document = {
        "category": "organization",
        "organizationNameBag": [dict(n) for n in party(ALICE).names],
        "addressBag": [{"addressLineText": "1 Sample Road (示例)", "countryCode": "HK"}],
    }
    return replace(party(ALICE), document=document, **changes)


def natural() -> PartyFacts:
    """Alice as a natural person."""
    known = party(ALICE, category="person")
    names = [dict(n) for n in known.names]
    return replace(known, document={"category": "person", "personNameBag": names})


def renaming(*rights: Any, **more: Any) -> dict[str, Any]:
    body = {
        "party": ALICE,
        "assetBag": [{"id": r.id, "titleVersion": r.title_version} for r in rights],
        "nameBag": NEW,
        "evidenceBag": CERTIFICATE,
        **more,
    }
    if not rights:
        del body["assetBag"]
        body["allRightsIndicator"] = True
    return {name: value for name, value in body.items() if value is not None}


def at_hk(actor: Any, *rights: Any, **more: Any) -> Any:
    known = more.pop("parties", (alice(),))
    return context(actor, *rights, node="HK", parties=known, **more)


def licensed(right: Any, to: str) -> Any:
    """The right with a licence to somebody that runs."""
    terms = Interest(
        "TX-LICENCE",
        InterestCategory.LICENCE,
        "non-exclusive",
        (Named(ALICE, 1),),
        (Named(to, 1),),
    )
    grant = Grant(Register.RECORD, date(2026, 2, 1), terms)
    made = step(9, grant, transaction="TX-LICENCE", act="licence")
    return replace(right, steps=(*right.steps, made), title_version=right.title_version + 1)


def test_the_act_says_what_it_changes_what_undoes_it_and_what_becomes_of_pending_filings() -> None:
    act = ACTS["particulars-change"]
    assert act.changes
    assert act.on_pending
    assert set(act.undone_by) <= {"particulars-change", "correction"}


def test_a_change_of_name_makes_a_version_of_the_party_and_an_entry_on_the_right() -> None:
    right = asset(right=HK_MARK)
    made = accepted("particulars-change", renaming(right), at_hk(party_actor(ALICE), right))
    assert made.status is FilingStatus.RECORDED
    new = record(made, "party")
    assert (new.id, new.version, new.capacity) == (ALICE, 2, Capacity.OFFICE)
    assert new.document["organizationNameBag"] == NEW
    assert new.document["addressBag"] == alice().document["addressBag"]
    assert effects(made) == [Rename(Register.RECORD, TODAY, ALICE, 2, ("name",))]
    assert record(made, "transaction").document["act"] == "name-change"


def test_the_right_shows_the_old_name_before_the_entry_and_the_new_one_from_it() -> None:
    right = asset(right=HK_MARK)
    made = accepted("particulars-change", renaming(right), at_hk(party_actor(ALICE), right))
    title = after(right, made).title(TODAY, NOW).record
    assert title.holders is not None
    assert [(h.party, h.party_version) for h in title.holders] == [(ALICE, 2)]
    last = title.chain[-1]
    assert last.before is not None
    assert [h.party_version for h in last.before] == [1]
    assert title.open_findings == ()


def test_it_does_not_move_the_title_version_so_nobody_s_filing_grows_stale() -> None:
    right = asset(right=HK_MARK)
    made = accepted("particulars-change", renaming(right), at_hk(party_actor(ALICE), right))
    (subject,) = record(made, "transaction").document["subjectBag"]
    assert "titleVersion" not in subject
    assert made.moves == ()


def test_a_right_that_is_not_named_keeps_the_name_that_stands_on_it() -> None:
    named, other = asset(right=HK_MARK), asset(right={**HK_MARK, "number": "3"}, asset_id="AS-2")
    body = renaming(named)
    made = accepted("particulars-change", body, at_hk(party_actor(ALICE), named, other))
    subjects = record(made, "transaction").document["subjectBag"]
    assert [s["asset"] for s in subjects] == [named.id]


def test_all_rights_are_those_on_which_it_is_holder_secured_party_or_licensee() -> None:
    held = asset(right=HK_MARK)
    bobs = asset(root("2026-01-01", (BOB, "1")), right=HK_MARK, asset_id="AS-2")
    licensee = licensed(replace(bobs, id="AS-3"), ALICE)
    made = accepted(
        "particulars-change", renaming(), at_hk(party_actor(ALICE), held, bobs, licensee)
    )
    subjects = record(made, "transaction").document["subjectBag"]
    assert [s["asset"] for s in subjects] == [held.id, "AS-3"]
    assert len([r for r in made.records if r.kind == "transaction"]) == 1


def test_all_rights_can_be_those_of_one_office() -> None:
    here, there = asset(right=HK_MARK), asset(right=PATENT, asset_id="AS-2")
    body = renaming(officeCode="HK")
    made = accepted("particulars-change", body, at_hk(party_actor(ALICE), here, there))
    assert made.status is FilingStatus.RECORDED
    subjects = record(made, "transaction").document["subjectBag"]
    assert [s["asset"] for s in subjects] == [here.id]


def test_too_many_rights_at_once_are_a_clear_problem() -> None:
    made = at_hk(party_actor(ALICE), overfull=frozenset({ALICE}))
    assert refused("particulars-change", renaming(), made) == [
        ("too-many-rights", "/allRightsIndicator")
    ]


def test_without_a_right_there_is_nothing_to_change() -> None:
    other = asset(root("2026-01-01", (BOB, "1")), right=HK_MARK)
    made = at_hk(party_actor(ALICE), other)
    assert refused("particulars-change", renaming(), made) == [
        ("party-on-no-right", "/allRightsIndicator")
    ]
    assert ("party-not-on-right", "/assetBag/0") in refused(
        "particulars-change", renaming(other), made
    )


def test_rights_of_registers_that_know_no_such_change_are_left_out_of_all_and_counted() -> None:
    mark = asset(right=HK_MARK)
    work = asset(right={"office": "CN", "kind": "copyright", "number": "示例-1"}, asset_id="AS-2")
    made = accepted("particulars-change", renaming(), at_hk(party_actor(ALICE), mark, work))
    assert [(w.code, w.params["count"]) for w in made.warnings if w.code == "rights-left-out"] == [
        ("rights-left-out", 1)
    ]
    assert ("act-not-registrable", "/assetBag/1") in refused(
        "particulars-change", renaming(mark, work), at_hk(party_actor(ALICE), mark, work)
    )


def test_of_a_right_that_the_filer_may_not_know_of_nothing_is_said() -> None:
    secret = asset(right=HK_MARK, published=False)
    made = at_hk(agent(), secret)
    assert refused("particulars-change", renaming(), made) == [
        ("party-on-no-right", "/allRightsIndicator")
    ]


def test_a_mainland_right_is_lodged_until_its_office_has_entered_the_change() -> None:
    right = asset(right=PATENT)
    made = accepted("particulars-change", renaming(right), at_hk(party_actor(ALICE), right))
    assert made.status is FilingStatus.LODGED
    title = after(right, made).title(TODAY, NOW)
    assert [h.party_version for h in title.record.holders or ()] == [1]
    assert [h.party_version for h in title.notified.holders or ()] == [2]
    sale = assignment(after(right, made), executedDate="2026-05-31")
    sold = accepted("assignment", sale, context(party_actor(ALICE), after(right, made)))
    assert sold.status is FilingStatus.LODGED  # What is lodged of a name stops no sale.


def test_rights_of_two_registers_are_divided_by_an_officer() -> None:
    here, there = asset(right=HK_MARK), asset(right=PATENT, asset_id="AS-2")
    made = accepted("particulars-change", renaming(), at_hk(party_actor(ALICE), here, there))
    assert made.status is FilingStatus.UNDER_EXAMINATION
    assert not [r for r in made.records if r.kind == "party"]


def test_the_company_s_certificate_is_asked_for_with_a_new_name_not_with_an_address() -> None:
    right = asset(right=HK_MARK)
    made = at_hk(party_actor(ALICE), right)
    assert refused("particulars-change", renaming(right, evidenceBag=None), made) == [
        ("paper-missing", "/assetBag/0")
    ]
    body = renaming(right, nameBag=None, addressBag=ADDRESS, evidenceBag=None)
    moved = accepted("particulars-change", body, made)
    assert record(moved, "transaction").document["act"] == "address-change"
    assert effects(moved) == [Rename(Register.RECORD, TODAY, ALICE, 2, ("address",))]


def test_a_natural_person_s_new_name_needs_no_company_s_certificate() -> None:
    right = asset(right=HK_MARK)
    made = at_hk(party_actor(ALICE), right, parties=(natural(),))
    outcome = accepted("particulars-change", renaming(right, evidenceBag=None), made)
    assert record(outcome, "party").document["personNameBag"] == NEW


def test_an_agent_needs_a_mandate_or_the_party_s_yes() -> None:
    right = asset(right=HK_MARK)
    waits = accepted("particulars-change", renaming(right), at_hk(agent(), right))
    assert waits.status is FilingStatus.AWAITING_ASSENT
    assert record(waits, "filing").document["awaiting"] == [ALICE]
    given = mandate(ALICE, acts=frozenset({"name-change"}))
    made = at_hk(agent(), right, mandates=(given,))
    assert accepted("particulars-change", renaming(right), made).status is FilingStatus.RECORDED


def test_an_officer_files_it_on_a_paper() -> None:
    right = asset(right=HK_MARK)
    body = renaming(right, nameBag=None, addressBag=ADDRESS)
    made = at_hk(registrar(), right)
    assert accepted("particulars-change", body, made).status is FilingStatus.RECORDED
    body = {k: v for k, v in body.items() if k != "evidenceBag"}
    assert ("evidence-missing", "/evidenceBag") in refused("particulars-change", body, made)


def test_nobody_else_files_it() -> None:
    right = asset(right=HK_MARK)
    made = at_hk(party_actor(BOB), right)
    assert ("filer-without-standing", "") in refused("particulars-change", renaming(right), made)


def test_the_same_particulars_on_another_right_make_no_further_version_of_the_party() -> None:
    right = asset(right=HK_MARK)
    known = alice(version=2)
    known = replace(known, document={**known.document, "organizationNameBag": NEW})
    made = accepted(
        "particulars-change", renaming(right), at_hk(party_actor(ALICE), right, parties=(known,))
    )
    assert not [r for r in made.records if r.kind == "party"]
    assert effects(made) == [Rename(Register.RECORD, TODAY, ALICE, 2, ("name",))]
    again = at_hk(party_actor(ALICE), after(right, made), parties=(known,))
    assert refused("particulars-change", renaming(right), again) == [
        ("particulars-as-recorded", "/assetBag/0")
    ]


def test_a_late_deed_of_an_earlier_day_is_no_gap_behind_a_change_of_its_giver_s_name() -> None:
    right = asset(right=HK_MARK)
    renamed = after(
        right,
        accepted("particulars-change", renaming(right), at_hk(party_actor(ALICE), right)),
    )
    sale = assignment(renamed)
    made = accepted("assignment", sale, at_hk(party_actor(ALICE), renamed))
    assert made.status is FilingStatus.RECORDED
    assert after(renamed, made).title(TODAY, NOW).record.open_findings == ()


def test_a_transferee_who_only_waits_for_the_journal_is_not_on_the_right_yet() -> None:
    told = transfer("2026-05-20", [(BOB, "1")], [(ALICE, "1")], Register.NOTIFIED)
    right = asset(root("2026-01-01", (BOB, "1")), told, right=HK_MARK)
    made = at_hk(party_actor(ALICE), right)
    assert ("party-not-on-right", "/assetBag/0") in refused(
        "particulars-change", renaming(right), made
    )


def test_a_change_of_address_keeps_a_sale_from_going_straight_through_by_policy() -> None:
    right = asset(right=HK_MARK)
    body = renaming(right, nameBag=None, addressBag=ADDRESS)
    moved = after(right, accepted("particulars-change", body, at_hk(party_actor(ALICE), right)))
    strict = policies(never_straight=("transfer-after-address-change",), address_change_days=40)
    sale = assignment(moved, executedDate=TODAY.isoformat())
    held = at_hk(party_actor(ALICE), moved, policies=strict)
    assert accepted("assignment", sale, held).status is FilingStatus.UNDER_EXAMINATION
    free = at_hk(party_actor(ALICE), right, policies=strict)
    assert accepted("assignment", {**sale}, free).status is FilingStatus.RECORDED


def test_no_hold_stops_a_change_of_particulars() -> None:
    assert ACTS["particulars-change"].stops(None) == frozenset()


def test_names_of_persons_and_addresses_stand_in_no_public_part() -> None:
    right = asset(right=HK_MARK)
    body = renaming(right, addressBag=ADDRESS, evidenceBag=None)
    outcome = accepted(
        "particulars-change", body, at_hk(party_actor(ALICE), right, parties=(natural(),))
    )
    for draft in outcome.records:
        public = split(draft.schema, draft.document, published=draft.published).get(Label.PUBLIC)
        assert "Sample New Name" not in str(public)
        assert "Sample Road" not in str(public)


def test_a_waiting_change_is_entered_on_the_rights_that_it_was_filed_on() -> None:
    first, second = asset(right=HK_MARK), asset(right={**HK_MARK, "number": "3"}, asset_id="AS-2")
    waiting = filing(
        "particulars-change", renaming(), status=FilingStatus.AWAITING_ASSENT, subjects=("AS-1",)
    )
    made = at_hk(party_actor(ALICE), first, second, filings=(waiting,))
    outcome = decide("assent", {"filing": "FI-1"}, made)
    subjects = record(outcome, "transaction").document["subjectBag"]  # type: ignore[arg-type]
    assert [s["asset"] for s in subjects] == ["AS-1"]


def test_a_change_lodged_at_the_mainland_s_office_ends_with_that_office_s_entry() -> None:
    right = asset(right=PATENT)
    lodged = accepted("particulars-change", renaming(right), at_hk(party_actor(ALICE), right))
    told = after(right, lodged)
    waiting = filing(
        "particulars-change",
        renaming(right),
        status=FilingStatus.LODGED,
        transaction=record(lodged, "transaction").id,
    )
    new = alice(version=2)
    entry = {
        "act": "name-change",
        "asset": {"id": right.id},
        "entryDate": TODAY.isoformat(),
        "evidenceBag": [{"category": "register-extract", "digest": "sha256:" + "d" * 64}],
        "giverBag": [{"party": ALICE}],
        "takerBag": [{"party": ALICE}],
        "lodgedFiling": waiting.id,
    }
    made = at_hk(registrar(), told, filings=(waiting,), parties=(new,))
    outcome = accepted("recordal-notice", entry, made)
    title = after(told, outcome).title(TODAY, NOW)
    assert [h.party_version for h in title.record.holders or ()] == [2]
    assert title.lodged == ()


def test_the_deed_of_a_mark_s_new_address_is_a_recordal_of_its_office_too() -> None:
    right = asset(right=MARK)
    entry = {
        "act": "address-change",
        "asset": {"id": right.id},
        "entryDate": TODAY.isoformat(),
        "evidenceBag": [{"category": "register-extract", "digest": "sha256:" + "d" * 64}],
        "giverBag": [{"party": ALICE}],
        "takerBag": [{"party": ALICE}],
    }
    made = at_hk(registrar(), right, parties=(alice(version=2),))
    outcome = accepted("recordal-notice", entry, made)
    assert effects(outcome) == [Rename(Register.RECORD, TODAY, ALICE, 2, ("address",))]


def test_shares_stay_what_they_were() -> None:
    right = asset(root("2026-01-01", (ALICE, "1/2"), (CAROL, "1/2")), right=HK_MARK)
    made = accepted("particulars-change", renaming(right), at_hk(party_actor(ALICE), right))
    holders = after(right, made).title(TODAY, NOW).record.holders or ()
    assert {h.party: h.share for h in holders} == {ALICE: Fraction(1, 2), CAROL: Fraction(1, 2)}
