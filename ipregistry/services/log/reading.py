"""The published log as the web reads it: files from the log's folder, nothing else.

The web never opens the folder of the log key, and never makes what it serves: any web server
may stand in its place.
"""

from __future__ import annotations

from pathlib import Path

from ipregistry.services.node import RunningNode
from ipregistry.tlog.tiles import parse_path


def read_checkpoint(node: RunningNode) -> bytes | None:
    """The newest checkpoint with its signatures; None before the log begins."""
    return _read(node.log.checkpoint)


def read_vkey(node: RunningNode) -> bytes | None:
    """The log's verifier keys, one a line, the one that signs first."""
    return _read(node.log.vkey)


def read_log_policy(node: RunningNode) -> bytes | None:
    """The policy for whoever verifies: keys, witnesses, quorum."""
    return _read(node.log.policy)


def read_key_changes(node: RunningNode) -> bytes | None:
    """A JSON list of the notes in which each key of the log named the next."""
    return _read(node.log.folder / "key-changes.json")


def read_receipt_key_note(node: RunningNode) -> bytes | None:
    """The note under the log key that certifies the receipt key."""
    return _read(node.log.receipt_key)


def read_tile(node: RunningNode, name: str) -> bytes | None:
    """A tile or entry bundle by its path below ``tile/``; None where there is none."""
    # Only what the format names is ever looked for in the folder.
    tile = parse_path(f"tile/{name}")
    return None if tile is None else _read(node.log.folder / tile.path)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
