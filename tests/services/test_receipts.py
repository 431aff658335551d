"""Receipts and refusal notices, read by a stranger who knows the published key only."""

import base64
import json
from typing import Any

import pytest
import sqlalchemy as sa
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from ipregistry.services.keys import create_keys, load_keys
from ipregistry.tlog.canonical import canonical
from ipregistry.tlog.leaves import sha256_text
from tests.world import World


def _stranger_reads(signed: str, jwk: dict[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    key = OKPKey.import_key({name: jwk[name] for name in ("kty", "crv", "x")})
    found = jws.deserialize_compact(signed, key, algorithms=["Ed25519"])
    return dict(found.headers()), json.loads(found.payload)


def _filed(world: World) -> tuple[Any, dict[str, Any]]:
    body = {"category": "organization", "nameBag": [{"value": "Sample", "languageCode": "en"}]}
    return world.send(world.registrar, "party-registration", body), body


def test_a_receipt_names_filing_entry_time_and_leaf(world: World) -> None:
    accepted, _ = _filed(world)
    headers, claims = _stranger_reads(accepted.receipt, world.node.keys.public_jwk)
    with world.node.engines.read.connect() as connection:
        entry = connection.execute(
            sa.text("SELECT * FROM entry WHERE filing_id = :id"), {"id": accepted.filing_id}
        ).one()
    assert headers["typ"] == "ipr-receipt+jwt"
    assert headers["kid"] == world.node.keys.public_jwk["kid"]
    assert claims == {
        "iss": "HK",
        "jti": accepted.filing_id,
        "entry": entry.id,
        "leafHash": "sha256:" + bytes(entry.leaf_hash).hex(),
        "acceptedAt": entry.recorded_at,
        "mmd": 86_400,
    }


def test_a_refusal_notice_names_request_reasons_and_time(world: World) -> None:
    alice, bob = world.owner("Sample A"), world.owner("Sample B")
    body = world.sale(world.hk_right(alice), bob, alice)
    refusal = world.refused(bob, "assignment", body)
    headers, claims = _stranger_reads(refusal.notice, world.node.keys.public_jwk)
    assert headers["typ"] == "ipr-refusal+jwt"
    assert claims["requestDigest"] == sha256_text(canonical(body))
    assert claims["codes"] == ["transferor-not-holder"]
    assert claims["iss"] == "HK"
    assert claims["refusedAt"].startswith("2026-06-01T")


@pytest.mark.parametrize("member", ["jti", "acceptedAt", "leafHash"])
def test_a_receipt_with_a_changed_claim_is_no_receipt(world: World, member: str) -> None:
    accepted, _ = _filed(world)
    head, payload, signature = accepted.receipt.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    forged = base64.urlsafe_b64encode(canonical({**claims, member: "else"})).rstrip(b"=").decode()
    with pytest.raises(JoseError):
        _stranger_reads(f"{head}.{forged}.{signature}", world.node.keys.public_jwk)


def test_a_receipt_signed_with_another_key_is_no_receipt(world: World, tmp_path: Any) -> None:
    accepted, _ = _filed(world)
    create_keys(tmp_path)
    with pytest.raises(JoseError):
        _stranger_reads(accepted.receipt, load_keys(tmp_path).public_jwk)


def test_a_receipt_passed_off_as_a_refusal_is_no_refusal(world: World) -> None:
    """The type stands in the signed header."""
    accepted, _ = _filed(world)
    head, payload, signature = accepted.receipt.split(".")
    header = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    header["typ"] = "ipr-refusal+jwt"
    forged = base64.urlsafe_b64encode(canonical(header)).rstrip(b"=").decode()
    with pytest.raises(JoseError):
        _stranger_reads(f"{forged}.{payload}.{signature}", world.node.keys.public_jwk)


def test_the_key_id_is_the_thumbprint_that_others_compute(world: World) -> None:
    jwk = world.node.keys.public_jwk
    assert OKPKey.import_key({n: jwk[n] for n in ("kty", "crv", "x")}).thumbprint() == jwk["kid"]
