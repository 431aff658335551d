"""Rules packs, calendars and days of closure on record."""

from __future__ import annotations

from flask import Response

from ipregistry.api.query import Query
from ipregistry.api.requests import actor, node, page_answer, ready_for_reader
from ipregistry.api.spec import LANGUAGE, PAGE_PARAMETERS, feature, query_parameter, reads
from ipregistry.domain.calendars import PLACES
from ipregistry.schemas.answers import (
    CalendarAnswer,
    CalendarList,
    ClosureAnswer,
    ClosureList,
    PackAnswer,
    PackList,
)
from ipregistry.services.listing import list_calendars, list_closures, list_packs
from ipregistry.services.records import read_record

packs = feature("Rules packs", "/api/v1/packs", "The procedures of institutions, as data.")
calendars = feature("Calendars", "/api/v1/calendars", "The official days of each place.")
closures = feature(
    "Closures", "/api/v1/closures", "Days on which a place, or its courts, were shut."
)
BLUEPRINTS = (packs, calendars, closures)


@packs.route("/<string:packId>")
@reads(packs, "readPack", PackAnswer, parameters=[LANGUAGE], tagged=True)
def read_pack(packId: str) -> Response:  # noqa: N803 - the path parameter's public name
    """Read a rules pack

    Its rules, each with its source and how sure that is, and the tests that it carries.
    """
    found = read_record(node(), actor(), "pack", packId)
    return ready_for_reader(found.body, found.tag)


@packs.route("")
@reads(packs, "listPacks", PackList, parameters=[*PAGE_PARAMETERS, LANGUAGE])
def read_packs() -> Response:
    """List rules packs

    The newest version of each.
    """
    query = Query("limit", "after", "count")
    page = query.page()
    query.done()
    return page_answer(list_packs(node(), actor(), page))


@calendars.route("/<string:calendarId>")
@reads(calendars, "readCalendar", CalendarAnswer, parameters=[LANGUAGE], tagged=True)
def read_calendar(calendarId: str) -> Response:  # noqa: N803 - the path parameter's public name
    """Read a place's calendar

    Its holidays, half days and make-up workdays by year, with the official lists they are from.
    """
    found = read_record(node(), actor(), "calendar", calendarId)
    return ready_for_reader(found.body, found.tag)


@calendars.route("")
@reads(calendars, "listCalendars", CalendarList, parameters=[*PAGE_PARAMETERS, LANGUAGE])
def read_calendars() -> Response:
    """List calendars

    The newest version of each place's.
    """
    query = Query("limit", "after", "count")
    page = query.page()
    query.done()
    return page_answer(list_calendars(node(), actor(), page))


@closures.route("/<string:closureId>")
@reads(closures, "readClosure", ClosureAnswer, parameters=[LANGUAGE], tagged=True)
def read_closure(closureId: str) -> Response:  # noqa: N803 - the path parameter's public name
    """Read a day of closure

    Where, when, why and by which announcement; one that was entered wrongly says so.
    """
    found = read_record(node(), actor(), "closure", closureId)
    return ready_for_reader(found.body, found.tag)


@closures.route("")
@reads(
    closures,
    "listClosures",
    ClosureList,
    parameters=[
        *PAGE_PARAMETERS,
        query_parameter(
            "jurisdictionCode",
            "Only those of this place.",
            {"type": "string", "enum": list(PLACES)},
        ),
        LANGUAGE,
    ],
)
def read_closures() -> Response:
    """List days of closure

    Those that were entered, by number; periods that end on one of them end later.
    """
    query = Query("limit", "after", "count", "jurisdictionCode")
    page, place = query.page(), query.choice("jurisdictionCode", PLACES)
    query.done()
    return page_answer(list_closures(node(), actor(), page, place=place))
