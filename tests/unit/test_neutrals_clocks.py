"""Objections, challenges, accreditations: their periods."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ipregistry.domain.neutrals.accreditations import Accreditation, faults
from ipregistry.domain.neutrals.clocks import Clock, challenge_clock, objection_clock
from ipregistry.domain.neutrals.lists import challenge_laws, schemes

CONFLICT = {"objection_days": 30, "cite": "GS 4(a)", "confidence": "verified"}


def test_an_objection_ends_thirty_days_after_the_receipt_of_the_disclosure() -> None:
    clock = objection_clock(CONFLICT, date(2026, 11, 25))
    assert clock.due == date(2026, 12, 25), "a holiday: the period does not move"
    assert clock.document()["citation"] == "GS 4(a)"
    assert not clock.asks


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_the_day_of_receipt_does_not_count(received: date) -> None:
    assert objection_clock(CONFLICT, received).due == received + timedelta(days=30)


def test_a_pack_without_a_period_for_objections_asks_an_officer() -> None:
    clock = objection_clock({}, date(2026, 11, 25))
    assert clock.asks
    assert clock.due is None


def test_a_period_from_memory_has_no_last_day() -> None:
    clock = objection_clock({**CONFLICT, "confidence": "memory"}, date(2026, 11, 25))
    assert clock.asks
    assert clock.due is None


def test_the_packs_clock_of_a_challenge_goes_before_the_law_of_the_seat() -> None:
    own = Clock(date(2026, 1, 1), 15, date(2026, 1, 16), None, "art. 13(1)", "verified")
    assert challenge_clock(own, challenge_laws(), "HK", date(2026, 1, 1)) is own


def test_on_the_mainland_a_challenge_is_made_before_the_first_hearing() -> None:
    clock = challenge_clock(None, challenge_laws(), "CN", date(2026, 2, 28))
    assert (clock.until, clock.due, clock.asks) == ("first-hearing", None, False)


def test_what_is_not_read_in_a_law_asks_an_officer() -> None:
    for place, day in (("HK", date(2026, 1, 1)), ("CN", date(2026, 3, 1)), (None, date.today())):  # noqa: DTZ011 - any day
        assert challenge_clock(None, challenge_laws(), place, day).asks


def gba(place: str, start: str = "2024-01-01", end: str | None = None) -> Accreditation:
    ends = None if end is None else date.fromisoformat(end)
    return Accreditation("gba-mediator", place, "sha256:00", date.fromisoformat(start), ends)


def codes(*given: Accreditation) -> list[tuple[int, str]]:
    return [(int(fault.pointer.split("/")[1]), fault.code) for fault in faults(given, schemes())]


def test_a_gba_mediator_is_accredited_through_one_jurisdiction_only() -> None:
    assert codes(gba("HK"), gba("MO")) == [(1, "accreditation-one-place-only")]
    assert codes(gba("HK"), gba("HK", "2025-01-01")) == []


def test_another_jurisdiction_is_open_once_the_first_accreditation_has_ended() -> None:
    assert codes(gba("HK", end="2024-12-31"), gba("MO", "2025-01-01")) == []
    assert codes(gba("MO", "2025-01-01"), gba("HK", end="2025-01-01")) == [
        (1, "accreditation-one-place-only")
    ]


def test_other_schemes_know_no_such_rule() -> None:
    one = Accreditation("sample-panel", "HK", "sha256:00", date(2024, 1, 1))
    two = Accreditation("sample-panel", "MO", "sha256:00", date(2024, 1, 1))
    assert codes(one, two) == []


def test_an_accreditation_does_not_end_before_it_begins() -> None:
    assert codes(gba("HK", "2024-01-02", "2024-01-01")) == [(0, "period-ends-before-it-starts")]


def test_gba_accreditation_is_of_the_three_places() -> None:
    assert codes(gba("SG")) == [(0, "accreditation-place-unknown")]
