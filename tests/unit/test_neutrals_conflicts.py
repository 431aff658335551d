"""Conflicts of interest: exact windows, counts per party, evidence, and what is never decided."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipregistry.domain.clocks import add_months
from ipregistry.domain.neutrals.conflicts import Asked, check, lists_for, other_cases
from ipregistry.domain.neutrals.lists import ListError, known_lists, read_list
from ipregistry.domain.neutrals.model import (
    Action,
    Interested,
    Level,
    Link,
    Matter,
    Report,
    Source,
    Standing,
    Tie,
    Who,
)

TODAY = date(2026, 11, 22)
CONFLICT = {"lists": "iba-2024", "objection_days": 30}
CLAIMANT = Who(party="PA-CLAIMANT", names=("Sample Claimant Ltd",))
RESPONDENT = Who(party="PA-RESPONDENT")
ME = Who(party="PA-ME", account="AC-ME")


def stands(who: Who, standing: Standing = Standing.PARTY, group: str = "claimant/1") -> Interested:
    return Interested(group.partition("/")[0], group, who, standing)


SIDES = (stands(CLAIMANT), stands(RESPONDENT, group="respondent/1"))


def appointed(day: str, by: Who = CLAIMANT, source: Source = Source.ROSTER) -> Link:
    return Link(
        Tie.APPOINTED_BY, by, date.fromisoformat(day), date.fromisoformat(day), source=source
    )


def report(
    *links: Link,
    interested: tuple[Interested, ...] = SIDES,
    today: date = TODAY,
    place: str | None = "HK",
    conflict: dict[str, object] = CONFLICT,
    declared: bool = False,
) -> Report:
    lists = lists_for(known_lists(), conflict, (place,), today)
    return check(Asked(links, interested, lists, today, declared, conflict))


def found(*links: Link, **more: object) -> dict[str, Action]:
    return {f.key: f.action for f in report(*links, **more).findings}  # type: ignore[arg-type]


def test_two_appointments_by_the_same_party_within_three_years_are_to_be_disclosed() -> None:
    told = report(appointed("2023-12-01"), appointed("2025-06-15"))
    (finding,) = told.findings
    assert (finding.key, finding.item.level, finding.action) == (
        "iba-2024:3.1.3",
        Level.ORANGE,
        Action.DISCLOSE,
    )
    said = finding.document()
    assert said["window"] == {"startDate": "2023-11-22", "endDate": "2026-11-22"}
    assert [e["startDate"] for e in said["evidenceBag"]] == ["2023-12-01", "2025-06-15"]


def test_an_appointment_two_days_before_the_window_does_not_count() -> None:
    assert report(appointed("2023-11-20"), appointed("2025-06-15")).findings == ()


@pytest.mark.parametrize(("first", "counts"), [("2023-11-22", True), ("2023-11-21", False)])
def test_the_first_day_of_the_window_counts(first: str, *, counts: bool) -> None:
    assert bool(report(appointed(first), appointed("2025-06-15")).findings) is counts


def test_one_appointment_by_each_side_is_not_two_by_one() -> None:
    assert found(appointed("2024-12-01"), appointed("2025-06-15", RESPONDENT)) == {}


def test_an_affiliates_appointment_counts_as_its_partys() -> None:
    group = stands(Who(party="PA-SISTER"), Standing.AFFILIATE)
    links = (appointed("2024-12-01"), appointed("2025-06-15", Who(party="PA-SISTER")))
    assert found(*links, interested=(*SIDES, group)) == {"iba-2024:3.1.3": Action.DISCLOSE}


def test_the_same_appointment_entered_twice_is_one() -> None:
    assert found(appointed("2025-06-15"), appointed("2025-06-15")) == {}


def test_work_as_counsel_counts_until_its_last_day() -> None:
    ended = Link(Tie.COUNSEL_FOR, CLAIMANT, date(2015, 1, 1), date(2023, 11, 22))
    earlier = Link(Tie.COUNSEL_FOR, CLAIMANT, date(2015, 1, 1), date(2023, 11, 21))
    assert found(ended) == {"iba-2024:3.1.1": Action.DISCLOSE}
    assert found(earlier) == {}


def test_who_is_a_party_is_refused_by_the_nodes_own_rule() -> None:
    told = found(Link(Tie.IS, CLAIMANT, TODAY))
    assert told["node:own-cause"] is Action.REFUSE
    assert told["iba-2024:1.1"] is Action.ASK, "what rests on memory refuses nothing"


@pytest.mark.parametrize("tie", [Tie.CONTROLLER, Tie.OFFICER, Tie.WORKS_FOR])
def test_who_runs_a_party_is_refused_while_he_does(tie: Tie) -> None:
    assert found(Link(tie, CLAIMANT, date(2020, 1, 1)))["node:own-company"] is Action.REFUSE
    past = Link(tie, CLAIMANT, date(2020, 1, 1), date(2026, 11, 21))
    assert "node:own-company" not in found(past)


def test_who_is_named_as_a_partys_officer_is_refused() -> None:
    officer = stands(ME, Standing.OFFICER)
    told = found(Link(Tie.IS, ME, TODAY), interested=(*SIDES, officer))
    assert told["node:own-company"] is Action.REFUSE


def test_who_represents_a_side_is_refused_by_his_account() -> None:
    counsel = stands(Who(account="AC-ME"), Standing.COUNSEL, "claimant/counsel")
    told = found(Link(Tie.IS, ME, TODAY), interested=(*SIDES, counsel))
    assert told["node:own-client"] is Action.REFUSE


def test_a_name_alone_refuses_nobody_but_asks_an_officer() -> None:
    same = Who(names=("ＳＡＭＰＬＥ claimant  ltd",))
    assert found(Link(Tie.CONTROLLER, same, date(2020, 1, 1)))["node:own-company"] is Action.ASK


def test_two_numbers_are_two_people_whatever_they_are_called() -> None:
    namesake = Who(party="PA-OTHER", names=CLAIMANT.names)
    assert found(Link(Tie.CONTROLLER, namesake, date(2020, 1, 1))) == {}


def test_more_than_three_appointments_by_the_same_counsel_ask_an_officer() -> None:
    firm = Who(party="PA-FIRM")
    counsel = stands(firm, Standing.COUNSEL, "claimant/counsel")
    days = ["2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"]
    links = [appointed(day, firm) for day in days]
    assert found(*links, interested=(*SIDES, counsel)) == {"iba-2024:3.2": Action.ASK}
    assert found(*links[:3], interested=(*SIDES, counsel)) == {}


def test_a_manager_of_an_involved_affiliate_needs_the_waiver_of_all() -> None:
    sister = Who(party="PA-SISTER")
    sides = (*SIDES, stands(sister, Standing.AFFILIATE))
    told = found(Link(Tie.OFFICER, sister, date(2025, 1, 1)), interested=sides)
    assert told == {"iba-2024:2.3.4": Action.WAIVER_BY_ALL}


def test_work_on_this_dispute_counts_however_long_ago() -> None:
    link = Link(Tie.ADVISER, CLAIMANT, date(2001, 1, 1), date(2001, 2, 1), Matter.THIS)
    (finding,) = report(link).findings
    assert finding.key == "iba-2024:2.1"
    assert "startDate" not in finding.document()["window"]


def test_a_pack_may_ask_for_more_but_not_on_memory() -> None:
    links = (appointed("2024-12-01"), appointed("2025-06-15"))
    stricter = {**CONFLICT, "refuse": ["3.1.*"]}
    assert found(*links, conflict=stricter) == {"iba-2024:3.1.3": Action.REFUSE}
    waiver = {**CONFLICT, "waiver_by_all": ["1.*"]}
    assert found(Link(Tie.ADVISER, CLAIMANT, TODAY), conflict=waiver)["iba-2024:1.4"] is Action.ASK


def test_the_law_of_the_mainland_counts_where_the_seat_is_there() -> None:
    gift = Link(Tie.PRIVATE_CONTACT, CLAIMANT, date(2025, 12, 1), date(2025, 12, 1))
    before = date(2026, 2, 28)
    assert found(gift, place="CN", today=before) == {
        "cn-arbitration-law-2017:private-contact": Action.REFUSE
    }
    assert found(gift, place="HK", today=before) == {}


def test_a_revised_law_that_was_not_read_asks_an_officer() -> None:
    gift = Link(Tie.PRIVATE_CONTACT, CLAIMANT, date(2025, 12, 1), date(2025, 12, 1))
    assert found(gift, place="CN", today=date(2026, 3, 1)) == {
        "cn-arbitration-law-2025:private-contact": Action.ASK
    }


def test_what_only_the_candidate_can_tell_is_named_until_he_has() -> None:
    assert "iba-2024:3.1.4" in report().undeclared
    assert "iba-2024:3.1.3" not in report().undeclared
    assert report(declared=True).undeclared == ()


def test_of_other_cases_only_counts_and_days_are_shown() -> None:
    link = Link(
        Tie.APPOINTED_BY,
        Who(party="PA-CLAIMANT", names=("Sample Claimant Ltd",)),
        date(2025, 6, 15),
        date(2025, 6, 15),
        source=Source.OTHER_CASE,
        digest="CA-SECRET",
    )
    told = report(link, appointed("2024-12-01", source=Source.OTHER_CASE))
    shown = str(told.document())
    assert "CA-SECRET" not in shown
    assert "Sample Claimant" not in shown
    assert other_cases(told) == {"dayQuantity": 2, "dateBag": ["2024-12-01", "2025-06-15"]}


days = st.dates(date(2021, 1, 1), date(2026, 12, 31))


@given(st.lists(days, max_size=6, unique=True), st.dates(date(2024, 1, 1), date(2026, 12, 31)))
def test_the_count_is_that_of_the_days_between_the_same_day_three_years_ago_and_today(
    appointments: list[date], today: date
) -> None:
    told = report(*(appointed(day.isoformat()) for day in appointments), today=today)
    inside = sorted(day for day in appointments if add_months(today, -36) <= day <= today)
    seen = [e.link.start for f in told.findings if f.item.id == "3.1.3" for e in f.evidence]
    assert seen == (inside if len(inside) > 1 else [])


@given(days, st.integers(0, 2000), st.dates(date(2024, 1, 1), date(2026, 12, 31)))
def test_work_counts_as_long_as_any_day_of_it_lies_in_the_window(
    start: date, length: int, today: date
) -> None:
    end = start + timedelta(days=length)
    told = found(Link(Tie.COUNSEL_FOR, CLAIMANT, start, end), today=today)
    inside = start <= today and end >= add_months(today, -36)
    assert ("iba-2024:3.1.1" in told) is inside


@given(st.lists(st.tuples(st.sampled_from(list(Tie)), days, st.sampled_from(list(Matter)))))
def test_nothing_from_memory_refuses_or_frees(ties: list[tuple[Tie, date, Matter]]) -> None:
    links = [Link(tie, CLAIMANT, day, matter=matter) for tie, day, matter in ties]
    for finding in report(*links, place="CN").findings:
        if finding.item.confidence == "M":
            assert finding.action in {Action.ASK, Action.NONE}


@given(st.permutations([appointed("2024-12-01"), appointed("2025-06-15"), appointed("2026-01-01")]))
def test_the_order_of_what_is_known_changes_nothing(links: list[Link]) -> None:
    assert report(*links).document() == report(*sorted(links, key=lambda k: k.start)).document()


def test_every_shipped_item_has_labels_a_citation_and_a_confidence() -> None:
    items = [item for one in known_lists() for item in one.items]
    assert {one.id for one in known_lists()} >= {"iba-2024", "node", "cn-arbitration-law-2017"}
    assert len(items) >= 24
    assert all(item.citation and item.when and len(item.labels) == 4 for item in items)
    hard = {i.confidence for i in items if i.action is Action.REFUSE and i.asked is Action.REFUSE}
    assert hard <= {"V", "D"}


ITEM = """
list = "x"
title = {en = "a", pt = "a", zh-Hans = "a", zh-Hant = "a"}
[[item]]
id = "1"
level = "red"
action = "refuse"
citation = "C"
confidence = "V"
label = {en = "a", pt = "a", zh-Hans = "a", zh-Hant = "a"}
when = [{ties = ["is"], of = ["party"]}]
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"is"', '"cousin"', "1: 'cousin'"),
        ('confidence = "V"', 'confidence = "?"', "without citation or confidence"),
        (', zh-Hant = "a"}\nwhen', "}\nwhen", "four languages"),
        ('level = "red"', 'level = "red"\ncolour = 1', "unknown colour"),
        ('citation = "C"\n', "", "missing: citation"),
        ("list =", "list = =", "line 2"),
    ],
)
def test_a_list_that_is_wrong_is_refused_and_the_item_named(old: str, new: str, said: str) -> None:
    assert read_list(ITEM).items[0].id == "1"
    with pytest.raises(ListError, match=said):
        read_list(ITEM.replace(old, new))
