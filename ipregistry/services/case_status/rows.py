"""What a version of a case says for its status: the present keys of its sides, the days due."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ipregistry.domain.cases.status_keys import MOST_SIDES, generation_of
from ipregistry.domain.packs.engine import clock_of
from ipregistry.models import case_day, case_key
from ipregistry.services.ledger import StoredRecord
from ipregistry.services.statements import Put


def status_rows(stored: StoredRecord) -> list[Any]:
    """The rows of one version of a case."""
    return [*_keys(stored), *_days(stored)]


def _keys(stored: StoredRecord) -> list[Put]:
    return [
        Put(
            case_key,
            {
                "case_id": stored.id,
                "position": position,
                "side": side["side"],
                "generation": generation_of(side),
            },
        )
        for position, side in enumerate(stored.document["sideBag"][:MOST_SIDES])
    ]


def _days(stored: StoredRecord) -> list[Put]:
    pack = stored.document["pack"]
    return [
        Put(
            case_day,
            {
                "case_id": stored.id,
                "deadline": clock_of(one["deadline"], one.get("side")),
                "start": one.get("startDate", one["dueDate"]),
                "due": one["dueDate"],
                "who": one["who"],
                "seen": stored.version,
                "pack": pack["record"],
                "pack_version": pack["version"],
                "changed_at": stored.recorded_at,
            },
        )
        for one in _dated(stored.document)
    ]


def _dated(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Deadlines of the pack, and while the case goes on, periods to object to a neutral."""
    objections = () if document["finalIndicator"] else document.get("objectionBag") or ()
    open_ones = [*(document.get("deadlineBag") or ()), *objections]
    return [one for one in open_ones if "dueDate" in one]
