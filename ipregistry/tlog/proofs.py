"""Proofs that an entry is in a log (C2SP tlog-proof): a text that is verified offline."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

from ipregistry.tlog.checkpoints import Checkpoint, checkpoint_of
from ipregistry.tlog.notes import MAX_NOTE_BYTES, NoteError, VerifierKey, parse_note, verified
from ipregistry.tlog.tree import HASH_BYTES, verify_inclusion

HEADER = "c2sp.org/tlog-proof@v1"
MEDIA_TYPE = "text/plain; charset=utf-8"
# A path of 63 hashes, some extra data, and a checkpoint with many signatures.
MAX_PROOF_BYTES = MAX_NOTE_BYTES + 128 * 1024
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})", re.ASCII)


class ProofError(ValueError):
    """Not a proof, or one that proves nothing."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Entry `index`, the path from it to the root, and the checkpoint's note, verbatim.

    `extra` is data of the application, which nobody may take for proven.
    """

    index: int
    path: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None

    def encoded(self) -> bytes:
        """The proof as text."""
        lines = [HEADER]
        lines += [] if self.extra is None else ["extra " + base64.b64encode(self.extra).decode()]
        lines += [f"index {self.index}"]
        lines += [base64.b64encode(value).decode() for value in self.path]
        return ("\n".join(lines) + "\n\n").encode() + self.checkpoint


def parse_proof(data: bytes) -> Proof:
    """A proof from its text, nothing verified. Raises ProofError."""
    if len(data) > MAX_PROOF_BYTES:
        raise ProofError(f"a proof of {len(data)} bytes is too long")
    head, gap, checkpoint = data.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise ProofError("a proof is ASCII down to its checkpoint") from error
    if not gap or lines[0] != HEADER:
        raise ProofError(f"a proof begins with {HEADER}, and a checkpoint stands behind it")
    rest = lines[1:]
    extra = None
    if rest and rest[0].startswith("extra "):
        extra = _base64(rest.pop(0).removeprefix("extra "))
    index = _INDEX.fullmatch(rest[0]) if rest else None
    if index is None:
        raise ProofError("a proof says the index of its entry, without leading zeros")
    path = tuple(_base64(line) for line in rest[1:])
    if any(len(value) != HASH_BYTES for value in path):
        raise ProofError("the path of a proof is one of SHA-256 hashes")
    return Proof(int(index[1]), path, checkpoint, extra)


def verify_proof(
    proof: Proof, leaf: bytes, log: VerifierKey, origin: str | None = None
) -> Checkpoint:
    """The checkpoint under which the entry with the leaf hash `leaf` is proven to stand.

    Raises ProofError where the log has not signed it, or where the path leads elsewhere.
    Whether enough witnesses have signed it too is asked of a policy (`policies`).
    """
    try:
        note = parse_note(proof.checkpoint)
        verified(note, [log])
        checkpoint = checkpoint_of(note, [origin or log.name])
    except NoteError as error:
        raise ProofError(str(error)) from error
    held = verify_inclusion(leaf, proof.index, checkpoint.size, proof.path, checkpoint.root)
    if not held:
        raise ProofError(f"the path does not lead from entry {proof.index} to the root")
    return checkpoint


def _base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ProofError("not base64 (RFC 4648 section 4)") from error
