"""The officer's routes: the queue, one examination, requisitions; and who may ask for them."""

from typing import Any

import pytest

from ipregistry.domain.access import PUBLIC_ACTOR, Actor
from tests.api.desk import Api, codes, places, problem_of
from tests.office import accept, asked, examined, examining_by_hand
from tests.world import World


@pytest.fixture(scope="module")
def desk(world: World, api: Api) -> Api:
    examining_by_hand(world)
    return api


@pytest.fixture
def sale(desk: Api, alice: Actor, bob: Actor) -> str:
    return examined(desk.world, desk.world.hk_right(alice), giver=alice, taker=bob).id


def queue(desk: Api, officer: Actor, query: str = "") -> dict[str, Any]:
    answer = desk.get(f"examination/queue{query}", officer)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "private, no-cache"
    return dict(answer.json)


@pytest.mark.parametrize("path", ["examination/queue", "examination/filings/FI-22222222222222"])
def test_the_desk_is_for_officers(desk: Api, alice: Actor, auditor: Actor, path: str) -> None:
    problem_of(desk.get(path, PUBLIC_ACTOR), 401, "authentication-required")
    for stranger in (alice, auditor):
        problem_of(desk.get(path, stranger), 403, "officers-only")


def test_the_queue_is_read_page_by_page(
    desk: Api, sale: str, examiner: Actor, alice: Actor, bob: Actor
) -> None:
    examined(desk.world, desk.world.hk_right(alice), giver=alice, taker=bob)
    found, after = [], ""
    while True:
        page = queue(desk, examiner, f"?limit=1{after}")
        found += [item["filing"] for item in page["items"]]
        if page["after"] is None:
            break
        after = f"&after={page['after']}"
    whole = queue(desk, examiner, "?limit=1000&count=true")
    assert found == [item["filing"] for item in whole["items"]]
    assert len(found) == whole["count"] >= 2
    received = [item["receivedAt"] for item in whole["items"]]
    assert received == sorted(received)


def test_what_was_decided_leaves_the_queue(desk: Api, sale: str, examiner: Actor) -> None:
    assert sale in {item["filing"] for item in queue(desk, examiner)["items"]}
    desk.file(examiner, "decision", accept(sale))
    assert sale not in {item["filing"] for item in queue(desk, examiner)["items"]}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("?status=recorded", "value-not-allowed"),
        ("?allocatedTo=everybody", "value-not-allowed"),
        ("?overdue=perhaps", "value-not-allowed"),
        ("?unheardOf=1", "member-unknown"),
        ("?after=%21", "page-token-malformed"),
    ],
)
def test_the_queue_reads_its_parameters_strictly(
    desk: Api, examiner: Actor, query: str, code: str
) -> None:
    problem = problem_of(desk.get(f"examination/queue{query}", examiner), 400)
    assert codes(problem) == {code}


def test_an_examination_says_what_the_rules_said_and_say(
    desk: Api, examiner: Actor, alice: Actor, bob: Actor
) -> None:
    world = desk.world
    right = world.hk_right(alice)
    first = examined(world, right, giver=alice, taker=bob).id
    second = examined(world, right, giver=alice, taker=bob).id
    before = desk.get(f"examination/filings/{second}", examiner)
    assert before.json["newBag"] == []
    (waits,) = before.json["rightBag"][0]["pendingBag"]
    assert (waits["filing"], waits["earlierIndicator"]) == (first, True)
    desk.file(examiner, "decision", accept(first))
    same = {"If-None-Match": before.headers["ETag"]}
    after = desk.get(f"examination/filings/{second}", examiner, headers=same)
    assert after.status_code == 200
    assert {v["code"] for v in after.json["newBag"]} == {"transferor-not-holder"}
    assert after.json["rightBag"][0]["titleVersion"] == {"from": 1, "to": 2}
    again = {"If-None-Match": after.headers["ETag"]}
    unchanged = desk.get(f"examination/filings/{second}", examiner, headers=again)
    assert (unchanged.status_code, unchanged.data) == (304, b"")


def test_an_examination_says_why_the_officer_must_not_do_it(
    desk: Api, sale: str, examiner: Actor, registrar: Actor
) -> None:
    desk.file(examiner, "recusal", {"filing": sale, "reasonCategory": "other"})
    mine = desk.get(f"examination/filings/{sale}", examiner).json
    assert [v["code"] for v in mine["obstacleBag"]] == ["officer-recused"]
    assert desk.get(f"examination/filings/{sale}", registrar).json["obstacleBag"] == []


@pytest.mark.parametrize("filing", ["FI-22222222222222", "AS-22222222222222", "nothing"])
def test_a_filing_that_is_not_here_is_not_examined(desk: Api, examiner: Actor, filing: str) -> None:
    problem_of(desk.get(f"examination/filings/{filing}", examiner), 404, "filing-unknown")


def test_a_filer_reads_the_letters_addressed_to_him_and_no_others(
    desk: Api, sale: str, examiner: Actor, alice: Actor, bob: Actor
) -> None:
    number = asked(desk.world, examiner, sale)
    read = desk.get(f"requisitions/{number}", alice)
    assert {part["part"] for part in read.json["partBag"]} == {"parties", "filing"}
    listed = desk.get(f"requisitions?filing={sale}&status=issued&count=true", alice).json
    assert ([item["id"] for item in listed["items"]], listed["count"]) == ([number], 1)
    problem_of(desk.get(f"requisitions/{number}", bob), 404, "requisition-unknown")
    assert desk.get(f"requisitions?filing={sale}", bob).json["items"] == []
    problem_of(desk.get(f"requisitions/{number}", PUBLIC_ACTOR), 401)


def test_a_reply_that_says_nothing_is_of_no_form(desk: Api, alice: Actor) -> None:
    body = {"requisition": "RQ-22222222222222", "evidenceBag": []}
    problem = problem_of(desk.file(alice, "requisition-reply", body), 400)
    assert ("/replyText", "member-missing") in places(problem)


def test_a_party_files_none_of_the_offices_acts(desk: Api, sale: str, alice: Actor) -> None:
    bodies: dict[str, Any] = {
        "decision": accept(sale),
        "recusal": {"filing": sale, "reasonCategory": "other"},
        "allocation": {"filing": sale, "officer": None},
    }
    for type_name, body in bodies.items():
        problem_of(desk.file(alice, type_name, body), 403, "role-may-not-file")
