"""The life of rights on a running office's register, from filing to title, replayed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ipregistry.domain.access import Actor, Role
from tests.office import accept, status, whole
from tests.world import World, codes, open_world


def body(world: World, right: str, **members: object) -> dict[str, object]:
    return {"assetBag": [{"id": right, "titleVersion": world.title_version(right)}], **members}


def happened(world: World, name: str, right: str, actor: Actor | None = None, **more: object):
    return world.file(actor or world.registrar, name, body(world, right, **more))


def lines(world: World, right: str) -> list[str]:
    """The events of the chain, each in its one line."""
    chain = world.title(right, expand=True)["chain"]
    return [link["st27"]["eventText"] for link in chain if "st27" in link]


def test_a_right_lapses_is_restored_and_is_sold_and_every_step_is_an_event(world: World) -> None:
    alice, bob = world.owner("Sample A"), world.owner("Sample B")
    right = world.hk_right(alice)
    happened(world, "annuity-default", right)
    assert world.title(right)["atRegister"]["factBag"] == ["annuity-unpaid"]
    happened(world, "lapse", right)
    assert world.title(right)["atRegister"]["stage"] == "ended"
    refusal = world.refused(alice, "assignment", world.sale(right, alice, bob))
    assert codes(refusal) == {"right-not-in-force"}
    happened(world, "restoration", right)
    answer = world.title(right)["atRegister"]
    assert (answer["stage"], answer["factBag"]) == ("granted", [])
    assert world.file(alice, "assignment", world.sale(right, alice, bob)).status == "recorded"
    assert world.holders(right) == {bob.party: "1"}
    assert lines(world, right) == [
        "A-4-4-U10-U13",
        "N-4-6-H10-H13-UNS-PC",
        "A-6-4-K10-K13-UNS-ARGS",
        "A-4-4-R10-R14-ASN-AS",
    ]
    assert whole(world)


def test_a_holder_who_has_paid_is_believed_when_an_officer_says_so(world: World) -> None:
    alice = world.owner("Sample A")
    right = world.hk_right(alice)
    happened(world, "annuity-default", right)
    filed = happened(world, "renewal", right, alice)
    assert (filed.status, filed.warnings) == ("under-examination", ["not-straight-through"])
    assert world.title(right)["atRegister"]["factBag"] == ["annuity-unpaid"]
    world.file(world.examiner, "decision", accept(filed.id))
    assert status(world, filed.id) == "recorded"
    assert world.title(right)["atRegister"]["factBag"] == []
    assert whole(world)


def test_a_right_is_given_up_when_its_exclusive_licensee_has_agreed(world: World) -> None:
    alice, bob = world.owner("Sample A"), world.owner("Sample B")
    right = world.hk_right(alice)
    granted = body(
        world,
        right,
        licenceKind="exclusive",
        licensorBag=[{"party": alice.party}],
        licenseeBag=[{"party": bob.party}],
        executedDate=str(world.today()),
    )
    assert world.file(alice, "licence", granted).status == "recorded"
    filed = happened(world, "surrender", right, alice)
    assert (filed.status, filed.warnings) == ("awaiting-assent", ["licensee-consent-missing"])
    assert world.title(right)["atRegister"]["stage"] is None
    world.file(bob, "assent", {"filing": filed.id})
    assert status(world, filed.id) == "recorded"
    assert world.title(right)["atRegister"]["stage"] == "ended"
    assert lines(world, right)[-1] == "N-4-6-H10-H15-RVC-PS"
    assert whole(world)


def test_a_pending_sale_stays_and_is_judged_again_when_the_right_has_lapsed(world: World) -> None:
    alice, bob = world.owner("Sample A"), world.owner("Sample B")
    right = world.hk_right(alice)
    waits = world.file(world.agent(), "assignment", world.sale(right, alice, bob))
    assert waits.status == "awaiting-assent"
    happened(world, "lapse", right)
    assert [one["act"] for one in world.title(right)["pending"]] == ["assignment"]
    refusal = world.refused(alice, "assent", {"filing": waits.id})
    assert codes(refusal) == {"right-not-in-force"}
    happened(world, "restoration", right)
    world.file(alice, "assent", {"filing": waits.id})
    assert world.holders(right) == {bob.party: "1"}


def test_the_later_end_of_a_renewed_mark_lets_it_be_sold(world: World) -> None:
    alice, bob = world.owner("Sample A"), world.owner("Sample B")
    mark = {
        "officeCode": "HK",
        "rightKind": "trademark",
        "number": "302000027",
        "filingDate": "2006-07-01",
        "registrationDate": "2006-07-01",
        "root": {
            "strength": "register-extract",
            "asOfDate": "2026-01-01",
            "holderBag": world.shares(alice),
        },
    }
    right = world.file(world.registrar, "asset-registration", mark).made("asset")
    asked = world.refused(world.registrar, "renewal", body(world, right))
    assert codes(asked) == {"term-end-missing"}
    happened(world, "renewal", right, termEndDate="2026-06-30")
    world.clock.move(days=40)
    refusal = world.refused(alice, "assignment", world.sale(right, alice, bob))
    assert codes(refusal) == {"right-not-in-force"}
    happened(world, "renewal", right)
    assert world.file(alice, "assignment", world.sale(right, alice, bob)).status == "recorded"
    link = world.title(right, expand=True)["chain"][-2]
    assert link["effect"]["termEnds"] == "2036-06-30"
    assert link["st27"]["conventionIndicator"] is True


def test_another_offices_lapse_is_no_filing_of_an_officers_word(world: World) -> None:
    right = world.cn_right(world.owner("Sample A"))
    refusal = world.refused(world.registrar, "lapse", body(world, right))
    assert codes(refusal) == {"told-by-notice"}
    assert world.title(right)["atRegister"]["stage"] is None


@pytest.fixture
def mainland(fresh_database_url: str, data_dir: Path) -> Iterator[World]:
    with open_world(fresh_database_url, data_dir, node="CN", office="CN") as made:
        yield made


def test_a_pledge_waits_until_a_dispute_about_the_patent_is_over(mainland: World) -> None:
    alice, bank = mainland.owner("Sample A"), mainland.owner("Sample Bank")
    patent = {
        "officeCode": "CN",
        "rightKind": "invention",
        "number": mainland.cn_number(),
        "filingDate": "2018-03-01",
        "root": {
            "strength": "register-extract",
            "asOfDate": "2026-01-01",
            "holderBag": mainland.shares(alice),
        },
    }
    right = mainland.file(mainland.registrar, "asset-registration", patent).made("asset")

    def pledge() -> dict[str, object]:
        return body(
            mainland,
            right,
            securityKind="pledge",
            grantorBag=[{"party": alice.party}],
            securedPartyBag=[{"party": bank.party}],
            executedDate=str(mainland.today()),
        )

    happened(mainland, "proceeding", right, circumstance="ownership-disputed")
    assert codes(mainland.refused(alice, "security", pledge())) == {"ownership-disputed"}
    happened(mainland, "proceeding", right, circumstance="ownership-disputed", endedIndicator=True)
    filed = mainland.file(alice, "security", pledge())
    mainland.file(bank, "assent", {"filing": filed.id})
    assert len(mainland.title(right)["securityInterests"]) == 1
    assert lines(mainland, right) == [
        "U-0-0-T10-T14-CRT",
        "U-0-0-T10-T16-CRT",
        "U-0-0-S10-S20-SEC-PE01",
    ]
    assert whole(mainland)


def test_only_the_office_says_what_happened_to_a_right(world: World) -> None:
    alice = world.owner("Sample A")
    right = world.hk_right(alice)
    for name in ("lapse", "annuity-default", "restoration", "invalidation", "expiry"):
        with pytest.raises(Exception, match="role-may-not-file"):
            world.send(alice, name, body(world, right))
    with pytest.raises(Exception, match="role-may-not-file"):
        world.send(world.actor(Role.AGENT), "proceeding", body(world, right))
