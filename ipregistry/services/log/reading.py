"""The published log as the web reads it: files from the log's folder, nothing else.

The web never opens the folder of the log key, and never makes what it serves: any web server
may stand in its place.
"""

from __future__ import annotations

import re
from pathlib import Path

from ipregistry.services.node import RunningNode

# C2SP tlog-tiles: levels 0 to 63 without leading zeros, indexes in groups of three digits, all
# but the last with `x`; widths 1 to 255. Nothing else is ever looked for in the folder.
_LEVEL = r"(?:entries|[0-9]|[1-5][0-9]|6[0-3])"
_INDEX = r"(?:x[0-9]{3}/){0,6}[0-9]{3}"
_WIDTH = r"(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]?)"
_TILE = re.compile(rf"{_LEVEL}/{_INDEX}(?:\.p/{_WIDTH})?", re.ASCII)


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
    if not _TILE.fullmatch(name):
        return None
    return _read(node.log.folder / "tile" / name)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
