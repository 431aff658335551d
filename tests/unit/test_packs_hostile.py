"""A pack that nobody vouches for is told what is wrong with it, and brings nothing down; and what
a careful reader of rules would notice is noted."""

from __future__ import annotations

import copy
from datetime import date
from importlib.resources import files
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipregistry.domain.calendars import NotPublished, Period, TimeRules, Unit, compute
from ipregistry.domain.packs import engine
from ipregistry.domain.packs.engine import CaseState, Extend
from ipregistry.domain.packs.faults import Level
from ipregistry.domain.packs.marked_yaml import read_marked
from ipregistry.services.packs import PackReport, PackSource, check_packs, seed_calendars
from tests.unit.test_packs import HK, SMALL, at, faults_of, reasons, requested, small

Path: TypeAlias = tuple[str | int, ...]

SEEDED = [
    read_marked(path.read_bytes()).value
    for path in sorted((files("ipregistry.seed") / "packs").iterdir(), key=lambda p: p.name)
]
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**17), 10**17),
    st.sampled_from(
        ["", "9999-12-31", "0001-01-01", "tick", "extend", "system", "draft", "HK", "1"]
    ),
    st.text(max_size=5),
)
VALUES = st.recursive(
    SCALARS, lambda v: st.lists(v, max_size=2) | st.dictionaries(st.text(max_size=5), v, max_size=2)
)


def places(value: Any, path: Path = ()) -> list[Path]:
    inside = value.items() if isinstance(value, dict) else ()
    inside = enumerate(value) if isinstance(value, list) else inside
    return [path, *(p for name, one in inside for p in places(one, (*path, name)))]


PLACES = [places(document) for document in SEEDED]


def checked(document: Any) -> PackReport:
    return check_packs([PackSource("x.yaml", document, len)], seed_calendars())


@given(data=st.data())
def test_whatever_stands_where_a_rule_should_is_a_fault_and_never_a_crash(data: Any) -> None:
    number = data.draw(st.integers(0, len(SEEDED) - 1))
    document = copy.deepcopy(SEEDED[number])
    for _ in range(data.draw(st.integers(1, 3))):
        # In the tests of a pack stands most of what is not read until they run.
        path = data.draw(st.sampled_from(PLACES[number]))
        inside: Any = document
        try:
            for step in path[:-1]:
                inside = inside[step]
            inside[path[-1]] = data.draw(VALUES)
        except (LookupError, TypeError):
            return
    report = checked(document)
    assert isinstance(report.sound, bool)


@pytest.mark.parametrize("count", [10**5, 10**9, 10**18])
@pytest.mark.parametrize("unit", Unit)
def test_a_period_beyond_every_calendar_has_no_end_to_guess(count: int, unit: Unit) -> None:
    calendar = seed_calendars().by_place["HK"]
    found = compute(date(2026, 3, 2), Period(count, unit), TimeRules(), calendar)
    assert isinstance(found, NotPublished) or (count == 10**5 and unit is Unit.DAY)


@pytest.mark.parametrize("expect", [None, {}, [], "settled"])
def test_a_test_that_expects_nothing_fails(expect: Any) -> None:
    event = {"at": "2026-03-02", "event": "tick"}
    document = small(
        tests=[{"name": "x", "context": {"default": "HK"}, "events": [event], "expect": expect}]
    )
    assert len(checked(document).failures) == 1


# --------------------------------------------------------------------------------------- notes


def test_a_period_that_may_run_out_unheard_is_noted() -> None:
    document = small()
    document["states"].append({"id": "talking"})
    talk = {"id": "t4", "event": "talks", "by": ["respondent"], "from": ["requested"]}
    back = {
        "id": "t5",
        "event": "agreed",
        "by": ["respondent"],
        "from": ["talking"],
        "to": "agreed",
    }
    document["transitions"] += [talk | {"to": "talking"}, back]
    assert faults_of(document, Level.NOTE) == [
        "reply: it may run out in the state talking, where nothing follows from it"
    ]
    document["transitions"][3]["stops"] = ["reply"]
    assert faults_of(document, Level.NOTE) == []


def test_a_step_that_an_earlier_one_always_takes_is_noted() -> None:
    document = small()
    again = {"id": "t4", "event": "agreed", "by": ["respondent"], "from": ["requested"]}
    document["transitions"].append(again | {"to": "refused", "stops": ["reply"]})
    assert faults_of(document, Level.NOTE) == ["t4: never taken: t2 takes this event first"]
    document["transitions"][3]["by"] = ["claimant"]
    assert faults_of(document, Level.NOTE) == []


def test_going_round_without_an_end_is_noted() -> None:
    document = small()
    document["states"] += [{"id": "here"}, {"id": "there"}]
    for event, source, to in (
        ("a", "requested", "here"),
        ("b", "here", "there"),
        ("c", "there", "here"),
    ):
        step = {"id": event, "event": event, "by": ["claimant"], "from": [source], "to": to}
        document["transitions"].append(step | {"stops": ["reply"]})
    assert faults_of(document, Level.NOTE) == [
        "here: no way leads from it to a final state",
        "there: no way leads from it to a final state",
    ]


# ------------------------------------------------------------------------------- orders, extensions


def test_the_day_that_an_order_set_stands_whatever_is_entered_later() -> None:
    moved = engine.moved(requested(), "reply", date(2026, 4, 1))
    assert isinstance(moved, CaseState)
    again = engine.recomputed(SMALL, moved, HK)
    assert again.running["reply"].due == date(2026, 4, 1)
    asked = Extend("reply", "respondent_request", at("2026-03-10"))
    assert reasons(engine.extend(SMALL, moved, asked, HK)) == {"case-deadline-ordered"}


@pytest.mark.parametrize("count", [0, -3])
def test_an_extension_never_shortens(count: int) -> None:
    asked = Extend("reply", "institution", at("2026-03-10"), count)
    assert reasons(engine.extend(SMALL, requested(), asked, HK)) == {"case-extension-unmeasured"}
