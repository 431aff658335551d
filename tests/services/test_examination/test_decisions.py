"""Dividing and deciding; the second officer; corrections."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ipregistry.domain.access import Actor
from ipregistry.services.examination import examine
from ipregistry.services.filings import check
from tests.office import (
    accept,
    asked,
    deed,
    examined,
    examining_by_hand,
    in_queue,
    made,
    officer,
    refuse,
    replied,
    status,
    whole,
)
from tests.world import World, codes

# ------------------------------------------------------------------------------ division


def test_of_a_deed_each_piece_is_decided_by_itself(office: World, alice: Actor, bob: Actor) -> None:
    rights = [office.hk_right(alice) for _ in range(3)]
    sale = examined(office, *rights, giver=alice, taker=bob)
    body = {"filing": sale.id, "pieceBag": [{"assetBag": rights[:2]}, {"assetBag": rights[2:]}]}
    good, bad = made(office.file(office.examiner, "division", body), "FI-")[1:]
    assert status(office, sale.id) == "divided"
    office.send(office.examiner, "decision", accept(good))
    office.send(office.examiner, "decision", refuse(bad))
    assert [office.holders(right) for right in rights] == [
        {bob.party: "1"},
        {bob.party: "1"},
        {alice.party: "1"},
    ]
    assert whole(office)


def test_a_piece_keeps_receipt_and_rank(office: World, alice: Actor, bob: Actor) -> None:
    rights = [office.hk_right(alice) for _ in range(2)]
    sale = examined(office, *rights, giver=alice, taker=bob)
    received = sale.document["receivedAt"]
    later = examined(office, rights[0], giver=alice, taker=bob)
    office.clock.move(days=3)
    body = {"filing": sale.id, "pieceBag": [{"assetBag": [right]} for right in rights]}
    division = office.file(office.examiner, "division", body)
    piece = made(division, "FI-")[1]
    assert office.read(alice, "filing", piece)["receivedAt"] == received
    assert office.read(alice, "filing", piece)["dividedFrom"] == sale.id
    waiting = office.title(rights[0])["pending"]
    assert [w["receivedAt"] for w in waiting] == [received, later.document["receivedAt"]]
    assert whole(office)


def test_a_division_leaves_no_right_out_and_takes_none_twice(
    office: World, alice: Actor, bob: Actor
) -> None:
    rights = [office.hk_right(alice) for _ in range(3)]
    sale = examined(office, *rights, giver=alice, taker=bob).id

    def refused(*pieces: list[str]) -> set[str]:
        body = {"filing": sale, "pieceBag": [{"assetBag": piece} for piece in pieces]}
        return codes(office.refused(office.examiner, "division", body))

    assert refused(rights[:1], rights[1:2]) == {"division-incomplete"}
    assert refused(rights, rights[:1]) == {"asset-named-twice"}
    assert refused(rights, [office.hk_right(alice)]) == {"right-not-in-filing"}
    single = examined(office, office.hk_right(alice), giver=alice, taker=bob)
    body = {"filing": single.id, "pieceBag": [{"assetBag": [rights[0]]}, {"assetBag": rights[1:]}]}
    assert codes(office.refused(office.examiner, "division", body)) == {"not-divisible"}


def test_a_requisition_goes_with_its_right_and_one_about_the_deed_with_every_piece(
    office: World, alice: Actor, bob: Actor
) -> None:
    rights = [office.hk_right(alice) for _ in range(2)]
    sale = examined(office, *rights, giver=alice, taker=bob).id
    of_right = asked(office, office.examiner, sale, rights[0])
    of_deed = asked(office, office.examiner, sale, paper="translation")
    body = {"filing": sale, "pieceBag": [{"assetBag": [right]} for right in rights]}
    first, second = made(office.file(office.examiner, "division", body), "FI-")[1:]
    assert office.read(alice, "requisition", of_right)["filingBag"] == [first]
    assert sorted(office.read(alice, "requisition", of_deed)["filingBag"]) == sorted(
        [first, second]
    )
    replied(office, alice, of_deed)
    done = {"requisition": of_deed, "outcome": "sufficient"}
    office.file(office.examiner, "requisition-settlement", done)
    office.send(office.examiner, "decision", accept(second))
    refusal = office.refused(office.examiner, "decision", accept(first))
    assert codes(refusal) == {"requisition-open"}
    assert whole(office)


# ------------------------------------------------------------------------------ decision


def test_the_officer_is_told_what_moved_since_the_filing_came(
    office: World, alice: Actor, bob: Actor
) -> None:
    carol = office.owner("Sample C")
    right = office.hk_right(alice)
    earlier = examined(office, right, giver=alice, taker=carol, share="1/2")
    sale = examined(office, right, giver=alice, taker=bob, share="1/2")
    told = check(office.node, office.examiner, "decision", accept(sale.id)).warnings
    assert [v.code for v in told] == ["earlier-filing-pending"]
    office.send(office.examiner, "decision", accept(earlier.id))
    checked = check(office.node, office.examiner, "decision", accept(sale.id)).warnings
    (moved,) = checked
    assert moved.code == "title-moved-since-reception"
    assert (moved.params["seen"], moved.params["current"]) == (1, 2)
    decided = office.file(office.examiner, "decision", accept(sale.id))
    assert decided.warnings == ["title-moved-since-reception"]
    assert office.holders(right) == {carol.party: "1/2", bob.party: "1/2"}


def test_what_the_rules_refuse_now_and_did_not_then_is_shown_as_new(
    office: World, alice: Actor, bob: Actor
) -> None:
    right = office.hk_right(alice)
    first = examined(office, right, giver=alice, taker=bob)
    second = examined(office, right, giver=alice, taker=office.owner("Sample C"))
    before = examine(office.node, office.examiner, second.id)
    assert before.difference.new == ()
    office.send(office.examiner, "decision", accept(first.id))
    after = examine(office.node, office.examiner, second.id)
    assert {v.code for v in after.difference.new} == {"transferor-not-holder"}
    assert [c["act"] for c in after.document["rightBag"][0]["changeBag"]] == ["assignment"]
    refusal = office.refused(office.examiner, "decision", accept(second.id))
    assert codes(refusal) == {"transferor-not-holder"}


def test_grounds_and_remedies_are_told_to_the_filer_and_to_nobody_else(
    office: World, sale: str, alice: Actor
) -> None:
    office.send(office.examiner, "decision", refuse(sale))
    read = office.read(alice, "filing", sale)
    assert [g["groundCategory"] for g in read["groundBag"]] == ["formal-defect"]
    assert {r["name"]: r["untilDate"] for r in read["remedyBag"]} == {
        "reconsideration": str(office.today() + timedelta(days=30)),
        "appeal": str(office.today() + timedelta(days=28)),
    }
    assert {"groundBag", "remedyBag"}.isdisjoint(office.read(office.public, "filing", sale))


def test_a_ground_names_a_right_of_the_filing(office: World, sale: str, alice: Actor) -> None:
    elsewhere = refuse(sale, asset=office.hk_right(alice))
    assert codes(office.refused(office.examiner, "decision", elsewhere)) == {"right-not-in-filing"}


# ------------------------------------------------------------------------------ second officer


@pytest.fixture
def doubled(office: World, alice: Actor, bob: Actor) -> str:
    """An assignment under a policy that asks for two officers."""
    examining_by_hand(office, second=True)
    return examined(office, office.hk_right(alice), giver=alice, taker=bob).id


def test_the_first_yes_waits_for_another_officers(
    office: World, doubled: str, alice: Actor
) -> None:
    first, second = officer(office), officer(office)
    office.send(first, "decision", accept(doubled))
    assert status(office, doubled) == "awaiting-second-officer"
    (right,) = (s["asset"] for s in office.read(alice, "filing", doubled)["subjectBag"])
    assert office.holders(right) == {alice.party: "1"}
    (item,) = in_queue(office, second)
    assert item["firstOfficer"] == first.account
    again = office.refused(first, "decision", accept(doubled))
    assert codes(again) == {"second-officer-must-differ"}
    office.send(second, "decision", accept(doubled))
    assert status(office, doubled) == "recorded"
    noted = office.parts(office.registrar, "filing", doubled)["office"]["decisionBag"]
    assert [(d["officer"], d["stage"]) for d in noted] == [
        (first.account, "first"),
        (second.account, "second"),
    ]
    assert whole(office)


def test_a_second_officer_who_disagrees_gives_it_back(office: World, doubled: str) -> None:
    first, second = officer(office), officer(office)
    office.file(first, "allocation", {"filing": doubled, "officer": first.account})
    back = {"filing": doubled, "outcome": "return"}
    early = office.refused(first, "decision", back)
    assert codes(early) == {"not-awaiting-second-officer"}
    office.send(first, "decision", accept(doubled))
    office.send(second, "decision", back)
    assert status(office, doubled) == "under-examination"
    office.send(first, "decision", accept(doubled))
    assert status(office, doubled) == "awaiting-second-officer"


# ------------------------------------------------------------------------------ corrections


def test_a_correction_waits_for_a_second_officer_where_the_policy_says_so(
    office: World, alice: Actor, bob: Actor
) -> None:
    body = {
        "officeCode": "HK",
        "rightKind": "hk-short-term",
        "number": "HK30099998",
        "root": {
            "strength": "grant",
            "asOfDate": "2025-01-01",
            "holderBag": office.shares(alice),
        },
    }
    entry = office.file(office.registrar, "asset-registration", body)
    right = entry.made("asset")
    wrong = {
        "transaction": entry.transaction,
        "errorCategory": "office",
        "revealCategory": "old-and-new",
        "reasonText": "Sample reason",
        "replacement": {"holderBag": office.shares(bob)},
    }
    filed = office.file(office.registrar, "correction", wrong)
    assert filed.status == "under-examination"
    assert office.holders(right) == {alice.party: "1"}
    own = office.refused(office.registrar, "decision", accept(filed.id))
    assert codes(own) == {"own-filing"}
    office.send(office.examiner, "decision", accept(filed.id))
    assert status(office, filed.id) == "recorded"
    assert office.holders(right) == {bob.party: "1"}
    assert whole(office)


def test_what_waits_for_assent_can_be_divided_and_each_piece_waits_on(
    office: World, alice: Actor, bob: Actor
) -> None:
    rights = [office.hk_right(alice), office.hk_right(alice)]
    filed = office.file(office.agent(), "assignment", deed(office, rights, alice, bob))
    assert filed.status == "awaiting-assent"
    body = {"filing": filed.id, "pieceBag": [{"assetBag": [right]} for right in rights]}
    first, second = made(office.file(office.examiner, "division", body), "FI-")[1:]
    office.file(alice, "assent", {"filing": first})
    assert (status(office, first), status(office, second)) == (
        "under-examination",
        "awaiting-assent",
    )
    assert whole(office)
