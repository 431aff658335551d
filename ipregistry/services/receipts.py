"""Signed promises: receipts for what was taken, notices for what was refused (JWS, Ed25519)."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from ipregistry.services.keys import Keys
from ipregistry.tlog.canonical import Json, canonical, parse

# The receipt promises that its entry is in the log within a day; the running publisher
# takes seconds.
MERGE_DELAY_SECONDS = 86_400
RECEIPT_TYPE = "ipr-receipt+jwt"


def sign(keys: Keys, kind: str, claims: Mapping[str, Json]) -> str:
    """A compact JWS (RFC 7515) of type `kind`, algorithm Ed25519 (RFC 9864)."""
    signing_input = _header(keys, kind) + b"." + _encode(canonical(claims))
    return (signing_input + b"." + _encode(keys.receipt.sign(signing_input))).decode()


def sign_detached(keys: Keys, kind: str, payload: bytes) -> str:
    """A compact JWS whose payload is not in it (RFC 7515 appendix F): it stands beside it."""
    header = _header(keys, kind)
    signature = keys.receipt.sign(header + b"." + _encode(payload))
    return (header + b".." + _encode(signature)).decode()


@lru_cache(maxsize=16)
def _header(keys: Keys, kind: str) -> bytes:
    return _encode(canonical({"alg": "Ed25519", "kid": keys.public_jwk["kid"], "typ": kind}))


def receipt(
    keys: Keys, node: str, *, filing: str, entry: str, leaf_hash: bytes, accepted_at: str
) -> str:
    """The receipt of a filing: whoever holds it can prove that the node took it, and when."""
    claims: dict[str, Json] = {
        "iss": node,
        "jti": filing,
        "entry": entry,
        "leafHash": "sha256:" + leaf_hash.hex(),
        "acceptedAt": accepted_at,
        "mmd": MERGE_DELAY_SECONDS,
    }
    return sign(keys, RECEIPT_TYPE, claims)


def refusal(keys: Keys, node: str, *, request_digest: str, codes: list[str], at: str) -> str:
    """The notice of a refusal: what was asked (by digest), why not, when."""
    claims: dict[str, Json] = {
        "iss": node,
        "requestDigest": request_digest,
        "codes": codes,
        "refusedAt": at,
    }
    return sign(keys, "ipr-refusal+jwt", claims)


def _encode(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def promises(keys: Keys, signed: str, leaf_hash: bytes) -> bool:
    """Whether `signed` is a receipt of this node for the entry with this leaf hash."""
    try:
        signing_input, _, signature = signed.encode().rpartition(b".")
        if not any(_holds(key, signature, signing_input) for key in keys.receipt_publics):
            return False
        claims = parse(_decode(signing_input.partition(b".")[2]))
    except (ValueError, TypeError):
        return False
    return claims.get("leafHash") == "sha256:" + leaf_hash.hex()


def _holds(public: bytes, signature: bytes, signing_input: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(_decode(signature), signing_input)
    except InvalidSignature:
        return False
    return True


def _decode(data: bytes) -> bytes:
    return base64.urlsafe_b64decode(data + b"=" * (-len(data) % 4))
