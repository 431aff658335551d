"""Who examines a filing: allocation, recusal, the queue."""

from __future__ import annotations

import json

import pytest

from ipregistry.domain.access import Actor
from ipregistry.services.errors import ForbiddenError
from ipregistry.services.examination import Chosen, examine, queue
from ipregistry.services.listing import PageRequest
from tests.office import (
    accept,
    examined,
    in_queue,
    officer,
    refuse,
    status,
    whole,
)
from tests.world import World, codes

# ------------------------------------------------------------------------------ allocation


def test_what_is_allocated_is_decided_by_its_officer_or_his_stand_in_only(
    office: World, sale: str
) -> None:
    first, second, third = (officer(office) for _ in range(3))
    body = {"filing": sale, "officer": first.account, "standIn": second.account}
    office.file(office.registrar, "allocation", body)
    assert codes(office.refused(third, "decision", accept(sale))) == {"not-allocated-to-you"}
    office.send(second, "decision", accept(sale))
    assert status(office, sale) == "recorded"
    assert whole(office)


def test_an_officer_takes_what_nobody_has_and_not_what_somebody_has(
    office: World, sale: str
) -> None:
    first, second = officer(office), officer(office)
    office.file(first, "allocation", {"filing": sale, "officer": first.account})
    grab = {"filing": sale, "officer": second.account}
    assert codes(office.refused(second, "allocation", grab)) == {"not-allocated-to-you"}
    office.file(office.registrar, "allocation", grab)
    assert [item["officer"] for item in in_queue(office, second)] == [second.account]


def test_a_filing_given_back_is_everybodys_again(office: World, sale: str) -> None:
    first = officer(office)
    office.file(first, "allocation", {"filing": sale, "officer": first.account})
    office.file(first, "allocation", {"filing": sale, "officer": None})
    assert [item["officer"] for item in in_queue(office, first, allocated_to="nobody")] == [None]
    office.send(officer(office), "decision", accept(sale))
    assert whole(office)


def test_only_an_officer_can_have_a_filing(office: World, sale: str, alice: Actor) -> None:
    body = {"filing": sale, "officer": alice.account}
    assert codes(office.refused(office.registrar, "allocation", body)) == {"officer-unknown"}


def test_outsiders_do_not_see_who_examines_a_filing(office: World, sale: str, alice: Actor) -> None:
    first = officer(office)
    office.file(first, "allocation", {"filing": sale, "officer": first.account})
    assert office.parts(office.examiner, "filing", sale)["office"]["allocation"]
    for reader in (alice, office.public):
        parts = office.parts(reader, "filing", sale)
        assert "office" not in parts
        assert str(first.account) not in json.dumps(parts)


# ------------------------------------------------------------------------------ recusal


def test_an_officer_who_recused_himself_does_nothing_more_about_the_filing(
    office: World, sale: str
) -> None:
    first = officer(office)
    office.file(first, "recusal", {"filing": sale, "reasonCategory": "own-interest"})
    assert codes(office.refused(first, "decision", refuse(sale))) == {"officer-recused"}
    ask = {
        "filing": sale,
        "requisitionCategory": "paper-missing",
        "paper": "deed",
        "languageCode": "en",
    }
    assert codes(office.refused(first, "requisition", ask)) == {"officer-recused"}
    back = {"filing": sale, "officer": first.account}
    assert codes(office.refused(office.registrar, "allocation", back)) == {"officer-recused"}


def test_after_a_recusal_the_stand_in_has_the_filing(office: World, sale: str) -> None:
    first, second = officer(office), officer(office)
    body = {"filing": sale, "officer": first.account, "standIn": second.account}
    office.file(office.registrar, "allocation", body)
    office.file(first, "recusal", {"filing": sale, "reasonCategory": "relationship"})
    (item,) = in_queue(office, first)
    assert (item["officer"], item["standIn"]) == (second.account, None)
    assert item["recusedIndicator"]
    office.send(second, "decision", accept(sale))
    assert whole(office)


# ------------------------------------------------------------------------------ the queue


def test_the_queue_is_for_officers(office: World, alice: Actor) -> None:
    with pytest.raises(ForbiddenError):
        queue(office.node, alice, PageRequest(), Chosen())
    with pytest.raises(ForbiddenError):
        examine(office.node, office.public, "FI-22222222222222")


def test_the_queue_is_in_the_order_of_receipt_with_the_age_of_each(
    office: World, alice: Actor, bob: Actor
) -> None:
    filed = []
    for _ in range(3):
        filed.append(examined(office, office.hk_right(alice), giver=alice, taker=bob).id)
        office.clock.move(days=2)
    found = in_queue(office, office.examiner)
    assert [item["filing"] for item in found] == filed
    assert [item["ageDays"] for item in found] == [6, 4, 2]
    first = queue(office.node, office.examiner, PageRequest(limit=2, count=True), Chosen())
    rest = queue(office.node, office.examiner, PageRequest(limit=2, after=first.after), Chosen())
    assert (first.count, len(first.items), len(rest.items)) == (3, 2, 1)
    assert (first.after, rest.after) == (filed[1], None)


def test_the_queue_shows_what_is_mine_and_what_is_nobodys(
    office: World, alice: Actor, bob: Actor
) -> None:
    mine, other = (
        examined(office, office.hk_right(alice), giver=alice, taker=bob).id for _ in range(2)
    )
    me = officer(office)
    office.file(me, "allocation", {"filing": mine, "officer": me.account})
    assert [i["filing"] for i in in_queue(office, me, allocated_to="me")] == [mine]
    assert [i["filing"] for i in in_queue(office, me, allocated_to="nobody")] == [other]
    assert in_queue(office, me, act="licence") == []
    assert len(in_queue(office, me, status="under-examination")) == 2
