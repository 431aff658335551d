"""A whole log is verified: an honest one at every size, and of each falsified one the entry."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipregistry.tlog.faults import Kind, Report
from ipregistry.tlog.verifying import FolderSource, Older, verify_log
from tests.foreign.corpus import (
    FALSIFICATIONS,
    HONEST,
    LOG,
    SMALL,
    Case,
    Falsification,
    case_of,
    falsified_cases,
    grown,
    honest_cases,
    write,
)


def report(case: Case) -> Report:
    older = [Older(path.name, path.read_bytes()) for path in case.older]
    return verify_log(FolderSource(case.folder), [LOG.verifier], older=older)


@pytest.fixture(scope="module")
def honest(tmp_path_factory) -> dict[str, Case]:
    return {case.name: case for case in honest_cases(tmp_path_factory.mktemp("honest"))}


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Case:
    place = tmp_path_factory.mktemp("small")
    return case_of(grown(place / "grown", *SMALL), "small", place / "case")


@pytest.fixture(scope="module")
def falsified(tmp_path_factory) -> dict[str, Case]:
    cases = falsified_cases(tmp_path_factory.mktemp("falsified"))
    return {false.name: case for false, case in cases}


@pytest.mark.parametrize("size", HONEST)
def test_an_honest_log_is_what_it_says(honest: dict[str, Case], size: int) -> None:
    found = report(honest[f"honest-{size}"])
    assert found.faults == ()
    assert found.checkpoint is not None
    assert (found.checkpoint.size, found.entries) == (size, size)
    assert found.agreed == max([0, *(s for s in HONEST if s < size)])


@pytest.mark.parametrize("false", FALSIFICATIONS, ids=lambda f: f.name)
def test_a_falsified_log_is_refused_at_the_entry(
    falsified: dict[str, Case], false: Falsification
) -> None:
    first = report(falsified[false.name]).first
    assert first is not None
    assert (first.kind, first.index, first.count) == (false.kind, false.index, false.count)


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_bit_flips_in_a_published_log_is_found(small: Case, data: st.DataObject) -> None:
    """Also in copies of older sizes, also in the checkpoint: no byte of a log is unwatched."""
    paths = sorted(path for path in small.folder.rglob("*") if path.is_file())
    path = data.draw(st.sampled_from(paths))
    original = path.read_bytes()
    at, bit = data.draw(st.integers(0, len(original) - 1)), data.draw(st.integers(0, 7))
    flipped = bytearray(original)
    flipped[at] ^= 1 << bit
    write(path, bytes(flipped))
    try:
        assert report(small).first is not None
    finally:
        write(path, original)


def fresh(tmp_path: Path) -> Case:
    return case_of(grown(tmp_path / "grown", *SMALL), "fresh", tmp_path / "case")


def test_a_file_that_is_no_tile_is_named(tmp_path: Path) -> None:
    """A second path of a tile would be served to some readers, and is not watched by others."""
    case = fresh(tmp_path)
    write(case.folder / "tile/0/x000/001", (case.folder / "tile/0/001").read_bytes())
    assert [(f.kind, f.place) for f in report(case).faults] == [(Kind.STRAY, "tile/0/x000/001")]


def test_what_a_killed_publisher_left_beside_a_tile_is_no_fault(tmp_path: Path) -> None:
    case = fresh(tmp_path)
    write(case.folder / "tile/0/.003.new", b"half")
    write(case.folder / "tile/0/003", b"of a larger tree that was not signed yet")
    assert report(case).faults == ()


@pytest.mark.parametrize("length", [43 * 32, 45 * 32])
def test_a_copy_of_another_width_than_its_name_says_is_named(tmp_path: Path, length: int) -> None:
    case = fresh(tmp_path)
    whole = (case.folder / "tile/0/001").read_bytes()
    write(case.folder / "tile/0/001.p/44", whole[:length])
    first = report(case).first
    assert first is not None
    assert (first.kind, first.place) == (Kind.MALFORMED, "tile/0/001.p/44")


def test_a_report_ends_after_a_hundred_faults(tmp_path: Path) -> None:
    case = fresh(tmp_path)
    older = [Older(str(number), b"no note") for number in range(150)]
    found = verify_log(FolderSource(case.folder), [LOG.verifier], older=older)
    assert len(found.faults) == 100


def test_a_log_that_is_not_there_is_refused(tmp_path: Path) -> None:
    found = verify_log(FolderSource(tmp_path), [LOG.verifier])
    assert [fault.kind for fault in found.faults] == [Kind.CHECKPOINT]
    assert found.checkpoint is None


def test_a_partial_tile_that_was_pruned_is_read_from_the_full_one(tmp_path: Path) -> None:
    """C2SP tlog-tiles allows it as soon as the full one is there."""
    log = grown(tmp_path / "grown", 300, 600)
    write(log.folder / "checkpoint", log.notes[300])
    for path in ("tile/0/001.p", "tile/entries/001.p"):
        shutil.rmtree(log.folder / path)
    found = verify_log(FolderSource(log.folder), [LOG.verifier])
    assert (found.faults, found.entries) == ((), 300)
