"""Arrangements and clocks read from their text (TOML), what is wrong named by place."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ipregistry.domain.calendars import Roll, TimeRules, Unit
from ipregistry.domain.enforcement.model import (
    PLACES,
    Arrangement,
    Clock,
    Fact,
    Kind,
    Law,
    Matter,
    Paper,
    Parallel,
    PlaceRules,
    Reservation,
)
from ipregistry.domain.packs.model import Confidence, DeadlineRule

CONFIDENCES: Mapping[str, Confidence] = {
    "V": Confidence.VERIFIED,
    "S": Confidence.SECONDARY,
    "I": Confidence.INFERRED,
    "M": Confidence.MEMORY,
    "D": Confidence.DECISION,
}
ROUTES = (
    "recognition-and-enforcement",
    "court-measure-in-aid",
    "judicial-confirmation",
    "registrar-implements",
)
_NEEDS = ("required", "if-applicable", "from-institution")
_EVENTS = ("made", "effective", "received", "performance-due", "measure")
# Civil Procedure Law art. 85: a last day of rest moves the end; make-up workdays are none.
_TIMES: Mapping[str, TimeRules] = {
    "plain": TimeRules(),
    "prc-cpl85": TimeRules(roll=Roll.NEXT),
}


class ArrangementError(ValueError):
    """The text is no arrangement; the message says where."""


def read_law(texts: Iterable[tuple[str, str]]) -> Law:
    """Arrangements and clocks from (text, digest). Raises ArrangementError."""
    arrangements: list[Arrangement] = []
    clocks: list[Clock] = []
    for text, digest in texts:
        try:
            data = tomllib.loads(text)
            if "clocks" in data:
                clocks += [_clock(row) for row in data["clocks"]]
            else:
                arrangements.append(_arrangement(data, digest))
        except ArrangementError:
            raise
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ArrangementError(f"not an arrangement: {error!r}") from error
    return Law(tuple(arrangements), tuple(clocks))


def _arrangement(data: Mapping[str, Any], digest: str) -> Arrangement:
    name = data["name"]
    between = frozenset(data.get("between", ()))
    if data["route"] not in ROUTES or not between <= set(PLACES):
        raise ArrangementError(f"{name}: route or places not known")
    return Arrangement(
        name=name,
        title=data["title"],
        route=data["route"],
        between=between,
        any_seat=data.get("anySeat", False),
        covers={Kind(row["value"]).value: _fact(name, row) for row in data["covers"]},
        in_force=_dated(name, data["inForce"]),
        made_from=_dated(name, data["madeFrom"]) if "madeFrom" in data else None,
        places={place: _place(name, rules) for place, rules in data["places"].items()},
        parallel=_parallel(name, data["parallel"]) if "parallel" in data else None,
        refusals=_facts(name, data.get("refusals", ())),
        reservations=tuple(_reservation(name, row) for row in data.get("reservations", ())),
        notes=_facts(name, data.get("notes", ())),
        digest=digest,
    )


def _fact(place: str, row: Mapping[str, Any]) -> Fact:
    if row.get("confidence") not in CONFIDENCES or not str(row.get("citation", "")).strip():
        raise ArrangementError(f"{place}: {row!r} needs citation and confidence")
    return Fact(row["value"], row["citation"], row["confidence"])


def _facts(place: str, rows: Iterable[Mapping[str, Any]]) -> tuple[Fact, ...]:
    """Facts of one row each, or of one row for many values (`values`)."""
    return tuple(
        _fact(place, {**row, "value": value})
        for row in rows
        for value in row.get("values", [row.get("value")])
    )


def _dated(place: str, row: Mapping[str, Any]) -> Fact:
    found = _fact(place, row)
    return Fact(date.fromisoformat(found.value), found.citation, found.confidence)


def _place(name: str, rules: Mapping[str, Any]) -> PlaceRules:
    return PlaceRules(
        _facts(name, rules["courts"]),
        tuple(_paper(name, row) for row in rules.get("papers", ())),
    )


def _paper(name: str, row: Mapping[str, Any]) -> Paper:
    if row.get("need") not in _NEEDS:
        raise ArrangementError(f"{name}: a paper's need is one of {', '.join(_NEEDS)}")
    return Paper(_fact(name, row), row["need"], tuple(row.get("languages", ())))


def _parallel(name: str, row: Mapping[str, Any]) -> Parallel:
    since = row.get("since")
    return Parallel(_fact(name, row), None if since is None else date.fromisoformat(since))


def _reservation(name: str, row: Mapping[str, Any]) -> Reservation:
    if row.get("effect") not in {"excluded", "limited"}:
        raise ArrangementError(f"{name}: a reservation's effect is excluded or limited")
    return Reservation(
        _fact(name, row),
        frozenset(Matter(matter).value for matter in row["matters"]),
        row["effect"] == "excluded",
        row.get("moneyOnly", False),
    )


def _clock(row: Mapping[str, Any]) -> Clock:
    fact = _fact(row["id"], {"value": row["id"], **row})
    if row["place"] not in PLACES or row["startsOn"] not in _EVENTS:
        raise ArrangementError(f"{row['id']}: place or event not known")
    return Clock(
        id=row["id"],
        sort=row["sort"],
        place=row["place"],
        kinds=frozenset(Kind(kind).value for kind in row["kinds"]),
        starts_on=row["startsOn"],
        citation=fact.citation,
        confidence=fact.confidence,
        rule=_rule(row) if "n" in row else None,
        under_seal=row.get("underSeal"),
        notes=tuple(row.get("notes", ())),
    )


def _rule(row: Mapping[str, Any]) -> DeadlineRule:
    start, end = row.get("validFrom"), row.get("validTo")
    return DeadlineRule(
        id=row["id"],
        who="party",
        starts_on=row["startsOn"],
        count=row["n"],
        unit=Unit(row["unit"]),
        cite=row["citation"],
        confidence=CONFIDENCES[row["confidence"]],
        time=_TIMES[row.get("time", "plain")],
        calendar_of=f"fixed_{row['place']}",
        valid_from=None if start is None else date.fromisoformat(start),
        valid_to=None if end is None else date.fromisoformat(end),
    )
