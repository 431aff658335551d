"""Verifies logs with `aics-tlog`: every tile and bundle, and every older checkpoint.

Reads a JSON list of cases from standard input, writes a JSON list of verdicts.
"""

import json
import sys
from pathlib import Path

from aics_tlog import (
    Checkpoint,
    FileSystemTileReader,
    VerifiedTileReader,
    VKey,
    audit_tiles,
    consistency_proof_from_tiles,
    parse_checkpoint,
    parse_note,
    parse_vkey,
    verify_checkpoint,
    verify_consistency,
)


def signed(data: bytes, key: VKey) -> Checkpoint:
    note = parse_note(data)
    result = verify_checkpoint(note, key, expected_origin=key.name)
    if not result.ok:
        raise ValueError(result.error)
    return parse_checkpoint(note.text)


def verify(case: dict) -> None:
    folder, key = Path(case["folder"]), parse_vkey(case["vkey"])
    now = signed((folder / "checkpoint").read_bytes(), key)
    reader = FileSystemTileReader(folder)
    audit_tiles(reader, now.size, now.root)
    for name in case["older"]:
        before = signed(Path(name).read_bytes(), key)
        if before.size > now.size:
            raise ValueError(f"{before.size} entries were signed before, {now.size} are now")
        # The partial tiles of that size, as a reader fetched them then.
        audit_tiles(reader, before.size, before.root)
        if 0 < before.size < now.size:
            proven = VerifiedTileReader(reader, now.size, now.root)
            proof = consistency_proof_from_tiles(proven, before.size, now.size)
            if not verify_consistency(before.size, now.size, before.root, now.root, proof):
                raise ValueError(f"the tree of {before.size} entries does not go before")


def verdict(case: dict) -> dict:
    try:
        verify(case)
    except (ValueError, OSError, KeyError, IndexError) as error:
        return {"name": case["name"], "ok": False, "reason": str(error)}
    return {"name": case["name"], "ok": True, "reason": ""}


if __name__ == "__main__":
    json.dump([verdict(case) for case in json.load(sys.stdin)], sys.stdout)
