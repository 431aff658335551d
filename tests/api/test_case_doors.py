"""One-time doors: a party without an account enters its case by the code in its letter."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from ipregistry.domain.access import Actor, Role
from ipregistry.models import account, audit, case_door
from ipregistry.services.accounts import actor_of
from ipregistry.services.case_doors import OPEN_FOR
from ipregistry.services.case_status import slowing
from ipregistry.services.replay import compare, replay
from ipregistry.web.messages import LANGUAGES, message
from tests.api.desk import Api, codes, problem_of
from tests.casework import Case, case_of, papers, request_body, with_packs


@pytest.fixture(scope="module")
def cases(api: Api) -> Api:
    return with_packs(api)


@pytest.fixture(autouse=True)
def _nobody_was_wrong_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slowing, "_by_address", slowing.Failures(slowing.BY_ADDRESS))
    monkeypatch.setattr(slowing, "_by_case", slowing.Failures(slowing.BY_CASE))


@pytest.fixture
def case(cases: Api) -> Case:
    """A consultation with somebody whom the register knows by name alone."""
    world = cases.world
    world.clock.now = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    first, nobody = world.owner("Sample First"), world.owner("Sample Second")
    body = request_body("consultation-plain", first, nobody, documentBag=papers("invitation"))
    body["sideBag"][1]["partyBag"] = [{"nameText": "Sample Respondent"}]
    answer = cases.file(first, "case-request", body)
    assert answer.status_code == 201, answer.text
    found = Case(cases, case_of(answer), world.actor(Role.CASE_MANAGER), first, nobody)
    found.event(found.manager, "invitation_received", ["proof_of_receipt"])
    return found


def opened(case: Case, actor: Actor | None = None, **body: Any) -> Any:
    body = {"side": "other_party", **body}
    return case.api.post(f"cases/{case.id}/doors", body, actor or case.manager)


def code_of(case: Case) -> str:
    answer = opened(case)
    assert answer.status_code == 200, answer.text
    return str(answer.json["code"])


def enter(case: Case, code: str) -> Any:
    return case.api.app.test_client().post("/api/v1/case-doors", json={"code": code})


def entered(case: Case) -> tuple[Actor, dict[str, Any]]:
    answer = enter(case, code_of(case))
    assert answer.status_code == 200, answer.text
    actor = actor_of(case.api.world.node, answer.json["apiKey"])
    assert actor is not None
    assert actor.account is not None
    case.api.world.keys[actor.account] = answer.json["apiKey"]
    return actor, answer.json


def accounts(case: Case) -> int:
    with case.api.world.node.engines.read.connect() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(account)).scalar_one())


def test_the_code_gives_an_account_that_sees_and_answers_for_its_side(case: Case) -> None:
    respondent, told = entered(case)
    assert (told["case"], told["side"]) == (case.id, "other_party")
    headers = {"Authorization": f"Bearer {told['apiKey']}"}
    client = case.api.app.test_client()
    shown = client.get(f"/api/v1/cases/{case.id}/status", headers=headers)
    assert shown.json["lastEvent"]["event"] == "joining"
    assert shown.json["nextDeadline"]["yoursIndicator"] is True
    headers["Idempotency-Key"] = "first-answer"
    answer = client.post(
        "/api/v1/filings/case-event",
        json={"case": case.id, "event": "invitation_accepted"},
        headers=headers,
    )
    assert answer.status_code == 201, answer.text
    assert respondent.roles == {Role.PARTY}
    assert client.get(f"/api/v1/filings/{told['filing']}", headers=headers).status_code == 200


def test_who_entered_may_name_a_representative(case: Case) -> None:
    respondent, _ = entered(case)
    counsel = case.api.world.agent()
    appointed = [{"account": counsel.account, "powerDigest": "sha256:" + "f" * 64}]
    body = {"case": case.id, "side": "other_party", "appointedBag": appointed}
    answer = case.api.file(respondent, "case-representation", body)
    assert answer.status_code == 201, answer.text
    assert case.api.get(f"cases/{case.id}", counsel).status_code == 200


def test_a_code_opens_once(case: Case) -> None:
    code = code_of(case)
    assert enter(case, code.lower().replace("-", " ")).status_code == 200
    before = accounts(case), case.document["version"]
    assert problem_of(enter(case, code), 409)["code"] == "case-door-used"
    assert (accounts(case), case.document["version"]) == before


def test_of_two_who_enter_at_once_one_does(case: Case) -> None:
    code, before = code_of(case), accounts(case)
    with ThreadPoolExecutor(2) as two:
        got = sorted(one.status_code for one in two.map(lambda _: enter(case, code), range(2)))
    assert got[0] == 200
    assert got[1] in {409, 422}
    assert accounts(case) == before + 1


def test_a_code_runs_out(case: Case) -> None:
    code = code_of(case)
    case.api.world.clock.move(days=OPEN_FOR.days, seconds=1)
    assert problem_of(enter(case, code), 409)["code"] == "case-door-expired"


def test_a_new_code_for_the_same_party_ends_the_one_before(case: Case) -> None:
    first, second = code_of(case), code_of(case)
    case.api.world.clock.move(seconds=1)
    assert problem_of(enter(case, first), 409)["code"] == "case-door-expired"
    assert enter(case, second).status_code == 200


def test_a_second_account_for_the_party_takes_the_place_of_the_first(case: Case) -> None:
    first, _ = entered(case)
    key = case.api.get(f"cases/{case.id}/status-key", first).json["statusKey"]
    second, _ = entered(case)
    problem_of(case.api.get(f"cases/{case.id}", first), 404)
    assert case.api.get(f"cases/{case.id}", second).status_code == 200
    assert case.api.get(f"cases/{case.id}/status-key", second).json["statusKey"] != key


def test_a_code_that_is_none_is_not_found_and_slowed_down(case: Case) -> None:
    got = [enter(case, "no code").status_code for _ in range(slowing.BY_CASE.failures + 1)]
    assert (set(got[:-1]), got[-1]) == ({404}, 429)
    assert enter(case, code_of(case)).status_code == 200


def test_only_the_case_manager_opens_doors_and_only_for_parties_that_are_there(case: Case) -> None:
    problem_of(opened(case, case.first), 403)
    problem_of(opened(case, case.api.world.registrar), 404)
    problem_of(opened(case, side="third_party"), 404)
    problem_of(opened(case, partyPosition=1), 404)
    problem_of(opened(case, partyPosition=-1), 400)


def test_nobody_joins_by_himself(case: Case) -> None:
    body = {"case": case.id, "side": "party", "account": str(case.second.account)}
    assert case.api.file(case.second, "case-joining", body).status_code == 403
    paper = {"receivedPaperDigest": "sha256:" + "f" * 64}
    other = case.api.world.agent()
    same = {**body, "account": other.account, "side": "other_party", **paper}
    for own in ({**same, "account": case.manager.account}, {**same, "side": "party"}):
        answer = case.api.file(case.manager, "case-joining", own)
        assert answer.status_code == (422 if own["account"] == case.manager.account else 201)
    assert codes(problem_of(case.api.file(case.manager, "case-joining", same), 422)) == {
        "case-account-in-case"
    }


def test_a_person_enters_by_the_page_and_finds_the_case_with_what_it_gives(case: Case) -> None:
    client, code = case.api.app.test_client(), code_of(case)
    assert (
        '<form class="search" action="/pt/cases/enter" method="post"'
        in client.get("/pt/cases/enter").text
    )
    answer = client.post("/pt/cases/enter", data={"code": code})
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    key, status_key = re.findall(r"<code>(.*?)</code>", answer.text)
    actor = actor_of(case.api.world.node, key)
    assert actor is not None
    shown = client.post("/pt/cases/status", data={"case": case.id, "key": status_key})
    assert case.id in shown.text
    again = client.post("/pt/cases/enter", data={"code": code})
    assert again.status_code == 409
    assert message("case-door-used", {}, "pt") in again.text
    assert client.post("/pt/cases/enter", data={}).status_code == 400


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_goes_into_the_letter_says_number_code_and_where(case: Case, language) -> None:
    said = {"Accept-Language": language}
    body = {"side": "other_party"}
    door = case.api.post(f"cases/{case.id}/doors", body, case.manager, headers=said).json
    for part in (door["code"], case.id, f"/{language}/cases/enter", door["expiresAt"][:10]):
        assert part in door["enclosureText"]
    path = f"cases/{case.id}/status-key?side=other_party"
    key = case.api.get(path, case.manager, headers=said).json
    for part in (key["statusKey"], case.id, f"/{language}/cases/status"):
        assert part in key["enclosureText"]


def test_who_gave_out_a_code_or_anothers_key_is_found_again_without_either(case: Case) -> None:
    code = code_of(case)
    key = case.api.get(f"cases/{case.id}/status-key?side=party", case.manager).json["statusKey"]
    case.api.get(f"cases/{case.id}/status-key", case.first)
    with case.api.world.node.engines.read.connect() as connection:
        rows = connection.execute(sa.select(audit).order_by(audit.c.id.desc()).limit(2)).all()
    assert {row.action for row in rows} == {"open:case-door", "read:status-key"}
    assert {row.actor for row in rows} == {case.manager.account}
    assert not any(secret in str(row) for row in rows for secret in (code, key))


def test_the_code_stands_nowhere_and_the_tables_are_what_the_parts_say(case: Case) -> None:
    code = code_of(case)
    with case.api.world.node.engines.read.connect() as connection:
        rows = connection.execute(sa.select(case_door)).all()
    plain = code.replace("-", "")
    assert rows
    assert not any(plain in str(row) or code in str(row) for row in rows)
    enter(case, code)
    node = case.api.world.node
    assert compare(node, replay(node)) == []
