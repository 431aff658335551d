"""The page of a case's status: what it says in each language, and that the key goes nowhere."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest

from ipregistry.domain.cases.status_keys import read_key, write_key
from ipregistry.services.case_status import slowing
from ipregistry.web.messages import LANGUAGES, message
from ipregistry.web.sayings import Speaker
from tests.api.desk import Api
from tests.casework import Case, consultation, with_packs

ACCEPT = {"en": "Invitation accepted", "pt": "Convite aceite"}
ACCEPT |= {"zh-Hant": "已接受邀請", "zh-Hans": "已接受邀请"}


@pytest.fixture(scope="module")
def cases(api: Api) -> Api:
    return with_packs(api)


@pytest.fixture(autouse=True)
def _nobody_was_wrong_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slowing, "_by_address", slowing.Failures(slowing.BY_ADDRESS))
    monkeypatch.setattr(slowing, "_by_case", slowing.Failures(slowing.BY_CASE))


@pytest.fixture(scope="module")
def case(cases: Api) -> Case:
    cases.world.clock.now = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    found = consultation(cases)
    found.event(found.manager, "invitation_received", ["proof_of_receipt"])
    return found


@pytest.fixture(scope="module")
def key(case: Case) -> str:
    answer = case.api.get(f"cases/{case.id}/status-key", case.second)
    return str(answer.json["statusKey"])


def ask(case: Case, key: str, number: str | None = None, language: str = "en") -> Any:
    form = {"case": case.id if number is None else number, "key": key}
    return case.api.app.test_client().post(f"/{language}/cases/status", data=form)


def text_of(answer: Any) -> str:
    words = re.sub(r"<[^>]+>", "", answer.text)
    return re.sub(r"\s+", " ", unescape(words))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_state_deadline_whose_it_is_why_and_what_may_follow(
    case, key, language
) -> None:
    answer = ask(case, key, language=language)
    assert answer.status_code == 200
    speaker, text = Speaker(language), text_of(answer)
    assert f'<html lang="{language}">' in answer.text
    assert case.id in text
    assert "2026-03-16" in text
    assert str(speaker.say("case_yours")) in text
    assert "2026-03-02" in text
    assert speaker.word("period_unit", "day") in text
    assert "This pack, rule 1" in text
    assert ACCEPT[language] in text


def test_the_form_needs_no_script_and_sends_the_key_in_no_address(case) -> None:
    answer = case.api.app.test_client().get("/en/cases/status")
    assert '<form class="search" action="/en/cases/status" method="post"' in answer.text
    assert "<script" not in answer.text
    assert 'name="key"' in answer.text
    assert 'href="/en/cases/enter"' in answer.text


def test_neither_form_nor_answer_is_kept_and_the_key_is_not_said_back(case, key) -> None:
    right, wrong = ask(case, key), ask(case, write_key(1, b"\x05" * 32))
    for answer in (right, wrong):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert key not in right.text
    asked_in_address = case.api.app.test_client().get(f"/en/cases/status?case={case.id}&key={key}")
    assert case.id not in asked_in_address.text
    assert key not in asked_in_address.text


def test_an_unknown_number_and_a_wrong_key_show_the_same_page(case, key) -> None:
    given = read_key(key)
    assert given is not None
    wrong = ask(case, write_key(given.position, b"\x05" * 32))
    unknown = ask(case, key, "CA-XXP96CTAKHRZKY")
    assert wrong.status_code == unknown.status_code == 404
    assert wrong.text.replace(case.id, "") == unknown.text.replace("CA-XXP96CTAKHRZKY", "")
    assert message("case-status-unknown", {}, "en") in text_of(wrong)


def test_a_typing_error_is_told_before_anything_is_looked_up(case, key) -> None:
    swapped = key[1] + key[0] + key[2:] if key[0] != key[1] else key[:-1] + "?"
    for answer, said in (
        (ask(case, swapped), "case_key_mistyped"),
        (
            ask(case, key, case.id[:-1] + ("2" if case.id[-1] != "2" else "3")),
            "case_number_mistyped",
        ),
    ):
        assert answer.status_code == 400
        assert str(Speaker("en").say(said)) in text_of(answer)


def test_who_is_wrong_too_often_is_told_how_long_to_wait(case, key) -> None:
    for _ in range(slowing.BY_CASE.failures):
        assert ask(case, key, "CA-XXP96CTAKHRZKY").status_code == 404
    answer = ask(case, key, "CA-XXP96CTAKHRZKY")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] in text_of(answer)
    assert ask(case, key).status_code == 200


def test_nothing_that_is_sent_breaks_the_page(case) -> None:
    hostile = '"><script>alert(1)</script>'
    client = case.api.app.test_client()
    for form in ({}, {"case": hostile, "key": hostile}, {"case": "\x00", "key": "\ud7ff" * 99}):
        answer = client.post("/en/cases/status", data=form)
        assert answer.status_code == 400
        assert "<script" not in answer.text
    big = client.post("/en/cases/status", data={"case": "x" * 10_000, "key": "y"})
    assert big.status_code == 413
