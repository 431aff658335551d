"""The document of a paper for a reader of the paper, and the line that this leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from ipregistry.domain.access import Actor, Relation
from ipregistry.domain.documents import digest_bytes
from ipregistry.services.audit import note
from ipregistry.services.documents.papers import KIND, scope_of
from ipregistry.services.documents.reading import Content, content_of
from ipregistry.services.errors import ErasedError, NotFoundError
from ipregistry.services.node import RunningNode
from ipregistry.services.records import read_record
from ipregistry.services.relations import relations_to


@dataclass(frozen=True, slots=True)
class PaperContent:
    """A paper's document, and the digest that its record names."""

    digest: bytes
    content: Content


def paper_content(node: RunningNode, actor: Actor, case: str, paper: str) -> PaperContent:
    """The document of a paper, for whoever may read the paper's part; others find nothing.

    Who is not of the side that filed it leaves a line in the audit log before the first byte.
    Raises NotFoundError where the document is kept elsewhere, ErasedError where it was erased,
    LookupError where the node has lost it.
    """
    shown = orjson.loads(read_record(node, actor, KIND, paper).body)["partBag"][0]
    if "erased" in shown:
        raise ErasedError("document-erased", {"erasure": shown["erased"]})
    document: dict[str, Any] = shown["body"]
    if document["case"] != case:
        raise NotFoundError(f"{KIND}-unknown", {KIND: paper})
    found = kept_content(node, shown["part"], document, paper)
    if not _is_own(node, actor, paper):
        note(node, actor, f"read:{KIND}", "given", shown["part"], paper)
    return found


def kept_content(
    node: RunningNode, label: str, document: Mapping[str, Any], paper: str
) -> PaperContent:
    """The document of a paper whose part the caller has found open to the reader.

    Raises NotFoundError where it is kept elsewhere, LookupError where the node has lost it.
    """
    scope = scope_of(label, document)
    if scope is None:
        raise NotFoundError("document-elsewhere")
    digest = digest_bytes(document["digest"])
    found = content_of(node, scope, digest)
    if found is None:
        raise LookupError(f"the document of paper {paper} is not here")
    return PaperContent(digest, found)


def _is_own(node: RunningNode, actor: Actor, paper: str) -> bool:
    with node.engines.read.connect() as connection:
        relations = relations_to(connection, actor, [paper]).get(paper, set())
    return Relation.CASE_OWN_SIDE in relations
