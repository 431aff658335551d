"""Identifiers of parties."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipregistry.domain.identifiers import CATEGORIES, SENSITIVE, check_identifier
from ipregistry.domain.violations import Severity

# An invented LEI with its check digits, and a well-formed USCC.
LEI = "SAMPLE00000000000021"
USCC = "91440300708461136T"
TEXT = st.text(alphabet=st.characters(codec=None), max_size=80)


def _severities(category: str, value: str) -> list[Severity]:
    return [v.severity for v in check_identifier(category, value)[1]]


@pytest.mark.parametrize(
    ("category", "written", "normalised"),
    [
        ("lei", "samp le00 0000 0000 0021", LEI),
        ("uscc", "91440300-708461136-t", USCC),
        ("uscc", "９１４４０３００７０８４６１１３６Ｔ", USCC),
        ("hk-br", "1234-5678", "12345678"),
        ("hk-br", "1234 5678", "12345678"),
        ("hk-cr", "0123456", "0123456"),
        ("mo-business", "12345", "12345"),
        ("national-id", "a123456(3)", "A1234563"),
        ("passport", "k 0123 4567", "K01234567"),
    ],
)
def test_separators_and_case_do_not_matter(category: str, written: str, normalised: str) -> None:
    assert check_identifier(category, written) == (normalised, ())


@pytest.mark.parametrize(
    ("category", "value"),
    [
        ("lei", LEI[:-1] + "6"),
        ("lei", LEI[:-1]),
        ("uscc", USCC[:-1] + "X"),
        ("uscc", USCC[:-1]),
        ("hk-br", "1234567"),
        ("hk-br", "123456789"),
        ("hk-br", "1234567A"),
        ("hk-br", "١٢٣٤٥٦٧٨"),
    ],
)
def test_a_wrong_identifier_is_refused(category: str, value: str) -> None:
    _, (violation,) = check_identifier(category, value)
    assert (violation.code, violation.severity) == ("identifier-invalid", Severity.RULE)
    assert violation.params["category"] == category


@pytest.mark.parametrize(("category", "value"), [("hk-cr", "ABC"), ("mo-business", "12A")])
def test_a_form_that_is_only_remembered_warns(category: str, value: str) -> None:
    assert _severities(category, value) == [Severity.WARNING]


@pytest.mark.parametrize("category", CATEGORIES)
@pytest.mark.parametrize("value", ["", " - ", "1" * 65])
def test_nothing_and_too_much_are_refused_in_every_category(category: str, value: str) -> None:
    assert _severities(category, value) == [Severity.RULE]


def test_an_unknown_category_is_refused_by_name() -> None:
    _, (violation,) = check_identifier("sample", "1")
    assert violation.code == "identifier-category-unknown"
    assert violation.params["category"] == "sample"


def test_identity_numbers_of_people_are_the_sensitive_ones() -> None:
    assert frozenset({"national-id", "passport"}) == SENSITIVE


@pytest.mark.parametrize("category", sorted(SENSITIVE))
def test_a_personal_number_is_never_said_back(category: str) -> None:
    _, (violation,) = check_identifier(category, "Z9Z")
    assert violation.code == "identifier-invalid"
    assert "Z9Z" not in str(violation.params)


@pytest.mark.parametrize(("category", "value"), [("lei", LEI), ("uscc", USCC)])
def test_any_single_wrong_digit_or_letter_shows(category: str, value: str) -> None:
    # A digit for a letter can slip through an LEI: ISO 7064 counts a letter as two digits.
    for place, right in enumerate(value):
        same_sort = string.digits if right.isdigit() else string.ascii_uppercase
        for character in same_sort.replace(right, ""):
            changed = value[:place] + character + value[place + 1 :]
            assert _severities(category, changed) == [Severity.RULE]


@given(st.one_of(st.sampled_from(CATEGORIES), TEXT), TEXT)
def test_no_text_breaks_the_check_and_every_param_can_be_sent(category: str, value: str) -> None:
    _, violations = check_identifier(category, value)
    for violation in violations:
        for param in violation.params.values():
            str(param).encode("utf-8")


@given(st.sampled_from(CATEGORIES), TEXT)
def test_the_normalised_value_normalises_to_itself(category: str, value: str) -> None:
    normalised, _ = check_identifier(category, value)
    assert check_identifier(category, normalised)[0] == normalised
