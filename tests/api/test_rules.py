"""What the rules forbid: every reason at once with its place, a signed notice, nothing stored."""

import json
from hashlib import sha256
from typing import Any

import pytest
from joserfc import jws
from joserfc.errors import BadSignatureError
from joserfc.jwk import OKPKey

from ipregistry.domain.access import Actor
from ipregistry.web.messages import message
from tests.api.desk import Api, codes, places, problem_of


@pytest.fixture
def right(api: Api, alice: Actor) -> str:
    return api.world.hk_right(alice)


def unchanged(api: Api, before: dict[str, int]) -> None:
    """Nothing was stored but a line in the audit log."""
    after = api.world.rows()
    assert after.pop("audit") == before.pop("audit") + 1
    assert after == before


def test_every_reason_is_told_at_once(api: Api, right: str, alice: Actor, bob: Actor) -> None:
    body = api.world.sale(right, bob, alice, share="1/2", executed="2199-01-01")
    body["transfereeBag"].append({"party": alice.party, "share": "1/3"})
    before = api.world.rows()
    problem = problem_of(api.file(bob, "assignment", body), 422, "rules-forbid")
    assert {
        ("/transferorBag/0", "transferor-not-holder"),
        ("/transfereeBag/1/party", "party-named-twice"),
        ("/executedDate", "date-in-future"),
    } <= places(problem)
    unchanged(api, before)


def test_shares_that_do_not_add_up_are_refused(
    api: Api, right: str, alice: Actor, bob: Actor
) -> None:
    body = api.world.sale(right, alice, bob)
    body["transfereeBag"][0]["share"] = "2/3"
    before = api.world.rows()
    problem = problem_of(api.file(alice, "assignment", body), 422, "rules-forbid")
    assert codes(problem) == {"shares-do-not-add-up"}
    unchanged(api, before)


@pytest.mark.parametrize("share", ["0", "-1/2", "3/2", "1/0", "0.5", "50%", "½"])
def test_a_share_that_is_no_fraction_is_refused(
    api: Api, right: str, alice: Actor, bob: Actor, share: str
) -> None:
    body = api.world.sale(right, alice, bob, share=share)
    problem = problem_of(api.file(alice, "assignment", body), 422)
    assert ("/transferorBag/0/share", "share-not-a-fraction") in places(problem)


def test_a_transferor_who_holds_nothing_is_refused(
    api: Api, right: str, alice: Actor, bob: Actor
) -> None:
    body = api.world.sale(right, bob, alice)
    before = api.world.rows()
    problem = problem_of(api.file(bob, "assignment", body), 422)
    assert codes(problem) == {"transferor-not-holder"}
    unchanged(api, before)


def test_somebody_without_standing_is_told_403(
    api: Api, right: str, alice: Actor, bob: Actor
) -> None:
    stranger = api.world.owner("Sample Stranger")
    before = api.world.rows()
    answer = api.file(stranger, "assignment", api.world.sale(right, alice, bob))
    problem = problem_of(answer, 403, "filing-not-yours")
    assert {v["severity"] for v in problem["errorBag"]} == {"forbidden"}
    unchanged(api, before)


def test_an_unpublished_right_is_not_known_to_a_stranger(
    api: Api, alice: Actor, bob: Actor
) -> None:
    hidden = api.world.hk_right(alice, publishedIndicator=False)
    body = api.world.sale(hidden, alice, bob, seen=1)
    stranger = problem_of(api.file(bob, "assignment", body), 422)
    assert places(stranger) == {("/assetBag/0/id", "asset-unknown")}
    assert api.file(alice, "assignment", body).status_code == 201


# ------------------------------------------------------------------ stale


def test_a_stale_title_version_alone_is_409_and_names_what_changed(
    api: Api, right: str, alice: Actor, bob: Actor
) -> None:
    body = api.world.sale(right, alice, bob, seen=0)
    before = api.world.rows()
    problem = problem_of(api.file(alice, "assignment", body), 409, "stale")
    (reason,) = [v for v in problem["errorBag"] if v["severity"] != "warning"]
    assert (reason["code"], reason["severity"]) == ("stale-version", "race")
    assert reason["params"]["seen"] == "0"
    assert reason["params"]["current"] == "1"
    assert reason["params"]["changed"]
    unchanged(api, before)


def test_a_stale_title_version_beside_another_reason_is_422(
    api: Api, right: str, alice: Actor, bob: Actor
) -> None:
    body = api.world.sale(right, bob, alice, seen=0)
    problem = problem_of(api.file(bob, "assignment", body), 422, "rules-forbid")
    assert codes(problem) == {"stale-version", "transferor-not-holder"}


# ------------------------------------------------------------------ languages, check, notice


@pytest.mark.parametrize(
    ("asked", "language"),
    [("zh-HK", "zh-Hant"), ("zh-CN", "zh-Hans"), ("pt-MO", "pt"), ("en", "en")],
)
def test_reasons_are_told_in_the_callers_language(
    api: Api, right: str, alice: Actor, bob: Actor, asked: str, language: str
) -> None:
    body = api.world.sale(right, alice, bob, seen=0)
    answer = api.file(alice, "assignment", body, headers={"Accept-Language": asked})
    problem = problem_of(answer, 409)
    assert problem["message"] == message("stale", {}, language)
    for reason in problem["errorBag"]:
        assert reason["message"] == message(reason["code"], reason["params"], language)
        assert reason["code"] not in reason["message"]


def test_check_gives_the_reasons_that_filing_gives(
    api: Api, right: str, alice: Actor, bob: Actor
) -> None:
    body = api.world.sale(right, bob, alice, seen=0)
    checked, filed = api.check(bob, "assignment", body), api.file(bob, "assignment", body)
    assert checked.status_code == filed.status_code == 422
    assert json.loads(checked.data)["errorBag"] == json.loads(filed.data)["errorBag"]


def test_check_of_what_would_pass_stores_nothing(
    api: Api, right: str, alice: Actor, bob: Actor
) -> None:
    before = api.world.rows()
    answer = api.check(alice, "assignment", api.world.sale(right, alice, bob))
    assert answer.status_code == 200
    assert answer.json["status"] == "recorded"
    assert api.world.rows() == before


def published_key(api: Api) -> OKPKey:
    answer = api.get("/log/receipt-key")
    assert answer.status_code == 200
    return OKPKey.import_key(answer.json)


def claims_of(token: str, key: OKPKey, kind: str) -> dict[str, Any]:
    signed = jws.deserialize_compact(token, key, algorithms=["Ed25519"])
    assert signed.protected["typ"] == kind
    assert signed.protected["kid"] == key.thumbprint()
    return dict(json.loads(signed.payload))


def test_the_notice_of_a_refusal_proves_what_was_refused_and_why(
    api: Api, right: str, alice: Actor, bob: Actor
) -> None:
    body = api.world.sale(right, bob, alice, seen=0)
    problem = problem_of(api.file(bob, "assignment", body), 422)
    claims = claims_of(problem["refusalNotice"], published_key(api), "ipr-refusal+jwt")
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert claims["requestDigest"] == "sha256:" + sha256(canonical.encode()).hexdigest()
    assert set(claims["codes"]) == codes(problem)
    assert claims["iss"] == api.world.node.identity.code
    assert claims["refusedAt"].startswith("2026-")


def test_a_notice_that_was_tampered_with_proves_nothing(
    api: Api, right: str, alice: Actor, bob: Actor
) -> None:
    problem = problem_of(api.file(bob, "assignment", api.world.sale(right, bob, alice)), 422)
    head, payload, signature = problem["refusalNotice"].split(".")
    other = payload[:-2] + ("AA" if payload[-2:] != "AA" else "BB")
    with pytest.raises(BadSignatureError):
        claims_of(f"{head}.{other}.{signature}", published_key(api), "ipr-refusal+jwt")


def test_a_receipt_is_signed_with_the_published_key(
    api: Api, right: str, alice: Actor, bob: Actor
) -> None:
    answer = api.file(alice, "assignment", api.world.sale(right, alice, bob))
    assert answer.status_code == 201
    claims = claims_of(answer.json["receipt"], published_key(api), "ipr-receipt+jwt")
    assert answer.headers["Location"].endswith(claims["jti"])
