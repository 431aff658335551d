"""An office's journal publishes what waits for it, and what stands already."""

from __future__ import annotations

from typing import Any

from ipregistry.domain.facts import FilingStatus
from tests.moves.table import Table, move


@move("journal-publication", weight=3)
def publish(table: Table) -> Any:
    """Mostly all that waits; now and then entries that have their effect already."""
    waiting = table.in_state(FilingStatus.AWAITING_PUBLICATION)
    recorded = [f for f in table.in_state(FilingStatus.RECORDED) if f.transaction]
    chosen = [f.id for f in waiting if not table.one_in(5)]
    if recorded and (not chosen or table.one_in(4)):
        chosen.append(table.pick(recorded).id)
    if not chosen:
        return None
    body = {
        "journalName": "Sample Journal",
        "issueNumber": str(table.chance.randrange(1000)),
        "publicationDate": table.day(-5, 0) if table.one_in(4) else table.in_days(0),
        "publishedBag": [{"filing": filing} for filing in dict.fromkeys(chosen)],
    }
    return table.board.file(table.pick(table.cast.officers), "journal-publication", body)
