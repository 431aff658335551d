"""The kinds of right, what their kind codes mean, how long they last, how they relate.

A right is (office, kind, number); the office is an ST.3 code. Every row says where it
comes from and how sure that is: ``V`` read in the source, ``S`` secondary, ``E`` seen in
real records, ``I`` inferred, ``M`` from memory. A row of confidence ``M`` may inform a
warning, never a refusal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ipregistry.domain.violations import Severity, Violation

CN, HK, MO = "CN", "HK", "MO"


class RightKind(StrEnum):
    """A kind of right. What it means in law depends on the office beside it."""

    INVENTION = "invention"
    UTILITY_MODEL = "utility-model"
    DESIGN = "design"
    TRADEMARK = "trademark"
    HK_STANDARD_O = "hk-standard-o"
    HK_STANDARD_R = "hk-standard-r"
    HK_SHORT_TERM = "hk-short-term"
    MO_EXTENSION = "mo-extension"


class Stage(StrEnum):
    """How far a right has come, as its publication or its register says."""

    FILED = "filed"
    PUBLISHED = "published"
    GRANTED = "granted"
    REGISTERED = "registered"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Right:
    """The identity of a right. `number` is a normalised official number."""

    office: str
    kind: RightKind
    number: str


OFFICE_KINDS: dict[str, tuple[RightKind, ...]] = {
    CN: (RightKind.INVENTION, RightKind.UTILITY_MODEL, RightKind.DESIGN, RightKind.TRADEMARK),
    HK: (
        RightKind.HK_STANDARD_O,
        RightKind.HK_STANDARD_R,
        RightKind.HK_SHORT_TERM,
        RightKind.DESIGN,
        RightKind.TRADEMARK,
    ),
    MO: (RightKind.TRADEMARK, RightKind.MO_EXTENSION),
}


def kinds_of(office: str) -> tuple[RightKind, ...]:
    """The kinds that this office is known to grant; empty for an office without rules."""
    return OFFICE_KINDS.get(office, ())


@dataclass(frozen=True, slots=True)
class KindCode:
    """What one letter behind a publication number says. Dates are of the publication;
    `until` is exclusive, None on either side is open.
    """

    office: str
    kind: RightKind
    code: str
    stage: Stage
    meaning: str
    source: str
    confidence: str
    since: date | None = None
    until: date | None = None


_EPO_CN = "EPO, numbering system of China"
_CN_1993 = date(1993, 1, 1)
# The day on which the Mainland letters C, Y and D gave way to B, U and S is from memory.
_CN_2010 = date(2010, 4, 7)
_IN, _UM, _DE = RightKind.INVENTION, RightKind.UTILITY_MODEL, RightKind.DESIGN
_O, _R, _ST = RightKind.HK_STANDARD_O, RightKind.HK_STANDARD_R, RightKind.HK_SHORT_TERM
_PUB, _GR = Stage.PUBLISHED, Stage.GRANTED
_GOOGLE = "publication numbers HK1058849B, HK1083555A1, HK40061483A as seen in patent links"

KIND_CODES: tuple[KindCode, ...] = (
    KindCode(CN, _IN, "A", _PUB, "application published", _EPO_CN, "V"),
    KindCode(CN, _IN, "B", _PUB, "examined, not yet granted", _EPO_CN, "V", until=_CN_1993),
    KindCode(CN, _IN, "B", _GR, "granted", "granted inventions since 2010", "M", since=_CN_2010),
    KindCode(CN, _IN, "C", _GR, "granted", _EPO_CN, "V", since=_CN_1993),
    KindCode(CN, _UM, "U", _PUB, "published before grant", _EPO_CN, "V", until=_CN_1993),
    KindCode(CN, _UM, "U", _GR, "granted", "granted models since 2010", "M", since=_CN_2010),
    KindCode(CN, _UM, "Y", _GR, "granted", _EPO_CN, "V", since=_CN_1993),
    KindCode(CN, _DE, "S", _PUB, "published before grant", _EPO_CN, "V", until=_CN_1993),
    KindCode(CN, _DE, "S", _GR, "granted", "granted designs since 2010", "M", since=_CN_2010),
    KindCode(CN, _DE, "D", _GR, "granted", _EPO_CN, "V", since=_CN_1993),
    KindCode(HK, _R, "A", _PUB, "request to record published", _GOOGLE, "I"),
    KindCode(HK, _R, "A1", _PUB, "request to record published", _GOOGLE, "I"),
    KindCode(HK, _R, "B", _GR, "registered and granted", _GOOGLE, "I"),
    KindCode(HK, _O, "A", _PUB, "application published", "by analogy with (R)", "M"),
    KindCode(HK, _O, "B", _GR, "granted", "by analogy with (R)", "M"),
    # A short-term patent is not published before it is granted (Cap. 514C r. 43(1)).
    KindCode(HK, _ST, "A", _GR, "granted", "letters of short-term patents", "M"),
    KindCode(HK, _ST, "A2", _GR, "granted", "letters of short-term patents", "M"),
)


def kind_code(
    office: str, kind: RightKind, code: str, *, published: date | None = None
) -> KindCode | None:
    """The row for this code, or None where none is known.

    Mainland B, U and S changed their meaning; without a publication date the newest
    meaning is taken, because the older one ended in 1992.
    """
    rows = [r for r in KIND_CODES if (r.office, r.kind, r.code) == (office, kind, code)]
    if published is not None:
        rows = [
            r
            for r in rows
            if (r.since is None or r.since <= published)
            and (r.until is None or published < r.until)
        ]
    return rows[-1] if rows else None


def stage_of(
    office: str, kind: RightKind, code: str, *, published: date | None = None
) -> Stage | None:
    """The stage that a publication with this kind code proves, None where not known."""
    row = kind_code(office, kind, code, published=published)
    return row.stage if row else None


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


class RelationCategory(StrEnum):
    """Why two rights belong together."""

    DESIGNATED_PATENT = "designated-patent"
    EXTENDED_FROM = "extended-from"
    PRIORITY = "priority"
    DIVISIONAL = "divisional"


# CNIPA, the EPO (designating the United Kingdom) and the United Kingdom's office.
DESIGNATED_OFFICES = ("CN", "EP", "GB")


@dataclass(frozen=True, slots=True)
class RelationRule:
    """What a relation may join. None: anything. What is only remembered warns."""

    from_kinds: tuple[tuple[str, RightKind], ...] | None
    to_offices: tuple[str, ...] | None
    office_severity: Severity
    related_kind_severity: Severity
    source: str | None


_RULE, _WARN = Severity.RULE, Severity.WARNING

RELATION_RULES: dict[RelationCategory, RelationRule] = {
    RelationCategory.DESIGNATED_PATENT: RelationRule(
        ((HK, _R),), DESIGNATED_OFFICES, _RULE, _WARN, "Cap. 514 (designated patent offices)"
    ),
    # Extensions of European patents are spoken of too (S), so that another office warns.
    RelationCategory.EXTENDED_FROM: RelationRule(
        ((MO, RightKind.MO_EXTENSION),),
        (CN,),
        _WARN,
        _RULE,
        "Decree-Law 97/99/M arts. 131(2), 135",
    ),
    RelationCategory.PRIORITY: RelationRule(None, None, _WARN, _WARN, "Paris Convention art. 4"),
    RelationCategory.DIVISIONAL: RelationRule(None, None, _RULE, _WARN, None),
}


def check_relation(
    category: str,
    *,
    office: str,
    kind: RightKind,
    related_office: str,
    related_kind: RightKind | None = None,
) -> tuple[Violation, ...]:
    """What makes no sense about a right (`office`, `kind`) that says it relates to another.

    Pointers are into the relation: ``/relationCategory``, ``/officeCode``, ``/rightKind``.
    `related_kind` is None where it is not known, and then not judged.
    """
    if category not in list(RelationCategory):
        known = ", ".join(RelationCategory)
        return (Violation("relation-category-unknown", "/relationCategory", {"known": known}),)
    relation = RelationCategory(category)
    rule = RELATION_RULES[relation]
    found: list[Violation] = []
    params: dict[str, str | int]
    if rule.from_kinds is not None and (office, kind) not in rule.from_kinds:
        params = {"category": relation.value, "office": office, "kind": kind.value}
        found.append(Violation("relation-kind-unfit", "/relationCategory", params, rule.source))
    # A divisional stays, by what the word means, with the office of what was divided.
    offices = (office,) if relation is RelationCategory.DIVISIONAL else rule.to_offices
    if offices is not None and related_office not in offices:
        allowed = ", ".join(offices)
        params = {"category": relation.value, "office": related_office, "allowed": allowed}
        found.append(
            Violation(
                "relation-office-unfit", "/officeCode", params, rule.source, rule.office_severity
            )
        )
    if related_kind is not None and not _kinds_fit(relation, kind, related_kind, related_office):
        params = {"category": relation.value, "kind": kind.value, "related": related_kind.value}
        severity = rule.related_kind_severity
        found.append(
            Violation("relation-related-kind-unfit", "/rightKind", params, rule.source, severity)
        )
    return tuple(found)


def _kinds_fit(
    category: RelationCategory, kind: RightKind, related: RightKind, related_office: str
) -> bool:
    """Whether the right at the other end can be of that kind."""
    match category:
        case RelationCategory.PRIORITY:
            # A mark cannot take priority from a patent, nor a patent from a mark.
            return (kind is RightKind.TRADEMARK) == (related is RightKind.TRADEMARK)
        case RelationCategory.DIVISIONAL:
            return kind is related
        case _:
            return related_office != CN or related is RightKind.INVENTION
