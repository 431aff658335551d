"""A mediator who becomes arbitrator, and the reverse: what he is in the case from then on.

Who mediated reads what sides gave him in confidence for as long as he mediates, and until he has
disclosed what is material or said that there is nothing (Cap. 609 s.33(4)). As arbitrator he
reads the arbitration's papers and nothing else; where another person arbitrates, the mediator is
in the case no more. The pack names the events (`confidentiality: mediation: turns`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ipregistry.domain.cases.facts import CaseRole
from ipregistry.domain.packs.model import Pack

# What a pack says that an event makes of those in the other role; `none`: the mediator goes.
_FROM = {
    CaseRole.NEUTRAL.value: CaseRole.MEDIATOR.value,
    CaseRole.MEDIATOR.value: CaseRole.NEUTRAL.value,
    "none": CaseRole.MEDIATOR.value,
}


def neutrals_after(
    pack: Pack, neutrals: Sequence[Mapping[str, Any]], events: Iterable[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """The neutrals of a case after what has happened in it; joint acts count when all did them."""
    mediation = pack.confidentiality.get("mediation")
    turns = (mediation.get("turns") or {}) if isinstance(mediation, Mapping) else {}
    found = list(neutrals)
    for event in events:
        becomes = turns.get(event["event"]) if "transition" in event else None
        if becomes in _FROM:
            found = [
                {**one, "role": becomes} if one["role"] == _FROM[becomes] else one
                for one in found
                if becomes != "none" or one["role"] != _FROM[becomes]
            ]
    return found
