"""Checkpoints (C2SP tlog-checkpoint): the size and root of a log, as the text of a note."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass

from ipregistry.tlog.notes import Note, NoteError, VerifierKey, parse_note, verified

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_ROOT_BYTES = 32


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A tree head: the log's name, how many entries, the RFC 6962 root over them.

    `extensions` are lines behind the three; this register writes none, and reads past those
    of others.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def text(self) -> str:
        """The text of the note."""
        root = base64.b64encode(self.root).decode()
        return "".join(f"{line}\n" for line in (self.origin, self.size, root, *self.extensions))


def parse_checkpoint(text: str) -> Checkpoint:
    """A checkpoint from the text of a note. Raises NoteError."""
    origin, *lines = text.split("\n")
    if len(lines) < 3 or lines[-1] or not origin or not all(lines[:-1]):  # noqa: PLR2004
        raise NoteError("a checkpoint has an origin, a size and a root, a line each")
    size, root, *extensions = lines[:-1]
    if not _SIZE.fullmatch(size):
        raise NoteError("the size of a checkpoint is a decimal number without leading zeros")
    return Checkpoint(origin, int(size), _root(root), tuple(extensions))


def open_checkpoint(data: bytes, log: VerifierKey, origin: str | None = None) -> Checkpoint:
    """The checkpoint in a note that the log has signed. Raises NoteError.

    `origin` is the name of the log where it is not that of its key.
    """
    note = parse_note(data)
    verified(note, [log])
    return checkpoint_of(note, [origin or log.name])


def checkpoint_of(note: Note, origins: Iterable[str]) -> Checkpoint:
    """The checkpoint in a note whose signatures were verified. Raises NoteError for another log."""
    found = parse_checkpoint(note.text)
    if found.origin not in set(origins):
        raise NoteError(f"a checkpoint of another log: {found.origin}")
    return found


def _root(text: str) -> bytes:
    try:
        root = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("the root of a checkpoint is base64") from error
    if len(root) != _ROOT_BYTES or base64.b64encode(root).decode() != text:
        raise NoteError("the root of a checkpoint is a SHA-256 hash")
    return root
