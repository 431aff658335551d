"""Decided domain-name cases through the API: taken by the institution, looked up by anybody."""

from __future__ import annotations

from typing import Any

import pytest

from ipregistry.api.spec import read_example
from ipregistry.domain.access import PUBLIC_ACTOR, Actor, Role
from ipregistry.services.opening import publish_seed_calendars, publish_seed_packs
from ipregistry.services.replay import compare, replay
from tests.api.desk import Api, codes, problem_of

LIST = "domain-name-decisions"


@pytest.fixture
def api(fresh_api: Api) -> Api:
    publish_seed_calendars(fresh_api.world.node)
    publish_seed_packs(fresh_api.world.node)
    return fresh_api


@pytest.fixture
def manager(api: Api) -> Actor:
    return api.world.actor(Role.CASE_MANAGER)


def told(number: int = 1, **changes: Any) -> dict[str, Any]:
    body = read_example("case-import")["body"]
    body |= {
        "caseNumberText": f"HK-23{number:05}",
        "recordDigest": f"sha256:{number:064}",
        "domainNameBag": [f"sample-{number}.example"],
    }
    return {**body, **changes}


def imported(api: Api, manager: Actor, body: dict[str, Any]) -> str:
    answer = api.file(manager, "case-import", body)
    assert answer.status_code == 201, answer.text
    (part,) = answer.json["filing"]["partBag"]
    return str(part["body"]["case"])


def found(api: Api, query: str = "", actor: Actor = PUBLIC_ACTOR) -> list[str]:
    answer = api.get(f"{LIST}{query}", actor)
    assert answer.status_code == 200, answer.text
    return [one["id"] for one in answer.json["items"]]


def labels(answer: Any) -> set[str]:
    return {part["part"] for part in answer.json["partBag"]}


def test_anybody_finds_a_decision_by_name_number_and_outcome(api: Api, manager: Actor) -> None:
    first = imported(api, manager, told(1, domainNameBag=["SAMPLE.example", "样本.example"]))
    second = imported(api, manager, told(2, statusText="Denied"))
    assert found(api) == sorted([first, second])
    assert found(api, "?domainName=Sample.Example.") == [first]
    assert found(api, "?domainName=样本.example") == [first]
    assert found(api, "?domainName=no name") == []
    assert found(api, "?caseNumber=HK-2300002") == [second]
    assert found(api, "?outcome=denied") == [second]
    assert api.get(f"{LIST}?outcome=won").status_code == 400


def test_a_list_has_what_is_public_and_a_single_read_the_names_too(
    api: Api, manager: Actor
) -> None:
    case = imported(api, manager, told())
    (listed,) = api.get(LIST).json["items"]
    assert {part["part"] for part in listed["partBag"]} == {"public"}
    assert "Sample Person" not in str(listed)
    single = api.get(f"{LIST}/{case}")
    assert labels(single) == {"public", "names"}
    assert "Sample Person" in single.text
    assert api.get(f"cases/{case}").json["partBag"] == single.json["partBag"]
    assert labels(api.get(f"cases/{case}", manager)) == {"public", "names", "case:all"}


def test_the_filing_is_for_nobody_else(api: Api, manager: Actor) -> None:
    imported(api, manager, told())
    filings = [one["id"] for one in api.get("filings", manager).json["items"]]
    (filing,) = [f for f in filings if api.get(f"filings/{f}", manager).status_code == 200]
    assert api.get(f"filings/{filing}").status_code == 404
    assert api.get(f"filings/{filing}", api.world.registrar).status_code == 404


def test_pages_follow_each_other_and_the_count_is_of_all(api: Api, manager: Actor) -> None:
    cases = sorted(imported(api, manager, told(number)) for number in range(1, 4))
    first = api.get(f"{LIST}?limit=2&count=true").json
    assert ([one["id"] for one in first["items"]], first["count"]) == (cases[:2], 3)
    assert found(api, f"?limit=2&after={first['after']}") == cases[2:]


def test_the_same_record_is_taken_once_and_a_changed_one_is_a_version(
    api: Api, manager: Actor
) -> None:
    case = imported(api, manager, told())
    again = api.file(manager, "case-import", told())
    assert codes(problem_of(again, 409)) == {"case-import-unchanged"}
    changed = told(1, recordDigest="sha256:" + "9" * 64, domainNameBag=["other.example"])
    assert imported(api, manager, changed) == case
    assert found(api, "?domainName=sample-1.example") == []
    assert found(api, "?domainName=other.example") == [case]
    (part,) = [p for p in api.get(f"{LIST}/{case}").json["partBag"] if p["part"] == "public"]
    assert (part["version"], part["body"]["decision"]["changedBag"]) == (
        2,
        ["domainNameBag"],
    )
    assert compare(api.world.node, replay(api.world.node)) == []


def test_only_the_institution_takes_a_decided_case(api: Api) -> None:
    for actor in (api.world.registrar, api.world.owner("Sample A"), api.world.agent()):
        assert api.file(actor, "case-import", told()).status_code == 403


def test_an_address_that_is_none_of_the_web_is_refused(api: Api, manager: Actor) -> None:
    wrong = told(1, decisionAddressText="javascript:alert(1)")
    assert codes(problem_of(api.file(manager, "case-import", wrong), 400)) == {"text-malformed"}


def test_nothing_more_is_filed_in_a_decided_case(api: Api, manager: Actor) -> None:
    case = imported(api, manager, told())
    event = {
        "case": case,
        "caseVersion": 1,
        "event": "complaint_withdrawn",
        "by": "complainant",
        "receivedPaperDigest": "sha256:" + "7" * 64,
    }
    assert codes(problem_of(api.file(manager, "case-event", event), 422)) == {"case-event-not-now"}


def test_its_status_is_asked_with_a_side_s_key_and_says_that_it_is_over(
    api: Api, manager: Actor
) -> None:
    case, other = imported(api, manager, told(1)), imported(api, manager, told(2))
    key = api.get(f"cases/{case}/status-key?side=respondent", manager).json["statusKey"]
    said = api.get(f"cases/{case}/status", headers={"Case-Status-Key": key}).json
    assert (said["state"]["stateCode"], said["state"]["finalIndicator"]) == ("implemented", True)
    assert (said["nextDeadline"], said["mayFileBag"]) == (None, [])
    foreign = api.get(f"cases/{other}/status", headers={"Case-Status-Key": key})
    unknown = api.get("cases/CA-22222222222222/status", headers={"Case-Status-Key": key})
    problem_of(foreign, 404)
    each = [{**one.json, "instance": "", "correlationId": ""} for one in (foreign, unknown)]
    assert each[0] == each[1]


def test_a_person_s_name_is_erased_and_the_decision_stays(api: Api, manager: Actor) -> None:
    case = imported(api, manager, told())
    erasure = {
        "partBag": [{"record": case, "part": "names"}, {"record": case, "part": "case:all"}],
        "groundCategory": "request-of-the-person",
        "citation": "PDPO (Cap. 486) s.26",
    }
    filed = api.file(api.world.registrar, "erasure", erasure)
    assert filed.status_code == 201, filed.text
    yes = {"filing": filed.json["filing"]["id"], "outcome": "accept"}
    assert api.file(api.world.examiner, "decision", yes).status_code == 201
    single = api.get(f"{LIST}/{case}")
    assert "Sample Person" not in single.text
    assert found(api, "?domainName=sample-1.example") == [case]
    again = told(1, recordDigest="sha256:" + "8" * 64, statusText="Denied")
    assert imported(api, manager, again) == case
    assert compare(api.world.node, replay(api.world.node)) == []
