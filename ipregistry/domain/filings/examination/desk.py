"""How a filing is being examined, and who may examine it."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from ipregistry.domain.facts import (
    UNTOLD_ACTS,
    Capacity,
    Context,
    FilingFacts,
    FilingStatus,
    RequisitionFacts,
)
from ipregistry.domain.filings.examination.clocks import subjects_of
from ipregistry.domain.outcomes import RecordDraft, next_filing_draft
from ipregistry.domain.violations import Severity, Violation

SETTLED, LAPSED, REPLIED = "settled", "lapsed", "replied"
OPEN = frozenset({"issued", "extended", REPLIED})
STATUSES = ("issued", "extended", REPLIED, SETTLED, LAPSED)


@dataclass(frozen=True, slots=True)
class Desk:
    """Who has a filing, who stands in, who must not touch it, what was decided so far."""

    officer: str | None
    stand_in: str | None
    recused: frozenset[str]
    decisions: tuple[Mapping[str, Any], ...]

    @property
    def first(self) -> str | None:
        """Whose yes waits for a second officer's; None if none does."""
        last = self.decisions[-1] if self.decisions else {}
        return last.get("officer") if last.get("stage") == "first" else None

    @property
    def refused_by(self) -> str | None:
        """Who refused it last."""
        refusals = [d["officer"] for d in self.decisions if d["outcome"] == "refuse"]
        return refusals[-1] if refusals else None


def desk_of(filing: FilingFacts) -> Desk:
    """The examination of a filing as its record has it."""
    document = filing.document
    allocation = document.get("allocation") or {}
    return Desk(
        allocation.get("officer"),
        allocation.get("standIn"),
        frozenset(recusal["officer"] for recusal in document.get("recusalBag") or ()),
        tuple(document.get("decisionBag") or ()),
    )


def may_examine(context: Context, filing: FilingFacts) -> list[Violation]:
    """Why the acting officer may not do this office's work on a filing; nothing if he may."""
    actor, desk = context.actor, desk_of(filing)
    second = filing.status is FilingStatus.AWAITING_SECOND_OFFICER
    holds_it = actor.account in {desk.officer, desk.stand_in}
    reasons = {
        "own-filing": filing.filer == actor.account,
        "own-interest": actor.party is not None and actor.party in parties_named(filing.body),
        "officer-recused": actor.account in desk.recused,
        # The second yes is never that of the officer who has the file.
        "not-allocated-to-you": desk.officer is not None and not holds_it and not second,
    }
    return [_forbidden(code) for code, holds in reasons.items() if holds]


def parties_named(value: Any) -> frozenset[str]:
    """Every party that a body names, wherever in it: whoever gains may stand in any member."""
    found: set[str] = set()
    waiting: list[Any] = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Mapping):
            party = one.get("party")
            found |= {party} if isinstance(party, str) else set()
            waiting += one.values()
        elif isinstance(one, list | tuple):
            waiting += one
    return frozenset(found)


def _forbidden(code: str) -> Violation:
    return Violation(code, "/filing", severity=Severity.FORBIDDEN)


def found_in(
    context: Context, filing_id: str, states: AbstractSet[FilingStatus]
) -> tuple[FilingFacts | None, list[Violation]]:
    """The filing in one of these states, or why there is none."""
    filing = context.filings.get(filing_id)
    if filing is None:
        return None, [Violation("filing-unknown", "/filing", {"filing": filing_id})]
    if filing.status not in states:
        params = {"status": filing.status.value}
        return None, [Violation("filing-not-pending", "/filing", params)]
    return filing, []


def unsettled(context: Context, filing: FilingFacts) -> list[Violation]:
    """The requisitions that stand in the way of a yes: a paper that was asked for is not there."""
    return [
        Violation(
            "requisition-open",
            "/filing",
            {"requisition": found.id, "paper": found.paper, "requisitionStatus": found.status},
        )
        for found in requisitions_on(context, filing)
        if found.status != SETTLED
    ]


def requisitions_on(context: Context, filing: FilingFacts) -> list[RequisitionFacts]:
    """What was asked about a filing, in the order of numbers."""
    found = [r for r in context.requisitions.values() if filing.id in r.filings]
    return sorted(found, key=lambda requisition: requisition.id)


def note(context: Context, filing: FilingFacts, **members: Any) -> RecordDraft:
    """The next version of a filing that stands as it stood, with these members of the office."""
    return next_filing_draft(
        filing,
        filing.status,
        Capacity.NOTICE,
        published=is_published(context, filing),
        awaiting=filing.document.get("awaiting") or [],
        **office_members(filing, **members),
    )


def office_members(filing: FilingFacts, **changed: Any) -> dict[str, Any]:
    """All that the office notes of a filing: its part is read whole, so it is written whole."""
    kept = {name: filing.document.get(name) for name in ("allocation", "recusalBag", "decisionBag")}
    return {**kept, **changed}


def is_published(context: Context, filing: FilingFacts) -> bool:
    """Whether outsiders may know of the act, and of every right that the filing is on."""
    subjects = subjects_of(context, filing)
    told = bool(filing.subjects) and filing.act not in UNTOLD_ACTS
    return told and all(asset.published for asset in subjects)
