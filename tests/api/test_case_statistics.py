"""Statistics of cases through the API: published once, for everybody, and no other count."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ipregistry.domain.access import Role
from ipregistry.services.replay import compare, replay
from tests.api.desk import Api, codes, problem_of
from tests.casework import consultation, made, with_packs


@pytest.fixture
def cases(fresh_api: Api) -> Api:
    return with_packs(fresh_api)


def decline(api: Api, count: int) -> None:
    for _ in range(count):
        case = consultation(api)
        case.event(case.first, "invitation_withdrawn")


def publish(api: Api, quarter: str) -> str:
    manager = api.world.actor(Role.CASE_MANAGER)
    answer = api.file(manager, "case-statistics", {"quarter": quarter})
    assert answer.status_code == 201, answer.text
    return made(answer, "ST")


def test_a_quarter_is_published_once_when_it_is_over_and_never_counted_anew(cases: Api) -> None:
    clock, manager = cases.world.clock, cases.world.actor(Role.CASE_MANAGER)
    clock.now = datetime(2026, 2, 2, 2, 0, tzinfo=UTC)
    decline(cases, 5)
    early = cases.file(manager, "case-statistics", {"quarter": "2026-Q1"})
    assert codes(problem_of(early, 422)) == {"case-statistics-not-over"}
    clock.now = datetime(2026, 4, 2, 2, 0, tzinfo=UTC)
    record = publish(cases, "2026-Q1")
    (part,) = cases.get(f"case-statistics/{record}").json["partBag"]
    (group,) = part["body"]["groupBag"]
    assert (group["group"], group["total"]) == ("all", 5)
    assert group["outcomeBag"] == []
    again = cases.file(manager, "case-statistics", {"quarter": "2026-Q1"})
    assert codes(problem_of(again, 409)) == {"case-statistics-published"}
    listed = cases.get("case-statistics").json["items"]
    assert [one["id"] for one in listed] == [record]
    node = cases.world.node
    assert compare(node, replay(node)) == []


def test_of_a_few_cases_nothing_is_published_and_what_is_open_is_not_counted(cases: Api) -> None:
    clock = cases.world.clock
    clock.now = datetime(2026, 2, 2, 2, 0, tzinfo=UTC)
    decline(cases, 4)
    for _ in range(3):
        consultation(cases)
    clock.now = datetime(2026, 4, 2, 2, 0, tzinfo=UTC)
    (part,) = cases.get(f"case-statistics/{publish(cases, '2026-Q1')}").json["partBag"]
    assert part["body"]["groupBag"] == []


def test_a_case_is_counted_in_the_quarter_in_which_its_end_was_recorded(cases: Api) -> None:
    clock = cases.world.clock
    clock.now = datetime(2026, 3, 31, 15, 0, tzinfo=UTC)
    decline(cases, 5)
    clock.now = datetime(2026, 3, 31, 16, 30, tzinfo=UTC)
    decline(cases, 6)
    clock.now = datetime(2026, 7, 2, 2, 0, tzinfo=UTC)
    totals = []
    for quarter in ("2026-Q1", "2026-Q2"):
        (part,) = cases.get(f"case-statistics/{publish(cases, quarter)}").json["partBag"]
        totals.append([group["total"] for group in part["body"]["groupBag"]])
    assert totals == [[5], [6]]


def test_who_is_no_case_manager_publishes_nothing(cases: Api) -> None:
    for actor in (cases.world.owner("Sample Stranger"), cases.world.registrar):
        answer = cases.file(actor, "case-statistics", {"quarter": "2025-Q1"})
        assert answer.status_code == 403
