"""Keys from files as people have them: verifier keys of the log, the receipt key."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence

from ipregistry.services.log.certifying import CERTIFICATE
from ipregistry.tlog.notes import (
    MAX_NOTE_BYTES,
    NoteError,
    VerifierKey,
    parse_note,
    parse_vkey,
    verified,
)
from ipregistry.tlog.policies import MAX_POLICY_BYTES, Policy, PolicyError, parse_policy
from ipregistry.tlog.signed import SignedError, read_jwk

# Of a file of keys, a policy, a checkpoint that was kept.
MAX_FILE_BYTES = max(MAX_NOTE_BYTES, MAX_POLICY_BYTES)
_LINES = 5
_KEY_BYTES = 32


class KeyFileError(Exception):
    """What was given is no key of the sort that is needed."""


def log_keys(texts: Sequence[str]) -> list[VerifierKey]:
    """The verifier keys in these texts, one a line. Raises KeyFileError."""
    lines = [line.strip() for text in texts for line in text.splitlines() if line.strip()]
    try:
        keys = [parse_vkey(line) for line in lines]
    except NoteError as error:
        raise KeyFileError(str(error)) from error
    if not keys:
        raise KeyFileError("no verifier key of the log (name+id+key)")
    return keys


def keys_and_policy(
    texts: Sequence[str], content: bytes | None
) -> tuple[list[VerifierKey], Policy | None]:
    """By which keys a log is judged, and by which witnesses (C2SP tlog-policy).

    A policy that names its logs needs no other keys; one that names none speaks of the logs of
    `texts`. Raises KeyFileError.
    """
    if content is None:
        return log_keys(texts), None
    try:
        policy = parse_policy(content)
    except PolicyError as error:
        raise KeyFileError(str(error)) from error
    if policy.logs:
        return (log_keys(texts) if texts else [log.key for log in policy.logs]), policy
    keys = log_keys(texts)
    return keys, policy.trusting(*keys)


def receipt_key(content: bytes, logs: Sequence[VerifierKey]) -> bytes:
    """The receipt key in a JSON Web Key, or in the log's note about it. Raises KeyFileError."""
    try:
        if content.lstrip().startswith(b"{"):
            value = json.loads(content)
            if "certification" not in value:
                return read_jwk(value)
            # As a node tells it: then the log's own word counts.
            content = str(value["certification"]).encode()
        return certified_key(content, logs)
    except (SignedError, NoteError, ValueError) as error:
        raise KeyFileError(str(error)) from error


def certified_key(note: bytes, logs: Sequence[VerifierKey]) -> bytes:
    """The receipt key in a note that one of `logs` has signed. Raises NoteError, ValueError."""
    opened = parse_note(note)
    verified(opened, logs)
    lines = opened.text.split("\n")[:-1]
    if len(lines) != _LINES or lines[0] != CERTIFICATE:
        raise ValueError("not the log's word for a receipt key")
    try:
        key = base64.b64decode(lines[4], validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
    if len(key) != _KEY_BYTES:
        raise ValueError("not an Ed25519 key")
    return key
