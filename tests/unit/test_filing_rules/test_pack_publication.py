"""Publishing rules packs and calendars: what is sound becomes the next version of its name."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from ipregistry.domain.facts import Context
from ipregistry.domain.filings.packs import read_calendar_text
from ipregistry.domain.packs.judging import judge_text
from ipregistry.domain.packs.versions import (
    PublishedCalendar,
    PublishedPack,
    calendars_in_force,
    comes_next,
    pack_in_force,
)
from ipregistry.services.packs import seed_calendar_texts, seed_packs
from tests.unit.builders import accepted, context, record, refused, registrar

PACK, CALENDAR = "pack-publication", "calendar-publication"
TEXT = next(text for text in seed_packs() if "\npack: consultation-plain\n" in text)
MACAO = next(text for text in seed_calendar_texts() if '"jurisdiction": "MO"' in text)
CALENDARS = tuple(
    PublishedCalendar(f"CL-{number}", 1, read_calendar_text(text))
    for number, text in enumerate(seed_calendar_texts())
)


@cache
def published(start: str = "2026-01-01", end: str | None = None, version: int = 1) -> PublishedPack:
    until = "null" if end is None else f'"{end}"'
    changed = TEXT.replace(
        'effective: {from: "2026-01-01", to: null', f'effective: {{from: "{start}", to: {until}'
    )
    judged = judge_text(changed, calendars_in_force(CALENDARS))
    assert judged.pack is not None
    return PublishedPack("PK-1", version, f"sha256:{start}", judged.opens_cases, judged.pack)


def known(*packs: PublishedPack) -> Context:
    return replace(context(registrar()), packs=packs, calendars=CALENDARS)


def test_the_first_pack_of_a_name_is_a_new_record_that_says_whether_cases_open() -> None:
    draft = record(accepted(PACK, {"text": TEXT}, known()), "pack")
    assert (draft.id, draft.version) == ("pack-1", 1)
    assert draft.document["name"] == "consultation-plain"
    assert draft.document["opensCasesIndicator"] is True
    assert draft.document["procedureCategory"] == "consultation"
    assert draft.document["text"] == TEXT
    assert {t["languageCode"] for t in draft.document["titleBag"]} == {
        "en",
        "zh-Hans",
        "zh-Hant",
        "pt",
    }


def test_the_next_pack_of_a_name_begins_later_and_is_its_next_version() -> None:
    later = TEXT.replace('from: "2026-01-01"', 'from: "2027-01-01"')
    draft = record(accepted(PACK, {"text": later}, known(published())), "pack")
    assert (draft.id, draft.version) == ("PK-1", 2)


def test_a_version_that_begins_no_later_is_refused() -> None:
    found = refused(PACK, {"text": TEXT}, known(published()))
    assert found == [("pack-version-overlaps", "/text")]


def test_a_pack_with_a_note_is_recorded_as_a_library() -> None:
    noted = TEXT.replace(
        "  - {id: settled, final: true}\n", "  - {id: settled, final: true}\n  - {id: lonely}\n"
    )
    draft = record(accepted(PACK, {"text": noted}, known()), "pack")
    assert draft.document["opensCasesIndicator"] is False


def test_every_fault_is_a_violation_of_its_own() -> None:
    broken = TEXT.replace("to: submitted,", "to: nowhere,", 1).replace(
        "to: invited,", "to: never,", 1
    )
    assert refused(PACK, {"text": broken}, known()) == [("pack-faulty", "/text")] * 2


def test_a_pack_whose_own_test_fails_is_refused() -> None:
    changed = TEXT.replace(
        "starts_on: invitation_received, n: 14,", "starts_on: invitation_received, n: 15,"
    )
    codes = {code for code, _ in refused(PACK, {"text": changed}, known())}
    assert codes == {"pack-test-failed"}


@pytest.mark.parametrize("text", ["", "a: [", "a: &x 1", "- 1", "pack: 1"])
def test_a_text_that_is_no_pack_is_refused(text: str) -> None:
    assert {code for code, _ in refused(PACK, {"text": text}, known())} == {"pack-faulty"}


# ----------------------------------------------------------------------- versions in force


def test_a_version_without_an_end_lasts_until_the_next_begins() -> None:
    first, second = published(), published("2027-01-01", version=2)
    name = first.pack.id
    assert pack_in_force([first, second], name, date(2025, 12, 31)) is None
    assert pack_in_force([first, second], name, date(2026, 12, 31)) == first
    assert pack_in_force([second, first], name, date(2027, 1, 1)) == second


def test_a_retired_version_takes_no_new_cases() -> None:
    retired = published("2024-01-01", "2025-09-30")
    assert pack_in_force([retired], retired.pack.id, date(2025, 9, 30)) == retired
    assert pack_in_force([retired], retired.pack.id, date(2025, 10, 1)) is None


def test_a_version_may_not_begin_while_one_with_an_end_is_in_force() -> None:
    limited = published("2024-01-01", "2026-06-30")
    assert not comes_next(published().pack, [limited])
    assert comes_next(published("2026-07-01").pack, [limited])


# ------------------------------------------------------------------------------- calendars


def calendar(**changes: Any) -> str:
    return json.dumps(json.loads(MACAO) | changes, ensure_ascii=False)


def test_a_calendar_is_the_next_version_of_its_place() -> None:
    draft = record(accepted(CALENDAR, {"text": MACAO}, known()), "calendar")
    held = next(c for c in CALENDARS if c.calendar.place == "MO")
    assert (draft.id, draft.version) == (held.record, 2)
    assert draft.document["jurisdictionCode"] == "MO"
    assert "2026" in draft.document["yearBag"]


def test_a_calendar_that_leaves_out_a_year_is_refused() -> None:
    years = json.loads(MACAO)["years"]
    text = calendar(years={"2026": years["2026"]})
    assert refused(CALENDAR, {"text": text}, known()) == [("calendar-years-missing", "/text")]


@pytest.mark.parametrize("text", ["", "[]", "{}", "[" * 100_000, calendar(jurisdiction="XX")])
def test_a_text_that_is_no_calendar_is_refused(text: str) -> None:
    assert refused(CALENDAR, {"text": text}, known()) == [("calendar-unreadable", "/text")]


def test_the_newest_snapshot_of_a_place_counts() -> None:
    older = next(c for c in CALENDARS if c.calendar.place == "MO")
    newer = replace(older, version=2, calendar=replace(older.calendar, digest="sha256:new"))
    assert calendars_in_force([newer, older]).by_place["MO"].digest == "sha256:new"
