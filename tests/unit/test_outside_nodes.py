"""A node read by a stranger: the reader's key goes nowhere else."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ipregistry.outside.nodes import NodeError, NodeReader


class Elsewhere(BaseHTTPRequestHandler):
    """Sends everybody on to `/taken`, and notes who came there."""

    seen: list[tuple[str, str | None]]

    def do_GET(self) -> None:
        self.seen.append((self.path, self.headers.get("Authorization")))
        if self.path == "/taken":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")
            return
        self.send_response(302)
        self.send_header("Location", "/taken")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing to the terminal."""


@pytest.fixture
def seen() -> list[tuple[str, str | None]]:
    return []


@pytest.fixture
def url(seen: list[tuple[str, str | None]]) -> Iterator[str]:
    handler = type("Handler", (Elsewhere,), {"seen": seen})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_redirect_is_not_followed_and_takes_no_key_along(
    url: str, seen: list[tuple[str, str | None]]
) -> None:
    with pytest.raises(NodeError):
        NodeReader(url, "sample-key").feed(0, 1)
    assert [path for path, _ in seen] == ["/api/v1/feed?after=0&limit=1"]
