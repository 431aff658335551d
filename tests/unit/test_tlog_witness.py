"""The witness protocol: every answer of the specification, and one history under a crowd."""

import hashlib
import multiprocessing
import sqlite3
import threading
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ipregistry.tlog.checkpoints import Checkpoint
from ipregistry.tlog.notes import COSIGNATURE, Signer, parse_note, sign_note, verified
from ipregistry.tlog.tree import consistency_proof, leaf_hash, root_hash
from ipregistry.tlog.witness import (
    MAX_REQUEST_BYTES,
    SIZE_TYPE,
    Answer,
    Behind,
    Cosigned,
    Refused,
    Request,
    RequestError,
    Seen,
    Why,
    Witness,
    origin_hash,
    parse_answer,
    parse_request,
)

LOG = Signer("log.example/1", Ed25519PrivateKey.from_private_bytes(b"\x01" * 32))
OTHER = Signer("log.example/1", Ed25519PrivateKey.from_private_bytes(b"\x02" * 32))
COSIGNER = Signer("w.example", Ed25519PrivateKey.from_private_bytes(b"\x03" * 32), COSIGNATURE)
NOW = 1_764_400_000

LEAVES = [leaf_hash(b"%d" % n) for n in range(300)]
FORKED = [*LEAVES[:90], leaf_hash(b"another"), *LEAVES[91:]]


class SqliteStore:
    """A store as a node would have it: compare and replace in one immediate transaction."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with closing(self._open()) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS seen"
                " (origin TEXT PRIMARY KEY, size INTEGER, root BLOB, note BLOB, time INTEGER)"
            )
            connection.execute("CREATE TABLE IF NOT EXISTS history (size INTEGER, root BLOB)")

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, timeout=60, isolation_level=None)

    def latest(self, origin: str) -> Seen | None:
        with closing(self._open()) as connection:
            return self._read(connection, origin)

    def _read(self, connection: sqlite3.Connection, origin: str) -> Seen | None:
        sql = "SELECT size, root, note, time FROM seen WHERE origin = ?"
        row = connection.execute(sql, [origin]).fetchone()
        return None if row is None else Seen(*row)

    def advance(self, origin: str, before: Seen | None, after: Seen) -> bool:
        with closing(self._open()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            if self._read(connection, origin) != before:
                return False
            row = [origin, after.size, after.root, after.note, after.time]
            connection.execute("REPLACE INTO seen VALUES (?, ?, ?, ?, ?)", row)
            connection.execute("INSERT INTO history VALUES (?, ?)", [after.size, after.root])
            connection.execute("COMMIT")
            return True

    def history(self) -> list[tuple[int, bytes]]:
        with closing(self._open()) as connection:
            return connection.execute("SELECT size, root FROM history ORDER BY rowid").fetchall()


def witness_at(path: Path) -> Witness:
    return Witness(COSIGNER, {LOG.name: [LOG.verifier]}, SqliteStore(path))


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    return witness_at(tmp_path / "witness.sqlite")


def note(
    size: int, leaves: list[bytes] = LEAVES, signer: Signer = LOG, origin: str = LOG.name
) -> bytes:
    text = Checkpoint(origin, size, root_hash(leaves[:size])).text()
    return sign_note(text, [signer]).encoded()


def proof(old: int, size: int, leaves: list[bytes] = LEAVES) -> tuple[bytes, ...]:
    return tuple(consistency_proof(lambda a, b: root_hash(leaves[a:b]), old, size))


def submit(
    witness: Witness, old: int, size: int, leaves: list[bytes] = LEAVES, now: int = NOW
) -> Answer:
    request = Request(old, proof(old, size, leaves), note(size, leaves))
    return witness.add_checkpoint(request.encoded(), now)


def stored(witness: Witness) -> int | None:
    seen = witness.store.latest(LOG.name)
    return None if seen is None else seen.size


# ------------------------------------------------------------------------------------- server


@pytest.mark.parametrize("sizes", [[1], [0, 1], [100, 200], [1, 2, 3, 255, 256, 257], [100, 100]])
def test_a_log_that_grows_is_cosigned(witness: Witness, sizes: list[int]) -> None:
    old = 0
    for at, size in enumerate(sizes):
        answer = submit(witness, old, size, now=NOW + at)
        assert (answer.status, answer.why) == (200, None)
        signed = parse_note(note(size) + answer.body)
        (found,) = verified(signed, [COSIGNER.verifier])
        assert found.time == NOW + at
        old = size
    assert stored(witness) == old


def test_what_is_served_to_monitors_bears_both_signatures_and_no_other(witness: Witness) -> None:
    stranger = Signer("stranger.example", OTHER.private)
    text = parse_note(note(100)).text
    submitted = sign_note(text, [stranger, LOG]).encoded()
    assert witness.add_checkpoint(Request(0, (), submitted).encoded(), NOW).status == 200
    seen = witness.store.latest(LOG.name)
    assert seen is not None
    names = [signature.name for signature in parse_note(seen.note).signatures]
    assert names == [LOG.name, COSIGNER.name]


def test_a_size_that_is_not_the_latest_is_told_the_latest(witness: Witness) -> None:
    submit(witness, 0, 100)
    for old in (0, 50, 150):
        answer = submit(witness, old, 200)
        assert (answer.status, answer.body, answer.content_type) == (409, b"100\n", SIZE_TYPE)
    assert stored(witness) == 100


def test_a_log_that_was_never_seen_stands_at_zero(witness: Witness) -> None:
    answer = submit(witness, 50, 100)
    assert (answer.status, answer.body) == (409, b"0\n")


def test_a_rollback_is_told_the_latest_size(witness: Witness) -> None:
    submit(witness, 0, 200)
    answer = submit(witness, 0, 100)
    assert (answer.status, answer.body) == (409, b"200\n")
    assert stored(witness) == 200


def test_a_fork_is_refused_and_its_checkpoint_kept(witness: Witness) -> None:
    submit(witness, 0, 100)
    answer = submit(witness, 100, 200, FORKED)
    assert (answer.status, answer.why) == (422, Why.NOT_CONSISTENT)
    assert answer.evidence == note(200, FORKED)
    assert stored(witness) == 100


def test_another_root_at_the_same_size_is_refused(witness: Witness) -> None:
    submit(witness, 0, 100)
    answer = submit(witness, 100, 100, FORKED)
    assert (answer.status, answer.why, answer.evidence) == (422, Why.FORK, note(100, FORKED))


def test_another_root_is_evidence_whatever_old_size_came_with_it(witness: Witness) -> None:
    submit(witness, 0, 100)
    answer = submit(witness, 0, 100, FORKED)
    assert (answer.status, answer.evidence) == (409, note(100, FORKED))


def test_a_proof_from_the_empty_tree_is_empty(witness: Witness) -> None:
    request = Request(0, (bytes(32),), note(100))
    answer = witness.add_checkpoint(request.encoded(), NOW)
    assert (answer.status, answer.why) == (422, Why.NOT_CONSISTENT)


def test_the_empty_tree_has_one_root(witness: Witness) -> None:
    text = Checkpoint(LOG.name, 0, bytes(32)).text()
    answer = witness.add_checkpoint(Request(0, (), sign_note(text, [LOG]).encoded()).encoded(), NOW)
    assert (answer.status, answer.why) == (422, Why.ROOT_OF_EMPTY)


@pytest.mark.parametrize("spoiled", ["cut", "swapped", "longer", "none"])
def test_a_proof_that_does_not_hold_is_refused(witness: Witness, spoiled: str) -> None:
    submit(witness, 0, 100)
    good = proof(100, 200)
    path = {
        "cut": good[:-1],
        "swapped": (good[1], good[0], *good[2:]),
        "longer": (*good, bytes(32)),
        "none": (),
    }[spoiled]
    answer = witness.add_checkpoint(Request(100, path, note(200)).encoded(), NOW)
    assert (answer.status, answer.why) == (422, Why.NOT_CONSISTENT)
    assert stored(witness) == 100


def test_a_log_that_is_not_known_is_not_found(witness: Witness) -> None:
    request = Request(0, (), note(1, origin="log.example/2"))
    assert witness.add_checkpoint(request.encoded(), NOW).status == 404


def test_a_checkpoint_that_its_log_did_not_sign_is_forbidden(witness: Witness) -> None:
    request = Request(0, (), note(1, signer=OTHER))
    assert witness.add_checkpoint(request.encoded(), NOW).status == 403


def test_a_signature_that_does_not_hold_is_forbidden(witness: Witness) -> None:
    moved = note(100).replace(b"\n100\n", b"\n101\n")
    assert witness.add_checkpoint(Request(0, (), moved).encoded(), NOW).status == 403


def test_an_old_size_above_the_checkpoints_is_a_bad_request(witness: Witness) -> None:
    submit(witness, 0, 100)
    answer = witness.add_checkpoint(Request(100, (), note(50)).encoded(), NOW)
    assert (answer.status, answer.why) == (400, Why.SHRINKS)


def test_a_clock_that_went_back_does_not_sign(witness: Witness) -> None:
    submit(witness, 0, 100, now=NOW)
    answer = submit(witness, 100, 200, now=NOW - 1)
    assert (answer.status, answer.why) == (503, Why.CLOCK)
    assert submit(witness, 100, 200, now=NOW).status == 200


GOOD = note(1)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"old 0\n" + GOOD,
        b"\nold 0\n\n" + GOOD,
        b"old 00\n\n" + GOOD,
        b"old 01\n\n" + GOOD,
        b"old -1\n\n" + GOOD,
        b"old  0\n\n" + GOOD,
        b"old 0 \n\n" + GOOD,
        b"old 0\r\n\n" + GOOD,
        b"new 0\n\n" + GOOD,
        b"old\n\n" + GOOD,
        b"old 10000000000000000000\n\n" + GOOD,
        b"old 0\nAAAA\n\n" + GOOD,
        b"old 0\n" + b"A" * 43 + b"B=\n\n" + GOOD,  # bits that say nothing
        b"old 0\n" + b"A" * 43 + b"\n\n" + GOOD,  # no padding
        b"old 0\n" + (b"A" * 43 + b"=\n") * 64 + b"\n" + GOOD,
        b"old 0\n\nno note at all\n",
        b"old 0\n\n" + GOOD[:-1],
        b"old 0\n\n" + GOOD.replace(b"\n1\n", b"\n01\n"),
        b"old 0\n\n" + GOOD.replace(b"\n1\n", b"\n\n"),
        b"old 0\n\n" + GOOD.replace(b"\n1\n", b"\n9223372036854775808\n"),
        b"old 0\n\n" + b"\xff" + GOOD,
        b"old 0\n\n" + GOOD + b"x" * MAX_REQUEST_BYTES,
    ],
)
def test_a_malformed_request_is_a_bad_request(witness: Witness, body: bytes) -> None:
    answer = witness.add_checkpoint(body, NOW)
    assert (answer.status, answer.why) == (400, Why.MALFORMED)
    assert stored(witness) is None


def test_a_request_is_not_read_beyond_its_limit() -> None:
    with pytest.raises(RequestError, match="too long"):
        parse_request(b"old 0\n\n" + bytes(MAX_REQUEST_BYTES))


@given(st.binary(max_size=300))
def test_no_octets_do_more_than_be_refused(body: bytes) -> None:
    try:
        request = parse_request(body)
    except RequestError:
        return
    assert request.encoded() == body


@given(
    st.integers(0, 2**63 - 1),
    st.lists(st.binary(min_size=32, max_size=32), max_size=63),
    st.binary(),
)
def test_a_request_is_read_as_it_was_written(old: int, path: list[bytes], data: bytes) -> None:
    request = Request(old, tuple(path), data)
    assert parse_request(request.encoded()) == request


# ------------------------------------------------------------------------------ fifty at once


def _submit_until_cosigned(path: str, size: int, leaves: list[bytes]) -> tuple[int, str | None]:
    """What a log does: submit, and from wherever the witness stands again. The last answer."""
    witness = witness_at(Path(path))
    old = 0
    for _ in range(200):
        answer = submit(witness, old, size, leaves)
        if answer.why != Why.STALE or int(answer.body) > size:
            break
        old = int(answer.body)
    return answer.status, answer.why


def _only_grew(witness: Witness, leaves: list[bytes]) -> None:
    store = witness.store
    assert isinstance(store, SqliteStore)
    history = store.history()
    assert [size for size, _ in history] == sorted(size for size, _ in history)
    assert all(root == root_hash(leaves[:size]) for size, root in history)


@pytest.mark.race
def test_fifty_threads_cannot_roll_a_log_back(tmp_path: Path) -> None:
    path, said, start = tmp_path / "witness.sqlite", [], threading.Barrier(50)
    witness = witness_at(path)

    def run(size: int) -> None:
        start.wait()
        said.append(_submit_until_cosigned(str(path), size, LEAVES))

    threads = [threading.Thread(target=run, args=[200 + n]) for n in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(said) == 50
    assert {status for status, _ in said} <= {200, 409}
    assert stored(witness) == 249
    _only_grew(witness, LEAVES)


@pytest.mark.race
def test_of_two_histories_processes_get_one_cosigned(tmp_path: Path) -> None:
    path = tmp_path / "witness.sqlite"
    witness = witness_at(path)
    jobs = [(100 + n, LEAVES if n % 2 else FORKED) for n in range(48)]
    # The largest of either history is never merely behind.
    jobs += [(300, LEAVES), (300, FORKED)]
    with ProcessPoolExecutor(4, multiprocessing.get_context("spawn")) as pool:
        waiting = [pool.submit(_submit_until_cosigned, str(path), *job) for job in jobs]
        said = [one.result() for one in waiting]
    assert any(status == 200 for status, _ in said)
    assert any(status == 422 for status, _ in said)
    seen = witness.store.latest(LOG.name)
    assert seen is not None
    history = LEAVES if seen.root == root_hash(LEAVES[: seen.size]) else FORKED
    _only_grew(witness, history)


def test_a_witness_whose_store_forgets_to_compare_would_roll_back(tmp_path: Path) -> None:
    """The race of the specification, step by step: the second request loses, by `advance` alone."""
    witness = witness_at(tmp_path / "witness.sqlite")
    submit(witness, 0, 100)
    before = witness.store.latest(LOG.name)
    assert submit(witness, 100, 200).status == 200
    late = Seen(150, root_hash(LEAVES[:150]), note(150), NOW)
    assert not witness.store.advance(LOG.name, before, late)
    assert stored(witness) == 200


# ------------------------------------------------------------------------------------- client


KEYS = [COSIGNER.verifier]


def test_an_answer_is_read_as_the_server_means_it(witness: Witness) -> None:
    data = note(100)
    answer = submit(witness, 0, 100)
    got = parse_answer(answer.status, answer.content_type, answer.body, data, KEYS)
    assert isinstance(got, Cosigned)
    both = parse_note(data).with_signatures(got.signatures)
    assert len(verified(both, [LOG.verifier, *KEYS])) == 2
    answer = submit(witness, 0, 200)
    assert parse_answer(answer.status, answer.content_type, answer.body, data, KEYS) == Behind(100)
    answer = submit(witness, 100, 200, FORKED)
    refused = parse_answer(answer.status, answer.content_type, answer.body, data, KEYS)
    assert isinstance(refused, Refused)
    assert refused.status == 422


def test_cosignatures_of_others_are_left_out(witness: Witness) -> None:
    body = submit(witness, 0, 100).body
    stranger = Signer("x.example", OTHER.private, COSIGNATURE)
    more = body + stranger.cosign(parse_note(note(100)).text, NOW).line().encode()
    got = parse_answer(200, "", more, note(100), KEYS)
    assert isinstance(got, Cosigned)
    assert [signature.name for signature in got.signatures] == [COSIGNER.name]


@pytest.mark.parametrize(
    ("status", "content_type", "body"),
    [
        (200, "", b""),
        (200, "", b"\xff"),
        (200, "", b"no line\n"),
        (200, "", b"\xe2\x80\x94 w.example AAAAAAAA\n"),
        (200, "", COSIGNER.cosign(parse_note(note(99)).text, NOW).line().encode()),
        (200, "", COSIGNER.cosign(parse_note(note(100)).text, 0).line().encode()),
        (409, SIZE_TYPE, b"0100\n"),
        (409, SIZE_TYPE, b"many\n"),
        (409, "text/plain", b"100\n"),
        (500, "text/html", b"<html>\xff"),
        (302, "", b""),
        (200, "", b"x" * 2**20),
    ],
)
def test_an_answer_that_is_none_is_a_refusal(status: int, content_type: str, body: bytes) -> None:
    assert isinstance(parse_answer(status, content_type, body, note(100), KEYS), Refused)


def test_monitors_find_a_log_under_the_hash_of_its_origin() -> None:
    assert origin_hash(LOG.name) == hashlib.sha256(b"log.example/1").hexdigest()
