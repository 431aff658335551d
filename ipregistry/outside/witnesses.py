"""Asking a witness for its cosignature (C2SP tlog-witness)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ipregistry.outside.posting import Limits, UnreachableError, post
from ipregistry.tlog.notes import VerifierKey
from ipregistry.tlog.witness import (
    ADD_CHECKPOINT,
    MAX_ANSWER_BYTES,
    TEXT,
    Behind,
    Cosigned,
    Refused,
    Request,
    parse_answer,
)

# How many times the size that it names is answered with a proof from there.
TRIES = 3


def ask(
    url: str,
    key: VerifierKey,
    note: bytes,
    old: int,
    prove: Callable[[int], Sequence[bytes] | None],
    limits: Limits,
) -> Cosigned | Behind | Refused:
    """Ask the witness at `url` to cosign `note`; `old` is what it is thought to have seen.

    `prove` gives the consistency proof from a size, None for one that our log never had:
    then what the witness said is handed back as it is. Raises UnreachableError.
    """
    limits = replace(limits, max_bytes=MAX_ANSWER_BYTES)
    address = f"{url.rstrip('/')}/{ADD_CHECKPOINT}"
    answer: Cosigned | Behind | Refused = Behind(old)
    for _ in range(TRIES):
        if not isinstance(answer, Behind):
            break
        proof = prove(answer.size)
        if proof is None:
            break
        request = Request(answer.size, tuple(proof), note)
        reply = post(address, request.encoded(), TEXT, limits)
        answer = parse_answer(reply.status, reply.content_type, reply.body, note, [key])
    return answer


__all__ = ["UnreachableError", "ask"]
