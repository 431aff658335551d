"""Neutrals through the API: the roster, the check before the invitation, disclosure, objection,
waiver, challenge, appointment, replacement.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from ipregistry.domain.access import Actor, Role
from ipregistry.services.replay import compare, replay
from tests.api.desk import Api, codes, problem_of
from tests.benches import Bench, took
from tests.casework import Case, digest, mediation, opened, with_packs

NOV_22 = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def cases(api: Api) -> Api:
    return with_packs(api)


def arbitration(api: Api, pack: str = "arbitration-uncitral-expedited", **more: Any) -> Case:
    documents = more.pop(
        "documents", ("notice_of_arbitration", "statement_of_claim", "arbitration_agreement")
    )
    return opened(api, pack, *documents, roles=("claimant", "respondent"), seatCode="HK", **more)


@pytest.fixture
def bench(cases: Api) -> Bench:
    cases.world.clock.now = NOV_22
    return Bench(arbitration(cases), cases.world.actor(Role.NEUTRAL))


def appointments(bench: Bench, *days: str) -> list[dict[str, Any]]:
    return [
        {
            "tieCategory": "appointed-by",
            "party": bench.case.first.party,
            "startDate": day,
            "endDate": day,
            "evidenceDigest": digest(day),
            "referenceText": "Sample case elsewhere",
        }
        for day in days
    ]


def test_the_check_stands_before_anybody_is_invited_and_only_the_institution_reads_it(
    bench: Bench,
) -> None:
    bench.enter(tieBag=appointments(bench, "2023-12-01", "2025-06-15"))
    took(bench.propose())
    (finding,) = bench.report()["findingBag"]
    assert (finding["item"], finding["levelCategory"], finding["actionCategory"]) == (
        "3.1.3",
        "orange",
        "disclose",
    )
    assert finding["window"] == {"startDate": "2023-11-22", "endDate": "2026-11-22"}
    assert [e["startDate"] for e in finding["evidenceBag"]] == ["2023-12-01", "2025-06-15"]
    for who in (bench.case.first, bench.case.second):
        path = f"cases/{bench.case.id}/conflict-checks"
        assert bench.api.get(path, who).json["items"] == []
        assert bench.seen(who) is None
    assert bench.case.document["version"] == 1, "the parties learn nothing of a proposal"


def test_an_appointment_before_the_window_is_no_item(bench: Bench) -> None:
    bench.enter(tieBag=appointments(bench, "2023-11-20", "2025-06-15"))
    took(bench.propose())
    assert bench.report()["findingBag"] == []


def test_a_disclosure_opens_thirty_days_for_objections_and_then_the_way_is_free(
    bench: Bench,
) -> None:
    bench.enter(tieBag=appointments(bench, "2023-12-01", "2025-06-15"))
    took(bench.propose())
    assert codes(problem_of(bench.appoint(), 422)) == {
        "neutral-declaration-missing",
        "neutral-disclosure-missing",
    }
    took(bench.declare())
    bench.api.world.clock.now = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
    receipts = [{"side": side, "receivedDate": "2026-11-25"} for side in ("claimant", "respondent")]
    took(bench.disclose("iba-2024:3.1.3", receiptBag=receipts))
    periods = bench.case.document["objectionBag"]
    assert {p["who"]: p["dueDate"] for p in periods} == {
        "claimant": "2026-12-25",
        "respondent": "2026-12-25",
    }
    assert periods[0]["citation"].startswith("IBA Guidelines")
    told = bench.seen(bench.case.second)
    assert told is not None
    assert told["disclosureBag"][0]["itemBag"] == ["iba-2024:3.1.3"]
    assert "findingBag" not in str(told)
    bench.api.world.clock.now = datetime(2026, 12, 25, 2, 0, tzinfo=UTC)
    problem = problem_of(bench.appoint(), 422)
    assert codes(problem) == {"neutral-objection-running"}
    assert "2026-12-25" in problem["errorBag"][0]["message"]
    bench.api.world.clock.now = datetime(2026, 12, 26, 2, 0, tzinfo=UTC)
    took(bench.appoint())
    assert bench.case.read(bench.candidate)["neutralBag"][0]["account"] == bench.candidate.account
    assert bench.case.document["objectionBag"] == []


def test_who_is_a_party_is_not_appointed_whatever_anybody_says(bench: Bench) -> None:
    bench.enter(party=bench.case.second.party)
    took(bench.propose())
    assert {f["actionCategory"] for f in bench.report()["findingBag"]} == {"refuse", "ask-officer"}
    took(bench.declare())
    found = [{"item": "iba-2024:1.1", "findingText": "No harm seen"}]
    problem = problem_of(bench.appoint(officerFindingBag=found), 422)
    assert codes(problem) == {"neutral-conflict"}
    took(bench.disclose("node:own-cause"))
    waived = bench.file(bench.case.first, "waiver", itemBag=["node:own-cause"])
    assert codes(problem_of(waived, 422)) == {"neutral-item-not-waivable"}


def test_a_party_s_controller_as_named_by_the_parties_is_not_appointed(bench: Bench) -> None:
    person = bench.api.world.party("Sample Controller", "person")
    bench.enter(party=person)
    relation = {"side": "respondent", "standingCategory": "controller", "party": person}
    took(bench.propose(relationBag=[relation]))
    took(bench.declare())
    found = [{"item": "iba-2024:1.2", "findingText": "Looked at"}]
    assert codes(problem_of(bench.appoint(officerFindingBag=found), 422)) == {"neutral-conflict"}


def test_what_rests_on_memory_asks_an_officer_and_refuses_nothing(bench: Bench) -> None:
    bench.enter()
    took(bench.propose())
    tie = {"tieCategory": "adviser", "party": bench.case.first.party, "startDate": "2026-01-01"}
    took(bench.declare(tieBag=[tie]))
    asked = {
        f["item"] for f in bench.report()["findingBag"] if f["actionCategory"] == "ask-officer"
    }
    assert asked == {"1.4"}
    took(bench.disclose("iba-2024:3.1.1"))
    for who in (bench.case.first, bench.case.second):
        took(bench.file(who, "waiver", itemBag=["iba-2024:3.1.1"]))
    assert codes(problem_of(bench.appoint(), 422)) == {"neutral-finding-unanswered"}
    took(bench.appoint(officerFindingBag=[{"item": "iba-2024:1.4", "findingText": "One opinion"}]))
    assert bench.report()["officerFindingBag"][0]["findingText"] == "One opinion"
    assert "One opinion" not in str(bench.seen(bench.case.second))


def test_waivable_red_needs_the_informed_acceptance_of_every_side(bench: Bench) -> None:
    sister = bench.api.world.party("Sample Sister")
    tie = {"tieCategory": "officer", "party": sister, "startDate": "2025-01-01"}
    bench.enter(tieBag=[tie])
    relation = {"side": "claimant", "standingCategory": "affiliate", "party": sister}
    took(bench.propose(relationBag=[relation]))
    took(bench.declare())
    item = "iba-2024:2.3.4"
    early = bench.file(bench.case.first, "waiver", itemBag=[item])
    assert codes(problem_of(early, 422)) == {"nomination-unknown"}
    took(bench.disclose("iba-2024:3.1.7"))
    uninformed = bench.file(bench.case.first, "waiver", itemBag=[item])
    assert codes(problem_of(uninformed, 422)) == {"neutral-waiver-uninformed"}
    took(bench.disclose(item))
    took(bench.file(bench.case.first, "waiver", itemBag=[item, "iba-2024:3.1.7"]))
    problem = problem_of(bench.appoint(), 422)
    assert codes(problem) == {"neutral-waiver-missing", "neutral-objection-running"}
    assert "respondent" in str(problem)
    assert "claimant" not in str(problem)
    took(bench.file(bench.case.second, "waiver", itemBag=[item, "iba-2024:3.1.7"]))
    took(bench.appoint())


def seated(bench: Bench) -> Bench:
    bench.enter()
    took(bench.propose())
    took(bench.declare(nothingToDiscloseIndicator=True))
    took(bench.appoint())
    return bench


def test_a_challenge_is_counted_by_the_pack_s_rule_and_a_late_one_says_so(bench: Bench) -> None:
    seated(bench)
    bench.api.world.clock.now = datetime(2026, 12, 8, 2, 0, tzinfo=UTC)
    said = {"groundText": "Met the other side alone", "knownSinceDate": "2026-11-20"}
    took(bench.file(bench.case.second, "challenge", **said))
    took(bench.file(bench.case.second, "challenge", **{**said, "knownSinceDate": "2026-12-07"}))
    nomination = bench.seen(bench.case.first)
    assert nomination is not None
    late, timely = nomination["challengeBag"]
    assert late["clock"]["dueDate"] == "2026-12-07", "fifteen days after the appointment"
    assert late["clock"]["citation"].startswith("UNCITRAL Arbitration Rules 13(1)")
    assert (late["lateIndicator"], timely["lateIndicator"]) == (True, False)
    assert not late["asksOfficerIndicator"]


def test_a_challenge_upheld_ends_the_seat_and_another_takes_it(bench: Bench) -> None:
    seated(bench)
    said = {"groundText": "Met the other side alone", "knownSinceDate": "2026-11-22"}
    took(bench.file(bench.case.second, "challenge", **said))
    decision = {"challenge": 1, "outcomeCategory": "upheld", "decidedByText": "Sample authority"}
    own = bench.file(bench.case.second, "challenge-decision", **decision)
    assert own.status_code == 403
    took(bench.file(bench.case.manager, "challenge-decision", **decision))
    assert bench.api.get(f"cases/{bench.case.id}", bench.candidate).status_code == 404
    again = bench.file(bench.case.manager, "challenge-decision", **decision)
    assert codes(problem_of(again, 422)) == {"challenge-not-open"}
    before = bench.nomination
    successor = Bench(bench.case, bench.api.world.actor(Role.NEUTRAL))
    successor.enter()
    took(successor.propose(replaces=before))
    took(successor.declare())
    took(successor.appoint())
    bag = bench.case.document["neutralBag"]
    assert [one["account"] for one in bag] == [successor.candidate.account]
    assert successor.seen(bench.case.second)["replaces"] == before  # type: ignore[index]


def test_where_the_rule_rests_on_memory_the_decision_says_of_the_time(cases: Api) -> None:
    cases.world.clock.now = NOV_22
    case = mediation(cases)
    bench = Bench(case, cases.world.actor(Role.NEUTRAL))
    bench.enter()
    took(bench.propose(proposedBy="party", role="mediator"))
    took(bench.declare())
    took(bench.appoint())
    said = {"groundText": "A friend of the other side", "knownSinceDate": "2026-11-22"}
    took(bench.file(case.first, "challenge", **said))
    decision = {"challenge": 1, "outcomeCategory": "dismissed", "decidedByText": "Sample Office"}
    refused = bench.file(case.manager, "challenge-decision", **decision)
    assert codes(problem_of(refused, 422)) == {"challenge-time-unsaid"}
    decision["timelinessText"] = "Made on the day of the appointment"
    took(bench.file(case.manager, "challenge-decision", **decision))
    assert bench.case.read(bench.candidate)["stateCode"] == case.state


def test_a_neutral_who_recuses_himself_loses_access_with_the_entry(bench: Bench) -> None:
    seated(bench)
    took(bench.file(bench.candidate, "end", endCategory="recused", reasonsText="A new client"))
    assert bench.api.get(f"cases/{bench.case.id}", bench.candidate).status_code == 404
    assert bench.seen(bench.case.first)["endCategory"] == "recused"  # type: ignore[index]


def test_of_a_candidate_who_declines_unheard_the_parties_hear_nothing(bench: Bench) -> None:
    bench.enter()
    took(bench.propose())
    took(bench.file(bench.candidate, "end", endCategory="declined"))
    assert bench.seen(bench.case.first) is None
    assert bench.case.document["version"] == 1
    took(bench.propose())


def test_what_other_cases_tell_is_shown_as_a_count_and_days(cases: Api) -> None:
    cases.world.clock.now = datetime(2025, 6, 15, 2, 0, tzinfo=UTC)
    first = seated(Bench(arbitration(cases), cases.world.actor(Role.NEUTRAL)))
    cases.world.clock.now = datetime(2026, 1, 10, 2, 0, tzinfo=UTC)
    tie = {"tieCategory": "appointed-by", "party": first.case.first.party}
    days = {"startDate": "2024-03-01", "endDate": "2024-03-01"}
    third = cases.world.owner("Sample Third")
    side = [
        {"side": "claimant", "role": "claimant", "partyBag": [{"party": first.case.first.party}]},
        {"side": "respondent", "role": "respondent", "partyBag": [{"party": third.party}]},
    ]
    case = arbitration(cases, sideBag=side, powerOfAttorneyDigest=digest("power"))
    bench = Bench(case, first.candidate, first.neutral)
    amended = {"neutral": first.neutral, "neutralVersion": 1, "tieBag": [{**tie, **days}]}
    took(cases.file(case.manager, "neutral-amendment", amended))
    took(bench.propose())
    report = bench.report()
    (finding,) = report["findingBag"]
    assert finding["item"] == "3.1.3"
    assert report["otherCases"] == {"dayQuantity": 1, "dateBag": ["2025-06-15"]}
    shown = str(report)
    assert first.case.id not in shown
    assert str(first.case.second.party) not in shown
    assert first.nomination not in shown


def test_counsel_in_a_case_of_the_register_is_found_without_anybody_telling(cases: Api) -> None:
    cases.world.clock.now = NOV_22
    counsel = cases.world.actor(Role.AGENT, Role.NEUTRAL)
    elsewhere = arbitration(cases)
    appointed = [{"account": counsel.account, "powerDigest": digest("power")}]
    took(
        elsewhere.file(
            elsewhere.second, "case-representation", side="respondent", appointedBag=appointed
        )
    )
    third = cases.world.owner("Sample Third")
    side = [
        {"side": "claimant", "role": "claimant", "partyBag": [{"party": elsewhere.first.party}]},
        {"side": "respondent", "role": "respondent", "partyBag": [{"party": third.party}]},
    ]
    case = arbitration(cases, sideBag=side, powerOfAttorneyDigest=digest("power"))
    bench = Bench(case, counsel)
    bench.enter()
    took(bench.propose())
    found = {f["item"]: f["evidenceBag"][0]["side"] for f in bench.report()["findingBag"]}
    assert found == {"3.1.2": "claimant"}


def test_the_roster_is_searched_by_language_place_and_accreditation_with_the_workload(
    bench: Bench,
) -> None:
    gba = {
        "scheme": "gba-mediator",
        "jurisdictionCode": "HK",
        "evidenceDigest": digest("gba"),
        "startDate": "2025-01-01",
        "endDate": "2026-12-31",
    }
    bench.enter(languageBag=["pt", "yue"], placeBag=["MO"], accreditationBag=[gba])
    ask = "neutrals?language=pt&place=MO&scheme=gba-mediator"

    def items(query: str, who: Actor) -> list[Any]:
        return [
            i
            for i in bench.api.get(query, who).json["items"]
            if i["neutral"]["id"] == bench.neutral
        ]

    (found,) = items(ask, bench.case.manager)
    assert found["openCaseQuantity"] == 0
    assert items(f"{ask}&on=2027-01-01", bench.case.manager) == []
    assert items("neutrals?language=fr", bench.case.manager) == []
    for outsider in (bench.case.first, bench.api.world.registrar, bench.candidate):
        assert bench.api.get(ask, outsider).json["items"] == []
    took(bench.propose())
    took(bench.declare())
    took(bench.appoint())
    (found,) = items(ask, bench.case.manager)
    assert found["openCaseQuantity"] == 1
    path = f"neutrals/{bench.neutral}"
    assert bench.api.get(path, bench.case.manager).status_code == 200
    assert problem_of(bench.api.get(path, bench.case.first), 404)["code"] == "neutral-unknown"


def test_a_gba_mediator_is_entered_through_one_jurisdiction_only(bench: Bench) -> None:
    both = [
        {
            "scheme": "gba-mediator",
            "jurisdictionCode": place,
            "evidenceDigest": digest(place),
            "startDate": "2025-01-01",
        }
        for place in ("HK", "MO")
    ]
    body = {"nameBag": [{"value": "Sample", "languageCode": "en"}], "accreditationBag": both}
    problem = problem_of(bench.api.file(bench.case.manager, "neutral-registration", body), 422)
    assert codes(problem) == {"accreditation-one-place-only"}
    assert problem["errorBag"][0]["citation"]


def test_who_is_not_the_candidate_does_not_declare_for_him(bench: Bench) -> None:
    bench.enter()
    took(bench.propose())
    said = {"independentIndicator": True, "availableIndicator": True}
    other = bench.api.world.actor(Role.NEUTRAL)
    assert codes(problem_of(bench.file(other, "declaration", **said), 422)) == {"case-unknown"}
    desk = bench.file(bench.case.manager, "declaration", by="candidate", **said)
    assert codes(problem_of(desk, 422)) == {"case-entered-without-paper"}
    partial = bench.declare(independentIndicator=False, availableIndicator=False)
    assert codes(problem_of(partial, 422)) == {"neutral-not-independent", "neutral-not-available"}


def test_the_tables_of_neutrals_are_made_anew_from_the_parts(bench: Bench) -> None:
    seated(bench)
    took(bench.disclose("iba-2024:3.1.7"))
    node = bench.api.world.node
    assert compare(node, replay(node)) == []


def test_a_candidate_learns_who_is_in_the_case_and_nothing_else(bench: Bench) -> None:
    bench.enter()
    took(bench.propose())
    (invitation,) = bench.invitations(bench.candidate)
    assert {p["party"] for p in invitation["personBag"]} == {
        bench.case.first.party,
        bench.case.second.party,
    }
    assert invitation["personBag"][0]["nameBag"][0]["value"] == "Sample First"
    assert not {"claimBag", "assetBag", "deadlineBag", "stateCode"} & invitation.keys()
    assert bench.api.get(f"cases/{bench.case.id}", bench.candidate).status_code == 404
    for other in (bench.case.first, bench.case.manager, bench.api.world.actor(Role.NEUTRAL)):
        assert bench.invitations(other) == []
    took(bench.file(bench.candidate, "end", endCategory="declined"))
    assert bench.invitations(bench.candidate) == []


def test_no_more_neutrals_than_the_rules_have_seats_for(cases: Api) -> None:
    cases.world.clock.now = NOV_22
    case = mediation(cases)
    for seat in range(3):
        bench = Bench(case, cases.world.actor(Role.NEUTRAL))
        bench.enter()
        took(bench.propose(role="mediator", proposedBy="party"))
        took(bench.declare())
        answer = bench.appoint()
        assert answer.status_code == (201 if seat < 2 else 422)
    assert codes(problem_of(answer, 422)) == {"neutral-bench-full"}


def test_in_a_case_that_is_over_nobody_is_proposed_or_appointed(bench: Bench) -> None:
    bench.enter()
    took(bench.propose())
    took(bench.declare())
    bench.case.event(bench.case.first, "claim_withdrawn")
    assert codes(problem_of(bench.appoint(), 422)) == {"case-is-over"}
    assert codes(problem_of(bench.propose(), 422)) >= {"case-is-over"}


def test_what_the_roster_has_learnt_since_the_declaration_counts_at_the_appointment(
    bench: Bench,
) -> None:
    bench.enter()
    took(bench.propose())
    took(bench.declare())
    tie = {"tieCategory": "officer", "party": bench.case.second.party, "startDate": "2026-01-01"}
    amended = {"neutral": bench.neutral, "neutralVersion": 1, "tieBag": [tie]}
    took(bench.api.file(bench.case.manager, "neutral-amendment", amended))
    found = [{"item": "iba-2024:1.2", "findingText": "Seen"}]
    assert codes(problem_of(bench.appoint(officerFindingBag=found), 422)) == {"neutral-conflict"}


def test_what_the_candidate_declared_counts_at_the_appointment_and_stays_with_the_institution(
    bench: Bench,
) -> None:
    bench.enter()
    took(bench.propose())
    tie = {"tieCategory": "firm-serves", "party": bench.case.second.party}
    took(bench.declare(tieBag=[{**tie, "startDate": "2026-01-01"}]))
    assert codes(problem_of(bench.appoint(), 422)) == {"neutral-disclosure-missing"}
    took(bench.disclose("iba-2024:3.1.7"))
    for who in (bench.case.first, bench.case.second):
        took(bench.file(who, "waiver", itemBag=["iba-2024:3.1.7"]))
    took(bench.appoint())
    assert "firm-serves" not in str(bench.seen(bench.case.second))
    assert bench.report()["declaredTieBag"][0]["tieCategory"] == "firm-serves"


def test_a_party_that_joins_later_is_disclosed_to_as_well(bench: Bench) -> None:
    bench.enter(tieBag=appointments(bench, "2023-12-01", "2025-06-15"))
    took(bench.propose())
    took(bench.declare())
    took(bench.disclose("iba-2024:3.1.3"))
    for who in (bench.case.first, bench.case.second):
        took(bench.file(who, "waiver", itemBag=["iba-2024:3.1.3"]))
    third = bench.api.world.owner("Sample Third")
    side = {"side": "respondent-2", "role": "respondent", "partyBag": [{"party": third.party}]}
    order = {"citationText": "Sample order", "orderDigest": digest("order")}
    took(bench.case.file(bench.case.manager, "case-amendment", joinedSideBag=[side], **order))
    assert codes(problem_of(bench.appoint(), 422)) == {"neutral-disclosure-missing"}
    took(bench.disclose("iba-2024:3.1.3"))
    assert {r["side"] for r in bench.seen(third)["disclosureBag"][1]["receiptBag"]} == {  # type: ignore[index]
        "claimant",
        "respondent",
        "respondent-2",
    }
    gone = [{"side": "respondent-2", "groundCategory": "settled"}]
    took(bench.case.file(bench.case.manager, "case-amendment", endedSideBag=gone, **order))
    assert codes(problem_of(bench.appoint(), 422)) == {"neutral-objection-running"}
    for who in (bench.case.first, bench.case.second):
        took(bench.file(who, "waiver", itemBag=["iba-2024:3.1.3"]))
    took(bench.appoint())


def test_an_open_challenge_stops_the_appointment_until_it_is_decided(bench: Bench) -> None:
    bench.enter()
    took(bench.propose())
    took(bench.declare())
    took(bench.disclose())
    said = {"groundText": "Sample ground", "knownSinceDate": "2026-11-22"}
    took(bench.file(bench.case.second, "challenge", **said))
    bench.api.world.clock.now = datetime(2027, 1, 10, 2, 0, tzinfo=UTC)
    assert codes(problem_of(bench.appoint(), 422)) == {"neutral-challenge-open"}
    decision = {"challenge": 1, "outcomeCategory": "agreed", "decidedByText": "Both sides"}
    took(bench.file(bench.case.manager, "challenge-decision", **decision))
    assert codes(problem_of(bench.appoint(), 422)) == {"nomination-not-now"}


def test_only_who_is_listed_and_not_yet_proposed_is_proposed(bench: Bench) -> None:
    bench.enter(statusCategory="suspended")
    assert codes(problem_of(bench.propose(), 422)) == {"neutral-not-listed"}
    unknown = bench.propose(neutral="NE-AGEVB8TMFBVZTY", replaces="NM-98XYK7E5A26A6T")
    assert codes(problem_of(unknown, 422)) == {"neutral-unknown", "nomination-unknown"}
    bench.enter()
    took(bench.propose())
    assert codes(problem_of(bench.propose(), 422)) == {"nomination-open-already"}
    standing = bench.propose(replaces=bench.nomination)
    assert codes(problem_of(standing, 422)) == {"nomination-open-already", "nomination-not-now"}
    own = bench.case.file(
        bench.case.first, "neutral-proposal", neutral=bench.neutral, role="neutral"
    )
    assert own.status_code == 403


def test_an_amendment_of_an_entry_that_has_moved_on_is_refused(bench: Bench) -> None:
    bench.enter()
    body = {"neutral": bench.neutral, "neutralVersion": 1, "languageBag": ["pt"]}
    took(bench.api.file(bench.case.manager, "neutral-amendment", body))
    again = bench.api.file(bench.case.manager, "neutral-amendment", body)
    assert codes(problem_of(again, 409)) == {"neutral-moved-on"}


def test_the_day_of_receipt_is_the_institutions_to_say(bench: Bench) -> None:
    bench.enter()
    took(bench.propose())
    took(bench.declare())
    early = [{"side": "claimant", "receivedDate": "2026-10-01"}]
    said = {"disclosureText": "Sample", "receiptBag": early}
    own = bench.file(bench.candidate, "disclosure", **said)
    assert codes(problem_of(own, 422)) == {"case-day-not-yours"}
    nobody = [{"side": "amicus", "receivedDate": "2026-10-01"}]
    wrong = bench.file(bench.case.manager, "disclosure", **{**said, "receiptBag": nobody})
    assert codes(problem_of(wrong, 422)) == {"case-side-unknown"}
