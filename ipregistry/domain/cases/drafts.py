"""The records that a filing in a case makes: the case's next version, its papers, the filing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ipregistry.domain.cases.facts import CaseFacts
from ipregistry.domain.cases.playing import Move, next_document
from ipregistry.domain.classes import Label
from ipregistry.domain.facts import Capacity, Context, FilingStatus
from ipregistry.domain.outcomes import Outcome, RecordDraft, filing_draft
from ipregistry.domain.packs.model import Visibility
from ipregistry.domain.packs.versions import PublishedPack
from ipregistry.domain.violations import Violation

# Whom a pack lets see a document, as a part's audience. What is public by its rules becomes so
# with the decision, by a record of its own.
AUDIENCE: Mapping[Visibility, Label] = {
    Visibility.ALL_PARTIES: Label.CASE_ALL,
    Visibility.TRIBUNAL: Label.CASE_TRIBUNAL,
    Visibility.PARTY_PRIVATE: Label.CASE_CAUCUS,
    Visibility.INSTITUTION_ONLY: Label.CASE_OFFICE,
    Visibility.PUBLIC: Label.CASE_ALL,
}


def pin(published: PublishedPack) -> dict[str, Any]:
    """A pack's version as a case and an entry's header name it."""
    return {
        "record": published.record,
        "version": published.version,
        "digest": published.digest,
        "name": published.pack.id,
        "packVersion": published.pack.version,
    }


def child_draft(
    kind: str,
    record_id: str,
    document: Mapping[str, Any],
    audience: Label,
    *,
    version: int = 1,
) -> RecordDraft:
    """A version of a record of a case; its document names the case, and the side if it has one."""
    said = {name: value for name, value in document.items() if value is not None}
    return RecordDraft(
        kind, record_id, f"{kind}/1", version, said, Capacity.OFFICE, audience=audience
    )


def case_draft(move: Move) -> RecordDraft:
    """The next version of a case."""
    return child_draft(
        "case", move.case.id, next_document(move), Label.CASE_ALL, version=move.case.version + 1
    )


def case_outcome(
    context: Context,
    type_name: str,
    case: str | None,
    side: str,
    published: PublishedPack,
    drafts: Sequence[RecordDraft],
    *,
    audience: Label = Label.CASE_FILING,
    warnings: tuple[Violation, ...] = (),
) -> Outcome:
    """What a filing in a case comes to: its records, and the filing itself, which only its own
    side and the institution read (of a caucus paper: the side and the mediator).
    """
    filing = filing_draft(
        context,
        type_name,
        FilingStatus.RECORDED,
        act=type_name,
        published=False,
        capacity=Capacity.OFFICE,
        case=case,
        side=side,
    )
    sealed = RecordDraft(
        filing.kind,
        filing.id,
        filing.schema,
        filing.version,
        filing.document,
        filing.capacity,
        published=False,
        audience=audience,
    )
    return Outcome(
        FilingStatus.RECORDED, (*drafts, sealed), warnings=warnings, packs=(pin(published),)
    )


def moved_outcome(
    context: Context,
    type_name: str,
    side: str,
    move: Move,
    drafts: Sequence[RecordDraft] = (),
) -> Outcome:
    """The outcome of a filing that moves a case to its next version."""
    case: CaseFacts = move.case
    drafts = (case_draft(move), *drafts)
    return case_outcome(context, type_name, case.id, side, case.published, drafts)
