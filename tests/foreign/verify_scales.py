"""Verifies logs with `tlog-scales`: the root from the tiles, inclusion of entries, older trees.

Reads a JSON list of cases from standard input, writes a JSON list of verdicts.
"""

import json
import sys
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from tlog_scales.backend import LocalBackend
from tlog_scales.reader import TilesReader
from tlog_scales.signing import Vkey
from tlog_scales.tiles import leaf_hash
from tlog_scales.tlog import (
    Checkpoint,
    ConsistencyProof,
    ConsistencyProofInvalid,
    InclusionProofInvalid,
)

REFUSALS = (
    ValueError,
    OSError,
    RuntimeError,
    IndexError,
    InclusionProofInvalid,
    ConsistencyProofInvalid,
)


def verify(case: dict) -> None:
    key = Vkey.from_string(case["vkey"])
    reader = TilesReader(LocalBackend(Path(case["folder"])))
    now = reader.get_checkpoint()
    signed(now, key)
    if reader.calculate_root_hash() != now.root_hash:
        raise ValueError("the tiles do not make the root")
    for index in range(now.size):
        if index % case["stride"] == 0 or index + 1 == now.size:
            proof = reader.get_inclusion_proof(index, now.size)
            proof.check(leaf_hash(reader.get_entry(index)), now.root_hash)
    for name in case["older"]:
        before = Checkpoint.from_text(Path(name).read_text())
        signed(before, key)
        if before.size > now.size:
            raise ValueError(f"{before.size} entries were signed before, {now.size} are now")
        proof = ConsistencyProof(0, now.size, [])  # the library makes none from the empty tree
        if before.size:
            proof = reader.get_consistency_proof(before.size, now.size)
        proof.check(before.root_hash, now.root_hash)


def signed(checkpoint: Checkpoint, key: Vkey) -> None:
    checkpoint.verify(key)
    if checkpoint.origin != key.name:
        raise ValueError("a checkpoint of another log")


def verdict(case: dict) -> dict:
    try:
        verify(case)
    except InvalidSignature:
        return {"name": case["name"], "ok": False, "reason": "the signature does not hold"}
    except REFUSALS as error:
        return {"name": case["name"], "ok": False, "reason": str(error)}
    return {"name": case["name"], "ok": True, "reason": ""}


if __name__ == "__main__":
    json.dump([verdict(case) for case in json.load(sys.stdin)], sys.stdout)
