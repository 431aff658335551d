"""`ipregistry verify public`: whoever has a key verifies a folder or what is served, and the
entry in question is named."""

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from click.testing import CliRunner, Result

from ipregistry.cli import main
from ipregistry.outside.nodes import NodeError, ServedLog
from ipregistry.tlog.tiles import ENTRIES, Tile
from tests.foreign.corpus import LOG, WITNESS, case_of, grown
from tests.foreign.corpus import SMALL as SIZES


@pytest.fixture
def case(tmp_path: Path):
    log = grown(tmp_path / "grown", *SIZES)
    return case_of(log, "small", tmp_path / "case")


def verify(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["verify", "public", *arguments])


def options(case) -> list[str]:
    return [str(case.folder), "--key", str(LOG.verifier)]


def test_an_honest_log_is_verified_without_a_node(case) -> None:
    result = verify(*options(case))
    assert result.exit_code == 0
    assert "700 entries, 4 tiles, " in result.output
    assert "public: 0 faults." in result.output
    found = json.loads(verify(*options(case), "--json").output)
    assert (found["origin"], found["size"]) == ("log.example/1", 700)


def test_the_entry_in_question_is_named(case) -> None:
    case.rebundle(Tile(ENTRIES, 1), lambda entries: entries.__setitem__(44, b"another"))
    result = verify(*options(case), "--json")
    assert result.exit_code == 1
    (fault,) = json.loads(result.output)["faults"]
    assert (fault["nature"], fault["index"], fault["count"]) == ("entry", 300, 1)
    assert "entry: entry 300 (1 in question)" in verify(*options(case)).output


def test_an_older_checkpoint_shows_a_rewritten_log(case, tmp_path) -> None:
    case.replace_log(grown(tmp_path / "rewritten", *SIZES, change={400: b"another"}))
    assert verify(*options(case)).exit_code == 0
    kept = [item for path in case.older for item in ("--older", str(path))]
    result = verify(*options(case), *kept, "--json")
    assert [f["nature"] for f in json.loads(result.output)["faults"]] == ["fork"]


def test_a_policy_asks_for_witnesses(case, tmp_path) -> None:
    policy = tmp_path / "policy"
    policy.write_text(f"log {LOG.verifier}\nwitness W {WITNESS.verifier}\nquorum W\n")
    result = verify(str(case.folder), "--policy", str(policy), "--json")
    assert [f["nature"] for f in json.loads(result.output)["faults"]] == ["quorum"]
    old = 1_000_000_000
    case.sign(lambda text: WITNESS.cosign(text, old))
    assert verify(str(case.folder), "--policy", str(policy)).exit_code == 0
    late = verify(str(case.folder), "--policy", str(policy), "--max-age", "3600")
    assert "cosigned by nobody (too old or too new: W) only" in late.output


def test_a_key_may_stand_in_a_file(case, tmp_path) -> None:
    path = tmp_path / "vkey"
    path.write_text(f"{LOG.verifier}\n")
    assert verify(str(case.folder), "--key", str(path)).exit_code == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (["--key", "log.example/1+00000000+AA=="], "key"),
        (["--key", "/nowhere"], "key"),
        (["--policy", "/dev/null"], "one quorum line"),
        (["--policy", "/dev/zero"], "too long"),
        (["--older", "/dev/zero"], "too long"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_line(case, change, said) -> None:
    result = verify(*options(case), *change)
    assert (result.exit_code, "Traceback" in result.output) == (1, False)
    assert said in result.output


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (["/nowhere"], "not a folder"),
        (["/nowhere", "--log-only"], "not a folder"),
        (["http:///"], "not the URL of a log"),
        (["http:///", "--log-only"], "not the URL of a log"),
    ],
)
def test_a_place_without_a_log_is_refused_in_a_line(place, said) -> None:
    result = verify(*place, "--key", str(LOG.verifier))
    assert (result.exit_code, "Traceback" in result.output) == (1, False)
    assert said in result.output


@pytest.mark.parametrize(
    ("more", "said"), [(["--max-age", "60"], "--policy"), (["--state", "seen.json"], "a node")]
)
def test_an_option_that_would_have_no_effect_is_refused(case, more, said) -> None:
    result = verify(*options(case), *more)
    assert result.exit_code == 2
    assert said in result.output


def test_a_log_is_verified_with_a_key_only(case) -> None:
    result = verify(str(case.folder))
    assert result.exit_code == 2
    assert "--key" in result.output


# ------------------------------------------------------------------------------- over HTTP


class Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    busy: str | None = None
    told: ClassVar[list[str | None]] = []

    def do_GET(self) -> None:
        Handler.told.append(self.headers.get("Authorization"))
        if Handler.busy and self.path.startswith(Handler.busy):
            self.send_error(503)
        elif "zipped" in self.path:
            self._send(gzip.compress(bytes(10_000)), "gzip")
        elif "cut" in self.path:
            self.send_response(200)
            self.send_header("Content-Length", "9")
            self.end_headers()
            self.wfile.write(b"half")
            self.close_connection = True
        elif "broken" in self.path:
            self.send_error(500)
        elif "moved" in self.path:
            self.send_response(302)
            self.send_header("Location", "/checkpoint")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            super().do_GET()

    def _send(self, data: bytes, encoding: str) -> None:
        self.send_response(200)
        self.send_header("Content-Encoding", encoding)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def served(case) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(case.place)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/log"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_served_log_is_verified_like_a_folder(case, served) -> None:
    arguments = [f"{served}/", "--log-only", "--key", str(LOG.verifier)]
    assert verify(*arguments).exit_code == 0
    (case.folder / "tile/0/001").unlink()
    result = verify(*arguments, "--json")
    first = json.loads(result.output)["faults"][0]
    assert (first["nature"], first["index"]) == ("missing", 256)


def test_a_node_that_is_busy_has_no_missing_tiles(case, served, monkeypatch) -> None:
    monkeypatch.setattr(Handler, "busy", "/log/tile/0/002")
    node = served.removesuffix("/log")
    for place in ([node], [served, "--log-only"]):
        result = verify(*place, "--key", str(LOG.verifier), "--json")
        (fault,) = json.loads(result.output)["faults"]
        assert fault["nature"] == "node-does-not-answer"
        assert "the server answered 503" in fault["detail"]


def test_a_log_alone_is_not_told_the_key_of_the_reader(case, served, monkeypatch) -> None:
    monkeypatch.setenv("IPREGISTRY_KEY", "sample-key")
    monkeypatch.setattr(Handler, "told", [])
    assert verify(served, "--log-only", "--key", str(LOG.verifier)).exit_code == 0
    assert set(Handler.told) == {None}
    verify(served.removesuffix("/log"), "--key", str(LOG.verifier))
    assert "Bearer sample-key" in Handler.told


def test_only_who_says_so_takes_a_log_for_all_that_a_node_shows(case, served) -> None:
    """A node that hid its feed would else pass as a log alone."""
    result = verify(served.removesuffix("/log"), "--key", str(LOG.verifier), "--json")
    assert [f["nature"] for f in json.loads(result.output)["faults"]] == ["node-does-not-answer"]


def test_what_gzip_makes_is_capped(served) -> None:
    with closing(ServedLog(served)) as source:
        assert source.read("zipped", 20_000) == bytes(10_000)
        assert source.read("zipped", 5_000) == bytes(5_001)


@pytest.mark.parametrize("path", ["broken", "moved", "cut"])
def test_an_answer_that_is_no_file_says_nothing_about_the_log(served, path) -> None:
    with closing(ServedLog(served)) as source, pytest.raises(NodeError):
        source.read(path, 100)


def test_a_server_that_is_not_there_is_no_fault_of_the_log(case) -> None:
    result = verify("http://127.0.0.1:1/log", "--log-only", "--key", str(LOG.verifier), "--json")
    assert result.exit_code == 1
    (fault,) = json.loads(result.output)["faults"]
    assert (fault["nature"], fault["index"]) == ("node-does-not-answer", None)
    assert fault["detail"].startswith("checkpoint: ")
