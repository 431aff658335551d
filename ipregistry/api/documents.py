"""Papers of cases: uploaded before they are filed."""

from __future__ import annotations

import base64
import re
from itertools import chain

import orjson
from flask import Response, request

from ipregistry.api.problems import ShapeError, shape
from ipregistry.api.requests import FOR_NOBODY, known_actor, node, ready, streamed
from ipregistry.api.spec import LANGUAGE, downloads, feature, header_parameter, uploads
from ipregistry.domain.access import may_upload
from ipregistry.domain.documents import MEDIA_TYPES
from ipregistry.domain.violations import Violation
from ipregistry.schemas.documents import UploadAnswer
from ipregistry.services.documents.showing import PaperContent, paper_content
from ipregistry.services.documents.uploading import upload
from ipregistry.services.errors import ForbiddenError

blp = feature("Documents", "/api/v1/documents", "Papers of cases, uploaded before they are filed.")
content = feature("Contents", "/api/v1/cases", "The documents of papers, as they were uploaded.")
BLUEPRINTS = (blp, content)

_DIGEST = r"sha-256=:[A-Za-z0-9+/]{43}=:"


@blp.route("", methods=["POST"])
@uploads(
    blp,
    "uploadDocument",
    MEDIA_TYPES,
    UploadAnswer,
    parameters=[
        header_parameter(
            "Content-Digest",
            "The SHA-256 of the file (RFC 9530): `sha-256=:BASE64:`.",
            {"type": "string", "pattern": f"^{_DIGEST}$"},
            required=True,
        ),
        LANGUAGE,
    ],
)
def add() -> Response:
    """Upload a paper

    The file as it is, with its media type; kept encrypted, for the caller to name in a filing by
    its digest within a day, and thrown away otherwise. Sending it again does no harm. Who is to
    read it, the filing decides by the rules of the case. 422 where the bytes are not those of
    the digest, 413 where they are too many; then nothing is kept.
    """
    uploader = known_actor()
    if not may_upload(uploader):
        raise ForbiddenError("upload-not-yours")
    media_type = _media_type()
    digest, faults = _digest()
    if faults:
        raise ShapeError(faults)
    kept = upload(node(), uploader, digest, media_type, streamed(node().documents.most_bytes))
    return ready(
        orjson.dumps(
            {
                "digest": f"sha256:{kept.digest.hex()}",
                "byteQuantity": kept.size,
                "mediaType": kept.media_type,
                "keptUntil": kept.kept_until,
            }
        )
    )


def _media_type() -> str:
    """What the caller says the file is; it is believed, and only ever served as a file."""
    coded = request.headers.get("Content-Encoding", "identity").strip().lower() != "identity"
    if request.mimetype not in MEDIA_TYPES or coded:
        allowed = ", ".join(MEDIA_TYPES)
        raise ShapeError([shape("document-type-not-taken", "", allowed=allowed)], 415)
    return request.mimetype


def _digest() -> tuple[bytes, list[Violation]]:
    """Content-Digest (RFC 9530 §2), of which SHA-256 alone is looked at."""
    given = request.headers.get("Content-Digest")
    if given is None:
        return b"", [shape("content-digest-missing", "")]
    found = [one for one in map(str.strip, given.split(",")) if re.fullmatch(_DIGEST, one)]
    if len(found) != 1:
        return b"", [shape("content-digest-malformed", "")]
    return base64.b64decode(found[0][len("sha-256=:") : -1]), []


@content.route("/<string:caseId>/papers/<string:paperId>/content")
@downloads(content, "readPaperContent", MEDIA_TYPES)
def show(caseId: str, paperId: str) -> Response:  # noqa: N803 - the path parameters' public names
    """Read the document of a paper

    As it was uploaded, for whoever may read the paper. Each reading by others than the side that
    filed it is noted. 404 where it is kept elsewhere, 410 where it was erased.
    """
    return as_file(paper_content(node(), known_actor(), caseId, paperId), paperId)


def as_file(found: PaperContent, paper: str) -> Response:
    """A paper's document as a file that no browser opens by itself, kept by nobody on the way."""
    pieces = found.content.pieces
    # A document that does not open is a fault before anything is answered, if it can be.
    first = next(pieces)
    media_type = found.content.media_type
    answer = Response(chain([first], pieces), content_type=media_type)
    answer.call_on_close(pieces.close)
    answer.content_length = found.content.size
    answer.headers["Cache-Control"] = FOR_NOBODY
    answer.headers["Content-Digest"] = f"sha-256=:{base64.b64encode(found.digest).decode()}:"
    name = f"{paper}.{MEDIA_TYPES[media_type].ending}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    # What a browser opens in spite of that runs nothing and reaches nobody.
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
