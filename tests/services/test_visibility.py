"""Who sees what: one table decides for single reads, lists, counts, look-ups and refusals."""

import json
from typing import Any

import pytest
import sqlalchemy as sa

from ipregistry.domain.access import PUBLIC_ACTOR, Actor, Role
from ipregistry.domain.facts import AssetRef
from ipregistry.models import metadata
from ipregistry.services.errors import NotFoundError
from ipregistry.services.listing import (
    PageRequest,
    list_assets,
    list_filings,
    list_mandates,
    list_parties,
    list_transactions,
    resolve_numbers,
)
from tests.world import World, codes

NUMBER = "HK30099999"
ALL = PageRequest(limit=100, count=True)
PRICE = {"amount": "1234567.89", "currencyCode": "HKD"}


def _ids(page: Any) -> list[str]:
    return [json.loads(item)["id"] for item in page.items]


# ---------------------------------------------------------------- unpublished rights


@pytest.fixture
def alice(world: World) -> Actor:
    return world.owner("Sample A")


@pytest.fixture
def secret(world: World, alice: Actor) -> str:
    return world.hk_right(alice, number=NUMBER, publishedIndicator=False)


@pytest.fixture(params=["public", "party", "agent", "venue"])
def outsider(world: World, request: pytest.FixtureRequest) -> Actor:
    if request.param == "public":
        return PUBLIC_ACTOR
    if request.param == "party":
        return world.owner("Sample outsider")
    return world.actor(Role(request.param))


def test_an_outsider_reads_nothing_of_an_unpublished_right(
    world: World, secret: str, outsider: Actor
) -> None:
    assert world.parts(outsider, "asset", secret) == {}
    with pytest.raises(NotFoundError):
        world.title(secret, outsider)
    with pytest.raises(NotFoundError):
        world.title(secret, outsider, expand=True)


def test_an_unpublished_right_is_in_no_list_and_no_count_of_an_outsider(
    world: World, alice: Actor, secret: str, outsider: Actor
) -> None:
    asked: list[dict[str, Any]] = [
        {},
        {"number": NUMBER},
        {"office": "HK"},
        {"kind": "hk-short-term"},
        {"holder_party": alice.party},
    ]
    for filters in asked:
        page = list_assets(world.node, outsider, ALL, **filters)
        assert (page.items, page.count) == ((), 0)
    page = list_transactions(world.node, outsider, ALL, asset_id=secret)
    assert (page.items, page.count) == ((), 0)


def test_an_unpublished_right_is_not_resolved_for_an_outsider(
    world: World, secret: str, outsider: Actor
) -> None:
    answer = resolve_numbers(world.node, outsider, [AssetRef(number=NUMBER)])[0]
    assert (answer["status"], answer["assetBag"]) == ("unknown", [])


@pytest.mark.parametrize("by", ["id", "number"])
def test_a_refusal_does_not_tell_an_unpublished_right_from_none(
    world: World, alice: Actor, secret: str, by: str
) -> None:
    outsider = world.owner("Sample outsider")
    if by == "id":
        there, none = {"id": secret}, {"id": "AS-22222222222222"}
    else:
        there, none = ({"number": n, "officeCode": "HK"} for n in (NUMBER, "HK30088888"))
    refusals = [
        world.refused(outsider, "assignment", world.sale(named, alice, outsider))
        for named in (there, none)
    ]
    told = [[(v.code, v.pointer, sorted(v.params)) for v in r.violations] for r in refusals]
    assert told[0] == told[1]
    assert codes(refusals[0]) == {"asset-unknown"}
    assert str(refusals[0].violations).find(str(alice.party)) < 0


def test_its_holder_and_the_office_see_an_unpublished_right(
    world: World, alice: Actor, secret: str
) -> None:
    for actor in (alice, world.registrar, world.examiner):
        assert world.read(actor, "asset", secret)["number"] == "HK30099999"
        assert world.title(secret, actor)["asset"] == secret
        assert _ids(list_assets(world.node, actor, ALL, number=NUMBER)) == [secret]
        assert len(_ids(list_transactions(world.node, actor, ALL, asset_id=secret))) == 1
        answer = resolve_numbers(world.node, actor, [AssetRef(number=NUMBER)])[0]
        assert answer["assetBag"] == [secret]


def test_no_part_of_an_unpublished_right_is_public(world: World, secret: str) -> None:
    with world.node.engines.read.connect() as connection:
        labels = connection.execute(
            sa.text(
                "SELECT label FROM part WHERE ord = "
                "(SELECT ord FROM part WHERE record_id = :id AND version = 1)"
            ),
            {"id": secret},
        )
        assert not {row.label for row in labels} & {"public", "names"}


def test_registering_an_unpublished_right_again_tells_no_more_than_was_said(
    world: World, secret: str
) -> None:
    outsider = world.owner("Sample outsider")
    body = {
        "officeCode": "HK",
        "rightKind": "hk-short-term",
        "number": NUMBER,
        "root": {
            "strength": "statement",
            "asOfDate": "2026-01-01",
            "holderBag": world.shares(outsider),
        },
    }
    refusal = world.refused(outsider, "asset-registration", body)
    assert codes(refusal) == {"asset-already-registered"}
    assert secret not in str(refusal.violations)


# ---------------------------------------------------------------- parts


def _who_reads(world: World, kind: str, record: str, actors: dict[str, Actor]) -> dict[str, set]:
    return {name: set(world.parts(actor, kind, record)) for name, actor in actors.items()}


def test_price_and_filing_are_read_by_those_whom_the_table_names(world: World) -> None:
    alice, bob = world.owner("Sample A"), world.owner("Sample B")
    right = world.hk_right(alice)
    filed = world.file(alice, "assignment", world.sale(right, alice, bob, consideration=PRICE))
    actors = {
        "public": PUBLIC_ACTOR,
        "outsider": world.owner("Sample C"),
        "agent": world.agent(),
        "buyer": bob,
        "filer": alice,
        "auditor": world.actor(Role.AUDITOR),
        "registrar": world.registrar,
    }
    seen = _who_reads(world, "transaction", filed.transaction, actors)
    inside = {"buyer", "filer", "auditor", "registrar"}
    assert {name for name, labels in seen.items() if "price" in labels} == inside
    assert all("public" in labels for labels in seen.values())
    seen = _who_reads(world, "filing", filed.id, actors)
    readers = {"filer", "auditor", "registrar"}
    assert {name for name, labels in seen.items() if "filing" in labels} == readers
    assert seen["public"] == {"public"}


def test_a_price_stands_in_no_public_part(world: World) -> None:
    alice, bob = world.owner("Sample A"), world.owner("Sample B")
    right = world.hk_right(alice)
    world.file(alice, "assignment", world.sale(right, alice, bob, consideration=PRICE))
    assert not _parts_with(world, "1234567", ("public", "names"))
    assert _parts_with(world, "1234567", ("price",))
    assert "1234567" not in json.dumps(world.title(right, expand=True))


def test_lists_show_the_parts_that_single_reads_show(world: World) -> None:
    alice, bob = world.owner("Sample A"), world.owner("Sample B")
    right = world.hk_right(alice)
    world.file(alice, "assignment", world.sale(right, alice, bob, consideration=PRICE))
    for actor, priced in ((PUBLIC_ACTOR, 0), (world.owner("Sample C"), 0), (bob, 1), (alice, 1)):
        page = list_transactions(world.node, actor, ALL, asset_id=right)
        assert sum(b'"part":"price"' in item for item in page.items) == priced


def test_filings_are_listed_for_their_filer_and_those_whose_assent_they_await(
    world: World,
) -> None:
    alice, bob, agent = world.owner("Sample A"), world.owner("Sample B"), world.agent()
    right = world.hk_right(alice)
    waiting = world.file(agent, "assignment", world.sale(right, alice, bob))
    others = (bob, world.agent(), PUBLIC_ACTOR)
    for actor, expected in ((agent, 1), (alice, 1), *((other, 0) for other in others)):
        page = list_filings(world.node, actor, ALL, status="awaiting-assent")
        assert (len(page.items), page.count) == (expected, expected)
    assert _ids(list_filings(world.node, world.registrar, ALL, status="awaiting-assent")) == [
        waiting.id
    ]


def test_mandates_are_seen_by_principal_agent_and_office_only(world: World) -> None:
    alice, agent = world.owner("Sample A"), world.agent()
    body = {
        "principal": alice.party,
        "agent": agent.account,
        "actBag": ["assignment"],
        "startDate": "2026-01-01",
    }
    mandate = world.file(alice, "mandate", body).made("mandate")
    for actor in (alice, agent, world.registrar):
        assert _ids(list_mandates(world.node, actor, ALL)) == [mandate]
    for actor in (PUBLIC_ACTOR, world.owner("Sample B"), world.agent()):
        assert list_mandates(world.node, actor, ALL).count == 0
        assert world.parts(actor, "mandate", mandate) == {}


# ---------------------------------------------------------------- people


def _parts_with(world: World, text: str, labels: tuple[str, ...]) -> list[str]:
    with world.node.engines.read.connect() as connection:
        rows = connection.execute(sa.text("SELECT record_id, label, body FROM part")).all()
    wanted = text.encode()
    return [r.record_id for r in rows if r.label in labels and wanted in bytes(r.body)]


def test_names_of_natural_persons_stand_in_no_public_part(world: World) -> None:
    person = world.owner("Sample Natural", "person", townText="示例镇")
    firm = world.owner("Sample Firm")
    right = world.hk_right(person)
    world.file(person, "assignment", world.sale(right, person, firm))
    for text in ("Sample Natural", "示例镇"):
        assert not _parts_with(world, text, ("public",))
        assert _parts_with(world, text, ("names",))
    assert _parts_with(world, "Sample Firm", ("public",))


def test_the_public_sees_a_person_s_name_in_a_single_read_and_in_no_list(world: World) -> None:
    person = world.owner("Sample Natural", "person", townText="示例镇")
    firm = world.owner("Sample Firm")
    right = world.hk_right(person)
    filed = world.file(person, "assignment", world.sale(right, person, firm))
    single = world.read(PUBLIC_ACTOR, "transaction", filed.transaction)
    assert single["personBag"][0]["nameBag"][0]["value"] == "Sample Natural"
    pages = [
        list_transactions(world.node, PUBLIC_ACTOR, ALL, asset_id=right),
        list_assets(world.node, PUBLIC_ACTOR, ALL),
    ]
    for page in pages:
        assert page.items
        assert not any(b"Sample Natural" in item for item in page.items)
    listed = b"".join(list_transactions(world.node, PUBLIC_ACTOR, ALL, asset_id=right).items)
    assert b"Sample Firm" in listed


def test_an_identifier_leads_outsiders_to_organisations_only(world: World) -> None:
    identifier = [{"category": "hk-br", "value": "12345678"}]
    person = world.party("Sample Natural", "person", identifierBag=identifier)
    firm = world.party("Sample Firm", identifierBag=identifier)
    asked = {"category": "hk-br", "value": "12345678"}
    for actor in (PUBLIC_ACTOR, world.agent(), world.owner("Sample B")):
        page = list_parties(world.node, actor, ALL, **asked)
        assert (_ids(page), page.count) == ([firm], 1)
    assert set(_ids(list_parties(world.node, world.registrar, ALL, **asked))) == {person, firm}


@pytest.mark.parametrize("category", ["passport", "national-id"])
def test_identity_numbers_stand_nowhere_in_clear(
    world: World, category: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """In no column of any table, in no line of the log; not even of a filing that is refused."""
    number = "X90471835"
    identifier = {"category": category, "value": "X 9047-1835"}
    person = world.owner("Sample Natural", "person", identifierBag=[identifier])
    wrong = [identifier, {"category": "lei", "value": "no lei"}]
    body = {"category": "person", "nameBag": [{"value": "S"}], "identifierBag": wrong}
    refusal = world.refused(world.registrar, "party-registration", body)
    said = capsys.readouterr()
    texts = [str(refusal.violations), refusal.notice, said.out, said.err, *_all_values(world)]
    for form in (number, number[1:], "X 9047-1835", "9047-1835", "X9047"):
        assert not [text for text in texts if form in text]
    sealed = world.read(person, "party", str(person.party))["sensitiveIdentifierBag"]
    assert sealed[0]["hash"].startswith("hmac-sha256:")
    assert sealed[0]["last"] == "835"


def _all_values(world: World) -> list[str]:
    found = []
    with world.node.engines.read.connect() as connection:
        for table in metadata.tables.values():
            for row in connection.execute(sa.select(table)):
                found += [
                    bytes(v).decode("latin-1") if isinstance(v, bytes | memoryview) else str(v)
                    for v in row
                ]
    return found


# ---------------------------------------------------------------- numbers


def test_one_right_under_every_notation_of_its_number(world: World) -> None:
    alice = world.owner("Sample A")
    number = world.cn_number()
    right = world.cn_right(alice, number=number)
    bare = number.replace(".", "")
    for form in (number, f"ZL{number}", f"CN {bare}", bare, bare[:-1], f"zl 2018 1 {bare[5:]}"):
        found = list_assets(world.node, PUBLIC_ACTOR, ALL, number=form, office="CN")
        assert _ids(found) == [right], form
        ref = AssetRef(number=form, office="CN", kind="invention")
        assert resolve_numbers(world.node, PUBLIC_ACTOR, [ref])[0]["assetBag"] == [right], form


@pytest.mark.parametrize("form", ["HK30012345", "30012345", "HK 3001 2345"])
def test_a_second_registration_of_a_number_in_any_notation_is_refused(
    world: World, form: str
) -> None:
    alice = world.owner("Sample A")
    right = world.hk_right(alice, number="30012345")
    body = {
        "officeCode": "HK",
        "rightKind": "hk-short-term",
        "number": form,
        "root": {"strength": "grant", "asOfDate": "2025-01-01", "holderBag": world.shares(alice)},
    }
    refusal = world.refused(world.registrar, "asset-registration", body)
    assert codes(refusal) == {"asset-already-registered"}
    assert [v.params["asset"] for v in refusal.violations if "asset" in v.params] == [right]
