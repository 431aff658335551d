"""Fees of cases through the API: asked before filing, refused where they are missing, paid in
parts, paid back, set off, and stated.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from werkzeug.test import TestResponse

from ipregistry.domain.access import Role
from ipregistry.services.replay import compare, replay
from tests.api.desk import Api, codes, problem_of
from tests.casework import (
    Case,
    advance,
    arbitration,
    case_of,
    digest,
    money,
    opened,
    paid_too_much,
    papers,
    request_body,
    with_packs,
)


@pytest.fixture(scope="module")
def cases(api: Api) -> Api:
    return with_packs(api)


@pytest.fixture(autouse=True)
def on_a_monday(cases: Api) -> None:
    cases.world.clock.now = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def complaint(cases: Api, names: int = 3, **more: Any) -> tuple[Any, Any, dict[str, Any]]:
    first, second = cases.world.owner("Sample Complainant"), cases.world.owner("Sample Holder")
    body = request_body(
        "domain-name-udrp",
        first,
        second,
        roles=("complainant", "respondent"),
        documentBag=papers("complaint", "transmittal_coversheet"),
        assetBag=[{"nameText": f"sample-{n}.example"} for n in range(names)],
        event="complaint_submitted",
        **more,
    )
    return first, second, body


def refused(answer: TestResponse, code: str, status: int = 422) -> dict[str, Any]:
    problem = problem_of(answer, status)
    assert code in codes(problem), answer.text
    return next(dict(v) for v in problem["errorBag"] if v["code"] == code)


def pay(case: Case, side: str, amount: str) -> TestResponse:
    body = {"fee": "administration", "side": side, "sum": money(amount), "date": "2026-03-02"}
    reference = digest(f"{side} {amount}")
    return case.file(case.manager, "case-payment", **body, referenceDigest=reference)


def accounts(case: Case, actor: Any) -> dict[str, dict[str, Any]]:
    answer = case.api.get(f"cases/{case.id}/statement", actor)
    assert answer.status_code == 200, answer.text
    return {one["side"]: one for one in answer.json["accountBag"]}


def test_a_complaint_without_its_fee_is_refused_with_the_amount_and_opens_nothing(
    cases: Api,
) -> None:
    first, _, body = complaint(cases)
    before = cases.get("cases?count=true", first).json["count"]
    wrong = refused(cases.file(first, "case-request", body), "case-fee-missing")
    assert wrong["params"] == {
        "fee": "fee_one",
        "amount": "1500.00",
        "currency": "USD",
        "payer": "complainant",
        "reference": "domain-name-udrp/fee_one",
    }
    assert wrong["pointer"] == "/feeBag"
    assert cases.get("cases?count=true", first).json["count"] == before
    fee = advance(cases, "domain-name-udrp", "fee_one", money("1500.00", "USD"), first)
    answer = cases.file(first, "case-request", {**body, "feeBag": [fee]})
    assert answer.status_code == 201, answer.text
    case = cases.get(f"cases/{case_of(answer)}", first).json["partBag"][0]["body"]
    assert case["stateCode"] == "filed"


def test_who_paid_for_three_names_and_complains_about_six_still_owes_the_rest(cases: Api) -> None:
    first, _, body = complaint(cases, names=6)
    fee = advance(cases, "domain-name-udrp", "fee_one", money("1500.00", "USD"), first)
    wrong = refused(
        cases.file(first, "case-request", {**body, "feeBag": [fee]}), "case-fee-missing"
    )
    assert wrong["params"]["amount"] == "500.00"


def test_an_advance_pays_once_and_for_its_payer_only(cases: Api) -> None:
    first, _, body = complaint(cases)
    stranger, _, theirs = complaint(cases)
    fee = advance(cases, "domain-name-udrp", "fee_one", money("1500.00", "USD"), first)
    other = cases.file(stranger, "case-request", {**theirs, "feeBag": [fee]})
    refused(other, "case-charge-unknown")
    assert cases.file(first, "case-request", {**body, "feeBag": [fee]}).status_code == 201
    refused(cases.file(first, "case-request", {**body, "feeBag": [fee]}), "case-charge-unknown")


def test_an_advance_of_which_no_case_comes_goes_back_and_opens_none_then(cases: Api) -> None:
    first, _, body = complaint(cases)
    manager = cases.world.actor(Role.CASE_MANAGER)
    fee = advance(cases, "domain-name-udrp", "fee_one", money("1500.00", "USD"), first)
    back = {**fee, "date": "2026-03-02", "reasonCategory": "by-institution"}
    for amount, code in (("1500.01", "case-refund-too-much"), ("1000.00", None)):
        said = {**back, "sum": money(amount, "USD"), "referenceDigest": digest(amount)}
        answer = cases.file(manager, "case-refund", said)
        assert (answer.status_code == 201) is (code is None), answer.text
    rest = {**back, "sum": money("500.01", "USD"), "referenceDigest": digest("rest")}
    wrong = refused(cases.file(manager, "case-refund", rest), "case-refund-too-much")
    assert wrong["params"]["most"] == "500.00"
    asked = cases.file(first, "case-request", {**body, "feeBag": [fee]})
    refused(asked, "case-charge-unknown")
    refused(asked, "case-fee-missing")


def test_what_the_institution_attests_without_money_on_its_books_stands_in_the_event(
    cases: Api,
) -> None:
    first, second, body = complaint(cases)
    manager = cases.world.actor(Role.CASE_MANAGER)
    answer = cases.file(manager, "case-request", {**body, "feeBag": [{"fee": "fee_one"}]})
    assert answer.status_code == 201, answer.text
    case = Case(cases, case_of(answer), manager, first, second)
    assert case.document["eventBag"][0]["attestedFeeBag"] == ["fee_one"]
    assert accounts(case, first) == {}


def test_what_a_complaint_costs_is_asked_before_it_is_filed(cases: Api) -> None:
    first, _, body = complaint(cases, names=7)
    answer = cases.post("filings/case-request/quote", body, first)
    assert answer.status_code == 200, answer.text
    (fee,) = answer.json["caseFeeBag"]
    assert (fee["fee"], fee["standing"], fee["amount"]["amount"]) == (
        "fee_one",
        "amount",
        "2000.00",
    )
    assert fee["citation"].startswith("wipo.int")
    assert fee["shareBag"] == [
        {
            "side": "complainant",
            "sum": money("2000.00", "USD"),
            "outstanding": money("2000.00", "USD"),
        }
    ]


def test_more_names_than_the_schedule_has_are_quoted_as_fixed_by_the_institution(
    cases: Api,
) -> None:
    first, _, body = complaint(cases, names=11)
    (fee,) = cases.post("filings/case-request/quote", body, first).json["caseFeeBag"]
    assert (fee["standing"], fee["reason"], fee["shareBag"]) == ("manual", "by-agreement", [])
    wrong = refused(cases.file(first, "case-request", body), "case-fee-missing")
    assert wrong["params"]["amount"] == "by-agreement"
    paid = advance(cases, "domain-name-udrp", "fee_one", money("3000.00", "USD"), first)
    answer = cases.file(first, "case-request", {**body, "feeBag": [paid]})
    assert answer.status_code == 201, "what it took in advance is what it fixed"


def elected(cases: Api) -> Case:
    """A complaint that the respondent may answer."""
    first, second, body = complaint(cases)
    fee = advance(cases, "domain-name-udrp", "fee_one", money("1500.00", "USD"), first)
    answer = cases.file(first, "case-request", {**body, "feeBag": [fee]})
    case = Case(cases, case_of(answer), cases.world.actor(Role.CASE_MANAGER), first, second)
    case.event(case.manager, "compliance_confirmed", ["registrar_verification"])
    case.event(case.manager, "commencement", ["notice_of_complaint"])
    return case


def test_a_respondent_who_elects_three_pays_half_of_the_fee_with_the_response(cases: Api) -> None:
    case = elected(cases)
    given = {
        "event": "response_for_three_filed",
        "documentBag": papers("response", "election_of_three"),
    }
    asked = cases.post("filings/case-event/quote", {"case": case.id, **given}, case.second)
    assert [line["amount"]["amount"] for line in asked.json["caseFeeBag"]] == ["2000.00"]
    wrong = refused(case.file(case.second, "case-event", **given), "case-fee-missing")
    assert wrong["params"]["reference"] == f"{case.id}/respondent_half_of_three"
    assert (case.state, case.due) == ("commenced", {"response": "2026-03-22"})
    for amount, left in (("1200.00", "800.00"), ("800.00", None)):
        paid = case.file(
            case.manager,
            "case-payment",
            fee="respondent_half_of_three",
            side="respondent",
            sum=money(amount, "USD"),
            date="2026-03-02",
            referenceDigest=digest(amount),
        )
        assert paid.status_code == 201, paid.text
        if left is not None:
            wrong = refused(case.file(case.second, "case-event", **given), "case-fee-missing")
            assert wrong["params"]["amount"] == left
    assert case.file(case.second, "case-event", **given).status_code == 201
    assert case.state == "response_filed"


def test_before_the_panel_1000_of_1500_go_back_once(cases: Api) -> None:
    case = elected(cases)
    body = {"fee": "fee_one", "side": "complainant", "date": "2026-03-02"}
    by_rule = {**body, "reasonCategory": "by-rule", "referenceDigest": digest("back")}
    much = case.file(case.manager, "case-refund", **by_rule, sum=money("1000.01", "USD"))
    assert refused(much, "case-refund-too-much")["params"]["most"] == "1000.00"
    done = case.file(case.manager, "case-refund", **by_rule, sum=money("1000.00", "USD"))
    assert done.status_code == 201, done.text
    again = {**by_rule, "referenceDigest": digest("again")}
    more = case.file(case.manager, "case-refund", **again, sum=money("0.01", "USD"))
    assert refused(more, "case-refund-too-much")["params"]["most"] == "0.00"
    account = accounts(case, case.first)["complainant"]
    assert (account["paid"], account["refunded"]) == ("1500.00", "1000.00")
    assert (account["outstanding"], account["overpaid"]) == ("0.00", "0.00")


def test_both_sides_see_who_has_paid_its_half_and_nobody_else_sees_the_case(cases: Api) -> None:
    case = arbitration(cases)
    charged = case.file(case.manager, "case-invoice", fee="administration")
    assert charged.status_code == 201, charged.text
    answer = pay(case, "claimant", "31225.00")
    assert answer.status_code == 201
    assert answer.json["warningBag"] == []
    for reader in (case.first, case.second, case.manager):
        found = accounts(case, reader)
        assert found["claimant"]["outstanding"] == "0.00"
        assert found["respondent"]["outstanding"] == "31225.00"
        assert [line["balance"] for line in found["claimant"]["lineBag"]] == [
            "8000.00",
            "0.00",
            "31225.00",
            "0.00",
        ]
    stranger = cases.world.owner("Sample Stranger")
    for reader in (stranger, cases.world.registrar):
        problem_of(cases.get(f"cases/{case.id}/statement", reader), 404, "case-unknown")


def test_the_charges_of_a_case_are_listed_for_those_in_it_with_references_as_digests(
    cases: Api,
) -> None:
    case = paid_too_much(cases)
    answer = cases.get(f"cases/{case.id}/charges?count=true", case.second)
    assert answer.json["count"] == 2
    bodies = [item["partBag"][0]["body"] for item in answer.json["items"]]
    assert {body["fee"] for body in bodies} == {"registration", "administration"}
    for body in bodies:
        assert {share["side"] for share in body["shareBag"]} <= {"claimant", "respondent"}
        assert all(e["referenceDigest"].startswith("sha256:") for e in body["entryBag"])
    labels = [[part["part"] for part in item["partBag"]] for item in answer.json["items"]]
    assert labels == [["case:all"], ["case:all"]]
    assert not any({"account", "party"} & body.keys() for body in bodies)
    managed = cases.get(f"cases/{case.id}/charges", case.manager).json["items"]
    advance_too = [part["part"] for item in managed for part in item["partBag"]]
    assert advance_too.count("case:office") == 1, "who paid in advance stays the institution's"
    stranger = cases.world.owner("Sample Stranger")
    problem_of(cases.get(f"cases/{case.id}/charges", stranger), 404, "case-unknown")


def test_only_the_institution_keeps_the_books(cases: Api) -> None:
    case = arbitration(cases)
    body = {"fee": "administration", "side": "claimant", "sum": money("1.00")}
    for actor in (case.first, cases.world.registrar):
        answer = case.file(
            actor, "case-payment", **body, date="2026-03-02", referenceDigest=digest("x")
        )
        problem_of(answer, 403, "role-may-not-file")


def test_the_same_reference_is_the_same_money(cases: Api) -> None:
    case = arbitration(cases)
    assert pay(case, "claimant", "100.00").status_code == 201
    refused(pay(case, "claimant", "100.00"), "case-money-recorded-already")


def test_a_fee_that_cannot_be_counted_is_fixed_by_the_institution(cases: Api) -> None:
    case = arbitration(cases, in_dispute=money("5000000.00", "CNY"))
    wrong = refused(
        case.file(case.manager, "case-invoice", fee="administration"), "case-fee-to-be-fixed"
    )
    assert wrong["params"]["reason"] == "currency-differs"
    fixed = case.file(case.manager, "case-invoice", fee="administration", sum=money("67000.01"))
    assert fixed.status_code == 201, fixed.text
    found = accounts(case, case.second)
    assert [found[side]["outstanding"] for side in ("claimant", "respondent")] == [
        "33500.01",
        "33500.00",
    ]


def test_what_was_paid_too_much_is_set_off_against_another_fee_or_goes_back(cases: Api) -> None:
    case = paid_too_much(cases)
    body = {"fee": "administration", "side": "claimant", "date": "2026-03-02"}
    much = case.file(
        case.manager, "case-set-off", **body, sum=money("775.01"), intoFee="registration"
    )
    refused(much, "case-set-off-too-much")
    done = case.file(
        case.manager, "case-set-off", **body, sum=money("500.00"), intoFee="registration"
    )
    assert done.status_code == 201, done.text
    account = accounts(case, case.first)["claimant"]
    assert (account["setOffFrom"], account["setOffTo"]) == ("500.00", "500.00")
    assert account["overpaid"] == "775.00"
    back = {**body, "reasonCategory": "overpaid", "referenceDigest": digest("back")}
    refused(
        case.file(case.manager, "case-refund", **back, sum=money("275.01")), "case-refund-too-much"
    )
    assert case.file(case.manager, "case-refund", **back, sum=money("275.00")).status_code == 201


def test_money_is_set_off_between_cases_of_the_same_parties_only(cases: Api) -> None:
    case, other = paid_too_much(cases), arbitration(cases)
    answer = case.file(
        case.manager,
        "case-set-off",
        fee="administration",
        side="claimant",
        sum=money("1.00"),
        date="2026-03-02",
        intoCase=other.id,
        intoFee="administration",
    )
    refused(answer, "case-set-off-strangers")


def test_an_advance_is_no_officers_to_see(cases: Api) -> None:
    first, _, _ = complaint(cases)
    fee = advance(cases, "domain-name-udrp", "fee_one", money("1500.00", "USD"), first)
    listed = cases.get("filings?limit=200", cases.world.registrar).text
    assert fee["charge"] not in listed
    assert "case-payment" not in listed


def test_the_tables_follow_from_the_books(cases: Api) -> None:
    paid_too_much(cases)
    assert not compare(cases.world.node, replay(cases.world.node))


def test_a_fee_between_two_amounts_is_fixed_by_the_institution_and_goes_back_before_the_tribunal(
    cases: Api,
) -> None:
    case = opened(
        cases,
        "arbitration-mainland",
        "application",
        "arbitration_agreement",
        roles=("claimant", "respondent"),
        seatCode="CN",
        amountInDispute=money("1000000.00", "CNY"),
    )
    case.event(case.manager, "application_accepted", ["notice_of_acceptance"])
    given = {"event": "fee_prepaid", "documentBag": papers("receipt")}
    wrong = refused(case.file(case.first, "case-event", **given), "case-fee-missing")
    assert wrong["params"]["amount"] == "11000.00-18550.00"
    for amount in ("10999.99", "18550.01"):
        sum_ = money(amount, "CNY")
        asked = case.file(case.manager, "case-invoice", fee="acceptance_fee", sum=sum_)
        assert refused(asked, "case-fee-outside-range")["params"]["least"] == "11000.00"
    body = {"fee": "acceptance_fee", "sum": money("15000.00", "CNY")}
    assert case.file(case.manager, "case-invoice", **body).status_code == 201
    moved = {**body, "side": "claimant", "date": "2026-03-02"}
    paid = case.file(case.manager, "case-payment", **moved, referenceDigest=digest("in"))
    assert paid.status_code == 201, paid.text
    assert case.file(case.first, "case-event", **given).status_code == 201
    case.event(case.first, "claim_withdrawn")
    back = {**moved, "referenceDigest": digest("out"), "reasonCategory": "by-rule"}
    assert case.file(case.manager, "case-refund", **back).status_code == 201
    assert accounts(case, case.first)["claimant"]["lineBag"][-1]["balance"] == "0.00"
