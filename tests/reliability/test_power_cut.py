"""The power goes: what was acknowledged is on the disk, and the log that is on show is whole.

Four cuts here; more by

    IPREGISTRY_CUTS=40 python -m pytest tests/reliability/test_power_cut.py
"""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from ipregistry.services.log.keeping import keep_log
from ipregistry.services.log.signing import create_log
from ipregistry.services.log.standing import log_standing
from ipregistry.services.verification import verify
from tests.databases import ROOT, is_sqlite
from tests.reliability.test_log_crashes import assert_whole
from tests.world import open_world, running_node

pytestmark = pytest.mark.long

CUTS = int(os.environ.get("IPREGISTRY_CUTS", "4"))
BETWEEN = 40  # filings from one cut to the next
MOUNT_SECONDS = 20


@contextmanager
def lossy_disk(mount: Path, images: Path) -> Iterator[None]:
    """The file system of `lossy` on `mount`."""
    mount.mkdir()
    images.mkdir()
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.reliability.lossy", str(mount), str(images)], cwd=ROOT
    )
    try:
        deadline = time.monotonic() + MOUNT_SECONDS
        while not os.path.ismount(mount):
            assert server.poll() is None, "it was not mounted"
            assert time.monotonic() < deadline
            time.sleep(0.02)
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(mount)], check=False)
        server.kill()
        server.wait()


def ask_for(mount: Path, what: str) -> None:
    """What the file system does when a folder of this name is made; it then says no."""
    with suppress(PermissionError):
        (mount / what).mkdir()


def images_after_cuts(
    fresh_database_url: str, folder: Path, synchronous: str
) -> list[tuple[Path, dict[str, str]]]:
    """What the disk had at each cut, and what was acknowledged before it."""
    mount, images = folder / "disk", folder / "images"
    with lossy_disk(mount, images):
        shutil.copy(str(make_url(fresh_database_url).database), mount / "register.sqlite")
        url = f"sqlite:///{mount / 'register.sqlite'}"
        with open_world(url, mount) as world:
            create_log(world.node.log)
            account = str(world.registrar.account)
        ask_for(mount, ".settle")
        filer = subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.reliability.power_filer"),
                *(url, str(mount), account, synchronous),
            ],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert filer.stdout is not None
        told: dict[str, str] = {}
        found = []
        for number in range(CUTS):
            while len(told) < (number + 1) * BETWEEN:
                line = filer.stdout.readline().split()
                assert line, "the filer ended"
                told[line[0]] = line[1]
            ask_for(mount, f".cut-{number}")
            found.append((images / str(number), dict(told)))
        filer.kill()
        filer.communicate()
    return found


def lost(image: Path, told: dict[str, str]) -> set[str]:
    """The acknowledged keys that the image does not have."""
    engine = sa.create_engine(f"sqlite:///{image / 'register.sqlite'}")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
        rows = connection.exec_driver_sql("SELECT key, filing_id FROM idempotency")
        kept = {row.key: row.filing_id for row in rows}
    engine.dispose()
    return {key for key, filing in told.items() if kept.get(key) != filing}


@pytest.fixture
def can_mount(fresh_database_url: str) -> str:
    """A SQLite database, on a machine with FUSE."""
    if not is_sqlite(fresh_database_url):
        pytest.skip("SQLite only")
    if not os.access("/dev/fuse", os.R_OK | os.W_OK) or not ctypes.util.find_library("fuse"):
        pytest.skip("no FUSE on this machine")
    if find_spec("mfusepy") is None:
        pytest.skip("mfusepy is not installed: run scripts/setup")
    return fresh_database_url


def test_what_was_acknowledged_survives_a_power_cut_and_the_log_is_whole(
    can_mount: str, tmp_path: Path
) -> None:
    for image, told in images_after_cuts(can_mount, tmp_path, "FULL"):
        assert lost(image, told) == set()
        node = running_node(f"sqlite:///{image / 'register.sqlite'}", image)
        assert_whole(node)
        keep_log(node)
        standing = log_standing(node)
        assert (standing.word, standing.published) == ("running", standing.numbered)
        assert_whole(node)
        assert verify(node).faults == []
        node.engines.dispose()


def test_with_another_setting_of_the_database_it_would_not(can_mount: str, tmp_path: Path) -> None:
    """So the cut is a cut, and what the other test sees is the setting's work."""
    images = images_after_cuts(can_mount, tmp_path, "NORMAL")
    assert sum(len(lost(image, told)) for image, told in images) > 0
