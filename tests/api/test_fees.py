"""Quotes, invoices and the statement of fees over HTTP."""

from typing import Any

import pytest

from ipregistry.domain.access import Actor
from ipregistry.domain.filings import FILING_TYPES
from tests.api.desk import Api, codes, problem_of
from tests.services.policy_texts import priced
from tests.world import World


@pytest.fixture(scope="module", autouse=True)
def _priced(world: World) -> None:
    priced(world)


def body_of(world: World, alice: Actor, bob: Actor) -> dict[str, Any]:
    return world.sale(world.hk_right(alice), alice, bob)


def made(api: Api, world: World, alice: Actor, bob: Actor) -> str:
    answer = api.file(alice, "assignment", body_of(world, alice, bob))
    parts = {piece["part"]: piece["body"] for piece in answer.json["filing"]["partBag"]}
    (number,) = [r["record"] for r in parts["parties"]["recordBag"] if r["record"][:3] == "IV-"]
    return str(number)


def test_a_quote_says_what_is_due_to_whom_when_and_by_which_source(
    api: Api, world: World, alice: Actor, bob: Actor
) -> None:
    answer = api.post("filings/assignment/quote", body_of(world, alice, bob), alice)
    assert answer.status_code == 200, answer.text
    (line,) = answer.json["lineBag"]
    assert (line["amount"], line["currencyCode"], line["feeWhen"], line["payableTo"]) == (
        "200.00",
        "HKD",
        "with",
        "HK",
    )
    assert line["citation"] == "Sample schedule of fees, line 1"
    assert answer.json["totalBag"] == [{"amount": "200.00", "currencyCode": "HKD"}]
    assert answer.json["payableHereBag"] == answer.json["totalBag"]
    assert answer.json["noticeBag"] == []


def test_where_no_fee_is_set_the_quote_says_so_in_the_callers_language(
    api: Api, world: World, registrar: Actor
) -> None:
    body = {"category": "organization", "nameBag": [{"value": "Sample", "languageCode": "en"}]}
    for language, said in (("en", "No fee for"), ("pt", "não fixa taxa")):
        answer = api.post(
            "filings/party-registration/quote",
            body,
            registrar,
            headers={"Accept-Language": language},
        )
        (notice,) = answer.json["noticeBag"]
        assert notice["code"] == "no-fee-set"
        assert said in notice["message"]


def test_a_quote_of_what_the_rules_forbid_is_the_problem_of_the_filing(
    api: Api, world: World, alice: Actor, bob: Actor
) -> None:
    body = world.sale(world.hk_right(bob), alice, bob)
    answer = api.post("filings/assignment/quote", body, alice)
    assert "transferor-not-holder" in codes(problem_of(answer, 422))


def test_a_quote_needs_a_key(api: Api, world: World, alice: Actor, bob: Actor) -> None:
    problem_of(api.post("filings/assignment/quote", body_of(world, alice, bob)), 401)


@pytest.mark.parametrize("name", sorted(FILING_TYPES))
def test_every_filing_type_has_its_quote(api: Api, registrar: Actor, name: str) -> None:
    answer = api.post(f"filings/{name}/quote", {}, registrar)
    assert answer.status_code in {400, 403}, answer.text


def test_an_invoice_is_read_with_where_it_stands(
    api: Api, world: World, alice: Actor, bob: Actor
) -> None:
    number = made(api, world, alice, bob)
    answer = api.get(f"invoices/{number}", alice)
    assert answer.status_code == 200, answer.text
    assert answer.json["standing"]["status"] == "due"
    assert answer.json["partBag"][0]["body"]["total"]["amount"] == "200.00"
    tag = answer.headers["ETag"]
    again = api.get(f"invoices/{number}", alice, headers={"If-None-Match": tag})
    assert again.status_code == 304
    payment = {
        "invoice": number,
        "sum": {"amount": "200.00", "currencyCode": "HKD"},
        "date": str(world.today()),
        "reference": "SAMPLE-1",
    }
    assert api.file(world.registrar, "payment", payment).status_code == 201
    paid = api.get(f"invoices/{number}", alice, headers={"If-None-Match": tag})
    assert (paid.status_code, paid.json["standing"]["status"]) == (200, "paid")


def test_an_invoice_of_somebody_else_is_not_there(
    api: Api, world: World, alice: Actor, bob: Actor
) -> None:
    number = made(api, world, alice, bob)
    problem_of(api.get(f"invoices/{number}", bob), 404, "invoice-unknown")
    problem_of(api.get(f"invoices/{number}"), 401)


def test_the_statement_is_the_callers_own(api: Api, world: World, alice: Actor, bob: Actor) -> None:
    number = made(api, world, alice, bob)
    mine = api.get("invoices?limit=1000", alice)
    assert number in [item["id"] for item in mine.json["items"]]
    assert api.get("invoices", bob).json["items"] == []
    first = api.get("invoices?limit=1", alice)
    second = api.get(f"invoices?limit=1&after={first.json['after']}", alice)
    assert first.json["items"][0]["id"] != second.json["items"][0]["id"]


@pytest.mark.parametrize(
    "path", ["invoices?after=Zm9v", "invoices?after=OTktSVY", "notices?after=MQ"]
)
def test_a_cursor_that_nobody_gave_out_is_no_fault_of_the_node(
    api: Api, alice: Actor, path: str
) -> None:
    assert api.get(path, alice).status_code in {200, 400}


def test_a_refund_for_the_offices_own_error_says_which(api: Api, registrar: Actor) -> None:
    body = {
        "invoice": "IV-2222222222222N",
        "sum": {"amount": "1.00", "currencyCode": "HKD"},
        "date": "2026-06-01",
        "reference": "SAMPLE",
        "reasonCategory": "office-error",
    }
    problem = problem_of(api.file(registrar, "refund", body), 400)
    assert "member-missing" in codes(problem)


def test_notices_are_read_by_the_party_that_was_told(
    api: Api, world: World, alice: Actor, bob: Actor
) -> None:
    made(api, world, alice, bob)
    answer = api.get("notices?limit=1&count=true", alice)
    assert answer.status_code == 200, answer.text
    assert answer.json["items"][0]["party"] == alice.party
    following = api.get(f"notices?limit=1&after={answer.json['after']}", alice)
    assert following.json["items"][0]["filing"] != answer.json["items"][0]["filing"]
    assert api.get("notices", bob).json["items"] == []
    problem_of(api.get("notices"), 401)
