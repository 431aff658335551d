"""What may be uploaded as a paper of a case, by whom, and how long it waits to be filed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

# An upload that no filing has named by then is thrown away.
WAITS = timedelta(days=1)
# Uploads of one account that wait at the same time: a filing with its annexes, several times over.
MOST_WAITING = 200

# Media type -> why it is taken. What is not here is refused: a type that a browser runs (HTML,
# SVG, scripts), one that may carry programs (office files with macros, executables), and one that
# hides others (archives, mail), because a paper is served to the other side as it came.
MEDIA_TYPES: Mapping[str, str] = {
    "application/pdf": "pleadings, contracts, certificates: what most institutions ask for",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "hearing slides",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "schedules of damages",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "drafts to work on",
    "application/xml": "data of a register or an office, as evidence; served as a file only",
    "audio/mp4": "recordings of a hearing or a call",
    "audio/mpeg": "recordings of a hearing or a call",
    "image/jpeg": "photographs of goods",
    "image/png": "marks, drawings, screenshots",
    "image/tiff": "scans as offices give them",
    "text/csv": "figures as evidence",
    "text/plain": "statements without form; in UTF-8",
    "video/mp4": "recordings of a hearing, of a product at work",
}

_DIGEST = re.compile(r"sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Scope:
    """Under whose key a document stands: who owns it, and who of his circle reads it.

    Of a paper: the case and the paper's audience (`all`, `tribunal`, `caucus:SIDE`, `office`).
    Of an upload that is not filed yet: the account, and `waiting`.
    """

    owner: str
    audience: str

    def encoded(self) -> bytes:
        """The scope as keys are derived from it; a number of a record has no blank in it."""
        return f"{self.owner} {self.audience}".encode()


def waiting_area(account: str) -> Scope:
    """Where an account's uploads stand until a filing names them."""
    return Scope(account, "waiting")


def digest_bytes(text: str) -> bytes:
    """The bytes of a digest as documents write it (`sha256:…`). Raises ValueError."""
    found = _DIGEST.fullmatch(text)
    if found is None:
        raise ValueError(text[:80])
    return bytes.fromhex(found[1])
