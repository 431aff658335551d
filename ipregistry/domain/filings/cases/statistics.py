"""The statistics of a quarter: made once, when it is over, and never again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ipregistry.domain.confidentiality.records import EndedFacts
from ipregistry.domain.confidentiality.statistics import (
    LEAST_CELL,
    EndedCase,
    Group,
    Quarter,
    read_quarter,
    tables,
)
from ipregistry.domain.facts import Capacity, Context, FilingStatus, Needs
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision, Outcome, RecordDraft, filing_draft
from ipregistry.domain.packs.model import Pack
from ipregistry.domain.violations import Severity, Violation

# What was taken on the last evening of a quarter may still be being written down.
_SETTLES = timedelta(days=1)
_ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class StatisticsPublication:
    """Which quarter."""

    quarter: Quarter


def decide(command: StatisticsPublication, context: Context) -> Decision:
    """The tables of a quarter that is over, unless they are published already."""
    quarter = command.quarter
    params = {"quarter": str(quarter)}
    if context.today <= quarter.end + _SETTLES:
        return [Violation("case-statistics-not-over", "/quarter", params)]
    if str(quarter) in context.statistics:
        race = Severity.RACE
        return [Violation("case-statistics-published", "/quarter", params, severity=race)]
    least, counted = _counted(quarter, context)
    groups = tables(counted, least)
    document = {
        "quarter": str(quarter),
        "leastCell": least,
        "groupBag": [_group_document(group) for group in groups],
    }
    record = context.new_id("case-statistics")
    draft = RecordDraft(
        "case-statistics", record, "case-statistics/1", 1, document, Capacity.OFFICE
    )
    act = "case-statistics"
    return Outcome(
        FilingStatus.RECORDED, (draft, filing_draft(context, act, FilingStatus.RECORDED, act=act))
    )


def _counted(quarter: Quarter, context: Context) -> tuple[int, list[EndedCase]]:
    """The cases that ended in the quarter, by the day of recording, under packs that let them be
    counted; and the least number of a cell, the greatest that any of these packs asks for.
    """
    packs = {(p.record, p.version): p.pack for p in context.packs if _shared(p.pack)}
    least = max([LEAST_CELL, *(int(pack.share.get("min_cell", 0)) for pack in packs.values())])
    counted = [
        _ended_case(facts, packs[facts.pack], context)
        for facts in context.ended
        if facts.pack in packs and quarter.start <= context.day_of(facts.ended_at) <= quarter.end
    ]
    return least, counted


def _shared(pack: Pack) -> bool:
    return pack.share.get("statistics") == _ANONYMOUS


def _ended_case(facts: EndedFacts, pack: Pack, context: Context) -> EndedCase:
    return EndedCase(
        pack.kind.value, facts.outcome, facts.place, facts.opened, context.day_of(facts.ended_at)
    )


def _group_document(group: Group) -> dict[str, Any]:
    return {
        "group": group.name,
        "procedureBag": list(group.kinds),
        "total": group.total,
        "outcomeBag": _cells(group.outcomes),
        "placeBag": _cells(group.places),
        "durationBag": _cells(group.durations),
    }


def _cells(cells: Mapping[str, int]) -> Sequence[Mapping[str, Any]]:
    return [{"cell": name, "count": count} for name, count in cells.items()]


TYPE = FilingType(
    name="case-statistics",
    read=lambda body: StatisticsPublication(read_quarter(body["quarter"])),
    needs=lambda command: Needs(
        packs=True,
        # A day of the node begins before that of UTC.
        ended_since=(command.quarter.start - _SETTLES).isoformat(),
    ),
    decide=decide,
    citation="The rules packs' own `share`: anonymous statistics with a least number; no count "
    "that nobody foresaw (node practice)",
)
