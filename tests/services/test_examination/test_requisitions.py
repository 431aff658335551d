"""What an officer asks of a filer, and until when."""

from __future__ import annotations

import json
from datetime import date, timedelta

from ipregistry.domain.access import Actor
from ipregistry.services.listing import PageRequest, list_requisitions
from tests.office import (
    accept,
    asked,
    examined,
    examining_by_hand,
    in_queue,
    refuse,
    replied,
    status,
    whole,
)
from tests.world import World, codes


def test_nothing_is_accepted_while_a_requisition_is_open_but_it_can_be_refused(
    office: World, sale: str
) -> None:
    asked(office, office.examiner, sale)
    assert codes(office.refused(office.examiner, "decision", accept(sale))) == {"requisition-open"}
    office.send(office.examiner, "decision", refuse(sale, "requisition-unanswered"))
    assert status(office, sale) == "refused"


def test_the_life_of_a_requisition_from_issue_to_settlement(
    office: World, sale: str, alice: Actor
) -> None:
    number = asked(office, office.examiner, sale)
    due = [office.read(alice, "requisition", number)["dueDate"]]
    office.file(alice, "requisition-extension", {"requisition": number, "reasonText": "abroad"})
    due.append(office.read(alice, "requisition", number)["dueDate"])
    assert date.fromisoformat(due[1]) - date.fromisoformat(due[0]) == timedelta(days=30)
    replied(office, alice, number)
    assert office.read(alice, "requisition", number)["status"] == "replied"
    more = {"requisition": number, "outcome": "insufficient", "reasonText": "not signed"}
    office.file(office.examiner, "requisition-settlement", more)
    assert office.read(alice, "requisition", number)["status"] == "issued"
    replied(office, alice, number)
    done = {"requisition": number, "outcome": "sufficient"}
    office.file(office.examiner, "requisition-settlement", done)
    assert office.read(alice, "requisition", number)["status"] == "settled"
    office.send(office.examiner, "decision", accept(sale))
    assert status(office, sale) == "recorded"
    assert whole(office)


def test_the_letter_says_what_is_missing_for_which_right_until_when(
    office: World, alice: Actor, bob: Actor
) -> None:
    right = office.hk_right(alice, number="HK30012345")
    sale = examined(office, right, giver=alice, taker=bob).id
    number = asked(office, office.examiner, sale, right, languageCode="pt", remarkText="Com selo.")
    read = office.read(alice, "requisition", number)
    for said in ("procuração", "HK30012345", read["dueDate"], number, sale, "Com selo."):
        assert said in read["letterText"]


def test_only_the_filer_and_the_office_see_a_requisition(
    office: World, sale: str, alice: Actor, bob: Actor
) -> None:
    number = asked(office, office.examiner, sale)
    for stranger in (bob, office.public):
        assert office.parts(stranger, "requisition", number) == {}
    assert "office" not in office.parts(alice, "requisition", number)
    listed = list_requisitions(office.node, alice, PageRequest(), filing_id=sale)
    assert [json.loads(item)["id"] for item in listed.items] == [number]
    assert list_requisitions(office.node, bob, PageRequest()).items == ()
    body = {"requisition": number, "replyText": "mine"}
    assert codes(office.refused(bob, "requisition-reply", body)) == {"requisition-unknown"}


def test_the_same_paper_is_asked_for_once_for_each_right(
    office: World, alice: Actor, bob: Actor
) -> None:
    rights = [office.hk_right(alice), office.hk_right(alice)]
    sale = examined(office, *rights, giver=alice, taker=bob).id
    asked(office, office.examiner, sale, rights[0])
    asked(office, office.examiner, sale, rights[1])
    again = {
        "filing": sale,
        "asset": rights[0],
        "requisitionCategory": "paper-defective",
        "paper": "power-of-attorney",
        "languageCode": "en",
    }
    refusal = office.refused(office.examiner, "requisition", again)
    assert codes(refusal) == {"requisition-already-open"}
    elsewhere = {**again, "asset": office.hk_right(alice)}
    refusal = office.refused(office.examiner, "requisition", elsewhere)
    assert codes(refusal) == {"right-not-in-filing"}


def test_more_time_is_given_as_often_as_the_policy_says_and_not_after_the_end(
    office: World, alice: Actor, bob: Actor
) -> None:
    clock = (
        '{ requisition-reply = { from = "issue", days = 10, extensions = 1, extensionDays = 5 }}'
    )
    examining_by_hand(office, clocks=clock)
    sale = examined(office, office.hk_right(alice), giver=alice, taker=bob).id
    number = asked(office, office.examiner, sale)
    ask = {"requisition": number, "reasonText": "sample"}
    office.clock.move(days=11)
    assert codes(office.refused(alice, "requisition-extension", ask)) == {"clock-ended"}
    office.file(office.examiner, "requisition-extension", ask)
    refusal = office.refused(office.examiner, "requisition-extension", ask)
    assert codes(refusal) == {"extensions-used-up"}
    due = date.fromisoformat(office.read(alice, "requisition", number)["dueDate"])
    issued = date.fromisoformat(office.read(alice, "requisition", number)["issuedDate"])
    assert (due - issued).days == 15


def test_a_clock_from_memory_refuses_no_extension(office: World, alice: Actor, bob: Actor) -> None:
    clock = '{ requisition-reply = { from = "issue", days = 10 } }'
    examining_by_hand(office, clocks=clock, confidence="M")
    sale = examined(office, office.hk_right(alice), giver=alice, taker=bob).id
    ask = {"requisition": asked(office, office.examiner, sale), "reasonText": "sample"}
    assert office.file(alice, "requisition-extension", ask).warnings == ["needs-legal-review"]


def test_a_requisition_lapses_only_after_its_day_and_without_a_reply(
    office: World, sale: str, alice: Actor
) -> None:
    number = asked(office, office.examiner, sale)
    lapse = {"requisition": number, "outcome": "lapsed"}
    refusal = office.refused(office.examiner, "requisition-settlement", lapse)
    assert codes(refusal) == {"clock-running"}
    office.clock.move(days=61)
    office.file(office.examiner, "requisition-settlement", lapse)
    assert codes(office.refused(office.examiner, "decision", accept(sale))) == {"requisition-open"}
    late = {"requisition": number, "replyText": "too late"}
    assert codes(office.refused(alice, "requisition-reply", late)) == {"requisition-not-open"}


def test_a_late_reply_is_taken_while_nobody_closed_the_requisition(
    office: World, sale: str, alice: Actor
) -> None:
    number = asked(office, office.examiner, sale)
    office.clock.move(days=61)
    assert replied(office, alice, number).warnings == ["reply-late"]


def test_an_open_clock_is_overdue_in_the_queue_and_in_no_part(office: World, sale: str) -> None:
    number = asked(office, office.examiner, sale)
    assert in_queue(office, office.examiner, overdue=True) == []
    before = office.parts(office.registrar, "requisition", number)
    office.clock.move(days=61)
    (item,) = in_queue(office, office.examiner, overdue=True)
    assert [one["overdueIndicator"] for one in item["requisitionBag"]] == [True]
    assert office.parts(office.registrar, "requisition", number) == before
