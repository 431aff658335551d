"""Verifiers that others wrote accept our logs, and refuse what was done to them.

Each is used as an honest user would use it: everything that it can check is checked. What it
cannot see by its design stands in BLIND, with the reason.
"""

import pytest

from tests.foreign.corpus import (
    COSIGNED,
    FALSIFICATIONS,
    HONEST,
    falsified_cases,
    honest_cases,
)
from tests.foreign.verifiers import VERIFIERS, skip_unless_installed

pytestmark = pytest.mark.long

NO_CONSISTENCY = "it has no consistency proofs, so it cannot use an older checkpoint"
READS_ONE_WIDTH = "it reads the tiles of the newest checkpoint, so it never opens an older one"
READS_ANY_NUMBER = "it reads a size with leading zeros as a number"

BLIND = {
    "@sigstore/verify": {
        "an old checkpoint": NO_CONSISTENCY,
        "a smaller tree, signed": NO_CONSISTENCY,
        "a fork, signed": NO_CONSISTENCY,
        "a size with leading zeros signed": READS_ANY_NUMBER,
        "an older partial tile that says something else": READS_ONE_WIDTH,
        "an older partial bundle that says something else": READS_ONE_WIDTH,
    },
    "tlog-scales": {
        "an older partial tile that says something else": READS_ONE_WIDTH,
        "an older partial bundle that says something else": READS_ONE_WIDTH,
    },
}


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    place = tmp_path_factory.mktemp("logs")
    falsified = [case for _, case in falsified_cases(place / "falsified")]
    return [*honest_cases(place / "honest"), *falsified]


@pytest.fixture(scope="module", params=VERIFIERS)
def said(request, places):
    """A verifier, and what it said to every log."""
    verifier = VERIFIERS[request.param]
    skip_unless_installed(verifier.needs, request.param)
    return request.param, verifier.verdicts(places)


@pytest.mark.parametrize("name", [*(f"honest-{size}" for size in HONEST), COSIGNED])
def test_an_honest_log_is_accepted(said, name):
    _, verdicts = said
    assert verdicts[name] == ""


@pytest.mark.parametrize("false", FALSIFICATIONS, ids=lambda f: f.name)
def test_a_falsified_log_is_refused(said, false):
    verifier, verdicts = said
    blind = false.name in BLIND.get(verifier, {})
    assert (verdicts[false.name] == "") == blind


@pytest.mark.parametrize("false", FALSIFICATIONS, ids=lambda f: f.name)
def test_every_falsification_is_seen_by_two_verifiers_in_two_languages(false):
    seers = [name for name in VERIFIERS if false.name not in BLIND.get(name, {})]
    assert len({VERIFIERS[name].language for name in seers}) >= 2


def test_what_a_verifier_is_said_not_to_see_is_in_the_corpus():
    names = {false.name for false in FALSIFICATIONS}
    assert {name for table in BLIND.values() for name in table} <= names
