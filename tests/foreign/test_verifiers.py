"""Verifiers that others wrote accept our logs, and refuse what was done to them.

Each is used as an honest user would use it: everything that it can check is checked. What it
cannot see by its design stands in BLIND, with the reason.
"""

from random import Random

import pytest

from ipregistry.tlog.verifying import FolderSource, verify_log
from tests.foreign.corpus import (
    COSIGNED,
    FALSIFICATIONS,
    HONEST,
    LOG,
    SMALL,
    case_of,
    falsified_cases,
    grown,
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


def flipped(case, random):
    """A byte of one file changed, anywhere in the log."""
    path = random.choice(sorted(path for path in case.folder.rglob("*") if path.is_file()))
    at, bit = random.randrange(path.stat().st_size), 1 << random.randrange(8)
    case.change(path.relative_to(case.folder), lambda data: data.__setitem__(at, data[at] ^ bit))
    return case


@pytest.mark.parametrize("name", ["golang.org/x/mod/sumdb"])
def test_wherever_a_bit_flips_a_verifier_that_opens_every_file_refuses(tmp_path, name):
    verifier = VERIFIERS[name]
    skip_unless_installed(verifier.needs, name)
    log, random = grown(tmp_path / "grown", *SMALL), Random(1)
    cases = [case_of(log, f"{number}", tmp_path / f"{number}") for number in range(200)]
    assert "" not in verifier.verdicts([flipped(case, random) for case in cases]).values()


NOT_CANONICAL = "base64 with bits that say nothing"
SIGNATURES = (
    "\u2014 x AAAAAAA=\n",
    "\u2014 x AAAAAAB=\n",  # bits that say nothing
    "\u2014 x AAAAAA==\n",
    "\u2014 x+y AAAAAAA=\n",
    "\u2014 x\u00a0y AAAAAAA=\n",
    "\u2014 x\u200by AAAAAAA=\n",
    "\u2014 x\u0085 AAAAAAA=\n",
    "\u2014  AAAAAAA=\n",
    "\u2014 x  AAAAAAA=\n",
    "\u2014 x AAAAAAA=\r\n",
    "\n",
)


def spoiled(data, random):
    """A signed note with a byte, a line or a signature too many, too few or another."""
    lines, at = data.split(b"\n"), random.randrange(len(data))
    row = random.randrange(len(lines))
    match random.randrange(6):
        case 0:
            return data[:at] + bytes([data[at] ^ 1 << random.randrange(8)]) + data[at + 1 :]
        case 1:
            return data[:at] + data[at + 1 :]
        case 2:
            return data[:at] + bytes([random.choice(b"\n \t\r+=A0\xe2\x7f\x00")]) + data[at:]
        case 3:
            return b"\n".join([*lines[:row], random.choice(lines), *lines[row:]])
        case 4:
            return b"\n".join([*lines[:row], *lines[row + 1 :]])
        case _:
            return data + random.choice(SIGNATURES).encode()


def test_ours_takes_no_note_that_the_first_implementation_refuses(tmp_path):
    """And refuses what it takes only where base64 is not written as it must be."""
    verifier = VERIFIERS["golang.org/x/mod/sumdb"]
    skip_unless_installed(verifier.needs, "golang.org/x/mod/sumdb")
    log, random = grown(tmp_path / "grown", 0), Random(1)
    cases = [case_of(log, f"{number}", tmp_path / f"{number}") for number in range(1_000)]
    for case in cases:
        case.checkpoint(spoiled(log.notes[0], random))
    theirs, taken = verifier.verdicts(cases), 0
    for case in cases:
        first = verify_log(FolderSource(case.folder), [LOG.verifier]).first
        taken += first is None
        stricter = first is not None and first.detail == NOT_CANONICAL
        assert (first is None) == (theirs[case.name] == "") or stricter
    assert taken > 10
