"""The node's secrets: the receipt key and the keys of its keyed hashes, in the data folder.

They stand outside the database: who has a copy of the register cannot sign for the node.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

RECEIPT_KEY = "receipt.pem"
NODE_SECRET = "node.secret"  # noqa: S105 - a file name


class KeysMissingError(Exception):
    """The node was not initialised: no keys in the data folder."""


@dataclass(frozen=True, slots=True)
class Keys:
    """`receipt` signs receipts and refusal notices; `secret` keys the keyed hashes."""

    receipt: Ed25519PrivateKey
    secret: bytes

    def keyed_hash(self, purpose: str, value: bytes) -> bytes:
        """HMAC-SHA256 under a key of its own for each purpose."""
        key = hmac.digest(self.secret, purpose.encode(), "sha256")
        return hmac.digest(key, value, "sha256")

    def seal(self, value: str) -> str:
        """The keyed hash of an identity number, as it is stored for matching."""
        return "hmac-sha256:" + self.keyed_hash("identity", value.encode()).hex()

    @property
    def public_bytes(self) -> bytes:
        """The raw public half of the receipt key."""
        return self.receipt.public_key().public_bytes_raw()

    @property
    def public_jwk(self) -> dict[str, str]:
        """The public half as a JWK (RFC 8037); `kid` is its RFC 7638 thumbprint."""
        x = base64.urlsafe_b64encode(self.public_bytes).rstrip(b"=").decode()
        members = f'{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}'
        thumbprint = hashlib.sha256(members.encode()).digest()
        kid = base64.urlsafe_b64encode(thumbprint).rstrip(b"=").decode()
        return {"kty": "OKP", "crv": "Ed25519", "x": x, "kid": kid, "use": "sig", "alg": "Ed25519"}


def create_keys(data: Path) -> bool:
    """Make the keys that are missing in `data`; True if any was made. Never replaces one."""
    folder = data / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    made = [
        _write_once(folder / RECEIPT_KEY, pem),
        _write_once(folder / NODE_SECRET, secrets.token_bytes(32)),
    ]
    return any(made)


def load_keys(data: Path) -> Keys:
    """The keys in `data`. Raises KeysMissingError where `ipregistry init` was not run."""
    folder = data / "keys"
    try:
        pem = (folder / RECEIPT_KEY).read_bytes()
        secret = (folder / NODE_SECRET).read_bytes()
    except FileNotFoundError as error:
        raise KeysMissingError(f"no keys in {folder}: run `ipregistry init` first") from error
    key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise KeysMissingError(f"{folder / RECEIPT_KEY} is not an Ed25519 key")
    return Keys(key, secret)


def _write_once(path: Path, content: bytes) -> bool:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return True
