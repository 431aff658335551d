"""A file system that can lose its power: what was not forced to the disk may be gone.

    python -m tests.reliability.lossy MOUNTPOINT IMAGES

It keeps all files in memory, each as it is and as the disk has it. `fsync` brings a file's
contents to the disk, `fsync` of a folder the names in it; nothing else does. Making a folder
`.cut-N` in it is a power cut: what the disk has is written to IMAGES/N. For an even N half of
what was not forced, at random, has reached the disk too, in any order, and every name; for an odd
N nothing has. Making `.settle` brings everything to the disk.
"""

from __future__ import annotations

import errno
import os
import random
import stat
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mfusepy import FUSE, FuseOSError, Operations


@dataclass
class Inode:
    """A file: `now` as processes see it, `disk` as it survives, `pending` between the two."""

    mode: int
    now: bytearray = field(default_factory=bytearray)
    disk: bytearray = field(default_factory=bytearray)
    pending: list[tuple[str, int, bytes]] = field(default_factory=list)

    def do(self, name: str, place: int, data: bytes = b"") -> None:
        _apply(self.now, name, place, data)
        self.pending.append((name, place, data))

    def force(self) -> None:
        for change in self.pending:
            _apply(self.disk, *change)
        self.pending.clear()


def _apply(content: bytearray, name: str, place: int, data: bytes) -> None:
    if name == "write":
        content.extend(bytes(max(0, place - len(content))))
        content[place : place + len(data)] = data
    else:
        content.extend(bytes(max(0, place - len(content))))
        del content[place:]


class Lossy(Operations):  # type: ignore[misc]
    """The calls of FUSE. One thread, so that a cut falls between two calls."""

    use_ns = True

    def __init__(self, images: Path) -> None:
        self._images = images
        self._now: dict[str, Inode] = {"/": Inode(stat.S_IFDIR | 0o755)}
        self._disk: dict[str, Inode] = dict(self._now)

    # -------------------------------------------------------------- the disk

    def fsync(self, path: str, _datasync: int, _handle: int) -> int:
        self._find(path).force()
        return 0

    def fsyncdir(self, path: str, _datasync: int, _handle: int) -> int:
        for name in {*self._disk, *self._now}:
            if name != "/" and str(Path(name).parent) == path:
                self._keep(name)
        return 0

    def _keep(self, name: str) -> None:
        if name in self._now:
            self._disk[name] = self._now[name]
        else:
            self._disk.pop(name, None)

    def mkdir(self, path: str, mode: int) -> int:
        name = Path(path).name
        if name.startswith(".cut-"):
            self._cut(int(name.removeprefix(".cut-")))
            raise FuseOSError(errno.EPERM)
        if name == ".settle":
            for inode in self._now.values():
                inode.force()
            self._disk = dict(self._now)
            raise FuseOSError(errno.EPERM)
        self._now[path] = Inode(stat.S_IFDIR | mode)
        return 0

    def _cut(self, number: int) -> None:
        chance = random.Random(number)
        some = number % 2 == 0
        for name, inode in sorted((self._now if some else self._disk).items()):
            place = self._images / str(number) / name.lstrip("/")
            if not place.parent.is_dir() and name != "/":
                continue  # the folder's own name is not on the disk
            if stat.S_ISDIR(inode.mode):
                place.mkdir(parents=True, exist_ok=True)
                continue
            content = bytearray(inode.disk)
            for change in inode.pending:
                if some and chance.random() < 0.5:
                    _apply(content, *change)
            place.write_bytes(content)

    # -------------------------------------------------------------- files

    def _find(self, path: str) -> Inode:
        if path not in self._now:
            raise FuseOSError(errno.ENOENT)
        return self._now[path]

    def getattr(self, path: str, _handle: int | None = None) -> dict[str, Any]:
        inode = self._find(path)
        when = time.time_ns()
        times = {"st_atime": when, "st_mtime": when, "st_ctime": when}
        owner = {"st_uid": os.getuid(), "st_gid": os.getgid()}
        return {"st_mode": inode.mode, "st_nlink": 1, "st_size": len(inode.now), **times, **owner}

    def readdir(self, path: str, _handle: int) -> Iterator[str]:
        yield from (".", "..")
        for name in list(self._now):
            if name != "/" and str(Path(name).parent) == path:
                yield Path(name).name

    def create(self, path: str, mode: int, _info: Any = None) -> int:
        self._now[path] = Inode(stat.S_IFREG | mode)
        return 0

    def open(self, path: str, _flags: int) -> int:
        self._find(path)
        return 0

    def read(self, path: str, size: int, offset: int, _handle: int) -> bytes:
        return bytes(self._find(path).now[offset : offset + size])

    def write(self, path: str, data: bytes, offset: int, _handle: int) -> int:
        self._find(path).do("write", offset, bytes(data))
        return len(data)

    def truncate(self, path: str, length: int, _handle: int | None = None) -> int:
        self._find(path).do("truncate", length)
        return 0

    def rename(self, old: str, new: str) -> int:
        self._now[new] = self._find(old)
        del self._now[old]
        return 0

    def unlink(self, path: str) -> int:
        self._find(path)
        del self._now[path]
        return 0

    rmdir = unlink

    def chmod(self, path: str, mode: int) -> int:
        self._find(path).mode = mode
        return 0

    def utimens(self, _path: str, _times: Any = None) -> int:
        return 0

    def statfs(self, _path: str) -> dict[str, int]:
        return {"f_bsize": 4096, "f_blocks": 1 << 20, "f_bavail": 1 << 20, "f_bfree": 1 << 20}


if __name__ == "__main__":
    FUSE(Lossy(Path(sys.argv[2])), sys.argv[1], foreground=True, nothreads=True, big_writes=True)
