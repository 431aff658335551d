"""Two weeks of work with cases, walked through the API alone, on both engines.

The case manager's: a mediation between the Mainland and Hong Kong is served, fails, and is
arbitrated by the same person. The lawyer's: sixty matters on a Monday.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from icalendar import Calendar
from werkzeug.test import TestResponse

from ipregistry.domain.access import Actor, Role
from ipregistry.services.case_status import slowing
from ipregistry.services.cases import sweep_deadlines
from ipregistry.services.replay import compare, replay
from tests.api.desk import Api, codes, problem_of
from tests.casework import (
    Case,
    advance,
    case_of,
    digest,
    made,
    money,
    papers,
    request_body,
    with_packs,
)

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def cases(api: Api) -> Api:
    return with_packs(api)


@pytest.fixture(autouse=True)
def _on_a_monday(cases: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    cases.world.clock.now = MONDAY
    monkeypatch.setattr(slowing, "_by_address", slowing.Failures(slowing.BY_ADDRESS))
    monkeypatch.setattr(slowing, "_by_case", slowing.Failures(slowing.BY_CASE))


def took(answer: TestResponse) -> TestResponse:
    assert answer.status_code == 201, answer.text
    return answer


def at(cases: Api, day: int, month: int = 3) -> None:
    cases.world.clock.now = datetime(2026, month, day, 2, 0, tzinfo=UTC)


# ------------------------------------------------------------------------- the case manager


def requested(cases: Api) -> tuple[Case, Actor]:
    """Asked for by counsel of the Guangzhou company, with the fee in advance."""
    first, second = cases.world.owner("Sample Guangzhou"), cases.world.owner("Sample Hong Kong")
    counsel = cases.world.agent()
    body = request_body(
        "med-arb-hk",
        first,
        second,
        roles=("claimant", "respondent"),
        documentBag=papers("request", "med_arb_agreement"),
        seatCode="HK",
        amountInDispute=money("2000000.00", "USD"),
        powerOfAttorneyDigest=digest("power"),
    )
    quoted = cases.post("filings/case-request/quote", body, counsel)
    assert quoted.status_code == 200, quoted.text
    checked = cases.check(counsel, "case-request", body)
    assert "case-fee-missing" in codes(problem_of(checked, 422))
    fee = advance(cases, "med-arb-hk", "registration", money("1000.00", "USD"), first)
    answer = took(cases.file(counsel, "case-request", {**body, "feeBag": [fee]}))
    manager = cases.world.actor(Role.CASE_MANAGER)
    return Case(cases, case_of(answer), manager, first, second), counsel


def served(case: Case) -> None:
    """The first notice comes back; the period runs from the second, at the addressee's place."""
    notice = {
        "side": "respondent",
        "addressText": "1 Sample Street, Hong Kong",
        "placeCode": "HK",
        "languageCode": "en",
        "event": "request_received",
    }
    body = {**notice, "channelCode": "courier", "sentDate": "2026-03-02"}
    answer = took(case.file(case.manager, "case-notice", **body))
    first = made(answer, "CN")
    at(case.api, 4)
    took(_outcome(case, first, "returned", "2026-03-04"))
    (work,) = [
        one
        for one in case.api.get("case-work-items", case.manager).json["items"]
        if first in str(one)
    ]
    assert "in_person" in str(work), work
    second = {**notice, "channelCode": "in_person", "sentDate": "2026-03-04", "follows": first}
    answer = took(case.file(case.manager, "case-notice", **second))
    at(case.api, 6)
    took(_outcome(case, made(answer, "CN"), "delivered", "2026-03-06"))
    assert case.state == "requested"
    assert case.due == {"answer": "2026-03-20"}
    still = [
        one
        for one in case.api.get("case-work-items", case.manager).json["items"]
        if first in str(one)
    ]
    assert still == [], "what was tried again is done"


def _outcome(case: Case, notice: str, what: str, day: str) -> TestResponse:
    return case.file(
        case.manager,
        "case-notice-outcome",
        notice=notice,
        noticeVersion=1,
        outcomeCode=what,
        outcomeDate=day,
        proofDigest=digest(f"{notice} {what}"),
    )


def seen_papers(case: Case, who: Actor) -> set[str]:
    items = case.api.get(f"cases/{case.id}/papers?limit=200", who).json["items"]
    return {part["body"]["document"] for item in items for part in item["partBag"]}


def test_the_case_manager_s_week(cases: Api) -> None:
    case, counsel = requested(cases)
    competitor = cases.world.owner("Sample Competitor")
    served(case)
    case.event(case.second, "answer_received", ["answer"])
    mediator = appointed(case, "mediator")
    case.event(mediator, "mediator_accepted", ["declaration_of_impartiality"])
    assert case.state == "mediating"

    junior = cases.world.agent()
    named = [{"account": junior.account, "powerDigest": digest("junior")}]
    took(case.file(counsel, "case-representation", side="claimant", appointedBag=named))
    before = case.read(case.second)
    took(case.file(counsel, "case-paper", documentBag=papers("caucus_paper")))
    assert "caucus_paper" in seen_papers(case, junior), "a side is more than the one who filed"
    assert "caucus_paper" in seen_papers(case, mediator)
    for other in (case.second, case.manager):
        assert "caucus_paper" not in seen_papers(case, other)
    assert case.read(case.second) == before, "the other side cannot tell"

    case.event(case.second, "mediation_ended")
    assert case.state == "choosing_arbitrator"
    without = case.file(
        case.manager,
        "case-event",
        event="mediator_becomes_arbitrator",
        documentBag=papers("declaration_of_impartiality", "consent_of_claimant"),
    )
    assert "case-document-missing" in codes(problem_of(without, 422)), "both sides consent"
    case.event(
        case.manager,
        "mediator_becomes_arbitrator",
        ["declaration_of_impartiality", "consent_of_claimant", "consent_of_respondent"],
    )
    award = case.file(case.manager, "case-event", event="award_made", by="neutral")
    assert "case-event-not-now" in codes(problem_of(award, 422)), "first what Cap. 609 s.33(4) asks"
    enter(case, "nothing_to_disclose", "statement_of_no_material_information")
    assert case.state == "arbitrating"
    enter(case, "proceedings_closed")
    enter(case, "award_made", "award")
    assert case.document["outcomeCode"] == "award_made"
    assert case.due == {}, "nothing runs in a case that is over"

    for who in (competitor, cases.world.registrar, cases.world.actor(Role.AUDITOR)):
        problem_of(cases.get(f"cases/{case.id}", who), 404)
        assert cases.get("cases", who).json["items"] == []
        assert "CA-" not in cases.get("filings?limit=200", who).text
    history = cases.get(f"cases/{case.id}/events", case.first).json["items"]
    assert [one["version"] for one in history] == list(range(1, len(history) + 1))
    node = cases.world.node
    assert compare(node, replay(node)) == []


def enter(case: Case, event: str, *documents: str) -> None:
    """An act of the tribunal, which the institution enters from its paper."""
    case.event(case.manager, event, documents, by="neutral", receivedPaperDigest=digest(event))


def appointed(case: Case, role: str) -> Actor:
    """A neutral: entered in the roster, checked, declared, appointed."""
    candidate = case.api.world.actor(Role.NEUTRAL)
    body = {
        "account": candidate.account,
        "nameBag": [{"value": "Sample Neutral", "languageCode": "en"}],
    }
    entered = took(case.api.file(case.manager, "neutral-registration", body))
    proposal = {"neutral": made(entered, "NE"), "role": role, "proposedBy": "claimant"}
    nomination = made(took(case.file(case.manager, "neutral-proposal", **proposal)), "NM")
    checks = case.api.get(f"cases/{case.id}/conflict-checks", case.manager)
    assert checks.json["items"], "the check stands before the invitation"
    assert case.api.get(f"cases/{case.id}/conflict-checks", case.first).json["items"] == []
    declared = {
        "nomination": nomination,
        "independentIndicator": True,
        "availableIndicator": True,
        "nothingToDiscloseIndicator": True,
        "statementDigest": digest("declaration"),
    }
    took(case.file(candidate, "neutral-declaration", **declared))
    took(
        case.file(
            case.manager,
            "neutral-appointment",
            nomination=nomination,
            appointmentDigest=digest("appointment"),
        )
    )
    return candidate


def test_silence_is_an_answer_and_every_deadline_says_why(cases: Api) -> None:
    case, _ = requested(cases)
    served(case)
    (deadline,) = case.document["deadlineBag"]
    assert deadline["startDate"] == "2026-03-06"
    assert deadline["calendar"]["jurisdictionCode"] == "HK"
    at(cases, 20)
    assert case.api.get(f"cases/{case.id}/status", case.second).json["nextDeadline"]
    assert sweep_deadlines(cases.world.node) == 0, "what is due today is not over"
    at(cases, 21)
    body = {"event": "answer_received", "documentBag": papers("answer")}
    late = case.file(case.second, "case-event", **body)
    assert "case-event-not-now" in codes(problem_of(late, 422))
    assert sweep_deadlines(cases.world.node) >= 1
    assert case.state == "choosing_arbitrator"


# ----------------------------------------------------------------------------- the lawyer


def matters(cases: Api, counsel: Actor, many: int) -> list[Case]:
    """Consultations in which one lawyer acts for the party that asks."""
    first, second = cases.world.owner("Sample Client"), cases.world.owner("Sample Opponent")
    manager = cases.world.actor(Role.CASE_MANAGER)
    found = []
    for number in range(many):
        body = request_body(
            "consultation-plain",
            first,
            second,
            documentBag=papers("invitation"),
            powerOfAttorneyDigest=digest(f"power {number}"),
        )
        answer = took(cases.file(counsel, "case-request", body))
        found.append(Case(cases, case_of(answer), manager, first, second))
    return found


def key_of(case: Case, who: Actor) -> str:
    return str(case.api.get(f"cases/{case.id}/status-key", who).json["statusKey"])


def statuses(cases: Api, pairs: list[dict[str, str]]) -> list[dict[str, Any]]:
    answer = cases.app.test_client().post("/api/v1/case-status", json={"pairBag": pairs})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json["items"]
    return found


def test_the_lawyer_s_monday(cases: Api) -> None:
    counsel = cases.world.agent()
    mine = matters(cases, counsel, 60)
    pairs = [{"case": one.id, "statusKey": key_of(one, counsel)} for one in mine]
    assert all(one["foundIndicator"] for one in statuses(cases, pairs)), "sixty in one request"

    friday = cases.world.node.now()
    cases.world.clock.move(minutes=5)
    mine[7].event(mine[7].manager, "invitation_received", ["proof_of_receipt"])
    listed = cases.get(f"case-status?changedAfter={friday}", counsel).json["items"]
    assert [one["case"] for one in listed] == [mine[7].id]
    assert listed[0]["nextDeadline"]["dueDate"] == "2026-03-16"
    calendar = Calendar.from_ical(cases.get("cases/deadlines.ics", counsel).data)
    days = [e.decoded("DTSTART").isoformat() for e in calendar.walk("VEVENT")]
    assert days == ["2026-03-16"]

    ended = {"side": "party", "endedBag": [counsel.account]}
    took(mine[3].file(mine[3].first, "case-representation", **ended))
    again = statuses(cases, pairs)
    assert [n for n, one in enumerate(again) if not one["foundIndicator"]] == [3], "his key is dead"
    assert len(cases.get("cases?limit=200", counsel).json["items"]) == 59


def test_filing_a_case_stops_nothing_on_the_register(cases: Api) -> None:
    world = cases.world
    holder, buyer = world.owner("Sample Holder"), world.owner("Sample Buyer")
    right = world.hk_right(holder)
    rival = world.owner("Sample Rival")
    body = request_body(
        "consultation-plain",
        rival,
        holder,
        documentBag=papers("invitation"),
        assetBag=[{"asset": right}],
    )
    before = cases.get(f"assets/{right}/title", rival).json
    took(cases.file(rival, "case-request", body))
    after = cases.get(f"assets/{right}/title", rival).json
    assert {**after, "asOf": None} == {**before, "asOf": None}
    sold = world.file(holder, "assignment", world.sale(right, holder, buyer))
    assert sold.status == "recorded"


def test_an_award_is_recovered_in_two_places_and_no_more_and_examined_at_the_register(
    cases: Api,
) -> None:
    """The lawyer's Friday: an award on agreed terms, money from both places, the mark."""
    case, counsel = requested(cases)
    served(case)
    case.event(case.second, "answer_received", ["answer"])
    case.event(counsel, "mediation_ended")
    case.event(case.manager, "other_arbitrator_appointed", ["declaration_of_impartiality"])
    enter(case, "proceedings_closed")
    enter(case, "award_made", "award")
    world = cases.world
    right = world.hk_right(case.second)
    clause = "The respondent assigns the mark to the claimant and pays USD 1,000."
    outcome = {
        "instrumentCategory": "award",
        "digest": digest("award"),
        "madeDate": "2026-03-06",
        "operativeText": clause,
        "boundBag": ["claimant", "respondent"],
        "amount": money("1000.00", "USD"),
        "receivedBag": [{"side": "respondent", "date": "2026-03-06"}],
    }
    took(case.file(case.manager, "case-outcome", **outcome))
    routes = cases.get(f"cases/{case.id}/outcomes", counsel).json
    assert {"CN", "HK", "MO"} == {place["placeCode"] for place in routes["items"][0]["placeBag"]}
    took(recovered(case, "CN", "600.00"))
    too_much = recovered(case, "HK", "400.01")
    assert "recovered-more-than-owed" in codes(problem_of(too_much, 422))
    took(recovered(case, "HK", "400.00"))

    order = {
        "assetBag": [{"id": right, "titleVersion": world.title_version(right)}],
        "instrument": {
            "category": "arbitral-award-with-court-leave",
            "authorityText": "Sample Court",
            "number": "Action 2 of 2026",
            "date": "2026-03-06",
            "digest": digest("award"),
            "operativeText": clause,
            "seatCode": "HK",
            "setAsideDate": "2026-06-06",
        },
        "boundBag": world.shares(case.second),
        "beneficiaryBag": world.shares(case.first),
        "executedDate": "2026-03-06",
        "evidenceBag": [{"category": "court-act", "digest": digest("leave")}],
    }
    filed = took(cases.file(case.first, "ownership-order", order)).json["filing"]
    assert "under-examination" in str(filed)
    assert world.holders(right) == {case.second.party: "1"}, "nothing goes straight through"
    shown = cases.get(f"assets/{right}/title").text
    assert case.id not in shown
    assert clause not in shown


def recovered(case: Case, place: str, amount: str) -> TestResponse:
    body = {"placeCode": place, "amount": money(amount, "USD"), "recoveredDate": "2026-03-06"}
    body |= {"appliedDate": "2026-03-06"}
    evidence = digest(f"{place} {amount}")
    return case.file(case.manager, "case-recovery", instrument=1, evidenceDigest=evidence, **body)
