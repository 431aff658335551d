"""Last days as iCalendar, read back by a parser: all-day, stable, cancelled where they are over."""

from __future__ import annotations

from datetime import UTC, date, datetime

from icalendar import Calendar

from ipregistry.formats.ical import DueDay, write_days

CHANGED = datetime(2026, 2, 6, 2, 0, tzinfo=UTC)
DAY = DueDay("CA-X-response@node", 3, date(2026, 2, 26), "Response – CA-X, né; 答辯", CHANGED, True)


def test_a_last_day_is_an_all_day_event_that_takes_nobodys_time() -> None:
    text = write_days([DAY])
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert b"DTSTART;VALUE=DATE:20260226\r\n" in text
    assert b"DTEND;VALUE=DATE:20260227\r\n" in text
    assert event["UID"] == "CA-X-response@node"
    assert str(event["SUMMARY"]) == "Response – CA-X, né; 答辯"
    assert (event["TRANSP"], event["CLASS"], event["STATUS"]) == (
        "TRANSPARENT",
        "CONFIDENTIAL",
        "CONFIRMED",
    )


def test_one_that_was_met_is_cancelled_under_the_same_uid() -> None:
    met = DueDay(DAY.uid, 4, DAY.day, DAY.title, CHANGED, False)
    (event,) = Calendar.from_ical(write_days([met])).walk("VEVENT")
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (DAY.uid, 4, "CANCELLED")


def test_no_line_is_longer_than_75_octets_and_each_ends_with_crlf() -> None:
    long = DueDay(DAY.uid, 1, DAY.day, "答辯" * 60, CHANGED, True)
    text = write_days([long])
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    assert text.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in text.replace(b"\r\n", b"")


def test_a_calendar_without_days_is_one() -> None:
    calendar = Calendar.from_ical(write_days([]))
    assert (calendar["VERSION"], calendar["METHOD"]) == ("2.0", "PUBLISH")
