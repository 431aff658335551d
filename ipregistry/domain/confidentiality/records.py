"""The record of a disclosure, read by everybody in the case: who asked, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ipregistry.domain.confidentiality.applying import AppliedLaw
from ipregistry.domain.confidentiality.judging import (
    DisclosureStatus,
    NotShown,
    PaperFacts,
    Verdict,
)

# So long an outsider may fetch what he was granted; then it is asked for anew.
OPEN_DAYS = 14


@dataclass(frozen=True, slots=True)
class DisclosureFacts:
    """A disclosure as it stands."""

    id: str
    version: int
    document: Mapping[str, Any]

    @property
    def status(self) -> DisclosureStatus:
        """Where it stands."""
        return DisclosureStatus(self.document["status"])

    @property
    def last_day(self) -> date | None:
        """The last day on which it may be used; None of one that was not granted."""
        text = self.document.get("lastDate")
        return None if text is None else date.fromisoformat(text)


@dataclass(frozen=True, slots=True)
class EndedFacts:
    """A case that is over: the version of its pack (record, version), how it ended, and the
    instant of the entry that ended it.
    """

    pack: tuple[str, int]
    outcome: str
    place: str
    opened: date
    ended_at: str


def law_document(law: AppliedLaw) -> dict[str, Any]:
    """The law that governs a case, as a record and the case's own page say it."""
    pins = [policy.pin() for policy in law.policies]
    said = {
        "procedure": law.procedure.value,
        "connection": law.connection,
        "placeCode": law.place,
        "citation": law.citation,
        "confidence": law.confidence,
        "consentOnlyIndicator": law.consent_only,
        "policy": pins[0] if pins else None,
    }
    return {name: value for name, value in said.items() if value is not None}


def reason_document(reason: NotShown) -> dict[str, Any]:
    """A reason as it is recorded: its code and particulars; readers say it in their language."""
    said = {"code": reason.code, "params": dict(reason.params) or None, "citation": reason.citation}
    return {name: value for name, value in said.items() if value is not None}


def verdict_members(
    verdict: Verdict, papers: Mapping[str, PaperFacts], now: str, today: date
) -> dict[str, Any]:
    """What a decision is in the record; None where a member goes."""
    granted = verdict.status is DisclosureStatus.GRANTED
    shown = [{"paper": one, "document": papers[one].document} for one in verdict.papers]
    withheld = [
        {"paper": one, "reason": reason_document(why)} for one, why in verdict.withheld.items()
    ]
    return {
        "status": verdict.status.value,
        "paperBag": shown or None,
        "withheldBag": withheld or None,
        "awaitedBag": list(verdict.awaited) or None,
        "reasonBag": [reason_document(reason) for reason in verdict.reasons] or None,
        "decidedAt": None if verdict.awaited else now,
        "lastDate": (today + timedelta(days=OPEN_DAYS)).isoformat() if granted else None,
    }
