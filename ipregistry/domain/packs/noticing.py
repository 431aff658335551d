"""When a notice counts as received, by the pack's own rules.

A rule from memory fixes no date: an officer does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeAlias

from ipregistry.domain.packs.model import (
    ARRIVED,
    ChannelRule,
    Confidence,
    NoticeOutcome,
    Receipt,
    ReceiptRule,
)


@dataclass(frozen=True, slots=True)
class Received:
    """It counts as received on a day; `deemed` where it did not arrive, by which source."""

    day: date
    deemed: bool
    cite: str
    confidence: Confidence

    def document(self) -> dict[str, Any]:
        """As members of a document."""
        return {
            "receivedDate": self.day.isoformat(),
            "deemedIndicator": self.deemed,
            "citation": self.cite,
            "confidence": self.confidence.value,
        }


@dataclass(frozen=True, slots=True)
class NotReceived:
    """Nothing says that it was received."""


@dataclass(frozen=True, slots=True)
class AsksOfficer:
    """The rule is not to be relied on: an officer says whether and when it was received."""

    cite: str


ReceiptAnswer: TypeAlias = Received | NotReceived | AsksOfficer


def receipt_of(
    channel: ChannelRule,
    fires: ReceiptRule | None,
    outcome: NoticeOutcome,
    sent: date,
    happened: date,
) -> ReceiptAnswer:
    """Whether and when a notice was received that was sent on a day, and to which this happened
    on another; both are days at the addressee's place.
    """
    own = fires is not None and fires.receipt is not None
    wanted = fires.receipt if fires is not None and fires.receipt is not None else channel.receipt
    cite = fires.cite if fires is not None and own else channel.cite
    confidence = fires.confidence if fires is not None and own else channel.confidence
    if _is_receipt(wanted, outcome):
        if not confidence.usable:
            return AsksOfficer(cite)
        day = sent if wanted is Receipt.SENT else happened
        return Received(day, deemed=False, cite=cite, confidence=confidence)
    deemed = next((d for d in channel.deemed if outcome in d.on), None)
    if deemed is None:
        return NotReceived()
    if not deemed.confidence.usable:
        return AsksOfficer(deemed.cite)
    day = happened + timedelta(days=deemed.days)
    return Received(day, deemed=True, cite=deemed.cite, confidence=deemed.confidence)


def _is_receipt(wanted: Receipt, outcome: NoticeOutcome) -> bool:
    match wanted:
        case Receipt.SENT:
            # What came back was sent, but to where nobody is.
            return outcome is not NoticeOutcome.RETURNED
        case Receipt.DELIVERED:
            return outcome in ARRIVED
        case Receipt.OPENED:
            return outcome is NoticeOutcome.OPENED
