"""Decided domain-name cases, a line at a time: read strictly, kept as they stand."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipregistry.formats.told import DecidedCase
from ipregistry.formats.udrp import case_body, case_key, read_cases
from ipregistry.formats.udrp.reading import LINE_BYTES, MEMBERS
from ipregistry.formats.untrusted import Refused
from scripts.benchmark.decided_cases import decided_case, lines

REAL = Path(__file__).resolve().parents[3] / "shared/data/udrp/adndrc_2023-2024.jsonl"
LINE: dict[str, Any] = decided_case(1) | {
    "number": "HK-2300001",
    "status": "Transferred",
    "submitted": "2023-01-02 00:00:00",
    "commenced": None,
    "complainants": ["Sample Complainant Ltd."],
    "respondents": ["Sample Person"],
    "domains": ["SAMPLE.example", "样本.example"],
}


def read(*records: Any) -> list[DecidedCase | Refused]:
    texts = (one if isinstance(one, str) else json.dumps(one) for one in records)
    return list(read_cases(io.BytesIO("\n".join(texts).encode()), file="c.jsonl"))


def case(**changed: Any) -> DecidedCase:
    (told,) = read(LINE | changed)
    assert isinstance(told, DecidedCase), told
    return told


def reasons(*records: Any) -> set[tuple[str, str]]:
    """(code, field) of every reason."""
    found = [one for one in read(*records) if isinstance(one, Refused)]
    whole = [reason for one in found for reason in (one, *one.also)]
    return {(one.code, one.params.get("field", "")) for one in whole}


def test_a_line_says_what_it_says_and_nothing_else() -> None:
    told = case()
    assert (told.number, told.status, told.source) == ("HK-2300001", "Transferred", "ADNDRC")
    assert told.days["submitted"] == date(2023, 1, 2)
    assert "commenced" not in told.days
    assert told.domains == ("SAMPLE.example", "样本.example")
    assert "commencedDate" not in case_body(told)


def test_a_day_that_cannot_be_right_is_kept_as_told() -> None:
    assert case(published="1987-04-30 00:00:00").days["published"] == date(1987, 4, 30)


def test_an_empty_text_in_a_bag_says_nothing() -> None:
    told = case(domains=["", "sample.example"], complainants_countries=[None])
    assert (told.domains, told.complainants_countries) == (("sample.example",), ())


def test_a_name_that_is_told_twice_is_told_once() -> None:
    assert case(panelists=["Sample A", "Sample A"]).panelists == ("Sample A",)


@pytest.mark.parametrize("name", sorted(MEMBERS))
def test_a_line_lacks_no_member(name: str) -> None:
    assert ("field-missing", name) in reasons({k: v for k, v in LINE.items() if k != name})


def test_a_member_that_is_not_known_refuses_the_line() -> None:
    assert reasons(LINE | {"appeal": "reversed"}) == {("field-not-known", "appeal")}


@pytest.mark.parametrize("name", ["number", "status", "source", "url"])
def test_what_a_case_is_known_by_is_not_empty(name: str) -> None:
    assert reasons(LINE | {name: " "}) == {("field-empty", name)}
    assert reasons(LINE | {name: None}) == {("field-empty", name)}


@pytest.mark.parametrize("name", sorted(MEMBERS))
@pytest.mark.parametrize("value", [7, {"a": [1]}, [[]], [{}], [3]])
def test_a_member_of_another_type_refuses_the_line(name: str, value: Any) -> None:
    assert {code for code, _ in reasons(LINE | {name: value})} == {"field-wrong-type"}


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "file:///etc/passwd", "https://", "http://a b", "https://u:p@h/x"],
)
def test_an_address_is_of_the_web_and_carries_no_account(address: str) -> None:
    assert reasons(LINE | {"url": address}) == {("field-malformed", "url")}


@pytest.mark.parametrize("day", ["2023-02-30 00:00:00", "soon", "0000-00-01"])
def test_an_impossible_day_refuses_the_line(day: str) -> None:
    assert {code for code, _ in reasons(LINE | {"published": day})} == {"date-impossible"}


@pytest.mark.parametrize("name", ["no domain", "-a.example", "single", "a..example"])
def test_a_domain_is_a_domain_name(name: str) -> None:
    assert {code for code, _ in reasons(LINE | {"domains": [name]})} == {"domain-name-malformed"}


@pytest.mark.parametrize("text", ["a\u202eb", "a\x1bb", "\ud800", "a\0b"])
def test_a_text_has_no_character_that_shows_another(text: str) -> None:
    assert {c for c, _ in reasons(LINE | {"respondents": [text]})} == {"field-character-refused"}


def test_all_reasons_of_a_line_are_told_at_once() -> None:
    wrong = LINE | {"number": "", "published": "soon", "domains": 3, "panelists": ["x" * 501]}
    assert {code for code, _ in reasons(wrong)} == {
        "field-empty",
        "date-impossible",
        "field-wrong-type",
        "field-too-long",
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"number": "A", "number": "B"}', "file-json-member-twice"),
        ("[" * 100_000, "file-json-too-deep"),
        ('{"number": ' + "9" * 1000 + "}", "file-json-number-too-long"),
        ('{"number": NaN}', "file-json-malformed"),
        ('{"number": "A"', "file-json-malformed"),
        ('["a"]', "file-json-no-object"),
        ('"' + "x" * LINE_BYTES + '"', "record-too-large"),
    ],
)
def test_a_hostile_line_is_refused_and_the_next_one_is_read(text: str, code: str) -> None:
    first, second = read(text, LINE)
    assert isinstance(first, Refused)
    assert first.code == code
    assert isinstance(second, DecidedCase)
    assert (second.position.line, second.position.record) == (2, 2)


def test_a_bag_without_end_refuses_the_line() -> None:
    assert reasons(LINE | {"trademarks": ["x"] * 501}) == {("field-too-many", "trademarks")}


def test_the_same_line_has_the_same_key_however_it_is_written() -> None:
    spaced, turned = json.dumps(LINE, indent=1).replace("\n", " "), dict(reversed(LINE.items()))
    keys = {case_key(one) for one in read(spaced, turned) if isinstance(one, DecidedCase)}
    assert keys == {case_key(case())}
    assert case_key(case(status="Denied")) not in keys


def test_whose_name_it_is_is_told_by_its_form_and_else_a_persons() -> None:
    body = case_body(case())
    (company,), (person,) = body["complainantBag"], body["respondentBag"]
    assert (company["category"], person["category"]) == ("organization", "person")


def test_the_made_up_cases_are_all_read_and_vary() -> None:
    told = list(read_cases(io.BytesIO("".join(lines(2000)).encode()), file="m"))
    assert not [one for one in told if isinstance(one, Refused)]
    cases = [one for one in told if isinstance(one, DecidedCase)]
    assert {one.status for one in cases} == {"Transferred", "Denied", "Cancelled", "Terminated"}
    assert len({one.digest for one in cases}) == len(cases)
    assert {len(one.domains) for one in cases} >= {1, 2, 3, 30}
    assert any("commenced" not in one.days for one in cases)


@settings(max_examples=60, deadline=None, database=None)
@given(st.dictionaries(st.sampled_from(sorted(MEMBERS)), st.none() | st.text() | st.integers()))
def test_whatever_a_line_holds_it_is_answered(changed: dict[str, Any]) -> None:
    (told,) = read(LINE | changed)
    assert isinstance(told, Refused) or case_body(told)


def test_all_real_cases_are_read() -> None:
    if not REAL.exists():
        pytest.skip("needs the real cases in ../shared/data")
    with REAL.open("rb") as stream:
        told = list(read_cases(stream, file="adndrc"))
    assert len(told) == 132
    assert not [one for one in told if isinstance(one, Refused)]
    # One case was decided in two published papers.
    assert len({(one.source, one.number) for one in told if isinstance(one, DecidedCase)}) == 131
