"""Asking our witnesses: all at once, for seconds at most, before a checkpoint is shown.

A witness that is away delays nobody for longer than that, and is asked again later: who
verifies holds the checkpoint against the policy, and takes one whose quorum is there.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import structlog

from ipregistry.outside.posting import Limits, UnreachableError
from ipregistry.outside.witnesses import ask
from ipregistry.services.log.alarms import LogHaltedError
from ipregistry.services.log.witnessing import read_policy_file
from ipregistry.services.node import RunningNode
from ipregistry.tlog.checkpoints import parse_checkpoint
from ipregistry.tlog.notes import NoteError, Signature, Verified, VerifierKey, parse_note, verified
from ipregistry.tlog.policies import Party
from ipregistry.tlog.tiles import Tile, TiledTree
from ipregistry.tlog.tree import consistency_proof
from ipregistry.tlog.witness import Behind, Refused

log = structlog.get_logger(__name__)

SECONDS = 3.0
# A witness that did not answer is left alone for so long.
AGAIN_AFTER = 30.0
# A cosignature says when; one that is older is asked for anew, though nothing was added.
FRESH_SECONDS = 3_600
_CLIENTS = 16


@dataclass(slots=True)
class _Memory:
    """What this process knows of one witness."""

    size: int = 0
    not_before: float = 0.0


@dataclass(slots=True)
class _Memories:
    by_key: dict[VerifierKey, _Memory] = field(default_factory=dict)


_known = _Memories()


def cosigned(node: RunningNode, note: bytes) -> bytes:
    """The checkpoint in `note` with the cosignatures that can be had now.

    Its tiles must be published. Raises LogHaltedError where a witness has seen a larger tree
    of this log, signed by its key, than we remember: then our memory is what is old.
    """
    parsed = parse_note(note)
    checkpoint = parse_checkpoint(parsed.text)
    policy = read_policy_file(node.log.witnesses)
    if policy is None or checkpoint.size == 0:
        return note
    held = {found.key: found for found in _held(note, [w.key for w in policy.witnesses.values()])}
    now, clock = time.monotonic(), node.clock().timestamp()
    due = [
        witness
        for witness in policy.witnesses.values()
        if witness.url is not None
        and _memory(witness.key).not_before <= now
        and not _is_fresh(held.get(witness.key), clock)
    ]
    if not due:
        return note
    with ThreadPoolExecutor(min(len(due), _CLIENTS)) as pool:
        answers = list(pool.map(lambda witness: _asked(node, witness, note), due))
    return parsed.with_signatures([s for signatures in answers for s in signatures]).encoded()


def _asked(node: RunningNode, witness: Party, note: bytes) -> Sequence[Signature]:
    size = parse_checkpoint(parse_note(note).text).size
    memory = _memory(witness.key)

    def read(tile: Tile) -> bytes:
        return (node.log.folder / tile.path).read_bytes()

    def prove(old: int) -> list[bytes] | None:
        if old > size:
            return None
        return consistency_proof(TiledTree(size, read).range_hash, old, size)

    limits = Limits(seconds=SECONDS, private=node.log.private)
    try:
        answer = ask(str(witness.url), witness.key, note, min(memory.size, size), prove, limits)
    except UnreachableError as error:
        memory.not_before = time.monotonic() + AGAIN_AFTER
        log.warning("witness-away", witness=witness.key.name, reason=str(error))
        return ()
    match answer:
        case Behind(seen):
            memory.not_before = time.monotonic() + AGAIN_AFTER
            if seen > size:
                raise LogHaltedError(
                    "log-state-older",
                    f"{witness.key.name} has cosigned {seen} entries of this log; this node "
                    f"remembers {size}: all of it was restored from an old copy",
                )
            return ()
        case Refused(status, detail):
            memory.not_before = time.monotonic() + AGAIN_AFTER
            log.error("witness-refuses", witness=witness.key.name, status=status, detail=detail)
            return ()
        case _:
            memory.size = size
            return answer.signatures


def _memory(key: VerifierKey) -> _Memory:
    return _known.by_key.setdefault(key, _Memory())


def _held(note: bytes, keys: Sequence[VerifierKey]) -> Sequence[Verified]:
    try:
        return verified(parse_note(note), keys)
    except NoteError:
        return ()


def _is_fresh(found: Verified | None, now: float) -> bool:
    return found is not None and found.time is not None and found.time > now - FRESH_SECONDS
