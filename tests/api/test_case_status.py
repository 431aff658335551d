"""The status of cases through the API: with a token, with a side's key, many at once, as days."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from ipregistry.domain.access import Actor
from ipregistry.domain.cases.status_keys import read_key, write_key
from ipregistry.models import PROJECTIONS, case_day, case_key
from ipregistry.services.case_status import slowing
from ipregistry.services.case_status.keys import key_of as made_key
from ipregistry.services.keys import Keys
from ipregistry.services.queries import Query
from ipregistry.services.replay import compare, replay
from tests.api.desk import Api, codes, problem_of
from tests.casework import Case, consultation, with_packs

HEADER = "Case-Status-Key"
UNKNOWN = "CA-XXP96CTAKHRZKY"


@pytest.fixture(scope="module")
def cases(api: Api) -> Api:
    return with_packs(api)


@pytest.fixture(autouse=True)
def _nobody_was_wrong_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slowing, "_by_address", slowing.Failures(slowing.BY_ADDRESS))
    monkeypatch.setattr(slowing, "_by_case", slowing.Failures(slowing.BY_CASE))


@pytest.fixture
def case(cases: Api) -> Case:
    cases.world.clock.now = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    found = consultation(cases)
    found.event(found.manager, "invitation_received", ["proof_of_receipt"])
    return found


def key_of(case: Case, actor: Actor, side: str | None = None) -> str:
    query = f"?side={side}" if side else ""
    answer = case.api.get(f"cases/{case.id}/status-key{query}", actor)
    assert answer.status_code == 200, answer.text
    return str(answer.json["statusKey"])


def ask(case: Case, key: str, number: str | None = None) -> Any:
    client = case.api.app.test_client()
    return client.get(f"/api/v1/cases/{number or case.id}/status", headers={HEADER: key})


def status(case: Case, actor: Actor) -> dict[str, Any]:
    answer = case.api.get(f"cases/{case.id}/status", actor)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


def other_key(key: str) -> str:
    """A key of the right form that is not this one: of the same side, with another secret."""
    given = read_key(key)
    assert given is not None
    return write_key(given.position, b"\x07" * 32)


def test_each_side_sees_the_case_as_its_own(case: Case) -> None:
    second = status(case, case.second)
    assert (second["side"], second["state"]["stateCode"]) == ("other_party", "invited")
    assert second["nextDeadline"]["yoursIndicator"] is True
    assert "invitation_accepted" in [one["event"] for one in second["mayFileBag"]]
    first = status(case, case.first)
    assert first["nextDeadline"]["yoursIndicator"] is False
    assert "invitation_accepted" not in [one["event"] for one in first["mayFileBag"]]
    assert first["nextDeadline"]["citation"].startswith("This pack, rule 1")


def test_a_sides_key_without_an_account_gives_what_its_token_gives(case: Case) -> None:
    for actor in (case.first, case.second):
        answer = ask(case, key_of(case, actor).replace("-", " ").lower())
        assert answer.status_code == 200, answer.text
        assert answer.json == status(case, actor)
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_case_is_nobody_elses(case: Case) -> None:
    stranger = case.api.world.owner("Sample Stranger")
    for path in ("status", "status-key"):
        problem_of(case.api.get(f"cases/{case.id}/{path}", stranger), 404)
        problem_of(case.api.get(f"cases/{case.id}/{path}", case.api.world.registrar), 404)
        assert case.api.get(f"cases/{case.id}/{path}").status_code == 401


def test_the_case_manager_hands_out_a_sides_key_and_a_side_gets_no_others(case: Case) -> None:
    assert key_of(case, case.manager, "other_party") == key_of(case, case.second)
    assert key_of(case, case.first) != key_of(case, case.second)
    problem_of(case.api.get(f"cases/{case.id}/status-key?side=other_party", case.first), 404)
    problem_of(case.api.get(f"cases/{case.id}/status-key", case.manager), 404)


def test_an_unknown_number_and_a_wrong_key_are_answered_alike(case: Case) -> None:
    right = key_of(case, case.first)
    wrong, unknown = ask(case, other_key(right)), ask(case, right, UNKNOWN)
    answers = []
    for answer, number in ((wrong, case.id), (unknown, UNKNOWN)):
        assert answer.status_code == 404
        told = {**answer.json, "correlationId": "", "instance": ""}
        assert number not in str(told)
        headers = {n: v for n, v in answer.headers if n not in {"Correlation-Id", "Content-Length"}}
        answers.append((told, headers, len(answer.data)))
    assert answers[0] == answers[1]


def test_a_number_that_is_not_known_has_no_key_at_all(case: Case) -> None:
    """Not even the one that the node would make for it."""
    keys = case.api.world.node.keys
    for number, asked in ((UNKNOWN, UNKNOWN), ("", "nothing")):
        for generation in (0, 1):
            assert ask(case, made_key(keys, number, 0, generation), asked).status_code == 404


def test_a_side_replaces_its_own_key_and_no_others(case: Case) -> None:
    other = case.file(case.first, "case-status-key", side="other_party")
    assert codes(problem_of(other, 403)) == {"case-not-your-side"}
    assert case.file(case.manager, "case-status-key", side="other_party").status_code == 201
    nobody = case.file(case.manager, "case-status-key", side="third_party")
    assert codes(problem_of(nobody, 422)) == {"case-side-unknown"}
    stranger = case.file(case.api.world.owner("Sample Other"), "case-status-key", side="party")
    assert codes(problem_of(stranger, 422)) == {"case-unknown"}


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What is asked of the database, and each keyed hash, in order."""
    done: list[str] = []
    prepared, keyed_hash = Query.prepared, Keys.keyed_hash

    def look(query: Query[Any], mark: str, values: Any) -> Any:
        found = prepared(query, mark, values)
        done.append(found[0])
        return found

    def digest(keys: Keys, purpose: str, value: bytes) -> bytes:
        done.append(f"{purpose} {len(value)}")
        return keyed_hash(keys, purpose, value)

    with monkeypatch.context() as patched:
        patched.setattr(Query, "prepared", look)
        patched.setattr(Keys, "keyed_hash", digest)
        yield done


def test_an_unknown_number_and_a_wrong_key_take_the_same_work(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = key_of(case, case.first)
    asked = [
        (other_key(right), case.id),
        (right, UNKNOWN),
        ("no key at all", case.id),
        (right, "CA-%00XP96CTAKHRZKY"),
    ]
    work = []
    for key, number in asked:
        with counted(monkeypatch) as done:
            assert ask(case, key, number).status_code == 404
        work.append(done)
    assert all(one == work[0] for one in work)
    assert len([one for one in work[0] if one.startswith("SELECT")]) == 1
    assert len([one for one in work[0] if one.startswith("case-status-key")]) == 1


def test_who_is_wrong_too_often_is_slowed_down_and_the_right_key_never_is(case: Case) -> None:
    right = key_of(case, case.first)
    wrong = other_key(right)
    for number in (case.id, UNKNOWN):
        got = [ask(case, wrong, number).status_code for _ in range(slowing.BY_CASE.failures + 1)]
        assert set(got[:-1]) == {404}
        answer = ask(case, wrong, number)
        assert answer.status_code == got[-1] == 429
        assert int(answer.headers["Retry-After"]) >= 60
        assert ask(case, right).status_code == 200
    case.api.world.clock.move(days=1)
    assert ask(case, wrong).status_code == 404


def test_a_replaced_key_opens_nothing_from_then_on(case: Case) -> None:
    before, others = key_of(case, case.second), key_of(case, case.first)
    assert case.file(case.second, "case-status-key", side="other_party").status_code == 201
    after = key_of(case, case.second)
    assert ask(case, before).status_code == 404
    assert ask(case, after).status_code == 200
    assert ask(case, others).status_code == 200
    assert status(case, case.first)["lastEvent"]["titleBag"][0]["value"] == "Status key replaced"


def test_former_counsel_keeps_neither_token_nor_key(case: Case) -> None:
    counsel = case.api.world.agent()
    appointed = [{"account": counsel.account, "powerDigest": "sha256:" + "f" * 64}]
    case.file(case.second, "case-representation", side="other_party", appointedBag=appointed)
    known = key_of(case, counsel)
    assert ask(case, known).status_code == 200
    ended = [counsel.account]
    answer = case.file(case.second, "case-representation", side="other_party", endedBag=ended)
    assert answer.status_code == 201, answer.text
    assert ask(case, known).status_code == 404
    problem_of(case.api.get(f"cases/{case.id}/status", counsel), 404)


def test_what_is_due_today_is_due_tomorrow_overdue_and_met_ones_leave(case: Case) -> None:
    clock = case.api.world.clock
    due = status(case, case.second)["nextDeadline"]["dueDate"]
    assert due == "2026-03-16"
    clock.now = datetime(2026, 3, 16, 15, 59, tzinfo=UTC)
    assert [d["deadline"] for d in status(case, case.second)["dueBag"]] == ["answer_invitation"]
    case.event(case.second, "invitation_accepted")
    met = status(case, case.second)
    assert "answer_invitation" not in str((met["dueBag"], met["overdueBag"], met["nextDeadline"]))


def test_what_ran_out_is_shown_before_any_sweep_has_come_by(case: Case) -> None:
    case.api.world.clock.now = datetime(2026, 3, 17, 2, 0, tzinfo=UTC)
    shown = status(case, case.first)
    assert shown["state"]["finalIndicator"] is True
    assert shown["mayFileBag"] == []
    assert shown["lastEvent"]["by"] == "system"
    assert case.document["stateCode"] == "invited"


def many(case: Case, pairs: list[dict[str, str]]) -> Any:
    return case.api.app.test_client().post("/api/v1/case-status", json={"pairBag": pairs})


def test_many_cases_are_asked_at_once_in_few_statements(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [case, consultation(case.api), consultation(case.api)]
    pairs = [{"case": one.id, "statusKey": key_of(one, one.first)} for one in cases]
    wrong = {"case": case.id, "statusKey": other_key(pairs[0]["statusKey"])}
    unknown = {"case": UNKNOWN, "statusKey": pairs[0]["statusKey"]}
    with counted(monkeypatch) as done:
        answer = many(case, [*pairs, wrong, unknown, {"case": "??", "statusKey": "??"}])
    assert answer.status_code == 200, answer.text
    items = answer.json["items"]
    assert [one["foundIndicator"] for one in items] == [True] * 3 + [False] * 3
    assert items[0]["status"] == status(case, case.first)
    assert [set(one) for one in items[3:]] == [{"case", "foundIndicator"}] * 3
    assert len([one for one in done if one.startswith("SELECT")]) == 2


def test_a_batch_of_a_thousand_is_taken_and_one_more_is_not(case: Case) -> None:
    pair = {"case": case.id, "statusKey": key_of(case, case.first)}
    assert len(many(case, [pair] * 1000).json["items"]) == 1000
    problem_of(many(case, [pair] * 1001), 400)
    assert codes(problem_of(many(case, [{"case": case.id}]), 400)) == {"member-missing"}


def test_a_batch_of_nothing_right_is_slowed_down(case: Case) -> None:
    wrong = {"case": UNKNOWN, "statusKey": "x"}
    assert many(case, [wrong] * 100).status_code == 429
    right = {"case": case.id, "statusKey": key_of(case, case.first)}
    assert many(case, [wrong] * 10 + [right]).status_code == 200


def mine(case: Case, actor: Actor, query: str = "") -> Any:
    return case.api.get(f"case-status{query}", actor)


def test_a_representative_sees_all_cases_in_which_he_acts_and_what_changed_since(
    case: Case,
) -> None:
    counsel = case.api.world.agent()
    cases = [case, consultation(case.api)]
    appointed = [{"account": counsel.account, "powerDigest": "sha256:" + "f" * 64}]
    for one in cases:
        one.file(one.first, "case-representation", side="party", appointedBag=appointed)
    page = mine(case, counsel, "?count=true").json
    assert page["count"] == 2
    assert {one["case"]: one["side"] for one in page["items"]} == {c.id: "party" for c in cases}
    assert status(case, counsel) in page["items"]
    seen = max(one["changedAt"] for one in page["items"])
    assert mine(case, counsel, f"?changedAfter={seen}").json["items"] == []
    case.event(case.second, "invitation_accepted")
    changed = mine(case, counsel, f"?changedAfter={seen}").json["items"]
    assert [one["case"] for one in changed] == [case.id]
    assert changed[0]["nextDeadline"]["whoTitleBag"][0]["value"] == "both parties"
    assert mine(case, counsel, "?limit=1").json["after"] is not None
    problem_of(mine(case, counsel, "?changedAfter=yesterday"), 400)
    assert case.api.get("case-status").status_code == 401
    assert mine(case, case.api.world.owner("Sample Other")).json["items"] == []


def test_the_institution_is_told_what_it_may_enter_itself(case: Case) -> None:
    found = status(consultation(case.api), case.manager)
    assert found["side"] == "institution"
    assert "invitation_received" in [one["event"] for one in found["mayFileBag"]]


def calendar(case: Case, actor: Actor) -> dict[str, Any]:
    answer = case.api.get("cases/deadlines.ics", actor)
    assert answer.status_code == 200, answer.text
    assert answer.content_type.startswith("text/calendar")
    events = Calendar.from_ical(answer.data).walk("VEVENT")
    return {str(e["UID"]): e for e in events if case.id in str(e["UID"])}


def test_ones_deadlines_are_a_calendar_and_a_met_one_is_cancelled(case: Case) -> None:
    ((uid, event),) = calendar(case, case.first).items()
    assert event.decoded("DTSTART").isoformat() == "2026-03-16"
    assert event["STATUS"] == "CONFIRMED"
    case.event(case.second, "invitation_accepted")
    after = calendar(case, case.second)
    assert after[uid]["STATUS"] == "CANCELLED"
    assert after[uid]["SEQUENCE"] > event["SEQUENCE"]
    assert [e["STATUS"] for u, e in after.items() if u != uid] == ["CONFIRMED"]
    assert calendar(case, case.api.world.owner("Sample Other")) == {}
    assert case.api.get("cases/deadlines.ics").status_code == 401


def test_keys_and_days_are_what_a_replay_makes_of_the_parts(case: Case) -> None:
    case.file(case.first, "case-status-key", side="party")
    case.event(case.second, "invitation_accepted")
    node = case.api.world.node
    replayed = replay(node)
    assert compare(node, replayed) == []
    with node.engines.read.connect() as connection:
        rows = connection.execute(sa.select(case_key.c.generation).order_by(case_key.c.position))
        assert 2 in rows.scalars().all()
    assert {case_key.name, case_day.name} <= {table.name for table in PROJECTIONS}
