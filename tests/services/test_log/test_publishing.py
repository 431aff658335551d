"""What is numbered is published: the same bytes from any starting point, nothing twice."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from ipregistry.models import checkpoint, entry
from ipregistry.services.log import keeping, publishing, storing
from ipregistry.services.log.alarms import LogHaltedError, standing_alarm
from ipregistry.services.log.beginning import begin_log
from ipregistry.services.log.publishing import publish
from ipregistry.services.log.sequencing import number_all
from ipregistry.services.log.signing import SIGNED, SignerBusyError, create_log, open_signer
from ipregistry.services.node import RunningNode
from ipregistry.tlog.checkpoints import Checkpoint, open_checkpoint
from ipregistry.tlog.tree import root_hash
from tests.logs import add_entries, leaf_of, row_of
from tests.logs import files_of as files


@pytest.fixture
def log(node: RunningNode) -> RunningNode:
    """A node whose log has begun."""
    create_log(node.log)
    return node


def shown(node: RunningNode) -> Checkpoint:
    """The checkpoint on show, its signature checked."""
    with open_signer(node.log) as signer:
        return open_checkpoint(node.log.checkpoint.read_bytes(), signer.signer.verifier)


def fill(node: RunningNode, names: range | list[str]) -> int:
    add_entries(node, names)
    number_all(node)
    return publish(node)


def root_of(names: range | list[str]) -> bytes:
    return root_hash([row_of(name)["leaf_hash"] for name in names])  # type: ignore[misc]


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257, 600])
def test_the_checkpoint_has_the_root_of_the_entries(log: RunningNode, size: int) -> None:
    assert fill(log, range(size)) == size
    assert shown(log) == Checkpoint("log.example/hk", size, root_of(range(size)))


def test_a_log_that_grew_in_steps_has_the_files_of_one_made_at_once(
    log: RunningNode, tmp_path: Path
) -> None:
    for start, end in [(0, 3), (3, 256), (256, 300), (300, 512), (512, 700)]:
        fill(log, range(start, end))
    grown = files(log.log.folder)
    shutil.rmtree(log.log.folder)
    publish(log)
    once = files(log.log.folder)
    assert once.items() <= grown.items()
    # What one of the two has more is partial tiles of sizes that were signed on the way.
    assert all(".p/" in name for name in grown.keys() - once.keys())


def test_nothing_new_writes_nothing(log: RunningNode, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(log, range(10))
    before = {path: path.stat().st_mtime_ns for path in log.log.folder.rglob("*")}
    assert publish(log) == 0
    assert {path: path.stat().st_mtime_ns for path in log.log.folder.rglob("*")} == before


def test_partial_tiles_go_when_the_full_one_and_the_next_are_there(log: RunningNode) -> None:
    for end in (100, 300, 600):
        fill(log, range(end - (100 if end == 100 else end // 2 if end == 600 else 200), end))
    names = files(log.log.folder)
    assert "tile/0/000" in names
    assert not any(name.startswith(("tile/0/000.p", "tile/entries/000.p")) for name in names)
    assert "tile/0/001.p/44" in names
    assert "tile/0/002.p/88" in names


def test_every_checkpoint_is_noted(log: RunningNode) -> None:
    fill(log, range(3))
    fill(log, range(3, 5))
    with log.engines.read.connect() as connection:
        rows = list(connection.execute(sa.select(checkpoint).order_by(checkpoint.c.size)))
    assert [(row.size, row.root) for row in rows] == [
        (3, root_of(range(3))),
        (5, root_of(range(5))),
    ]
    assert rows[-1].note.encode() == log.log.checkpoint.read_bytes()


def test_only_the_newest_checkpoints_are_kept(
    log: RunningNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "NOTES_KEPT", 2)
    for size in range(5):
        fill(log, range(size, size + 1))
    with log.engines.read.connect() as connection:
        assert sorted(connection.execute(sa.select(checkpoint.c.size)).scalars()) == [4, 5]


def test_a_second_publisher_waits_for_the_first(log: RunningNode) -> None:
    fill(log, range(3))
    with open_signer(log.log), pytest.raises(SignerBusyError):
        publish(log)


# ------------------------------------------------------------------ what must stop it


def stops(node: RunningNode, code: str) -> str:
    """Publishing stops for this reason, and nothing outside is another; what it says."""
    before = files(node.log.folder), (node.log.keys / SIGNED).read_bytes()
    with pytest.raises(LogHaltedError) as caught:
        publish(node)
    assert caught.value.code == code
    assert (files(node.log.folder), (node.log.keys / SIGNED).read_bytes()) == before
    return caught.value.detail


def forget(node: RunningNode, first: int) -> None:
    """The register as it was when it had `first` entries."""
    with node.engines.write.begin() as connection:
        connection.execute(entry.delete().where(entry.c.log_index >= first))
        connection.execute(checkpoint.delete().where(checkpoint.c.size > first))


def test_an_older_register_is_refused(log: RunningNode) -> None:
    fill(log, range(10))
    forget(log, 7)
    assert "10 entries is signed, but the register has 7" in stops(log, "register-older-than-log")


@pytest.mark.parametrize(("end", "code"), [(10, "register-differs"), (14, "register-differs")])
@pytest.mark.parametrize("size", [10, 256, 260])
def test_an_older_register_that_went_on_is_refused(
    log: RunningNode, size: int, end: int, code: str
) -> None:
    """It has as many entries as were signed, or more, but they are others."""
    fill(log, range(size))
    forget(log, size - 3)
    add_entries(log, [f"other-{n}" for n in range(end - 7)])
    number_all(log)
    stops(log, f"{code}-from-log")


def test_one_other_entry_far_back_is_found_when_a_publisher_starts(log: RunningNode) -> None:
    fill(log, range(10))
    row = row_of("other")
    with log.engines.write.begin() as connection:
        connection.execute(
            entry.update()
            .where(entry.c.log_index == 2)
            .values(leaf=row["leaf"], leaf_hash=row["leaf_hash"])
        )
    keeping._compared.discard(log.log.keys)
    keeping.keep_log(log)
    with log.engines.read.connect() as connection:
        alarm = standing_alarm(connection)
    assert alarm is not None
    assert alarm.code == "register-differs-from-log"


def test_a_flipped_bit_in_a_leaf_is_found_before_it_is_signed(log: RunningNode) -> None:
    fill(log, range(3))
    add_entries(log, range(3, 6))
    leaf = bytearray(leaf_of(4))
    leaf[20] ^= 1
    with log.engines.write.begin() as connection:
        connection.execute(entry.update().where(entry.c.id == "EN-4").values(leaf=bytes(leaf)))
    number_all(log)
    assert "entry 4" in stops(log, "register-damaged")


def test_a_gap_in_the_numbers_is_found(log: RunningNode) -> None:
    fill(log, range(3))
    add_entries(log, range(3, 6))
    number_all(log)
    with log.engines.write.begin() as connection:
        connection.execute(entry.delete().where(entry.c.log_index == 4))
    assert "no entry number 4" in stops(log, "register-damaged")


@pytest.mark.parametrize("place", ["tile/0/000.p/5", "tile/entries/000.p/5"])
def test_a_bit_that_flips_on_the_way_to_the_disk_is_found_before_it_is_signed(
    log: RunningNode, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    fill(log, range(3))
    add_entries(log, range(3, 5))
    number_all(log)
    signed = (log.log.keys / SIGNED).read_bytes()
    really = storing._write

    def flipping(path: Path, content: bytes, mode: int = 0o644) -> None:
        flips = str(path.parent / path.name[1:-4]).endswith(place)
        really(path, bytes([*content[:-1], content[-1] ^ 1]) if flips else content, mode)

    monkeypatch.setattr(storing, "_write", flipping)
    with pytest.raises(LogHaltedError, match="log-folder-damaged"):
        publish(log)
    assert (log.log.keys / SIGNED).read_bytes() == signed
    assert shown(log).size == 3


def test_a_damaged_tile_of_the_edge_stops_the_next_round(log: RunningNode) -> None:
    fill(log, range(600))
    path = log.log.folder / "tile/1/000.p/2"
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    add_entries(log, range(600, 610))
    number_all(log)
    stops(log, "log-folder-damaged")


def test_a_missing_tile_of_the_edge_stops_it_and_says_how_to_mend(log: RunningNode) -> None:
    fill(log, range(600))
    (log.log.folder / "tile/1/000.p/2").unlink()
    add_entries(log, range(600, 610))
    number_all(log)
    assert "remove" in stops(log, "log-folder-incomplete")
    log.log.checkpoint.unlink()
    publish(log)
    assert shown(log).root == root_of(range(610))


def test_an_unsigned_file_with_other_contents_is_never_written_over(log: RunningNode) -> None:
    fill(log, range(3))
    stray = log.log.folder / "tile/0/000.p/5"
    stray.write_bytes(hashlib.sha256(b"").digest() * 5)
    add_entries(log, range(3, 5))
    number_all(log)
    stops(log, "log-folder-differs")


def test_a_signer_that_remembers_less_than_is_published_is_refused(log: RunningNode) -> None:
    old = (log.log.keys / SIGNED).read_bytes()
    fill(log, range(10))
    (log.log.keys / SIGNED).write_bytes(old)
    stops(log, "log-state-older")


@pytest.mark.parametrize(
    ("name", "code"), [(SIGNED, "log-state-missing"), ("log.pem", "log-key-missing")]
)
def test_without_key_or_state_nothing_begins_again(log: RunningNode, name: str, code: str) -> None:
    fill(log, range(3))
    (log.log.keys / name).unlink()
    with pytest.raises(LogHaltedError) as caught:
        publish(log)
    assert caught.value.code == code


def test_a_state_under_another_key_is_refused(log: RunningNode) -> None:
    fill(log, range(3))
    state = (log.log.keys / SIGNED).read_bytes()
    for name in (SIGNED, "log.pem"):
        (log.log.keys / name).unlink()
    create_log(log.log)
    (log.log.keys / SIGNED).write_bytes(state)
    stops(log, "log-state-damaged")


def test_the_key_is_for_its_owner_alone(log: RunningNode) -> None:
    assert (log.log.keys.stat().st_mode & 0o777) == 0o700
    for name in ("log.pem", SIGNED):
        assert (log.log.keys / name).stat().st_mode & 0o777 == 0o600


def test_beginning_twice_changes_nothing(log: RunningNode) -> None:
    fill(log, range(3))
    before = files(log.log.keys)
    assert not create_log(log.log)
    assert files(log.log.keys) == before


@pytest.mark.parametrize("kept", ["folder", "database", "both"])
def test_a_log_whose_keys_are_gone_does_not_begin_again_under_its_name(
    log: RunningNode, kept: str
) -> None:
    fill(log, range(3))
    shutil.rmtree(log.log.keys)
    if kept == "database":
        shutil.rmtree(log.log.folder)
    if kept == "folder":
        with log.engines.write.begin() as connection:
            connection.execute(checkpoint.delete())
    with pytest.raises(LogHaltedError, match="log-state-missing"):
        begin_log(log)
    assert not log.log.keys.exists()
    shutil.rmtree(log.log.folder, ignore_errors=True)
    other = replace(log, log=replace(log.log, origin="log.example/hk-2"))
    assert begin_log(other)
    publish(other)
    assert shown(other) == Checkpoint("log.example/hk-2", 3, root_of(range(3)))
