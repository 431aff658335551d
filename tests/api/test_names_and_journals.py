"""A name that changes and a journal that publishes, through the API and on the pages."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ipregistry import create_app
from ipregistry.domain.access import Actor
from ipregistry.web.messages import LANGUAGES, message, word
from ipregistry.web.sayings import Speaker
from tests.api.desk import Api, codes, places, problem_of
from tests.world import World, open_world, paper

NEW = [{"value": "Sample New Name Ltd", "languageCode": "en"}]
CERTIFICATE = [{"category": "name-change-certificate", "digest": "sha256:" + "c" * 64}]


def renaming(party: Actor, **more: Any) -> dict[str, Any]:
    body = {"party": party.party, "allRightsIndicator": True, "nameBag": NEW}
    return {**body, "evidenceBag": CERTIFICATE, **more}


def issue(world: World, *items: dict[str, str], **more: Any) -> dict[str, Any]:
    return {
        "journalName": "Sample Journal",
        "issueNumber": "2026-23",
        "publicationDate": str(world.today()),
        "publishedBag": list(items),
        **more,
    }


@pytest.fixture
def cnipa(fresh_database_url: str, data_dir: Path) -> Iterator[Api]:
    """A node that is the Mainland's office."""
    with open_world(fresh_database_url, data_dir, node="CN", office="CN") as world:
        yield Api(world, create_app(node=world.node))


def mark(world: World, holder: Actor) -> str:
    root = {
        "strength": "officer-confirmed",
        "asOfDate": "2026-01-01",
        "holderBag": world.shares(holder),
    }
    body = {"officeCode": "CN", "rightKind": "trademark", "number": "1234567", "root": root}
    return world.file(world.registrar, "asset-registration", body).made("asset")


def test_a_name_changes_on_all_rights_by_one_request(fresh_api: Api) -> None:
    api, world = fresh_api, fresh_api.world
    alice = world.owner("Sample A")
    rights = [world.hk_right(alice) for _ in range(3)]
    answer = api.file(alice, "particulars-change", renaming(alice))
    assert answer.status_code == 201
    for right in rights:
        title = api.get(f"assets/{right}/title").json
        assert title["titleVersion"] == 1
        (holder,) = title["atRegister"]["holderBag"]
        assert (holder["nameBag"], holder["partyVersion"]) == (NEW, 2)
    entry = answer.json["filing"]["partBag"]
    transaction = next(p["body"]["transaction"] for p in entry if "transaction" in p["body"])
    public = api.get(f"transactions/{transaction}").json["partBag"]
    (said,) = [p["body"] for p in public if p["part"] == "public"]
    assert {s["asset"] for s in said["subjectBag"]} == set(rights)
    assert [p["roleCategory"] for p in said["partyBag"]] == ["former-name", "new-name"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_wrong_is_said_in_the_filer_s_language(api: Api, language: str) -> None:
    alice = api.world.owner("Sample A")
    api.world.hk_right(alice)
    body = renaming(alice, evidenceBag=[])
    said = {"Accept-Language": language}
    problem = problem_of(api.file(alice, "particulars-change", body, headers=said), 422)
    (missing,) = problem["errorBag"]
    assert missing["code"] == "paper-missing"
    params = {"paper": "name-change-certificate"}
    assert missing["message"] == message("paper-missing", params, language)
    assert missing["citation"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"nameBag": None}, {("", "at-least-one-of")}),
        ({"allRightsIndicator": None}, {("", "exactly-one-of")}),
        ({"allRightsIndicator": False}, {("/allRightsIndicator", "value-not-allowed")}),
        ({"nameBag": []}, {("/nameBag", "list-empty")}),
    ],
)
def test_a_body_of_the_wrong_shape_is_told_so(
    api: Api, alice: Actor, changes: dict[str, Any], expected: set[tuple[str, str]]
) -> None:
    body = {k: v for k, v in {**renaming(alice), **changes}.items() if v is not None}
    before = api.world.rows()
    problem = problem_of(api.file(alice, "particulars-change", body), 400)
    assert places(problem) == expected
    assert api.world.rows() == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_right_tells_the_new_name_and_the_journal(
    fresh_api: Api, language: str
) -> None:
    api, world, speaker = fresh_api, fresh_api.world, Speaker(language)
    alice = world.owner("Sample A")
    right = world.hk_right(alice)
    filed = world.file(alice, "particulars-change", renaming(alice))
    address = [{"addressLineText": "2 Sample Road (示例)"}]
    moved = {**renaming(alice, serviceAddressBag=address), "evidenceBag": []}
    del moved["nameBag"]
    world.file(alice, "particulars-change", moved)
    world.file(world.registrar, "journal-publication", issue(world, {"filing": filed.id}))
    page = api.get(f"/{language}/assets/{right}").text
    name = speaker.names(NEW)
    assert speaker.say("step_rename", party=name) in page
    assert speaker.say("step_readdress", party=name) in page
    assert speaker.say("step_published", journal="Sample Journal", issue="2026-23") in page
    assert "Sample Road" not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_what_is_recorded_and_not_yet_published(cnipa: Api, language: str) -> None:
    world, speaker = cnipa.world, Speaker(language)
    alice, bob = world.owner("Sample A"), world.owner("Sample B")
    right = mark(world, alice)
    sale = world.sale(right, alice, bob, declarationBag=["similar-marks"])
    filed = cnipa.file(alice, "assignment", sale).json["filing"]["id"]
    page = cnipa.get(f"/{language}/assets/{right}").text
    office = speaker.word("office", "CN")
    assert word("status", "awaiting-publication", language) in page
    assert speaker.say("notified_unpublished", office=office) in page
    params = {"since": str(world.today())}
    assert message("publication-awaited", params, language) in page
    body = issue(world, {"filing": filed})
    assert cnipa.file(world.registrar, "journal-publication", body).status_code == 201
    page = cnipa.get(f"/{language}/assets/{right}").text
    assert word("status", "awaiting-publication", language) not in page
    assert speaker.say("step_published", journal="Sample Journal", issue="2026-23") in page


def test_check_says_what_no_longer_fits_before_the_officer_files_it(cnipa: Api) -> None:
    world = cnipa.world
    alice, bob = world.owner("Sample A"), world.owner("Sample B")
    right = mark(world, alice)
    sale = world.sale(right, alice, bob, declarationBag=["similar-marks"])
    filed = world.file(alice, "assignment", sale)
    body = issue(world, {"filing": filed.id})
    assert cnipa.check(world.registrar, "journal-publication", body).status_code == 200
    order = {
        "assetBag": [{"id": right, "titleVersion": world.title_version(right)}],
        "ground": "court-order",
        "authorityText": "Sample Court",
        "evidenceBag": paper("order"),
    }
    world.file(world.registrar, "restriction", order)
    problem = problem_of(cnipa.check(world.registrar, "journal-publication", body), 422)
    assert codes(problem) == {"asset-on-hold"}
    assert {place for place, _ in places(problem)} == {"/publishedBag/0"}


def test_only_officers_say_what_a_journal_published(api: Api, alice: Actor) -> None:
    right = api.world.hk_right(alice)
    bob = api.world.owner("Sample B")
    filed = api.world.file(alice, "assignment", api.world.sale(right, alice, bob))
    body = issue(api.world, {"filing": filed.id})
    problem_of(api.file(alice, "journal-publication", body), 403)
