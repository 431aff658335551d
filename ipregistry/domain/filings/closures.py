"""Days of closure, entered when they happen: a typhoon, a black rainstorm, a court that is shut.

What was entered wrongly is put right, or taken back, by the record's next version; from then on
every period is counted by what stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipregistry.domain.calendars import ClosureKind
from ipregistry.domain.facts import Capacity, Context, FilingStatus, Needs
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision, Outcome, RecordDraft, filing_draft
from ipregistry.domain.packs.versions import PublishedClosure
from ipregistry.domain.violations import Severity, Violation

IN_FORCE, WITHDRAWN = "in-force", "withdrawn"


@dataclass(frozen=True, slots=True)
class ClosureEntry:
    """A day on which a place was shut, by which announcement; `record` and `version` name the
    entry that this one puts right, `withdrawn` takes it back.
    """

    place: str
    day: date
    kind: ClosureKind
    source: str
    digest: str
    record: str | None = None
    version: int | None = None
    withdrawn: bool = False

    @property
    def what(self) -> tuple[str, date, ClosureKind]:
        """What it says happened, whoever says so."""
        return self.place, self.day, self.kind


def read(body: Mapping[str, Any]) -> ClosureEntry:
    """The command in a body of the right shape."""
    return ClosureEntry(
        body["jurisdictionCode"],
        date.fromisoformat(body["closureDate"]),
        ClosureKind(body["closureCategory"]),
        body["sourceText"],
        body["sourceDigest"],
        body.get("closure"),
        body.get("closureVersion"),
        body.get("withdrawnIndicator", False),
    )


def decide(command: ClosureEntry, context: Context) -> Decision:
    """A closure is entered once, with its source; what stands is replaced by naming it."""
    standing = _standing(command, context)
    violations = [*_against(command, context), *_against_replacing(command, standing)]
    if violations:
        return violations
    draft = RecordDraft(
        "closure",
        command.record or context.new_id("closure"),
        "closure/1",
        1 if standing is None else standing.version + 1,
        _document(command),
        Capacity.NOTICE,
    )
    filing = filing_draft(context, "closure-entry", FilingStatus.RECORDED, act="closure-entry")
    return Outcome(FilingStatus.RECORDED, (draft, filing))


def _standing(command: ClosureEntry, context: Context) -> PublishedClosure | None:
    return next((c for c in context.closures if c.record == command.record), None)


def _against(command: ClosureEntry, context: Context) -> list[Violation]:
    wrong = []
    if command.place not in {c.calendar.place for c in context.calendars}:
        params = {"place": command.place}
        wrong.append(Violation("closure-place-unknown", "/jurisdictionCode", params))
    if command.kind is not ClosureKind.COURT and command.day > context.today:
        # A court says beforehand when it is shut; the weather does not.
        wrong.append(Violation("closure-not-happened-yet", "/closureDate"))
    same = next(
        (
            c
            for c in context.closures
            if c.stands
            and c.record != command.record
            and (c.closure.place, c.closure.day, c.closure.kind) == command.what
        ),
        None,
    )
    if same is not None and not command.withdrawn:
        params = {"closure": same.record}
        wrong.append(Violation("closure-entered-already", "/closureDate", params))
    return wrong


def _against_replacing(command: ClosureEntry, standing: PublishedClosure | None) -> list[Violation]:
    if command.record is None:
        return [Violation("closure-not-named", "/closure")] if command.withdrawn else []
    if standing is None:
        return [Violation("closure-unknown", "/closure", {"closure": command.record})]
    if command.version != standing.version:
        params: dict[str, str | int] = {
            "seen": command.version or 0,
            "current": standing.version,
            "changed": standing.record,
        }
        return [Violation("stale-version", "/closureVersion", params, severity=Severity.RACE)]
    if not standing.stands:
        return [Violation("closure-withdrawn", "/closure", {"closure": standing.record})]
    now = standing.closure
    same = (now.place, now.day, now.kind) == command.what
    if command.withdrawn and not same:
        return [Violation("closure-not-this-one", "/closureDate", {"closure": standing.record})]
    if same and not command.withdrawn and now.source == command.digest:
        return [Violation("closure-unchanged", "/closure", {"closure": standing.record})]
    return []


def _document(command: ClosureEntry) -> dict[str, Any]:
    return {
        "jurisdictionCode": command.place,
        "closureDate": command.day.isoformat(),
        "closureCategory": command.kind.value,
        "status": WITHDRAWN if command.withdrawn else IN_FORCE,
        "sourceText": command.source,
        "sourceDigest": command.digest,
    }


TYPE = FilingType(
    name="closure-entry",
    read=read,
    needs=lambda _command: Needs(packs=True),
    decide=decide,
    citation="Cap. 1 s.71 (gale warning day, black rainstorm warning day); rules of court",
)
