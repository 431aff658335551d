"""The instruments of a case as they stand today: routes, clocks, recoveries; computed on asking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import orjson

from ipregistry.domain.access import Actor
from ipregistry.domain.cases.outcomes import instruments, owed, recoveries
from ipregistry.domain.enforcement import (
    Instrument,
    Kind,
    Matter,
    Relief,
    routes,
    seat_clocks,
    statement,
)
from ipregistry.domain.packs.terms import Calendars
from ipregistry.services.enforcement import calendars_now, known_law
from ipregistry.services.node import RunningNode
from ipregistry.services.records import read_record


def outcomes_of(node: RunningNode, actor: Actor, case_id: str) -> list[dict[str, Any]]:
    """Each instrument with what follows. Raises NotFoundError where the case is not the actor's."""
    parts = orjson.loads(read_record(node, actor, "case", case_id).body)["partBag"]
    # Of a case that was decided elsewhere several parts are read, and none has an instrument.
    document = {name: value for part in parts for name, value in (part.get("body") or {}).items()}
    calendars = calendars_now(node)
    return [_outlook(document, found, calendars) for found in instruments(document)]


def _outlook(
    document: Mapping[str, Any], found: Mapping[str, Any], calendars: Calendars
) -> dict[str, Any]:
    law, asked = known_law(), _asked(found)
    due = owed(found)
    answer: dict[str, Any] = {
        "instrument": found,
        "receivedBag": [
            {
                **received,
                "deadlineBag": seat_clocks(
                    law,
                    replace(asked, dates={"received": date.fromisoformat(received["date"])}),
                    calendars,
                ),
            }
            for received in found.get("receivedBag") or ()
        ],
        "placeBag": routes(law, asked, calendars),
    }
    if due is not None:
        answer["recovery"] = statement(due, recoveries(document, found["instrument"]))
    return answer


def _asked(found: Mapping[str, Any]) -> Instrument:
    dates = {
        "made": found["madeDate"],
        # Of what the case's own outcome made effective, that day is the day it was made.
        "effective": found.get("effectiveDate", found["madeDate"]),
        "performance-due": found.get("performanceDueDate"),
    }
    matter = found.get("matterCategory")
    return Instrument(
        Kind(found["instrumentCategory"]),
        found.get("seatCode"),
        {name: date.fromisoformat(day) for name, day in dates.items() if day is not None},
        None if matter is None else Matter(matter),
        frozenset(Relief(relief) for relief in found.get("reliefBag") or ()),
        found.get("languageCode"),
        found.get("underSealIndicator", False),
        accepted=True,
    )
