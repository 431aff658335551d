"""Instants as they are stored: UTC text to the microsecond, all of one length."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

Clock: TypeAlias = Callable[[], datetime]


def system_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def write_instant(moment: datetime) -> str:
    """``2026-11-22T06:44:57.123456Z``; text of this form sorts as time does."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def read_instant(text: str) -> datetime:
    """The moment behind stored text."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def after(text: str, moment: datetime) -> datetime:
    """`moment`, or a microsecond after the stored instant `text` if that is not earlier.

    Recording times of one right increase strictly, whatever the clock does.
    """
    if not text:
        return moment
    return max(moment, read_instant(text) + timedelta(microseconds=1))


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """The date at the node's place."""
    return moment.astimezone(zone).date()
