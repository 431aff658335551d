"""Against a decision: reconsideration, appeal."""

from __future__ import annotations

from datetime import date
from typing import Any

from ipregistry.domain.access import Actor, Role
from tests.office import (
    accept,
    deed,
    examined,
    officer,
    refuse,
    status,
    whole,
)
from tests.world import World, codes, paper


def ask_again(filing: str) -> dict[str, Any]:
    return {"filing": filing, "reasonText": "Sample reason"}


def test_a_refusal_is_reconsidered_by_another_officer_at_the_same_rank(
    office: World, sale: str, alice: Actor, bob: Actor
) -> None:
    first, second = officer(office), officer(office)
    received = office.read(alice, "filing", sale)["receivedAt"]
    office.send(first, "decision", refuse(sale))
    office.clock.move(days=5)
    office.file(alice, "reconsideration", ask_again(sale))
    read = office.read(alice, "filing", sale)
    assert (read["status"], read["receivedAt"]) == ("under-examination", received)
    assert read["review"]["status"] == "refused"
    assert read["review"]["groundBag"][0]["groundCategory"] == "formal-defect"
    assert codes(office.refused(first, "decision", accept(sale))) == {"other-officer-needed"}
    office.send(second, "decision", accept(sale))
    assert status(office, sale) == "recorded"
    assert whole(office)


def test_a_refusal_is_reconsidered_once_in_time_and_for_its_filer(
    office: World, sale: str, alice: Actor, bob: Actor
) -> None:
    assert codes(office.refused(alice, "reconsideration", ask_again(sale))) == {
        "filing-not-refused"
    }
    office.send(officer(office), "decision", refuse(sale))
    assert codes(office.refused(bob, "reconsideration", ask_again(sale))) == {"only-its-filer"}
    office.file(alice, "reconsideration", ask_again(sale))
    office.send(officer(office), "decision", refuse(sale))
    again = office.refused(alice, "reconsideration", ask_again(sale))
    assert codes(again) == {"reconsidered-already"}
    assert [r["name"] for r in office.read(alice, "filing", sale)["remedyBag"]] == ["appeal"]
    late = examined(office, office.hk_right(alice), giver=alice, taker=bob).id
    office.send(office.examiner, "decision", refuse(late))
    office.clock.move(days=31)
    assert codes(office.refused(alice, "reconsideration", ask_again(late))) == {"clock-ended"}


def appeal(filing: str, on: date) -> dict[str, Any]:
    return {"filing": filing, "bodyText": "Sample Court", "lodgedDate": on.isoformat()}


def test_an_appeal_is_noted_and_changes_nothing_until_its_outcome(
    office: World, sale: str, alice: Actor
) -> None:
    office.send(office.examiner, "decision", refuse(sale))
    office.file(alice, "appeal", appeal(sale, office.today()))
    assert status(office, sale) == "refused"
    twice = office.refused(alice, "appeal", appeal(sale, office.today()))
    assert codes(twice) == {"appeal-already-noted"}
    outcome = {"filing": sale, "outcome": "remitted", "evidenceBag": paper("judgment")}
    office.file(office.registrar, "appeal-outcome", outcome)
    read = office.read(alice, "filing", sale)
    assert read["status"] == "under-examination"
    assert read["appealBag"][0]["outcome"] == "remitted"
    assert read["review"]["reviewCategory"] == "appeal"
    none = office.refused(office.registrar, "appeal-outcome", outcome)
    assert codes(none) == {"appeal-not-noted"}
    assert whole(office)


def test_a_dismissed_appeal_leaves_the_refusal(office: World, sale: str, alice: Actor) -> None:
    office.send(office.examiner, "decision", refuse(sale))
    office.file(alice, "appeal", appeal(sale, office.today()))
    outcome = {"filing": sale, "outcome": "dismissed", "evidenceBag": paper("judgment")}
    office.file(office.registrar, "appeal-outcome", outcome)
    assert status(office, sale) == "refused"


def test_a_late_appeal_is_for_the_court_to_refuse(office: World, sale: str, alice: Actor) -> None:
    office.send(office.examiner, "decision", refuse(sale))
    office.clock.move(days=40)
    noted = office.file(alice, "appeal", appeal(sale, office.today()))
    assert noted.warnings == ["clock-ended"]


def test_an_appeal_allowed_against_an_entry_asks_for_a_correction(
    office: World, sale: str, alice: Actor
) -> None:
    office.send(office.examiner, "decision", accept(sale))
    office.file(alice, "appeal", appeal(sale, office.today()))
    outcome = {"filing": sale, "outcome": "allowed", "evidenceBag": paper("judgment")}
    filed = office.file(office.registrar, "appeal-outcome", outcome)
    assert filed.warnings == ["entry-needs-correction"]
    assert status(office, sale) == "recorded"


def test_deeds_of_several_rights_go_through_the_office_as_one(
    office: World, alice: Actor, bob: Actor
) -> None:
    rights = [office.hk_right(alice) for _ in range(3)]
    filed = office.file(alice, "assignment", deed(office, rights, alice, bob))
    office.send(office.examiner, "decision", accept(filed.id))
    assert {tuple(office.holders(right)) for right in rights} == {(bob.party,)}


def test_a_registrar_who_is_named_in_a_filing_does_not_examine_it(
    office: World, sale: str, bob: Actor
) -> None:
    his = officer(office, Role.REGISTRAR, party=bob.party)
    assert codes(office.refused(his, "decision", accept(sale))) == {"own-interest"}
    body = {"filing": sale, "pieceBag": []}
    assert "own-interest" in codes(office.refused(his, "division", body))
