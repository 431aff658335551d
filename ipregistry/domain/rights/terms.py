"""How long a right lasts, where a rule with a source is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ipregistry.domain.rights.kinds import CN, HK, MO, RightKind

_IN, _UM, _DE = RightKind.INVENTION, RightKind.UTILITY_MODEL, RightKind.DESIGN
_O, _R, _ST = RightKind.HK_STANDARD_O, RightKind.HK_STANDARD_R, RightKind.HK_SHORT_TERM


class StartFact(StrEnum):
    """The date from which a term runs."""

    FILING = "filing-date"
    DESIGNATED_FILING = "designated-filing-date"
    REGISTRATION = "registration-date"


@dataclass(frozen=True, slots=True)
class TermRule:
    """How long a kind of right lasts. `confidence` is of the length, `start_confidence`
    of the date from which it runs; `since` and `until` bound that date (until exclusive).
    """

    office: str
    kind: RightKind
    years: int
    runs_from: StartFact
    name: str
    citation: str
    confidence: str
    start_confidence: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """`ends` is the last day on which the right is in force if every fee is paid and
    every renewal made; the day before the anniversary, since the first day counts (I).

    For marks it is the end of the first period. What the office itself records (term
    compensation, Patent Law art. 42; a renewal) goes before it. `confidence` is the
    weaker of those of the length and of the start.
    """

    ends: date
    rule: str
    citation: str
    confidence: str
    runs_from: StartFact
    years: int


@dataclass(frozen=True, slots=True)
class MissingFact:
    """The rule is known, the date that it runs from was not given."""

    fact: StartFact
    rule: str


@dataclass(frozen=True, slots=True)
class NoRule:
    """No rule with a source is known for this office and kind, so none is applied."""

    office: str
    kind: RightKind
    reason: str


_FILING, _REG = StartFact.FILING, StartFact.REGISTRATION
_DESIGN_2021 = date(2021, 6, 1)

TERM_RULES: tuple[TermRule, ...] = (
    TermRule(CN, _IN, 20, _FILING, "cn-invention-20", "Patent Law art. 42", "V", "V"),
    TermRule(CN, _UM, 10, _FILING, "cn-utility-model-10", "Patent Law art. 42", "V", "V"),
    # Designs filed before the fourth amendment had ten years; that line is from memory.
    TermRule(
        CN,
        _DE,
        10,
        _FILING,
        "cn-design-10",
        "Patent Law before its fourth amendment, art. 42",
        "M",
        "M",
        until=_DESIGN_2021,
    ),
    TermRule(
        CN, _DE, 15, _FILING, "cn-design-15", "Patent Law art. 42", "V", "V", since=_DESIGN_2021
    ),
    TermRule(
        CN, RightKind.TRADEMARK, 10, _REG, "cn-trademark-10", "Trademark Law art. 39", "V", "V"
    ),
    # An (R) patent counts from the filing of its designated application, not from the
    # request to record: the Hong Kong date would give it up to two years too much.
    TermRule(
        HK,
        _R,
        20,
        StartFact.DESIGNATED_FILING,
        "hk-standard-r-20",
        "Cap. 514; OJ EPO 2016, suppl. 4, p. 580",
        "V",
        "V",
    ),
    TermRule(HK, _O, 20, _FILING, "hk-standard-o-20", "Cap. 514", "V", "I"),
    TermRule(
        HK, _ST, 8, _FILING, "hk-short-term-8", "Cap. 514; OJ EPO 2016, suppl. 4, p. 580", "V", "V"
    ),
    TermRule(HK, _DE, 25, _FILING, "hk-design-25", "Cap. 522", "V", "M"),
    # Cap. 559 makes the filing date the date of registration (M): the caller gives the
    # date of registration as the register shows it.
    TermRule(HK, RightKind.TRADEMARK, 10, _REG, "hk-trademark-10", "Cap. 559", "V", "M"),
    TermRule(MO, RightKind.TRADEMARK, 7, _REG, "mo-trademark-7", "Decree-Law 97/99/M", "V", "M"),
)

_SURENESS = "VESIM"


def term_of(
    office: str,
    kind: RightKind,
    *,
    filing: date | None = None,
    registration: date | None = None,
    designated_filing: date | None = None,
) -> Term | MissingFact | NoRule:
    """The longest life of the right (of a mark, its first period) by the general rule.

    A Hong Kong (R) patent needs `designated_filing`; `filing` does not stand in for it.
    """
    rules = [r for r in TERM_RULES if (r.office, r.kind) == (office, kind)]
    if not rules:
        return NoRule(office, kind, "no-sourced-rule")
    fact = rules[0].runs_from
    start = {
        StartFact.FILING: filing,
        StartFact.REGISTRATION: registration,
        StartFact.DESIGNATED_FILING: designated_filing,
    }[fact]
    if start is None:
        return MissingFact(fact, rules[-1].name)
    rule = next(
        r
        for r in rules
        if (r.since is None or r.since <= start) and (r.until is None or start < r.until)
    )
    if start.year + rule.years > date.max.year:
        return NoRule(office, kind, "date-out-of-range")
    sure = max(rule.confidence, rule.start_confidence, key=_SURENESS.index)
    ends = _last_day(start, rule.years)
    return Term(ends, rule.name, rule.citation, sure, rule.runs_from, rule.years)


def _last_day(start: date, years: int) -> date:
    """The day before the anniversary; a 29 February without one ends on 28 February."""
    try:
        anniversary = start.replace(year=start.year + years)
    except ValueError:
        anniversary = date(start.year + years, 3, 1)
    return anniversary - timedelta(days=1)
