"""What goes and what stays of a part, member by member."""

import pytest

from ipregistry.domain.classes import MEMBERS, Label, split
from ipregistry.domain.erasure import GOES, GOES_BESIDES, naming_texts, what_stays

# Members that hold words but nobody's name, address or paper.
WORDS_THAT_STAY = {("policy/1", "text")}


def test_an_address_leaves_its_country() -> None:
    address = {"addressLineText": "1 Sample Street", "cityName": "Town", "countryCode": "HK"}
    assert what_stays({"addressBag": [address]}) == {"addressBag": [{"countryCode": "HK"}]}


def test_a_person_s_place_in_a_transaction_stays_without_the_name() -> None:
    said = {"party": "PA-1", "nameBag": [{"value": "N"}], "townText": "T"}
    assert what_stays({"personBag": [said]}) == {"personBag": [{"party": "PA-1"}]}


def test_of_a_case_its_people_s_names_go_and_the_names_of_its_rights_stay() -> None:
    party = {
        "nameText": "Sample Person",
        "addressText": "1 Sample Street",
        "emailText": "a@b.example",
    }
    document = {
        "sideBag": [{"side": "party", "partyBag": [party, {"party": "PA-1", "version": 1}]}],
        "assetBag": [{"nameText": "sample.example"}],
        "stateCode": "requested",
    }
    assert what_stays(document, "case") == {
        "sideBag": [{"side": "party", "partyBag": [{}, {"party": "PA-1", "version": 1}]}],
        "assetBag": [{"nameText": "sample.example"}],
        "stateCode": "requested",
    }


def test_effects_stay_whole() -> None:
    effects = {
        "subjectBag": [{"asset": "AS-1", "effectBag": [{"share": "1/3", "on": "2026-01-01"}]}],
        "awaiting": ["PA-1"],
        "status": "recorded",
        "securedAmount": {"amount": "1", "currencyCode": "HKD"},
    }
    assert what_stays(effects) == effects


@pytest.mark.parametrize(
    ("schema", "member"),
    sorted(
        (schema, member)
        for schema, members in MEMBERS.items()
        for member in members
        if member.lower().endswith(("text", "namebag", "addressbag")) or member == "body"
    ),
)
def test_every_member_that_holds_words_goes_or_is_named_here(schema: str, member: str) -> None:
    public = Label.PUBLIC in split(schema, {member: "x"}) if schema != "erasure/1" else False
    besides = GOES_BESIDES.get(schema.partition("/")[0], frozenset())
    gone = member in GOES | besides or member == "addressBag"
    assert gone or public or (schema, member) in WORDS_THAT_STAY


def test_what_would_stand_in_somebody_s_draft_are_names_and_address_lines() -> None:
    gone = [{"personNameBag": [{"value": "N. N.", "languageCode": "en"}]}, {"townText": "T"}]
    assert naming_texts(gone) == {"N. N."}
