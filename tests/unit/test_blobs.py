"""The store of blobs on a file system: whole or not there, named by what is in them."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ipregistry.services.documents.blobs import UNFINISHED, BlobMissingError, FileBlobs
from tests.reliability.dying import dying_at

CONTENT = b"0123456789" * 1000
NAME = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def blobs(tmp_path: Path) -> FileBlobs:
    return FileBlobs(tmp_path / "documents")


def files(blobs: FileBlobs) -> list[Path]:
    return [path for path in blobs.folder.rglob("*") if path.is_file()]


def test_what_was_put_is_given_back_under_its_digest(blobs: FileBlobs):
    assert blobs.put([CONTENT[:5], b"", CONTENT[5:]]) == NAME
    with blobs.open(NAME) as source:
        assert source.read() == CONTENT
    assert blobs.has(NAME)
    assert list(blobs.names(float("inf"))) == [NAME]
    assert [path.name for path in files(blobs)] == [NAME]


def test_the_same_again_is_no_second_file(blobs: FileBlobs):
    assert blobs.put([CONTENT]) == blobs.put([CONTENT])
    assert len(files(blobs)) == 1


def test_what_is_not_there_is_said_to_be_missing(blobs: FileBlobs):
    assert not blobs.has(NAME)
    assert list(blobs.names(float("inf"))) == []
    blobs.remove(NAME)
    assert blobs.sweep_unfinished() == 0
    with pytest.raises(BlobMissingError):
        blobs.open(NAME)


def test_a_removed_blob_is_gone(blobs: FileBlobs):
    blobs.remove(blobs.put([CONTENT]))
    assert files(blobs) == []


@pytest.mark.parametrize(
    "name", ["", "..", "../keys/node.secret", NAME + "\n", NAME[:-1], "A" * 64]
)
def test_no_name_leads_out_of_the_folder(blobs: FileBlobs, name: str):
    for act in (blobs.open, blobs.has, blobs.remove):
        with pytest.raises(ValueError):
            act(name)


def test_where_the_source_fails_nothing_is_left_behind(blobs: FileBlobs):
    def breaking() -> Iterator[bytes]:
        yield CONTENT
        raise ConnectionError

    with pytest.raises(ConnectionError):
        blobs.put(breaking())
    assert files(blobs) == []


def test_only_the_node_reads_files_and_folders(blobs: FileBlobs):
    before = os.umask(0)
    try:
        blobs.put([CONTENT])
    finally:
        os.umask(before)
    for path in [blobs.folder, *blobs.folder.rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path


def test_only_blobs_of_before_are_listed_as_such(blobs: FileBlobs):
    name = blobs.put([CONTENT])
    changed = (blobs.folder / name[:2] / name).stat().st_mtime
    assert list(blobs.names(changed)) == []
    assert list(blobs.names(changed + 1)) == [name]


WRITER = """
import sys
from pathlib import Path
from ipregistry.services.documents.blobs import FileBlobs
def pieces():
    yield b"begun"
    print("begun", flush=True)
    sys.stdin.readline()
    yield b"ended"
print(FileBlobs(Path(sys.argv[1])).put(pieces()), flush=True)
"""


@pytest.fixture
def writer(blobs: FileBlobs) -> Iterator[subprocess.Popen[str]]:
    """Another process in the middle of an upload."""
    command = [sys.executable, "-c", WRITER, str(blobs.folder)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        yield process
        process.kill()


def test_a_killed_upload_leaves_nothing_after_the_sweep(
    blobs: FileBlobs, writer: subprocess.Popen[str]
):
    writer.kill()
    writer.wait()
    assert [path.parent.name for path in files(blobs)] == [UNFINISHED]
    assert list(blobs.names(float("inf"))) == []
    assert blobs.sweep_unfinished() == 1
    assert files(blobs) == []


def test_a_sweep_leaves_alone_what_is_still_being_written(
    blobs: FileBlobs, writer: subprocess.Popen[str]
):
    assert blobs.sweep_unfinished() == 0
    written, _ = writer.communicate("go on\n")
    assert blobs.has(written.strip())
    assert [path.name for path in files(blobs)] == [written.strip()]


def test_a_blob_is_on_the_disk_before_it_has_its_name_and_its_name_before_it_is_told(
    blobs: FileBlobs,
):
    blobs.remove(blobs.put([CONTENT]))  # its folders are there
    with dying_at(None) as moments:
        blobs.put([CONTENT])
    done = [name.removeprefix("after ") for name in moments.names if name.startswith("after ")]
    assert [name for name in done if name in {"write", "fsync", "rename"}][-4:] == [
        "write",
        "fsync",
        "rename",
        "fsync",
    ]


def put_and_die(folder: Path, moment: int) -> None:
    with dying_at(moment):
        FileBlobs(folder).put([CONTENT])


def test_killed_at_any_moment_a_blob_is_whole_or_not_there(tmp_path: Path):
    with dying_at(None) as moments:
        FileBlobs(tmp_path / "counted").put([CONTENT])
    start = multiprocessing.get_context("fork").Process
    for moment in range(len(moments.names)):
        blobs = FileBlobs(tmp_path / str(moment))
        child = start(target=put_and_die, args=(blobs.folder, moment))
        child.start()
        child.join()
        assert child.exitcode == -signal.SIGKILL
        blobs.sweep_unfinished()
        if files(blobs):
            assert files(blobs) == [blobs.folder / NAME[:2] / NAME]
            assert files(blobs)[0].read_bytes() == CONTENT
        assert blobs.put([CONTENT]) == NAME
