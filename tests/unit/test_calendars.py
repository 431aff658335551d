"""Periods of time at three places: calendar and business days, rolls, closures, short periods,
months; and years of which nobody knows the holidays yet."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipregistry.domain.calendars import (
    CalendarError,
    Closure,
    ClosureKind,
    Due,
    NotPublished,
    Period,
    PlaceCalendar,
    Roll,
    ShortPeriods,
    Standing,
    TimeRules,
    Unit,
    compute,
    read_calendar,
    standing,
)


def seeded(place: str) -> PlaceCalendar:
    raw = (files("ipregistry.seed") / "calendars" / f"{place}.json").read_bytes()
    return read_calendar(json.loads(raw), "sha256:" + hashlib.sha256(raw).hexdigest())


PLACES = {place: seeded(place) for place in ("CN", "HK", "MO")}

UNCITRAL = TimeRules(roll=Roll.NEXT)
NO_ROLL = TimeRules()
ORDINANCE = TimeRules(
    roll=Roll.NEXT,
    rest=frozenset({6}),
    makeup_workdays=False,
    closures=frozenset({ClosureKind.TYPHOON, ClosureKind.BLACK_RAIN}),
    short=ShortPeriods(6, frozenset({6})),
)
HKDRP = TimeRules(closures=frozenset({ClosureKind.TYPHOON, ClosureKind.BLACK_RAIN}))


def due(
    start: str,
    count: int,
    unit: str = "day",
    rules: TimeRules = UNCITRAL,
    place: str = "CN",
    closed: Any = (),
) -> str:
    found = compute(
        date.fromisoformat(start),
        Period(count, Unit(unit)),
        rules,
        PLACES[place],
        [Closure(place, date.fromisoformat(day), ClosureKind(kind)) for day, kind in closed],
    )
    return str(found.due) if isinstance(found, Due) else f"{found.place} {found.year}"


# ------------------------------------------------------------------------ the reference's cases


@pytest.mark.parametrize(
    ("place", "end"), [("CN", "2026-10-08"), ("HK", "2026-10-02"), ("MO", "2026-10-05")]
)
def test_one_notice_has_three_ends_at_three_places(place: str, end: str) -> None:
    assert due("2026-09-16", 15, place=place) == end


def test_days_of_a_domain_name_dispute_end_on_a_holiday_and_do_not_roll() -> None:
    assert due("2026-09-11", 20, rules=NO_ROLL) == "2026-10-01"
    assert due("2026-09-11", 24, rules=NO_ROLL) == "2026-10-05"
    assert due("2026-04-01", 5, rules=NO_ROLL, place="HK") == "2026-04-06"


def test_a_saturday_that_the_mainland_works_on_is_a_business_day() -> None:
    assert due("2026-09-30", 3, "business_day", NO_ROLL) == "2026-10-10"
    without = replace(NO_ROLL, makeup_workdays=False)
    assert due("2026-09-30", 3, "business_day", without) == "2026-10-12"
    assert due("2026-01-30", 15) == "2026-02-14"


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2025-08-31", 6, "2026-02-28"),
        ("2025-08-31", 9, "2026-05-31"),
        ("2026-03-02", 6, "2026-09-02"),
    ],
)
def test_months_end_on_the_same_day_or_on_the_last_of_a_shorter_month(
    start: str, months: int, end: str
) -> None:
    assert due(start, months, "month", NO_ROLL) == end


@pytest.mark.parametrize(
    ("start", "years", "end"), [("2024-11-20", 2, "2026-11-20"), ("2020-05-11", 6, "2026-05-11")]
)
def test_years_need_no_calendar_where_nothing_rolls(start: str, years: int, end: str) -> None:
    assert due(start, years, "year", NO_ROLL) == end


def test_good_friday_is_no_working_day_in_hong_kong() -> None:
    assert due("2026-03-04", 30, place="HK") == "2026-04-08"


def test_short_periods_of_ordinances_leave_out_holidays_sundays_and_rainstorms() -> None:
    assert due("2026-04-02", 3, rules=ORDINANCE, place="HK") == "2026-04-10"
    storm = [("2026-04-09", "black_rain")]
    assert due("2026-04-02", 3, rules=ORDINANCE, place="HK", closed=storm) == "2026-04-11"
    assert due("2026-04-02", 7, rules=ORDINANCE, place="HK") == "2026-04-09"


def test_a_typhoon_that_is_entered_later_moves_the_end() -> None:
    assert due("2026-09-12", 14, rules=ORDINANCE, place="HK") == "2026-09-28"
    typhoon = [("2026-09-28", "typhoon_8")]
    assert due("2026-09-12", 14, rules=ORDINANCE, place="HK", closed=typhoon) == "2026-09-29"
    assert due("2026-09-24", 3, "business_day", HKDRP, "HK", typhoon) == "2026-09-30"


def test_a_closure_of_another_place_or_of_a_sort_that_the_rules_do_not_name_moves_nothing() -> None:
    elsewhere = Closure("MO", date(2026, 9, 28), ClosureKind.TYPHOON)
    court = Closure("HK", date(2026, 9, 28), ClosureKind.COURT)
    start, period = date(2026, 9, 12), Period(14, Unit.DAY)
    for closed in (elsewhere, court):
        found = compute(start, period, ORDINANCE, PLACES["HK"], [closed])
        assert isinstance(found, Due)
        assert found.due == date(2026, 9, 28)


def test_a_year_whose_holidays_nobody_has_published_is_not_guessed() -> None:
    assert due("2026-12-20", 15) == "CN 2027"
    assert due("2026-12-30", 2, "business_day", place="HK") == "HK 2027"
    # Calendar days that do not roll need no calendar.
    assert due("2026-12-20", 15, rules=NO_ROLL) == "2027-01-04"


def test_a_half_day_is_one_of_rest_only_where_the_rules_say_so() -> None:
    closed = replace(UNCITRAL, half_day_is_closed=True)
    assert due("2026-01-30", 17, place="MO") == "2026-02-16"
    assert due("2026-01-30", 17, rules=closed, place="MO") == "2026-02-20"


# ---------------------------------------------------------------------------------- explanations


def test_every_day_that_was_passed_over_is_named_with_its_reason() -> None:
    found = compute(date(2026, 9, 16), Period(15, Unit.DAY), UNCITRAL, PLACES["CN"])
    assert isinstance(found, Due)
    told = found.explanation()
    assert (told["rawDate"], told["dueDate"]) == ("2026-10-01", "2026-10-08")
    assert [d["reason"] for d in told["rolledBag"]] == ["holiday"] * 7
    assert told["calendar"]["jurisdictionCode"] == "CN"
    assert told["calendar"]["digest"].startswith("sha256:")
    assert told["calendar"]["status"] == "published"


def test_a_list_that_no_official_source_was_read_for_says_so() -> None:
    found = compute(date(2024, 1, 31), Period(15, Unit.DAY), UNCITRAL, PLACES["MO"])
    assert isinstance(found, Due)
    assert found.explanation()["calendar"]["status"] == "unverified"


def test_a_computation_without_a_calendar_names_none() -> None:
    found = compute(date(2026, 9, 11), Period(20, Unit.DAY), NO_ROLL, PLACES["CN"])
    assert isinstance(found, Due)
    assert "calendar" not in found.explanation()


def test_what_is_due_today_is_not_overdue() -> None:
    day = date(2026, 10, 8)
    assert standing(day, day - timedelta(1)) is Standing.RUNNING
    assert standing(day, day) is Standing.DUE
    assert standing(day, day + timedelta(1)) is Standing.OVERDUE


def test_the_due_day_ends_at_midnight_of_the_addressees_place() -> None:
    found = compute(date(2026, 9, 11), Period(20, Unit.DAY), NO_ROLL, PLACES["HK"])
    assert isinstance(found, Due)
    assert found.ends_at(PLACES["HK"]) == datetime(2026, 10, 1, 16, tzinfo=UTC)


# ------------------------------------------------------------------------------------ properties

RULES = st.builds(
    TimeRules,
    roll=st.sampled_from(Roll),
    rest=st.sampled_from([frozenset({6}), frozenset({5, 6})]),
    makeup_workdays=st.booleans(),
    half_day_is_closed=st.booleans(),
    closures=st.frozensets(st.sampled_from(ClosureKind)),
    short=st.sampled_from([None, ShortPeriods(6, frozenset({6}))]),
)
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
PERIODS = st.builds(Period, st.integers(1, 40), st.sampled_from(Unit))


@given(DAYS, PERIODS, RULES, st.sampled_from(sorted(PLACES)), st.lists(DAYS, max_size=20))
def test_no_period_ends_before_it_should_or_on_a_day_that_rolls(
    start: date, period: Period, rules: TimeRules, place: str, storms: list[date]
) -> None:
    closed = [Closure(place, day, ClosureKind.TYPHOON) for day in storms]
    found = compute(start, period, rules, PLACES[place], closed)
    if isinstance(found, NotPublished):
        assert found.year not in PLACES[place].years
        return
    assert found.raw <= found.due
    assert start < found.due
    rests = [d.day for d in found.rolled]
    assert rests == [found.raw + timedelta(n) for n in range((found.due - found.raw).days)]
    if rules.roll is Roll.NEXT or period.unit is Unit.BUSINESS_DAY:
        assert rules.rest_on(found.due, PLACES[place], closed) is None


@given(DAYS, st.integers(1, 30), RULES, st.sampled_from(sorted(PLACES)), DAYS)
def test_a_closure_never_brings_an_end_forward(
    start: date, count: int, rules: TimeRules, place: str, storm: date
) -> None:
    before = compute(start, Period(count, Unit.DAY), rules, PLACES[place])
    closed = [Closure(place, storm, ClosureKind.TYPHOON)]
    after = compute(start, Period(count, Unit.DAY), rules, PLACES[place], closed)
    if isinstance(before, Due) and isinstance(after, Due):
        assert before.due <= after.due


# ------------------------------------------------------------------------------------- bad input

GOOD: dict[str, Any] = {
    "jurisdiction": "HK",
    "rest_weekdays": [6],
    "years": {"2026": {"off": ["2026-01-01"], "work": []}},
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"jurisdiction": "XX"},
        {"rest_weekdays": [7]},
        {"rest_weekdays": "sunday"},
        {"years": {}},
        {"years": {"26": {}}},
        {"years": {"2026": []}},
        {"years": {"2026": {"off": ["2025-01-01"]}}},
        {"years": {"2026": {"off": ["soon"]}}},
        {"years": {"2026": {"off": [1]}}},
        {"years": {"2026": {"off": ["2026-01-01"], "work": ["2026-01-01"]}}},
        {"years": {"2026": {"free": []}}},
        {"more": 1},
    ],
)
def test_what_is_no_calendar_is_refused(wrong: dict[str, Any]) -> None:
    assert read_calendar(GOOD, "sha256:00").place == "HK"
    with pytest.raises(CalendarError):
        read_calendar(GOOD | wrong, "sha256:00")
