"""What another office entered: followed as it says, once somebody who gains nothing accepts it."""

from dataclasses import replace
from typing import Any

import pytest

from ipregistry.domain.access import Actor, Role
from ipregistry.domain.classes import Label, split
from ipregistry.domain.facts import AssetRef, Capacity, FilingStatus
from ipregistry.domain.filings.parties import named_party_key
from ipregistry.domain.filings.recordals import TYPE as ROW
from ipregistry.domain.titles import Close, Register, Replace, Root, Stage, Strength
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
    context,
    effects,
    extract,
    held,
    lodged_filing,
    notice,
    party,
    party_actor,
    record,
    refused,
    registrar,
    root,
    shares,
    step,
    transfer,
)

TYPE = "recordal-notice"
NAME = {"value": "示例甲", "languageCode": "zh-Hans"}
DESCRIPTION = {
    "officeCode": PATENT["office"],
    "rightKind": PATENT["kind"],
    "number": PATENT["number"],
}


def publication(*holders: dict[str, Any], **members: Any) -> dict[str, Any]:
    """A publication of a right that need not be here yet, with its applicants by name."""
    body = extract(description=DESCRIPTION, **members)
    body |= {"act": "publication", "holderBag": list(holders)}
    del body["asset"]
    return body


def named(value: str = NAME["value"], address: str | None = "示例路1号") -> dict[str, Any]:
    holder = {"name": {**NAME, "value": value}, "category": "person", "addressText": address}
    return {k: v for k, v in holder.items() if v is not None}


# ------------------------------------------------------------------------------ who makes it count


def test_an_officer_records_it_as_a_mirror_and_title_moves() -> None:
    right = asset()
    outcome = accepted(TYPE, notice(), context(registrar(), right))
    assert outcome.status is FilingStatus.RECORDED
    assert {r.capacity for r in outcome.records} == {Capacity.MIRROR}
    assert held(after(right, outcome)) == {BOB: "1"}
    document = record(outcome, "transaction").document
    assert [(p["roleCategory"], p["party"]) for p in document["partyBag"]] == [
        ("transferor", ALICE),
        ("transferee", BOB),
    ]
    assert document["registerOfRecord"] == {
        "officeCode": "CN",
        "entryDate": "2026-05-15",
        "recordalNumber": "示例-1",
    }


@pytest.mark.parametrize("actor", [party_actor(BOB), party_actor(ALICE), agent()])
def test_from_anybody_else_it_waits_for_an_officer(actor: Actor) -> None:
    outcome = accepted(TYPE, notice(), context(actor, asset()))
    assert (outcome.status, outcome.moves) == (FilingStatus.UNDER_EXAMINATION, ())
    assert [r.kind for r in outcome.records] == ["filing"]


@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.SYSTEM, Role.EXAMINER])
@pytest.mark.parametrize("body", [notice(), extract()], ids=["assignment", "extract"])
def test_no_officer_makes_a_paper_count_from_which_he_gains(
    role: Role, body: dict[str, Any]
) -> None:
    officer = Actor("AC-O", "officer", frozenset({role}), BOB)
    assert refused(TYPE, body, context(officer, asset())) == [
        ("evidence-from-beneficiary", "/evidenceBag")
    ]


def test_an_officer_whom_the_paper_only_names_gains_too() -> None:
    known = party("PA-NAMED", category="person")
    key = named_party_key("CN", NAME["value"], "示例路1号")
    made = context(registrar(party_id="PA-NAMED"), named_parties={key: known})
    assert refused(TYPE, publication(named()), made) == [
        ("evidence-from-beneficiary", "/evidenceBag")
    ]


def test_an_officer_may_record_what_he_loses_by() -> None:
    accepted(TYPE, notice(), context(registrar(party_id=ALICE), asset()))


# -------------------------------------------------------------------- never for want of title


def test_what_does_not_fit_the_chain_is_recorded_as_a_gap() -> None:
    right = asset(root("2026-01-01", (CAROL, "1")))
    outcome = accepted(TYPE, notice(), context(registrar(), right))
    later = after(right, outcome)
    assert held(later) == {BOB: "1"}
    findings = later.title(TODAY, NOW).record.open_findings
    assert [f.code for f in findings] == ["transferor-not-holder"]


def test_a_part_that_does_not_fit_is_recorded_as_a_conflict() -> None:
    right = asset(root("2026-01-01", (CAROL, "1")))
    body = notice(transferorBag=shares((ALICE, "1/2")), transfereeBag=shares((BOB, "1/2")))
    later = after(right, accepted(TYPE, body, context(registrar(), right)))
    assert held(later) == {CAROL: "1"}


def test_an_extract_is_a_root_with_the_papers_digest() -> None:
    outcome = accepted(TYPE, extract(), context(registrar(), asset()))
    (effect,) = effects(outcome)
    assert isinstance(effect, Root)
    assert (effect.strength, effect.register) == (Strength.REGISTER_EXTRACT, Register.RECORD)
    assert effect.source["office"] == "CN"
    assert effect.source["digest"] == "sha256:" + "b" * 64
    assert effect.source["number"] == "示例-1"


# ------------------------------------------------------------------------------ the paper itself


def test_every_fault_of_the_paper_is_named_at_once() -> None:
    body = notice(
        entryDate="2026-06-02",
        publicationDate="2026-06-03",
        transferorBag=shares((ALICE, "1/2"), ("PA-NOBODY", "1/2")),
        transfereeBag=shares((BOB, "1/3")),
    )
    del body["recordalNumber"]
    assert set(refused(TYPE, body, context(registrar(), asset()))) == {
        ("date-in-future", "/entryDate"),
        ("date-in-future", "/publicationDate"),
        ("recordal-number-missing", "/recordalNumber"),
        ("party-unknown", "/transferorBag/1/party"),
        ("shares-do-not-add-up", "/transfereeBag"),
    }


def test_a_publication_to_come_does_not_move_title_yet() -> None:
    # Its giver would stand in title unburdened until that day, and could give once more.
    right = asset(right=MARK)
    body = notice(publicationDate="2026-06-02")
    assert refused(TYPE, body, context(registrar(), right)) == [
        ("date-in-future", "/publicationDate")
    ]


def test_of_the_own_office_nothing_is_noticed() -> None:
    right = asset(right=HK_MARK)
    made = context(registrar(), right, node="HK")
    assert refused(TYPE, notice(), made) == [("office-is-this-node", "/act")]


def test_one_paper_is_recorded_once_for_a_right() -> None:
    right = asset()
    later = after(right, accepted(TYPE, extract(), context(registrar(), right)))
    assert refused(TYPE, extract(), context(registrar(), later)) == [
        ("notice-already-recorded", "/evidenceBag/0/digest")
    ]


def test_the_same_whole_goes_once_on_one_day() -> None:
    right = asset()
    later = after(right, accepted(TYPE, notice(), context(registrar(), right)))
    again = context(registrar(), later, parties=[party(BOB, version=2)])
    assert refused(TYPE, notice(), again) == [("notice-already-recorded", "/recordalNumber")]
    accepted(TYPE, notice(entryDate="2026-05-16"), again)


def test_the_holders_of_a_root_hold_the_whole() -> None:
    body = extract(holderBag=shares((BOB, "1/2")))
    assert refused(TYPE, body, context(registrar(), asset())) == [
        ("shares-do-not-add-up", "/holderBag")
    ]


def test_shares_that_the_office_states_are_followed() -> None:
    body = extract(holderBag=shares((BOB, "2/3"), (CAROL, "1/3")))
    del body["recordalNumber"]
    (effect,) = effects(accepted(TYPE, body, context(registrar(), asset())))
    assert isinstance(effect, Root)
    assert {h.party: str(h.share) for h in effect.holders} == {BOB: "2/3", CAROL: "1/3"}
    assert effect.source["shares"] == "stated"
    assert "number" not in effect.source


def test_a_holder_who_is_not_here_is_named_so() -> None:
    body = extract(holderBag=shares(("PA-NOBODY", "1")))
    assert refused(TYPE, body, context(registrar(), asset())) == [
        ("party-unknown", "/holderBag/0/party")
    ]


def test_a_share_that_is_no_fraction_is_refused_at_its_place() -> None:
    body = notice(transfereeBag=shares((BOB, "most")))
    assert refused(TYPE, body, context(registrar(), asset())) == [
        ("share-not-a-fraction", "/transfereeBag/0/share")
    ]


def test_holders_are_named_one_way() -> None:
    body = publication(*shares((BOB, "1")), named())
    assert refused(TYPE, body, context(registrar())) == [("holders-named-two-ways", "/holderBag")]


def test_a_mainland_mark_passes_on_publication() -> None:
    right = asset(right=MARK)
    assert refused(TYPE, notice(), context(registrar(), right)) == [
        ("publication-date-missing", "/publicationDate")
    ]
    body = notice(publicationDate="2026-05-20")
    outcome = accepted(TYPE, body, context(registrar(), right))
    (effect,) = effects(outcome)
    assert effect.on.isoformat() == "2026-05-20"
    entry = record(outcome, "transaction").document["registerOfRecord"]
    assert entry["publicationDate"] == "2026-05-20"


def test_a_mainland_patent_passes_on_registration() -> None:
    body = notice(publicationDate="2026-05-20")
    (effect,) = effects(accepted(TYPE, body, context(registrar(), asset())))
    assert effect.on.isoformat() == "2026-05-15"


# -------------------------------------------------------------------- the right it is about


def test_a_publication_makes_a_right_that_was_not_here() -> None:
    outcome = accepted(TYPE, publication(named()), context(registrar()))
    assert [r.kind for r in outcome.records] == ["party", "asset", "transaction", "filing"]
    roles = {p["roleCategory"] for p in record(outcome, "transaction").document["partyBag"]}
    assert roles == {"holder"}
    assert [(m.asset, m.from_version) for m in outcome.moves] == [(record(outcome, "asset").id, 0)]


def test_what_it_adds_to_the_description_is_the_next_version() -> None:
    body = publication(*shares((ALICE, "1")))
    body["description"] = {**DESCRIPTION, "filingDate": "2018-02-01"}
    outcome = accepted(TYPE, body, context(registrar(), asset()))
    draft = record(outcome, "asset")
    assert (draft.id, draft.version) == ("AS-1", 2)
    assert draft.document["filingDate"] == "2018-02-01"
    assert draft.document["number"] == PATENT["number"]


def test_what_a_notice_does_not_say_stays_as_it_was_known() -> None:
    first = {**asset().document, "filingDate": "2018-02-01", "classBag": ["G06"]}
    stage = {"kindCode": "A", "stage": "published", "date": "2019-08-01"}
    right = asset(document={**first, "stageBag": [stage]})
    body = publication(*shares((ALICE, "1")))
    further = ["CN108123456A"]
    body["description"] = {**DESCRIPTION, "furtherNumberBag": further, "kindCode": "A"}
    body["description"]["publicationDate"] = "2019-08-01"
    document = record(accepted(TYPE, body, context(registrar(), right)), "asset").document
    assert (document["filingDate"], document["classBag"]) == ("2018-02-01", ["G06"])
    assert document["stageBag"] == [stage]
    numbers = [n["normalised"] for n in document["numberBag"]]
    assert numbers == [PATENT["number"], "CN108123456"]


def test_a_right_keeps_the_number_under_which_it_was_first_recorded() -> None:
    by_publication = AssetRef(None, "CN108123456A", "CN", "invention")
    made = replace(context(registrar()), assets={by_publication: asset()})
    body = publication(*shares((ALICE, "1")))
    body["description"] = {**DESCRIPTION, "number": "CN108123456A"}
    document = record(accepted(TYPE, body, made), "asset").document
    assert document["number"] == PATENT["number"]


def test_what_adds_nothing_makes_no_new_version() -> None:
    for body in (extract(), publication(*shares((ALICE, "1")))):
        outcome = accepted(TYPE, body, context(registrar(), asset()))
        assert "asset" not in {r.kind for r in outcome.records}
        (subject,) = record(outcome, "transaction").document["subjectBag"]
        assert (subject["asset"], subject["assetVersion"]) == ("AS-1", 1)


@pytest.mark.parametrize(
    "other",
    [
        {**DESCRIPTION, "rightKind": "utility-model", "number": "201820123456.4"},
        {"officeCode": "CN", "rightKind": "trademark", "number": "1234567"},
    ],
)
def test_a_description_of_another_right_is_refused(other: dict[str, str]) -> None:
    body = extract(description=other)
    assert ("description-of-another-right", "/description") in refused(
        TYPE, body, context(registrar(), asset())
    )


def test_numbers_that_lead_to_two_rights_are_refused() -> None:
    first, second = asset(), asset(asset_id="AS-2")
    made = context(registrar(), first)
    other = AssetRef(None, "CN108123456A", "CN", "invention")
    made = replace(made, assets={**made.assets, other: second})
    body = publication(*shares((ALICE, "1")))
    body["description"] = {**DESCRIPTION, "furtherNumberBag": ["CN108123456A"]}
    assert refused(TYPE, body, made) == [("description-of-another-right", "/description")]


def test_a_right_is_found_by_any_of_its_numbers() -> None:
    other = AssetRef(None, "CN108123456A", "CN", "invention")
    made = replace(context(registrar()), assets={other: asset()})
    body = publication(*shares((ALICE, "1")))
    body["description"] = {**DESCRIPTION, "furtherNumberBag": ["CN108123456A"]}
    outcome = accepted(TYPE, body, made)
    assert outcome.moves[0].asset == "AS-1"
    assert other in ROW.needs(ROW.read(body)).assets


def test_without_a_description_the_right_must_be_here() -> None:
    assert refused(TYPE, notice(), context(registrar())) == [("asset-unknown", "/asset/id")]


def test_a_grant_proves_the_stage_on_its_day() -> None:
    body = publication(*shares((ALICE, "1")), entryDate="2019-08-01")
    body |= {"act": "grant"}
    body["description"] = {**DESCRIPTION, "kindCode": "B", "publicationDate": "2019-08-01"}
    root_, stage = effects(accepted(TYPE, body, context(registrar())))
    assert isinstance(root_, Root)
    assert root_.strength is Strength.GRANT
    assert stage == Stage(root_.on, "granted")


# ------------------------------------------------------------------------------ holders by name


def holders_of(body: dict[str, Any], made: Any) -> dict[str, str]:
    (effect,) = effects(accepted(TYPE, body, made))
    assert isinstance(effect, Root)
    return {h.party: str(h.share) for h in effect.holders}


def test_holders_without_shares_are_shown_in_equal_parts_as_presumed() -> None:
    body = publication(named("示例甲"), named("示例乙"), named("示例丙"))
    outcome = accepted(TYPE, body, context(registrar()))
    (effect,) = effects(outcome)
    assert isinstance(effect, Root)
    assert [str(h.share) for h in effect.holders] == ["1/3"] * 3
    assert effect.source["shares"] == "presumed-equal"
    (single,) = effects(accepted(TYPE, publication(named()), context(registrar())))
    assert isinstance(single, Root)
    assert single.source["shares"] == "stated"


def test_the_same_name_at_the_same_address_is_the_same_party() -> None:
    known = party("PA-NAMED", category="person")
    made = context(registrar(), named_parties={named_party_key("CN", "示例甲", "示例路1号"): known})
    assert holders_of(publication(named()), made) == {"PA-NAMED": "1"}
    assert "PA-NAMED" not in holders_of(publication(named(address="示例路2号")), made)


def test_one_paper_that_names_a_party_twice_makes_it_once() -> None:
    outcome = accepted(TYPE, publication(named(), named()), context(registrar()))
    assert [r.kind for r in outcome.records].count("party") == 1
    assert holders_of(publication(named(), named()), context(registrar())) == {"party-1": "1"}


def test_nobody_is_merged_on_a_name_alone() -> None:
    known = party("PA-NAMED", category="person")
    made = context(registrar(), named_parties={named_party_key("CN", "示例甲", None): known})
    assert holders_of(publication(named(address=None)), made) == {"party-1": "1"}
    twice = publication(named(address=None), named(address=None))
    assert (
        holders_of(twice, made).keys() == {"party-1", "party-2"}
        or len(holders_of(twice, made)) == 2
    )
    assert ROW.needs(ROW.read(publication(named(address=None)))).party_keys == ()


def test_without_an_address_the_name_is_found_in_the_rights_own_chain() -> None:
    known = replace(party("PA-NAMED", category="person"), names=(NAME,))
    right = asset(root("2026-01-01", ("PA-NAMED", "1"), strength=Strength.PUBLICATION))
    made = context(registrar(), right, parties=[known])
    assert holders_of(publication(named(address=None)), made) == {"PA-NAMED": "1"}


def test_a_named_person_has_name_and_address_in_no_public_part() -> None:
    outcome = accepted(TYPE, publication(named()), context(registrar()))
    for draft in outcome.records:
        public = split(draft.schema, draft.document, published=draft.published).get(Label.PUBLIC)
        assert "示例甲" not in str(public)
        assert "示例路" not in str(public)
    parts = split("party/1", record(outcome, "party").document)
    assert parts[Label.PARTIES] == {"addressBag": [{"addressLineText": "示例路1号"}]}


# ------------------------------------------------------------------------------ unpublished rights


def labels(outcome: Any) -> set[Label]:
    return {
        label
        for draft in outcome.records
        for label in split(draft.schema, draft.document, published=draft.published)
    }


@pytest.mark.parametrize("body", [notice(), extract()], ids=["assignment", "extract"])
def test_a_notice_about_an_unpublished_right_does_not_publish_it(body: dict[str, Any]) -> None:
    outcome = accepted(TYPE, body, context(registrar(), asset(published=False)))
    assert not {Label.PUBLIC, Label.NAMES} & labels(outcome)


def test_a_new_right_that_is_described_as_unpublished_stays_so() -> None:
    body = extract(description={**DESCRIPTION, "publishedIndicator": False})
    del body["asset"]
    outcome = accepted(TYPE, body, context(registrar()))
    assert not {Label.PUBLIC, Label.NAMES} & labels(outcome)


@pytest.mark.parametrize(
    "body",
    [publication(*shares((ALICE, "1"))), extract(act="publication")],
    ids=["described", "by number of record"],
)
def test_the_offices_publication_makes_a_right_public(body: dict[str, Any]) -> None:
    outcome = accepted(TYPE, body, context(registrar(), asset(published=False)))
    draft = record(outcome, "asset")
    assert (draft.version, draft.published) == (2, True)
    assert record(outcome, "transaction").published


def test_a_stranger_does_not_learn_of_an_unpublished_right() -> None:
    hidden = asset(published=False)
    assert refused(TYPE, extract(), context(party_actor(BOB), hidden)) == [
        ("asset-unknown", "/asset/id")
    ]
    body = publication(*shares((BOB, "1")))
    seen = accepted(TYPE, body, context(party_actor(BOB), hidden))
    unseen = accepted(TYPE, body, context(party_actor(BOB)))
    assert seen == unseen


def test_a_pending_notice_about_an_unpublished_right_is_no_public_record() -> None:
    outcome = accepted(TYPE, notice(), context(party_actor(ALICE), asset(published=False)))
    assert not {Label.PUBLIC, Label.NAMES} & labels(outcome)


# ------------------------------------------------------------------------------ what was lodged


LODGED = asset(root(), transfer("2026-05-01", [(ALICE, "1")], [(BOB, "1")], Register.NOTIFIED))


def closing(right: Any = LODGED, **members: Any) -> tuple[dict[str, Any], Any]:
    made = context(registrar(), right, filings=[lodged_filing(right, 2)])
    return notice(lodgedFiling="FI-1", **members), made


def test_the_offices_entry_ends_what_was_lodged() -> None:
    body, made = closing()
    outcome = accepted(TYPE, body, made)
    assert isinstance(effects(outcome)[1], Close)
    later = after_filing(outcome)
    assert later.title(TODAY, NOW).lodged == ()
    assert held(later) == {BOB: "1"}
    (settled,) = [r for r in outcome.records if r.id == "FI-1"]
    assert (settled.version, settled.document["status"]) == (2, "recorded")


def after_filing(outcome: Any) -> Any:
    drafts = tuple(r for r in outcome.records if r.kind == "transaction")
    return after(LODGED, replace(outcome, records=drafts))


def test_another_entry_does_not_end_what_was_lodged() -> None:
    body, made = closing(transfereeBag=shares((CAROL, "1")))
    assert refused(TYPE, body, made) == [("lodged-filing-differs", "/lodgedFiling")]
    _, made = closing()
    body = extract(lodgedFiling="FI-1")
    assert refused(TYPE, body, made) == [("lodged-filing-differs", "/lodgedFiling")]


def test_what_was_lodged_and_corrected_ends_by_the_entry_of_the_correction() -> None:
    to_carol = transfer("2026-05-01", [(ALICE, "1")], [(CAROL, "1")], Register.NOTIFIED)
    corrected = step(3, Replace(to_carol.on, "TX-2", to_carol), act="correction")
    right = asset(*LODGED.steps, corrected)
    body, made = closing(right, transfereeBag=shares((CAROL, "1")))
    accepted(TYPE, body, made)


@pytest.mark.parametrize(
    "changes", [{"status": FilingStatus.REFUSED}, {"subjects": ("AS-2",)}], ids=["ended", "other"]
)
def test_only_what_is_lodged_for_this_right_is_ended(changes: dict[str, Any]) -> None:
    filings = [replace(lodged_filing(LODGED, 2), **changes)]
    made = context(registrar(), LODGED, filings=filings)
    assert refused(TYPE, notice(lodgedFiling="FI-1"), made) == [
        ("filing-not-lodged", "/lodgedFiling")
    ]
