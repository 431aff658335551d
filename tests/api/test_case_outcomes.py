"""How cases end: instruments, where they lead, what was recovered; through the API."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.api.desk import Api, codes, problem_of
from tests.casework import Case, digest, opened, with_packs


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
    case.event(case.first, "fee_prepaid", ["receipt"])
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
