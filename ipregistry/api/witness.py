"""This node as a witness of other logs (C2SP tlog-witness): no key is needed, a signature is."""

from __future__ import annotations

from flask import Response

from ipregistry.api.requests import at_most, node
from ipregistry.api.spec import NO_KEY, feature, serves
from ipregistry.services.errors import NotFoundError
from ipregistry.services.log import witnessing

blp = feature("Witness", "/witness", "This node as a witness of other nodes' logs.")

TEXT = "text/plain; charset=utf-8"
_TEXT = {"text/plain": {"schema": {"type": "string"}}}
_ANSWERS = {
    "200": ("A signature line: the checkpoint is cosigned.", _TEXT),
    "400": ("Not a request of this form, or a checkpoint smaller than the old size.", _TEXT),
    "403": ("No key that is known for this log has signed it.", _TEXT),
    "404": ("This log is not known here.", _TEXT),
    "409": (
        "The old size is not the one that was cosigned last, which stands here.",
        {"text/x.tlog.size": {"schema": {"type": "string"}}},
    ),
    "422": ("It does not continue what was cosigned last.", _TEXT),
    "503": ("The witness is busy, or does not cosign for now.", _TEXT),
}


@blp.route("/add-checkpoint", methods=["POST"])
@blp.doc(
    operationId="addCheckpoint",
    requestBody={"required": True, "content": _TEXT},
    responses={
        status: {"description": said, "content": content}
        for status, (said, content) in _ANSWERS.items()
    },
    security=NO_KEY,
)
def add_checkpoint() -> Response:
    """Cosign a checkpoint

    The body is that of C2SP tlog-witness: the old size, a consistency proof, the checkpoint.
    """
    answer = witnessing.add_checkpoint(node(), at_most(witnessing.READ_AT_MOST))
    given = Response(answer.body, answer.status, content_type=answer.content_type)
    given.headers["Cache-Control"] = "no-store"
    return given


@blp.route("/vkey")
@serves(blp, "readWitnessKey", "text/plain", headers=["Cache-Control"])
def read_vkey() -> Response:
    """The key that cosigns

    In the form of C2SP signed-note, for the policies of those whom this node witnesses.
    """
    key = f"{witnessing.witness_key(node())}\n"
    answer = Response(key, content_type=TEXT)
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer


@blp.route("/<string:log>/checkpoint")
@serves(blp, "readCosigned", "text/plain", headers=["Cache-Control"])
def read_cosigned(log: str) -> Response:
    """What was cosigned last of a log

    The log is named by the SHA-256 of its origin, in lower-case hex.
    """
    note = witnessing.last_cosigned(node(), log)
    if note is None:
        raise NotFoundError("not-found")
    answer = Response(note, content_type=TEXT)
    answer.headers["Cache-Control"] = "public, max-age=2"
    return answer
