"""What another office entered beside roots and assignments: interests, names, events, words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ipregistry.domain.facts import AssetFacts, FilingStatus, PartyFacts
from ipregistry.domain.filings.parties import named_party_key
from ipregistry.domain.filings.recordals import ACTS
from ipregistry.domain.titles import (
    End,
    Event,
    Grant,
    Interest,
    InterestCategory,
    Named,
    Register,
    Rename,
    Root,
    Transfer,
    Vary,
)
from tests.unit.builders import (
    ALICE,
    BOB,
    CAROL,
    MARK,
    NOW,
    PAPER,
    PATENT,
    TODAY,
    accepted,
    after,
    asset,
    context,
    effects,
    filing,
    held,
    notice,
    party,
    record,
    refused,
    registrar,
    root,
    shares,
    step,
)

TYPE = "recordal-notice"


def entry(act: str, **members: Any) -> dict[str, Any]:
    """An entry of CNIPA's on the right, of 15 May 2026."""
    return {
        "act": act,
        "asset": {"id": "AS-1"},
        "entryDate": "2026-05-15",
        "recordalNumber": "示例-9",
        "evidenceBag": [{**PAPER, "digest": "sha256:" + "d" * 64}],
        **members,
    }


def by(*parties: str) -> list[dict[str, str]]:
    return [{"party": party_id} for party_id in parties]


def named(name: str, address: str | None = None, **more: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": {"value": name, "languageCode": "en"},
        "category": "organization",
        **more,
    }
    return told if address is None else {**told, "addressText": address}


def security(**members: Any) -> dict[str, Any]:
    return entry("security", **{"giverBag": by(ALICE), "takerBag": by(CAROL), **members})


def pledged(number: str | None = "示例-9", **members: Any) -> AssetFacts:
    """Alice's right with a pledge that CNIPA entered for Carol."""
    right = asset()
    body = security(**members)
    if number is None:
        del body["recordalNumber"]
    else:
        body["recordalNumber"] = number
    return after(right, accepted(TYPE, body, context(registrar(), right)))


def release(**members: Any) -> dict[str, Any]:
    body = {"entryDate": "2026-05-20", "recordalNumber": "示例-10", **members}
    return entry("security-release", **{"giverBag": by(CAROL), "takerBag": by(ALICE), **body})


def recorded(body: dict[str, Any], right: AssetFacts, **made: Any) -> AssetFacts:
    return after(right, accepted(TYPE, body, context(registrar(), right, **made)))


def open_codes(right: AssetFacts) -> list[str]:
    return [finding.code for finding in right.title(TODAY, NOW).record.open_findings]


def standing(right: AssetFacts) -> list[Interest]:
    return [found.interest for found in right.title(TODAY, NOW).record.interests]


# ---- interests: granted ------------------------------------------------------------------------


def test_a_security_interest_burdens_the_right_under_the_office_s_dates_and_number() -> None:
    body = security(executedDate="2026-05-01", receivedDate="2026-05-10", interestKind="pledge")
    outcome = accepted(TYPE, body, context(registrar(), asset()))
    (effect,) = effects(outcome)
    assert isinstance(effect, Grant)
    interest = effect.interest
    assert (interest.category, interest.kind) == (InterestCategory.SECURITY, "pledge")
    assert interest.id == record(outcome, "transaction").id
    assert (interest.executed, interest.applied, interest.registered) == (
        date(2026, 5, 1),
        date(2026, 5, 10),
        date(2026, 5, 15),
    )
    document = record(outcome, "transaction").document
    assert [(p["roleCategory"], p["party"]) for p in document["partyBag"]] == [
        ("grantor", ALICE),
        ("secured-party", CAROL),
    ]
    later = after(asset(), outcome)
    (found,) = later.title(TODAY, NOW).record.interests
    assert found.step.number == "示例-9"
    assert open_codes(later) == []


def test_a_licence_whose_kind_the_office_does_not_say_has_the_presumed_one_or_none() -> None:
    body = entry("licence", giverBag=by(ALICE), takerBag=by(BOB), untilDate="2030-01-01")
    (effect,) = effects(accepted(TYPE, body, context(registrar(), asset())))
    assert isinstance(effect, Grant)
    assert (effect.interest.category, effect.interest.until) == (
        InterestCategory.LICENCE,
        date(2030, 1, 1),
    )
    assert effect.interest.kind == "unstated"


def test_who_grants_without_holding_is_a_gap_and_no_refusal() -> None:
    later = recorded(security(giverBag=by(BOB)), asset())
    assert open_codes(later) == ["grantor-not-holder"]
    assert len(standing(later)) == 1


def test_an_officer_who_is_secured_by_it_does_not_make_it_count() -> None:
    made = context(registrar(party_id=CAROL), asset())
    assert refused(TYPE, security(), made) == [("evidence-from-beneficiary", "/evidenceBag")]


def test_one_entry_of_the_office_is_recorded_once() -> None:
    later = pledged()
    again = security(evidenceBag=[{**PAPER, "digest": "sha256:" + "e" * 64}])
    assert refused(TYPE, again, context(registrar(), later)) == [
        ("notice-already-recorded", "/recordalNumber")
    ]
    accepted(TYPE, {**again, "recordalNumber": "示例-11"}, context(registrar(), later))


# ---- interests: ended --------------------------------------------------------------------------


def test_a_release_is_resolved_to_the_interest_by_the_office_s_number() -> None:
    right = pledged()
    (interest,) = standing(right)
    body = release(refersToBag=["示例-9"])
    (effect,) = effects(accepted(TYPE, body, context(registrar(), right)))
    assert isinstance(effect, End)
    assert (effect.interest, effect.reference, effect.outcome) == (
        interest.id,
        "示例-9",
        "released",
    )
    later = recorded(body, right)
    assert (standing(later), open_codes(later)) == ([], [])


def test_a_release_is_resolved_by_the_transaction_s_own_number_too() -> None:
    right = pledged()
    (interest,) = standing(right)
    assert standing(recorded(release(interest=interest.id), right)) == []


def test_a_release_of_an_unknown_recordal_is_a_gap_and_ends_nothing() -> None:
    later = recorded(release(refersToBag=["示例-404"]), pledged())
    assert open_codes(later) == ["interest-unknown"]
    assert len(standing(later)) == 1


def test_a_release_that_names_no_recordal_is_of_the_one_interest_of_those_who_release() -> None:
    assert standing(recorded(release(), pledged())) == []


def test_a_release_that_could_be_of_two_interests_ends_neither() -> None:
    right = pledged()
    again = security(recordalNumber="示例-12", entryDate="2026-05-16")
    again["evidenceBag"] = [{**PAPER, "digest": "sha256:" + "e" * 64}]
    later = recorded(release(), recorded(again, right))
    assert len(standing(later)) == 2
    assert open_codes(later) == ["interest-unknown"]


def test_a_release_ends_every_recordal_that_it_names() -> None:
    again = security(recordalNumber="示例-12", entryDate="2026-05-16")
    again["evidenceBag"] = [{**PAPER, "digest": "sha256:" + "e" * 64}]
    right = recorded(again, pledged())
    assert standing(recorded(release(refersToBag=["示例-9", "示例-12"]), right)) == []


def test_a_release_of_security_never_ends_a_licence() -> None:
    right = asset()
    body = entry("licence", giverBag=by(ALICE), takerBag=by(CAROL))
    licensed = recorded(body, right)
    later = recorded(release(refersToBag=["示例-9"]), licensed)
    assert len(standing(later)) == 1
    assert open_codes(later) == ["interest-unknown"]
    ended = entry(
        "licence-termination",
        giverBag=by(CAROL),
        refersToBag=["示例-9"],
        recordalNumber="示例-10",
        entryDate="2026-05-20",
    )
    assert standing(recorded(ended, licensed)) == []


def test_an_amendment_changes_what_it_says_and_leaves_the_rest() -> None:
    right = pledged(untilDate="2030-01-01")
    body = entry(
        "security-amendment",
        refersToBag=["示例-9"],
        untilDate="2032-01-01",
        recordalNumber="示例-10",
        entryDate="2026-05-20",
    )
    (interest,) = standing(recorded(body, right))
    assert interest.until == date(2032, 1, 1)
    assert [p.party for p in interest.holders] == [CAROL]
    unknown = recorded({**body, "refersToBag": ["示例-404"]}, right)
    assert open_codes(unknown) == ["interest-unknown"]


# ---- what was lodged for it --------------------------------------------------------------------


def lodged_right(effect: Any, act: str) -> AssetFacts:
    return asset(step(1, root()), step(2, effect, act=act, capacity="notice"))


def lodged(act: str, body: dict[str, Any]) -> Any:
    return filing(act, body, status=FilingStatus.LODGED, transaction="TX-2")


def lodged_interest(**changes: Any) -> Interest:
    made = Interest(
        "TX-2",
        InterestCategory.SECURITY,
        "pledge",
        (Named(ALICE, 1),),
        (Named(CAROL, 1),),
        until=date(2031, 1, 1),
        bars=True,
    )
    return replace(made, **changes)


def test_the_office_s_entry_of_a_lodged_pledge_ends_its_lodging_and_keeps_its_number() -> None:
    right = lodged_right(Grant(Register.NOTIFIED, date(2026, 5, 1), lodged_interest()), "security")
    made = context(registrar(), right, filings=[lodged("security", {})])
    outcome = accepted(TYPE, security(lodgedFiling="FI-1"), made)
    grant = effects(outcome)[0]
    assert isinstance(grant, Grant)
    assert (grant.register, grant.interest.id) == (Register.RECORD, "TX-2")
    assert (grant.interest.until, grant.interest.bars) == (date(2031, 1, 1), True)
    assert grant.interest.registered == date(2026, 5, 15)
    transactions = tuple(r for r in outcome.records if r.kind == "transaction")
    later = after(right, replace(outcome, records=transactions))
    assert later.title(TODAY, NOW).lodged == ()
    assert [interest.id for interest in standing(later)] == ["TX-2"]


def test_the_entry_of_another_pledge_does_not_end_what_was_lodged() -> None:
    right = lodged_right(Grant(Register.NOTIFIED, date(2026, 5, 1), lodged_interest()), "security")
    made = context(registrar(), right, filings=[lodged("security", {})])
    body = security(lodgedFiling="FI-1", takerBag=by(BOB))
    assert refused(TYPE, body, made) == [("lodged-filing-differs", "/lodgedFiling")]


def test_the_office_s_entry_of_a_lodged_amendment_has_its_terms() -> None:
    granted = Grant(Register.RECORD, date(2026, 4, 1), lodged_interest(id="TX-1"))
    varied = lodged_interest(id="TX-1", until=date(2035, 1, 1))
    right = asset(
        step(1, root()),
        step(2, Vary(Register.NOTIFIED, date(2026, 5, 1), varied), act="security-amendment"),
        step(3, granted, transaction="TX-1", act="security"),
    )
    made = context(registrar(), right, filings=[lodged("security-amendment", {})])
    body = entry("security-amendment", lodgedFiling="FI-1")
    (effect, *_) = effects(accepted(TYPE, body, made))
    assert isinstance(effect, Vary)
    assert (effect.register, effect.interest.until) == (Register.RECORD, date(2035, 1, 1))


# ---- people by name ----------------------------------------------------------------------------


def known(party_id: str, name: str, version: int = 1) -> PartyFacts:
    names = ({"value": name, "languageCode": "en"},)
    return replace(party(party_id, version=version), names=names)


def test_givers_and_takers_by_name_are_found_again_by_name_and_address() -> None:
    key = named_party_key("CN", "Sample Bank", "1 Sample Road")
    bank = known("PA-BANK", "Sample Bank")
    made = context(registrar(), asset(), named_parties={key: bank})
    body = security(takerBag=[named("Sample Bank", "1 Sample Road")])
    body["asset"] = {"number": PATENT["number"], "officeCode": "CN", "rightKind": "invention"}
    (effect,) = effects(accepted(TYPE, body, made))
    assert isinstance(effect, Grant)
    assert effect.interest.holders == (Named("PA-BANK", 1),)


def test_somebody_named_without_an_address_is_the_one_of_that_name_on_the_right() -> None:
    alice = known(ALICE, "Sample Works, Inc.")
    body = security(giverBag=[named("SAMPLE WORKS, INC.")])
    made = context(registrar(), asset(), parties=[alice])
    (effect,) = effects(accepted(TYPE, body, made))
    assert isinstance(effect, Grant)
    assert effect.interest.givers == (Named(ALICE, 1),)


def test_an_organisation_at_a_new_address_is_the_one_of_that_name_on_the_right() -> None:
    works = known(ALICE, "Sample Works")
    body = security(giverBag=[named("Sample Works", "2 New Road")])
    (effect,) = effects(accepted(TYPE, body, context(registrar(), asset(), parties=[works])))
    assert isinstance(effect, Grant)
    assert effect.interest.givers == (Named(ALICE, 1),)
    person = {**named("Sample Works", "2 New Road"), "category": "person"}
    body = security(giverBag=[person])
    (effect,) = effects(accepted(TYPE, body, context(registrar(), asset(), parties=[works])))
    assert isinstance(effect, Grant)
    assert effect.interest.givers != (Named(ALICE, 1),)


def test_a_secured_party_named_without_an_address_is_found_by_its_release() -> None:
    right = pledged()
    body = release(giverBag=[named("Sample Carol")], takerBag=[])
    made = context(registrar(), right, parties=[known(CAROL, "SAMPLE CAROL")])
    assert standing(after(right, accepted(TYPE, body, made))) == []


def test_an_assignment_by_names_without_shares_moves_what_the_givers_hold() -> None:
    right = asset(root("2026-01-01", (ALICE, "1/3"), (BOB, "2/3")))
    parties = [known(ALICE, "Sample One"), known(BOB, "Sample Two")]
    body = notice(
        transferorBag=[named("Sample One")],
        transfereeBag=[
            named("Sample Three", "3 Sample Road"),
            named("Sample Four", "4 Sample Road"),
        ],
    )
    outcome = accepted(TYPE, body, context(registrar(), right, parties=parties))
    (effect,) = effects(outcome)
    assert isinstance(effect, Transfer)
    assert [str(h.share) for h in effect.givers] == ["1/3"]
    assert [str(h.share) for h in effect.takers] == ["1/6", "1/6"]


def test_where_nobody_knows_who_held_it_the_givers_give_the_whole() -> None:
    right = asset(replace(root(), holders=()))
    body = notice(
        transferorBag=[named("Sample One"), named("Sample Two")],
        transfereeBag=[named("Sample Three", "3 Sample Road")],
    )
    later = after(right, replace(
        outcome := accepted(TYPE, body, context(registrar(), right)),
        records=tuple(r for r in outcome.records if r.kind == "transaction"),
    ))  # fmt: skip
    assert list(held(later).values()) == ["1"]
    assert open_codes(later) == ["no-root"]


def test_shares_of_names_must_add_up_as_any() -> None:
    body = notice(
        transferorBag=shares((ALICE, "1")),
        transfereeBag=[named("Sample Three", "3 Sample Road", share="1/2")],
    )
    assert refused(TYPE, body, context(registrar(), asset())) == [
        ("shares-do-not-add-up", "/transfereeBag")
    ]
    extract = entry("register-extract", holderBag=[named("Sample One", share="1/2")])
    assert refused(TYPE, extract, context(registrar(), asset())) == [
        ("shares-do-not-add-up", "/holderBag")
    ]


# ---- names that change -------------------------------------------------------------------------


def test_a_new_name_that_the_party_s_record_bears_is_a_new_version_on_the_right() -> None:
    body = entry("name-change", giverBag=by(ALICE), takerBag=by(ALICE))
    made = context(registrar(), asset(), parties=[party(ALICE, version=2)])
    (effect,) = effects(accepted(TYPE, body, made))
    assert effect == Rename(Register.RECORD, date(2026, 5, 15), ALICE, 2, ("name",))


def test_a_new_name_that_is_a_record_of_its_own_takes_all_over() -> None:
    right = pledged(giverBag=by(ALICE), takerBag=by(CAROL))
    body = entry(
        "name-change",
        giverBag=by(ALICE),
        takerBag=[named("Sample Alice Anew", "1 Sample Road")],
        recordalNumber="示例-10",
        entryDate="2026-05-20",
    )
    outcome = accepted(TYPE, body, context(registrar(), right))
    (new,) = [r.id for r in outcome.records if r.kind == "party"]
    later = after(right, outcome)
    assert held(later) == {new: "1"}
    (interest,) = standing(later)
    assert [p.party for p in interest.givers] == [new]
    assert open_codes(later) == []
    roles = {p["roleCategory"] for p in record(outcome, "transaction").document["partyBag"]}
    assert roles == {"former-name", "new-name"}


def test_a_secured_party_s_new_name_moves_its_interest_and_no_share() -> None:
    right = pledged()
    body = entry(
        "name-change",
        giverBag=by(CAROL),
        takerBag=by(BOB),
        recordalNumber="示例-10",
        entryDate="2026-05-20",
    )
    later = recorded(body, right)
    assert held(later) == {ALICE: "1"}
    (interest,) = standing(later)
    assert [p.party for p in interest.holders] == [BOB]


# ---- events, and what is not read --------------------------------------------------------------


def event(code: str, **members: Any) -> dict[str, Any]:
    body = entry("life-event", eventCode=code, **members)
    del body["recordalNumber"]
    return body


def made_event(body: dict[str, Any], right: AssetFacts | None = None) -> Event:
    found = effects(accepted(TYPE, body, context(registrar(), right or asset())))[0]
    assert isinstance(found, Event)
    return found


def test_an_event_is_coded_in_st_27_by_the_office_s_own_code() -> None:
    found = made_event(event("CF01", effectiveDate="2026-05-01"))
    assert (found.event, found.stage, found.on) == ("H13", "ended", date(2026, 5, 1))
    assert found.source["code"] == "CF01"


def test_an_event_whose_code_is_not_known_is_kept_as_unmapped() -> None:
    found = made_event(event("ZZ99"))
    assert (found.event, found.stage, found.source["mapped"]) == ("W00", None, "no")


def test_what_the_filer_maps_counts_only_where_this_register_maps_nothing() -> None:
    assert made_event(event("ZZ99", detailedEventCode="U11")).event == "U11"
    assert made_event(event("CF01", detailedEventCode="U11")).event == "H13"
    assert refused(TYPE, event("ZZ99", detailedEventCode="A99"), context(registrar(), asset())) == [
        ("event-code-unknown", "/detailedEventCode")
    ]


@pytest.mark.parametrize(
    ("members", "stage"),
    [
        ({"detailedEventCode": "H13"}, "ended"),
        ({"detailedEventCode": "H13", "territoryCode": "DE"}, None),
        ({"detailedEventCode": "H00"}, None),
        ({"detailedEventCode": "K13"}, "granted"),
        ({"detailedEventCode": "F11"}, "granted"),
        ({"detailedEventCode": "L11"}, None),
    ],
)
def test_an_event_moves_the_stage_only_where_it_says_so_of_the_whole_right(
    members: dict[str, str], stage: str | None
) -> None:
    assert made_event(event("ZZ99", **members)).stage == stage


def test_a_mark_is_registered_and_not_granted() -> None:
    right = asset(right=MARK)
    assert made_event(event("ZZ99", detailedEventCode="F12"), right).stage == "registered"


def test_the_same_event_is_recorded_once() -> None:
    right = asset()
    later = recorded(event("CF01"), right)
    assert refused(TYPE, event("CF01"), context(registrar(), later)) == [
        ("notice-already-recorded", "/evidenceBag/0/digest")
    ]


def test_words_alone_move_nothing_and_stay_an_open_question() -> None:
    later = recorded(entry("other", giverBag=by(ALICE), takerBag=by(BOB)), asset())
    assert held(later) == {ALICE: "1"}
    assert open_codes(later) == ["entry-unread"]


def test_an_extract_may_list_interests_or_say_that_there_are_none() -> None:
    for listed, expected in (([], ()), ([{"recordalNumber": "P-1"}], ("P-1",))):
        body = entry("register-extract", holderBag=shares((ALICE, "1")), interestBag=listed)
        (effect,) = effects(accepted(TYPE, body, context(registrar(), asset())))
        assert isinstance(effect, Root)
        assert effect.interests == expected


@pytest.mark.parametrize("act", ACTS)
def test_no_act_is_refused_for_want_of_title(act: str) -> None:
    """On a right of which nobody knows who holds it, by people whom nobody knows."""
    right = asset(replace(root(), holders=()))
    members: dict[str, Any] = {"publicationDate": "2026-05-15"}
    giver, taker = named("Sample Giver"), named("Sample Taker")
    if act in ("publication", "grant", "register-extract"):
        members["holderBag"] = [taker]
    elif act == "assignment":
        members |= {"transferorBag": [giver], "transfereeBag": [taker]}
    elif act == "life-event":
        members["eventCode"] = "TR01"
    else:
        members |= {"giverBag": [giver], "takerBag": [taker], "refersToBag": ["示例-404"]}
    accepted(TYPE, entry(act, **members), context(registrar(), right))
