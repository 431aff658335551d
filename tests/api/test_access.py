"""Keys and roles: who gets in, who may file what, who sees which part."""

from datetime import timedelta
from typing import Any

import pytest

from ipregistry.api.spec import read_example
from ipregistry.domain.access import FILE, READ, Actor, Relation, Role
from ipregistry.domain.classes import Label
from ipregistry.services.accounts import GIVEN, create_key, revoke_keys
from ipregistry.services.times import write_instant
from tests.api.desk import Api, problem_of

PARTY = {
    "category": "organization",
    "nameBag": [{"value": "Sample Limited", "languageCode": "en"}],
}


def with_key(api: Api, key: str) -> Any:
    return api.get("filings", headers={"Authorization": f"Bearer {key}"})


# ------------------------------------------------------------------ keys


def test_without_a_key_filing_is_401_with_a_challenge(api: Api) -> None:
    before = api.world.rows()
    answer = api.post("filings/party-registration", PARTY, headers={"Idempotency-Key": "k"})
    problem_of(answer, 401, "authentication-required")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert api.world.rows() == before


@pytest.mark.parametrize(
    "header",
    [
        "Bearer ipr_wrong",
        "Bearer " + "ipr_" + "x" * 100_000,
        "Bearer",
        "Bearer ",
        "Basic dXNlcjpwYXNz",
        "",
        "Bearer ipr_\xe9",
        "ipr_wrong",
    ],
    ids=lambda header: header[:20],
)
def test_a_key_that_opens_nothing_is_401_also_where_none_is_needed(api: Api, header: str) -> None:
    for path in ("filings", "policies", "assets"):
        answer = api.get(path, headers={"Authorization": header})
        problem_of(answer, 401, "key-invalid")


def test_a_revoked_key_opens_nothing_from_the_next_request_on(api: Api) -> None:
    actor = api.world.agent()
    assert api.get("filings", actor).status_code == 200
    assert revoke_keys(api.world.node, actor.name) == 1
    problem_of(api.get("filings", actor), 401, "key-invalid")


def test_an_expired_key_opens_nothing(api: Api) -> None:
    actor, clock = api.world.agent(), api.world.clock
    ends = write_instant(clock.now + timedelta(hours=1))
    key = create_key(api.world.node, actor.name, ends).key
    assert with_key(api, key).status_code == 200
    clock.move(hours=1)
    problem_of(with_key(api, key), 401, "key-invalid")
    clock.move(hours=-1)


def test_the_scheme_is_read_in_any_case(api: Api, agent: Actor) -> None:
    key = api.world.keys[str(agent.account)]
    answer = api.get("filings", headers={"Authorization": f"bearer {key}"})
    assert answer.status_code == 200


# ------------------------------------------------------------------ who may file what


@pytest.fixture(scope="module")
def by_role(world: Any, alice: Actor) -> dict[Role, Actor]:
    """An account of each role, with no other role."""
    return {role: world.actor(role, party=alice.party) for role in GIVEN}


@pytest.mark.parametrize("filing_type", FILE)
@pytest.mark.parametrize("role", GIVEN)
def test_only_the_roles_of_the_access_table_may_file_a_type(
    api: Api, by_role: dict[Role, Actor], role: Role, filing_type: str
) -> None:
    body = read_example(filing_type)["body"]
    before = api.world.rows()
    answer = api.check(by_role[role], filing_type, body)
    refused = answer.status_code == 403 and answer.json["code"] == "role-may-not-file"
    assert refused == (role not in FILE[filing_type]), answer.text
    if refused:
        problem_of(api.file(by_role[role], filing_type, body), 403, "role-may-not-file")
    assert api.world.rows() == before


# ------------------------------------------------------------------ who sees which part


@pytest.fixture(scope="module")
def sold(api: Api, alice: Actor, bob: Actor, agent: Actor) -> dict[str, str]:
    """A sale with a price between two parties, filed by the seller."""
    right = api.world.hk_right(alice)
    price = {"amount": "1000.00", "currencyCode": "HKD"}
    filed = api.world.file(
        alice, "assignment", api.world.sale(right, alice, bob, consideration=price)
    )
    return {"transactions": filed.transaction, "filings": filed.id, "assets": right}


def parts(api: Api, actor: Actor, kind: str, number: str) -> set[str]:
    answer = api.get(f"{kind}/{number}", actor)
    if answer.status_code == 404:
        return set()
    assert answer.status_code == 200
    return {part["part"] for part in answer.json["partBag"]}


def allowed(actor: Actor, *relations: Relation) -> set[Label]:
    """The labels of the access table for one role and what it is to the record."""
    return {
        label
        for label, (roles, of_relation) in READ.items()
        if actor.roles & roles or set(relations) & of_relation
    }


@pytest.mark.parametrize("kind", ["transactions", "filings", "assets"])
def test_each_reader_sees_the_parts_that_the_access_table_gives_him(
    api: Api, sold: dict[str, str], kind: str, alice: Actor, bob: Actor
) -> None:
    stranger = api.world.owner("Sample Stranger")
    own = (Relation.CONCERNED, Relation.FILER)
    # Of a filing that awaits nobody's word, only its filer has the record.
    taker = () if kind == "filings" else (Relation.CONCERNED,)
    readers = {
        "public": (api.world.public, ()),
        "stranger": (stranger, ()),
        "seller": (alice, own),
        "buyer": (bob, taker),
        **{role.value: (api.world.actor(role), ()) for role in GIVEN if role is not Role.PARTY},
    }
    everything = parts(api, api.world.registrar, kind, sold[kind])
    for name, (reader, relations) in readers.items():
        seen = parts(api, reader, kind, sold[kind])
        assert seen == everything & allowed(reader, *relations), name


def test_the_price_is_in_no_answer_to_a_stranger(api: Api, sold: dict[str, str]) -> None:
    stranger = api.world.owner("Sample Stranger")
    right = sold["assets"]
    for path in (
        f"transactions/{sold['transactions']}",
        f"transactions?asset={right}",
        f"filings/{sold['filings']}",
        f"assets/{right}/title?expand=chain",
        "filings",
    ):
        answer = api.get(path, stranger)
        assert answer.status_code == 200
        assert "1000.00" not in answer.text, path
        assert "consideration" not in answer.text, path


def test_a_mandate_is_read_by_its_principal_its_agent_and_the_office(
    api: Api, alice: Actor, bob: Actor, agent: Actor, auditor: Actor
) -> None:
    body = {
        "principal": alice.party,
        "agent": agent.account,
        "actBag": ["assignment"],
        "startDate": "2026-01-01",
    }
    number = api.world.file(alice, "mandate", body).made("mandate")
    for reader in (alice, agent, api.world.registrar, auditor):
        assert "parties" in parts(api, reader, "mandates", number), reader
        listed = api.get("mandates", reader).json["items"]
        if reader is not auditor:
            assert number in {item["id"] for item in listed}
    other = api.world.agent()
    for reader in (bob, other, api.world.public):
        assert parts(api, reader, "mandates", number) == set()
    assert api.get("mandates?count=true", other).json == {"items": [], "after": None, "count": 0}
    for item in api.get("mandates", agent).json["items"]:
        assert item["partBag"]
