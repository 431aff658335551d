"""The page that says where a case stands, for whoever has the number and a side's key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from ipregistry.domain.access import Actor, Role
from ipregistry.domain.cases.status_keys import LONGEST, Pair, read_key
from ipregistry.domain.ids import kind_of
from ipregistry.services.case_doors import Entered, enter
from ipregistry.services.case_status.asking import ask_one
from ipregistry.services.case_status.reading import status_key_for
from ipregistry.services.errors import NotFoundError, RefusedError, ServiceError
from ipregistry.services.node import RunningNode
from ipregistry.web.sayings import Speaker, day

MOST_BYTES = 4096


@dataclass(frozen=True, slots=True)
class CasePage:
    """What the page says: the status, or why there is none; the number stays in the form."""

    number: str
    status_code: int = 200
    status: Mapping[str, Any] | None = None
    told: str | None = None
    wait: int | None = None


def case_page(node: RunningNode, speaker: Speaker, number: str, key: str, address: str) -> CasePage:
    """The status for a number and a key as they were typed. Never raises.

    What has a typing error is said to have one before anything is looked up: the check
    characters tell, and they tell nothing of any case.
    """
    number = number[:LONGEST].strip().upper()
    if kind_of(number) != "case":
        return CasePage(number, 400, told=str(speaker.say("case_number_mistyped")))
    if read_key(key) is None:
        return CasePage(number, 400, told=str(speaker.say("case_key_mistyped")))
    found = _asked(node, Pair(number, key), address)
    if isinstance(found, ServiceError):
        wait = found.params.get("seconds")
        told = speaker.message(found.code, found.params)
        return CasePage(number, 404 if wait is None else 429, told=told, wait=_whole(wait))
    return CasePage(number, status=found)


@dataclass(frozen=True, slots=True)
class DoorPage:
    """Who entered by an invitation, with what is shown this once; or why nobody did."""

    status_code: int = 200
    entered: Entered | None = None
    status_key: str = ""
    told: str | None = None
    wait: int | None = None


def door_page(node: RunningNode, speaker: Speaker, code: str, address: str) -> DoorPage:
    """The account for a code as it was typed. Raises BusyError where the register is busy."""
    if read_key(code) is None:
        return DoorPage(400, told=speaker.message("case-door-unknown", {}))
    try:
        found = enter(node, code, address)
    except RefusedError as refused:
        first = refused.violations[0]
        return DoorPage(422, told=speaker.message(first.code, first.params))
    except ServiceError as error:
        wait = _whole(error.params.get("seconds"))
        status = 429 if wait is not None else 404 if isinstance(error, NotFoundError) else 409
        return DoorPage(status, told=speaker.message(error.code, error.params), wait=wait)
    actor = Actor(found.key.account, roles=frozenset({Role.PARTY}))
    key = status_key_for(node, actor, found.case, None)["statusKey"]
    return DoorPage(entered=found, status_key=key)


def _asked(node: RunningNode, pair: Pair, address: str) -> Mapping[str, Any] | ServiceError:
    try:
        return ask_one(node, pair, address)
    except ServiceError as error:
        return error


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None


def said_in(bag: Iterable[Mapping[str, str]], speaker: Speaker) -> str:
    """What stands in every language, in the reader's."""
    return next(one["value"] for one in bag if one["languageCode"] == speaker.language)


def explained(speaker: Speaker, deadline: Mapping[str, Any]) -> list[Markup]:
    """How a deadline was come by, in sentences."""
    told: list[Markup] = []
    if "periodQuantity" in deadline:
        unit = speaker.word("period_unit", deadline["periodUnit"])
        start, count = day(deadline["startDate"]), deadline["periodQuantity"]
        told.append(speaker.say("case_counted", count=count, unit=unit, start=start))
    if deadline.get("notCountedBag"):
        days = _days(speaker, deadline["notCountedBag"])
        told.append(speaker.say("case_left_out", days=days))
    if deadline.get("rolledBag"):
        days = _days(speaker, deadline["rolledBag"])
        told.append(speaker.say("case_rolled", raw=day(deadline["rawDate"]), days=days))
    if deadline.get("orderedDate"):
        told.append(speaker.say("case_ordered"))
    if deadline.get("firstDate", deadline.get("dueDate")) != deadline.get("dueDate"):
        told.append(speaker.say("case_first", first=day(deadline["firstDate"])))
    if deadline.get("placeCode"):
        place = speaker.word("case_place", deadline["placeCode"])
        told.append(speaker.say("case_calendar", place=place))
    return told


def _days(speaker: Speaker, bag: Iterable[Mapping[str, str]]) -> Markup:
    return speaker.joined(
        day(one["date"]) + speaker.bracketed(speaker.word("rest_reason", one["reason"]))
        for one in bag
    )
