"""The section `notices` of a pack from plain values."""

from __future__ import annotations

from ipregistry.domain.packs.fields import Fields
from ipregistry.domain.packs.model import (
    Channel,
    ChannelRule,
    Confidence,
    Deemed,
    NoticeOutcome,
    NoticeRules,
    Receipt,
    ReceiptRule,
)


def read_notices(fields: Fields) -> NoticeRules:
    """Channels with what is receipt by each, and the events that a receipt makes happen."""
    channels: dict[Channel, ChannelRule] = {}
    for position, item in enumerate(fields.items("channels")):
        place = ("channels", position)
        rule = _channel(item)
        if rule is None:
            continue
        if rule.id in channels:
            fields.fault(f"{rule.id} stands here twice", *place)
        channels[rule.id] = rule
    receipts = tuple(_receipt(item) for item in fields.items("receipts"))
    fields.done()
    return NoticeRules(channels, receipts)


def _channel(fields: Fields) -> ChannelRule | None:
    channel = fields.enum("id", Channel)
    fields.rule = channel or ""
    receipt = fields.enum("receipt", Receipt) or Receipt.DELIVERED
    cite, confidence = _source(fields)
    deemed = tuple(_deemed(item) for item in fields.items("deemed"))
    fallback = fields.words("fallback", Channel)
    fields.done()
    if channel is None:
        return None
    return ChannelRule(channel, receipt, cite, confidence, deemed, fallback)


def _source(fields: Fields) -> tuple[str, Confidence]:
    return fields.text("cite"), fields.enum("confidence", Confidence) or Confidence.MEMORY


def _deemed(fields: Fields) -> Deemed:
    days = fields.whole("n") or 0
    outcomes = fields.enums("when", NoticeOutcome)
    if not outcomes:
        fields.fault("when is missing")
    deemed = Deemed(days, outcomes, *_source(fields))
    fields.done()
    return deemed


def _receipt(fields: Fields) -> ReceiptRule:
    event = fields.id("event")
    fields.rule = event
    own = fields.enum("receipt", Receipt, needed=False)
    # What is receipt of this notice by whichever channel is a rule with a source of its own.
    cite, confidence = _source(fields) if own else ("", Confidence.MEMORY)
    rule = ReceiptRule(
        event,
        fields.id("by"),
        fields.id("to"),
        fields.id("proof") if fields.has("proof") else None,
        own,
        cite,
        confidence,
    )
    fields.done()
    return rule
