"""Deadlines and fees of real procedures, by the packs of the reference where it is at hand: each
row is a case whose answer was worked out by hand from the rules and the official calendars."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from ipregistry.domain.calendars import Closure, ClosureKind, Due, NotPublished
from ipregistry.domain.packs.fees import (
    Amount,
    FeeAnswer,
    FeeInput,
    Manual,
    Range,
    Refused,
    compute_fee,
)
from ipregistry.domain.packs.marked_yaml import read_marked
from ipregistry.domain.packs.model import Band, Confidence, FeeMethod, FeeRule, Pack
from ipregistry.domain.packs.reading import read_pack
from ipregistry.domain.packs.terms import (
    Answer,
    AsksOfficer,
    Calendars,
    NotInForce,
    deadline_from,
    explained,
)
from ipregistry.domain.packs.testing import run_tests
from ipregistry.services.packs import seed_calendars

SHARED = Path(__file__).resolve().parents[3] / "shared" / "adr" / "packs"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared missing")


@cache
def pack(name: str) -> Pack:
    found = read_pack(read_marked((SHARED / f"{name}.yaml").read_bytes()).value).pack
    assert found is not None
    return found


def answer(
    name: str, deadline: str, start: str, place: str, *closed: tuple[str, str], more: int = 0
) -> Answer:
    rule = pack(name).deadlines[deadline]
    closures = tuple(Closure(place, date.fromisoformat(d), ClosureKind(k)) for d, k in closed)
    known = Calendars(seed_calendars().by_place, closures)
    longer = [(more, rule.unit)] if more else []
    return deadline_from(rule, date.fromisoformat(start), place, known, more=longer)


# Pack, deadline, day of the event, addressee's place, last day, what the case shows.
DUE = """
udrp-wipo | response | 2026-09-11 | CN | 2026-10-01 | a response may end on a holiday
udrp-wipo | cure_deficiency | 2026-04-01 | HK | 2026-04-06 | a cure may end on Easter Monday
udrp-wipo | notify_decision | 2026-09-30 | CN | 2026-10-10 | a Saturday of work is a business day
uncitral-ear-2021 | response | 2026-09-16 | CN | 2026-10-08 | the Mainland rolls over Golden Week
uncitral-ear-2021 | response | 2026-09-16 | HK | 2026-10-02 | Hong Kong over one day
uncitral-ear-2021 | response | 2026-09-16 | MO | 2026-10-05 | Macao over two and a weekend
uncitral-ear-2021 | award | 2025-08-31 | CN | 2026-02-28 | months end with the month
uncitral-ear-2021 | award_cap | 2025-08-31 | CN | 2026-05-31 | and nine of them too
uncitral-ear-2021 | consultation | 2026-03-02 | CN | 2026-03-17 | fifteen days from constitution
uncitral-ear-2021 | defence | 2026-03-02 | CN | 2026-03-17 | and for the defence
uncitral-ear-2021 | award | 2026-03-02 | CN | 2026-09-02 | six months to the award
uncitral-ear-2021 | award_cap | 2026-03-02 | CN | 2026-12-02 | nine at the most
hkiac-2024 | answer | 2026-03-04 | HK | 2026-04-08 | Good Friday is a holiday in Hong Kong
cn-mainland | prefiling_mediation | 2026-08-27 | CN | 2026-09-28 | thirty days of court mediation
cn-mainland | apply_confirmation | 2026-09-01 | CN | 2026-10-08 | thirty days to confirm
cn-mainland | set_aside_2025 | 2026-03-05 | CN | 2026-06-05 | three months under the new law
cn-mainland | set_aside_2017 | 2025-08-31 | CN | 2026-02-28 | six under the old
cn-mainland | enforcement | 2024-11-20 | CN | 2026-11-20 | two years to enforce
hk | statutory_short | 2026-04-02 | HK | 2026-04-10 | three days leave out Easter
hk | statutory | 2026-09-12 | HK | 2026-09-28 | fourteen days roll over a weekend
hk | enforce_award | 2020-05-11 | HK | 2026-05-11 | six years need no calendar
hk | ebram_reply | 2023-09-26 | HK | 2023-09-29 | a closed scheme still computes its old cases
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


@pytest.mark.parametrize("row", rows(DUE), ids=lambda row: row[-1])
def test_a_deadline_ends_on_the_day_worked_out_by_hand(row: list[str]) -> None:
    *asked, expected, _ = row
    found = answer(*asked)
    assert isinstance(found, Due), found
    assert found.due.isoformat() == expected


def test_four_days_more_on_request_are_four_calendar_days() -> None:
    found = answer("udrp-wipo", "response", "2026-09-11", "CN", more=4)
    assert isinstance(found, Due)
    assert found.due == date(2026, 10, 5)


@pytest.mark.parametrize(
    ("deadline", "start", "closed", "before", "after"),
    [
        ("statutory_short", "2026-04-02", ("2026-04-09", "black_rain"), 10, 11),
        ("statutory", "2026-09-12", ("2026-09-28", "typhoon_8"), 28, 29),
    ],
)
def test_a_storm_that_is_entered_later_moves_the_last_day(
    deadline: str, start: str, closed: tuple[str, str], before: int, after: int
) -> None:
    first, then = answer("hk", deadline, start, "HK"), answer("hk", deadline, start, "HK", closed)
    assert isinstance(first, Due)
    assert isinstance(then, Due)
    assert (first.due.day, then.due.day) == (before, after)
    assert {"date": closed[0], "reason": closed[1]} in [
        *then.explanation().get("rolledBag", []),
        *then.explanation().get("notCountedBag", []),
    ]


def test_a_period_that_one_law_began_and_the_next_would_end_asks_an_officer() -> None:
    found = answer("cn-mainland", "set_aside_2017", "2026-02-10", "CN")
    assert found == AsksOfficer("law-changed-meanwhile")
    rule = pack("cn-mainland").deadlines["set_aside_2017"]
    assert explained(rule, found)["standing"] == "needs-legal-review"


def test_a_law_computes_nothing_outside_its_time() -> None:
    assert answer("cn-mainland", "set_aside_2025", "2026-02-10", "CN") == NotInForce()
    assert answer("cn-mainland", "set_aside_2017", "2026-03-05", "CN") == NotInForce()
    assert answer("hk", "ebram_reply", "2023-10-01", "HK") == NotInForce()


def test_a_year_that_is_not_published_is_named_and_not_guessed() -> None:
    found = answer("uncitral-ear-2021", "response", "2026-12-20", "CN")
    assert found == NotPublished("CN", 2027)


def test_a_rule_from_memory_is_shown_and_not_computed_with() -> None:
    found = answer("wipo-expedited", "answer_and_defence", "2026-03-02", "HK")
    assert found == AsksOfficer("rests-on-memory")
    rule = pack("wipo-expedited").deadlines["answer_and_defence"]
    assert explained(rule, found)["confidence"] == "memory"


def test_an_answer_says_rule_source_calendar_and_every_day_it_rolled_over() -> None:
    found = answer("hkiac-2024", "answer", "2026-03-04", "HK")
    assert isinstance(found, Due)
    said = explained(pack("hkiac-2024").deadlines["answer"], found)
    assert (said["citation"], said["confidence"]) == ("Art 5.1", "secondary")
    assert (said["startDate"], said["rawDate"]) == ("2026-03-04", "2026-04-03")
    assert said["dueDate"] == "2026-04-08"
    days = {rolled["date"]: rolled["reason"] for rolled in said["rolledBag"]}
    assert days["2026-04-03"] == days["2026-04-07"] == "holiday"
    assert len(days) == 5
    assert said["calendar"]["jurisdictionCode"] == "HK"
    assert said["calendar"]["digest"].startswith("sha256:")
    assert said["calendar"]["status"] == "published"


# --------------------------------------------------------------------------------------- fees

# Pack, fee, amount in dispute, what it comes to.
TIERS = """
wipo-expedited | registration | 5000000 | 1000
wipo-expedited | admin | 5000000 | 5000
wipo-expedited | arbitrator | 5000000 | 40000
wipo-expedited | admin | 2500000 | 1000
wipo-expedited | admin | 2500000.01 | 5000
wipo-expedited | admin | 12000000 | 6000
wipo-expedited | admin | 30000000 | 15000
wipo-expedited | admin | 50000000 | 15000
wipo-expedited | admin_ordinary | 50000000 | 25000
hkiac-2024 | admin | 5000000 | 62450.00
hkiac-2024 | admin | 20000000 | 108000
hkiac-2024 | admin | 100000000 | 206200
hkiac-2024 | admin | 500000000 | 400000
hkiac-2024 | admin_2013 | 5000000 | 45000.00
hkiac-2024 | admin_2013 | 100000000 | 158880
cn-mainland | court_enforcement | 2000000 | 22400
cn-mainland | court_enforcement | 20000000 | 87400
cn-mainland | court_preservation | 2000000 | 5000
cn-mainland | court_set_aside | 2000000 | 400
hk | ebram_registration_each | 500000 | 200
"""


def fee(name: str, rule: str, amount: str | None = None, items: int | None = None) -> FeeAnswer:
    given = FeeInput(None if amount is None else Decimal(amount), items)
    return compute_fee(pack(name).fees[rule], given)


@pytest.mark.parametrize("row", rows(TIERS), ids=" ".join)
def test_a_fee_comes_to_what_was_worked_out_by_hand(row: list[str]) -> None:
    *asked, expected = row
    found = fee(*asked)
    assert isinstance(found, Amount), found
    assert found.amount == Decimal(expected)


@pytest.mark.parametrize(
    ("amount", "least", "most"),
    [("1000000", "11000", "18550"), ("5000000", "21000", "38550")],
)
def test_an_institution_chooses_within_a_range_added_up_slice_by_slice(
    amount: str, least: str, most: str
) -> None:
    found = fee("cn-mainland", "case_acceptance_1995", amount)
    assert found == Range(Decimal(least), Decimal(most), "CNY")


@pytest.mark.parametrize(
    ("rule", "items", "amount", "pieces"),
    [
        ("udrp_fee", 3, 1500, {"panelist": 1000, "centre": 500}),
        ("udrp_fee_3", 7, 5000, {"presiding": 1750, "each_co": 1000, "centre": 1250}),
        ("respondent_share_3", 5, 2000, {}),
    ],
)
def test_names_and_panel_decide_the_fee_of_a_domain_name_case(
    rule: str, items: int, amount: int, pieces: dict[str, int]
) -> None:
    found = fee("udrp-wipo", rule, items=items)
    assert isinstance(found, Amount)
    assert (found.amount, found.pieces) == (amount, pieces)


def test_what_is_by_agreement_or_not_for_such_a_case_is_said_so() -> None:
    assert fee("udrp-wipo", "udrp_fee", items=11) == Manual("by-agreement")
    assert fee("wipo-expedited", "arbitrator", "12000000") == Manual("by-agreement")
    assert fee("hk", "ebram_registration_each", "500001") == Refused("over_limit")


# ----------------------------------------------------------------------- whole cases, by number


@pytest.mark.parametrize(
    ("name", "test"),
    [
        pytest.param("udrp-wipo", "uncured deficiency", id="2"),
        pytest.param("uncitral-ear-2021", "whole case", id="7"),
        pytest.param("cn-mainland", "mediation times out unless all parties extend", id="12"),
        pytest.param("hkiac-2024", "unpaid deposit suspends", id="23"),
        pytest.param("hk", "silence is refusal to mediate", id="24"),
        pytest.param("udrp-wipo", "filing without the fee is refused", id="33"),
        pytest.param("udrp-wipo", "default then decision then implementation", id="34"),
    ],
)
def test_a_case_comes_to_the_state_and_the_days_worked_out_by_hand(name: str, test: str) -> None:
    (found,) = [one for one in run_tests(pack(name), seed_calendars()) if one.test.name == test]
    assert found.told is None


def test_33a_three_measures_of_an_emergency_arbitrator_cost_two_steps_more() -> None:
    """SCIA: CNY 10,000 for one measure, 2,000 for each further one (secondary)."""
    steps = [(1, 10_000), (2, 12_000), (3, 14_000)]
    rule = FeeRule(
        "emergency",
        "CNY",
        FeeMethod.PER_ITEM,
        "SCIA emergency arbitrator schedule",
        Confidence.SECONDARY,
        bands=(
            *(Band(up_to=Decimal(number), amount=Decimal(sum_)) for number, sum_ in steps),
            Band(manual=True),
        ),
    )
    found = compute_fee(rule, FeeInput(items=3))
    assert isinstance(found, Amount)
    assert (found.amount, found.currency) == (Decimal(14_000), "CNY")
    assert compute_fee(rule, FeeInput(items=4)) == Manual("by-agreement")
