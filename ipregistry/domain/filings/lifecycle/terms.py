"""How a renewal moves the end of a term: of marks, which run from period to period.

A patent's longest life is fixed by its law: the payment of a fee keeps it in force and moves
nothing. That life is in `rights.terms`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ipregistry.domain.clocks import add_months
from ipregistry.domain.facts import AssetFacts
from ipregistry.domain.filings.lifecycle.command import Life
from ipregistry.domain.policies import Rule, weigh
from ipregistry.domain.rights import CN, HK, MO, RightKind
from ipregistry.domain.titles import State
from ipregistry.domain.violations import Violation

_POINTER = "/termEndDate"


@dataclass(frozen=True, slots=True)
class Period:
    """By how many years a renewal moves the end, and when it may be made: from so many months
    before the end, until so many after it (None where no source says).
    """

    years: int
    citation: str
    confidence: str
    before: int | None = None
    grace: int | None = None

    def next_end(self, end: date) -> date:
        """The last day of the period behind the one that ends then."""
        return add_months(end, 12 * self.years)


PERIODS: Mapping[tuple[str, RightKind], Period] = {
    (CN, RightKind.TRADEMARK): Period(
        10, "Trademark Law art. 39-40: twelve months before, six months of grace", "V", 12, 6
    ),
    (HK, RightKind.TRADEMARK): Period(10, "Cap. 559: ten years", "V"),
    (MO, RightKind.TRADEMARK): Period(7, "Decree-Law 97/99/M: seven years, renewable", "V"),
}


def period_of(asset: AssetFacts) -> Period | None:
    """How the right is renewed; None where its term is not moved by renewals known here."""
    return PERIODS.get((asset.office, RightKind(asset.kind)))


def new_end(command: Life, asset: AssetFacts, record: State, today: date) -> date | None:
    """The end of the term behind a renewal; None where it does not move, or is not known."""
    period = period_of(asset)
    if command.term_ends is not None or period is None:
        return command.term_ends
    known = record.term_ends or _first_end(period, asset, today)
    return None if known is None else period.next_end(known)


def _first_end(period: Period, asset: AssetFacts, today: date) -> date | None:
    """The end of a mark's first period, while no renewal can have followed on it: behind that,
    those that were made elsewhere are not known here.
    """
    ends = asset.term_ends
    return ends if ends is not None and add_months(ends, period.grace or 0) >= today else None


def check_renewal(
    command: Life, asset: AssetFacts, record: State, on: date, today: date
) -> list[Violation]:
    """What is wrong with the new end of the term, or with the day of the renewal."""
    period = period_of(asset)
    if period is None:
        return _fixed_term(command, asset)
    if new_end(command, asset, record, today) is None:
        return [Violation("term-end-missing", _POINTER, {"years": period.years}, period.citation)]
    known = record.term_ends
    if known is None:
        # The first period's end proves no later one, so nothing is held against it.
        return []
    if command.term_ends is not None and command.term_ends <= known:
        params = {"term": known.isoformat()}
        return [Violation("term-not-later", _POINTER, params, period.citation)]
    return _out_of_time(period, known, on)


def _fixed_term(command: Life, asset: AssetFacts) -> list[Violation]:
    """The law fixes the longest life of the right: no payment moves its end."""
    if command.term_ends is None or asset.term_ends is None:
        return []
    term = asset.document.get("term") or {}
    rule = Rule(None, term.get("citation", "term of the right"), asset.term_confidence or "M")
    params = {"term": asset.term_ends.isoformat()}
    return [weigh(rule, Violation("term-not-renewable", _POINTER, params))]


def _out_of_time(period: Period, end: date, on: date) -> list[Violation]:
    rule = Rule(None, period.citation, period.confidence)
    if period.before is not None:
        first = add_months(end, -period.before)
        if on < first:
            params = {"first": first.isoformat()}
            return [weigh(rule, Violation("renewal-too-early", "/executedDate", params))]
    if period.grace is not None:
        last = add_months(end, period.grace)
        if on > last:
            params = {"last": last.isoformat()}
            return [weigh(rule, Violation("renewal-too-late", "/executedDate", params))]
    return []
