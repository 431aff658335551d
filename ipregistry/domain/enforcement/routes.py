"""Where an instrument is enforceable: every place answers, with its sources.

An answer says what is known of a route, never what a court will decide. A fact from memory
decides nothing: an officer is asked, and so he is where nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ipregistry.domain.enforcement.clocks import clocks_at
from ipregistry.domain.enforcement.model import (
    PLACES,
    Arrangement,
    Fact,
    Instrument,
    Kind,
    Law,
    Paper,
    Relief,
    Reservation,
)
from ipregistry.domain.packs.terms import Calendars

FOUND, EXCLUDED, REVIEW = "route-found", "excluded", "needs-legal-review"
# Which clocks run on which route, and those of the seat itself.
_SORTS = {
    "recognition-and-enforcement": frozenset({"enforcement"}),
    "court-measure-in-aid": frozenset({"acceptance-letter"}),
    "judicial-confirmation": frozenset({"judicial-confirmation"}),
    "registrar-implements": frozenset({"registrar-wait"}),
}
_SET_ASIDE = frozenset({"set-aside"})


def routes(
    law: Law,
    instrument: Instrument,
    calendars: Calendars,
    places: Iterable[str] = PLACES,
) -> list[dict[str, Any]]:
    """What each place makes of an instrument, in the order of the places."""
    return [_place(law, instrument, place, calendars) for place in places]


def seat_clocks(law: Law, instrument: Instrument, calendars: Calendars) -> list[dict[str, Any]]:
    """The clocks for setting an instrument aside, which are those of its seat."""
    if instrument.seat is None:
        return []
    return clocks_at(law, instrument, instrument.seat, _SET_ASIDE, calendars)


def _place(law: Law, instrument: Instrument, place: str, calendars: Calendars) -> dict[str, Any]:
    found = [
        a
        for a in law.arrangements
        if a.joins(instrument.seat, place) and instrument.kind.value in a.covers
    ]
    head = {"placeCode": place, "seatIndicator": instrument.seat == place}
    if not found:
        return head | {"standing": REVIEW, "reason": "no-route-known"}
    arrangement = found[0]
    standing = _standing(arrangement, instrument)
    answer = head | standing | _described(arrangement)
    answer |= _scope(arrangement, instrument)
    if standing["standing"] != EXCLUDED:
        rules = arrangement.places[place]
        answer["courtBag"] = [_coded(court) for court in rules.courts]
        answer["documentBag"] = [
            _paper(p, instrument) for p in rules.papers if _asked_for(p, instrument)
        ]
        answer["refusalGroundBag"] = [_coded(ground) for ground in arrangement.refusals]
        answer |= _parallel(arrangement)
        answer["deadlineBag"] = clocks_at(
            law, instrument, place, _sorts(arrangement, instrument), calendars
        )
    return {name: value for name, value in answer.items() if value not in (None, [])}


def _sorts(arrangement: Arrangement, instrument: Instrument) -> frozenset[str]:
    """A measure that the court took in a case already accepted waits for no letter."""
    if arrangement.route == "court-measure-in-aid" and instrument.accepted:
        return frozenset()
    return _SORTS[arrangement.route]


def _standing(arrangement: Arrangement, instrument: Instrument) -> dict[str, Any]:
    covered = arrangement.covers[instrument.kind.value]
    made, since = instrument.dates.get("made"), arrangement.made_from
    if since is not None and made is None:
        return {"standing": REVIEW, "reason": "date-not-stated"}
    if since is not None and made is not None and made < since.value:
        return {"standing": EXCLUDED, "reason": "made-before-it-applies", **_source(since)}
    excluded = _excluding(arrangement, instrument)
    if excluded is not None:
        return {"standing": EXCLUDED, "reason": excluded.code.value, **_source(excluded.code)}
    if not covered.decides or not arrangement.in_force.decides:
        return {"standing": REVIEW, "reason": "rests-on-memory", **_source(covered)}
    if instrument.kind is Kind.MEDIATION_STATEMENT and "effective" not in instrument.dates:
        # Arbitration Law (2017) art. 52: signed by one only, it has no effect.
        return {"standing": REVIEW, "reason": "effective-date-not-stated", **_source(covered)}
    if arrangement.reservations and instrument.matter is None:
        return {"standing": REVIEW, "reason": "matter-not-stated", **_source(covered)}
    if doubt := _doubt(arrangement, instrument):
        return {"standing": REVIEW, "reason": doubt.code.value, **_source(doubt.code)}
    return {"standing": FOUND, **_source(covered)}


def _excluding(arrangement: Arrangement, instrument: Instrument) -> Reservation | None:
    """What leaves the instrument out, by what is read and not remembered."""
    for reservation in _reservations(arrangement, instrument):
        only_other = instrument.reliefs == {Relief.NON_MONEY}
        if reservation.code.decides and (
            reservation.excluded or (reservation.money_only and only_other)
        ):
            return reservation
    return None


def _doubt(arrangement: Arrangement, instrument: Instrument) -> Reservation | None:
    return next(
        (
            r
            for r in _reservations(arrangement, instrument)
            if not r.code.decides or (r.money_only and not instrument.reliefs)
        ),
        None,
    )


def _reservations(arrangement: Arrangement, instrument: Instrument) -> list[Reservation]:
    return [r for r in arrangement.reservations if instrument.matter in r.matters]


def _scope(arrangement: Arrangement, instrument: Instrument) -> dict[str, Any]:
    limits = [_coded(r.code) for r in _reservations(arrangement, instrument) if not r.excluded]
    return {"limitBag": limits, "noteBag": [_coded(note) for note in arrangement.notes]}


def _described(arrangement: Arrangement) -> dict[str, Any]:
    return {
        "routeCategory": arrangement.route,
        "arrangement": {
            "name": arrangement.name,
            "titleText": arrangement.title,
            "digest": arrangement.digest,
            "inForceDate": arrangement.in_force.value.isoformat(),
            **arrangement.in_force.source(),
        },
    }


def _asked_for(paper: Paper, instrument: Instrument) -> bool:
    """What only the institution sends, it sends of a case that it has accepted."""
    if instrument.kind not in {Kind.INTERIM_MEASURE, Kind.EMERGENCY_DECISION}:
        return True
    return paper.need != "from-institution" or instrument.accepted


def _paper(paper: Paper, instrument: Instrument) -> dict[str, Any]:
    spoken = (instrument.language or "").split("-")[0]
    answer = {**_coded(paper.paper), "need": paper.need}
    if paper.languages:
        answer["languageBag"] = list(paper.languages)
        # Of papers whose language nobody told, the asker is told that it matters.
        answer["translationIndicator"] = spoken not in paper.languages
    return answer


def _parallel(arrangement: Arrangement) -> dict[str, Any]:
    both = arrangement.parallel
    if both is None:
        return {}
    since = None if both.since is None else both.since.isoformat()
    answer = {**_coded(both.rule), "sinceDate": since}
    return {"parallel": {name: value for name, value in answer.items() if value is not None}}


def _coded(fact: Fact) -> dict[str, Any]:
    return {"category": fact.value, **fact.source()}


def _source(fact: Fact) -> dict[str, str]:
    return fact.source()
