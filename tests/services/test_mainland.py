"""Mainland rights at a node that is not CNIPA: lodged here, moved by that office's own entry."""

from datetime import timedelta
from typing import Any

import pytest

from ipregistry.domain.access import Actor, Role
from ipregistry.services.replay import compare, replay
from tests.world import Filed, World, codes, paper


@pytest.fixture
def alice(world: World) -> Actor:
    return world.owner("Sample A")


@pytest.fixture
def bob(world: World) -> Actor:
    return world.owner("Sample B")


@pytest.fixture
def carol(world: World) -> Actor:
    return world.owner("Sample C")


@pytest.fixture
def number(world: World) -> str:
    return world.cn_number()


@pytest.fixture
def right(world: World, alice: Actor, number: str) -> str:
    return world.cn_right(alice, number=number)


def _entry(world: World, right: str, giver: Actor, taker: Actor, **more: Any) -> dict[str, Any]:
    """The body of a notice that CNIPA entered an assignment today."""
    return {
        "act": "assignment",
        "asset": {"id": right},
        "entryDate": str(world.today()),
        "recordalNumber": "sample-0001",
        "evidenceBag": paper("entry"),
        "transferorBag": world.shares(giver),
        "transfereeBag": world.shares(taker),
        **more,
    }


def _lodged(world: World, right: str, giver: Actor, taker: Actor) -> Filed:
    filed = world.file(giver, "assignment", world.sale(right, giver, taker))
    assert filed.status == "lodged"
    return filed


# ---------------------------------------------------------------- roots


def test_a_publication_makes_the_right_but_is_too_weak_to_dispose_of_it(
    world: World, alice: Actor, bob: Actor
) -> None:
    number = world.cn_number()
    body = world.extract(number, alice, on="2020-01-01") | {"act": "publication"}
    right = world.file(world.registrar, "recordal-notice", body).made("asset")
    refusal = world.refused(alice, "assignment", world.sale(right, alice, bob))
    found = [v for v in refusal.violations if v.code == "root-too-weak"]
    assert found[0].params == {"found": "publication", "needed": "register-extract"}
    assert found[0].citation
    world.file(world.registrar, "recordal-notice", world.extract(number, alice))
    assert world.file(alice, "assignment", world.sale(right, alice, bob)).status == "lodged"


def test_an_extract_grows_too_old_for_a_disposition(
    world: World, right: str, alice: Actor, bob: Actor
) -> None:
    world.clock.now += timedelta(days=365)
    assert "root-too-old" in codes(
        world.refused(alice, "assignment", world.sale(right, alice, bob))
    )


# ---------------------------------------------------------------- the story of one sale


def test_an_agent_s_sale_waits_for_the_holder_and_then_for_the_office(
    world: World, right: str, alice: Actor, bob: Actor
) -> None:
    agent = world.agent()
    filed = world.file(agent, "assignment", world.sale(right, alice, bob))
    assert filed.status == "awaiting-assent"
    assert world.title_version(right) == 1
    assert [p["status"] for p in world.title(right)["pending"]] == ["awaiting-assent"]
    refusal = world.refused(bob, "assent", {"filing": filed.id})
    assert codes(refusal) == {"assent-not-yours"}
    world.file(alice, "assent", {"filing": filed.id})
    assert world.read(agent, "filing", filed.id)["status"] == "lodged"
    assert world.holders(right) == {alice.party: "1"}
    assert world.holders(right, "notified") == {bob.party: "1"}


def test_what_is_lodged_blocks_a_second_sale_under_any_notation_on_any_day(
    world: World, number: str, right: str, alice: Actor, bob: Actor, carol: Actor
) -> None:
    _lodged(world, right, alice, bob)
    since = str(world.today())
    bare = number.replace(".", "")
    for form in (f"ZL{number}", f"CN{bare}", f"{bare[:4]} {bare[4:]}"):
        world.clock.move(days=1)
        named = {"number": form, "officeCode": "CN", "rightKind": "invention"}
        body = world.sale(named, alice, carol, seen=2)
        refusal = world.refused(world.agent(), "assignment", body)
        blocks = [v for v in refusal.violations if v.code == "disposition-lodged"]
        assert [(b.pointer, b.params["since"]) for b in blocks] == [("/assetBag/0", since)]
        assert codes(refusal) == {"disposition-lodged"}


def test_the_office_s_entry_moves_title_from_its_own_date(
    world: World, right: str, alice: Actor, bob: Actor
) -> None:
    lodged = _lodged(world, right, alice, bob)
    world.clock.move(days=30)
    body = _entry(world, right, alice, bob, lodgedFiling=lodged.id)
    world.file(world.registrar, "recordal-notice", body)
    assert world.read(alice, "filing", lodged.id)["status"] == "recorded"
    assert world.holders(right) == world.holders(right, "notified") == {bob.party: "1"}
    day_before = world.today() - timedelta(days=1)
    assert world.holders(right, effective=day_before) == {alice.party: "1"}
    assert world.title(right)["blocks"] == []
    assert world.file(bob, "assignment", world.sale(right, bob, alice)).status == "lodged"


def test_an_entry_of_something_else_does_not_end_what_was_lodged(
    world: World, right: str, alice: Actor, bob: Actor, carol: Actor
) -> None:
    lodged = _lodged(world, right, alice, bob)
    body = _entry(world, right, alice, carol, lodgedFiling=lodged.id)
    assert "lodged-filing-differs" in codes(world.refused(world.registrar, "recordal-notice", body))


@pytest.mark.parametrize("filed", ["decision", "withdrawal"])
def test_the_office_s_word_frees_what_was_lodged(
    world: World, right: str, alice: Actor, bob: Actor, carol: Actor, filed: str
) -> None:
    lodged = _lodged(world, right, alice, bob)
    body: dict[str, Any] = {"filing": lodged.id}
    if filed == "decision":
        body |= {
            "outcome": "refuse",
            "groundBag": [{"groundCategory": "refused-by-office-of-record"}],
        }
    without = world.refused(world.registrar, filed, body)
    assert codes(without) <= {"refusal-not-acknowledged", "withdrawal-not-acknowledged"}
    assert "disposition-lodged" in codes(
        world.refused(alice, "assignment", world.sale(right, alice, carol))
    )
    world.file(world.registrar, filed, body | {"evidenceBag": paper("word of the office")})
    assert world.holders(right, "notified") == {alice.party: "1"}
    assert world.file(alice, "assignment", world.sale(right, alice, carol)).status == "lodged"
    status = "refused" if filed == "decision" else "withdrawn"
    assert world.read(alice, "filing", lodged.id)["status"] == status


def test_the_filer_alone_takes_nothing_back_that_lies_at_the_office(
    world: World, right: str, alice: Actor, bob: Actor
) -> None:
    lodged = _lodged(world, right, alice, bob)
    body = {"filing": lodged.id, "evidenceBag": paper("own word")}
    assert codes(world.refused(alice, "withdrawal", body)) == {"withdrawal-not-acknowledged"}


def test_the_filer_takes_back_what_still_waits_for_an_assent(
    world: World, right: str, alice: Actor, bob: Actor
) -> None:
    agent = world.agent()
    filed = world.file(agent, "assignment", world.sale(right, alice, bob))
    assert codes(world.refused(world.agent(), "withdrawal", {"filing": filed.id})) == {
        "not-your-filing"
    }
    world.file(agent, "withdrawal", {"filing": filed.id})
    assert codes(world.refused(alice, "assent", {"filing": filed.id})) == {"filing-not-pending"}
    assert world.title(right)["pending"] == []


def test_an_examined_filing_is_judged_on_the_title_of_the_moment_of_decision(
    world: World, right: str, alice: Actor, bob: Actor, carol: Actor
) -> None:
    waiting = world.file(world.agent(), "assignment", world.sale(right, alice, bob))
    _lodged(world, right, alice, carol)
    assert "disposition-lodged" in codes(world.refused(alice, "assent", {"filing": waiting.id}))


# ---------------------------------------------------------------- co-owners


def test_all_co_owners_of_a_mainland_patent_assent(
    world: World, alice: Actor, bob: Actor, carol: Actor
) -> None:
    dora = world.owner("Sample D")
    right = world.cn_right(alice, bob, carol)
    filed = world.file(alice, "assignment", world.sale(right, alice, dora, share="1/3"))
    assert filed.status == "awaiting-assent"
    world.file(bob, "assent", {"filing": filed.id})
    assert world.read(alice, "filing", filed.id)["status"] == "awaiting-assent"
    assert codes(world.refused(bob, "assent", {"filing": filed.id})) == {"assent-not-yours"}
    world.file(carol, "assent", {"filing": filed.id})
    assert world.read(alice, "filing", filed.id)["status"] == "lodged"
    assert world.holders(right, "notified") == {
        bob.party: "1/3",
        carol.party: "1/3",
        dora.party: "1/3",
    }


def test_what_rests_on_memory_warns_and_refuses_nothing(
    world: World, alice: Actor, bob: Actor, carol: Actor
) -> None:
    """Co-owners' consent in Hong Kong is known for designs only."""
    right = world.hk_right(alice, bob)
    filed = world.file(alice, "assignment", world.sale(right, alice, carol, share="1/2"))
    assert filed.status == "under-examination"
    assert filed.warnings == ["needs-legal-review"]


# ---------------------------------------------------------------- papers of the office


def test_a_paper_counts_when_an_officer_who_gains_nothing_accepts_it(
    world: World, right: str, alice: Actor, bob: Actor
) -> None:
    filed = world.file(bob, "recordal-notice", _entry(world, right, alice, bob))
    assert filed.status == "under-examination"
    assert world.holders(right) == {alice.party: "1"}
    accept = {"filing": filed.id, "outcome": "accept"}
    gainer = world.actor(Role.EXAMINER, party=bob.party)
    assert codes(world.refused(gainer, "decision", accept)) == {"own-interest"}
    world.file(world.examiner, "decision", accept)
    assert world.holders(right) == {bob.party: "1"}
    assert world.read(bob, "filing", filed.id)["status"] == "recorded"


def test_a_refused_paper_moves_nothing(world: World, right: str, alice: Actor, bob: Actor) -> None:
    filed = world.file(bob, "recordal-notice", _entry(world, right, alice, bob))
    refuse = {"filing": filed.id, "outcome": "refuse", "groundBag": [{"groundCategory": "other"}]}
    world.file(world.examiner, "decision", refuse)
    assert world.holders(right) == {alice.party: "1"}
    assert world.title_version(right) == 1


def test_nobody_decides_on_his_own_filing(
    world: World, right: str, alice: Actor, bob: Actor
) -> None:
    both = world.actor(Role.AGENT, Role.EXAMINER)
    filed = world.file(both, "recordal-notice", _entry(world, right, alice, bob))
    refusal = world.refused(both, "decision", {"filing": filed.id, "outcome": "accept"})
    assert codes(refusal) == {"own-filing"}


def test_an_officer_s_own_paper_does_not_count_for_his_own_party(
    world: World, right: str, alice: Actor, bob: Actor
) -> None:
    officer = world.actor(Role.REGISTRAR, party=bob.party)
    refusal = world.refused(officer, "recordal-notice", _entry(world, right, alice, bob))
    assert "evidence-from-beneficiary" in codes(refusal)


def test_a_recordal_is_never_refused_for_want_of_title_but_what_does_not_fit_blocks(
    world: World, right: str, alice: Actor, bob: Actor, carol: Actor
) -> None:
    filed = world.file(world.registrar, "recordal-notice", _entry(world, right, bob, carol))
    assert filed.status == "recorded"
    found = world.title(right)["atRegister"]["discrepancyBag"]
    assert [(d["code"], d["transaction"]) for d in found] == [
        ("transferor-not-holder", filed.transaction)
    ]
    refusal = world.refused(carol, "assignment", world.sale(right, carol, alice))
    assert codes(refusal) == {"discrepancy-open"}
    world.clock.move(days=1)
    number = world.read(world.public, "asset", right)["number"]
    later = world.extract(number, carol, on=str(world.today()))
    world.file(world.registrar, "recordal-notice", later)
    assert world.title(right)["atRegister"]["discrepancyBag"] == []
    assert world.file(carol, "assignment", world.sale(right, carol, alice)).status == "lodged"


def test_one_paper_is_recorded_once(world: World, number: str, right: str, alice: Actor) -> None:
    refusal = world.refused(world.registrar, "recordal-notice", world.extract(number, alice))
    assert codes(refusal) == {"notice-already-recorded"}


def test_the_tables_are_what_the_parts_say_after_all_of_it(
    world: World, right: str, alice: Actor, bob: Actor
) -> None:
    lodged = _lodged(world, right, alice, bob)
    body = _entry(world, right, alice, bob, lodgedFiling=lodged.id)
    world.file(world.registrar, "recordal-notice", body)
    assert compare(world.node, replay(world.node)) == []


def test_a_policy_that_allows_no_act_takes_notices_and_no_dispositions(
    world: World, number: str, right: str, alice: Actor, bob: Actor
) -> None:
    text = 'name = "CN-patent"\noffice = "CN"\nkinds = ["invention"]\ninForceFrom = "2026-06-01"\n'
    world.file(world.registrar, "policy-publication", {"text": text})
    refusal = world.refused(alice, "assignment", world.sale(right, alice, bob))
    assert codes(refusal) == {"no-dispositions-here"}
    extract = world.extract(number, bob, on=str(world.today()))
    assert world.file(world.registrar, "recordal-notice", extract).status == "recorded"


def test_an_officer_s_yes_to_the_entry_on_one_of_several_lodged_rights_leaves_the_others_lodged(
    world: World, alice: Actor, bob: Actor
) -> None:
    first, second = world.cn_right(alice), world.cn_right(alice)
    body = world.sale(first, alice, bob)
    body["assetBag"].append({"id": second, "titleVersion": 1})
    lodged = world.file(alice, "assignment", body)
    entry = _entry(world, first, alice, bob, lodgedFiling=lodged.id)
    brought = world.file(world.agent(), "recordal-notice", entry)
    assert brought.status == "under-examination"
    world.file(world.examiner, "decision", {"filing": brought.id, "outcome": "accept"})
    assert world.holders(first) == {bob.party: "1"}
    assert world.holders(second) == {alice.party: "1"}
    assert world.read(alice, "filing", lodged.id)["status"] == "lodged"


def test_a_mark_moves_from_the_day_on_which_cnipa_published_its_assignment(
    world: World, alice: Actor, bob: Actor
) -> None:
    number = "1234567"
    extract = {**world.extract(number, alice), "description": _mark(number)}
    right = world.file(world.registrar, "recordal-notice", extract).made("asset")
    sale = world.sale(right, alice, bob, declarationBag=["similar-marks"])
    lodged = world.file(alice, "assignment", sale)
    assert lodged.status == "lodged"
    (waiting,) = world.title(right)["notified"]["lodged"]
    assert "awaitsPublicationIndicator" not in waiting
    approved = world.today()
    world.clock.move(days=40)
    day = world.today()
    entry = _entry(world, right, alice, bob, lodgedFiling=lodged.id, entryDate=str(approved))
    refusal = world.refused(world.registrar, "recordal-notice", entry)
    assert "publication-date-missing" in codes(refusal)
    world.file(world.registrar, "recordal-notice", {**entry, "publicationDate": str(day)})
    assert world.holders(right, effective=day) == {bob.party: "1"}
    assert world.holders(right, effective=day - timedelta(days=1)) == {alice.party: "1"}
    assert world.read(alice, "filing", lodged.id)["status"] == "recorded"


def _mark(number: str) -> dict[str, Any]:
    return {"officeCode": "CN", "rightKind": "trademark", "number": number}
