"""The same request under the same key is answered as the first one, and filed once."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from ipregistry.domain.access import Actor
from tests.api.desk import Api, codes, problem_of
from tests.databases import is_sqlite

PARTY = {
    "category": "organization",
    "nameBag": [{"value": "Sample Limited", "languageCode": "en"}],
}


def test_a_filing_without_a_key_is_400(api: Api, registrar: Actor) -> None:
    before = api.world.rows()
    problem = problem_of(api.post("filings/party-registration", PARTY, registrar), 400)
    assert codes(problem) == {"idempotency-key-missing"}
    assert api.world.rows() == before


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 201, "é"])
def test_a_key_that_is_no_visible_ascii_is_400(api: Api, registrar: Actor, key: str) -> None:
    problem = problem_of(api.file(registrar, "party-registration", PARTY, key=key), 400)
    assert codes(problem) == {"idempotency-key-malformed"}


def test_the_same_request_gets_the_same_answer_and_is_filed_once(
    api: Api, registrar: Actor
) -> None:
    first = api.file(registrar, "party-registration", PARTY, key="same-1")
    before = api.world.rows()
    again = api.file(registrar, "party-registration", PARTY, key="same-1")
    assert first.status_code == again.status_code == 201
    assert api.world.rows() == before
    assert (first.json["replayedIndicator"], again.json["replayedIndicator"]) == (False, True)
    for name in ("filing", "receipt"):
        assert first.json[name] == again.json[name]
    for header in ("Location", "ETag"):
        assert first.headers[header] == again.headers[header]
    assert first.headers["Location"] == f"/api/v1/filings/{first.json['filing']['id']}"


def test_the_same_body_written_in_another_way_is_the_same_request(
    api: Api, registrar: Actor
) -> None:
    api.file(registrar, "party-registration", PARTY, key="written-1")
    other = json.dumps(dict(reversed(PARTY.items())), indent=3).encode()
    again = api.file(registrar, "party-registration", other, key="written-1")
    assert (again.status_code, again.json["replayedIndicator"]) == (201, True)


def test_the_same_key_with_another_body_is_422(api: Api, registrar: Actor) -> None:
    api.file(registrar, "party-registration", PARTY, key="other-1")
    before = api.world.rows()
    other = {**PARTY, "jurisdictionCode": "HK"}
    answer = api.file(registrar, "party-registration", other, key="other-1")
    problem_of(answer, 422, "idempotency-key-reused")
    assert api.world.rows() == before


def test_the_same_key_on_another_route_is_422(api: Api, alice: Actor) -> None:
    api.file(alice, "party-registration", PARTY, key="route-1")
    body = {"filing": api.file(alice, "party-registration", PARTY).json["filing"]["id"]}
    answer = api.file(alice, "withdrawal", body, key="route-1")
    problem_of(answer, 422, "idempotency-key-reused")


def test_a_key_belongs_to_its_client(api: Api, registrar: Actor, alice: Actor) -> None:
    first = api.file(registrar, "party-registration", PARTY, key="client-1")
    other = api.file(alice, "party-registration", PARTY, key="client-1")
    assert (other.status_code, other.json["replayedIndicator"]) == (201, False)
    assert other.json["filing"]["id"] != first.json["filing"]["id"]


def test_a_refused_key_stays_free(api: Api, alice: Actor, bob: Actor) -> None:
    right = api.world.hk_right(alice)
    wrong = api.world.sale(right, bob, alice)
    problem_of(api.file(alice, "assignment", wrong, key="free-1"), 422)
    problem_of(api.file(alice, "assignment", {}, key="free-1"), 400)
    answer = api.file(alice, "assignment", api.world.sale(right, alice, bob), key="free-1")
    assert (answer.status_code, answer.json["replayedIndicator"]) == (201, False)


def test_a_replay_is_answered_although_the_state_has_moved_on(
    api: Api, alice: Actor, bob: Actor
) -> None:
    right = api.world.hk_right(alice)
    body = api.world.sale(right, alice, bob)
    first = api.file(alice, "assignment", body, key="moved-1")
    again = api.file(alice, "assignment", body, key="moved-1")
    assert (again.status_code, again.json["receipt"]) == (201, first.json["receipt"])
    problem_of(api.file(alice, "assignment", body, key="moved-2"), 422)


@pytest.mark.race
def test_the_same_request_at_the_same_moment_is_filed_once(
    api: Api, alice: Actor, bob: Actor, server_url: str
) -> None:
    right = api.world.hk_right(alice)
    body = api.world.sale(right, alice, bob)
    before = api.world.rows()
    many = 4 if is_sqlite(server_url) else 8
    start = Barrier(many)

    def send(_: int) -> tuple[int, str, bool]:
        start.wait()
        answer = api.file(alice, "assignment", body, key="race-1")
        assert answer.status_code == 201, answer.text
        return answer.status_code, answer.json["receipt"], answer.json["replayedIndicator"]

    with ThreadPoolExecutor(many) as pool:
        answers = list(pool.map(send, range(many)))
    assert len({receipt for _, receipt, _ in answers}) == 1
    assert sorted(replayed for _, _, replayed in answers) == [False, *[True] * (many - 1)]
    after = api.world.rows()
    assert after["filing"] == before["filing"] + 1
    assert after["entry"] == before["entry"] + 1
    assert after["idempotency"] == before["idempotency"] + 1


@pytest.mark.race
def test_two_sales_of_one_right_at_the_same_moment_end_with_one(
    api: Api, alice: Actor, bob: Actor
) -> None:
    right = api.world.hk_right(alice)
    carol = api.world.owner("Sample C")
    sales = [api.world.sale(right, alice, taker, seen=1) for taker in (bob, carol)]
    start = Barrier(2)

    def send(body: object) -> int:
        start.wait()
        return api.file(alice, "assignment", body).status_code

    with ThreadPoolExecutor(2) as pool:
        statuses = list(pool.map(send, sales))
    assert sorted(statuses) in ([201, 409], [201, 422])
    assert set(api.world.holders(right).values()) == {"1"}
