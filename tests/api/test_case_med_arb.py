"""A mediator who becomes arbitrator, and one who makes way for another: what each of them reads."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ipregistry.domain.access import Actor, Role
from tests.api.desk import Api, codes, problem_of
from tests.benches import Bench, took
from tests.casework import Case, advance, case_of, digest, money, papers, request_body, with_packs

CONSENTS = ("consent_of_claimant", "consent_of_respondent")


@pytest.fixture(scope="module")
def cases(api: Api) -> Api:
    return with_packs(api)


@pytest.fixture
def case(cases: Api) -> Case:
    """Asked for and answered: a mediator is looked for."""
    cases.world.clock.now = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    first, second = cases.world.owner("Sample First"), cases.world.owner("Sample Second")
    fee = advance(cases, "med-arb-hk", "registration", money("1000.00", "USD"), first)
    body = request_body(
        "med-arb-hk",
        first,
        second,
        roles=("claimant", "respondent"),
        documentBag=papers("request", "med_arb_agreement"),
        seatCode="HK",
        feeBag=[fee],
    )
    answer = took(cases.file(first, "case-request", body))
    found = Case(cases, case_of(answer), cases.world.actor(Role.CASE_MANAGER), first, second)
    found.event(found.manager, "request_received", ["proof_of_receipt"])
    found.event(found.second, "answer_received", ["answer"])
    return found


def seated(case: Case, role: str) -> Actor:
    bench = Bench(case, case.api.world.actor(Role.NEUTRAL))
    bench.enter()
    took(bench.propose(role=role))
    took(bench.declare(nothingToDiscloseIndicator=True, statementDigest=digest("declaration")))
    took(bench.appoint(appointmentDigest=digest("appointment")))
    return bench.candidate


def mediated(case: Case) -> Actor:
    """Mediated in vain; the claimant told the mediator something in confidence."""
    mediator = seated(case, "mediator")
    case.event(mediator, "mediator_accepted", ["declaration_of_impartiality"])
    took(case.file(case.first, "case-paper", documentBag=papers("caucus_paper")))
    assert "caucus_paper" in seen(case, mediator)
    case.event(case.second, "mediation_ended")
    return mediator


def seen(case: Case, who: Actor) -> set[str]:
    answer = case.api.get(f"cases/{case.id}/papers?limit=200", who)
    items = answer.json["items"] if answer.status_code == 200 else []
    return {part["body"]["document"] for item in items for part in item["partBag"]}


def test_the_mediator_arbitrates_with_every_sides_consent_and_after_disclosure(
    case: Case,
) -> None:
    mediator = mediated(case)
    one_only = papers("declaration_of_impartiality", CONSENTS[0])
    event = {"event": "mediator_becomes_arbitrator", "documentBag": one_only}
    refused = case.file(case.manager, "case-event", **event)
    assert codes(problem_of(refused, 422)) == {"case-document-missing"}
    case.event(
        case.manager, "mediator_becomes_arbitrator", ["declaration_of_impartiality", *CONSENTS]
    )
    assert case.state == "disclosing"
    early = case.file(mediator, "case-event", event="proceedings_closed")
    assert codes(problem_of(early, 422)) == {"case-event-not-now"}
    silent = case.file(mediator, "case-event", event="nothing_to_disclose")
    assert codes(problem_of(silent, 422)) == {"case-document-missing"}
    assert "caucus_paper" in seen(case, mediator), "he discloses from what he was told"


def test_as_arbitrator_he_reads_no_caucus_paper_but_what_was_disclosed_to_all(
    case: Case,
) -> None:
    mediator = mediated(case)
    case.event(
        case.manager, "mediator_becomes_arbitrator", ["declaration_of_impartiality", *CONSENTS]
    )
    case.event(mediator, "material_information_disclosed", ["disclosure"])
    assert case.state == "arbitrating"
    assert [one["role"] for one in case.document["neutralBag"]] == ["neutral"]
    assert "caucus_paper" not in seen(case, mediator)
    for who in (mediator, case.first, case.second):
        assert "disclosure" in seen(case, who)
    assert "caucus_paper" in seen(case, case.first), "it stays its side's own"


def test_another_arbitrator_reads_nothing_of_the_mediation_and_the_mediator_is_out(
    case: Case,
) -> None:
    mediator = mediated(case)
    case.event(case.manager, "other_arbitrator_appointed", ["declaration_of_impartiality"])
    arbitrator = seated(case, "neutral")
    assert "caucus_paper" not in seen(case, arbitrator)
    assert "request" in seen(case, arbitrator)
    assert case.api.get(f"cases/{case.id}", mediator).status_code == 404
    assert seen(case, mediator) == set()


def test_an_arbitrator_who_mediates_stands_still_and_discloses_before_he_resumes(
    case: Case,
) -> None:
    mediator = mediated(case)
    case.event(case.manager, "other_arbitrator_appointed", ["declaration_of_impartiality"])
    arbitrator = seated(case, "neutral")
    assert {"defence", "award"} <= set(case.due)
    case.event(case.first, "arbitrator_mediates", CONSENTS)
    (proposal,) = case.document["proposalBag"]
    case.event(case.second, "arbitrator_mediates", proposal=proposal["proposal"])
    assert case.state == "arbitrator_mediating"
    assert set(case.due) == {"mediation_by_arbitrator"}, "the arbitration stands still"
    took(case.file(case.second, "case-paper", documentBag=papers("caucus_paper")))
    assert "caucus_paper" in seen(case, arbitrator)
    case.event(arbitrator, "arbitration_to_resume")
    assert case.state == "disclosing"
    case.event(arbitrator, "nothing_to_disclose", ["statement_of_no_material_information"])
    assert case.state == "arbitrating"
    assert "caucus_paper" not in seen(case, arbitrator)
    assert mediator.account not in str(case.document["neutralBag"])
