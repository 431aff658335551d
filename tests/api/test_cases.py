"""Cases through the API: opened, moved by their rules, seen by those who are in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from ipregistry.domain.access import Actor, Role
from ipregistry.services.cases import sweep_deadlines
from ipregistry.services.replay import compare, replay
from tests.api.desk import Api, codes, problem_of
from tests.casework import Case, consultation, digest, mediation, papers, request_body, with_packs


@pytest.fixture(scope="module")
def cases(api: Api) -> Api:
    return with_packs(api)


@pytest.fixture
def case(cases: Api) -> Case:
    cases.world.clock.now = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    return consultation(cases)


def invited(case: Case) -> Case:
    case.event(case.manager, "invitation_received", ["proof_of_receipt"])
    return case


def consulting(case: Case) -> Case:
    invited(case).event(case.second, "invitation_accepted")
    case.event(case.first, "limits_agreed", ["terms_of_consultation"])
    (proposal,) = case.document["proposalBag"]
    case.event(case.second, "limits_agreed", proposal=proposal["proposal"])
    return case


def test_an_event_moves_the_case_and_starts_its_deadline_at_the_addressees_place(
    case: Case,
) -> None:
    invited(case)
    assert case.state == "invited"
    (deadline,) = case.document["deadlineBag"]
    assert deadline["dueDate"] == "2026-03-16"
    assert deadline["placeCode"] == "HK"
    assert deadline["citation"].startswith("This pack, rule 1")
    assert deadline["calendar"]["digest"].startswith("sha256:")


def test_an_event_that_the_state_does_not_allow_says_what_it_allows(case: Case) -> None:
    answer = case.file(case.second, "case-event", event="invitation_accepted")
    problem = problem_of(answer, 422)
    assert codes(problem) == {"case-event-not-now"}
    assert "invitation_received" in problem["errorBag"][0]["message"]
    assert case.document["version"] == 1


def test_an_actor_who_may_not_is_refused_and_the_deadline_stays(case: Case) -> None:
    invited(case)
    answer = case.file(case.first, "case-event", event="invitation_accepted")
    assert codes(problem_of(answer, 403)) == {"case-actor-may-not"}
    assert case.due == {"answer_invitation": "2026-03-16"}


def test_what_runs_out_is_recorded_before_what_is_filed_later(case: Case) -> None:
    invited(case)
    case.api.world.clock.now = datetime(2026, 3, 16, 15, 30, tzinfo=UTC)
    assert sweep_deadlines(case.api.world.node) == 0, "due today is due"
    case.api.world.clock.now = datetime(2026, 3, 16, 16, 30, tzinfo=UTC)
    answer = case.file(case.second, "case-event", event="invitation_accepted")
    assert codes(problem_of(answer, 422)) == {"case-event-not-now"}
    assert case.state == "invited", "a refusal changes nothing"
    assert sweep_deadlines(case.api.world.node) >= 1
    assert sweep_deadlines(case.api.world.node) == 0
    assert (case.state, case.due) == ("declined", {})
    (event,) = case.document["eventBag"]
    assert (event["by"], event["onDate"]) == ("system", "2026-03-16")


def test_a_storm_entered_late_on_the_last_day_counts_for_who_files_the_day_after(
    fresh_api: Api,
) -> None:
    """Before any background task has come by: nobody loses a right on a day that was shut."""
    cases = with_packs(fresh_api)
    cases.world.clock.now = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    case = invited(consultation(cases))
    cases.world.clock.now = datetime(2026, 3, 16, 14, 0, tzinfo=UTC)
    storm = {
        "jurisdictionCode": "HK",
        "closureDate": "2026-03-16",
        "closureCategory": "typhoon_8",
        "sourceText": "Sample observatory",
        "sourceDigest": digest("signal"),
    }
    entered = cases.file(cases.world.registrar, "closure-entry", storm)
    assert entered.status_code == 201, entered.text
    cases.world.clock.now = datetime(2026, 3, 17, 2, 0, tzinfo=UTC)
    case.event(case.second, "invitation_accepted")
    assert case.state == "agreeing_limits"
    recomputed, accepted = case.document["eventBag"]
    assert recomputed["changeBag"][0]["dueBefore"] == "2026-03-16"
    assert recomputed["changeBag"][0]["dueDate"] == "2026-03-17"
    assert "lateIndicator" not in accepted


def test_joint_acts_count_when_the_last_side_has_done_them(case: Case) -> None:
    invited(case).event(case.second, "invitation_accepted")
    case.event(case.first, "limits_agreed", ["terms_of_consultation"])
    assert case.state == "agreeing_limits"
    (proposal,) = case.document["proposalBag"]
    again = case.file(
        case.first, "case-event", event="limits_agreed", proposal=proposal["proposal"]
    )
    assert codes(problem_of(again, 422)) == {"case-proposal-assented"}
    case.event(case.second, "limits_agreed", proposal=proposal["proposal"])
    assert case.state == "consulting"
    assert case.document["proposalBag"] == []


def test_a_side_takes_its_word_back_before_the_other_has_given_its_own(case: Case) -> None:
    invited(case).event(case.second, "invitation_accepted")
    case.event(case.first, "limits_agreed", ["terms_of_consultation"])
    (proposal,) = case.document["proposalBag"]
    number = proposal["proposal"]
    case.event(case.first, "limits_agreed", proposal=number, takesBackIndicator=True)
    late = case.file(case.second, "case-event", event="limits_agreed", proposal=number)
    assert codes(problem_of(late, 422)) == {"case-proposal-unknown"}
    assert case.state == "agreeing_limits"


def test_an_extension_keeps_the_first_date_and_an_order_too(case: Case) -> None:
    invited(case)
    answer = case.file(case.first, "case-extension", deadline="answer_invitation", count=7)
    assert answer.status_code == 201, answer.text
    order = {"deadline": "answer_invitation", "dueDate": "2026-04-09", "orderDigest": digest("o")}
    answer = case.file(case.manager, "case-order", citationText="Order No. 1", **order)
    assert answer.status_code == 201, answer.text
    (deadline,) = case.document["deadlineBag"]
    dates = (deadline["firstDate"], deadline["dueDate"], deadline["standing"])
    assert dates == ("2026-03-16", "2026-04-09", "ordered")


def test_an_extension_that_all_agree_to_waits_for_the_last_of_them(case: Case) -> None:
    consulting(case)
    before = case.due["consultation"]
    asked = {"deadline": "consultation", "count": 10, "unit": "day"}
    assert case.file(case.first, "case-extension", **asked).status_code == 201
    assert case.due["consultation"] == before
    (proposal,) = case.document["proposalBag"]
    number = proposal["proposal"]
    answer = case.file(case.second, "case-extension", **asked, proposal=number)
    assert answer.status_code == 201, answer.text
    assert case.due["consultation"] > str(before)


@pytest.mark.parametrize(
    "outsider",
    [
        lambda api: api.world.registrar,
        lambda api: api.world.actor(Role.AUDITOR),
        lambda api: api.world.owner("Sample Stranger"),
    ],
    ids=["registrar", "auditor", "stranger"],
)
def test_nobody_else_learns_that_there_is_a_case(
    case: Case, outsider: Callable[[Api], object]
) -> None:
    who = outsider(case.api)
    known = problem_of(case.api.get(f"cases/{case.id}", who), 404)
    unknown = problem_of(case.api.get("cases/CA-XXP96CTAKHRZKY", who), 404)
    assert known["code"] == unknown["code"] == "case-unknown"
    assert case.api.get("cases", who).json["items"] == []
    filings = case.api.get("filings?limit=200", who).json["items"]
    assert not any("CA-" in str(f) for f in filings)
    assert problem_of(case.api.get(f"cases/{case.id}/events", who), 404)
    assert problem_of(case.api.get(f"cases/{case.id}/papers", who), 404)


def test_a_caucus_paper_is_read_by_its_side_alone_and_moves_nothing(case: Case) -> None:
    answer = case.file(case.first, "case-paper", documentBag=papers("mandate"))
    assert answer.status_code == 201, answer.text
    assert case.document["version"] == 1
    own = case.api.get(f"cases/{case.id}/papers", case.first).json["items"]
    assert {item["partBag"][0]["body"]["document"] for item in own} == {"invitation", "mandate"}
    for other in (case.second, case.manager):
        seen = case.api.get(f"cases/{case.id}/papers", other).json["items"]
        assert {item["partBag"][0]["body"]["document"] for item in seen} == {"invitation"}
    (caucus,) = [i for i in own if i["partBag"][0]["part"] == "case:caucus"]
    assert case.api.get(f"case-papers/{caucus['id']}", case.manager).status_code == 404
    filing = answer.json["filing"]["id"]
    assert case.api.get(f"filings/{filing}", case.first).status_code == 200
    assert case.api.get(f"filings/{filing}", case.manager).status_code == 404


def test_replaced_counsel_loses_access_with_the_entry(case: Case) -> None:
    counsel = case.api.world.agent()
    appointed = [{"account": counsel.account, "powerDigest": digest("power")}]
    filed = case.file(case.first, "case-representation", side="party", appointedBag=appointed)
    assert filed.status_code == 201, filed.text
    assert case.read(counsel)["stateCode"] == "submitted"
    key = "counsel-paper"
    body = {"case": case.id, "documentBag": papers("mandate")}
    mine = case.api.file(counsel, "case-paper", body, key=key)
    assert mine.status_code == 201
    ended = case.file(case.first, "case-representation", side="party", endedBag=[counsel.account])
    assert ended.status_code == 201, ended.text
    assert case.api.get(f"cases/{case.id}", counsel).status_code == 404
    assert case.api.get(f"filings/{mine.json['filing']['id']}", counsel).status_code == 404
    assert case.api.get("cases", counsel).json["items"] == []
    again = case.api.file(counsel, "case-paper", body, key=key)
    assert (again.status_code, again.json["filing"]["partBag"]) == (201, [])
    refused = case.file(counsel, "case-paper", documentBag=papers("mandate"))
    assert codes(problem_of(refused, 422)) == {"case-unknown"}
    assert case.document["sideBag"][0]["keyGeneration"] == 2


def test_a_filing_on_a_state_that_has_moved_on_is_refused(case: Case) -> None:
    invited(case)
    answer = case.file(case.first, "case-event", event="invitation_withdrawn", caseVersion=1)
    assert codes(problem_of(answer, 409)) == {"case-moved-on"}


def test_the_institution_enters_what_came_on_paper_with_its_digest(case: Case) -> None:
    invited(case)
    entered = {"event": "invitation_declined", "by": "other_party"}
    answer = case.file(case.manager, "case-event", **entered)
    assert codes(problem_of(answer, 422)) == {"case-entered-without-paper"}
    case.event(case.manager, **entered, receivedPaperDigest=digest("letter"))
    assert case.state == "declined"
    side = case.file(case.first, "case-event", event="invitation_withdrawn", by="other_party")
    assert codes(problem_of(side, 403)) == {"case-not-your-side"}


def test_everything_wrong_with_a_request_is_said_at_once(cases: Api) -> None:
    first, second = cases.world.owner("Sample A"), cases.world.owner("Sample B")
    body = request_body("consultation-plain", first, second, languageCode="de")
    body["sideBag"][1]["role"] = "respondent"
    body["documentBag"] = papers("shopping_list")
    problem = problem_of(cases.file(cases.world.agent(), "case-request", body), 422)
    assert codes(problem) == {
        "case-language-not-allowed",
        "case-role-unknown",
        "case-document-unknown",
        "case-document-missing",
        "case-power-missing",
    }


def test_a_fee_that_is_not_paid_keeps_the_case_shut(cases: Api) -> None:
    cases.world.clock.now = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    first, second = cases.world.owner("Sample A"), cases.world.owner("Sample B")
    body = request_body(
        "domain-name-udrp",
        first,
        second,
        roles=("complainant", "respondent"),
        documentBag=papers("complaint"),
        assetBag=[{"nameText": "sample.example"}],
    )
    answer = cases.file(first, "case-request", body)
    assert "case-fee-missing" in codes(problem_of(answer, 422))


def test_who_is_joined_is_in_the_case_and_who_leaves_is_not(case: Case) -> None:
    third = case.api.world.owner("Sample Third")
    side = {"side": "other_party-2", "role": "other_party", "placeCode": "MO"}
    joined = [{**side, "partyBag": [{"party": third.party}]}]
    order = {"citationText": "Order No. 2", "orderDigest": digest("order")}
    refused = case.file(case.first, "case-amendment", joinedSideBag=joined, **order)
    assert codes(problem_of(refused, 403)) == {"case-order-not-yours"}
    answer = case.file(case.manager, "case-amendment", joinedSideBag=joined, **order)
    assert answer.status_code == 201, answer.text
    assert case.read(third)["sideBag"][2]["joinedDate"] == "2026-03-02"
    ended = [{"side": "other_party-2", "groundCategory": "settled"}]
    answer = case.file(case.manager, "case-amendment", endedSideBag=ended, **order)
    assert answer.status_code == 201, answer.text
    assert case.api.get(f"cases/{case.id}", third).status_code == 404
    ended = [{"side": "other_party", "groundCategory": "withdrawn-against"}]
    alone = case.file(case.manager, "case-amendment", endedSideBag=ended, **order)
    assert codes(problem_of(alone, 422)) == {"case-one-side-only"}


def two_respondents(case: Case) -> Actor:
    """A second company on the other side, in Macao, before anybody was served."""
    third = case.api.world.owner("Sample Third")
    side = {"side": "other_party-2", "role": "other_party", "placeCode": "MO"}
    joined = [{**side, "partyBag": [{"party": third.party}]}]
    order = {"citationText": "Order No. 2", "orderDigest": digest("order")}
    answer = case.file(case.manager, "case-amendment", joinedSideBag=joined, **order)
    assert answer.status_code == 201, answer.text
    return third


def clocks(case: Case) -> dict[str, str]:
    return {d["side"]: d["dueDate"] for d in case.document["deadlineBag"] if "side" in d}


def test_each_of_several_has_a_clock_from_its_own_receipt_and_answers_within_it(
    case: Case,
) -> None:
    third, clock = two_respondents(case), case.api.world.clock
    proof = ["proof_of_receipt"]
    case.event(case.manager, "invitation_received", proof, toSide="other_party")
    assert clocks(case) == {"other_party": "2026-03-16"}
    clock.now = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
    case.event(case.manager, "invitation_received", proof, toSide="other_party-2")
    assert clocks(case) == {"other_party": "2026-03-16", "other_party-2": "2026-03-24"}
    assert case.state == "invited"
    case.event(case.second, "invitation_accepted")
    assert case.state == "agreeing_limits"
    assert clocks(case) == {"other_party-2": "2026-03-24"}
    shown = case.api.get(f"cases/{case.id}/status", third).json
    assert "invitation_accepted" in [one["event"] for one in shown["mayFileBag"]]
    clock.now = datetime(2026, 3, 20, 2, 0, tzinfo=UTC)
    case.event(third, "invitation_accepted")
    assert (case.state, clocks(case)) == ("agreeing_limits", {})
    again = case.file(third, "case-event", event="invitation_accepted")
    assert codes(problem_of(again, 422)) == {"case-event-not-now"}
    node = case.api.world.node
    assert compare(node, replay(node)) == []


def test_nobody_loses_by_the_silence_of_another_whose_time_is_over(case: Case) -> None:
    third, clock = two_respondents(case), case.api.world.clock
    proof = ["proof_of_receipt"]
    case.event(case.manager, "invitation_received", proof, toSide="other_party")
    clock.now = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
    case.event(case.manager, "invitation_received", proof, toSide="other_party-2")
    clock.now = datetime(2026, 3, 18, 2, 0, tzinfo=UTC)
    version = case.document["version"]
    sweep_deadlines(case.api.world.node)
    assert (case.state, case.document["version"]) == ("invited", version)
    case.event(third, "invitation_accepted")
    assert case.state == "agreeing_limits"


def test_when_the_last_of_several_has_been_silent_the_rule_about_silence_holds(case: Case) -> None:
    two_respondents(case)
    case.event(case.manager, "invitation_received", ["proof_of_receipt"])
    assert clocks(case) == {"other_party": "2026-03-16", "other_party-2": "2026-03-16"}
    case.api.world.clock.now = datetime(2026, 3, 17, 2, 0, tzinfo=UTC)
    sweep_deadlines(case.api.world.node)
    assert (case.state, case.due) == ("declined", {})


def test_all_sides_that_are_there_have_to_agree(case: Case) -> None:
    third = case.api.world.owner("Sample Third")
    invited(case).event(case.second, "invitation_accepted")
    side = {"side": "party-2", "role": "party", "partyBag": [{"party": third.party}]}
    order = {"citationText": "Order No. 2", "orderDigest": digest("order")}
    joined = case.file(case.manager, "case-amendment", joinedSideBag=[side], **order)
    assert joined.status_code == 201, joined.text
    case.event(case.first, "limits_agreed", ["terms_of_consultation"])
    (proposal,) = case.document["proposalBag"]
    case.event(case.second, "limits_agreed", proposal=proposal["proposal"])
    assert case.state == "agreeing_limits"
    case.event(third, "limits_agreed", proposal=proposal["proposal"])
    assert case.state == "consulting"


def test_a_counterclaim_is_its_sides_own_and_cases_are_heard_together(case: Case) -> None:
    claim = [{"side": "other_party", "claimText": "The licence is void."}]
    assert case.file(case.second, "case-amendment", claimBag=claim).status_code == 201
    other = case.file(case.first, "case-amendment", claimBag=claim)
    assert codes(problem_of(other, 403)) == {"case-not-your-side"}
    beside = consultation(case.api)
    order = {"citationText": "Order No. 3", "orderDigest": digest("order")}
    together = case.file(case.manager, "case-amendment", consolidatedBag=[beside.id], **order)
    assert together.status_code == 201, together.text
    assert case.document["consolidatedBag"] == [beside.id]
    assert beside.document["consolidatedBag"] == [case.id]


def test_nobody_names_who_acts_for_the_other_side(cases: Api) -> None:
    """Else the one who asks would read, by a friend, what the other gives in confidence."""
    first, second, friend = (cases.world.owner("Sample A") for _ in range(3))
    body = request_body("consultation-plain", first, second, documentBag=papers("invitation"))
    body["sideBag"][1]["representativeBag"] = [{"account": friend.account}]
    refused = cases.file(first, "case-request", body)
    assert codes(problem_of(refused, 422)) == {"case-representative-of-others"}


def test_nobody_stands_on_two_sides(case: Case) -> None:
    body = request_body("consultation-plain", case.first, case.first)
    body["documentBag"] = papers("invitation")
    refused = case.api.file(case.first, "case-request", body)
    assert codes(problem_of(refused, 422)) == {"case-on-two-sides"}
    counsel = case.api.world.agent()
    appointed = [{"account": counsel.account, "powerDigest": digest("power")}]
    mine = case.file(case.first, "case-representation", side="party", appointedBag=appointed)
    assert mine.status_code == 201, mine.text
    theirs = {"side": "other_party", "appointedBag": appointed}
    refused = case.file(case.second, "case-representation", **theirs)
    assert codes(problem_of(refused, 422)) == {"case-on-two-sides"}
    side = {"side": "party-2", "role": "party", "partyBag": [{"party": case.second.party}]}
    order = {"citationText": "Order No. 2", "orderDigest": digest("order")}
    refused = case.file(case.manager, "case-amendment", joinedSideBag=[side], **order)
    assert codes(problem_of(refused, 422)) == {"case-on-two-sides"}


def test_the_tables_of_cases_are_made_anew_from_the_parts(case: Case) -> None:
    consulting(case)
    mediation(case.api)
    node = case.api.world.node
    assert compare(node, replay(node)) == []
