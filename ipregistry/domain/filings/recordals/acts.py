"""The acts that a notice can tell of: one row each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from ipregistry.domain.filings.recordals.command import STRENGTH_OF_ACT, TRANSFERS
from ipregistry.domain.filings.recordals.entries import Maker, make_root, make_transfer
from ipregistry.domain.filings.recordals.interests import make_end, make_grant, make_variation
from ipregistry.domain.filings.recordals.lives import (
    make_address_change,
    make_event,
    make_name_change,
    make_unread,
)
from ipregistry.domain.titles import InterestCategory

_LICENCE, _SECURITY = InterestCategory.LICENCE, InterestCategory.SECURITY

MAKERS: Mapping[str, Maker] = {
    **dict.fromkeys(STRENGTH_OF_ACT, make_root),
    **dict.fromkeys(TRANSFERS, make_transfer),
    "security": partial(make_grant, category=_SECURITY),
    "security-amendment": partial(make_variation, category=_SECURITY),
    "security-release": partial(make_end, category=_SECURITY),
    "licence": partial(make_grant, category=_LICENCE),
    "licence-amendment": partial(make_variation, category=_LICENCE),
    "licence-termination": partial(make_end, category=_LICENCE),
    "name-change": make_name_change,
    "address-change": make_address_change,
    "life-event": make_event,
    "other": make_unread,
}
ACTS = tuple(MAKERS)
# Those whose entry has people on two sides.
TWO_SIDED = (
    "security",
    "security-amendment",
    "security-release",
    "licence",
    "licence-amendment",
    "licence-termination",
    "name-change",
    "address-change",
    "other",
)
