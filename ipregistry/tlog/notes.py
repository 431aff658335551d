"""Signed notes (C2SP signed-note): text, and the signatures of keys that a reader knows or not.

Two sorts of signature are made and checked: Ed25519 over the text (0x01), and timestamped
Ed25519 cosignatures of checkpoints (0x04, C2SP tlog-cosignature). Signatures of other sorts,
and of unknown keys, are passed over, as the specification asks.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = 0x01
COSIGNATURE = 0x04

# Readers must take sixteen signatures; each may be a post-quantum one of nearly five kilobytes.
MAX_NOTE_BYTES = 256 * 1024
MAX_SIGNATURES = 64

_DASH = "\u2014 "
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_PUBLIC_BYTES = 32
_KEY_ID_BYTES = 4
_TIME_BYTES = 8
_LATEST = 2**63 - 1


class NoteError(ValueError):
    """Not a note, not a key, or a signature of a known key that does not hold."""


class SignatureError(NoteError):
    """A known key's signature does not hold, or no known key has signed."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with its name and its sort of signature."""

    name: str
    algorithm: int
    public: bytes

    def __post_init__(self) -> None:
        _check_name(self.name)
        if self.algorithm in {ED25519, COSIGNATURE} and len(self.public) != _PUBLIC_BYTES:
            raise NoteError(f"a key of {len(self.public)} bytes is no Ed25519 key")

    @property
    def key_id(self) -> bytes:
        """SHA-256(name ‖ 0x0A ‖ sort ‖ public key), the first four bytes (signed-note)."""
        return key_id(self.name, self.algorithm, self.public)

    def __str__(self) -> str:
        """The vkey: ``name+hex(key id)+base64(sort ‖ public key)``."""
        material = base64.b64encode(bytes([self.algorithm]) + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{material}"


def key_id(name: str, algorithm: int, public: bytes) -> bytes:
    """The four bytes by which signatures name a key."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([algorithm]) + public).digest()[:4]


def parse_vkey(text: str) -> VerifierKey:
    """A verifier key from its text. Raises NoteError, also where the key id is another key's."""
    parts = text.split("+", 2)
    if len(parts) != 3:  # noqa: PLR2004 - name, key id, key
        raise NoteError("a verifier key has a name, a key id and a key, joined by +")
    name, said_id, material = parts
    decoded = _base64(material)
    if len(decoded) <= 1:
        raise NoteError("a verifier key without a key")
    key = VerifierKey(name, decoded[0], decoded[1:])
    if said_id != key.key_id.hex():
        raise NoteError(f"the key id of {name} is not that of its key")
    return key


@dataclass(frozen=True, slots=True)
class Signature:
    """One line of a note; `payload` is what follows the key id."""

    name: str
    key_id: bytes
    payload: bytes

    def line(self) -> str:
        """The line as it stands in the note."""
        encoded = base64.b64encode(self.key_id + self.payload).decode()
        return f"{_DASH}{self.name} {encoded}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text (it ends in a newline) and who signed it. Nothing of it is true yet."""

    text: str
    signatures: tuple[Signature, ...]

    def encoded(self) -> bytes:
        """The note as bytes."""
        return (self.text + "\n" + "".join(s.line() for s in self.signatures)).encode()

    def with_signatures(self, more: Iterable[Signature]) -> Note:
        """The note with further signatures, each key's newest once, at the end."""
        added = {(s.name, s.key_id): s for s in more}
        kept = [s for s in self.signatures if (s.name, s.key_id) not in added]
        return Note(self.text, (*kept, *added.values()))


@dataclass(frozen=True, slots=True)
class Verified:
    """A known key's signature that holds; `time` (POSIX seconds) is that of a cosignature."""

    key: VerifierKey
    time: int | None


def parse_note(data: bytes) -> Note:
    """A note from its bytes, nothing verified. Raises NoteError."""
    if len(data) > MAX_NOTE_BYTES:
        raise NoteError(f"a note of {len(data)} bytes is too long")
    try:
        whole = data.decode()
    except UnicodeDecodeError as error:
        raise NoteError("a note is UTF-8") from error
    if _CONTROL.search(whole):
        raise NoteError("a note has no control characters")
    text, gap, lines = whole.rpartition("\n\n")
    if not gap or not text or not lines.endswith("\n"):
        raise NoteError("a note is text, an empty line, and signature lines")
    signed = lines.split("\n")[:-1]
    if len(signed) > MAX_SIGNATURES:
        raise NoteError(f"a note with {len(signed)} signatures is too long")
    return Note(text + "\n", tuple(parse_signature(line) for line in signed))


def parse_signature(line: str) -> Signature:
    """A signature line without its newline. Raises NoteError."""
    if not line.startswith(_DASH):
        raise NoteError("a signature line starts with an em dash and a space")
    name, space, encoded = line[len(_DASH) :].partition(" ")
    _check_name(name)
    decoded = _base64(encoded)
    if not space or len(decoded) <= _KEY_ID_BYTES:
        raise NoteError(f"the signature of {name} is too short")
    return Signature(name, decoded[:_KEY_ID_BYTES], decoded[_KEY_ID_BYTES:])


def verified(note: Note, keys: Iterable[VerifierKey]) -> tuple[Verified, ...]:
    """Whose signatures of `keys` the note bears, each key once; all of them hold.

    Raises SignatureError where one of them does not, or where none of them is there.
    """
    known = {(key.name, key.key_id): key for key in keys}
    found: dict[tuple[str, bytes], Verified] = {}
    for signature in note.signatures:
        name = (signature.name, signature.key_id)
        key = known.get(name)
        if key is not None and key.algorithm in {ED25519, COSIGNATURE}:
            found[name] = Verified(key, _verify(note.text, key, signature.payload))
    if not found:
        raise SignatureError("no known key has signed this note")
    return tuple(found.values())


def _verify(text: str, key: VerifierKey, payload: bytes) -> int | None:
    """The time of a cosignature, None of a plain signature. Raises SignatureError."""
    time, message, signature = None, text.encode(), payload
    if key.algorithm == COSIGNATURE:
        time = int.from_bytes(payload[:_TIME_BYTES], "big")
        message, signature = cosigned(text, time), payload[_TIME_BYTES:]
        if time > _LATEST:
            raise SignatureError(f"the time of the cosignature of {key.name} is none")
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, message)
    except InvalidSignature as error:
        raise SignatureError(f"the signature of {key.name} does not hold") from error
    return time


def cosigned(text: str, time: int) -> bytes:
    """What a cosigner signs: the header, the time, the checkpoint (tlog-cosignature)."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key with its name and its sort of signature."""

    name: str
    private: Ed25519PrivateKey
    algorithm: int = ED25519

    @property
    def verifier(self) -> VerifierKey:
        """The public half."""
        public = self.private.public_key().public_bytes_raw()
        return VerifierKey(self.name, self.algorithm, public)

    def sign(self, text: str) -> Signature:
        """A plain signature over a text that ends in a newline."""
        check_text(text)
        if self.algorithm != ED25519:
            raise NoteError("a cosigner signs with a time")
        return Signature(self.name, self.verifier.key_id, self.private.sign(text.encode()))

    def cosign(self, text: str, time: int) -> Signature:
        """A cosignature of a checkpoint at `time` (POSIX seconds)."""
        check_text(text)
        if self.algorithm != COSIGNATURE:
            raise NoteError("only a cosigner signs with a time")
        payload = time.to_bytes(_TIME_BYTES, "big") + self.private.sign(cosigned(text, time))
        return Signature(self.name, self.verifier.key_id, payload)


def sign_note(text: str, signers: Sequence[Signer]) -> Note:
    """A note under the plain signatures of `signers`, in their order."""
    return Note(text, tuple(signer.sign(text) for signer in signers))


def check_text(text: str) -> None:
    """Raises NoteError for what cannot be the text of a note."""
    if not text.endswith("\n") or text == "\n" or _CONTROL.search(text):
        raise NoteError("the text of a note ends in a newline and has no control characters")


def _check_name(name: str) -> None:
    if not name or "+" in name or any(c.isspace() for c in name) or _CONTROL.search(name):
        raise NoteError("a key's name is not empty and has neither spaces nor +")


def _base64(text: str) -> bytes:
    try:
        decoded = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("not base64 (RFC 4648 section 4)") from error
    if base64.b64encode(decoded).decode() != text:
        raise NoteError("base64 with bits that say nothing")
    return decoded
