"""Verifies proofs of entries (C2SP tlog-proof) with `tlog-scales`, each against its leaf hash.

Reads a JSON list of {name, vkey, leaf, proof} from standard input, writes a JSON list of verdicts.
"""

import base64
import json
import sys

from cryptography.exceptions import InvalidSignature
from tlog_scales.signing import Vkey
from tlog_scales.tlog import Checkpoint, InclusionProof, InclusionProofInvalid

REFUSALS = (ValueError, RuntimeError, IndexError, InclusionProofInvalid, InvalidSignature)


def verify(case: dict) -> None:
    key = Vkey.from_string(case["vkey"])
    head, checkpoint = case["proof"].split("\n\n", 1)
    name, index, *path = head.split("\n")
    if name != "c2sp.org/tlog-proof@v1" or not index.startswith("index "):
        raise ValueError("not a proof")
    signed = Checkpoint.from_text(checkpoint)
    signed.verify(key)
    if signed.origin != key.name:
        raise ValueError("a checkpoint of another log")
    hashes = [base64.b64decode(line, validate=True) for line in path]
    proof = InclusionProof(int(index.removeprefix("index ")), signed.size, hashes)
    proof.check(bytes.fromhex(case["leaf"]), signed.root_hash)


def verdict(case: dict) -> dict:
    try:
        verify(case)
    except REFUSALS as error:
        return {"name": case["name"], "ok": False, "reason": str(error) or type(error).__name__}
    return {"name": case["name"], "ok": True, "reason": ""}


if __name__ == "__main__":
    json.dump([verdict(case) for case in json.load(sys.stdin)], sys.stdout)
