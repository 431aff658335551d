"""Where bytes are kept whole under the digest of themselves. What they mean, nobody here knows.

One implementation, on a file system; a store of objects elsewhere has the same few calls.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from ipregistry.services.log.storing import force_folders

UNFINISHED = "unfinished"
_NAME = re.compile(r"[0-9a-f]{64}")


class BlobMissingError(Exception):
    """There are no bytes under this name."""


class BlobStore(Protocol):
    """A blob is named by the SHA-256 of its bytes, in hexadecimal; it never changes."""

    def put(self, pieces: Iterable[bytes]) -> str:
        """Keep these bytes; their name. On return they survive a power cut.

        Where `pieces` raises, or the process dies, nothing is there under any name.
        """

    def open(self, name: str) -> BinaryIO:
        """The bytes, from their beginning; the caller closes. Raises BlobMissingError."""

    def has(self, name: str) -> bool:
        """Whether there are bytes under this name."""

    def remove(self, name: str) -> None:
        """They are gone when this returns, or were."""

    def names(self, untouched_since: float) -> Iterator[str]:
        """The blobs put before this instant (seconds of the epoch), in no order."""

    def sweep_unfinished(self) -> int:
        """Throw away what killed processes have begun; how many. Never what one still writes."""


@dataclass(frozen=True, slots=True)
class FileBlobs:
    """Blobs as files: `folder/ab/abcd…`, and what is being written in `folder/unfinished`.

    Each file is written under a name of its own, forced, then renamed, its folder forced.
    Who writes holds a lock on his file, which ends with the process: so a sweep knows a dead
    writer's file without asking the clock.
    """

    folder: Path

    def put(self, pieces: Iterable[bytes]) -> str:
        """See `BlobStore`."""
        handle, beside = self._begin()
        digest = hashlib.sha256()
        try:
            for piece in pieces:
                digest.update(piece)
                _write(handle, piece)
            os.fsync(handle)
            name = digest.hexdigest()
            _folder(self._path(name).parent)
            os.rename(beside, self._path(name))  # noqa: PTH104 - the call that crash tests stop at
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
        finally:
            os.close(handle)
        force_folders([self._path(name).parent])
        return name

    def open(self, name: str) -> BinaryIO:
        """See `BlobStore`."""
        try:
            return self._path(name).open("rb")
        except FileNotFoundError as error:
            raise BlobMissingError(name) from error

    def has(self, name: str) -> bool:
        """See `BlobStore`."""
        return self._path(name).is_file()

    def remove(self, name: str) -> None:
        """See `BlobStore`."""
        path = self._path(name)
        if path.exists():
            path.unlink(missing_ok=True)
            force_folders([path.parent])

    def names(self, untouched_since: float) -> Iterator[str]:
        """See `BlobStore`."""
        if not self.folder.is_dir():
            return
        for folder in self.folder.iterdir():
            if folder.name != UNFINISHED and folder.is_dir():
                for path in folder.iterdir():
                    if _NAME.fullmatch(path.name) and _changed_at(path) < untouched_since:
                        yield path.name

    def sweep_unfinished(self) -> int:
        """See `BlobStore`."""
        unfinished = self.folder / UNFINISHED
        found = list(unfinished.iterdir()) if unfinished.is_dir() else []
        return sum(_removed_if_dead(path) for path in found)

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError(f"not a name of a blob: {name[:80]!r}")
        return self.folder / name[:2] / name

    def _begin(self) -> tuple[int, Path]:
        """A new file, locked. A sweep may take it between the two steps; then another one."""
        _folder(self.folder / UNFINISHED)
        while True:
            path = self.folder / UNFINISHED / secrets.token_hex(16)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            fcntl.flock(handle, fcntl.LOCK_EX)
            if path.exists():
                return handle, path
            os.close(handle)


def _write(handle: int, piece: bytes) -> None:
    rest = memoryview(piece)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _folder(path: Path) -> None:
    """Make a folder that only the node enters, and those above it, each known to its parent."""
    if not path.exists():
        _folder(path.parent)
        # Another upload may make it just now; that it is on the disk is this one's concern too.
        with suppress(FileExistsError):
            os.mkdir(path, 0o700)  # noqa: PTH102 - as above
        force_folders([path.parent])


def _changed_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


def _removed_if_dead(path: Path) -> bool:
    try:
        handle = os.open(path, os.O_WRONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink(missing_ok=True)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True
