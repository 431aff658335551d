"""Papers of a case: which documents a pack knows, in which languages, and who reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ipregistry.domain.cases.drafts import AUDIENCE, child_draft
from ipregistry.domain.classes import Label
from ipregistry.domain.facts import Context
from ipregistry.domain.outcomes import RecordDraft
from ipregistry.domain.packs.model import Pack, Visibility
from ipregistry.domain.violations import Violation


@dataclass(frozen=True, slots=True)
class Paper:
    """A document given in a case: which of the pack's it is, and its bytes by digest."""

    document: str
    digest: str
    size: int | None = None
    media_type: str | None = None
    language: str | None = None
    label: str | None = None
    elsewhere: bool = False


def read_papers(bag: Sequence[Mapping[str, Any]] | None) -> tuple[Paper, ...]:
    """The papers of a body whose shape was checked."""
    return tuple(
        Paper(
            member["document"],
            member["digest"],
            member.get("byteQuantity"),
            member.get("mediaType"),
            member.get("languageCode"),
            member.get("labelText"),
            bool(member.get("heldElsewhereIndicator")),
        )
        for member in bag or ()
    )


def wrong_papers(pack: Pack, papers: Sequence[Paper]) -> list[Violation]:
    """Papers that the pack does not know, or not in that language."""
    wrong = []
    for index, paper in enumerate(papers):
        rule = pack.documents.get(paper.document)
        pointer = f"/documentBag/{index}"
        if rule is None:
            known = ", ".join(pack.documents)
            params = {"document": paper.document, "known": known}
            wrong.append(Violation("case-document-unknown", f"{pointer}/document", params))
        elif rule.languages and paper.language and paper.language not in rule.languages:
            params = {"document": paper.document, "languages": ", ".join(rule.languages)}
            wrong.append(Violation("case-document-language", f"{pointer}/languageCode", params))
    return wrong


def audience_of(pack: Pack, document: str) -> Label:
    """Who reads a document: as the pack says, and the institution alone where it does not."""
    return AUDIENCE[pack.documents[document].visibility or Visibility.INSTITUTION_ONLY]


def is_private(pack: Pack, papers: Sequence[Paper]) -> bool:
    """Whether all of the papers are one side's and the mediator's only."""
    return bool(papers) and all(
        audience_of(pack, paper.document) is Label.CASE_CAUCUS for paper in papers
    )


def shown_to_all(pack: Pack, papers: Sequence[Paper]) -> list[str]:
    """The documents that everybody in the case learns of: what an event may name."""
    return [p.document for p in papers if audience_of(pack, p.document) is Label.CASE_ALL]


def paper_drafts(
    context: Context,
    case: str,
    pack: Pack,
    side: str,
    papers: Sequence[Paper],
    event: str | None = None,
) -> list[RecordDraft]:
    """A record for each paper, each for its own audience."""
    return [
        child_draft(
            "case-paper",
            context.new_id("case-paper"),
            {
                "case": case,
                "side": side,
                "document": paper.document,
                "digest": paper.digest,
                "byteQuantity": paper.size,
                "mediaType": paper.media_type,
                "languageCode": paper.language,
                "labelText": paper.label,
                "heldElsewhereIndicator": paper.elsewhere or None,
                "filedAt": context.now,
                "event": event,
            },
            audience_of(pack, paper.document),
        )
        for paper in papers
    ]
