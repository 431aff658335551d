"""How a filing ends without effect: refused or withdrawn. What was lodged stops blocking."""

from __future__ import annotations

from typing import Any

from ipregistry.domain.facts import AssetFacts, Capacity, Context, FilingFacts, FilingStatus
from ipregistry.domain.filings.examination.clocks import subjects_of
from ipregistry.domain.filings.examination.desk import is_published
from ipregistry.domain.filings.reading import Evidence
from ipregistry.domain.filings.recordals.chain import still_lodged
from ipregistry.domain.filings.subjects import policy_for
from ipregistry.domain.filings.transactions import subject_member, transaction_draft
from ipregistry.domain.outcomes import (
    Outcome,
    RecordDraft,
    TitleMove,
    filing_draft,
    next_filing_draft,
)
from ipregistry.domain.titles import Close

# In these states a filing has left its mark on title, which its end must take away again.
BLOCKING = frozenset({FilingStatus.LODGED, FilingStatus.AWAITING_PUBLICATION})


def end(
    context: Context,
    filing: FilingFacts,
    status: FilingStatus,
    name: str,
    evidence: tuple[Evidence, ...],
    **members: Any,
) -> Outcome:
    """The filing with this end, by a filing of the type `name`; `members` stand in its record."""
    later = next_filing_draft(
        filing,
        status,
        Capacity.NOTICE,
        published=is_published(context, filing),
        **members,
    )
    own = filing_draft(context, name, FilingStatus.RECORDED, act=name)
    # Of a deed on several rights some may have come to their end; of one struck out, all have.
    assets = [a for a in subjects_of(context, filing) if still_lodged(filing, a)]
    if filing.status not in BLOCKING or not assets:
        return Outcome(FilingStatus.RECORDED, (later, own))
    closing, moves = _closing(context, filing, assets, status, name, evidence)
    return Outcome(FilingStatus.RECORDED, (closing, later, own), moves)


def _closing(
    context: Context,
    filing: FilingFacts,
    assets: list[AssetFacts],
    status: FilingStatus,
    name: str,
    evidence: tuple[Evidence, ...],
) -> tuple[RecordDraft, tuple[TitleMove, ...]]:
    """The entry that ends what was lodged, which moves title."""
    closed = Close(context.today, filing.transaction or "", status.value)
    draft = transaction_draft(
        context.new_id("transaction"),
        name,
        filing=context.filing_id,
        subjects=[
            subject_member(asset.id, asset.version, asset.title_version, (closed,))
            for asset in assets
        ],
        received_at=context.now,
        effective=context.today,
        capacity=Capacity.NOTICE,
        published=all(asset.published for asset in assets),
        evidence=evidence,
        policy=policy_for(context, assets[0].office, assets[0].kind),
    )
    return draft, tuple(TitleMove(asset.id, asset.title_version) for asset in assets)
