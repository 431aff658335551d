"""An office's own event code in ST.27, where this project proposes where it belongs."""

from __future__ import annotations

from ipregistry.domain.events import st27_of
from ipregistry.formats.told import ToldCode

PROPOSED = "this project's proposed mapping"


def proposed(office: str, code: str, kind: str | None = None) -> ToldCode | None:
    """The event in ST.27 by the domain's table; None where the table has no row."""
    found = st27_of(office, code, kind)
    if found is None:
        return None
    return ToldCode(found.key, found.detailed, found.indicator, PROPOSED, found.confidence)
