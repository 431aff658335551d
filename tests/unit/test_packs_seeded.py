"""The packs that the product ships: cases open under each, and by no way through one does a case
get stuck, a period run out unheard, or anything run on behind the end."""

from __future__ import annotations

from importlib.resources import files
from typing import Any, TypeAlias

import pytest

from ipregistry.domain.packs.checking import check_pack
from ipregistry.domain.packs.marked_yaml import read_marked
from ipregistry.domain.packs.model import SYSTEM, Confidence, Pack, Transition, Visibility
from ipregistry.domain.packs.reading import read_pack

LANGUAGES = {"en", "zh-Hans", "zh-Hant", "pt"}
# Where a case stands, and what runs in it.
Spot: TypeAlias = tuple[str, frozenset[str]]


def seeded() -> dict[str, tuple[Pack, Any]]:
    found = {}
    for path in sorted((files("ipregistry.seed") / "packs").iterdir(), key=lambda p: p.name):
        document = read_marked(path.read_bytes()).value
        pack = read_pack(document).pack
        assert pack is not None, path.name
        assert path.name == f"{pack.id}.yaml"
        found[pack.id] = (pack, document)
    return found


PACKS = seeded()
EACH = pytest.mark.parametrize("name", PACKS)


def spots(pack: Pack) -> dict[Spot, list[tuple[Transition, Spot]]]:
    """Every spot that a case can come to, with the steps that lead on from it.

    A step of the system's is taken only where the period that it ends is running.
    """
    found: dict[Spot, list[tuple[Transition, Spot]]] = {}
    waiting: list[Spot] = [(pack.initial, frozenset())]
    while waiting:
        spot = waiting.pop()
        if spot in found:
            continue
        found[spot] = list(steps(pack, spot))
        waiting += [after for _, after in found[spot]]
    return found


def steps(pack: Pack, spot: Spot) -> list[tuple[Transition, Spot]]:
    state, running = spot
    taken = []
    for t in pack.from_state(state):
        ended = {n for n in running if pack.deadlines[n].on_expiry == t.event}
        if set(t.by) == {SYSTEM}:
            taken += [(t, behind(t, running - {n})) for n in ended]
        else:
            taken.append((t, behind(t, running)))
    return taken


def behind(t: Transition, running: frozenset[str]) -> Spot:
    return t.to, (running - set(t.stops)) | set(t.starts)


def test_every_sort_of_procedure_is_shipped() -> None:
    kinds = [pack.kind.value for pack, _ in PACKS.values()]
    assert set(kinds) == {"consultation", "mediation", "arbitration", "domain_name"}


@EACH
def test_cases_open_under_a_shipped_pack(name: str) -> None:
    assert check_pack(PACKS[name][0]) == []


@EACH
def test_a_shipped_pack_has_tests_of_its_deadlines_and_of_whole_cases(name: str) -> None:
    pack, _ = PACKS[name]
    ends = {test.given["expect"]["state"] for test in pack.tests if "events" in test.given}
    assert any(pack.states[state].final for state in ends)
    assert any("deadline" in test.given for test in pack.tests)
    assert bool(pack.fees) == any("fee" in test.given for test in pack.tests)
    tried = {test.given["fee"] for test in pack.tests if "fee" in test.given}
    assert tried == set(pack.fees)


@EACH
def test_nothing_that_a_shipped_pack_computes_with_rests_on_memory(name: str) -> None:
    pack, document = PACKS[name]
    rules = [*pack.deadlines.values(), *pack.fees.values()]
    assert all(rule.confidence is not Confidence.MEMORY and rule.cite for rule in rules)
    assert "memory" not in repr(document)


@EACH
def test_every_period_that_runs_out_is_heard_wherever_the_case_then_stands(name: str) -> None:
    pack, _ = PACKS[name]
    for state, running in spots(pack):
        if pack.states[state].final:
            continue
        heard = {t.event for t in pack.from_state(state) if SYSTEM in t.by}
        deaf = [n for n in running if pack.deadlines[n].on_expiry not in {None, *heard}]
        assert not deaf, (state, deaf)


@EACH
def test_an_end_says_itself_what_it_stops(name: str) -> None:
    pack, _ = PACKS[name]
    for (state, running), onward in spots(pack).items():
        for t, (after, left) in onward:
            if pack.states[after].final:
                assert not left, (state, sorted(running), t.id, sorted(left))


@EACH
def test_from_every_spot_a_case_can_come_to_an_end(name: str) -> None:
    pack, _ = PACKS[name]
    found = spots(pack)
    ending = {spot for spot in found if pack.states[spot[0]].final}
    while (
        more := {spot for spot, onward in found.items() if any(a in ending for _, a in onward)}
        - ending
    ):
        ending |= more
    assert ending == set(found)


@EACH
def test_every_step_can_be_taken_and_every_outcome_reached(name: str) -> None:
    pack, _ = PACKS[name]
    taken = {t.id for onward in spots(pack).values() for t, _ in onward}
    assert taken == {t.id for t in pack.transitions}
    assert set(pack.outcomes) == {s.id for s in pack.states.values() if s.final}


@EACH
def test_a_period_starts_with_the_events_that_it_says(name: str) -> None:
    pack, _ = PACKS[name]
    for rule in pack.deadlines.values():
        events = {t.event for t in pack.transitions if rule.id in t.starts}
        assert events == set(rule.starts_on.split(" or ")), rule.id


@EACH
def test_papers_are_in_four_languages_and_public_only_where_decisions_are(name: str) -> None:
    pack, _ = PACKS[name]
    for paper in pack.documents.values():
        assert set(paper.languages) == LANGUAGES, paper.id
        if paper.visibility is Visibility.PUBLIC:
            assert pack.confidentiality["decision"]["publish"] is True
            assert pack.confidentiality["decision"]["cite"]
