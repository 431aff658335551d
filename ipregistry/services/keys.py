"""The node's secrets: the receipt key and the keys of its keyed hashes, in the data folder.

They stand outside the database: who has a copy of the register cannot sign for the node.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ipregistry.services.log.storing import replace

RECEIPT_KEY = "receipt.pem"
RETIRED = "receipt-retired.json"
WITNESS_KEY = "witness.pem"
NODE_SECRET = "node.secret"  # noqa: S105 - a file name


class KeysMissingError(Exception):
    """The node was not initialised: no keys in the data folder."""


@dataclass(frozen=True, slots=True)
class RetiredKey:
    """The public half of a key that signed receipts until about `until`."""

    kid: str
    public: bytes
    until: str


@dataclass(frozen=True, slots=True)
class Keys:
    """`receipt` signs receipts and refusal notices; `secret` keys the keyed hashes.

    `witness` cosigns other nodes' checkpoints; it is never the key of our own log.
    """

    receipt: Ed25519PrivateKey
    secret: bytes
    witness: Ed25519PrivateKey
    retired: tuple[RetiredKey, ...] = ()

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

    @property
    def receipt_publics(self) -> list[bytes]:
        """The raw public keys whose signatures on receipts are the node's, the present first."""
        return [self.public_bytes, *(key.public for key in self.retired)]


def create_keys(data: Path) -> bool:
    """Make the keys that are missing in `data`; True if any was made. Never replaces one."""
    folder = data / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = [
        _write_once(folder / RECEIPT_KEY, _new_key()),
        _write_once(folder / WITNESS_KEY, _new_key()),
        _write_once(folder / NODE_SECRET, secrets.token_bytes(32)),
    ]
    return any(made)


def load_keys(data: Path) -> Keys:
    """The keys in `data`. Raises KeysMissingError where `ipregistry init` was not run."""
    folder = data / "keys"
    try:
        secret = (folder / NODE_SECRET).read_bytes()
        receipt, witness = _read_key(folder / RECEIPT_KEY), _read_key(folder / WITNESS_KEY)
        return Keys(receipt, secret, witness, _read_retired(folder / RETIRED))
    except FileNotFoundError as error:
        raise KeysMissingError(f"no keys in {folder}: run `ipregistry init` first") from error


def rotate_receipt_key(data: Path, at: str) -> str:
    """A new key for receipts, from the next start on; its kid. The one before is kept, public half.

    Raises KeysMissingError. May be called again where it was broken off.
    """
    folder, before = data / "keys", load_keys(data)
    known = {key.kid: key for key in before.retired}
    kid = before.public_jwk["kid"]
    known[kid] = RetiredKey(kid, before.public_bytes, at)
    listed = [
        {"kid": key.kid, "public": key.public.hex(), "until": key.until} for key in known.values()
    ]
    replace(folder / RETIRED, json.dumps(listed, indent=1).encode(), 0o600)
    replace(folder / RECEIPT_KEY, _new_key(), 0o600)
    return load_keys(data).public_jwk["kid"]


def _read_retired(path: Path) -> tuple[RetiredKey, ...]:
    if not path.exists():
        return ()
    listed = json.loads(path.read_bytes())
    return tuple(RetiredKey(k["kid"], bytes.fromhex(k["public"]), k["until"]) for k in listed)


def _new_key() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _read_key(path: Path) -> Ed25519PrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise KeysMissingError(f"{path} is not an Ed25519 key")
    return key


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
