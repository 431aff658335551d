"""When a notice counts as received, what is tried when it does not, which letters are written."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from ipregistry.domain.packs.checking import check_pack
from ipregistry.domain.packs.lettering import (
    LETTERS,
    LetterError,
    is_page,
    template_faults,
    write_letter,
)
from ipregistry.domain.packs.model import Channel, NoticeOutcome, NoticeRules
from ipregistry.domain.packs.noticing import (
    AsksOfficer,
    NotReceived,
    Received,
    receipt_of,
)
from ipregistry.domain.packs.reading import LANGUAGES, read_pack
from tests.unit.test_packs import small

SENT, HAPPENED = date(2026, 9, 14), date(2026, 9, 16)
OUTCOMES = NoticeOutcome


def channel(name: str = "email", receipt: str = "delivered", **more: Any) -> dict[str, Any]:
    return {"id": name, "receipt": receipt, "cite": "Rule 2", "confidence": "verified", **more}


def deemed(days: int = 3, *when: str, **more: Any) -> dict[str, Any]:
    said = {"n": days, "when": list(when), "cite": "Rule 3", "confidence": "secondary"}
    return {**said, **more}


def receipt(**more: Any) -> dict[str, Any]:
    return {"event": "request_received", "by": "claimant", "to": "respondent", **more}


def rules(*channels: dict[str, Any], receipts: tuple[dict[str, Any], ...] = ()) -> NoticeRules:
    notices = {"channels": list(channels), "receipts": list(receipts)}
    read = read_pack(small(notices=notices))
    assert read.faults == []
    assert read.pack is not None
    assert check_pack(read.pack) == []
    return read.pack.notices


def faults(**sections: Any) -> list[str]:
    read = read_pack(small(**sections))
    found = read.faults if read.pack is None else check_pack(read.pack)
    return [fault.text for fault in found]


def answer(
    said: NoticeRules, outcome: NoticeOutcome, name: Channel = Channel.EMAIL, to: str = "respondent"
) -> Any:
    fires = said.fired_by("request_received", to)
    return receipt_of(said.channels[name], fires, outcome, SENT, HAPPENED)


def test_what_arrives_is_received_on_its_day() -> None:
    said = rules(channel())
    assert answer(said, OUTCOMES.DELIVERED).day == HAPPENED
    assert answer(said, OUTCOMES.OPENED).day == HAPPENED
    for other in (OUTCOMES.REFUSED, OUTCOMES.RETURNED, OUTCOMES.NO_ANSWER):
        assert isinstance(answer(said, other), NotReceived)


def test_what_must_be_opened_is_not_received_when_it_is_delivered() -> None:
    said = rules(channel(receipt="opened"))
    assert isinstance(answer(said, OUTCOMES.DELIVERED), NotReceived)
    assert answer(said, OUTCOMES.OPENED).day == HAPPENED


def test_what_counts_from_its_sending_does_so_unless_it_comes_back() -> None:
    said = rules(channel(receipt="sent"))
    assert answer(said, OUTCOMES.NO_ANSWER).day == SENT
    assert isinstance(answer(said, OUTCOMES.RETURNED), NotReceived)


def test_a_deemed_receipt_says_so_with_its_source() -> None:
    said = rules(channel(deemed=[deemed(3, "refused")]))
    found = answer(said, OUTCOMES.REFUSED)
    assert isinstance(found, Received)
    assert found.document() == {
        "receivedDate": "2026-09-19",
        "deemedIndicator": True,
        "citation": "Rule 3",
        "confidence": "secondary",
    }
    assert isinstance(answer(said, OUTCOMES.RETURNED), NotReceived)


@pytest.mark.parametrize(
    "said",
    [channel(confidence="memory"), channel(deemed=[deemed(0, "refused", confidence="memory")])],
)
def test_a_rule_from_memory_asks_an_officer(said: dict[str, Any]) -> None:
    outcome = OUTCOMES.REFUSED if "deemed" in said else OUTCOMES.DELIVERED
    assert isinstance(answer(rules(said), outcome), AsksOfficer)


def test_a_notice_of_its_own_sort_is_received_by_its_own_rule_whichever_channel() -> None:
    own = receipt(receipt="delivered", cite="Rule 4", confidence="verified")
    said = rules(channel(receipt="sent", confidence="memory"), receipts=(own,))
    found = answer(said, OUTCOMES.DELIVERED)
    assert (found.day, found.cite) == (HAPPENED, "Rule 4")
    assert isinstance(answer(said, OUTCOMES.DELIVERED, to="claimant"), AsksOfficer)


def test_the_next_channel_is_one_that_was_not_tried() -> None:
    said = rules(
        channel(fallback=["courier", "post"]),
        channel("courier", fallback=["email", "post"]),
        channel("post"),
    )
    email, courier, post = Channel.EMAIL, Channel.COURIER, Channel.POST
    assert said.next_channel(email, [email]) is courier
    assert said.next_channel(courier, [email, courier]) is post
    assert said.next_channel(post, [email, courier, post]) is None


@pytest.mark.parametrize(
    ("notices", "told"),
    [
        ({"channels": [channel("pigeon")]}, "id: one of platform"),
        ({"channels": [channel(cite=None)]}, "cite is missing"),
        ({"channels": [channel(confidence=None)]}, "confidence is missing"),
        ({"channels": [channel(speed=1)]}, "not known here: speed"),
        ({"channels": [channel(), channel()]}, "email stands here twice"),
        ({"channels": [channel(fallback=["courier"])]}, "no channel courier"),
        ({"channels": [channel(fallback=["email"])]}, "it cannot come after itself"),
        ({"channels": [channel(deemed=[deemed(3)])]}, "when is missing"),
        ({"channels": [channel(deemed=[deemed(3, "refused", cite=None)])]}, "cite is missing"),
        ({"channels": [channel()], "receipts": [receipt(event="no_such")]}, "no transition has"),
        ({"channels": [channel()], "receipts": [receipt(by="respondent")]}, "may not cause"),
        ({"channels": [channel()], "receipts": [receipt(by="system")]}, "may not cause"),
        ({"channels": [channel()], "receipts": [receipt(to="nobody")]}, "no role nobody"),
        ({"channels": [channel()], "receipts": [receipt(proof="photo")]}, "no document photo"),
        ({"channels": [channel()], "receipts": [receipt(), receipt()]}, "stands twice"),
        ({"channels": [channel()], "receipts": [receipt(receipt="sent")]}, "cite is missing"),
        ({"receipts": [receipt()]}, "no channel is said"),
        ({"carrier": "pigeon"}, "not known here: carrier"),
    ],
)
def test_what_cannot_work_refuses_the_pack(notices: dict[str, Any], told: str) -> None:
    assert any(told in text for text in faults(notices=notices)), faults(notices=notices)


@pytest.mark.parametrize(
    ("letter", "told"),
    [
        ({"id": "love-letter"}, "no letter love-letter"),
        ({"id": "reminder", "states": ["limbo"]}, "no state limbo"),
        ({"id": "reminder", "stamp": 1}, "not known here: stamp"),
        ({"id": "reminder", "text": {"fr": "Bonjour"}}, "not known here: fr"),
        ({"id": "reminder", "text": {"en": "{% if %}"}}, "line 1"),
        ({"id": "reminder", "text": {"en": "{{ secrets }}"}}, "secrets is no fact of a case"),
        ({"id": "reminder", "text": {"en": "{{ case.number() }}"}}, "cannot say call"),
        ({"id": "reminder", "text": {"en": "{{ case.__class__ }}"}}, "__class__ is no fact"),
        ({"id": "reminder", "text": {"en": "{% include 'x' %}"}}, "cannot say include"),
        ({"id": "reminder", "text": {"en": "{{ 9 ** 9 }}"}}, "cannot say pow"),
    ],
)
def test_a_letter_that_cannot_be_written_refuses_the_pack(
    letter: dict[str, Any], told: str
) -> None:
    assert any(told in text for text in faults(letters=[letter])), faults(letters=[letter])


FACTS: dict[str, Any] = {
    "institution": {"name": "Sample Centre", "place": "HK"},
    "case": {"number": "CA-1", "version": 3, "opened": "2026-09-14", "seat": "HK"},
    "rules": {"title": "Sample Rules", "name": "sample", "version": "1"},
    "sides": [{"role": "claimant", "name": "A & B <Ltd>", "place": "HK"}],
    "mediators": [{"name": "Sample Mediator"}],
    "neutrals": [],
    "addressee": {"name": "A & B <Ltd>", "role": "claimant", "place": "HK"},
    "deadlines": [
        {"name": "answer", "due": "2026-10-02", "place": "HK", "citation": "Rule 1"},
        {"name": "award", "due": None, "place": "HK", "citation": "Rule 2"},
    ],
    "ended": "2026-11-02",
    "changes": [
        {
            "name": "answer",
            "before": "2026-09-28",
            "after": "2026-09-29",
            "closures": [{"reason": "typhoon_8", "day": "2026-09-28", "place": "HK"}],
        }
    ],
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_is_there_in_four_languages_and_says_its_facts(
    letter: str, language: str
) -> None:
    text = (files("ipregistry.seed") / "letters" / f"{letter}.{language}.txt").read_text("utf-8")
    assert list(template_faults(text)) == []
    written = write_letter(text, FACTS)
    assert "CA-1" in written
    assert "Sample Rules" in written
    assert ("2026-09-29" in written) == (letter == "deadline-recomputed")
    assert ("Sample Mediator" in written) == (letter == "attestation-of-mediation")
    assert write_letter(text, FACTS) == written


def test_names_are_escaped_in_a_page_and_stand_as_they_are_in_plain_text() -> None:
    page = "<!doctype html><p>{{ addressee.name }}</p>"
    assert is_page(page)
    assert "A &amp; B &lt;Ltd&gt;" in write_letter(page, FACTS)
    assert write_letter("{{ addressee.name }}", FACTS) == "A & B <Ltd>"


def test_a_fact_that_is_missing_is_told() -> None:
    with pytest.raises(LetterError):
        write_letter("{{ addressee.fax }}", FACTS)


@pytest.mark.parametrize(
    "test",
    [
        {"notice": "pigeon", "to": "other_party", "sent": "2026-03-02"},
        {"notice": "email", "to": "other_party", "sent": "2026-03-02", "outcome": "lost"},
    ],
)
def test_a_test_of_a_notice_that_cannot_be_run_fails(test: dict[str, Any]) -> None:
    from ipregistry.domain.packs.terms import Calendars
    from ipregistry.domain.packs.testing import run_tests

    said = {"name": "t", "happened": "2026-03-02", "expect": "not_received", **test}
    read = read_pack(small(notices={"channels": [channel()]}, tests=[said]))
    assert read.pack is not None, read.faults
    (result,) = run_tests(read.pack, Calendars({}))
    assert not result.passed
