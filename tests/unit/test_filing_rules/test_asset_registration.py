"""Rights: recorded once, with a root that the filer may vouch for."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ipregistry.domain.classes import Label, split
from ipregistry.domain.facts import AssetRef, Capacity, FilingStatus
from ipregistry.domain.filings import FILING_TYPES
from ipregistry.domain.titles import Register, Root, Stage, Strength
from tests.unit.builders import (
    ALICE,
    BOB,
    HK_MARK,
    PATENT,
    accepted,
    agent,
    asset,
    context,
    decide,
    effects,
    examiner,
    party,
    party_actor,
    record,
    refused,
    registrar,
    shares,
)

TYPE = "asset-registration"


def body(right: dict[str, str] = PATENT, **members: Any) -> dict[str, Any]:
    return {
        "officeCode": right["office"],
        "rightKind": right["kind"],
        "number": right["number"],
        "titleBag": [{"value": "Sample device", "languageCode": "en"}],
        "root": root_claim(),
        **members,
    }


def root_claim(strength: str = "statement", *held: tuple[str, str]) -> dict[str, Any]:
    return {
        "strength": strength,
        "asOfDate": "2026-05-01",
        "holderBag": shares(*(held or ((ALICE, "1"),))),
    }


def test_what_a_party_states_is_noticed_and_not_at_the_register_of_record() -> None:
    outcome = accepted(TYPE, body(), context(party_actor(ALICE)))
    (effect,) = effects(outcome)
    assert isinstance(effect, Root)
    assert (effect.register, effect.vouched_by) == (Register.NOTIFIED, "filer")
    assert {r.capacity for r in outcome.records} == {Capacity.NOTICE}
    assert outcome.status is FilingStatus.RECORDED
    assert [(m.asset, m.from_version) for m in outcome.moves] == [("asset-1", 0)]


def test_a_statement_about_a_right_of_the_own_office_is_a_notice_too() -> None:
    outcome = accepted(TYPE, body(HK_MARK), context(party_actor(ALICE), node="HK"))
    assert {r.capacity for r in outcome.records} == {Capacity.NOTICE}


def test_an_officer_of_the_own_office_records_a_grant_in_capacity_office() -> None:
    made = body(HK_MARK, root=root_claim("grant"))
    outcome = accepted(TYPE, made, context(registrar(), node="HK"))
    (effect,) = effects(outcome)
    assert isinstance(effect, Root)
    assert (effect.register, effect.strength) == (Register.RECORD, Strength.GRANT)
    assert {r.capacity for r in outcome.records} == {Capacity.OFFICE}


@pytest.mark.parametrize(
    ("actor", "node", "right"),
    [
        (party_actor(ALICE), "HK", HK_MARK),  # a party, of the own office's right
        (registrar(), "GD", PATENT),  # an officer, of another office's right
        (registrar(), "HK", PATENT),
    ],
)
@pytest.mark.parametrize("strength", [s.value for s in Strength if s is not Strength.STATEMENT])
def test_nobody_vouches_for_what_another_office_says(
    actor: Any, node: str, right: dict[str, str], strength: str
) -> None:
    made = body(right, root=root_claim(strength))
    assert refused(TYPE, made, context(actor, node=node)) == [
        ("root-strength-not-yours", "/root/strength")
    ]


def test_an_officer_vouches_for_no_root_of_his_own_party() -> None:
    made = body(HK_MARK, root=root_claim("grant", (ALICE, "1/2"), (BOB, "1/2")))
    officer = registrar(party_id=BOB)
    assert refused(TYPE, made, context(officer, node="HK")) == [("own-interest", "/root")]
    stated = body(HK_MARK, root=root_claim("statement", (BOB, "1")))
    accepted(TYPE, stated, context(officer, node="HK"))


def test_a_right_is_recorded_once() -> None:
    made = context(party_actor(ALICE), asset())
    assert refused(TYPE, body(), made) == [("asset-already-registered", "/number")]


def test_a_right_is_not_recorded_again_under_another_of_its_numbers() -> None:
    known = asset()
    made = context(party_actor(ALICE))
    further = AssetRef(None, "CN108123456A", "CN", "invention")
    made = replace(made, assets={further: known})
    again = body(number="CN108123456A")
    assert refused(TYPE, again, made) == [("asset-already-registered", "/number")]
    hidden = body(furtherNumberBag=["CN108123456A"])
    assert refused(TYPE, hidden, made) == [("asset-already-registered", "/furtherNumberBag/0")]


def test_an_unpublished_right_is_not_betrayed_by_the_refusal() -> None:
    known = asset(published=False)
    for actor, told in ((party_actor(BOB), PATENT["number"]), (party_actor(ALICE), "AS-1")):
        decision = decide(TYPE, body(), context(actor, known))
        assert isinstance(decision, list)
        assert [v.params for v in decision] == [{"asset": told}]


def test_every_violation_is_named_at_once() -> None:
    made = body(
        number="201810123456.7",
        filingDate="2026-06-02",
        root={
            "strength": "grant",
            "asOfDate": "2026-06-02",
            "holderBag": shares((ALICE, "1/2"), (ALICE, "1/3"), ("PA-NOBODY", "0")),
        },
    )
    assert set(refused(TYPE, made, context(party_actor(ALICE)))) == {
        ("number-check-digit-wrong", "/number"),
        ("date-in-future", "/filingDate"),
        ("party-named-twice", "/root/holderBag/1/party"),
        ("party-unknown", "/root/holderBag/2/party"),
        ("share-not-a-fraction", "/root/holderBag/2/share"),
        ("date-in-future", "/root/asOfDate"),
        ("root-strength-not-yours", "/root/strength"),
    }


@pytest.mark.parametrize("held", [[(ALICE, "1/2")], [(ALICE, "1"), (BOB, "1/3")]])
def test_the_shares_of_a_root_add_up_to_the_whole(held: list[tuple[str, str]]) -> None:
    made = body(root=root_claim("statement", *held))
    assert refused(TYPE, made, context(party_actor(ALICE))) == [
        ("shares-do-not-add-up", "/root/holderBag")
    ]


def test_a_kind_that_the_office_does_not_grant_is_refused() -> None:
    made = body({"office": "HK", "kind": "invention", "number": "201810123456.5"})
    assert ("right-kind-not-of-office", "/rightKind") in refused(
        TYPE, made, context(party_actor(ALICE))
    )


def test_nothing_is_published_before_it_is_filed() -> None:
    made = body(filingDate="2020-01-02", publicationDate="2020-01-01")
    assert refused(TYPE, made, context(party_actor(ALICE))) == [
        ("published-before-filed", "/publicationDate")
    ]


@pytest.mark.parametrize("member", ["filingDate", "registrationDate", "publicationDate"])
def test_no_date_of_a_description_is_to_come(member: str) -> None:
    made = body(**{member: "2026-06-02"})
    assert ("date-in-future", f"/{member}") in refused(TYPE, made, context(party_actor(ALICE)))
    accepted(TYPE, body(**{member: "2026-06-01"}), context(party_actor(ALICE)))


def test_a_further_number_is_read_as_strictly_as_the_first() -> None:
    made = body(furtherNumberBag=["CN108123456A", "no number"])
    (violation,) = refused(TYPE, made, context(party_actor(ALICE)))
    assert violation[1].startswith("/furtherNumberBag/1")


def test_a_number_that_cannot_be_read_is_refused_with_all_else() -> None:
    made = body(number="no number", root=root_claim("statement", (ALICE, "1/2")))
    found = refused(TYPE, made, context(party_actor(ALICE)))
    assert {pointer for _, pointer in found} == {"/number", "/root/holderBag"}


def test_a_kind_code_that_nobody_knows_proves_no_stage() -> None:
    made = body(kindCode="Q", publicationDate="2019-08-01")
    outcome = accepted(TYPE, made, context(party_actor(ALICE)))
    assert record(outcome, "asset").document["stageBag"] is None
    assert len(effects(outcome)) == 1


def test_a_relation_that_makes_no_sense_is_refused_at_its_place() -> None:
    related = [{"relationCategory": "designated-patent", "officeCode": "CN"}]
    made = body(relatedRightBag=related)
    assert ("relation-kind-unfit", "/relatedRightBag/0/relationCategory") in refused(
        TYPE, made, context(party_actor(ALICE))
    )


def test_the_description_says_what_the_facts_prove() -> None:
    made = body(
        kindCode="A",
        filingDate="2018-02-01",
        publicationDate="2019-08-01",
        furtherNumberBag=["CN108123456A"],
    )
    outcome = accepted(TYPE, made, context(party_actor(ALICE)))
    document = record(outcome, "asset").document
    assert document["term"]["endDate"] == "2038-01-31"
    assert document["stageBag"] == [{"kindCode": "A", "stage": "published", "date": "2019-08-01"}]
    assert [n["normalised"] for n in document["numberBag"]] == ["201810123456.5", "CN108123456"]
    assert effects(outcome)[1:] == [Stage(date(2019, 8, 1), "published")]


def test_a_hong_kong_r_patent_lasts_from_the_filing_of_its_designated_patent() -> None:
    right = {"office": "HK", "kind": "hk-standard-r", "number": "HK1234567"}
    related = [
        {
            "relationCategory": "designated-patent",
            "officeCode": "CN",
            "rightKind": "invention",
            "filingDate": "2018-02-01",
        }
    ]
    made = body(right, filingDate="2019-06-01", relatedRightBag=related)
    outcome = accepted(TYPE, made, context(party_actor(ALICE)))
    assert record(outcome, "asset").document["term"]["endDate"] == "2038-01-31"


def test_an_unpublished_right_has_no_public_part_in_any_record() -> None:
    made = body(publishedIndicator=False)
    outcome = accepted(TYPE, made, context(party_actor(ALICE)))
    for draft in outcome.records:
        labels = split(draft.schema, draft.document, published=draft.published).keys()
        assert not {Label.PUBLIC, Label.NAMES} & labels, draft.kind


def test_the_name_of_a_person_stands_in_no_public_part() -> None:
    person = party(ALICE, category="person")
    made = context(agent(), parties=[person])
    outcome = accepted(TYPE, body(inventorBag=[{"name": "示例"}]), made)
    for draft in outcome.records:
        public = split(draft.schema, draft.document).get(Label.PUBLIC, {})
        assert person.names[0]["value"] not in str(public)
        assert "示例" not in str(public)


def test_the_root_is_pinned_to_the_version_of_the_party_that_was_seen() -> None:
    made = context(agent(), parties=[party(ALICE, version=3)])
    (effect,) = effects(accepted(TYPE, body(), made))
    assert isinstance(effect, Root)
    assert effect.holders[0].party_version == 3


def test_an_examiner_is_no_registrar_of_rights() -> None:
    made = body(HK_MARK, root=root_claim("grant"))
    assert refused(TYPE, made, context(examiner(), node="HK")) == [
        ("root-strength-not-yours", "/root/strength")
    ]


def test_a_right_that_is_here_already_is_loaded_by_each_of_its_numbers() -> None:
    filing_type = FILING_TYPES[TYPE]
    needs = filing_type.needs(filing_type.read(body(furtherNumberBag=["CN108123456A"])))
    assert [ref.number for ref in needs.assets] == [PATENT["number"], "CN108123456A"]
    assert needs.parties == (ALICE,)


def test_a_root_of_the_day_is_no_root_of_the_future() -> None:
    claim = {**root_claim(), "asOfDate": "2026-06-01"}
    (effect,) = effects(accepted(TYPE, body(root=claim), context(party_actor(ALICE))))
    assert effect.on == date(2026, 6, 1)


SECRET = {"office": "CN", "kind": "trade-secret", "number": "Sample process 7"}


def test_a_trade_secret_is_recorded_without_a_public_part() -> None:
    made = body(SECRET, publishedIndicator=False)
    outcome = accepted(TYPE, made, context(party_actor(ALICE)))
    for draft in outcome.records:
        labels = split(draft.schema, draft.document, published=draft.published).keys()
        assert not {Label.PUBLIC, Label.NAMES} & labels


@pytest.mark.parametrize("said", [{}, {"publishedIndicator": True}])
def test_a_trade_secret_as_published_is_refused(said: dict[str, bool]) -> None:
    made = body(SECRET, **said)
    assert refused(TYPE, made, context(party_actor(ALICE))) == [
        ("right-kind-never-public", "/publishedIndicator")
    ]


@pytest.mark.parametrize(
    ("member", "value"), [("publicationDate", "2026-01-01"), ("kindCode", "A")]
)
def test_a_trade_secret_has_no_publication(member: str, value: str) -> None:
    made = body(SECRET, publishedIndicator=False, **{member: value})
    assert refused(TYPE, made, context(party_actor(ALICE))) == [
        ("right-kind-never-public", f"/{member}")
    ]


@pytest.mark.parametrize(
    ("right", "number", "scheme"),
    [
        (
            {"office": "CN", "kind": "copyright", "number": "国作登字-2024-A-00012345"},
            "国作登字-2024-A-00012345",
            "as-written",
        ),
        (
            {"office": "DE", "kind": "invention", "number": "10 2009 012 345.6"},
            "10 2009 012 345.6",
            "as-written",
        ),
        (
            {"office": "US", "kind": "invention", "number": "US 10,465,445 B2"},
            "US10465445B2",
            "patent",
        ),
        (
            {"office": "EP", "kind": "invention", "number": "EP2400812A1"},
            "EP2400812A1",
            "publication",
        ),
        (
            {"office": "XX", "kind": "domain-name", "number": "Sample.com"},
            "sample.com",
            "registration",
        ),
        ({"office": "HK", "kind": "design", "number": "2312345.6"}, "2312345.6", "as-written"),
        ({"office": "MO", "kind": "utility-model", "number": "U/000012"}, "U/000012", "as-written"),
    ],
)
def test_a_right_of_another_kind_or_office_is_described_for_the_record(
    right: dict[str, str], number: str, scheme: str
) -> None:
    outcome = accepted(TYPE, body(right), context(party_actor(ALICE)))
    members = record(outcome, "asset").document
    assert (members["number"], members["numberBag"][0]["scheme"]) == (number, scheme)


def test_a_number_that_may_be_two_is_not_recorded_as_one_of_them() -> None:
    made = body({"office": "US", "kind": "invention", "number": "10628795"})
    assert refused(TYPE, made, context(party_actor(ALICE))) == [("number-ambiguous", "/number")]


def test_a_further_number_that_may_be_two_is_not_recorded_as_one_of_them() -> None:
    right = {"office": "US", "kind": "invention", "number": "10/628,795"}
    made = body(right, furtherNumberBag=["10465445"])
    assert refused(TYPE, made, context(party_actor(ALICE))) == [
        ("number-ambiguous", "/furtherNumberBag/0")
    ]
