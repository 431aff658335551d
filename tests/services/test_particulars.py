"""A party's name or address changes: its record, each right's title, the notices, the tables."""

from typing import Any

import orjson
import pytest

from ipregistry.domain.access import Actor
from ipregistry.services.fees import show_invoice
from tests.office import whole
from tests.services.policy_texts import publish
from tests.world import Filed, World, codes

NEW = [{"value": "Sample New Name Ltd", "languageCode": "en"}]
ROAD = [{"addressLineText": "2 Sample Road (示例)", "countryCode": "HK"}]
CERTIFICATE = [{"category": "name-change-certificate", "digest": "sha256:" + "c" * 64}]


@pytest.fixture
def alice(world: World) -> Actor:
    old = [{"addressLineText": "1 Sample Road (示例)", "countryCode": "HK"}]
    return world.owner("Sample A", addressBag=old, serviceAddressBag=old)


def renaming(world: World, party: Actor, *rights: str, **more: Any) -> dict[str, Any]:
    seen = [{"id": right, "titleVersion": world.title_version(right)} for right in rights]
    named = {"assetBag": seen} if rights else {"allRightsIndicator": True}
    body = {"party": party.party, "nameBag": NEW, "evidenceBag": CERTIFICATE, **named, **more}
    return {name: value for name, value in body.items() if value is not None}


def renamed(world: World, party: Actor, *rights: str, **more: Any) -> Filed:
    return world.file(party, "particulars-change", renaming(world, party, *rights, **more))


def shown(world: World, right: str, register: str = "atRegister", **when: Any) -> list[str]:
    """The names of the holders as title says them."""
    holders = world.title(right, **when)[register]["holderBag"]
    return [name["value"] for holder in holders for name in holder["nameBag"]]


def test_title_says_the_name_as_it_was_recorded_at_each_time(world: World, alice: Actor) -> None:
    right, other = world.hk_right(alice), world.hk_right(alice)
    before = world.node.now()
    filed = renamed(world, alice, right)
    assert filed.status == "recorded"
    assert filed.made("party") == alice.party
    assert shown(world, right) == ["Sample New Name Ltd"]
    assert shown(world, other) == ["Sample A"]
    assert shown(world, right, known=before) == ["Sample A"]
    chain = world.title(right, expand=True)["chain"]
    assert [n["value"] for h in chain[-1]["before"] for n in h["nameBag"]] == ["Sample A"]
    assert chain[-1]["st27"]["detailedEventCode"] == "R13"
    assert whole(world)


def test_nobody_s_filing_grows_stale_by_it_and_answers_about_the_past_stay(
    world: World, alice: Actor
) -> None:
    right, bob = world.hk_right(alice), world.owner("Sample B")
    seen = world.title_version(right)
    sale = world.sale(right, alice, bob)
    renamed(world, alice, right)
    known = world.node.now()
    assert world.title_version(right) == seen
    assert world.file(alice, "assignment", sale).status == "recorded"
    assert world.title(right, known=known)["titleVersion"] == seen
    assert world.title_version(right) == seen + 1


def test_a_new_address_is_shown_to_nobody_but_those_concerned(world: World, alice: Actor) -> None:
    right = world.hk_right(alice)
    renamed(world, alice, right, nameBag=None, serviceAddressBag=ROAD, evidenceBag=None)
    public = world.parts(world.public, "party", str(alice.party))
    assert "Sample Road" not in str(public)
    assert "Sample Road" not in str(world.title(right, expand=True))
    own = world.read(alice, "party", str(alice.party))
    assert own["serviceAddressBag"] == ROAD
    assert own["addressBag"][0]["addressLineText"] == "1 Sample Road (示例)"
    code = world.title(right, expand=True)["chain"][-1]["st27"]
    assert (code["detailedEventCode"], code["nationalEventCode"]) == ("R18", "CHPA")


def test_the_notice_goes_to_the_address_that_stood_before(world: World, alice: Actor) -> None:
    right = world.hk_right(alice)
    filed = renamed(world, alice, right, nameBag=None, serviceAddressBag=ROAD, evidenceBag=None)
    told = world.read(world.registrar, "filing", filed.id)["toldBag"]
    assert [(t["party"], t["partyVersion"]) for t in told] == [(alice.party, 1)]


def test_all_rights_at_once_are_one_entry(world: World, alice: Actor) -> None:
    rights = [world.hk_right(alice) for _ in range(30)]
    world.hk_right(world.owner("Sample B"))
    entries = world.rows()["entry"]
    filed = renamed(world, alice)
    assert world.rows()["entry"] == entries + 1
    assert len(filed.document["subjectBag"]) == 30
    assert {tuple(shown(world, right)) for right in rights} == {("Sample New Name Ltd",)}
    assert whole(world)


def test_it_is_entered_on_a_licence_and_a_security_too(world: World, alice: Actor) -> None:
    right, bob = world.hk_right(alice), world.owner("Sample B")
    licence = {
        "assetBag": [{"id": right, "titleVersion": world.title_version(right)}],
        "licenceKind": "non-exclusive",
        "licensorBag": [{"party": alice.party}],
        "licenseeBag": [{"party": bob.party}],
        "executedDate": str(world.today()),
    }
    assert world.file(alice, "licence", licence).status == "recorded"
    assert renamed(world, bob).status == "recorded"
    (found,) = world.title(right)["licences"]
    assert [n["value"] for h in found["holderBag"] for n in h["nameBag"]] == ["Sample New Name Ltd"]
    assert whole(world)


def test_a_mainland_right_shows_the_old_name_until_its_office_has_entered_the_new_one(
    world: World, alice: Actor
) -> None:
    right = world.cn_right(alice)
    filed = renamed(world, alice, right)
    assert filed.status == "lodged"
    assert shown(world, right) == ["Sample A"]
    assert shown(world, right, "notified") == ["Sample New Name Ltd"]
    entry = {
        "act": "name-change",
        "asset": {"id": right},
        "entryDate": str(world.today()),
        "recordalNumber": "sample-0001",
        "evidenceBag": [{"category": "register-extract", "digest": "sha256:" + "e" * 64}],
        "giverBag": [{"party": alice.party}],
        "takerBag": [{"party": alice.party}],
        "lodgedFiling": filed.id,
    }
    world.file(world.registrar, "recordal-notice", entry)
    assert shown(world, right) == ["Sample New Name Ltd"]
    assert world.read(alice, "filing", filed.id)["status"] == "recorded"
    assert whole(world)


def test_rights_here_and_elsewhere_are_divided_and_the_name_is_made_once(
    world: World, alice: Actor
) -> None:
    here, there = world.hk_right(alice), world.cn_right(alice)
    filed = renamed(world, alice)
    assert filed.status == "under-examination"
    assert shown(world, here) == ["Sample A"]
    pieces = {"filing": filed.id, "pieceBag": [{"assetBag": [here]}, {"assetBag": [there]}]}
    world.file(world.examiner, "division", pieces)
    document = world.read(world.registrar, "filing", filed.id)
    for piece in document["pieceBag"]:
        world.file(world.examiner, "decision", {"filing": piece, "outcome": "accept"})
    assert shown(world, here) == ["Sample New Name Ltd"]
    assert shown(world, there, "notified") == ["Sample New Name Ltd"]
    versions = {h["partyVersion"] for h in world.title(there)["notified"]["holderBag"]}
    assert versions == {2}
    assert whole(world)


def test_an_agent_s_filing_waits_for_the_party(world: World, alice: Actor) -> None:
    right = world.hk_right(alice)
    agent = world.agent()
    body = renaming(world, alice, right)
    filed = world.file(agent, "particulars-change", body)
    assert filed.status == "awaiting-assent"
    assert shown(world, right) == ["Sample A"]
    world.file(alice, "assent", {"filing": filed.id})
    assert shown(world, right) == ["Sample New Name Ltd"]
    stranger = world.owner("Sample B")
    refusal = world.refused(stranger, "particulars-change", body)
    assert "filer-without-standing" in codes(refusal)


def test_a_transfer_soon_after_a_change_of_address_is_looked_at(world: World, alice: Actor) -> None:
    rule = 'citation = "Sample rule", confidence = "D" }'
    rules = f'neverStraight = {{ value = ["transfer-after-address-change"], {rule}\n'
    publish(world, rules=rules + f"addressChangeDays = {{ value = 30, {rule}")
    right, bob = world.hk_right(alice), world.owner("Sample B")
    renamed(world, alice, right, nameBag=None, serviceAddressBag=ROAD, evidenceBag=None)
    world.clock.move(days=20)
    sale = world.file(alice, "assignment", world.sale(right, alice, bob))
    assert sale.status == "under-examination"
    told = world.read(world.registrar, "filing", sale.id)["toldBag"]
    assert [(t["party"], t["partyVersion"]) for t in told] == [(alice.party, 2)]
    world.clock.move(days=20)
    other = world.hk_right(alice)
    assert world.file(alice, "assignment", world.sale(other, alice, bob)).status == "recorded"


def test_of_rights_of_which_some_are_not_public_the_public_ones_are_told_of(
    world: World, alice: Actor
) -> None:
    public, secret = world.hk_right(alice), world.hk_right(alice, publishedIndicator=False)
    renamed(world, alice)
    (told,) = {step["transaction"] for step in world.title(public, expand=True)["chain"][-1:]}
    entry = world.read(world.public, "transaction", told)
    assert [subject["asset"] for subject in entry["subjectBag"]] == [public]
    chain = world.title(secret, world.registrar, expand=True)["chain"]
    assert world.parts(world.public, "transaction", chain[-1]["transaction"]) == {}
    assert shown(world, public) == ["Sample New Name Ltd"]
    assert whole(world)


def test_a_fee_for_a_change_of_name_is_charged(world: World, alice: Actor) -> None:
    fee = """
[[acts.name-change.fees]]
name = "sample-fee"
amount = "50.00"
currency = "HKD"
per = "right"
feeWhen = "with"
citation = "Sample schedule of fees"
confidence = "D"
"""
    publish(world, more=fee)
    rights = [world.hk_right(alice), world.hk_right(alice)]
    filed = renamed(world, alice, *rights)
    shown_to_her = orjson.loads(show_invoice(world.node, alice, filed.made("invoice")).body)
    assert shown_to_her["standing"]["total"]["amount"] == "100.00"


def test_a_change_entered_in_error_is_struck_out_right_by_right(world: World, alice: Actor) -> None:
    right, other = world.hk_right(alice), world.hk_right(alice)
    filed = renamed(world, alice)
    error = {
        "transaction": filed.transaction,
        "assetBag": [
            {"id": right, "titleVersion": world.title_version(right), "replacement": None}
        ],
        "errorCategory": "office",
        "revealCategory": "old-and-new",
        "reasonText": "sample",
        "evidenceBag": CERTIFICATE,
    }
    struck = world.file(world.registrar, "correction", error)
    world.file(world.examiner, "decision", {"filing": struck.id, "outcome": "accept"})
    assert shown(world, right) == ["Sample A"]
    assert shown(world, other) == ["Sample New Name Ltd"]
    assert whole(world)
