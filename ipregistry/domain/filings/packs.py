"""Publishing a rules pack or a calendar: from then on it is a record, selected by date, pinned by
digest. What would be refused by `packs check` is refused here, line by line.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ipregistry.domain.calendars import CalendarError, PlaceCalendar, read_calendar
from ipregistry.domain.facts import Capacity, Context, FilingStatus, Needs
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision, Outcome, RecordDraft, filing_draft
from ipregistry.domain.packs.judging import Judged, Told, judge_text
from ipregistry.domain.packs.model import Pack
from ipregistry.domain.packs.versions import calendars_in_force, comes_next
from ipregistry.domain.violations import Violation

# A person mends so many at a time; a broken text has one for every line.
_MOST_TOLD = 50


@dataclass(frozen=True, slots=True)
class PackPublication:
    """The YAML text of a rules pack."""

    text: str


@dataclass(frozen=True, slots=True)
class CalendarPublication:
    """The JSON text of a place's calendar."""

    text: str


def decide_pack(command: PackPublication, context: Context) -> Decision:
    """A sound pack is recorded, as the next version of its name if there is one already."""
    judged = judge_text(command.text, calendars_in_force(context.calendars))
    if judged.pack is None or not judged.sound:
        return _refused(judged)
    pack = judged.pack
    if not comes_next(pack, context.packs):
        params = {"pack": pack.id, "start": pack.effective.start.isoformat()}
        return [Violation("pack-version-overlaps", "/text", params)]
    same = [p for p in context.packs if p.pack.id == pack.id]
    record = same[0].record if same else context.new_id("pack")
    version = max((p.version for p in same), default=0) + 1
    document = _document(pack, command.text, opens_cases=judged.opens_cases)
    draft = RecordDraft("pack", record, "pack/1", version, document, Capacity.OFFICE)
    return _recorded(context, draft, "pack-publication")


def _refused(judged: Judged) -> list[Violation]:
    told = [*map(_fault, judged.errors), *map(_failure, judged.failures)]
    return told[:_MOST_TOLD]


def _fault(told: Told) -> Violation:
    params: dict[str, str | int] = {"line": told.line, "rule": told.id or "-", "reason": told.text}
    return Violation("pack-faulty", "/text", params)


def _failure(told: Told) -> Violation:
    params: dict[str, str | int] = {"line": told.line, "rule": told.id or "-", "reason": told.text}
    return Violation("pack-test-failed", "/text", params)


def _document(pack: Pack, text: str, *, opens_cases: bool) -> dict[str, Any]:
    return {
        "name": pack.id,
        "packVersion": pack.version,
        "procedureCategory": pack.kind.value,
        "titleBag": [{"value": pack.title[code], "languageCode": code} for code in pack.title],
        "inForceFrom": pack.effective.start.isoformat(),
        **({"inForceTo": pack.effective.end.isoformat()} if pack.effective.end else {}),
        "opensCasesIndicator": opens_cases,
        "text": text,
    }


def decide_calendar(command: CalendarPublication, context: Context) -> Decision:
    """A readable calendar is recorded; the next version of its place if there is one already."""
    try:
        calendar = read_calendar_text(command.text)
    except CalendarError as error:
        return [Violation("calendar-unreadable", "/text", {"reason": str(error)})]
    same = [c for c in context.calendars if c.calendar.place == calendar.place]
    known = {year for c in same for year in c.calendar.years}
    if missing := sorted(known - set(calendar.years)):
        # Deadlines that were computed with these years could not be computed again.
        years = ", ".join(map(str, missing))
        return [Violation("calendar-years-missing", "/text", {"years": years})]
    record = same[0].record if same else context.new_id("calendar")
    version = max((c.version for c in same), default=0) + 1
    document = {
        "jurisdictionCode": calendar.place,
        "yearBag": sorted(map(str, calendar.years)),
        "text": command.text,
    }
    draft = RecordDraft("calendar", record, "calendar/1", version, document, Capacity.OFFICE)
    return _recorded(context, draft, "calendar-publication")


def read_calendar_text(text: str) -> PlaceCalendar:
    """A calendar from its JSON text, with the digest of that text. Raises CalendarError."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CalendarError("not JSON") from error
    if not isinstance(document, Mapping):
        raise CalendarError("a calendar is an object with members")
    return read_calendar(document, "sha256:" + hashlib.sha256(text.encode()).hexdigest())


def _recorded(context: Context, draft: RecordDraft, act: str) -> Outcome:
    filing = filing_draft(context, act, FilingStatus.RECORDED, act=act)
    return Outcome(FilingStatus.RECORDED, (draft, filing))


TYPES = (
    FilingType(
        name="pack-publication",
        read=lambda body: PackPublication(body["text"]),
        needs=lambda _command: Needs(packs=True),
        decide=decide_pack,
        citation="Node practice: the rules that cases are conducted under are themselves on record",
    ),
    FilingType(
        name="calendar-publication",
        read=lambda body: CalendarPublication(body["text"]),
        needs=lambda _command: Needs(packs=True),
        decide=decide_calendar,
        citation="Node practice: the days that periods are counted by are themselves on record",
    ),
)
