"""The feed, parts, receipts and proofs over HTTP."""

import json
from typing import Any

import pytest

from ipregistry.domain.access import PUBLIC_ACTOR, Actor
from ipregistry.tlog.proofs import parse_proof, verify_proof
from tests.api.desk import Api, problem_of
from tests.published import log_key, publish_log

ADDRESS = [{"addressLineText": "1 Sample Street", "countryCode": "HK"}]


@pytest.fixture
def filed(fresh_api: Api) -> dict[str, Any]:
    world = fresh_api.world
    holder, taker = world.owner("Sample A"), world.owner("Sample B")
    answer = fresh_api.file(holder, "assignment", world.sale(world.hk_right(holder), holder, taker))
    assert answer.status_code == 201
    return {"holder": holder, "filing": json.loads(answer.data)["filing"]["id"]}


def public_item(api: Api) -> dict[str, Any]:
    """The last public item in the feed."""
    page = json.loads(api.get("feed?limit=1000").data)["page"]
    return [item for one in page["entryBag"] for item in one.get("itemBag", ())][-1]


def test_the_feed_goes_page_by_page(fresh_api: Api, filed: dict[str, Any]) -> None:
    size = publish_log(fresh_api.world.node)
    first = json.loads(fresh_api.get("feed?limit=4").data)["page"]
    assert (first["after"], first["next"], first["size"]) == (0, 4, size)
    rest = json.loads(fresh_api.get("feed?after=4&limit=1000").data)["page"]
    assert [one["index"] for one in first["entryBag"] + rest["entryBag"]] == list(range(size))
    problem_of(fresh_api.get(f"feed?after={size + 1}"), 409, "future-cursor")
    problem_of(fresh_api.get("feed?after=-1&limit=0&page=1"), 400)


def test_before_there_is_a_log_the_feed_is_empty(fresh_api: Api) -> None:
    page = json.loads(fresh_api.get("feed").data)["page"]
    assert (page["size"], page["checkpoint"], page["entryBag"]) == (0, None, [])


def test_parts_come_by_commitment(fresh_api: Api, filed: dict[str, Any]) -> None:
    publish_log(fresh_api.world.node)
    known = public_item(fresh_api)["commitment"]
    unknown = "hmac-sha256:" + "0" * 64
    answer = fresh_api.post("parts", {"commitmentBag": [known, unknown]})
    given, withheld = json.loads(answer.data)["items"]
    assert (given["status"], given["commitment"]) == ("given", known)
    assert withheld == {"commitment": unknown, "status": "withheld"}
    alone = json.loads(fresh_api.get(f"parts/{known}").data)
    assert alone == given
    problem_of(fresh_api.get(f"parts/{unknown}"), 404, "part-not-found")
    problem_of(fresh_api.get("parts/nothing"), 404, "part-not-found")
    problem_of(fresh_api.post("parts", {"commitmentBag": ["sha256:1"]}), 400)
    problem_of(fresh_api.post("parts", {"commitmentBag": [unknown] * 1001}), 400)


def test_a_part_that_was_erased_is_gone_where_it_is_asked_for_alone(fresh_api: Api) -> None:
    world = fresh_api.world
    person = world.owner("Natural Sample", "person", addressBag=ADDRESS)
    publish_log(world.node)
    entries = json.loads(fresh_api.get("feed?limit=1000", person).data)["page"]["entryBag"]
    commitment = next(
        item["commitment"]
        for one in entries
        for item in one.get("itemBag", ())
        if (item["record"], item["part"]) == (person.party, "parties")
    )
    assert fresh_api.get(f"parts/{commitment}", person).status_code == 200
    erase(fresh_api, str(person.party))
    problem_of(fresh_api.get(f"parts/{commitment}", person), 410, "part-erased")
    items = fresh_api.post("parts", {"commitmentBag": [commitment]}, person)
    assert json.loads(items.data)["items"][0]["status"] == "erased"
    problem_of(fresh_api.get(f"parts/{commitment}"), 404, "part-not-found")


def test_the_page_of_a_right_whose_holder_s_name_was_erased_says_who_by_number(
    fresh_api: Api,
) -> None:
    world = fresh_api.world
    person = world.owner("Natural Sample", "person", townText="Sample Town")
    right = world.hk_right(person)
    page = f"/en/assets/{right}"
    assert "Natural Sample" in fresh_api.get(page).text
    erase(fresh_api, str(person.party), "names")
    after = fresh_api.get(page)
    assert after.status_code == 200
    assert str(person.party) in after.text
    for path in (f"assets/{right}/title?expand=chain", f"assets/{right}/certified-copy"):
        answer = fresh_api.get(path)
        assert answer.status_code == 200
        assert "Natural Sample" not in answer.text


def test_what_there_is_about_a_person_is_listed_for_him_and_the_office(fresh_api: Api) -> None:
    world = fresh_api.world
    person = world.owner("Natural Sample", "person", addressBag=ADDRESS)
    firm = world.owner("Sample Firm")
    right = world.hk_right(person)
    sold = world.file(person, "assignment", world.sale(right, person, firm))
    path = f"parties/{person.party}/parts"
    found = json.loads(fresh_api.get(path, world.registrar).data)["items"]
    assert found == json.loads(fresh_api.get(path, person).data)["items"]
    named = {(one["record"], one["part"]) for one in found}
    assert {(person.party, "names"), (person.party, "parties")} <= named
    assert (sold.transaction, "names") in named
    assert all(one["erasableIndicator"] for one in found)
    body = {
        "partBag": [{"record": one["record"], "part": one["part"]} for one in found],
        "groundCategory": "request-of-the-person",
        "citation": "PDPO (Cap. 486) s.26",
    }
    filed = json.loads(fresh_api.file(world.registrar, "erasure", body).data)["filing"]["id"]
    decision = {"filing": filed, "outcome": "accept"}
    assert fresh_api.file(world.examiner, "decision", decision).status_code == 201
    after = json.loads(fresh_api.get(path, world.registrar).data)["items"]
    assert [one["commitment"] for one in after] == [one["commitment"] for one in found]
    assert all("erased" in one and not one["erasableIndicator"] for one in after)
    for actor in (firm, world.agent()):
        problem_of(fresh_api.get(path, actor), 404, "party-unknown")
    problem_of(fresh_api.get(path), 401, "authentication-required")


def erase(api: Api, party: str, label: str = "parties") -> None:
    body = {
        "partBag": [{"record": party, "part": label}],
        "groundCategory": "request-of-the-person",
        "citation": "PDPO (Cap. 486) s.26",
    }
    answer = api.file(api.world.registrar, "erasure", body)
    assert answer.status_code == 201, answer.text
    filing = json.loads(answer.data)["filing"]["id"]
    decision = {"filing": filing, "outcome": "accept"}
    assert api.file(api.world.examiner, "decision", decision).status_code == 201


def test_a_receipt_leads_to_its_proof(fresh_api: Api, filed: dict[str, Any]) -> None:
    holder: Actor = filed["holder"]
    path = f"receipts/{filed['filing']}"
    problem_of(fresh_api.get(f"{path}/proof", holder), 409, "not-published-yet")
    publish_log(fresh_api.world.node)
    standing = json.loads(fresh_api.get(path, holder).data)
    assert standing["status"] == "published"
    leaf = bytes.fromhex(standing["leafHash"].removeprefix("sha256:"))
    for asked in (
        fresh_api.get(f"{path}/proof", holder),
        fresh_api.get(f"log/proofs/{standing['leafHash']}"),
    ):
        assert asked.mimetype == "text/plain"
        verify_proof(parse_proof(asked.data), leaf, log_key(fresh_api.world.node))
    problem_of(fresh_api.get(path), 401, "authentication-required")
    problem_of(fresh_api.get(path, fresh_api.world.agent()), 404, "receipt-unknown")
    problem_of(fresh_api.get("log/proofs/sha256:" + "0" * 64), 404, "leaf-not-published")


def test_a_part_and_a_prefix_are_proven(fresh_api: Api, filed: dict[str, Any]) -> None:
    commitment = (publish_log(fresh_api.world.node), public_item(fresh_api)["commitment"])[1]
    proof = json.loads(fresh_api.get(f"parts/{commitment}/proof", PUBLIC_ACTOR).data)
    assert proof["item"]["commitment"] == commitment
    grown = json.loads(fresh_api.get("log/consistency?from=3").data)
    assert (grown["from"], grown["to"] > 3) == (3, True)
    problem_of(fresh_api.get("log/consistency?from=3&to=99999"), 409, "future-cursor")
    problem_of(fresh_api.get("log/consistency"), 400)
