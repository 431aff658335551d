"""Reading: versions by ETag, pages by cursor, title at dates, numbers in any notation."""

import json
from typing import Any

import pytest

from ipregistry.domain.access import Actor
from ipregistry.services.times import write_instant
from tests.api.desk import Api, places, problem_of
from tests.world import World


@pytest.fixture(scope="module")
def right(world: World, alice: Actor) -> str:
    return world.hk_right(alice, number="HK30012345")


@pytest.fixture(scope="module")
def hidden(world: World, alice: Actor) -> str:
    """A right that nobody has published."""
    return world.hk_right(alice, number="HK30054321", publishedIndicator=False)


# ------------------------------------------------------------------ versions


@pytest.mark.parametrize("path", ["assets/{}", "assets/{}/title"])
def test_who_has_the_version_gets_304_without_a_body(api: Api, right: str, path: str) -> None:
    first = api.get(path.format(right))
    assert first.status_code == 200
    assert first.headers["Vary"] == "Authorization"
    assert first.headers["Cache-Control"] == "private, no-cache"
    tag = first.headers["ETag"]
    for said in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = api.get(path.format(right), headers={"If-None-Match": said})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == tag
        assert "Content-Type" not in again.headers
    other = api.get(path.format(right), headers={"If-None-Match": '"other"'})
    assert other.status_code == 200


def test_another_reader_has_another_version(api: Api, alice: Actor, bob: Actor) -> None:
    right = api.world.hk_right(alice)
    price = {"amount": "1000.00", "currencyCode": "HKD"}
    sale = api.world.sale(right, alice, bob, consideration=price)
    filed = api.world.file(alice, "assignment", sale)
    address = f"transactions/{filed.transaction}"
    assert api.get(address).headers["ETag"] != api.get(address, alice).headers["ETag"]


def test_a_tag_is_no_digest_of_what_is_read(api: Api, right: str) -> None:
    assert api.get(f"assets/{right}").headers["ETag"] == '"public-1"'


def test_title_has_another_version_after_every_entry_that_shows_in_it(
    api: Api, alice: Actor, bob: Actor
) -> None:
    agent = api.world.agent()
    right = api.world.hk_right(alice)
    path = f"assets/{right}/title"
    tags = [api.get(path).headers["ETag"]]
    waiting = api.world.file(agent, "assignment", api.world.sale(right, alice, bob))
    assert waiting.status == "awaiting-assent"
    tags.append(api.get(path).headers["ETag"])
    assert api.get(path).json["pending"]
    api.world.file(agent, "withdrawal", {"filing": waiting.id})
    tags.append(api.get(path).headers["ETag"])
    api.world.file(alice, "assignment", api.world.sale(right, alice, bob))
    tags.append(api.get(path).headers["ETag"])
    assert tags[1] != tags[0]
    assert tags[2] != tags[1]
    assert tags[3] not in tags[:3]


# ------------------------------------------------------------------ lists


def pages(api: Api, path: str, actor: Actor, limit: int) -> list[list[str]]:
    found, after = [], None
    while True:
        more = f"&after={after}" if after else ""
        answer = api.get(f"{path}&limit={limit}{more}", actor)
        assert answer.status_code == 200, answer.text
        found.append([item["id"] for item in answer.json["items"]])
        after = answer.json["after"]
        if after is None:
            return found


@pytest.mark.parametrize("limit", [1, 2, 3, 5])
def test_paging_meets_every_item_once(fresh_api: Api, limit: int) -> None:
    owner = fresh_api.world.owner("Sample Owner")
    rights = {fresh_api.world.hk_right(owner) for _ in range(5)}
    path = f"assets?holder={owner.party}"
    found = pages(fresh_api, path, fresh_api.world.public, limit)
    assert [len(page) for page in found[:-1]] == [limit] * (len(found) - 1)
    assert sorted(number for page in found for number in page) == sorted(rights)
    counted = fresh_api.get(f"{path}&limit={limit}&count=true").json
    assert counted["count"] == 5
    assert fresh_api.get(path).json["count"] is None


def test_what_is_filed_while_somebody_pages_is_met_at_most_once(
    fresh_api: Api,
) -> None:
    world = fresh_api.world
    owner = world.owner("Sample Owner")
    before = {world.hk_right(owner) for _ in range(4)}
    path = f"assets?holder={owner.party}"
    first = fresh_api.get(f"{path}&limit=2").json
    world.hk_right(owner)
    rest = fresh_api.get(f"{path}&limit=10&after={first['after']}").json
    met = [item["id"] for item in (*first["items"], *rest["items"])]
    assert len(met) == len(set(met))
    assert before <= set(met)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("assets?colour=red", {("/colour", "member-unknown")}),
        ("assets?limit=0", {("/limit", "number-out-of-range")}),
        ("assets?limit=1001", {("/limit", "number-out-of-range")}),
        ("assets?limit=-1", {("/limit", "number-out-of-range")}),
        ("assets?limit=ten", {("/limit", "number-out-of-range")}),
        ("assets?limit=%D9%A1", {("/limit", "number-out-of-range")}),
        ("assets?limit=1&limit=2", {("/limit", "json-duplicate-member")}),
        ("assets?after=nonsense", {("/after", "page-token-malformed")}),
        ("assets?after=%00", {("/after", "page-token-malformed")}),
        ("assets?after=%C3%A9", {("/after", "page-token-malformed")}),
        ("assets?count=yes", {("/count", "value-not-allowed")}),
        ("assets?officeCode=hk", {("/officeCode", "office-malformed")}),
        ("assets?rightKind=idea", {("/rightKind", "value-not-allowed")}),
        ("assets?holder=AS-1", {("/holder", "id-malformed")}),
        ("assets?number=" + "1" * 65, {("/number", "text-too-long")}),
        ("assets?number=1%002", {("/number", "text-has-control-characters")}),
        ("assets?a%2Fb%7Ec=1", {("/a~1b~0c", "member-unknown")}),
        (
            "assets?limit=x&colour=red&holder=y",
            {
                ("/limit", "number-out-of-range"),
                ("/colour", "member-unknown"),
                ("/holder", "id-malformed"),
            },
        ),
        ("parties", {("/category", "member-missing"), ("/value", "member-missing")}),
        (
            "parties?category=passport&after=!",
            {
                ("/category", "value-not-allowed"),
                ("/value", "member-missing"),
                ("/after", "page-token-malformed"),
            },
        ),
        ("transactions", {("/asset", "member-missing")}),
        ("transactions?asset=1", {("/asset", "id-malformed")}),
        ("policies?name=x", {("/name", "member-unknown")}),
    ],
)
def test_every_fault_of_a_query_is_told(
    api: Api, path: str, expected: set[tuple[str, str]]
) -> None:
    assert places(problem_of(api.get(path), 400, "shape-errors")) == expected


def test_a_query_of_many_unknown_parameters_is_answered_in_proportion(api: Api) -> None:
    answer = api.get("assets?" + "&".join(f"p{n}=1" for n in range(5000)))
    assert len(problem_of(answer, 400)["errorBag"]) <= 500


def test_lists_of_filings_and_mandates_need_a_key(api: Api) -> None:
    for path in ("filings", "mandates"):
        problem_of(api.get(path), 401, "authentication-required")


# ------------------------------------------------------------------ what outsiders must not see


@pytest.mark.parametrize("reader", ["public", "bob", "agent", "venue"])
def test_an_outsider_meets_an_unpublished_right_nowhere(
    api: Api,
    hidden: str,
    alice: Actor,
    reader: str,
    request: pytest.FixtureRequest,
) -> None:
    outsider = api.world.public if reader == "public" else request.getfixturevalue(reader)
    for path in (f"assets/{hidden}", f"assets/{hidden}/title", f"transactions?asset={hidden}"):
        problem_of(api.get(path, outsider), 404, "asset-unknown")
    for path in ("assets?number=HK30054321", f"assets?holder={alice.party}", "assets?limit=1000"):
        answer = api.get(f"{path}&count=true", outsider)
        assert hidden not in answer.text
        assert answer.json["count"] == len(answer.json["items"])
    found = api.post("assets/resolve", {"items": [{"number": "HK30054321"}]}, outsider).json
    assert found["items"][0]["status"] == "unknown"
    assert hidden not in json.dumps(found)


def test_its_holder_and_the_office_meet_it(api: Api, hidden: str, alice: Actor) -> None:
    for reader in (alice, api.world.registrar):
        assert api.get(f"assets/{hidden}", reader).status_code == 200
        assert api.get(f"assets/{hidden}/title", reader).status_code == 200
        found = api.get("assets?number=HK30054321&count=true", reader).json
        assert ([item["id"] for item in found["items"]], found["count"]) == ([hidden], 1)


def test_a_right_that_is_not_known_and_one_that_is_not_there_are_told_alike(
    api: Api, hidden: str, bob: Actor
) -> None:
    absent = api.world.node.new_id("asset")
    for suffix in ("", "/title", "/title?expand=chain", "/title?effectiveAt=2025-06-01"):
        one = problem_of(api.get(f"assets/{hidden}{suffix}", bob), 404)
        other = problem_of(api.get(f"assets/{absent}{suffix}", bob), 404)
        for problem, number in ((one, hidden), (other, absent)):
            problem.pop("correlationId")
            assert number in problem["message"]
        assert json.loads(json.dumps(one).replace(hidden, absent)) == other


# ------------------------------------------------------------------ numbers


def test_a_thousand_numbers_are_looked_up_at_once(api: Api, right: str) -> None:
    items: list[dict[str, Any]] = [{"number": f"HK39{n:06d}"} for n in range(999)]
    items.insert(500, {"number": "HK 30012345", "officeCode": "HK"})
    answer = api.post("assets/resolve", {"items": items})
    assert answer.status_code == 200
    found = answer.json["items"]
    assert [one["number"] for one in found] == [one["number"] for one in items]
    assert (found[500]["status"], found[500]["assetBag"]) == ("found", [right])
    assert {one["status"] for one in (*found[:500], *found[501:])} == {"unknown"}


def test_more_than_a_thousand_or_none_is_a_fault_of_form(api: Api) -> None:
    many = api.post("assets/resolve", {"items": [{"number": "1"}] * 1001})
    assert places(problem_of(many, 400)) == {("/items", "list-too-long")}
    none = api.post("assets/resolve", {"items": []})
    assert places(problem_of(none, 400)) == {("/items", "list-empty")}


def test_what_is_wrong_with_a_number_is_told_in_the_callers_language(api: Api) -> None:
    body = {"items": [{"number": "201510481495.1", "officeCode": "CN"}]}
    said = []
    for language in ("zh-HK", "en"):
        answer = api.post("assets/resolve", body, headers={"Accept-Language": language})
        said.append(answer.json["items"][0]["errorBag"][0])
    assert said[0]["code"] == said[1]["code"] == "number-check-digit-wrong"
    assert said[0]["message"] != said[1]["message"]


# ------------------------------------------------------------------ title at dates


def test_title_before_the_right_was_known_here_is_404(api: Api, right: str) -> None:
    for moment in ("2020-01-01T00:00:00Z", "1800-01-01T00:00:00Z"):
        problem_of(api.get(f"assets/{right}/title?knownAt={moment}"), 404, "asset-unknown")


def test_title_before_anybody_held_the_right_has_no_holder(api: Api, right: str) -> None:
    answer = api.get(f"assets/{right}/title?effectiveAt=2020-01-01")
    assert answer.status_code == 200
    assert not answer.json["atRegister"]["holderBag"]


@pytest.mark.parametrize("day", ["2199-12-31", "2200-12-31"])
def test_title_on_a_far_day_is_that_of_today(api: Api, right: str, alice: Actor, day: str) -> None:
    answer = api.get(f"assets/{right}/title?effectiveAt={day}&knownAt=2200-12-31T23:59:59.999999Z")
    assert answer.status_code == 200
    assert answer.json["asOf"]["provisional"] is True
    assert answer.json["atRegister"]["holderBag"][0]["party"] == alice.party


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("effectiveAt=2026-02-30", "/effectiveAt"),
        ("effectiveAt=0000-01-01", "/effectiveAt"),
        ("effectiveAt=9999-12-31", "/effectiveAt"),
        ("effectiveAt=20260101", "/effectiveAt"),
        ("effectiveAt=", "/effectiveAt"),
        ("effectiveAt=%00", "/effectiveAt"),
        ("knownAt=2026-01-01", "/knownAt"),
        ("knownAt=2026-01-01T00:00:00", "/knownAt"),
        ("knownAt=2026-01-01T00:00:00%2B08:00", "/knownAt"),
        ("knownAt=2026-01-01T24:00:00Z", "/knownAt"),
        ("knownAt=2026-01-01T23:59:60Z", "/knownAt"),
        ("knownAt=9999-12-31T23:59:59Z", "/knownAt"),
        ("knownAt=2026-01-01T00:00:00.1234567Z", "/knownAt"),
        ("expand=all", "/expand"),
        ("expand=chain&expand=chain", "/expand"),
        ("at=2026-01-01", "/at"),
    ],
)
def test_a_date_that_is_none_is_told(api: Api, right: str, query: str, place: str) -> None:
    problem = problem_of(api.get(f"assets/{right}/title?{query}"), 400, "shape-errors")
    assert {pointer for pointer, _ in places(problem)} == {place}


def test_title_as_it_was_known_does_not_change_by_what_came_later(
    api: Api, alice: Actor, bob: Actor
) -> None:
    right = api.world.hk_right(alice)
    api.world.clock.move(hours=1)
    moment = write_instant(api.world.clock.now)
    path = f"assets/{right}/title?knownAt={moment}&effectiveAt={api.world.today()}&expand=chain"
    api.world.clock.move(hours=1)
    before = api.get(path)
    assert before.json["asOf"]["provisional"] is False
    api.world.file(alice, "assignment", api.world.sale(right, alice, bob))
    after = api.get(path)
    assert after.data == before.data
    assert after.headers["ETag"] == before.headers["ETag"]
    assert after.json["atRegister"]["holderBag"][0]["party"] == alice.party
    now = api.get(f"assets/{right}/title").json
    assert now["atRegister"]["holderBag"][0]["party"] == bob.party


def test_the_chain_gives_every_step_with_its_entry(api: Api, alice: Actor, bob: Actor) -> None:
    right = api.world.hk_right(alice)
    filed = api.world.file(alice, "assignment", api.world.sale(right, alice, bob))
    plain = api.get(f"assets/{right}/title").json
    expanded = api.get(f"assets/{right}/title?expand=chain").json
    assert "chain" not in plain
    assert [step["transaction"] for step in expanded["chain"]][1:] == [filed.transaction]
    assert len(expanded["chain"]) == 2
    assert {**plain, "asOf": None} == {
        name: None if name == "asOf" else expanded[name] for name in plain
    }
