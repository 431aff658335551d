"""What may be uploaded as a paper of a case, by whom, and how long it waits to be filed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ipregistry.domain.violations import Violation

# An upload that no filing has named by then is thrown away.
WAITS = timedelta(days=1)
# Uploads of one account that wait at the same time: a filing with its annexes, several times over.
MOST_WAITING = 200

_OFFICE = "application/vnd.openxmlformats-officedocument"

KEPT_HERE = "Node practice: who acknowledges a paper acknowledges its bytes, by their digest"


@dataclass(frozen=True, slots=True)
class Taken:
    """A media type that is taken: how its files' names end, and why."""

    ending: str
    reason: str


# Media type -> why it is taken. What is not here is refused: a type that a browser runs (HTML,
# SVG, scripts), one that may carry programs (office files with macros, executables), and one that
# hides others (archives, mail), because a paper is served to the other side as it came.
MEDIA_TYPES: Mapping[str, Taken] = {
    "application/pdf": Taken(
        "pdf", "pleadings, contracts, certificates: what institutions ask for"
    ),
    f"{_OFFICE}.presentationml.presentation": Taken("pptx", "hearing slides"),
    f"{_OFFICE}.spreadsheetml.sheet": Taken("xlsx", "schedules of damages"),
    f"{_OFFICE}.wordprocessingml.document": Taken("docx", "drafts to work on"),
    "application/xml": Taken("xml", "data of an office, as evidence; served as a file only"),
    "audio/mp4": Taken("m4a", "recordings of a hearing or a call"),
    "audio/mpeg": Taken("mp3", "recordings of a hearing or a call"),
    "image/jpeg": Taken("jpg", "photographs of goods"),
    "image/png": Taken("png", "marks, drawings, screenshots"),
    "image/tiff": Taken("tif", "scans as offices give them"),
    "text/csv": Taken("csv", "figures as evidence"),
    "text/plain": Taken("txt", "statements without form; in UTF-8"),
    "video/mp4": Taken("mp4", "recordings of a hearing, of a product at work"),
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


def scope_of_paper(case: str, label: str, side: str | None) -> Scope:
    """Under whose key the document of a paper stands: what is one side's, under that side's."""
    audience = label.removeprefix("case:")
    of_one_side = audience in {"caucus", "filing"} and side is not None
    return Scope(case, f"{audience}:{side}" if of_one_side else audience)


@dataclass(frozen=True, slots=True)
class PaperNamed:
    """A document that a filing names as a paper of its case."""

    scope: Scope
    digest: str
    size: int | None
    media_type: str | None


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a document, in the filer's area or where the paper comes to stand."""

    size: int
    media_type: str


def violations_of_papers(
    body: Mapping[str, Any], papers: Sequence[PaperNamed], kept: Mapping[PaperNamed, Kept]
) -> list[Violation]:
    """Papers whose documents were not uploaded, or are not what the filing says of them.

    Whoever acknowledges a paper acknowledges its bytes: a filing that only names a digest would
    be recorded, and the document be nowhere. What an institution keeps elsewhere is said to be.
    """
    scopes: dict[str, set[Scope]] = {}
    for paper in papers:
        scopes.setdefault(paper.digest, set()).add(paper.scope)
    found = [
        _fault_of(paper, kept.get(paper), len(scopes[paper.digest]), _place_of(paper.digest, body))
        for paper in papers
    ]
    return [violation for violation in found if violation is not None]


def _fault_of(
    paper: PaperNamed, kept: Kept | None, scopes: int, place: str | None
) -> Violation | None:
    at = place or ""
    if kept is None:
        return Violation("document-not-uploaded", at, {"digest": paper.digest}, citation=KEPT_HERE)
    if scopes > 1:
        # One upload comes under one key.
        return Violation("document-for-two-audiences", at, {"digest": paper.digest})
    if paper.size not in {None, kept.size}:
        return Violation(
            "document-size-differs", at, {"given": str(paper.size), "found": kept.size}
        )
    if paper.media_type not in {None, kept.media_type}:
        return Violation(
            "document-type-differs", at, {"given": str(paper.media_type), "found": kept.media_type}
        )
    return None


def _place_of(digest: str, value: Any, pointer: str = "") -> str | None:
    """The first place in the body at which the document with this digest is named."""
    if isinstance(value, Mapping):
        if value.get("digest") == digest:
            return pointer
        members = [(str(name), member) for name, member in value.items()]
    elif isinstance(value, list | tuple):
        members = [(str(index), member) for index, member in enumerate(value)]
    else:
        return None
    found = (_place_of(digest, member, f"{pointer}/{name}") for name, member in members)
    return next((place for place in found if place is not None), None)
