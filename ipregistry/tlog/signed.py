"""Signed statements (JWS, RFC 7515) as their holder checks them: Ed25519 and nothing else."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from ipregistry.tlog.canonical import parse

_SEGMENTS = 3


class SignedError(ValueError):
    """No statement of this kind that this key has signed."""


def open_signed(token: str, key: bytes, kind: str, payload: bytes | None = None) -> bytes:
    """The payload that `key` (a raw Ed25519 key) has signed as `kind`. Raises SignedError.

    `payload` is given where it stands beside the token (RFC 7515 appendix F).
    """
    segments = token.split(".")
    if len(segments) != _SEGMENTS or (payload is not None and segments[1]):
        raise SignedError("not a compact signature of this form")
    head, body, signature = segments
    if payload is not None:
        body = base64.urlsafe_b64encode(payload).rstrip(b"=").decode()
    header = _object(_decode(head))
    if header.get("alg") != "Ed25519" or header.get("typ") != kind:
        raise SignedError(f"not signed as {kind} with Ed25519")
    try:
        signed = f"{head}.{body}".encode()
        Ed25519PublicKey.from_public_bytes(key).verify(_decode(signature), signed)
    except (InvalidSignature, ValueError) as error:
        raise SignedError("the signature does not hold") from error
    return _decode(body)


def read_jwk(value: Mapping[str, Any]) -> bytes:
    """The raw key in a JSON Web Key (RFC 8037). Raises SignedError."""
    if (value.get("kty"), value.get("crv")) != ("OKP", "Ed25519"):
        raise SignedError("not an Ed25519 key")
    return _decode(str(value.get("x", "")))


def _object(data: bytes) -> Mapping[str, Any]:
    try:
        return parse(data)
    except (ValueError, TypeError) as error:
        raise SignedError("the header is no JSON object") from error


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise SignedError("not base64url") from error
