"""A Mainland mark at its own office: recorded, published, and what may happen in between."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ipregistry.domain.access import Actor
from tests.office import whole
from tests.world import Filed, World, codes, open_world, paper


@pytest.fixture
def cnipa(fresh_database_url: str, data_dir: Path) -> Iterator[World]:
    """A node that is the Mainland's office."""
    with open_world(fresh_database_url, data_dir, node="CN", office="CN") as made:
        yield made


@pytest.fixture
def alice(cnipa: World) -> Actor:
    return cnipa.owner("Sample A")


@pytest.fixture
def bob(cnipa: World) -> Actor:
    return cnipa.owner("Sample B")


def mark(world: World, *holders: Actor, number: str = "1234567") -> str:
    body = {
        "officeCode": "CN",
        "rightKind": "trademark",
        "number": number,
        "root": {
            "strength": "officer-confirmed",
            "asOfDate": "2026-01-01",
            "holderBag": world.shares(*holders),
        },
    }
    return world.file(world.registrar, "asset-registration", body).made("asset")


def sold(world: World, right: str, giver: Actor, taker: Actor) -> Filed:
    body = world.sale(right, giver, taker, declarationBag=["similar-marks"])
    filed = world.file(giver, "assignment", body)
    assert filed.status == "awaiting-publication"
    return filed


def issue(world: World, *filings: str, **more: Any) -> dict[str, Any]:
    return {
        "journalName": "Sample Journal (示例)",
        "issueNumber": "2026-23",
        "publicationDate": str(world.today()),
        "publishedBag": [{"filing": filing} for filing in filings],
        "evidenceBag": paper("journal"),
        **more,
    }


def test_the_buyer_has_the_mark_from_the_day_of_the_issue(
    cnipa: World, alice: Actor, bob: Actor
) -> None:
    world, right = cnipa, mark(cnipa, alice)
    filed = sold(world, right, alice, bob)
    title = world.title(right)
    assert [p["status"] for p in title["pending"]] == ["awaiting-publication"]
    (waiting,) = title["notified"]["lodged"]
    assert waiting["awaitsPublicationIndicator"] is True
    assert world.holders(right) == {alice.party: "1"}
    world.clock.move(days=20)
    day = world.today()
    world.clock.move(days=3)
    world.file(
        world.registrar, "journal-publication", issue(world, filed.id, publicationDate=str(day))
    )
    assert world.holders(right) == {bob.party: "1"}
    assert world.holders(right, effective=day) == {bob.party: "1"}
    before = day.replace(day=day.day - 1)
    assert world.holders(right, effective=before) == {alice.party: "1"}
    assert world.title(right)["pending"] == []
    own = world.read(alice, "filing", filed.id)
    assert own["status"] == "recorded"
    entry = world.read(world.public, "transaction", own["transaction"])
    assert entry["publication"]["issueNumber"] == "2026-23"
    assert entry["effectiveDate"] == str(day)
    assert whole(world)


def test_one_issue_publishes_many_and_those_concerned_are_told(
    cnipa: World, alice: Actor, bob: Actor
) -> None:
    world = cnipa
    rights = [mark(world, alice, number=str(1234567 + n)) for n in range(3)]
    filings = [sold(world, right, alice, bob).id for right in rights]
    world.file(world.registrar, "journal-publication", issue(world, *filings))
    assert {tuple(world.holders(right)) for right in rights} == {(bob.party,)}
    for filing in filings:
        told = world.read(world.registrar, "filing", filing)["toldBag"]
        assert {t["party"] for t in told} == {alice.party, bob.party}
    assert whole(world)


def test_an_order_in_between_holds_the_publication_up_and_the_office_refuses(
    cnipa: World, alice: Actor, bob: Actor
) -> None:
    world, right = cnipa, mark(cnipa, alice)
    filed = sold(world, right, alice, bob)
    order = {
        "assetBag": [{"id": right, "titleVersion": world.title_version(right)}],
        "ground": "court-order",
        "authorityText": "Sample Court (示例)",
        "evidenceBag": paper("order"),
    }
    world.file(world.registrar, "restriction", order)
    refusal = world.refused(world.registrar, "journal-publication", issue(world, filed.id))
    assert codes(refusal) == {"asset-on-hold"}
    ground = [{"groundCategory": "restricted"}]
    body = {"filing": filed.id, "outcome": "refuse", "groundBag": ground}
    world.file(world.examiner, "decision", body)
    assert world.read(alice, "filing", filed.id)["status"] == "refused"
    assert world.title(right)["notified"]["lodged"] == []
    assert whole(world)


def test_the_filer_cannot_take_back_what_is_decided(cnipa: World, alice: Actor, bob: Actor) -> None:
    world, right = cnipa, mark(cnipa, alice)
    filed = sold(world, right, alice, bob)
    refusal = world.refused(alice, "withdrawal", {"filing": filed.id})
    assert codes(refusal) == {"decided-already"}
    body = {"filing": filed.id, "evidenceBag": paper("joint request")}
    world.file(world.registrar, "withdrawal", body)
    assert world.read(alice, "filing", filed.id)["status"] == "withdrawn"
    assert sold(world, right, alice, bob).status == "awaiting-publication"
    assert whole(world)


def test_of_a_deed_on_several_marks_each_is_published_as_it_can_be(
    cnipa: World, alice: Actor, bob: Actor
) -> None:
    world = cnipa
    rights = [mark(world, alice, number=str(1234567 + n)) for n in range(3)]
    body = world.sale(rights[0], alice, bob, declarationBag=["similar-marks"])
    body["assetBag"] = [{"id": right, "titleVersion": 1} for right in rights]
    filed = world.file(alice, "assignment", body)
    order = {
        "assetBag": [{"id": rights[2], "titleVersion": world.title_version(rights[2])}],
        "ground": "court-order",
        "authorityText": "Sample Court (示例)",
        "evidenceBag": paper("order"),
    }
    world.file(world.registrar, "restriction", order)
    assert codes(world.refused(world.registrar, "journal-publication", issue(world, filed.id))) == {
        "asset-on-hold"
    }
    stranger = mark(world, alice, number="7654321")
    wrong = {"filing": filed.id, "assetBag": [stranger]}
    refusal = world.refused(
        world.registrar, "journal-publication", issue(world, publishedBag=[wrong])
    )
    assert codes(refusal) == {"right-not-in-filing"}
    for right in rights[:2]:
        item = {"filing": filed.id, "assetBag": [right]}
        number = f"issue of {right}"
        body = issue(world, publishedBag=[item], issueNumber=number)
        world.file(world.registrar, "journal-publication", body)
        assert world.holders(right) == {bob.party: "1"}
        assert world.read(alice, "filing", filed.id)["status"] == "awaiting-publication"
    ground = [{"groundCategory": "restricted"}]
    refusing = {"filing": filed.id, "outcome": "refuse", "groundBag": ground}
    world.file(world.examiner, "decision", refusing)
    assert world.holders(rights[2]) == {alice.party: "1"}
    assert world.title(rights[2])["notified"]["lodged"] == []
    assert [tuple(world.holders(right)) for right in rights[:2]] == [(bob.party,), (bob.party,)]
    assert whole(world)


def test_a_publication_in_error_is_struck_out_and_made_again(
    cnipa: World, alice: Actor, bob: Actor
) -> None:
    world, right = cnipa, mark(cnipa, alice)
    filed = sold(world, right, alice, bob)
    world.file(world.registrar, "journal-publication", issue(world, filed.id))
    error = {
        "transaction": world.read(alice, "filing", filed.id)["transaction"],
        "errorCategory": "office",
        "revealCategory": "old-and-new",
        "reasonText": "sample",
        "replacement": None,
        "evidenceBag": paper("erratum"),
    }
    struck = world.file(world.registrar, "correction", error)
    world.file(world.examiner, "decision", {"filing": struck.id, "outcome": "accept"})
    assert world.holders(right) == {alice.party: "1"}
    (waiting,) = world.title(right)["notified"]["lodged"]
    assert waiting["awaitsPublicationIndicator"] is True
    again = issue(world, filed.id, issueNumber="2026-24")
    world.file(world.registrar, "journal-publication", again)
    assert world.holders(right) == {bob.party: "1"}
    assert whole(world)


def test_in_hong_kong_the_journal_is_evidence(world: World) -> None:
    alice, bob = world.owner("Sample A"), world.owner("Sample B")
    right = world.hk_right(alice)
    filed = world.file(alice, "assignment", world.sale(right, alice, bob))
    seen = world.title_version(right)
    world.file(world.examiner, "journal-publication", issue(world, filed.id))
    assert world.title_version(right) == seen
    last = world.title(right, expand=True)["chain"][-1]
    assert last["act"] == "journal-publication"
    assert last["st27"]["detailedEventCode"] == "Q11"
    refusal = world.refused(world.examiner, "journal-publication", issue(world, filed.id))
    assert codes(refusal) == {"published-already"}
    assert whole(world)
