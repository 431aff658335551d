"""Rules packs: what is refused and what is noted, each at its line; the tests inside; and cases
played by them: every reason against an event, and what time does by itself."""

from __future__ import annotations

import copy
import random
from datetime import date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipregistry.domain.packs import engine
from ipregistry.domain.packs.checking import check_pack, overlapping
from ipregistry.domain.packs.engine import CaseEvent, CaseState, Extend, World
from ipregistry.domain.packs.faults import Level
from ipregistry.domain.packs.marked_yaml import read_marked
from ipregistry.domain.packs.model import Pack
from ipregistry.domain.packs.reading import read_pack
from ipregistry.domain.packs.terms import Places
from ipregistry.domain.packs.testing import run_tests
from ipregistry.services.packs import PackSource, check_packs, seed_calendars

CALENDARS = seed_calendars()
SHARED = Path(__file__).resolve().parents[3] / "shared" / "adr" / "packs"
SEEDED = files("ipregistry.seed") / "packs"


def small(**changes: Any) -> dict[str, Any]:
    """The least pack under which a case opens: a request, a reply, silence is refusal."""
    document: dict[str, Any] = {
        "pack": "sample-mediation",
        "version": "2026-01-01",
        "kind": "mediation",
        "title": dict.fromkeys(("en", "zh-Hans", "zh-Hant", "pt"), "Sample"),
        "effective": {"from": "2026-01-01", "to": None, "selects_on": "request_received"},
        "initial": "draft",
        "time": {"roll": "next_business_day"},
        "states": [
            {"id": "draft"},
            {"id": "requested"},
            {"id": "agreed", "final": True},
            {"id": "refused", "final": True},
        ],
        "transitions": [
            {
                "id": "t1",
                "event": "request_received",
                "by": ["claimant"],
                "from": ["draft"],
                "to": "requested",
                "documents": ["request"],
                "fees": ["registration"],
                "starts": ["reply"],
            },
            {
                "id": "t2",
                "event": "agreed",
                "by": ["respondent"],
                "from": ["requested"],
                "to": "agreed",
                "stops": ["reply"],
            },
            {
                "id": "t3",
                "event": "deemed_refusal",
                "by": ["system"],
                "from": ["requested"],
                "to": "refused",
            },
        ],
        "deadlines": [
            {
                "id": "reply",
                "who": "respondent",
                "starts_on": "request_received",
                "n": 14,
                "unit": "day",
                "on_expiry": "deemed_refusal",
                "extend": [
                    {"by": "respondent_request", "n": 4, "automatic": True, "times": 1},
                    {"by": "institution", "max": 10},
                ],
                "cite": "Rule 4",
                "confidence": "decision",
            }
        ],
        "documents": [{"id": "request", "visibility": "all_parties"}],
        "fees": [
            {
                "id": "registration",
                "currency": "HKD",
                "method": "flat",
                "amount": "8000",
                "cite": "Schedule",
                "confidence": "decision",
            }
        ],
    }
    return document | changes


def pack_of(document: dict[str, Any]) -> Pack:
    read = read_pack(document)
    assert read.pack is not None, read.faults
    return read.pack


def faults_of(document: dict[str, Any], level: Level = Level.ERROR) -> list[str]:
    read = read_pack(document)
    found = read.faults if read.pack is None else check_pack(read.pack)
    return [f"{fault.id}: {fault.text}" for fault in found if fault.level is level]


def changed(*path: str | int, to: Any) -> dict[str, Any]:
    """The small pack with one member changed; `...` takes it away."""
    document = copy.deepcopy(small())
    inside: Any = document
    for step in path[:-1]:
        inside = inside[step]
    if to is ...:
        del inside[path[-1]]
    else:
        inside[path[-1]] = to
    return document


# ---------------------------------------------------------------------------------- what is refused


def test_the_least_pack_opens_cases() -> None:
    assert faults_of(small()) == []
    assert faults_of(small(), Level.NOTE) == []


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (changed("transitions", 0, "from", to=["nowhere"]), "no state nowhere"),
        (changed("transitions", 0, "to", to="nowhere"), "no state nowhere"),
        (changed("transitions", 0, "starts", to=["never"]), "no deadline never"),
        (changed("transitions", 1, "stops", to=["never"]), "no deadline never"),
        (changed("transitions", 0, "fees", to=["free"]), "no fee free"),
        (changed("transitions", 0, "documents", to=["secret"]), "no document secret"),
        (changed("initial", to="nowhere"), "no state nowhere"),
        (changed("deadlines", 0, "on_expiry", to="agreed"), "no transition by system"),
        (changed("deadlines", 0, "cite", to=...), "cite is missing"),
        (changed("deadlines", 0, "confidence", to=...), "confidence is missing"),
        (changed("deadlines", 0, "confidence", to="sure"), "one of verified"),
        (changed("deadlines", 0, "n", to=0), "whole number"),
        (changed("deadlines", 0, "n", to=True), "whole number"),
        (changed("deadlines", 0, "unit", to="fortnight"), "one of day"),
        (changed("deadlines", 0, "more", to=1), "not known here: more"),
        (changed("more", to=1), "not known here: more"),
        (changed("title", "pt", to=...), "pt is missing"),
        (changed("fees", 0, "amount", to=0.5), "decimals in quotes"),
        (changed("fees", 0, "currency", to="XXX"), "not known here"),
        (changed("fees", 0, "method", to="tier"), "bands are missing"),
        (changed("transitions", 1, "id", to="t1"), "stands twice"),
        (changed("states", 1, "id", to="draft"), "stands here twice"),
        (changed("share", to={"case_ref": "authorities"}), "needs a citation"),
        (changed("effective", "to", to="2025-01-01"), "to lies before from"),
        (changed("time", "rest", to=["sunday"]), "none of mon"),
        (changed("states", to="draft"), "a list is expected"),
        (changed("states", to=[1]), "members with names"),
        (changed("transitions", to=...), "transitions is missing"),
    ],
)
def test_what_cannot_work_refuses_the_pack(document: dict[str, Any], told: str) -> None:
    assert any(told in fault for fault in faults_of(document)), faults_of(document)


def test_every_fault_is_told_at_once() -> None:
    document = changed("deadlines", 0, "cite", to=...)
    document["transitions"][0]["by"] = "claimant"
    document["more"] = 1
    assert len(faults_of(document)) == 3


def test_statistics_are_shared_freely_and_more_with_its_citation() -> None:
    assert faults_of(small(share={"statistics": "anonymous", "min_cell": 5})) == []
    cited = {"case_ref": {"to": "court", "cite": "Arrangement of 2019, art. 3"}}
    assert faults_of(small(share=cited)) == []


def tier(*bands: dict[str, Any]) -> dict[str, Any]:
    return changed(
        "fees",
        0,
        to={
            "id": "registration",
            "currency": "HKD",
            "method": "tier",
            "bands": list(bands),
            "cite": "Schedule",
            "confidence": "decision",
        },
    )


def test_bands_rise() -> None:
    assert faults_of(tier({"up_to": 100, "base": 10}, {"base": 20})) == []
    fallen = tier({"up_to": 100, "base": 10}, {"up_to": 50, "base": 20}, {"base": 30})
    assert "up_to falls" in faults_of(fallen)[0]
    assert "costs less" in faults_of(tier({"up_to": 100, "base": 10}, {"base": 5}))[0]
    assert "is the last one" in faults_of(tier({"base": 10}, {"up_to": 50, "base": 20}))[0]


def charged(**more: Any) -> dict[str, Any]:
    return changed("fees", 0, to={**small()["fees"][0], **more})


def piece(*bands: dict[str, Any], keep: str) -> dict[str, Any]:
    items = {"method": "per_item", "amount": None, "bands": list(bands)}
    return charged(**items, refund=[{"before": "agreed", "keep": keep}])


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (charged(payer="somebody"), "no side somebody files here"),
        (charged(payer="institution"), "no side institution files here"),
        (charged(refund=[{"before": "lonely", "pct": 100}]), "no state lonely"),
        (charged(refund=[{"before": "agreed", "pct": 101}]), "no more than 100"),
        (charged(refund=[{"before": "agreed"}]), "one of pct, amount, keep"),
        (charged(refund=[{"before": "agreed", "pct": 1, "amount": 1}]), "one of pct, amount, keep"),
        (charged(refund=[{"before": "agreed", "amount": 8001}]), "more would go back than is paid"),
        (charged(refund=[{"before": "agreed", "keep": "centre"}]), "the piece centre"),
        (piece({"up_to": 5, "amount": 9, "centre": 4}, {"amount": 9}, keep="centre"), "the piece"),
        (charged(refundable=False, refund=[{"before": "agreed", "pct": 1}]), "and yet a refund"),
        (charged(set_off=[{"fee": "tips", "pct": 50, "cite": "x"}]), "no other fee tips"),
        (charged(set_off=[{"fee": "registration", "pct": 50, "cite": "x"}]), "no other fee reg"),
        (charged(set_off=[{"fee": "registration", "pack": "m", "pct": 50}]), "cite is missing"),
        (charged(set_off=[{"fee": "x", "pack": "m", "pct": 101, "cite": "x"}]), "more than 100"),
    ],
)
def test_a_fee_that_nobody_could_pay_or_get_back_refuses_the_pack(
    document: dict[str, Any], told: str
) -> None:
    assert any(told in fault for fault in faults_of(document)), faults_of(document)


def test_refunds_in_an_amount_in_a_piece_and_set_offs_are_read() -> None:
    ways = [{"before": "agreed", "amount": "1000"}, {"before": "refused", "pct": "50"}]
    earlier = [{"fee": "administration", "pack": "m", "pct": "100", "cite": "Schedule"}]
    assert faults_of(charged(payer="claimant", refund=ways, set_off=earlier)) == []
    bands = [{"up_to": 5, "amount": 9, "centre": 4}, {"manual": True}]
    assert faults_of(piece(*bands, keep="centre")) == []


# ----------------------------------------------------------------------------------- what is noted


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (small(states=[*small()["states"], {"id": "lonely"}]), "lonely: no way leads to"),
        (changed("states", 2, "final", to=False), "agreed: a dead end"),
        (changed("documents", 0, "visibility", to=...), "request: who may see it is not said"),
        (changed("documents", to=...), "t1: who may see request is not said"),
        (changed("transitions", 0, "starts", to=[]) | {"initial": "draft"}, ""),
    ],
)
def test_what_is_noted_makes_a_library(document: dict[str, Any], told: str) -> None:
    assert faults_of(document) == []
    assert any(told in note for note in faults_of(document, Level.NOTE)) or not told


def test_a_deadline_that_nothing_sets_running_is_noted() -> None:
    document = changed("transitions", 0, "starts", to=[])
    document["deadlines"][0]["starts_on"] = "never_happens"
    assert "reply: nothing sets it running" in faults_of(document, Level.NOTE)[0]


def test_versions_of_one_pack_may_not_overlap() -> None:
    first, second = pack_of(small()), pack_of(small(version="2027-01-01"))
    assert list(overlapping([first, second])) == [(first, second)]
    ended = small(effective={"from": "2025-01-01", "to": "2025-12-31", "selects_on": "x"})
    assert list(overlapping([first, pack_of(ended)])) == []


# ------------------------------------------------------------------------------- the tests inside


def shipped() -> list[Any]:
    """The packs of the product, and those of the reference where it is at hand."""
    own = sorted(SEEDED.iterdir(), key=lambda p: p.name) if SEEDED.is_dir() else []
    beside = sorted(SHARED.glob("*.yaml")) if SHARED.is_dir() else []
    return [*(p for p in own if p.name.endswith(".yaml")), *beside]


def source(path: Any, text: str | None = None) -> PackSource:
    marked = read_marked((text or path.read_text("utf-8")).encode())
    return PackSource(path.name, marked.value, marked.line)


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.name)
def test_a_shipped_pack_passes_its_tests(path: Any) -> None:
    report = check_packs([source(path)], CALENDARS)
    assert report.sound, [*map(str, report.errors), *map(str, report.failures)]
    assert report.passed


CHANGES = {
    "make-up workdays are no workdays": (
        "uncitral-ear-2021.yaml",
        "makeup_workdays: true",
        "makeup_workdays: false",
    ),
    "a bracket ends one unit earlier": (
        "wipo-expedited.yaml",
        "{up_to: 2500000, base: 1000}",
        "{up_to: 2499999, base: 1000}",
    ),
    "days of a domain name dispute are business days": (
        "udrp-wipo.yaml",
        "starts_on: commencement, n: 20, unit: day",
        "starts_on: commencement, n: 20, unit: business_day",
    ),
    "typhoons close nothing": (
        "hk.yaml",
        "time: {rest: [sat, sun], closures: [typhoon_8, black_rain]}",
        "time: {rest: [sat, sun], closures: [court_closure]}",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_rule_that_is_changed_fails_a_test_of_its_pack(change: str) -> None:
    if not SHARED.is_dir():
        pytest.skip("../shared missing")
    name, before, after = CHANGES[change]
    path = SHARED / name
    text = path.read_text("utf-8")
    assert before in text
    assert check_packs([source(path)], CALENDARS).sound
    report = check_packs([source(path, text.replace(before, after))], CALENDARS)
    assert report.failures


def test_a_failing_test_refuses_its_pack_at_its_line() -> None:
    wrong = {"name": "wrong", "deadline": "reply", "start": "2026-03-02", "calendar": "HK"}
    document = small(tests=[wrong | {"expect": "2026-03-17"}])
    report = check_packs([PackSource("sample.yaml", document, len)], CALENDARS)
    (failure,) = report.failures
    assert str(failure) == (
        "sample.yaml:2: sample-mediation: wrong: expected 2026-03-17, found 2026-03-16"
    )
    assert not report.opening
    assert not report.library


@pytest.mark.parametrize(
    "test",
    [
        {},
        {"deadline": "never"},
        {"deadline": "reply"},
        {"deadline": "reply", "start": "soon"},
        {"deadline": "reply", "start": "2026-03-02", "calendar": "HK", "closures": 1},
        {"deadline": "reply", "start": "2026-03-02", "calendar": "HK", "closures": [["2026", 1]]},
        {"deadline": "reply", "start": "2026-03-02", "calendar": "HK", "with": {"n": 1}},
        {"fee": "free"},
        {"fee": "registration", "input": {"amount": "many"}},
        {"fee": "registration", "expect": "8000"},
        {"fee": "registration", "more": 1},
        {"events": []},
        {"events": [1], "context": {"default": "HK"}},
        {"events": [{"at": "2026-03-02", "event": "tick"}], "context": {"default": "XX"}},
    ],
)
def test_a_test_that_says_nothing_fails_and_never_raises(test: dict[str, Any]) -> None:
    document = small(tests=[{"name": "odd", **test}])
    (result,) = run_tests(pack_of(document), CALENDARS)
    assert not result.passed


# ----------------------------------------------------------------------------------- cases played

HK = World(CALENDARS, Places({"respondent": "HK"}, "HK"))
ZONE = CALENDARS.by_place["HK"].zone


def at(day: str, hour: int = 12) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), ZONE) + timedelta(
        hours=hour
    )


def filed(day: str, event: str, by: str, *, whole: bool = True, hour: int = 12) -> CaseEvent:
    papers = frozenset({"request"}) if whole else frozenset[str]()
    paid = frozenset({"registration"}) if whole else frozenset[str]()
    return CaseEvent(event, by, at(day, hour), papers, paid)


SMALL = pack_of(small())


def requested(day: str = "2026-03-02") -> CaseState:
    event = filed(day, "request_received", "claimant")
    case = engine.play(SMALL, engine.opened(SMALL), event, HK)
    assert isinstance(case, CaseState)
    return case


def reasons(played: engine.Played) -> set[str]:
    assert isinstance(played, list)
    return {violation.code for violation in played}


def test_an_event_moves_the_case_and_sets_its_deadline_running() -> None:
    case = requested()
    assert case.state == "requested"
    assert case.running["reply"].due == date(2026, 3, 16)
    assert case.running["reply"].place == "HK"


def test_every_reason_against_an_event_is_told_and_the_case_stays() -> None:
    event = filed("2026-03-02", "request_received", "respondent", whole=False)
    played = engine.play(SMALL, engine.opened(SMALL), event, HK)
    assert reasons(played) == {"case-actor-may-not", "case-document-missing", "case-fee-missing"}
    again = engine.play(SMALL, requested(), event, HK)
    assert "case-event-not-now" in reasons(again)
    unknown = filed("2026-03-02", "settled", "claimant")
    assert reasons(engine.play(SMALL, requested(), unknown, HK)) == {"case-event-unknown"}


def test_what_would_be_allowed_instead_is_told() -> None:
    event = filed("2026-03-02", "agreed", "respondent")
    played = engine.play(SMALL, engine.opened(SMALL), event, HK)
    assert isinstance(played, list)
    assert played[0].params["allowed"] == "request_received"


def test_nobody_files_in_the_name_of_time() -> None:
    event = filed("2026-03-10", "deemed_refusal", "respondent")
    assert "case-actor-may-not" in reasons(engine.play(SMALL, requested(), event, HK))


@pytest.mark.parametrize(("hour", "state"), [(23, "requested"), (24, "refused")])
def test_silence_is_refusal_from_the_end_of_the_due_day(hour: int, state: str) -> None:
    assert engine.expire(SMALL, requested(), at("2026-03-16", hour), HK).state == state


def test_expiry_comes_before_whatever_is_filed_later() -> None:
    late = filed("2026-03-17", "agreed", "respondent", hour=1)
    assert "case-event-not-now" in reasons(engine.play(SMALL, requested(), late, HK))
    in_time = filed("2026-03-16", "agreed", "respondent", hour=23)
    played = engine.play(SMALL, requested(), in_time, HK)
    assert isinstance(played, CaseState)
    assert played.state == "agreed"


def test_sweeping_twice_or_late_comes_to_the_same() -> None:
    once = engine.expire(SMALL, requested(), at("2026-03-17"), HK)
    assert engine.expire(SMALL, once, at("2026-03-17"), HK) == once
    assert engine.expire(SMALL, requested(), at("2026-12-31"), HK) == once
    assert once.history[-1].at == at("2026-03-16", 24)
    assert once.history[-1].on == date(2026, 3, 16)


def test_a_deadline_is_extended_as_often_as_the_rules_allow_and_keeps_its_first_day() -> None:
    asked = Extend("reply", "respondent_request", at("2026-03-10"))
    longer = engine.extend(SMALL, requested(), asked, HK)
    assert isinstance(longer, CaseState)
    assert longer.running["reply"].due == date(2026, 3, 20)
    assert longer.running["reply"].first == date(2026, 3, 16)
    assert reasons(engine.extend(SMALL, longer, asked, HK)) == {"case-extension-used-up"}


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (Extend("reply", "claimant", at("2026-03-10")), "case-extension-not-allowed"),
        (Extend("reply", "institution", at("2026-03-10")), "case-extension-unmeasured"),
        (Extend("reply", "institution", at("2026-03-10"), 11), "case-extension-too-long"),
        (Extend("never", "institution", at("2026-03-10"), 1), "case-deadline-not-running"),
        (Extend("reply", "institution", at("2026-03-17"), 1), "case-deadline-not-running"),
    ],
)
def test_an_extension_that_the_rules_do_not_know_is_refused(asked: Extend, code: str) -> None:
    assert reasons(engine.extend(SMALL, requested(), asked, HK)) == {code}


def test_an_order_moves_a_deadline_and_keeps_the_first_day() -> None:
    moved = engine.moved(requested(), "reply", date(2026, 4, 1))
    assert isinstance(moved, CaseState)
    running = moved.running["reply"]
    assert (running.due, running.first) == (date(2026, 4, 1), date(2026, 3, 16))
    assert engine.expire(SMALL, moved, at("2026-03-20"), HK).state == "requested"


def test_a_late_step_is_recorded_as_late_where_the_rules_let_it_in() -> None:
    lenient = changed("deadlines", 0, "on_expiry", to=...)
    pack = pack_of(lenient)
    event = filed("2026-03-02", "request_received", "claimant")
    case = engine.play(pack, engine.opened(pack), event, HK)
    assert isinstance(case, CaseState)
    late = engine.play(pack, case, filed("2026-03-18", "agreed", "respondent"), HK)
    assert isinstance(late, CaseState)
    assert late.history[-1].late


def test_a_deadline_from_memory_asks_an_officer_and_expires_never() -> None:
    pack = pack_of(changed("deadlines", 0, "confidence", to="memory"))
    event = filed("2026-03-02", "request_received", "claimant")
    case = engine.play(pack, engine.opened(pack), event, HK)
    assert isinstance(case, CaseState)
    assert case.running["reply"].due is None
    assert engine.expire(pack, case, at("2027-03-02"), HK) == case


# ---------------------------------------------------------------------------------- any pack


def packs_shipped() -> list[Pack]:
    return [pack_of(read_marked(path.read_text("utf-8").encode()).value) for path in shipped()]


PLAYED = [SMALL, *packs_shipped()]


def random_game(pack: Pack, chance: random.Random) -> list[CaseEvent | int]:
    """Events, legal and not, by anybody, with days that pass between them."""
    moves: list[CaseEvent | int] = []
    for _ in range(25):
        if chance.random() < 0.4:
            moves.append(chance.choice([1, 3, 20, 200]))
        transition = chance.choice(pack.transitions)
        by = chance.choice([*transition.by, "stranger", "system"])
        papers = frozenset(transition.documents if chance.random() < 0.8 else ())
        paid = frozenset(transition.fees if chance.random() < 0.8 else ())
        moves.append(CaseEvent(transition.event, by, at("2026-01-05"), papers, paid))
    return moves


def play_all(pack: Pack, moves: list[CaseEvent | int]) -> list[CaseState]:
    case, now, states = engine.opened(pack), at("2025-01-06"), []
    for move in moves:
        if isinstance(move, int):
            now += timedelta(days=move)
            case = engine.expire(pack, case, now, HK)
        else:
            event = CaseEvent(move.event, move.by, now, move.documents, move.paid)
            played = engine.play(pack, case, event, HK)
            case = case if isinstance(played, list) else played
        states.append(case)
    return states


@pytest.mark.parametrize("pack", PLAYED, ids=lambda pack: pack.id)
@given(seed=st.integers(0, 10_000))
def test_no_case_of_a_pack_is_stuck_or_runs_on_when_it_is_over(pack: Pack, seed: int) -> None:
    moves = random_game(pack, random.Random(seed))
    states = play_all(pack, moves)
    noted = {fault.id for fault in check_pack(pack)}
    for case in states:
        final = pack.states[case.state].final
        assert not (final and case.running)
        assert final or engine.allowed(pack, case) or case.state in noted or _waits(pack, case)
    assert play_all(pack, moves) == states


def _waits(pack: Pack, case: CaseState) -> bool:
    """Whether time itself leads out of the state."""
    return any(
        t.event == pack.deadlines[n].on_expiry for n in case.running for t in pack.transitions
    )
