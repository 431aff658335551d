"""How cases end: instruments, where they lead, what was recovered; through the API."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from werkzeug.test import TestResponse

from ipregistry.api.spec import read_example
from ipregistry.domain.access import Actor, Role
from tests.api.desk import Api, codes, problem_of
from tests.casework import Case, case_of, digest, opened, with_packs
from tests.office import accept, officer


@pytest.fixture(scope="module")
def cases(api: Api) -> Api:
    return with_packs(api)


def arbitration(api: Api) -> Case:
    """A Mainland arbitration whose tribunal has drawn up a statement of mediation."""
    api.world.clock.now = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    case = opened(
        api,
        "arbitration-mainland",
        "application",
        "arbitration_agreement",
        roles=("claimant", "respondent"),
        seatCode="CN",
    )
    case.event(case.manager, "application_accepted", ["notice_of_acceptance"])
    case.event(case.manager, "fee_prepaid", ["receipt"], feeBag=[{"fee": "acceptance_fee"}])
    case.event(case.manager, "tribunal_constituted", ["declaration_of_impartiality"])
    return case


def drawn_up(api: Api) -> Case:
    case = arbitration(api)
    by_tribunal(case, "statement_drawn_up", "mediation_statement")
    return case


def by_tribunal(case: Case, event: str, document: str) -> None:
    """An act of the tribunal, which the institution enters from its paper."""
    case.event(case.manager, event, [document], by="neutral", receivedPaperDigest=digest(document))


def signed(case: Case, at: datetime) -> None:
    case.api.world.clock.now = at
    case.event(case.first, "statement_signed", ["signed_statement"])


def test_a_statement_of_mediation_signed_by_one_only_is_not_effective(cases: Api) -> None:
    """Acceptance case 39."""
    case = drawn_up(cases)
    signed(case, datetime(2026, 4, 20, 2, 0, tzinfo=UTC))
    assert case.state == "statement_drawn_up"
    assert case.document["finalIndicator"] is False


def test_the_second_signature_makes_the_statement_effective_that_day(cases: Api) -> None:
    """Acceptance case 39."""
    case = drawn_up(cases)
    signed(case, datetime(2026, 4, 20, 2, 0, tzinfo=UTC))
    (proposal,) = case.document["proposalBag"]
    cases.world.clock.now = datetime(2026, 4, 22, 2, 0, tzinfo=UTC)
    case.event(case.second, "statement_signed", ["signed_statement"], proposal=proposal["proposal"])
    assert case.state == "settled_by_statement"
    assert case.document["eventBag"][-1]["onDate"] == "2026-04-22"


def test_who_resiles_between_the_signatures_brings_the_case_back_to_arbitration(
    cases: Api,
) -> None:
    """Acceptance case 39."""
    case = drawn_up(cases)
    signed(case, datetime(2026, 4, 20, 2, 0, tzinfo=UTC))
    (proposal,) = case.document["proposalBag"]
    case.event(case.first, "party_resiled")
    assert case.state == "constituted"
    late = case.file(
        case.second, "case-event", event="statement_signed", proposal=proposal["proposal"]
    )
    assert "case-event-not-now" in codes(problem_of(late, 403))
    by_tribunal(case, "award_made", "award")
    assert case.state == "award_made"


CLAUSE = "The respondent assigns the patent to the claimant and pays CNY 1,000."


def outcome(case: Case, category: str, **more: object) -> dict[str, object]:
    return {
        "instrumentCategory": category,
        "digest": digest(f"{case.id}-{category}"),
        "madeDate": "2026-03-02",
        "operativeText": CLAUSE,
        "boundBag": ["claimant", "respondent"],
        "amount": {"amount": "1000.00", "currencyCode": "CNY"},
        **more,
    }


@pytest.fixture
def awarded(cases: Api) -> Case:
    """A Mainland arbitration that ended with an award, which is on record."""
    case = arbitration(cases)
    by_tribunal(case, "award_made", "award")
    received = [{"side": "respondent", "date": "2026-03-02"}]
    body = outcome(case, "award", receivedBag=received, performanceDueDate="2024-11-20")
    answer = case.file(case.manager, "case-outcome", **body)
    assert answer.status_code == 201, answer.text
    return case


def recovered(case: Case, place: str, amount: str, **more: object) -> TestResponse:
    body = {
        "instrument": 1,
        "placeCode": place,
        "amount": {"amount": amount, "currencyCode": "CNY"},
        "recoveredDate": "2026-03-02",
        "evidenceDigest": digest("receipt"),
        **more,
    }
    return case.file(case.first, "case-recovery", **body)


def test_a_case_has_no_outcome_before_its_rules_come_to_one(cases: Api) -> None:
    case = drawn_up(cases)
    body = outcome(case, "mediation-statement", effectiveDate="2026-03-02")
    answer = case.file(case.manager, "case-outcome", **body)
    assert codes(problem_of(answer, 422)) == {"case-outcome-not-now"}


def test_a_withdrawn_case_has_no_instrument(cases: Api) -> None:
    case = arbitration(cases)
    case.event(case.first, "claim_withdrawn")
    answer = case.file(case.manager, "case-outcome", **outcome(case, "award"))
    assert codes(problem_of(answer, 422)) == {"case-outcome-not-now"}


def test_a_partial_award_and_a_measure_are_made_while_the_case_goes_on(cases: Api) -> None:
    case = arbitration(cases)
    for category in ("partial-award", "interim-measure"):
        answer = case.file(case.manager, "case-outcome", **outcome(case, category))
        assert answer.status_code == 201, answer.text
    assert [i["instrument"] for i in case.document["instrumentBag"]] == [1, 2]


def test_a_side_records_no_outcome_and_an_outcome_binds_sides_only(cases: Api) -> None:
    case = arbitration(cases)
    by_tribunal(case, "award_made", "award")
    problem_of(case.file(case.first, "case-outcome", **outcome(case, "award")), 403)
    body = outcome(case, "award", boundBag=["claimant", "licensee"])
    answer = case.file(case.manager, "case-outcome", **body)
    assert codes(problem_of(answer, 422)) == {"case-side-unknown"}


def test_a_statement_of_mediation_is_recorded_with_the_day_of_the_second_signature(
    cases: Api,
) -> None:
    case = drawn_up(cases)
    case.event(case.first, "statement_signed", ["signed_statement"])
    (proposal,) = case.document["proposalBag"]
    case.event(case.second, "statement_signed", ["signed_statement"], proposal=proposal["proposal"])
    body = outcome(case, "mediation-statement")
    answer = case.file(case.manager, "case-outcome", **body)
    assert codes(problem_of(answer, 422)) == {"case-effective-date-missing"}
    answer = case.file(case.manager, "case-outcome", **body, effectiveDate="2026-03-02")
    assert answer.status_code == 201, answer.text


def test_the_outcomes_of_a_case_say_where_they_lead_and_what_runs(awarded: Case) -> None:
    answer = awarded.api.get(f"cases/{awarded.id}/outcomes", awarded.second)
    assert answer.status_code == 200, answer.text
    (said,) = answer.json["items"]
    assert said["instrument"]["operativeText"] == CLAUSE
    assert said["instrument"]["seatCode"] == "CN"
    (received,) = said["receivedBag"]
    assert received["deadlineBag"][0]["dueDate"] == "2026-06-02"
    places = {place["placeCode"]: place for place in said["placeBag"]}
    assert places["MO"]["parallel"]["category"] == "seat-pays-first"
    assert places["CN"]["deadlineBag"][0]["dueDate"] == "2026-11-20"
    assert said["recovery"]["outstanding"]["amount"] == "1000.00"


def test_receipts_told_later_are_added_and_nothing_else_changes(awarded: Case) -> None:
    before = awarded.document["instrumentBag"][0]
    more = [{"side": "claimant", "date": "2026-03-02"}]
    body = outcome(awarded, "award", receivedBag=more)
    assert awarded.file(awarded.manager, "case-outcome", **body).status_code == 201
    (after,) = awarded.document["instrumentBag"]
    assert {r["side"] for r in after["receivedBag"]} == {"claimant", "respondent"}
    assert {**after, "receivedBag": None} == {**before, "receivedBag": None}
    again = awarded.file(awarded.manager, "case-outcome", **body)
    assert codes(problem_of(again, 422)) == {"case-instrument-on-record"}
    other = awarded.file(awarded.manager, "case-outcome", **{**body, "operativeText": "Else."})
    assert codes(problem_of(other, 422)) == {"case-instrument-differs"}


def test_what_is_recovered_in_all_places_stays_within_the_award(awarded: Case) -> None:
    today = "2026-03-02"
    assert recovered(awarded, "CN", "600.00").status_code == 201
    more = recovered(awarded, "HK", "400.01", appliedDate=today)
    assert codes(problem_of(more, 422)) == {"recovered-more-than-owed"}
    assert recovered(awarded, "HK", "300.00", appliedDate=today).status_code == 201
    early = recovered(awarded, "MO", "100.00")
    assert codes(problem_of(early, 422)) == {"shortfall-not-certified"}
    shortfall = {
        "placeCode": "CN",
        "amount": {"amount": "100.00", "currencyCode": "CNY"},
        "date": today,
        "digest": digest("certificate"),
    }
    assert recovered(awarded, "MO", "100.00", shortfall=shortfall).status_code == 201
    answer = awarded.api.get(f"cases/{awarded.id}/outcomes", awarded.first)
    said = answer.json["items"][0]["recovery"]
    assert said["outstanding"]["amount"] == "0.00"
    assert {p["placeCode"]: p["recovered"]["amount"] for p in said["placeBag"]} == {
        "CN": "600.00",
        "HK": "300.00",
        "MO": "100.00",
    }


def test_outcomes_are_nobodys_who_is_not_in_the_case(awarded: Case) -> None:
    stranger = awarded.api.world.owner("Sample Stranger")
    for reader in (stranger, awarded.api.world.registrar):
        answer = awarded.api.get(f"cases/{awarded.id}/outcomes", reader)
        problem_of(answer, 404, "case-unknown")
    refused = awarded.file(stranger, "case-recovery", **_a_recovery())
    assert codes(problem_of(refused, 422)) == {"case-unknown"}


def _a_recovery() -> dict[str, object]:
    return {
        "instrument": 1,
        "placeCode": "CN",
        "amount": {"amount": "1.00", "currencyCode": "CNY"},
        "recoveredDate": "2026-03-02",
        "evidenceDigest": digest("receipt"),
    }


def transfer(case: Case, right: str, taken: Actor, given: Actor) -> dict[str, object]:
    """What the winner files at the register: the clause, and nothing else of the case."""
    world = case.api.world
    return {
        "assetBag": [{"id": right, "titleVersion": world.title_version(right)}],
        "instrument": {
            "category": "arbitral-award-with-court-leave",
            "authorityText": "Sample Court",
            "number": "Action 1 of 2026",
            "date": "2026-03-02",
            "digest": digest("award"),
            "operativeText": CLAUSE,
            "seatCode": "CN",
            "setAsideDate": "2026-06-02",
        },
        "boundBag": world.shares(taken),
        "beneficiaryBag": world.shares(given),
        "executedDate": "2026-03-02",
        "evidenceBag": [{"category": "court-act", "digest": digest("leave")}],
    }


def test_a_case_stops_nothing_and_its_outcome_reaches_the_register_as_a_filing_examined(
    cases: Api,
) -> None:
    cases.world.clock.now = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    world, case = cases.world, arbitration(cases)
    right, licensee = world.hk_right(case.second), world.owner("Sample Licensee")
    licence = {
        "assetBag": [{"id": right, "titleVersion": world.title_version(right)}],
        "licenceKind": "non-exclusive",
        "licensorBag": [{"party": case.second.party}],
        "licenseeBag": [{"party": licensee.party}],
        "executedDate": "2026-03-02",
    }
    # The case is open, and its respondent still disposes of the right.
    assert world.file(case.second, "licence", licence).status == "recorded"
    by_tribunal(case, "award_made", "award")
    assert case.file(case.manager, "case-outcome", **outcome(case, "award")).status_code == 201
    assert world.holders(right) == {case.second.party: "1"}
    filed = world.file(
        case.first, "ownership-order", transfer(case, right, case.second, case.first)
    )
    assert filed.status == "under-examination"
    assert world.holders(right) == {case.second.party: "1"}
    # What the public reads of the right names no case, and no word of the award.
    public = cases.get(f"assets/{right}/title", headers={}).text
    assert case.id not in public
    assert CLAUSE not in public
    body = next(
        p["body"]
        for p in cases.get(f"filings/{filed.id}", case.first).json["partBag"]
        if "body" in p["body"]
    )
    assert case.id not in str(body)
    first, second = officer(world), officer(world)
    world.file(first, "decision", accept(filed.id))
    world.file(second, "decision", accept(filed.id))
    assert world.holders(right) == {case.first.party: "1"}
    # A stranger to the case keeps what he had.
    assert len(world.title(right)["licences"]) == 1


def test_a_case_that_was_decided_elsewhere_has_no_instruments_here(cases: Api) -> None:
    example = read_example("case-import")["body"]
    filed = cases.file(cases.world.actor(Role.CASE_MANAGER), "case-import", example)
    case = case_of(filed)
    answer = cases.get(f"cases/{case}/outcomes", cases.world.owner("Sample Reader"))
    assert answer.status_code == 200, answer.text
    assert answer.json == {"items": []}
