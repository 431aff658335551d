"""The witness protocol (C2SP tlog-witness 1.1): both ends, without HTTP and without a store.

A witness cosigns a checkpoint only if it continues the one that it cosigned last, so a log
that shows two histories must find two groups of witnesses. `Witness.add_checkpoint` is the
whole decision of the server; what it remembers is kept by a `WitnessStore`, whose `advance`
must be atomic and durable: two requests at once must not roll a log back.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Protocol

from ipregistry.tlog.checkpoints import Checkpoint, parse_checkpoint
from ipregistry.tlog.notes import (
    MAX_NOTE_BYTES,
    Note,
    NoteError,
    Signature,
    SignatureError,
    Signer,
    VerifierKey,
    parse_note,
    parse_signature,
    verified,
)
from ipregistry.tlog.tree import HASH_BYTES, root_hash, verify_consistency

ADD_CHECKPOINT = "add-checkpoint"
TEXT = "text/plain; charset=utf-8"
SIZE_TYPE = "text/x.tlog.size"
MAX_PROOF_LINES = 63
# "old" and 19 digits, 63 hashes in base64, and the longest note.
MAX_REQUEST_BYTES = 24 + MAX_PROOF_LINES * 45 + 1 + MAX_NOTE_BYTES
MAX_ANSWER_BYTES = MAX_NOTE_BYTES

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_MANY_TRIES = 100
MAX_SIZE = 2**63 - 1  # what databases hold


class RequestError(ValueError):
    """Not an add-checkpoint request, or not an answer to one."""


@dataclass(frozen=True, slots=True)
class Request:
    """A checkpoint (the note, verbatim), and the proof that it continues `old` entries."""

    old: int
    proof: tuple[bytes, ...]
    note: bytes

    def encoded(self) -> bytes:
        """The body of the request."""
        proof = "".join(base64.b64encode(value).decode() + "\n" for value in self.proof)
        return f"old {self.old}\n{proof}\n".encode() + self.note


def parse_request(body: bytes) -> Request:
    """A request from its body; the note is not looked into. Raises RequestError."""
    if len(body) > MAX_REQUEST_BYTES:
        raise RequestError(f"a request of {len(body)} bytes is too long")
    head, gap, note = body.partition(b"\n\n")
    try:
        first, *lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise RequestError("a size and a proof are ASCII") from error
    word, _, size = first.partition(" ")
    if not gap or word != "old" or not _SIZE.fullmatch(size):
        raise RequestError("a request begins with `old`, a size without leading zeros")
    if len(lines) > MAX_PROOF_LINES:
        raise RequestError(f"a proof of {len(lines)} hashes is too long")
    return Request(int(size), tuple(_hash(line) for line in lines), note)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a witness cosigned last of a log; `note` bears its cosignature of `time`."""

    size: int
    root: bytes
    note: bytes
    time: int


class WitnessStore(Protocol):
    """What a witness remembers: one `Seen` for each log, by its origin."""

    def latest(self, origin: str) -> Seen | None:
        """What was cosigned last; None if nothing ever was."""

    def advance(self, origin: str, before: Seen | None, after: Seen) -> bool:
        """Replace `before` by `after`, durably. False, and nothing done, if it is not the latest.

        Comparing and replacing are one step for every other caller, also in other processes.
        """


class Why(StrEnum):
    """Why a witness did not cosign. STALE: the old size is not the one that it cosigned last."""

    MALFORMED = "malformed"
    UNKNOWN_LOG = "unknown-log"
    NOT_SIGNED = "not-signed"
    SHRINKS = "shrinks"
    STALE = "stale"
    CLOCK = "clock"
    BUSY = "busy"
    ROOT_OF_EMPTY = "root-of-empty"
    FORK = "fork"
    NOT_CONSISTENT = "not-consistent"


_STATUS = {
    Why.MALFORMED: HTTPStatus.BAD_REQUEST,
    Why.UNKNOWN_LOG: HTTPStatus.NOT_FOUND,
    Why.NOT_SIGNED: HTTPStatus.FORBIDDEN,
    Why.SHRINKS: HTTPStatus.BAD_REQUEST,
    Why.STALE: HTTPStatus.CONFLICT,
    Why.CLOCK: HTTPStatus.SERVICE_UNAVAILABLE,
    Why.BUSY: HTTPStatus.SERVICE_UNAVAILABLE,
    Why.ROOT_OF_EMPTY: HTTPStatus.UNPROCESSABLE_ENTITY,
    Why.FORK: HTTPStatus.UNPROCESSABLE_ENTITY,
    Why.NOT_CONSISTENT: HTTPStatus.UNPROCESSABLE_ENTITY,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the witness says. `why` is None where it has cosigned.

    `evidence` is the checkpoint of a log that signed what cannot stand beside what it signed
    before, for whoever keeps such things.
    """

    status: int
    body: bytes
    content_type: str = TEXT
    why: Why | None = None
    evidence: bytes | None = None


def _refuse(why: Why, detail: str, evidence: bytes | None = None) -> Answer:
    return Answer(_STATUS[why], f"{detail}\n".encode(), TEXT, why, evidence)


def _conflict(size: int, evidence: bytes | None = None) -> Answer:
    return Answer(_STATUS[Why.STALE], f"{size}\n".encode(), SIZE_TYPE, Why.STALE, evidence)


@dataclass(frozen=True, slots=True)
class Witness:
    """A cosigner (a Signer of sort COSIGNATURE) and the keys of the logs that it knows."""

    signer: Signer
    logs: Mapping[str, Sequence[VerifierKey]]
    store: WitnessStore

    def add_checkpoint(self, body: bytes, now: int) -> Answer:
        """Cosign the checkpoint in `body` at `now` (POSIX seconds), or say why not.

        The checks and their order are those of the specification; nothing is stored unless
        all of them pass, and what is stored is stored before the cosignature is shown.
        """
        try:
            request = parse_request(body)
            note = parse_note(request.note)
            checkpoint = _believable(note)
        except (RequestError, NoteError) as error:
            return _refuse(Why.MALFORMED, str(error))
        keys = self.logs.get(checkpoint.origin)
        if keys is None:
            return _refuse(Why.UNKNOWN_LOG, "this log is not known here")
        try:
            signed = {(v.key.name, v.key.key_id) for v in verified(note, keys)}
        except SignatureError as error:
            return _refuse(Why.NOT_SIGNED, str(error))
        by_log = Note(note.text, tuple(s for s in note.signatures if (s.name, s.key_id) in signed))
        return self._decide(request, checkpoint, by_log, now)

    def _decide(self, request: Request, checkpoint: Checkpoint, note: Note, now: int) -> Answer:
        if request.old > checkpoint.size:
            return _refuse(Why.SHRINKS, "the old size is larger than the checkpoint's")
        for _ in range(_MANY_TRIES):
            latest = self.store.latest(checkpoint.origin)
            refusal = _refusal(request, checkpoint, latest)
            if refusal is not None:
                return refusal
            if latest is not None and now < latest.time:
                # It would say that the larger tree was the largest before the smaller one was.
                return _refuse(Why.CLOCK, "the clock of this witness is behind its last word")
            cosignature = self.signer.cosign(note.text, now)
            cosigned = note.with_signatures([cosignature]).encoded()
            after = Seen(checkpoint.size, checkpoint.root, cosigned, now)
            if self.store.advance(checkpoint.origin, latest, after):
                return Answer(HTTPStatus.OK, cosignature.line().encode())
        return _refuse(Why.BUSY, "too many others submit this log's checkpoints")


def _believable(note: Note) -> Checkpoint:
    checkpoint = parse_checkpoint(note.text)
    if checkpoint.size > MAX_SIZE:
        raise RequestError(f"no log has {checkpoint.size} entries")
    return checkpoint


def _refusal(request: Request, checkpoint: Checkpoint, latest: Seen | None) -> Answer | None:
    """Why a signed checkpoint does not continue what was cosigned last; None if it does."""
    old_size, old_root = (0, root_hash([])) if latest is None else (latest.size, latest.root)
    forked = checkpoint.size == old_size and checkpoint.root != old_root
    if request.old != old_size:
        return _conflict(old_size, request.note if forked and latest else None)
    if checkpoint.size == 0 and checkpoint.root != root_hash([]):
        return _refuse(Why.ROOT_OF_EMPTY, "a tree of no entries has one root", request.note)
    if forked:
        return _refuse(Why.FORK, f"another root was cosigned at {old_size}", request.note)
    if not verify_consistency(old_size, checkpoint.size, old_root, checkpoint.root, request.proof):
        return _refuse(
            Why.NOT_CONSISTENT, f"no proof that {old_size} entries go before", request.note
        )
    return None


def origin_hash(origin: str) -> str:
    """The name under which a witness serves its latest checkpoint of a log."""
    return hashlib.sha256(origin.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Cosigned:
    """The witness has cosigned; these are its signatures that hold."""

    signatures: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """The witness cosigned `size` last: a proof from there is wanted."""

    size: int


@dataclass(frozen=True, slots=True)
class Refused:
    """The witness did not cosign. With 422 it holds this log to be forked."""

    status: int
    detail: str


def parse_answer(
    status: int, content_type: str, body: bytes, note: bytes, witness: Sequence[VerifierKey]
) -> Cosigned | Behind | Refused:
    """What the witness with these keys answered to `note`. Never raises: a peer is untrusted."""
    if len(body) > MAX_ANSWER_BYTES:
        return Refused(status, f"an answer of {len(body)} bytes")
    if status == HTTPStatus.OK:
        try:
            return Cosigned(_cosignatures(body, note, witness))
        except NoteError as error:
            return Refused(status, str(error))
    text = body.decode("utf-8", "replace").strip()
    if status == HTTPStatus.CONFLICT and content_type.partition(";")[0].strip() == SIZE_TYPE:
        if _SIZE.fullmatch(text):
            return Behind(int(text))
        return Refused(status, "no size in the answer")
    return Refused(status, text[:200])


def _cosignatures(
    body: bytes, note: bytes, witness: Sequence[VerifierKey]
) -> tuple[Signature, ...]:
    try:
        lines = body.decode().removesuffix("\n").split("\n")
    except UnicodeDecodeError as error:
        raise NoteError("a signature line is UTF-8") from error
    signatures = [parse_signature(line) for line in lines]
    alone = Note(parse_note(note).text, tuple(signatures))
    held = {(v.key.name, v.key.key_id) for v in verified(alone, witness) if v.time}
    if not held:
        raise SignatureError("a cosignature without a time")
    return tuple(s for s in signatures if (s.name, s.key_id) in held)


def _hash(line: str) -> bytes:
    try:
        value = base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError) as error:
        raise RequestError("a proof is base64, a hash a line") from error
    if len(value) != HASH_BYTES or base64.b64encode(value).decode() != line:
        raise RequestError("a proof is of SHA-256 hashes, a line each")
    return value
