"""The public log (C2SP tlog-tiles): checkpoint, tiles, entry bundles, the log's keys.

Files as they stand in the log's folder; a web server in front may serve them itself.
"""

from __future__ import annotations

from flask import Response

from ipregistry.api.requests import node
from ipregistry.api.spec import feature, serves
from ipregistry.services.errors import NotFoundError
from ipregistry.services.log import reading

blp = feature("Log", "/log", "The public log: anybody can check that nothing in it was changed.")

TEXT = "text/plain; charset=utf-8"
BYTES = "application/octet-stream"
_FOR_GOOD = "public, max-age=31536000, immutable"
# tlog-tiles: no caching beyond a few seconds.
_FOR_A_MOMENT = "public, max-age=2"
_FOR_MINUTES = "public, max-age=300"


@blp.route("/checkpoint")
@serves(blp, "readCheckpoint", "text/plain", headers=["Cache-Control"])
def read_checkpoint() -> Response:
    """The newest checkpoint

    Size and root of the log, signed by the log and by its witnesses (C2SP tlog-checkpoint).
    """
    return _file(reading.read_checkpoint(node()), TEXT, _FOR_A_MOMENT)


@blp.route("/vkey")
@serves(blp, "readLogKeys", "text/plain", headers=["Cache-Control"])
def read_vkey() -> Response:
    """The keys that sign checkpoints

    One a line, in the form of C2SP signed-note; the first signs now.
    """
    return _file(reading.read_vkey(node()), TEXT, _FOR_MINUTES)


@blp.route("/key-changes.json")
@serves(
    blp,
    "readKeyChanges",
    "application/json",
    headers=["Cache-Control"],
    schema={"type": "array", "items": {"type": "string", "maxLength": 4096}, "maxItems": 1000},
)
def read_key_changes() -> Response:
    """How the log's keys followed one another

    A list of notes (C2SP signed-note), oldest first: in each the key before names the next.
    Empty where the log has its first key.
    """
    changes = reading.read_key_changes(node()) or b"[]"
    return _file(changes, "application/json", _FOR_MINUTES)


@blp.route("/policy")
@serves(blp, "readLogPolicy", "text/plain", headers=["Cache-Control"])
def read_policy() -> Response:
    """When a checkpoint counts

    The log, its witnesses and how many of them must have cosigned (C2SP tlog-policy).
    """
    return _file(reading.read_log_policy(node()), TEXT, _FOR_MINUTES)


@blp.route("/tile/<path:tile>")
@serves(blp, "readTile", BYTES, headers=["Cache-Control"])
def read_tile(tile: str) -> Response:
    """A tile of the log

    Hashes at `{level}/{index}`, entries at `entries/{index}`, both with `.p/{width}` where
    the tile is not full (C2SP tlog-tiles). What was published once never changes.
    """
    return _file(reading.read_tile(node(), tile), BYTES, _FOR_GOOD)


def _file(content: bytes | None, media_type: str, keep: str) -> Response:
    if content is None:
        raise NotFoundError("not-found")
    answer = Response(content, content_type=media_type)
    answer.headers["Cache-Control"] = keep
    return answer
