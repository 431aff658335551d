"""The last days for recording, from check to title: computed, sourced, never refusing."""

from __future__ import annotations

from typing import Any

import pytest

from ipregistry.domain.access import Actor
from ipregistry.services.filings import check
from tests.services.test_priority import asked, charge
from tests.world import Filed, World, paper


def licence(world: World, right: str, owner: Actor, taker: Actor, executed: str) -> dict[str, Any]:
    return {
        "assetBag": [{"id": right, "titleVersion": world.title_version(right)}],
        "licenceKind": "non-exclusive",
        "licensorBag": [{"party": owner.party}],
        "licenseeBag": [{"party": taker.party}],
        "executedDate": executed,
    }


def told(world: World, filed: Filed, right: str) -> list[dict[str, Any]]:
    """What the transaction says, which its filing has said too."""
    said = world.read(world.public, "transaction", filed.transaction)["recordalDeadlineBag"]
    assert filed.document["recordalDeadlineBag"] == said
    assert {one["asset"] for one in said} == {right}
    return said


@pytest.mark.parametrize(
    ("executed", "ends"),
    [("2026-03-15", "2026-06-15"), ("2025-11-30", "2026-02-28"), ("2026-01-31", "2026-04-30")],
)
def test_a_mainland_patent_licence_has_three_months_clamped_to_the_months_end(
    world: World, executed: str, ends: str
) -> None:
    """Implementing Regulations (2023) art. 15."""
    owner, taker = world.owner("Sample A"), world.owner("Sample B")
    right = world.cn_right(owner, on="2025-10-01")
    body = licence(world, right, owner, taker, executed)
    checked = check(world.node, owner, "licence", body)
    filed = world.file(owner, "licence", body)
    assert filed.status == "lodged"
    (said,) = told(world, filed, right)
    assert list(checked.deadlines) == [said]
    assert (said["deadlineCategory"], said["date"], said["runsFrom"]) == (
        "recordal",
        ends,
        "executed",
    )
    assert "art. 15" in said["citation"]
    assert said["confidence"] == "V"
    # Whether CNIPA got it in time is not known here before it says so.
    assert "lateIndicator" not in said


@pytest.mark.parametrize(("received", "late"), [("2026-05-20", False), ("2026-05-21", True)])
def test_whether_a_mainland_licence_was_in_time_is_told_by_cnipas_day_of_receipt(
    world: World, received: str, late: bool
) -> None:
    owner, taker = world.owner("Sample A"), world.owner("Sample B")
    right = world.cn_right(owner)
    lodged = world.file(owner, "licence", licence(world, right, owner, taker, "2026-02-20"))
    entry = {
        "act": "licence",
        "asset": {"id": right},
        "interestKind": "non-exclusive",
        "giverBag": [{"party": owner.party}],
        "takerBag": [{"party": taker.party}],
        "entryDate": "2026-06-01",
        "receivedDate": received,
        "evidenceBag": paper("licence"),
        "lodgedFiling": lodged.id,
    }
    assert world.file(world.registrar, "recordal-notice", entry).status == "recorded"
    (interest,) = world.title(right)["licences"]
    said = interest["recordalDeadline"]
    assert (said["date"], said["lateIndicator"]) == ("2026-05-20", late)
    assert asked(world, right)["interestBag"][0]["recordalDeadline"] == said


def test_in_hong_kong_six_months_from_memory_refuse_nothing_and_threaten_nothing(
    world: World,
) -> None:
    owner, taker = world.owner("Sample A"), world.owner("Sample B")
    right = world.hk_right(owner)
    filed = world.file(owner, "assignment", world.sale(right, owner, taker, executed="2025-06-30"))
    assert filed.status == "recorded"
    (said,) = told(world, filed, right)
    assert (said["date"], said["lateIndicator"]) == ("2025-12-30", True)
    assert said["confidence"] == "M"
    assert "consequenceCode" not in said
    assert world.holders(right) == {taker.party: "1"}


def test_a_hong_kong_companys_charge_has_its_own_day_and_none_of_the_patents_register(
    world: World,
) -> None:
    company = world.owner("Sample Limited", addressBag=[{"countryCode": "HK"}])
    lender, right = world.owner("Sample Bank"), world.hk_right(company)
    transaction = charge(world, right, company, lender, "2026-05-20")
    (said,) = world.read(world.public, "transaction", transaction)["recordalDeadlineBag"]
    assert (said["deadlineCategory"], said["date"]) == ("company-charge", "2026-06-20")
    assert said["consequenceCode"] == "void-risk"
    (interest,) = world.title(right)["securityInterests"]
    assert "recordalDeadline" not in interest
    assert interest["companyCharge"]["voidRiskIndicator"] is False
    world.clock.move(days=30)
    (interest,) = world.title(right)["securityInterests"]
    assert interest["companyCharge"]["voidRiskIndicator"] is True
    assert interest["companyCharge"]["standing"] == "not-shown"
    assert interest["interest"] == transaction, "a flag, and nothing is deleted"
    (ranked,) = asked(world, right)["interestBag"]
    assert ranked["companyCharge"] == interest["companyCharge"]
    assert "recordalDeadline" not in ranked


def test_a_persons_or_a_foreign_companys_charge_has_no_such_day(world: World) -> None:
    elsewhere, lender = world.owner("Sample Lda"), world.owner("Sample Bank")
    right = world.hk_right(elsewhere)
    transaction = charge(world, right, elsewhere, lender, "2026-05-20")
    assert "recordalDeadlineBag" not in world.read(world.public, "transaction", transaction)
    assert "companyCharge" not in world.title(right)["securityInterests"][0]


def test_an_answer_about_a_past_instant_says_no_last_day(world: World) -> None:
    """It would change with the policy and the day, and such an answer never changes."""
    owner, taker = world.owner("Sample A"), world.owner("Sample B")
    right = world.hk_right(owner)
    world.file(owner, "licence", licence(world, right, owner, taker, "2026-05-20"))
    assert "recordalDeadline" in world.title(right)["licences"][0]
    known = world.node.now()
    (past,) = world.title(right, known=known)["licences"]
    assert "recordalDeadline" not in past


def test_between_two_hong_kong_licences_the_later_without_notice_goes_first(world: World) -> None:
    """Cap. 514 s.52(1); Cap. 559 s.29(3)."""
    owner, one, two = (world.owner(f"Sample {n}") for n in "ABC")
    right = world.hk_right(owner)
    first = world.file(owner, "licence", licence(world, right, owner, one, "2026-05-01"))
    body = {**licence(world, right, owner, two, "2026-05-10"), "knewOfBag": []}
    second = world.file(owner, "licence", body)
    answer = asked(world, right)
    assert answer["tierBag"] == [[second.transaction], [first.transaction]]
    (pair,) = answer["pairBag"]
    assert pair["reason"] == "later-without-notice"
    assert "s.29(3)" in pair["citation"]
    assert pair["confidence"] == "V"
