"""Files that are whole or not there, also after a power cut.

Each is written beside its place, forced to the disk, renamed, and its folder forced too.
Callers hold the publisher's lock, so that nobody else writes here.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path


class DiffersError(Exception):
    """A file that is written once is there already, with other contents."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is there already, with other contents")
        self.path = path


def write_once(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files that are missing; `files` maps paths in `folder` to contents.

    Those that are there must hold the same bytes, else DiffersError. On return all of
    them will survive a power cut, also those that an earlier run renamed and no more.
    """
    missing = []
    for name, content in files.items():
        path = folder / name
        if not path.exists():
            missing.append((path, content))
        elif path.read_bytes() != content:
            raise DiffersError(path)
    for path, content in missing:
        make_folder(path.parent, above=folder)
        _write(_beside(path), content)
    for path, _ in missing:
        os.rename(_beside(path), path)  # noqa: PTH104 - the call that crash tests stop at
    force_folders({(folder / name).parent for name in files})


def replace(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Put `content` in the place of the file at `path`, all at once."""
    _write(_beside(path), content, mode)
    os.rename(_beside(path), path)  # noqa: PTH104 - as above
    force_folders([path.parent])


def make_folder(path: Path, *, above: Path) -> None:
    """Make `path` and what is missing between it and `above`, each known to its parent."""
    if path != above and not path.exists():
        make_folder(path.parent, above=above)
        os.mkdir(path)  # noqa: PTH102 - as above
        path.chmod(0o755)
        force_folders([path.parent])


def force_folders(folders: Iterable[Path]) -> None:
    """What was made or renamed in these folders is on the disk when this returns."""
    for folder in sorted(folders):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _beside(path: Path) -> Path:
    # A name of its own for each place: what a killed process left here is written over.
    return path.with_name(f".{path.name}.new")


def _write(path: Path, content: bytes, mode: int = 0o644) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode & 0o600)
    try:
        # Whatever the umask: any web server may serve what is public.
        os.fchmod(handle, mode)
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    finally:
        os.close(handle)
