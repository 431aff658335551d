"""The log key, and what it signed last: the one place that can keep the node from forking.

Both stand outside the database, in a folder of the publisher's own. `signed` is the last
checkpoint that was signed, with its signature: forced to the disk before anybody sees it,
so a register that was restored from an old copy meets it and stops. `lock` is held for a
whole round: a second publisher waits.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ipregistry.services.log.alarms import LogHaltedError
from ipregistry.services.log.places import LogPlace
from ipregistry.services.log.storing import replace
from ipregistry.tlog.checkpoints import Checkpoint, parse_checkpoint
from ipregistry.tlog.notes import NoteError, Signer, VerifierKey, parse_note, sign_note, verified
from ipregistry.tlog.tree import root_hash, verify_consistency

LOG_KEY = "log.pem"
# While keys change: the one that is to come, and the one before, which signs too.
NEXT_KEY = "log-next.pem"
PREVIOUS_KEY = "log-previous.pem"
KEY_CHANGES = "key-changes.json"
SIGNED = "signed"
LOCK = "lock"


class SignerBusyError(Exception):
    """Another publisher is at work with this key."""


@dataclass(slots=True)
class LogSigner:
    """The key with what it signed last. Only `open_signer` makes one; it is good inside it.

    `signers` are the log's key and, while keys change, the one before.
    """

    folder: Path
    signers: list[Signer]
    last: Checkpoint
    note: bytes

    @property
    def signer(self) -> Signer:
        """The log's key."""
        return self.signers[0]

    def signed_by(self, signers: Sequence[Signer]) -> bytes:
        """The last checkpoint again, under these keys: the same text."""
        return sign_note(self.last.text(), signers).encoded()

    @property
    def verifiers(self) -> list[VerifierKey]:
        """The keys whose signatures are this log's."""
        return [signer.verifier for signer in self.signers]

    @property
    def origin(self) -> str:
        """The name of the log, fixed when it began."""
        return self.last.origin

    def sign(self, size: int, root: bytes, proof: Sequence[bytes]) -> bytes:
        """The signed checkpoint of this tree; `proof` shows that it continues the last one.

        The same tree again gives the same note; there is never a second one at a size.
        Raises LogHaltedError for a smaller tree, another one of this size, or one that
        does not continue what was signed.
        """
        if size < self.last.size:
            raise LogHaltedError(
                "register-older-than-log",
                f"a checkpoint of {self.last.size} entries is signed; this tree has {size}",
            )
        if (size, root) == (self.last.size, self.last.root):
            return self.note
        if size == self.last.size or not verify_consistency(
            self.last.size, size, self.last.root, root, proof
        ):
            raise LogHaltedError(
                "register-differs-from-log",
                f"the tree of {size} entries does not continue the signed one of {self.last.size}",
            )
        checkpoint = Checkpoint(self.origin, size, root)
        note = sign_note(checkpoint.text(), self.signers).encoded()
        replace(self.folder / SIGNED, note, 0o600)
        self.last, self.note = checkpoint, note
        return note

    def certify(self, text: str) -> bytes:
        """A note about something else than a tree: its first line is no log's origin."""
        if " " not in text.partition("\n")[0]:
            raise ValueError("this could be read as a checkpoint")
        return sign_note(text, self.signers).encoded()


@contextmanager
def open_signer(place: LogPlace) -> Iterator[LogSigner]:
    """The signer, for as long as this process alone has it.

    Raises SignerBusyError, or LogHaltedError where key or state are missing or damaged.
    """
    with locked(place.keys):
        keys = [_read_key(place.keys / LOG_KEY)]
        if (place.keys / PREVIOUS_KEY).exists():
            keys.append(_read_key(place.keys / PREVIOUS_KEY))
        note = _read_state(place.keys / SIGNED)
        yield _opened(place.keys, keys, note)


def create_log(place: LogPlace) -> bool:
    """Begin a log: a key, and a signed checkpoint of the empty tree. False if one is here.

    Never called by the publisher: where its state is missing it stops, since a log that
    begins again would fork from the one that was.
    """
    place.keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    if (place.keys / SIGNED).exists():
        return False
    with locked(place.keys):
        key_file = place.keys / LOG_KEY
        # Key first: a process that is killed between the two goes on with the same key.
        if not key_file.exists():
            replace(key_file, key_pem(Ed25519PrivateKey.generate()), 0o600)
        signer = Signer(place.origin, _read_key(key_file))
        note = sign_note(Checkpoint(place.origin, 0, root_hash([])).text(), [signer]).encoded()
        replace(place.keys / SIGNED, note, 0o600)
    return True


def _opened(folder: Path, keys: Sequence[Ed25519PrivateKey], note: bytes) -> LogSigner:
    try:
        parsed = parse_note(note)
        last = parse_checkpoint(parsed.text)
        signers = [Signer(last.origin, key) for key in keys]
        verified(parsed, [signer.verifier for signer in signers])
    except NoteError as error:
        raise LogHaltedError(
            "log-state-damaged", f"{folder / SIGNED} is not a checkpoint under the log key"
        ) from error
    return LogSigner(folder, signers, last, note)


def _read_key(path: Path) -> Ed25519PrivateKey:
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError) as error:
        raise LogHaltedError("log-key-missing", f"{path} cannot be read: {error}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise LogHaltedError("log-key-missing", f"{path} is not an Ed25519 key")
    return key


def _read_state(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise LogHaltedError(
            "log-state-missing",
            f"{path} cannot be read ({error}); without it nobody knows what was signed last",
        ) from error


def key_pem(key: Ed25519PrivateKey) -> bytes:
    """A private key as it is kept."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """The publisher's lock. Raises SignerBusyError, LogHaltedError."""
    try:
        handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise LogHaltedError("log-key-missing", f"{folder} cannot be read: {error}") from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise SignerBusyError from error
        yield
    finally:
        os.close(handle)
