"""What a filing's body may look like: nothing is coerced, every fault is told at its place."""

import json
import unicodedata
from typing import Any

import pytest
from babel.numbers import get_currency_precision

from ipregistry.domain.ids import make_id
from ipregistry.domain.violations import Severity
from ipregistry.schemas.faults import MAX_FAULTS, ShapeCode, fault
from ipregistry.schemas.filings import read_body
from ipregistry.schemas.queries import read_resolve
from ipregistry.schemas.values import CURRENCIES

PARTY, OTHER = make_id("party", b"p" * 16), make_id("party", b"q" * 16)
ASSET, FILING = make_id("asset", b"a" * 16), make_id("filing", b"f" * 16)
ACCOUNT, TRANSACTION = make_id("account", b"c" * 16), make_id("transaction", b"t" * 16)
DIGEST = "sha256:" + "0" * 64
NAME = {"value": "Sample Limited", "languageCode": "en"}


def assignment(**changes: Any) -> dict[str, Any]:
    body = {
        "assetBag": [{"id": ASSET, "titleVersion": 1}],
        "transferorBag": [{"party": PARTY, "share": "1"}],
        "transfereeBag": [{"party": OTHER, "share": "1"}],
        "executedDate": "2024-06-07",
    }
    return {**body, **changes}


def notice(**changes: Any) -> dict[str, Any]:
    body = {
        "act": "register-extract",
        "asset": {"number": "N/999999", "officeCode": "MO"},
        "entryDate": "2024-05-06",
        "evidenceBag": [{"category": "extract", "digest": DIGEST}],
        "holderBag": [{"party": PARTY, "share": "1"}],
    }
    given = {**body, **changes}
    return {name: value for name, value in given.items() if value is not ...}


def correction(**changes: Any) -> dict[str, Any]:
    body = {
        "transaction": TRANSACTION,
        "errorCategory": "office",
        "revealCategory": "neither",
        "reasonText": "Sample",
        "replacement": None,
    }
    return {**body, **changes}


def party(**changes: Any) -> dict[str, Any]:
    return {"category": "organization", "nameBag": [NAME], **changes}


def description(**changes: Any) -> dict[str, Any]:
    return {"officeCode": "CN", "rightKind": "trademark", "number": "99999999", **changes}


def faults(filing_type: str, body: object) -> list[tuple[str, str]]:
    value, found = read_body(filing_type, body)
    assert all(v.severity is Severity.SHAPE for v in found)
    assert not (found and value)
    return [(v.code, v.pointer) for v in found]


def params(filing_type: str, body: object) -> dict[str, Any]:
    _, (only,) = read_body(filing_type, body)
    return dict(only.params)


@pytest.mark.parametrize(
    ("filing_type", "body"),
    [
        ("assignment", assignment()),
        ("recordal-notice", notice()),
        ("correction", correction()),
        ("party-registration", party()),
    ],
)
def test_a_body_of_the_right_shape_comes_back_as_it_was_sent(filing_type, body):
    value, found = read_body(filing_type, body)
    assert found == []
    assert json.dumps(value, sort_keys=True) == json.dumps(body, sort_keys=True)


def test_every_fault_is_told_at_once_with_its_pointer():
    body = assignment(
        assetBag=[{"id": 1, "number": "x", "titleVersion": True}],
        transferorBag=[{"party": "PA-1", "share": 1}, 5],
        transfereeBag=[],
        executedDate="2020-02-30",
        consideration={"amount": "1.5", "currencyCode": "JPY"},
        surplus=1,
    )
    assert faults("assignment", body) == [
        ("exactly-one-of", "/assetBag/0"),
        ("type-wrong", "/assetBag/0/id"),
        ("type-wrong", "/assetBag/0/titleVersion"),
        ("amount-too-fine", "/consideration/amount"),
        ("date-impossible", "/executedDate"),
        ("member-unknown", "/surplus"),
        ("list-empty", "/transfereeBag"),
        ("id-malformed", "/transferorBag/0/party"),
        ("type-wrong", "/transferorBag/0/share"),
        ("type-wrong", "/transferorBag/1"),
    ]


@pytest.mark.parametrize("body", [None, [], "text", 1, True, [assignment()]])
def test_a_body_that_is_no_object_is_one_fault(body):
    assert faults("assignment", body) == [("body-not-object", "")]


def test_missing_members_are_named():
    assert faults("assent", {}) == [("member-missing", "/filing")]
    assert ("member-missing", "/assetBag/0/titleVersion") in faults(
        "assignment", assignment(assetBag=[{"id": ASSET}])
    )


@pytest.mark.parametrize(
    ("member", "pointer"),
    [("a/b", "/a~1b"), ("a~b", "/a~0b"), ("", "/"), ("_schema", "/_schema"), ("示例", "/示例")],
)
def test_an_unknown_member_is_pointed_at_by_its_escaped_name(member, pointer):
    assert faults("assent", {"filing": FILING, member: 1}) == [("member-unknown", pointer)]


def test_an_unknown_member_with_a_name_of_the_library_does_not_hide_a_rule():
    body = {"filing": FILING, "outcome": "refuse", "_schema": 1}
    assert faults("decision", body) == [
        ("member-unknown", "/_schema"),
        ("member-missing", "/groundBag"),
    ]
    asset = {"titleVersion": 1, "_schema": [1]}
    assert faults("assignment", assignment(assetBag=[asset])) == [
        ("exactly-one-of", "/assetBag/0"),
        ("member-unknown", "/assetBag/0/_schema"),
    ]


@pytest.mark.parametrize("value", [1, True, None, ["2024-01-01"], {"value": "2024-01-01"}])
def test_nothing_becomes_text(value):
    assert params("assignment", assignment(executedDate=value)) == {"expected": "string"}
    assert params("policy-publication", {"text": value}) == {"expected": "string"}
    assert params("assent", {"filing": value}) == {"expected": "string"}
    assert params("decision", {"filing": FILING, "outcome": value}) == {"expected": "string"}


@pytest.mark.parametrize("value", [True, False, "1", 1.0, None, [1]])
def test_neither_text_nor_a_boolean_is_a_whole_number(value):
    body = assignment(assetBag=[{"id": ASSET, "titleVersion": value}])
    assert faults("assignment", body) == [("type-wrong", "/assetBag/0/titleVersion")]


@pytest.mark.parametrize("value", [0, 1, "true", None])
def test_neither_text_nor_a_number_is_a_boolean(value):
    root = {
        "strength": "statement",
        "asOfDate": "2024-01-01",
        "holderBag": [{"party": PARTY, "share": "1"}],
    }
    body = description(root=root, publishedIndicator=value)
    assert faults("asset-registration", body) == [("type-wrong", "/publishedIndicator")]


@pytest.mark.parametrize("value", [{"0": 1}, "text", None, ({"party": PARTY, "share": "1"},)])
def test_only_a_list_is_a_list(value):
    assert faults("assignment", assignment(transferorBag=value)) == [
        ("type-wrong", "/transferorBag")
    ]


@pytest.mark.parametrize("value", [-1, 2**31, 10**30])
def test_a_number_out_of_range_is_told_with_its_bounds(value):
    body = assignment(assetBag=[{"id": ASSET, "titleVersion": value}])
    assert params("assignment", body) == {"min": 0, "max": 2**31 - 1}


@pytest.mark.parametrize(
    "value",
    [
        *("2023-02-29", "2024-13-01", "2024-00-10", "1799-12-31", "2201-01-01", "0000-01-01"),
        *("20240101", "2024-W01-1", "2024-1-1", " 2024-01-01", "2024-01-01\n", "2024-01-01T00:00"),
        *("", "２０２４-01-01", "٢٠٢٤-01-01"),
    ],
)
def test_a_date_that_does_not_exist_or_is_written_otherwise_is_refused(value):
    assert faults("assignment", assignment(executedDate=value)) == [
        ("date-impossible", "/executedDate")
    ]


@pytest.mark.parametrize("value", ["1800-01-01", "2200-12-31", "2024-02-29"])
def test_real_dates_between_1800_and_2200_pass(value):
    assert faults("assignment", assignment(executedDate=value)) == []


@pytest.mark.parametrize(
    "value",
    ["", "0" * 64, "sha256:" + "0" * 63, "sha256:" + "A" * 64, DIGEST + "\n", "md5:" + "0" * 32],
)
def test_a_digest_has_one_spelling(value):
    body = assignment(evidenceBag=[{"category": "deed", "digest": value}])
    assert faults("assignment", body) == [("digest-malformed", "/evidenceBag/0/digest")]


def test_a_record_number_of_another_kind_or_with_a_wrong_check_character_is_refused():
    wrong = FILING[:-1] + ("2" if FILING[-1] != "2" else "3")
    for value in (PARTY, wrong, FILING.lower(), FILING + " ", ""):
        assert faults("assent", {"filing": value}) == [("id-malformed", "/filing")]
        assert params("assent", {"filing": value}) == {"kind": "filing"}


def test_text_of_the_greatest_length_passes_and_one_character_more_does_not():
    assert faults("withdrawal", {"filing": FILING, "grounds": "x" * 4000}) == []
    assert params("withdrawal", {"filing": FILING, "grounds": "x" * 4001}) == {"max": 4000}


@pytest.mark.parametrize("value", ["", " ", "\u3000", "\u200b", "\u00a0\u2003"])
def test_text_that_shows_nothing_is_empty(value):
    body = party(nameBag=[{"value": value, "languageCode": "en"}])
    assert faults("party-registration", body) == [("text-empty", "/nameBag/0/value")]


@pytest.mark.parametrize(
    "value", ["a\x00b", "a\nb", "a\tb", "a\x85b", "a\u202eb", "a\u2028b", "a\ud800"]
)
def test_control_characters_have_no_place_in_a_name(value):
    body = party(nameBag=[{"value": value, "languageCode": "en"}])
    assert faults("party-registration", body) == [
        ("text-has-control-characters", "/nameBag/0/value")
    ]


def test_grounds_may_have_lines_but_no_other_control_characters():
    body = {"filing": FILING, "grounds": "One.\r\n\tTwo."}
    assert faults("withdrawal", body) == []
    assert faults("withdrawal", {**body, "grounds": "One\x1b[0m"}) == [
        ("text-has-control-characters", "/grounds")
    ]


def test_names_are_kept_as_submitted_and_other_text_is_normalised():
    spread = unicodedata.normalize("NFD", " José Exemplo ")
    assert spread != unicodedata.normalize("NFC", spread)
    value, _ = read_body(
        "party-registration", party(nameBag=[{"value": spread, "languageCode": "pt"}])
    )
    assert value["nameBag"][0]["value"] == spread
    value, _ = read_body("correction", correction(reasonText=spread))
    assert value["reasonText"] == unicodedata.normalize("NFC", spread)
    value, _ = read_body("policy-publication", {"text": spread})
    assert value["text"] == spread
    titled = description(titleBag=[{"value": spread, "languageCode": "pt"}])
    value, _ = read_body("recordal-notice", notice(asset=..., description=titled))
    assert value["description"]["titleBag"][0]["value"] == unicodedata.normalize("NFC", spread)


def test_a_list_that_is_too_long_is_one_fault_whatever_it_holds():
    assert params("assignment", assignment(transferorBag=[1] * 201)) == {"max": 200}
    assert params("assignment", assignment(evidenceBag=[1] * 101)) == {"max": 100}


def test_more_faults_than_can_be_told_are_counted():
    body = {f"m{i}": 1 for i in range(MAX_FAULTS + 7)} | {"filing": FILING}
    _, found = read_body("assent", body)
    assert len(found) == MAX_FAULTS + 1
    assert (found[-1].code, dict(found[-1].params)) == ("faults-left-out", {"count": 7})


@pytest.mark.parametrize("value", ["zh-Hant", "zh-Hans", "pt", "en", "pt-PT", "zh-Hant-HK", "yue"])
def test_languages_of_the_field_pass(value):
    assert faults("party-registration", party(nameBag=[{**NAME, "languageCode": value}])) == []


@pytest.mark.parametrize("value", ["", "ZH", "zh_Hant", "zh-hant", "zh-", "english", "zh-Hant-hk"])
def test_a_language_is_written_as_bcp_47_writes_it(value):
    body = party(nameBag=[{**NAME, "languageCode": value}])
    assert faults("party-registration", body) == [("language-malformed", "/nameBag/0/languageCode")]


@pytest.mark.parametrize(
    ("amount", "currency", "code"),
    [
        ("1.234", "HKD", "amount-too-fine"),
        ("1.0", "JPY", "amount-too-fine"),
        ("-1", "HKD", "amount-malformed"),
        ("1,000", "HKD", "amount-malformed"),
        ("01", "HKD", "amount-malformed"),
        ("1e3", "HKD", "amount-malformed"),
        (".5", "HKD", "amount-malformed"),
        ("1" * 19, "HKD", "amount-malformed"),
        ("", "HKD", "amount-malformed"),
    ],
)
def test_an_amount_is_a_decimal_with_no_more_digits_than_its_currency(amount, currency, code):
    body = assignment(consideration={"amount": amount, "currencyCode": currency})
    assert faults("assignment", body) == [(code, "/consideration/amount")]


@pytest.mark.parametrize(
    ("amount", "currency"), [("0", "HKD"), ("1.50", "CNY"), ("7", "JPY"), ("1.234", "KWD")]
)
def test_amounts_in_their_currency_pass(amount, currency):
    assert (
        faults("assignment", assignment(consideration={"amount": amount, "currencyCode": currency}))
        == []
    )


@pytest.mark.parametrize("currency", ["XXX", "hkd", "HK", ""])
def test_an_unknown_currency_is_told(currency):
    body = assignment(consideration={"amount": "1.234", "currencyCode": currency})
    assert faults("assignment", body) == [("currency-unknown", "/consideration/currencyCode")]


def test_minor_digits_of_currencies_are_those_of_the_public_tables():
    assert {code: get_currency_precision(code) for code in CURRENCIES} == dict(CURRENCIES)


@pytest.mark.parametrize(
    ("asset", "found"),
    [
        ({"titleVersion": 1}, [("exactly-one-of", "/assetBag/0")]),
        ({"id": ASSET, "number": "1", "titleVersion": 1}, [("exactly-one-of", "/assetBag/0")]),
        (
            {"id": ASSET, "officeCode": "CN", "titleVersion": 1},
            [("member-not-with", "/assetBag/0/officeCode")],
        ),
        ({"number": "1", "officeCode": "CN", "rightKind": "design", "titleVersion": 0}, []),
        (
            {"number": "1", "officeCode": "cn", "titleVersion": 0},
            [("office-malformed", "/assetBag/0/officeCode")],
        ),
        (
            {"number": "1", "rightKind": "patent", "titleVersion": 0},
            [("value-not-allowed", "/assetBag/0/rightKind")],
        ),
        ([], [("type-wrong", "/assetBag/0")]),
    ],
)
def test_a_right_is_named_by_record_number_or_by_official_number(asset, found):
    assert faults("assignment", assignment(assetBag=[asset])) == found


def test_a_share_is_text_and_judged_by_the_rules_alone():
    body = assignment(transferorBag=[{"party": PARTY, "share": "all of it"}])
    assert faults("assignment", body) == []
    body = assignment(transferorBag=[{"party": PARTY, "share": "1" * 25}])
    assert faults("assignment", body) == [("text-too-long", "/transferorBag/0/share")]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"holderBag": ...}, [("member-missing", "/holderBag")]),
        ({"holderBag": []}, [("list-empty", "/holderBag")]),
        ({"act": "grant", "holderBag": []}, [("list-empty", "/holderBag")]),
        ({"act": "publication", "holderBag": []}, []),
        ({"evidenceBag": []}, [("list-empty", "/evidenceBag")]),
        ({"evidenceBag": ...}, [("member-missing", "/evidenceBag")]),
        ({"asset": ...}, [("exactly-one-of", "")]),
        ({"description": description()}, [("exactly-one-of", "")]),
        ({"asset": ..., "description": description()}, []),
        (
            {"asset": ..., "description": description(root={})},
            [("member-unknown", "/description/root")],
        ),
        (
            {"transferorBag": [{"party": PARTY, "share": "1"}]},
            [("member-not-with", "/transferorBag")],
        ),
        ({"act": "renewal"}, [("value-not-allowed", "/act")]),
        ({"act": ["grant"]}, [("type-wrong", "/act")]),
        (
            {"act": "assignment"},
            [
                ("member-not-with", "/holderBag"),
                ("member-missing", "/transfereeBag"),
                ("member-missing", "/transferorBag"),
            ],
        ),
        ({"lodgedFiling": ASSET}, [("id-malformed", "/lodgedFiling")]),
    ],
)
def test_a_notice_has_the_members_of_its_act(changes, found):
    assert faults("recordal-notice", notice(**changes)) == found


@pytest.mark.parametrize(
    ("holder", "found"),
    [
        (
            {
                "name": NAME,
                "category": "person",
                "addressText": "1 Sample Road",
                "countryCode": "HK",
            },
            [],
        ),
        ({}, [("exactly-one-of", "")]),
        ({"party": PARTY}, [("member-missing", "/share")]),
        ({"name": NAME}, [("member-missing", "/category")]),
        ({"name": NAME, "category": "person", "share": "1"}, []),
        (
            {"party": PARTY, "share": "1", "countryCode": "HK"},
            [("member-not-with", "/countryCode")],
        ),
        ({"name": "Sample", "category": "person"}, [("type-wrong", "/name")]),
        ({"name": NAME, "category": "firm"}, [("value-not-allowed", "/category")]),
    ],
)
def test_a_noticed_holder_is_on_record_or_named(holder, found):
    expected = [(code, "/holderBag/0" + pointer) for code, pointer in found]
    assert faults("recordal-notice", notice(holderBag=[holder])) == expected


def test_a_refusal_needs_grounds_and_an_acceptance_does_not():
    assert faults("decision", {"filing": FILING, "outcome": "accept"}) == []
    refused = {"filing": FILING, "outcome": "refuse"}
    assert faults("decision", refused) == [("member-missing", "/groundBag")]
    assert faults("decision", {**refused, "groundBag": []}) == [("list-empty", "/groundBag")]
    assert params("decision", {"filing": FILING, "outcome": "maybe"}) == {
        "allowed": "accept, refuse, return"
    }


@pytest.mark.parametrize(
    ("replacement", "found"),
    [
        (None, []),
        ({"holderBag": [{"party": PARTY, "share": "1"}]}, []),
        ({"stage": "granted"}, []),
        ({"position": 0}, [("number-out-of-range", "/replacement/position")]),
        (
            {"nothingIndicator": True, "stage": "granted"},
            [("member-not-with", "/replacement/stage")],
        ),
        (
            {"transferorBag": [{"party": PARTY, "share": "1"}]},
            [("member-missing", "/replacement/transfereeBag")],
        ),
        ("nothing", [("type-wrong", "/replacement")]),
    ],
)
def test_a_correction_puts_holders_or_both_sides_or_nothing_in_place(replacement, found):
    assert faults("correction", correction(replacement=replacement)) == found


def test_nothing_is_put_in_place_only_by_saying_so():
    body = correction()
    del body["replacement"]
    assert faults("correction", body) == [("exactly-one-of", "")]
    right = {"id": ASSET, "titleVersion": 1}
    named = [("member-missing", "/assetBag/0/replacement")]
    assert faults("correction", {**body, "assetBag": [right]}) == named
    assert faults("correction", {**body, "assetBag": [{**right, "replacement": None}]}) == []


@pytest.mark.parametrize(
    ("category", "value", "found"),
    [
        ("national-id", "A123456(7)", []),
        ("national-id", "123", [("identifier-invalid", "/identifierBag/0/value")]),
        ("passport", "x" * 41, [("identifier-invalid", "/identifierBag/0/value")]),
        ("lei", "123", []),  # of organisations' identifiers the rules judge
        ("tax", "123", [("value-not-allowed", "/identifierBag/0/category")]),
    ],
)
def test_an_identity_number_has_its_form_before_it_is_sealed(category, value, found):
    body = party(identifierBag=[{"category": category, "value": value}])
    assert faults("party-registration", body) == found


def test_a_fault_of_an_identity_number_does_not_say_the_number():
    body = party(identifierBag=[{"category": "national-id", "value": "999"}])
    assert params("party-registration", body) == {"category": "national-id", "length": 3}


def test_a_mandate_names_each_act_and_right_once():
    body = {"principal": PARTY, "agent": ACCOUNT, "startDate": "2024-01-01"}
    twice = {"actBag": ["assignment", "assignment"], "assetBag": [ASSET, ASSET]}
    assert faults("mandate", {**body, **twice}) == [
        ("item-repeated", "/actBag/1"),
        ("item-repeated", "/assetBag/1"),
    ]
    assert faults("mandate", {**body, "actBag": [], "assetBag": []}) == [
        ("list-empty", "/actBag"),
        ("list-empty", "/assetBag"),
    ]
    assert faults("mandate", {**body, "actBag": ["Assign ment"]}) == [
        ("word-malformed", "/actBag/0")
    ]


def test_places_are_in_order_of_the_body_and_not_of_the_alphabet_of_indexes():
    wrong = [{"party": PARTY, "share": 1}] * 11
    _, found = read_body("assignment", assignment(transferorBag=wrong))
    assert [v.pointer for v in found] == [f"/transferorBag/{i}/share" for i in range(11)]


def test_look_ups_are_read_as_strictly():
    asked, found = read_resolve({"items": [{"number": "N/999999"}]})
    assert (asked, found) == ([{"number": "N/999999"}], [])
    for body, expected in (
        ({"items": []}, [("list-empty", "/items")]),
        ({"items": [{"number": 5}]}, [("type-wrong", "/items/0/number")]),
        ({"items": [{"number": "1"}] * 1001}, [("list-too-long", "/items")]),
        ([], [("body-not-object", "")]),
    ):
        asked, found = read_resolve(body)
        assert (asked, [(v.code, v.pointer) for v in found]) == ([], expected)


def test_a_fault_has_exactly_the_parameters_of_its_message():
    with pytest.raises(TypeError):
        fault(ShapeCode.TEXT_TOO_LONG)
    with pytest.raises(TypeError):
        fault(ShapeCode.TEXT_EMPTY, max=1)
