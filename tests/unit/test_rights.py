"""Kinds of right, kind codes, terms, relations."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipregistry.domain.rights import (
    KIND_CODES,
    OFFICE_KINDS,
    TERM_RULES,
    MissingFact,
    NoRule,
    RelationCategory,
    RightKind,
    Stage,
    StartFact,
    Term,
    check_relation,
    kinds_of,
    st96_category,
    stage_of,
    term_of,
)
from ipregistry.domain.violations import Severity, Violation


def _codes(violations: tuple[Violation, ...], severity: Severity) -> list[str]:
    return [v.code for v in violations if v.severity is severity]


def _relate(
    office: str,
    kind: RightKind,
    category: str,
    related_office: str,
    related_kind: RightKind | None = None,
) -> tuple[Violation, ...]:
    return check_relation(
        category,
        office=office,
        kind=kind,
        related_office=related_office,
        related_kind=related_kind,
    )


@pytest.mark.parametrize(
    ("office", "kind", "code", "stage"),
    [
        ("CN", RightKind.INVENTION, "A", Stage.PUBLISHED),
        ("CN", RightKind.INVENTION, "B", Stage.GRANTED),
        ("CN", RightKind.INVENTION, "C", Stage.GRANTED),
        ("CN", RightKind.UTILITY_MODEL, "U", Stage.GRANTED),
        ("CN", RightKind.UTILITY_MODEL, "Y", Stage.GRANTED),
        ("CN", RightKind.DESIGN, "S", Stage.GRANTED),
        ("CN", RightKind.DESIGN, "D", Stage.GRANTED),
        ("HK", RightKind.HK_STANDARD_R, "A", Stage.PUBLISHED),
        ("HK", RightKind.HK_STANDARD_R, "A1", Stage.PUBLISHED),
        ("HK", RightKind.HK_STANDARD_R, "B", Stage.GRANTED),
        ("HK", RightKind.HK_SHORT_TERM, "A", Stage.GRANTED),
    ],
)
def test_a_kind_code_tells_the_stage(office: str, kind: RightKind, code: str, stage: Stage) -> None:
    assert stage_of(office, kind, code) is stage


def test_a_letter_of_another_kind_tells_nothing() -> None:
    assert stage_of("CN", RightKind.INVENTION, "U") is None
    assert stage_of("MO", RightKind.TRADEMARK, "A") is None


@pytest.mark.parametrize(
    ("kind", "code"),
    [(RightKind.INVENTION, "B"), (RightKind.UTILITY_MODEL, "U"), (RightKind.DESIGN, "S")],
)
def test_before_1993_the_mainland_letters_b_u_and_s_were_no_grants(
    kind: RightKind, code: str
) -> None:
    assert stage_of("CN", kind, code, published=date(1992, 12, 31)) is Stage.PUBLISHED
    assert stage_of("CN", kind, code, published=date(2015, 1, 7)) is Stage.GRANTED


def test_a_letter_not_in_use_on_that_day_tells_nothing() -> None:
    assert stage_of("CN", RightKind.INVENTION, "B", published=date(2001, 1, 1)) is None


def test_every_row_is_of_a_kind_that_its_office_grants() -> None:
    rows = [(r.office, r.kind) for r in (*KIND_CODES, *TERM_RULES)]
    assert [r for r in rows if r[1] not in kinds_of(r[0])] == []


def test_every_row_says_where_it_is_from_and_how_sure() -> None:
    assert all(r.source and r.confidence in set("VESIM") for r in KIND_CODES)
    assert all(
        r.citation and {r.confidence, r.start_confidence} <= set("VESIM") for r in TERM_RULES
    )


def test_a_right_of_an_office_without_rules_can_be_of_every_kind_but_those_of_one_place() -> None:
    assert RightKind.INVENTION in kinds_of("DE")
    assert RightKind.TRADEMARK in kinds_of("US")
    of_one_place = {
        RightKind.HK_STANDARD_O,
        RightKind.HK_STANDARD_R,
        RightKind.HK_SHORT_TERM,
        RightKind.MO_EXTENSION,
    }
    assert set(kinds_of("DE")) == set(RightKind) - of_one_place


def test_the_european_patent_office_grants_patents_only() -> None:
    assert kinds_of("EP") == (RightKind.INVENTION,)


@pytest.mark.parametrize("office", ["CN", "HK", "MO"])
def test_what_no_office_grants_can_be_described_under_each_of_the_three_places(office: str) -> None:
    described = {
        RightKind.COPYRIGHT,
        RightKind.LAYOUT_DESIGN,
        RightKind.GEOGRAPHICAL_INDICATION,
        RightKind.PLANT_VARIETY,
        RightKind.TRADE_SECRET,
        RightKind.DOMAIN_NAME,
        RightKind.DATA_RIGHT,
    }
    assert described <= set(kinds_of(office))


def test_hong_kong_and_the_mainland_do_not_have_each_others_patents() -> None:
    assert RightKind.INVENTION not in kinds_of("HK")
    assert RightKind.HK_STANDARD_O not in kinds_of("CN")


# The categories of ST.96 V6_0; it has none for marks, and for designs only as patents.
ST96 = {
    "Patent for invention",
    "Plant patent",
    "Design patent",
    "Inventor certificate",
    "Utility certificate",
    "Utility model",
    "Patent of addition",
    "Inventor certificate of addition",
    "Utility certificate of addition",
    "SPC",
}


@pytest.mark.parametrize("kind", list(RightKind))
def test_a_kind_is_mapped_to_a_category_of_st96_or_to_none(kind: RightKind) -> None:
    assert st96_category("CN", kind) in ST96 | {None}


def test_st96_has_categories_for_patents_only() -> None:
    assert st96_category("HK", RightKind.HK_STANDARD_R) == "Patent for invention"
    assert st96_category("CN", RightKind.UTILITY_MODEL) == "Utility model"
    assert st96_category("CN", RightKind.DESIGN) == "Design patent"
    assert st96_category("HK", RightKind.DESIGN) is None
    assert st96_category("CN", RightKind.TRADEMARK) is None


FILED = date(2015, 8, 7)


@pytest.mark.parametrize(
    ("office", "kind", "fact", "start", "ends", "confidence"),
    [
        ("CN", RightKind.INVENTION, "filing", FILED, date(2035, 8, 6), "V"),
        ("CN", RightKind.UTILITY_MODEL, "filing", FILED, date(2025, 8, 6), "V"),
        ("CN", RightKind.DESIGN, "filing", date(2021, 6, 1), date(2036, 5, 31), "V"),
        ("CN", RightKind.DESIGN, "filing", date(2021, 5, 31), date(2031, 5, 30), "M"),
        ("CN", RightKind.TRADEMARK, "registration", FILED, date(2025, 8, 6), "V"),
        ("HK", RightKind.HK_STANDARD_O, "filing", FILED, date(2035, 8, 6), "I"),
        ("HK", RightKind.HK_STANDARD_R, "designated_filing", FILED, date(2035, 8, 6), "V"),
        ("HK", RightKind.HK_SHORT_TERM, "filing", FILED, date(2023, 8, 6), "V"),
        ("HK", RightKind.DESIGN, "filing", FILED, date(2040, 8, 6), "M"),
        ("HK", RightKind.TRADEMARK, "registration", FILED, date(2025, 8, 6), "M"),
        ("MO", RightKind.TRADEMARK, "registration", FILED, date(2022, 8, 6), "M"),
    ],
)
def test_a_term_ends_the_day_before_its_anniversary(
    office: str, kind: RightKind, fact: str, start: date, ends: date, confidence: str
) -> None:
    term = term_of(office, kind, **{fact: start})
    assert isinstance(term, Term)
    assert (term.ends, term.confidence) == (ends, confidence)
    assert term.rule
    assert term.citation


def test_a_hong_kong_r_patent_runs_from_its_designated_filing_and_from_nothing_else() -> None:
    found = term_of("HK", RightKind.HK_STANDARD_R, filing=FILED, registration=FILED)
    assert found == MissingFact(StartFact.DESIGNATED_FILING, "hk-standard-r-20")


def test_a_mainland_mark_does_not_run_from_its_filing() -> None:
    found = term_of("CN", RightKind.TRADEMARK, filing=FILED)
    assert found == MissingFact(StartFact.REGISTRATION, "cn-trademark-10")


def test_no_term_is_made_up_for_a_macao_extension() -> None:
    found = term_of("MO", RightKind.MO_EXTENSION, filing=FILED, registration=FILED)
    assert isinstance(found, NoRule)


def test_a_term_from_29_february_ends_on_28_february() -> None:
    leap = date(2016, 2, 29)
    ten = term_of("CN", RightKind.UTILITY_MODEL, filing=leap)
    twenty = term_of("CN", RightKind.INVENTION, filing=leap)
    assert isinstance(ten, Term)
    assert isinstance(twenty, Term)
    assert (ten.ends, twenty.ends) == (date(2026, 2, 28), date(2036, 2, 28))


def test_a_term_beyond_the_calendar_is_no_term() -> None:
    found = term_of("CN", RightKind.INVENTION, filing=date(9990, 1, 1))
    assert found == NoRule("CN", RightKind.INVENTION, "date-out-of-range")


def test_a_term_from_1_march_ends_on_the_last_day_of_february() -> None:
    term = term_of("CN", RightKind.UTILITY_MODEL, filing=date(2014, 3, 1))
    assert isinstance(term, Term)
    assert term.ends == date(2024, 2, 29)


@given(
    st.sampled_from([(office, k) for office, kinds in OFFICE_KINDS.items() for k in kinds]),
    st.dates(),
)
def test_a_later_start_never_ends_earlier(right: tuple[str, RightKind], start: date) -> None:
    office, kind = right
    if start == date.max:
        return
    later = start + timedelta(days=1)
    first = term_of(office, kind, filing=start, registration=start, designated_filing=start)
    second = term_of(office, kind, filing=later, registration=later, designated_filing=later)
    if isinstance(first, Term) and isinstance(second, Term):
        assert start < first.ends <= second.ends
    else:
        assert isinstance(second, NoRule)


def test_only_a_hong_kong_r_patent_has_a_designated_patent() -> None:
    category = RelationCategory.DESIGNATED_PATENT
    assert _relate("HK", RightKind.HK_STANDARD_R, category, "CN") == ()
    for office, kind in [("HK", RightKind.HK_STANDARD_O), ("CN", RightKind.INVENTION)]:
        wrong = _relate(office, kind, category, "CN")
        assert _codes(wrong, Severity.RULE) == ["relation-kind-unfit"]


@pytest.mark.parametrize(
    ("office", "fits"),
    [("CN", True), ("EP", True), ("GB", True), ("US", False), ("HK", False), ("MO", False)],
)
def test_a_designated_patent_is_of_one_of_three_offices(office: str, *, fits: bool) -> None:
    wrong = _relate("HK", RightKind.HK_STANDARD_R, RelationCategory.DESIGNATED_PATENT, office)
    assert _codes(wrong, Severity.RULE) == ([] if fits else ["relation-office-unfit"])


def test_only_a_macao_extension_extends_a_mainland_invention() -> None:
    category = RelationCategory.EXTENDED_FROM
    kind = RightKind.MO_EXTENSION
    assert _relate("MO", kind, category, "CN", RightKind.INVENTION) == ()
    wrong = _relate("MO", kind, category, "CN", RightKind.UTILITY_MODEL)
    assert _codes(wrong, Severity.RULE) == ["relation-related-kind-unfit"]
    wrong = _relate("MO", RightKind.TRADEMARK, category, "CN")
    assert _codes(wrong, Severity.RULE) == ["relation-kind-unfit"]


def test_an_extension_from_another_office_only_warns() -> None:
    wrong = _relate("MO", RightKind.MO_EXTENSION, RelationCategory.EXTENDED_FROM, "EP")
    assert _codes(wrong, Severity.WARNING) == ["relation-office-unfit"]
    assert _codes(wrong, Severity.RULE) == []


def test_a_divisional_stays_with_its_office() -> None:
    category, kind = RelationCategory.DIVISIONAL, RightKind.INVENTION
    assert _relate("CN", kind, category, "CN", kind) == ()
    assert _codes(_relate("CN", kind, category, "HK"), Severity.RULE) == ["relation-office-unfit"]


def test_a_divisional_of_another_kind_warns() -> None:
    model = RightKind.UTILITY_MODEL
    wrong = _relate("CN", RightKind.INVENTION, RelationCategory.DIVISIONAL, "CN", model)
    assert _codes(wrong, Severity.WARNING) == ["relation-related-kind-unfit"]


def test_a_mark_with_priority_from_a_patent_warns() -> None:
    category = RelationCategory.PRIORITY
    mark, invention = RightKind.TRADEMARK, RightKind.INVENTION
    assert _relate("CN", invention, category, "KR", RightKind.UTILITY_MODEL) == ()
    assert _codes(_relate("CN", mark, category, "KR", invention), Severity.WARNING) == [
        "relation-related-kind-unfit"
    ]


def test_an_unknown_relation_is_refused_by_name() -> None:
    wrong = _relate("CN", RightKind.INVENTION, "sample-relation", "CN")
    assert _codes(wrong, Severity.RULE) == ["relation-category-unknown"]
