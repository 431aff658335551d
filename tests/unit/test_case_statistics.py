"""Statistics of cases: whoever knows all tables and the rule they are made by learns of no few."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipregistry.domain.confidentiality import statistics as stats
from ipregistry.domain.confidentiality.statistics import (
    DURATION_LADDER,
    KIND_LADDER,
    OUTCOME_LADDER,
    PLACE_LADDER,
    EndedCase,
    Quarter,
    Rung,
    divided,
    read_quarter,
    tables,
)
from ipregistry.domain.packs.model import PackKind

LADDERS = (DURATION_LADDER, PLACE_LADDER, OUTCOME_LADDER, KIND_LADDER)
CASES = st.builds(
    lambda kind, outcome, place, days: EndedCase(
        kind, outcome, place, date(2026, 1, 1), date(2026, 1, 1) + timedelta(days)
    ),
    st.sampled_from([kind.value for kind in PackKind]),
    st.sampled_from(["settled", "award_made", "withdrawn", "denied", "refused"]),
    st.sampled_from(["HK", "CN", "MO", "SG"]),
    st.integers(0, 500),
)


def values_of(ladder: tuple[Rung, ...]) -> list[str]:
    return sorted({value for members in ladder[0].values() for value in members})


@pytest.mark.parametrize("ladder", LADDERS)
def test_every_rung_divides_everything_and_merges_cells_of_the_one_before(
    ladder: tuple[Rung, ...],
) -> None:
    for finer, coarser in pairwise(ladder):
        assert sorted(v for cell in coarser.values() for v in cell) == values_of(ladder)
        assert all(any(fine <= coarse for coarse in coarser.values()) for fine in finer.values())


@pytest.mark.parametrize("ladder", LADDERS)
def test_who_knows_the_rule_and_the_total_still_cannot_tell_a_small_cell(
    ladder: tuple[Rung, ...],
) -> None:
    """Every division of every small number, grouped by all that a reader sees of it: what a
    value can be ranges from nothing to the whole of the cell that it is shown in.
    """
    least, names = 2, values_of(ladder)
    seen = defaultdict(list)
    for counts in product(range(2 * least + 1), repeat=len(names)):
        if sum(counts) < least:
            continue
        flat = [name for name, count in zip(names, counts, strict=True) for _ in range(count)]
        shown = divided(flat, ladder, least)
        seen[sum(counts), tuple(shown.items())].append(dict(zip(names, counts, strict=True)))
    for (_, shown_items), possible in seen.items():
        shown = dict(shown_items)
        assert all(count >= least for count in shown.values())
        rung = next((r for r in ladder if r.keys() == shown.keys()), {})
        alone = {value for cell in rung.values() if len(cell) == 1 for value in cell}
        if max(sum(one.values()) for one in possible) > 2 * least:
            continue  # The enumeration ends there: not everything that is possible is in it.
        for name in set(names) - alone:
            found = {one[name] for one in possible}
            assert min(found) == 0
            assert max(found) >= least


@given(st.lists(CASES, max_size=60), st.integers(2, 6))
def test_no_number_of_a_few_cases_is_in_a_table(cases: list[EndedCase], least: int) -> None:
    groups = tables(cases, least)
    assert sum(group.total for group in groups) in {0, len(cases)}
    for group in groups:
        assert group.total >= least
        for division in (group.outcomes, group.places, group.durations):
            assert all(count >= least for count in division.values())
            assert sum(division.values()) in {0, group.total}


def test_fewer_cases_than_the_least_number_are_not_published_at_all() -> None:
    case = EndedCase("mediation", "settled", "HK", date(2026, 1, 1), date(2026, 2, 1))
    assert tables([case] * 4) == ()
    (group,) = tables([case] * 5)
    assert (group.name, group.total, group.outcomes) == ("all", 5, {})


def test_words_of_one_pack_do_not_tell_the_kind_within_a_group() -> None:
    """`denied` is said of domain names alone: counted by itself it would count them."""
    day = date(2026, 1, 1)
    mediated = [EndedCase("mediation", "settled", "HK", day, day)] * 6
    denied = [EndedCase("domain_name", "denied", "HK", day, day)] * 3
    awards = [EndedCase("arbitration", "award_made", "HK", day, day)] * 3
    groups = {group.name: group for group in tables([*mediated, *denied, *awards])}
    assert groups["adjudicated"].total == 6
    assert set().union(*(group.outcomes for group in groups.values())) <= {
        "agreed",
        "decided",
        "ended",
        "not-agreed",
    }


def test_a_quarter_is_its_three_months() -> None:
    fourth = read_quarter("2026-Q4")
    assert (fourth.start, fourth.end) == (date(2026, 10, 1), date(2026, 12, 31))
    assert read_quarter("2026-Q1").end == date(2026, 3, 31)
    assert str(Quarter(2026, 2)) == "2026-Q2"


def test_every_duration_has_one_band() -> None:
    day = date(2026, 1, 1)
    bands = [
        stats.duration_of(EndedCase("mediation", "settled", "HK", day, day + timedelta(n)))
        for n in (0, 30, 31, 90, 180, 365, 366)
    ]
    assert bands == [
        "up-to-30-days",
        "up-to-30-days",
        "31-to-90-days",
        "31-to-90-days",
        "91-to-180-days",
        "181-to-365-days",
        "more-than-365-days",
    ]
