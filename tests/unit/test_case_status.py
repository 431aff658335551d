"""The status of a case as each side sees it: state, last event, what is due, what may be filed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from ipregistry.domain.cases.status import Asked, Now, Viewer, status_of
from ipregistry.domain.cases.words import event_said
from ipregistry.domain.packs.marked_yaml import read_marked
from ipregistry.domain.packs.model import Pack
from ipregistry.domain.packs.reading import LANGUAGES, read_pack

SEEDED = files("ipregistry.seed") / "packs"


def pack(name: str) -> Pack:
    found = read_pack(read_marked((SEEDED / f"{name}.yaml").read_bytes()).value).pack
    assert found is not None
    return found


UDRP, MEDIATION = pack("domain-name-udrp"), pack("mediation-gba")
RESPONSE = {
    "deadline": "response",
    "who": "respondent",
    "citation": "Rules 5(a)",
    "startDate": "2026-02-06",
    "dueDate": "2026-02-26",
    "placeCode": "HK",
    "overAt": "2026-02-26T16:00:00.000000Z",
    "expiryEvent": "default_noted",
}
COMMENCED = {"stateCode": "commenced", "deadlineBag": [RESPONSE]}
EVENT = {
    "event": "commencement",
    "transition": "commence",
    "by": "institution",
    "at": "2026-02-06T02:00:00.000000Z",
    "onDate": "2026-02-06",
}


def status(
    instant: str = "2026-02-10T04:00:00",
    role: str = "respondent",
    today: date = date(2000, 1, 1),
    **changes: Any,
) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": "CA-X",
        "version": 3,
        "document": COMMENCED,
        "pack": UDRP,
        "side": role,
        "role": role,
        "events": [EVENT],
        **changes,
    }
    at = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    return status_of(Asked(**values), Now(at, today))


def test_the_state_is_said_in_four_languages() -> None:
    state = status()["state"]
    assert {one["languageCode"] for one in state["titleBag"]} == set(LANGUAGES)
    assert {"languageCode": "pt", "value": "Iniciado"} in state["titleBag"]
    assert (state["stateCode"], state["finalIndicator"]) == ("commenced", False)


def test_the_next_deadline_says_whose_it_is_and_how_it_was_come_by() -> None:
    due = status()["nextDeadline"]
    assert (due["dueDate"], due["who"], due["citation"]) == (
        "2026-02-26",
        "respondent",
        "Rules 5(a)",
    )
    assert due["yoursIndicator"] is True
    assert status(role="complainant")["nextDeadline"]["yoursIndicator"] is False


@pytest.mark.parametrize(
    ("instant", "standing"),
    [
        ("2026-02-25T15:59:59", "running"),
        ("2026-02-25T16:00:00", "due"),
        ("2026-02-26T15:59:59", "due"),
        ("2026-02-26T16:00:00", "overdue"),
        ("2026-03-26T16:00:00", "overdue"),
    ],
)
def test_what_is_due_today_is_due_and_overdue_only_tomorrow_in_its_own_place(
    instant, standing
) -> None:
    found = status(instant)
    assert found["nextDeadline"]["standingCode"] == standing
    assert [d["deadline"] for d in found["dueBag"]] == ["response"] * (standing == "due")
    assert [d["deadline"] for d in found["overdueBag"]] == ["response"] * (standing == "overdue")


def test_a_deadline_that_was_met_leaves_the_lists() -> None:
    met = {"stateCode": "response_filed", "deadlineBag": []}
    found = status("2026-03-26T00:00:00", document=met)
    assert found["nextDeadline"] is None
    assert (found["dueBag"], found["overdueBag"]) == ([], [])


def test_of_two_deadlines_the_next_is_the_first_that_is_not_overdue() -> None:
    later = {**RESPONSE, "deadline": "decision", "who": "neutral", "dueDate": "2026-03-20"}
    later["overAt"] = "2026-03-20T16:00:00.000000Z"
    both = {"stateCode": "commenced", "deadlineBag": [later, RESPONSE]}
    assert status(document=both)["nextDeadline"]["deadline"] == "response"
    overdue = status("2026-02-27T00:00:00", document=both)
    assert overdue["nextDeadline"]["deadline"] == "decision"
    assert [d["deadline"] for d in overdue["overdueBag"]] == ["response"]


def test_each_side_is_told_what_it_may_file_itself() -> None:
    mine = [one["event"] for one in status()["mayFileBag"]]
    assert mine[:3] == ["response_filed", "response_for_three_filed", "settled"]
    others = [one["event"] for one in status(role="complainant")["mayFileBag"]]
    assert others[:2] == ["settled", "complaint_withdrawn"]
    assert not set(others) & {"response_filed", "response_for_three_filed"}
    settled = next(one for one in status()["mayFileBag"] if one["event"] == "settled")
    assert settled["jointIndicator"] is True
    assert settled["documentBag"] == ["standard_settlement_form"]


def test_what_the_system_does_by_itself_is_nobodys_to_file() -> None:
    assert "default_noted" not in [e["event"] for e in status(role="system")["mayFileBag"]]


def test_in_a_case_that_is_over_nothing_may_be_filed() -> None:
    over = {"stateCode": "settled", "deadlineBag": []}
    found = status(document=over)
    assert found["mayFileBag"] == []
    assert found["state"]["finalIndicator"] is True


CAUCUS = {**EVENT, "event": "caucus_paper_given", "transition": "caucus", "by": "other_party"}
ACCEPTED = {**EVENT, "event": "mediator_accepted", "transition": "confirm", "by": "neutral"}


@pytest.mark.parametrize(
    ("role", "told"),
    [
        ("other_party", "caucus_paper_given"),
        ("party", "mediator_accepted"),
        (Viewer.INSTITUTION, "mediator_accepted"),
        (Viewer.NEUTRAL, "caucus_paper_given"),
    ],
)
def test_that_a_caucus_paper_came_is_told_to_its_own_side_and_the_mediator(role, told) -> None:
    document = {"stateCode": "mediating", "deadlineBag": []}
    found = status(role=role, pack=MEDIATION, document=document, events=[CAUCUS, ACCEPTED])
    assert found["lastEvent"]["event"] == told


def test_the_answer_holds_nothing_else_of_the_case() -> None:
    whole = {**COMMENCED, "sideBag": [{"side": "respondent"}], "reliefText": "secret"}
    found = status(document=whole)
    assert set(found) == {
        "case",
        "caseVersion",
        "side",
        "state",
        "lastEvent",
        "nextDeadline",
        "dueBag",
        "overdueBag",
        "mayFileBag",
    }
    assert "secret" not in str(found)


@pytest.mark.parametrize(
    "path",
    sorted((p for p in SEEDED.iterdir() if p.name.endswith(".yaml")), key=lambda p: p.name),
    ids=lambda path: path.name,
)
def test_each_role_of_each_pack_is_told_in_every_state_what_it_may_file_and_no_more(path) -> None:
    rules = pack(path.name.removesuffix(".yaml"))
    roles = {role for t in rules.transitions for role in t.by} - {"parties", "system"}
    for state in rules.states.values():
        document = {"stateCode": state.id, "deadlineBag": []}
        told = {
            role: {
                one["event"]
                for one in status(role=role, pack=rules, document=document)["mayFileBag"]
            }
            for role in roles
        }
        sides = roles - {"institution", "neutral"}
        for transition in rules.from_state(state.id):
            for role in roles:
                own = role in transition.by or ("parties" in transition.by and role in sides)
                assert not own or transition.event in told[role]
        if state.final:
            assert not any(told.values())


PROPOSAL = {"proposal": 31, "event": "settled", "side": "complainant", "assentBag": ["complainant"]}


def test_a_proposal_of_the_other_side_is_shown_to_the_side_that_it_waits_for() -> None:
    document = {**COMMENCED, "proposalBag": [PROPOSAL]}
    (mine,) = [e for e in status(document=document)["mayFileBag"] if e["event"] == "settled"]
    assert mine["proposal"] == 31
    own = status(role="complainant", document=document)["mayFileBag"]
    assert "proposal" not in next(e for e in own if e["event"] == "settled")


def test_what_the_register_does_itself_in_a_case_is_said_in_four_languages_too() -> None:
    moved = {"event": "extension", "by": "institution", "onDate": "2026-02-10", "category": "x"}
    found = status(events=[moved])["lastEvent"]
    assert {one["languageCode"] for one in found["titleBag"]} == set(LANGUAGES)
    assert {"languageCode": "pt", "value": "Prazo prorrogado"} in found["titleBag"]


def house_events() -> set[str]:
    """The events that filings record by a name of their own, as they stand in the code."""
    folder = Path(__file__).resolve().parents[2] / "ipregistry" / "domain" / "filings"
    texts = [
        path.read_text()
        for part in ("cases", "neutrals")
        for path in sorted((folder / part).glob("*.py"))
    ]
    pattern = r'"event": "([a-z_-]+)"|\btold\(\s*context, "([a-z-]+)"|^EVENT = "([a-z_]+)"'
    found = re.findall(pattern, "\n".join(texts), re.MULTILINE)
    return {name for names in found for name in names if name}


def test_every_event_of_the_register_itself_has_words_of_its_own() -> None:
    assert len(house_events()) > 10
    assert [e for e in sorted(house_events()) if event_said(UDRP, e) == UDRP.said(e)] == []


OBJECTION = {
    "deadline": "objection:NM-X:1:respondent",
    "who": "respondent",
    "dueDate": "2026-02-20",
    "startDate": "2026-01-21",
    "citation": "Sample rule",
}


def test_a_period_to_object_to_a_neutral_is_due_while_it_runs_and_over_behind_it() -> None:
    document = {**COMMENCED, "objectionBag": [OBJECTION]}
    found = status(document=document, today=date(2026, 2, 20))
    assert found["nextDeadline"]["deadline"] == OBJECTION["deadline"]
    assert found["nextDeadline"]["titleBag"][0]["value"] == "Objection to a neutral"
    assert [d["deadline"] for d in found["dueBag"]] == [OBJECTION["deadline"]]
    after = status(document=document, today=date(2026, 2, 21))
    assert after["nextDeadline"]["deadline"] == "response"
    assert after["overdueBag"] == []
