"""A witness that others wrote cosigns our logs, refuses their forks, and answers as ours does."""

import http.client
import json
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ipregistry.tlog.checkpoints import open_checkpoint
from ipregistry.tlog.notes import COSIGNATURE, Signer, VerifierKey, parse_note, parse_vkey
from ipregistry.tlog.policies import Freshness, judge, parse_policy
from ipregistry.tlog.proofs import Proof, parse_proof, verify_proof
from ipregistry.tlog.tiles import TiledTree
from ipregistry.tlog.tree import consistency_proof, inclusion_proof, leaf_hash
from ipregistry.tlog.witness import (
    Behind,
    Cosigned,
    Refused,
    Request,
    Seen,
    Witness,
    origin_hash,
    parse_answer,
)
from tests.foreign.corpus import IMPOSTOR, LOG, WITNESS, Log, entry, grown, note, private_key
from tests.foreign.verifiers import HERE, installed, skip_unless_installed

pytestmark = pytest.mark.long

SIZES = (0, 1, 257, 70_000)


def tool(name: str) -> str:
    return str(HERE / ".venv/bin" / name)


@dataclass(frozen=True, slots=True)
class ForeignWitness:
    """`aics-witness`, running. It knows the log of the corpus."""

    url: str
    key: VerifierKey
    config: str

    def post(self, body: bytes) -> tuple[int, str, bytes]:
        return self._call("POST", "/add-checkpoint", body)

    def get(self, path: str) -> tuple[int, str, bytes]:
        return self._call("GET", path, None)

    def _call(self, method: str, path: str, body: bytes | None) -> tuple[int, str, bytes]:
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=30)
        try:
            connection.request(method, path, body)
            answer = connection.getresponse()
            return answer.status, answer.headers.get("Content-Type", ""), answer.read()
        finally:
            connection.close()

    def submit(self, request: Request) -> Cosigned | Behind | Refused:
        return parse_answer(*self.post(request.encoded()), request.note, [self.key])


def started(folder: Path, name: str) -> Iterator[ForeignWitness]:
    config = str(folder / "witness.json")
    run = [tool("aics-witness")]
    init = ["init", "--config", config, "--name", name, "--listen", "127.0.0.1:0"]
    vkey = subprocess.run([*run, *init], check=True, capture_output=True, text=True).stdout.strip()
    known = ["--origin", LOG.name, "--vkey", str(LOG.verifier)]
    subprocess.run([*run, "add-log", "--config", config, *known], check=True, capture_output=True)
    serve = [*run, "serve", "--config", config]
    with subprocess.Popen(serve, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            line = next(line for line in process.stderr if "listening on" in line)
            url = line.split("listening on ")[1].split()[0]
            yield ForeignWitness(url, parse_vkey(vkey), config)
        finally:
            process.terminate()


@pytest.fixture
def foreign(tmp_path: Path) -> Iterator[ForeignWitness]:
    skip_unless_installed(installed("aics_witness"), "aics-witness")
    yield from started(tmp_path / "witness", "w.example/1")


@pytest.fixture(scope="module")
def log(tmp_path_factory) -> Log:
    return grown(tmp_path_factory.mktemp("log"), *SIZES)


@pytest.fixture(scope="module")
def fork(tmp_path_factory) -> Log:
    return grown(tmp_path_factory.mktemp("fork"), *SIZES, 70_001, change={200: b"another"})


def tree(log: Log, size: int) -> TiledTree:
    return TiledTree(size, lambda tile: (log.folder / tile.path).read_bytes())


def growth(log: Log, old: int, size: int) -> Request:
    proof = consistency_proof(tree(log, size).range_hash, old, size)
    return Request(old, tuple(proof), log.notes[size])


def cosigned(foreign: ForeignWitness, log: Log, old: int, size: int) -> bytes:
    answer = foreign.submit(growth(log, old, size))
    assert isinstance(answer, Cosigned), answer
    return parse_note(log.notes[size]).with_signatures(answer.signatures).encoded()


# ------------------------------------------------------------------------ it cosigns, or not


def test_a_foreign_witness_cosigns_our_log_as_it_grows(foreign, log) -> None:
    for old, size in zip((0, *SIZES), SIZES, strict=False):
        data = cosigned(foreign, log, old, size)
        assert open_checkpoint(data, LOG.verifier).size == size
    policy = f"log {LOG.verifier}\nwitness W {foreign.key}\nquorum W\n".encode()
    assert judge(parse_policy(policy), data, Freshness(int(time.time()), 600)).satisfied


def test_what_it_serves_to_monitors_bears_both_signatures(foreign, log) -> None:
    data = cosigned(foreign, log, 0, 257)
    status, _, served = foreign.get(f"/{origin_hash(LOG.name)}/checkpoint")
    assert (status, parse_note(served)) == (200, parse_note(data))


def test_a_foreign_witness_refuses_our_fork_and_keeps_it(foreign, log, fork) -> None:
    cosigned(foreign, log, 0, 70_000)
    answer = foreign.submit(growth(fork, 70_000, 70_001))
    assert isinstance(answer, Refused)
    assert answer.status == 422
    run = [tool("aics-witness"), "evidence", "--config", foreign.config]
    kept = subprocess.run(run, check=True, capture_output=True, text=True).stdout
    assert json.loads(kept)


def test_a_foreign_witness_refuses_a_rollback(foreign, log) -> None:
    cosigned(foreign, log, 0, 70_000)
    assert foreign.submit(growth(log, 0, 257)) == Behind(70_000)


def test_a_log_goes_on_from_where_the_foreign_witness_stands(foreign, log) -> None:
    cosigned(foreign, log, 0, 257)
    behind = foreign.submit(growth(log, 1, 70_000))
    assert behind == Behind(257)
    cosigned(foreign, log, behind.size, 70_000)


# ---------------------------------------------------------------------- it answers as ours does


class Memory:
    """A store for one thread."""

    def __init__(self) -> None:
        self.seen: dict[str, Seen] = {}

    def latest(self, origin: str) -> Seen | None:
        return self.seen.get(origin)

    def advance(self, origin: str, before: Seen | None, after: Seen) -> bool:
        assert self.latest(origin) == before
        self.seen[origin] = after
        return True


def test_our_witness_answers_every_request_as_a_foreign_one_does(foreign, log, fork) -> None:
    good, root = growth(log, 1, 257), open_checkpoint(log.notes[257], LOG.verifier).root
    bodies = [
        growth(log, 0, 0).encoded(),
        Request(0, (), note(0, bytes(32))).encoded(),
        Request(0, (bytes(32),), log.notes[1]).encoded(),
        growth(log, 1, 257).encoded(),  # never seen: it stands at 0
        growth(log, 0, 1).encoded(),
        growth(log, 0, 1).encoded(),
        growth(log, 1, 1).encoded(),
        Request(2, (), log.notes[1]).encoded(),
        Request(1, good.proof[:-1], good.note).encoded(),
        Request(1, (*good.proof, bytes(32)), good.note).encoded(),
        Request(1, good.proof, note(257, root, IMPOSTOR)).encoded(),
        Request(1, good.proof, note(257, root, origin="log.example/2")).encoded(),
        Request(1, good.proof, log.notes[257].replace(b"\n257\n", b"\n258\n")).encoded(),
        good.encoded().replace(b"old 1\n", b"old 01\n"),
        good.encoded().replace(b"old 1\n", b"old 1 \n"),
        good.encoded().replace(b"old 1\n", b""),
        good.encoded().replace(b"=\n", b"\n", 1),
        Request(1, good.proof, log.notes[257].replace(b"\n257\n", b"\n0257\n")).encoded(),
        Request(1, (bytes(32),) * 64, good.note).encoded(),
        good.encoded(),
        growth(fork, 257, 257).encoded(),
        growth(fork, 257, 70_000).encoded(),
        growth(log, 257, 70_000).encoded(),
    ]
    ours = Witness(WITNESS, {LOG.name: [LOG.verifier]}, Memory())
    now, said = int(time.time()), []
    for body in bodies:
        status, content_type, text = foreign.post(body)
        answer = ours.add_checkpoint(body, now)
        size = text if status == 409 else b""
        said.append(status)
        assert answer.status == status, body
        if status == 409:
            assert (answer.body, answer.content_type) == (size, content_type)
    assert set(said) == {200, 400, 403, 404, 409, 422}


# ------------------------------------------------------------------ others read what we cosign


COSIGNERS = [Signer(f"w{n}.example", private_key(10 + n), COSIGNATURE) for n in range(3)]


def quorum_of_two(folder: Path, data: bytes, *more: str) -> bool:
    """Whether aics-tlog takes a checkpoint that two of the three must have cosigned."""
    (folder / "note").write_bytes(data)
    command = [tool("aics-tlog"), "verify-checkpoint", "--note", str(folder / "note")]
    command += ["--log-key", str(LOG.verifier), "--quorum", "2", *more]
    for one in COSIGNERS:
        command += ["--witness-key", str(one.verifier)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def cosigned_by(signers: Sequence[Signer], data: bytes, at: int) -> bytes:
    signed = parse_note(data)
    return signed.with_signatures(s.cosign(signed.text, at) for s in signers).encoded()


@pytest.mark.parametrize("witnesses", range(4))
def test_a_foreign_reader_finds_the_quorum_that_ours_finds(tmp_path, log, witnesses) -> None:
    skip_unless_installed(installed("aics_tlog"), "aics-tlog")
    now = int(time.time())
    data = cosigned_by(COSIGNERS[:witnesses], log.notes[257], now)
    lines = [f"witness W{n} {one.verifier}" for n, one in enumerate(COSIGNERS)]
    policy = "\n".join([f"log {LOG.verifier}", *lines, "group q 2 W0 W1 W2", "quorum q", ""])
    found = judge(parse_policy(policy.encode()), data, Freshness(now, 600)).satisfied
    assert quorum_of_two(tmp_path, data) == found == (witnesses >= 2)


def test_a_foreign_reader_refuses_cosignatures_that_are_replayed_late(tmp_path, log) -> None:
    skip_unless_installed(installed("aics_tlog"), "aics-tlog")
    data = cosigned_by(COSIGNERS, log.notes[257], int(time.time()) - 1_000)
    assert quorum_of_two(tmp_path, data)
    assert not quorum_of_two(tmp_path, data, "--max-age", "600")


@pytest.mark.parametrize("index", [0, 255, 256, 65_535, 65_536, 69_999])
def test_a_foreign_writer_makes_the_proof_that_ours_makes(log, index) -> None:
    skip_unless_installed(installed("tlog_scales"), "tlog-scales")
    run = [tool("tlog-tiles"), "gen-proof", str(log.folder), str(index)]
    theirs = subprocess.run(run, check=True, capture_output=True).stdout
    path = inclusion_proof(tree(log, 70_000).range_hash, index, 70_000)
    assert theirs == Proof(index, tuple(path), log.notes[70_000]).encoded()
    checkpoint = verify_proof(parse_proof(theirs), leaf_hash(entry(index)), LOG.verifier)
    assert checkpoint.size == 70_000
