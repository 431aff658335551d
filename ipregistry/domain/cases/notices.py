"""Notices of a case as they stand: to whom, by which channel, what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ipregistry.domain.packs.model import Channel


class NoticeStanding(StrEnum):
    """Where a notice stands.

    `sent`: nothing is known of its receipt yet. `asks-officer`: the pack's rule is not to be
    relied on. `received-not-played`: received, but the event of its receipt did not go with the
    state of the case.
    """

    SENT = "sent"
    RECEIVED = "received"
    NOT_RECEIVED = "not-received"
    ASKS_OFFICER = "asks-officer"
    RECEIVED_NOT_PLAYED = "received-not-played"


# What a case manager has to see to, unless another notice followed.
NEEDS_WORK = frozenset(
    {
        NoticeStanding.NOT_RECEIVED,
        NoticeStanding.ASKS_OFFICER,
        NoticeStanding.RECEIVED_NOT_PLAYED,
    }
)


@dataclass(frozen=True, slots=True)
class CaseNoticeFacts:
    """A notice in its newest version. `follows` is the one that it was sent after."""

    id: str
    version: int
    case: str
    side: str
    channel: Channel
    standing: NoticeStanding
    follows: str | None = None
    followed: bool = False
    document: Mapping[str, Any] = field(default_factory=dict)


def tried_before(notices: Iterable[CaseNoticeFacts], last: CaseNoticeFacts) -> list[Channel]:
    """The channels by which a notice went, the newest first, as far as it followed others."""
    by_id = {notice.id: notice for notice in notices}
    tried: list[Channel] = []
    seen: set[str] = set()
    now: CaseNoticeFacts | None = last
    while now is not None and now.id not in seen:
        seen.add(now.id)
        tried.append(now.channel)
        now = by_id.get(now.follows or "")
    return tried
