"""Certified copies, checked by a stranger who has the published key and nothing else."""

import hmac
import html
import json
import re
from base64 import urlsafe_b64encode
from typing import Any

import pytest
from joserfc import jws
from joserfc.errors import BadSignatureError
from joserfc.jwk import OKPKey

from ipregistry.domain.access import Actor
from ipregistry.domain.certification import STATEMENT
from ipregistry.tlog.canonical import canonical
from tests.api.desk import Api, problem_of


def certified(api: Api, path: str, actor: Actor | None = None) -> dict[str, Any]:
    """The copy behind its signature; what was shown beside it must be the same."""
    answer = api.get(path, actor) if actor else api.get(path)
    assert answer.status_code == 200, answer.text
    payload = verified(api, answer.json["jws"])
    assert canonical(answer.json["copy"]) == payload
    return dict(json.loads(payload))


def verified(api: Api, signed: str) -> bytes:
    published = api.get("/log/receipt-key").json
    key = OKPKey.import_key({name: published[name] for name in ("kty", "crv", "x")})
    found = jws.deserialize_compact(signed, key, algorithms=["Ed25519"])
    assert found.headers()["typ"] == "ipr-certified-copy+jwt"
    assert found.payload is not None
    return found.payload


def test_a_copy_of_title_says_the_chain_and_is_signed_with_the_published_key(
    api: Api, alice: Actor, bob: Actor
) -> None:
    world = api.world
    right = world.hk_right(alice)
    sold = world.file(alice, "assignment", world.sale(right, alice, bob))
    copy = certified(api, f"assets/{right}/certified-copy")
    assert (copy["iss"], copy["record"], copy["copyCategory"]) == ("HK", right, "title")
    assert copy["title"]["chain"][-1]["transaction"] == sold.transaction
    assert [h["party"] for h in copy["title"]["atRegister"]["holderBag"]] == [bob.party]


def test_a_copy_is_of_the_day_that_was_asked_for(api: Api, alice: Actor, bob: Actor) -> None:
    world = api.world
    right = world.hk_right(alice)
    world.file(alice, "assignment", world.sale(right, alice, bob))
    copy = certified(api, f"assets/{right}/certified-copy?effectiveAt=2025-06-01")
    assert copy["title"]["asOf"]["effectiveAt"] == "2025-06-01"
    assert [h["party"] for h in copy["title"]["atRegister"]["holderBag"]] == [alice.party]


def test_a_copy_lists_what_is_pending_by_kind_time_and_order(
    api: Api, alice: Actor, bob: Actor
) -> None:
    world = api.world
    right = world.hk_right(alice)
    world.file(world.agent(), "assignment", world.sale(right, alice, bob))
    (waiting,) = certified(api, f"assets/{right}/certified-copy")["title"]["pending"]
    assert waiting.keys() == {"order", "act", "status", "receivedAt"}
    assert (waiting["order"], waiting["act"]) == (1, "assignment")


def test_a_copy_says_in_four_languages_that_recording_is_not_adjudication(
    api: Api, alice: Actor
) -> None:
    copy = certified(api, f"assets/{api.world.hk_right(alice)}/certified-copy")
    assert copy["notice"] == "recorded-not-adjudicated"
    languages = {said["languageCode"]: said["value"] for said in copy["statementBag"]}
    assert languages.keys() == {"en", "zh-Hant", "zh-Hans", "pt"}
    assert len(set(languages.values())) == 4


def test_a_changed_copy_does_not_verify(api: Api, alice: Actor) -> None:
    answer = api.get(f"assets/{api.world.hk_right(alice)}/certified-copy").json
    head, _, signature = answer["jws"].split(".")
    changed = canonical({**answer["copy"], "iss": "MO"})
    payload = urlsafe_b64encode(changed).rstrip(b"=").decode()
    with pytest.raises(BadSignatureError):
        verified(api, f"{head}.{payload}.{signature}")


def test_the_parts_of_a_copy_answer_to_their_commitments(api: Api, alice: Actor) -> None:
    copy = certified(api, f"assets/{api.world.hk_right(alice)}/certified-copy")
    for part in copy["partBag"]:
        made = hmac.digest(bytes.fromhex(part["salt"]), canonical(part["body"]), "sha256")
        assert made.hex() == part["commitment"]
        assert part["leafHash"].startswith("sha256:")


def test_a_copy_of_an_entry_has_its_public_parts_and_no_price(
    api: Api, alice: Actor, bob: Actor
) -> None:
    world = api.world
    price = {"consideration": {"amount": "1000.00", "currencyCode": "HKD"}}
    body = world.sale(world.hk_right(alice), alice, bob, **price)
    sold = world.file(alice, "assignment", body).transaction
    for reader in (None, alice):
        copy = certified(api, f"transactions/{sold}/certified-copy", reader)
        assert copy["copyCategory"] == "transaction"
        assert "price" not in {part["part"] for part in copy["partBag"]}
        assert "1000.00" not in json.dumps(copy)


def test_what_one_may_not_know_of_has_no_copy(api: Api) -> None:
    unknown = "AS-" + "2" * 14
    problem_of(api.get(f"assets/{unknown}/certified-copy"), 404, "asset-unknown")
    problem_of(api.get("transactions/TX-22222222222222/certified-copy"), 404)


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans", "pt"])
def test_the_copy_to_print_carries_statement_and_signature_in_each_language(
    api: Api, alice: Actor, language: str
) -> None:
    right = api.world.hk_right(alice)
    page = api.get(f"/{language}/assets/{right}/certified-copy")
    assert page.status_code == 200
    text = html.unescape(page.text)
    assert STATEMENT[language] in text
    (signed,) = re.findall(r"eyJ[\w-]+\.[\w-]+\.[\w-]+", text)
    assert json.loads(verified(api, signed))["record"] == right
    assert (
        f"/{language}/assets/{right}/certified-copy" in api.get(f"/{language}/assets/{right}").text
    )
