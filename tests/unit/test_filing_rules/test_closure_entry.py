"""Days of closure: entered once, with their source, when they have happened; put right by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ipregistry.domain.calendars import Closure, ClosureKind
from ipregistry.domain.facts import Context
from ipregistry.domain.filings.packs import read_calendar_text
from ipregistry.domain.packs.versions import (
    PublishedCalendar,
    PublishedClosure,
    calendars_in_force,
)
from ipregistry.services.packs import seed_calendar_texts
from tests.unit.builders import accepted, context, record, refused, registrar

TYPE = "closure-entry"
CALENDARS = tuple(
    PublishedCalendar(f"CL-{number}", 1, read_calendar_text(text))
    for number, text in enumerate(seed_calendar_texts())
)
DIGEST = "sha256:" + "5a" * 32
STORM = PublishedClosure(
    "CS-1", 1, True, Closure("HK", date(2026, 5, 28), ClosureKind.TYPHOON, DIGEST)
)


def entry(**changes: Any) -> dict[str, Any]:
    body = {
        "jurisdictionCode": "HK",
        "closureDate": "2026-05-28",
        "closureCategory": "typhoon_8",
        "sourceText": "Observatory",
        "sourceDigest": DIGEST,
    }
    return {**body, **changes}


def again(**changes: Any) -> dict[str, Any]:
    return entry(**{"closure": "CS-1", "closureVersion": 1, **changes})


def known(*closures: PublishedClosure) -> Context:
    return replace(context(registrar()), calendars=CALENDARS, closures=closures)


def test_a_closure_is_a_record_with_its_source() -> None:
    draft = record(accepted(TYPE, entry(), known()), "closure")
    assert (draft.id, draft.version) == ("closure-1", 1)
    assert draft.document == {
        "jurisdictionCode": "HK",
        "closureDate": "2026-05-28",
        "closureCategory": "typhoon_8",
        "status": "in-force",
        "sourceText": "Observatory",
        "sourceDigest": DIGEST,
    }


def test_a_wrong_day_is_put_right_by_the_next_version() -> None:
    draft = record(accepted(TYPE, again(closureDate="2026-05-27"), known(STORM)), "closure")
    assert (draft.id, draft.version) == ("CS-1", 2)
    assert draft.document["closureDate"] == "2026-05-27"


def test_what_did_not_happen_is_taken_back_and_counts_no_more() -> None:
    draft = record(accepted(TYPE, again(withdrawnIndicator=True), known(STORM)), "closure")
    assert (draft.version, draft.document["status"]) == (2, "withdrawn")
    assert calendars_in_force(CALENDARS, [STORM]).closures == (STORM.closure,)
    assert calendars_in_force(CALENDARS, [replace(STORM, stands=False)]).closures == ()


def test_one_taken_back_may_be_entered_anew() -> None:
    outcome = accepted(TYPE, entry(), known(replace(STORM, stands=False)))
    assert record(outcome, "closure").id == "closure-1"


def test_a_storm_is_not_entered_before_it_comes_a_court_says_beforehand() -> None:
    later = {"closureDate": "2026-12-28"}
    code = ("closure-not-happened-yet", "/closureDate")
    assert refused(TYPE, entry(**later), known()) == [code]
    court = entry(closureCategory="court_closure", **later)
    assert record(accepted(TYPE, court, known()), "closure").version == 1


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (entry(), ("closure-entered-already", "/closureDate")),
        (
            entry(jurisdictionCode="US"),
            ("closure-place-unknown", "/jurisdictionCode"),
        ),
        (entry(withdrawnIndicator=True), ("closure-not-named", "/closure")),
        (again(closure="CS-2"), ("closure-unknown", "/closure")),
        (again(closureVersion=7), ("stale-version", "/closureVersion")),
        (again(), ("closure-unchanged", "/closure")),
        (
            again(withdrawnIndicator=True, closureDate="2026-05-27"),
            ("closure-not-this-one", "/closureDate"),
        ),
    ],
)
def test_what_cannot_be_entered_says_why(body: dict[str, Any], reason: tuple[str, str]) -> None:
    assert reason in refused(TYPE, body, known(STORM))


def test_what_was_taken_back_is_not_put_right() -> None:
    gone = replace(STORM, stands=False)
    body = again(closureDate="2026-05-27")
    assert refused(TYPE, body, known(gone)) == [("closure-withdrawn", "/closure")]
