"""A whole log is verified: an honest one at every size, and of each falsified one the entry."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipregistry.tlog.faults import Report
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
