"""Our log and its witnesses: other nodes, over HTTP."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from ipregistry import create_app
from ipregistry.outside.posting import Limits, UnreachableError, post
from ipregistry.services.log import cosigning
from ipregistry.services.log.alarms import standing_alarm
from ipregistry.services.log.keeping import keep_log
from ipregistry.services.log.signing import SIGNED, create_log, open_signer
from ipregistry.services.log.witnessing import witness_key
from ipregistry.services.node import RunningNode
from ipregistry.tlog.policies import judge, parse_policy
from tests.databases import fresh_database
from tests.logs import add_entries
from tests.world import running_node


@pytest.fixture(autouse=True)
def _knowing_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cosigning, "_known", cosigning._Memories())


@contextmanager
def witness_of(log: RunningNode, server_url: str, folder: Path, name: str) -> Iterator[list[str]]:
    """Another node that witnesses `log`; its line in a policy, and what stops it at the end."""
    with fresh_database(server_url) as url:
        node = running_node(url, folder / name)
        with open_signer(log.log) as signer:
            (folder / name / "logs").write_text(f"log {signer.signer.verifier}\nquorum none\n")
        place = replace(node.log, witnessed=folder / name / "logs", witness=f"{name}.example")
        node = replace(node, log=place)
        server = make_server("127.0.0.1", 0, create_app(node=node), threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            address = f"http://127.0.0.1:{server.port}/witness"
            yield [f"witness {name} {witness_key(node)} {address}"]
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
            node.engines.dispose()


@pytest.fixture
def log(node: RunningNode, data_dir: Path) -> RunningNode:
    create_log(node.log)
    return replace(
        node,
        log=replace(node.log, witnesses=data_dir / "policy", private=True, url="http://x/log"),
    )


def write_policy(log: RunningNode, lines: list[str], names: str) -> None:
    assert log.log.witnesses is not None
    log.log.witnesses.write_text("\n".join([*lines, f"group q 2 {names}", "quorum q", ""]))


def judged(log: RunningNode) -> tuple[int, set[str], bool]:
    """The size on show, who cosigned it, and whether they are enough by the served policy."""
    policy = parse_policy(log.log.policy.read_bytes())
    found = judge(policy, log.log.checkpoint.read_bytes())
    return found.checkpoint.size, set(found.witnesses), found.satisfied


def test_two_of_three_cosign_and_the_third_is_asked_again(
    log: RunningNode, server_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as running:
        lines = []
        for name in ("gd", "mo"):
            (tmp_path / name).mkdir()
            lines += running.enter_context(witness_of(log, server_url, tmp_path, name))
        (tmp_path / "ext").mkdir()
        with witness_of(log, server_url, tmp_path, "ext") as line:
            lines += line
        write_policy(log, lines, "gd mo ext")
        add_entries(log, range(5))
        keep_log(log)
        assert judged(log) == (5, {"gd", "mo"}, True)
        add_entries(log, range(5, 300))
        keep_log(log)
        assert judged(log) == (300, {"gd", "mo"}, True)
    # All are away: the log goes on, and says no more than it has.
    monkeypatch.setattr(cosigning, "AGAIN_AFTER", 0.0)
    add_entries(log, range(300, 301))
    keep_log(log)
    assert judged(log) == (301, set(), False)


def test_a_node_restored_as_a_whole_is_found_by_its_witness(
    log: RunningNode, server_url: str, tmp_path: Path
) -> None:
    """Database, folder and signer all of the same old day: only a witness remembers."""
    (tmp_path / "gd").mkdir()
    with witness_of(log, server_url, tmp_path, "gd") as lines:
        assert log.log.witnesses is not None
        log.log.witnesses.write_text("\n".join([*lines, "quorum gd", ""]))
        add_entries(log, range(3))
        keep_log(log)
        old = (log.log.keys / SIGNED).read_bytes(), log.log.checkpoint.read_bytes()
        add_entries(log, range(3, 8))
        keep_log(log)
        assert judged(log) == (8, {"gd"}, True)
        (log.log.keys / SIGNED).write_bytes(old[0])
        log.log.checkpoint.write_bytes(old[1])
        with log.engines.write.begin() as connection:
            connection.exec_driver_sql("DELETE FROM entry WHERE log_index >= 3")
        cosigning._known.by_key.clear()
        add_entries(log, ["other"])
        keep_log(log)
        with log.engines.read.connect() as connection:
            alarm = standing_alarm(connection)
        assert alarm is not None
        assert alarm.code == "log-state-older"
        assert "has cosigned 8 entries" in alarm.detail


def test_a_policy_that_cannot_be_read_is_an_alarm(log: RunningNode) -> None:
    assert log.log.witnesses is not None
    log.log.witnesses.write_text("witness nobody\n")
    add_entries(log, range(3))
    keep_log(log)
    with log.engines.read.connect() as connection:
        alarm = standing_alarm(connection)
    assert alarm is not None
    assert alarm.code == "witnesses-malformed"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://192.0.2.1/", "only https"),
        ("https://127.0.0.1/", "not an address on the public network"),
        ("https://localhost:9/", "not an address on the public network"),
        ("https://10.0.0.1/", "not an address on the public network"),
        ("https://[::1]/", "not an address on the public network"),
        ("https://169.254.169.254/latest", "not an address on the public network"),
        ("https://user@example.org/", "no plain address"),
        ("file:///etc/passwd", "only https"),
    ],
)
def test_an_address_that_may_not_be_asked_is_not(url: str, why: str) -> None:
    with pytest.raises(UnreachableError, match=why):
        post(url, b"", "text/plain", Limits())


@contextmanager
def answering(answer: bytes) -> Iterator[str]:
    """A server that says this to whoever connects, and then no more, without hanging up."""
    with socket.create_server(("127.0.0.1", 0)) as listening, ExitStack() as opened:

        def serve() -> None:
            connection, _ = listening.accept()
            opened.enter_context(connection)
            connection.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        thread.join(10)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (b"", "timed out|no time left"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", "timed out|no time left"),
        (b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 2000, "more than 1000 bytes"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + b"x" * 2000, "more than 1000"),
        (b"not HTTP\r\n\r\n", "not HTTP"),
    ],
)
def test_an_answer_that_is_too_long_or_never_ends_is_given_up(answer: bytes, why: str) -> None:
    with answering(answer) as url, pytest.raises(UnreachableError, match=why):
        post(url, b"x", "text/plain", Limits(seconds=0.5, max_bytes=1000, private=True))


def test_a_redirect_is_not_followed() -> None:
    told = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
    with answering(told) as url:
        assert post(url, b"x", "text/plain", Limits(private=True)).status == 302
