"""Where instruments are enforceable: computed on the calendars on record, never stored.

The arrangements are those of this release, each answer naming the digest of the text it rests on.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from ipregistry.domain.enforcement import Instrument, Law, read_law, routes, seat_clocks
from ipregistry.domain.packs.terms import Calendars
from ipregistry.domain.packs.versions import calendars_in_force
from ipregistry.services.closures import published_closures
from ipregistry.services.node import RunningNode
from ipregistry.services.packs import published_calendars
from ipregistry.services.snapshots import snapshot
from ipregistry.tlog.leaves import sha256_text


@cache
def known_law() -> Law:
    """The arrangements and clocks that this release ships."""
    folder = files("ipregistry.seed") / "arrangements"
    texts = [
        path.read_text("utf-8")
        for path in sorted(folder.iterdir(), key=lambda p: p.name)
        if path.name.endswith(".toml")
    ]
    return read_law((text, sha256_text(text.encode())) for text in texts)


def calendars_now(node: RunningNode) -> Calendars:
    """The calendars in force and the closures known."""
    with snapshot(node.engines) as connection:
        return calendars_in_force(published_calendars(connection), published_closures(connection))


def enforcement_routes(node: RunningNode, instrument: Instrument) -> dict[str, Any]:
    """What every place makes of an instrument, and the clocks of its seat."""
    law, calendars = known_law(), calendars_now(node)
    return {
        "placeBag": routes(law, instrument, calendars),
        "seatDeadlineBag": seat_clocks(law, instrument, calendars),
    }
