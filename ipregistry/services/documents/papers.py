"""The documents of papers: looked for when a filing names them, taken over when it is recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from ipregistry.domain.documents import (
    Kept,
    PaperNamed,
    Scope,
    digest_bytes,
    scope_of_paper,
    violations_of_papers,
    waiting_area,
)
from ipregistry.domain.facts import Context
from ipregistry.domain.outcomes import Outcome, RecordDraft
from ipregistry.domain.violations import Violation
from ipregistry.models import case_record, part
from ipregistry.models import document as document_table
from ipregistry.services.documents.keys import address_of
from ipregistry.services.documents.rows import let_go, take_over
from ipregistry.services.keys import Keys
from ipregistry.services.unit_of_work import UnitOfWork
from ipregistry.tlog.canonical import parse

KIND = "case-paper"
# What its filer reads himself may be named again without sending it again. Of what he does not
# read he would else learn whether it is there.
_NAMED_AGAIN = ("all", "caucus:", "filing:")


def papers_named(drafts: Sequence[RecordDraft]) -> list[PaperNamed]:
    """The documents that an outcome makes papers of, but for those kept elsewhere."""
    return [
        _named(scope, draft.document)
        for draft in drafts
        if draft.kind == KIND and draft.audience is not None
        for scope in [scope_of(draft.audience.value, draft.document)]
        if scope is not None
    ]


def scope_of(label: str, paper: Mapping[str, Any]) -> Scope | None:
    """Where the document of a paper is kept; None for one kept elsewhere, or erased."""
    if paper.get("heldElsewhereIndicator") or "digest" not in paper:
        return None
    return scope_of_paper(paper["case"], label, paper.get("side"))


def _named(scope: Scope, paper: Mapping[str, Any]) -> PaperNamed:
    return PaperNamed(scope, paper["digest"], paper.get("byteQuantity"), paper.get("mediaType"))


def faults_of_papers(
    connection: sa.Connection,
    keys: Keys,
    context: Context,
    outcome: Outcome,
    *,
    lock: bool,
) -> list[Violation]:
    """What is wrong with the documents that an outcome makes papers of."""
    papers = papers_named(outcome.records)
    if not papers:
        return []
    account = context.actor.account or ""
    at = [(address, paper) for paper in papers for address in _addresses(keys, account, paper)]
    kept_here = document_table.c
    columns = (kept_here.address, kept_here.size, kept_here.media_type)
    query = sa.select(*columns).where(kept_here.address.in_([address for address, _ in at]))
    # Locked where it is to be taken over: a sweep leaves it alone from here on.
    rows = connection.execute(query.with_for_update() if lock else query)
    found = {bytes(row.address): Kept(row.size, row.media_type) for row in rows}
    kept = {paper: found[address] for address, paper in at if address in found}
    return violations_of_papers(context.body, papers, kept)


def _addresses(keys: Keys, account: str, paper: PaperNamed) -> list[bytes]:
    """Where a document that the account names may stand already."""
    digest = digest_bytes(paper.digest)
    places = [waiting_area(account)]
    if paper.scope.audience.startswith(_NAMED_AGAIN):
        places.append(paper.scope)
    return [address_of(keys, place, digest) for place in places]


def take_over_papers(work: UnitOfWork, keys: Keys, context: Context, outcome: Outcome) -> None:
    """The documents of an outcome's papers come under the keys of their case, in its commit."""
    for paper in papers_named(outcome.records):
        digest = digest_bytes(paper.digest)
        if not take_over(work, keys, context.actor.account or "", paper.scope, digest, context.now):
            raise LookupError(f"the document of a paper is gone: {paper.digest}")


def erase_paper(
    work: UnitOfWork, keys: Keys, paper: str, label: str, document: Mapping[str, Any]
) -> None:
    """The document of an erased paper is gone: its key with the commit, its bytes after it.

    Unless another paper of the case, for the same readers, is the same document.
    """
    scope = scope_of(label, document)
    if scope is None or _named_by_another(work, paper, scope, document["digest"]):
        return
    let_go(work, address_of(keys, scope, digest_bytes(document["digest"])))


def _named_by_another(work: UnitOfWork, paper: str, scope: Scope, digest: str) -> bool:
    others = (
        sa.select(part.c.label, part.c.body)
        .join(case_record, case_record.c.record_id == part.c.record_id)
        .where(
            case_record.c.case_id == scope.owner,
            case_record.c.kind == KIND,
            part.c.record_id != paper,
            part.c.erased.is_(None),
        )
    )
    for label, body in work.connection.execute(others):
        document: Any = parse(bytes(body))
        if document.get("digest") == digest and scope_of(label, document) == scope:
            return True
    return False
