"""The last day for recording an act; the one-month date of a company's charge."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipregistry.domain.clocks import add_months
from ipregistry.domain.priority import (
    Clock,
    Deadline,
    MissingDay,
    deadline,
    read_clock,
    void_risk,
)
from ipregistry.domain.priority.clocks import Lateness

LICENCE = {"from": "effective", "months": 3, "consequence": "recordal-late"}
CITATION = "Implementing Regulations 2023 art. 15"


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 15), 3, date(2026, 4, 15)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 12, 1), 0, date(2026, 12, 1)),
    ],
)
def test_a_month_ends_on_the_same_day_or_on_its_last(start, months, end):
    assert add_months(start, months) == end


@given(st.dates(date(1900, 1, 1), date(2900, 1, 1)), st.integers(0, 1200))
def test_months_are_counted_as_on_a_calendar(start, months):
    end = add_months(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (end.day < start.day and (end + timedelta(days=1)).day == 1)


def test_a_mainland_licence_is_to_be_recorded_within_three_months_of_taking_effect():
    found = deadline(read_clock(LICENCE, CITATION, "V"), {"effective": date(2026, 1, 31)})
    assert found == Deadline(
        date(2026, 4, 30), "effective", date(2026, 1, 31), CITATION, "V", "recordal-late"
    )
    assert not found.passed_by(date(2026, 4, 30))
    assert found.passed_by(date(2026, 5, 1))


def test_without_the_day_that_it_runs_from_there_is_no_deadline():
    clock = read_clock(LICENCE, CITATION, "V")
    assert deadline(clock, {"executed": date(2026, 1, 31)}) == MissingDay("effective", CITATION)
    assert deadline(clock, {"effective": None}) == MissingDay("effective", CITATION)


def test_a_consequence_from_memory_is_not_said_though_the_day_is():
    six_months = {"from": "executed", "months": 6, "consequence": "no-damages-before-recordal"}
    clock = read_clock(six_months, "Cap. 559 s.29(4), from memory", "M")
    found = deadline(clock, {"executed": date(2026, 1, 1)})
    assert (found.ends, found.consequence, found.confidence) == (date(2026, 7, 1), None, "M")


def test_days_are_counted_from_the_day_after():
    clock = Clock("received", "a rule", "V", days=10)
    assert deadline(clock, {"received": date(2026, 1, 1)}).ends == date(2026, 1, 11)


def test_a_limit_past_the_calendars_end_is_never_missed():
    clock = Clock("executed", "a rule", "V", months=36_525)
    assert deadline(clock, {"executed": date(9000, 1, 1)}).ends == date.max


@pytest.mark.parametrize(
    ("delivered", "today", "standing", "flag"),
    [
        (date(2026, 2, 28), date(2026, 9, 1), Lateness.IN_TIME, False),
        (date(2026, 3, 1), date(2026, 9, 1), Lateness.LATE, True),
        (None, date(2026, 2, 28), Lateness.RUNNING, False),
        (None, date(2026, 3, 1), Lateness.NOT_SHOWN, True),
    ],
)
def test_a_companys_charge_shows_its_one_month_date_and_lateness_is_a_flag(
    delivered, today, standing, flag
):
    found = void_risk("security", created=date(2026, 1, 31), delivered=delivered, today=today)
    assert (found.ends, found.standing, found.flag) == (date(2026, 2, 28), standing, flag)
    assert "one month" in found.citation


def test_a_licence_is_no_charge():
    assert void_risk("licence", created=None, delivered=None, today=date(2026, 1, 1)) is None


def test_a_charge_of_unknown_date_has_no_one_month_date():
    found = void_risk("security", created=None, delivered=None, today=date(2026, 1, 1))
    assert isinstance(found, MissingDay)
