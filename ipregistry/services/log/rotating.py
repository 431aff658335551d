"""A new log key takes over; a new receipt key does.

The log keeps its name and its tree. C2SP lets a checkpoint bear several signatures of the log
and readers pass over keys that they do not know: so for a time both keys sign, the old one
also a note that names the new one, and then the old one goes. No reader is ever without a
signature that he can check.
"""

from __future__ import annotations

import json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ipregistry.services.log.places import LogPlace
from ipregistry.services.log.signing import (
    KEY_CHANGES,
    LOG_KEY,
    NEXT_KEY,
    PREVIOUS_KEY,
    SIGNED,
    key_pem,
    locked,
    open_signer,
)
from ipregistry.services.log.storing import force_folders, replace
from ipregistry.tlog.checkpoints import open_checkpoint
from ipregistry.tlog.notes import NoteError, VerifierKey, sign_note

# First line of the note; no origin has blanks, so it is no checkpoint.
SUCCESSION = "ipregistry log key"


class RotationError(Exception):
    """The change of keys cannot be made now; the message says why."""


def rotate_log_key(place: LogPlace) -> str:
    """A new log key beside the old one; both sign from now on. The new verifier key.

    May be called again where it was broken off. Raises RotationError, LogHaltedError,
    SignerBusyError.
    """
    with locked(place.keys):
        following, current = place.keys / NEXT_KEY, place.keys / LOG_KEY
        if (place.keys / PREVIOUS_KEY).exists() and not following.exists():
            raise RotationError("the key before still signs: retire it first")
        if not following.exists():
            replace(following, key_pem(Ed25519PrivateKey.generate()), 0o600)
        if current.exists():
            current.rename(place.keys / PREVIOUS_KEY)
        following.rename(current)
        force_folders([place.keys])
    return _sign_again(place)


def retire_log_key(place: LogPlace) -> str:
    """The key before signs no more, and is destroyed. The verifier key that remains."""
    with open_signer(place) as signer:
        if len(signer.signers) == 1:
            raise RotationError("there is no key to retire")
        if not _shows(place, signer.signer.verifier):
            raise RotationError("what is on show does not bear the new signature yet: wait for it")
        # The state first, under the one that stays: else it could not be read any more.
        replace(place.keys / SIGNED, signer.signed_by(signer.signers[:1]), 0o600)
        (place.keys / PREVIOUS_KEY).unlink()
        force_folders([place.keys])
        return str(signer.signer.verifier)


def _shows(place: LogPlace, key: VerifierKey) -> bool:
    try:
        open_checkpoint(place.checkpoint.read_bytes(), key)
    except (OSError, NoteError):
        return False
    return True


def _sign_again(place: LogPlace) -> str:
    """The same checkpoint under both keys, and the old key's word for the new one."""
    with open_signer(place) as signer:
        replace(place.keys / SIGNED, signer.signed_by(signer.signers), 0o600)
        changes = read_changes(place)
        new, old = signer.signers
        text = f"{SUCCESSION}\n{signer.origin}\n{new.verifier}\n"
        note = sign_note(text, [old, new]).encoded().decode()
        if note not in changes:
            content = json.dumps([*changes, note], ensure_ascii=False, indent=1).encode()
            replace(place.keys / KEY_CHANGES, content, 0o600)
        return str(new.verifier)


def read_changes(place: LogPlace) -> list[str]:
    """The notes by which each key named the next, oldest first."""
    path = place.keys / KEY_CHANGES
    if not path.exists():
        return []
    changes: list[str] = json.loads(path.read_bytes())
    return changes
