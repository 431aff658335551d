"""Parties: recorded with their names as submitted, numbers of persons never in the open."""

from typing import Any

import pytest

from ipregistry.domain.classes import Label, split
from ipregistry.domain.facts import FilingStatus
from ipregistry.domain.filings import FILING_TYPES
from ipregistry.domain.filings.parties import named_party_key
from ipregistry.domain.outcomes import Outcome
from tests.unit.builders import accepted, agent, context, decide, record, refused

NAME = {"value": "示例有限公司 ", "languageCode": "zh-Hans"}
USCC = "91350100M000100Y43"
LEI = "529900T8BM49AURSDO55"
TYPE = FILING_TYPES["party-registration"]


def body(category: str = "organization", **members: Any) -> dict[str, Any]:
    return {"category": category, "nameBag": [NAME], **members}


def seal(text: str) -> str:
    return f"sealed<{text}>"


def parts(filed: dict[str, Any]) -> dict[Label, dict[str, Any]]:
    outcome = accepted("party-registration", TYPE.seal(filed, seal), context(agent()))
    draft = record(outcome, "party")
    return split(draft.schema, draft.document, published=draft.published)


def numbers(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    return [{"category": category, "value": value} for category, value in pairs]


def test_an_organisation_is_recorded_with_its_name_as_submitted() -> None:
    found = parts(body(jurisdictionCode="CN"))
    assert found[Label.PUBLIC]["organizationNameBag"] == [NAME]
    assert Label.NAMES not in found


def test_a_persons_name_and_town_stand_in_no_public_part() -> None:
    found = parts(body("person", townText="示例镇"))
    assert found[Label.PUBLIC] == {"category": "person"}
    assert found[Label.NAMES] == {"personNameBag": [NAME], "townText": "示例镇"}


def test_addresses_are_for_those_concerned() -> None:
    address = [{"addressLineText": "Sample Street 1"}]
    found = parts(body(addressBag=address, serviceAddressBag=address))
    assert found[Label.PARTIES] == {"addressBag": address, "serviceAddressBag": address}


def test_the_identifier_of_an_organisation_is_public_in_its_one_form() -> None:
    found = parts(body(identifierBag=numbers(("uscc", USCC.lower()), ("lei", LEI))))
    assert found[Label.PUBLIC]["identifierBag"] == numbers(("uscc", USCC), ("lei", LEI))


def test_a_wrong_check_character_refuses_every_wrong_identifier_at_once() -> None:
    wrong = numbers(("uscc", USCC[:-1] + "X"), ("lei", LEI), ("lei", LEI[:-1] + "6"))
    assert refused("party-registration", body(identifierBag=wrong), context(agent())) == [
        ("identifier-invalid", "/identifierBag/0"),
        ("identifier-invalid", "/identifierBag/2"),
    ]


def test_a_category_that_nobody_knows_is_refused() -> None:
    made = body(identifierBag=numbers(("shoe-size", "42")))
    assert refused("party-registration", made, context(agent())) == [
        ("identifier-category-unknown", "/identifierBag/0")
    ]


def test_a_form_that_is_only_remembered_warns() -> None:
    made = body(identifierBag=numbers(("mo-business", "not a number")))
    outcome = decide("party-registration", made, context(agent()))
    assert isinstance(outcome, Outcome)
    assert [w.code for w in outcome.warnings] == ["identifier-invalid"]


@pytest.mark.parametrize("category", ["national-id", "passport"])
def test_an_identity_number_is_kept_as_a_keyed_hash_and_its_last_characters(category: str) -> None:
    filed = body("person", identifierBag=numbers((category, "X1234567")))
    stored = TYPE.seal(filed, seal)
    assert stored["identifierBag"] == [
        {"category": category, "hash": f"sealed<{category}:X1234567>", "last": "567"}
    ]
    found = parts(filed)
    assert found[Label.PARTIES] == {"sensitiveIdentifierBag": stored["identifierBag"]}
    assert "identifierBag" not in found[Label.PUBLIC]


@pytest.mark.parametrize("written", ["x123456(7)", "X 123456-7", "Ｘ１２３４５６７"])
def test_however_an_identity_number_is_written_its_hash_is_the_same(written: str) -> None:
    one = TYPE.seal(body("person", identifierBag=numbers(("national-id", "X1234567"))), seal)
    other = TYPE.seal(body("person", identifierBag=numbers(("national-id", written))), seal)
    assert one == other


def test_sealing_leaves_the_callers_body_alone() -> None:
    filed = body("person", identifierBag=numbers(("passport", "X1234567")))
    TYPE.seal(filed, seal)
    assert filed["identifierBag"] == numbers(("passport", "X1234567"))


def test_no_number_of_a_person_is_public_whatever_its_category() -> None:
    found = parts(body("person", identifierBag=numbers(("uscc", USCC))))
    assert "identifierBag" not in found[Label.PUBLIC]
    assert found[Label.PARTIES]["sensitiveIdentifierBag"] == numbers(("uscc", USCC))


def test_the_filing_itself_is_no_public_record() -> None:
    outcome = accepted("party-registration", body(), context(agent()))
    draft = record(outcome, "filing")
    assert outcome.status is FilingStatus.RECORDED
    assert not draft.published
    assert outcome.moves == ()


def test_a_named_party_is_known_by_office_name_and_address_together() -> None:
    keys = {
        named_party_key(office, name, address)
        for office in ("CN", "HK")
        for name in ("示例", "示例二")
        for address in ("A", "B", None)
    }
    assert len(keys) == 12
