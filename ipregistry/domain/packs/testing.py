"""The tests that a pack carries, run through the rules that cases are played by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from ipregistry.domain.calendars import Closure, ClosureKind, Due, NotPublished, Unit
from ipregistry.domain.packs import engine
from ipregistry.domain.packs.engine import CaseEvent, CaseState, World
from ipregistry.domain.packs.fees import (
    Amount,
    FeeAnswer,
    FeeInput,
    Manual,
    Range,
    Refused,
    compute_fee,
    refund,
)
from ipregistry.domain.packs.fields import read_day, read_number
from ipregistry.domain.packs.model import SYSTEM, FeeRule, NoticeOutcome, Pack, PackTest
from ipregistry.domain.packs.noticing import (
    NotReceived,
    ReceiptAnswer,
    Received,
    receipt_of,
)
from ipregistry.domain.packs.terms import (
    CALENDAR_NOT_PUBLISHED,
    Answer,
    AsksOfficer,
    Calendars,
    Places,
    deadline_from,
)

_TICK = "tick"
# An event without a time of day happens at noon.
_NOON = time(12)


@dataclass(frozen=True, slots=True)
class TestResult:
    """How a test ended; `told` says what was expected and what came, where it failed."""

    test: PackTest
    told: str | None = None

    @property
    def passed(self) -> bool:
        """Whether it came out as the pack says."""
        return self.told is None


class _TestError(ValueError):
    """A test that says something that cannot be run."""


def run_tests(pack: Pack, calendars: Calendars) -> list[TestResult]:
    """Every test of the pack, in its order."""
    return [TestResult(test, _run(pack, test, calendars)) for test in pack.tests]


def _run(pack: Pack, test: PackTest, calendars: Calendars) -> str | None:
    known = Calendars(calendars.by_place, ())
    try:
        if "deadline" in test.given:
            return _deadline_test(pack, test.given, known)
        if "fee" in test.given:
            return _fee_test(pack, test.given)
        if "events" in test.given:
            return _case_test(pack, test.given, known)
        if "notice" in test.given:
            return _notice_test(pack, test.given)
    except _TestError as error:
        return str(error)
    return "a test is of a deadline, of a fee, of a notice, or of events"


def _expected(given: Mapping[str, Any], wanted: str) -> Mapping[str, Any]:
    """What a test expects: a test that expects nothing would pass whatever the rules say."""
    expected = given.get("expect")
    if not isinstance(expected, Mapping) or not expected:
        raise _TestError(f"expect: {wanted}")
    return expected


def _only(given: Mapping[str, Any], *names: str) -> None:
    if unknown := set(given) - set(names):
        raise _TestError(f"not known in such a test: {', '.join(sorted(unknown))}")


# ------------------------------------------------------------------------------ deadlines


def _deadline_test(pack: Pack, given: Mapping[str, Any], calendars: Calendars) -> str | None:
    _only(given, "deadline", "start", "calendar", "with", "closures", "expect")
    rule = pack.deadlines.get(str(given["deadline"]))
    if rule is None:
        raise _TestError(f"no deadline {given['deadline']}")
    place = str(given.get("calendar"))
    more = _more(given.get("with"), rule.count)
    known = Calendars(calendars.by_place, _closures(place, given.get("closures") or ()))
    answer = deadline_from(
        rule, _day(given.get("start")), place, known, more=[(more, rule.unit)] if more else []
    )
    return _compare(given.get("expect"), _said(answer))


def _more(said: Any, count: int) -> int:
    """`with: {n: 24}`: so many in all, however the rule came to be longer."""
    if said is None:
        return 0
    number = said.get("n") if isinstance(said, Mapping) else None
    if not isinstance(number, int) or number < count:
        raise _TestError("with: n is the whole length of the extended period")
    return number - count


def _closures(place: str, listed: Any) -> tuple[Closure, ...]:
    try:
        return tuple(Closure(place, _day(day), ClosureKind(kind)) for day, kind in listed)
    except (TypeError, ValueError) as error:
        raise _TestError("closures: a list of days and kinds") from error


def _day(value: Any) -> date:
    day = read_day(value)
    if day is None:
        raise _TestError(f"a date in quotes is expected, not {value!r}")
    return day


def _said(answer: Answer) -> str:
    """A deadline's answer in the words of tests."""
    match answer:
        case Due():
            return answer.due.isoformat()
        case NotPublished():
            return f"calendar_not_published: {answer.place} {answer.year}"
        case AsksOfficer():
            return "needs_legal_review"
        case _:
            return "not_in_force"


def _found(running: engine.Running) -> str:
    """An open deadline in the words of tests."""
    if running.due is not None:
        return running.due.isoformat()
    said = running.said
    if said["standing"] == CALENDAR_NOT_PUBLISHED:
        return f"calendar_not_published: {said['jurisdictionCode']} {said['year']}"
    return "needs_legal_review"


def _compare(expected: Any, found: Any) -> str | None:
    return None if expected == found else f"expected {expected}, found {found}"


# ----------------------------------------------------------------------------------- fees


def _fee_test(pack: Pack, given: Mapping[str, Any]) -> str | None:
    _only(given, "fee", "input", "reached", "expect")
    rule = pack.fees.get(str(given["fee"]))
    if rule is None:
        raise _TestError(f"no fee {given['fee']}")
    answer = compute_fee(rule, _fee_input(given.get("input") or {}))
    expected = _expected(given, "what the fee comes to")
    found = _fee_words(answer) | _refund_words(rule, answer, given)
    wrong = {
        name: found.get(name)
        for name, value in expected.items()
        if not _equal(value, found.get(name))
    }
    return None if not wrong else f"expected {dict(expected)}, found {_shown(found)}"


def _refund_words(rule: FeeRule, answer: FeeAnswer, given: Mapping[str, Any]) -> dict[str, Any]:
    """What goes back of the whole fee, paid, in a case that has been in these states."""
    if "reached" not in given or not isinstance(answer, Amount):
        return {}
    back = refund(rule, answer.amount, map(str, _list(given, "reached")), answer.pieces)
    return {"refund": "manual" if isinstance(back, Manual) else back}


def _shown(found: Mapping[str, Any]) -> dict[str, Any]:
    return {n: str(v) if isinstance(v, Decimal) else v for n, v in found.items()}


def _fee_input(said: Any) -> FeeInput:
    if not isinstance(said, Mapping):
        raise _TestError("input: amount, items or hours")
    _only(said, "amount", "items", "hours")
    items = _number(said.get("items"))
    if items is not None and items != int(items):
        raise _TestError("input: items is a whole number")
    return FeeInput(
        _number(said.get("amount")),
        None if items is None else int(items),
        _number(said.get("hours")),
    )


def _number(value: Any) -> Decimal | None:
    if value is None:
        return None
    number = read_number(value)
    if number is None:
        raise _TestError(f"a number is expected, not {value!r}")
    return number


def _fee_words(answer: FeeAnswer) -> dict[str, Any]:
    match answer:
        case Amount():
            return {"amount": answer.amount, **answer.pieces}
        case Range():
            return {"min": answer.least, "max": answer.most}
        case Manual():
            return {"manual": True}
        case Refused():
            return {"refused": answer.reason}


def _equal(expected: Any, found: Any) -> bool:
    if isinstance(found, Decimal):
        return read_number(expected) == found
    return bool(expected == found)


# -------------------------------------------------------------------------------- notices


def _notice_test(pack: Pack, given: Mapping[str, Any]) -> str | None:
    _only(given, "notice", "event", "to", "sent", "outcome", "happened", "expect")
    channel = next((c for c in pack.notices.channels.values() if c.id == given["notice"]), None)
    if channel is None:
        raise _TestError(f"no channel {given['notice']}")
    outcome = next((o for o in NoticeOutcome if o == given.get("outcome")), None)
    if outcome is None:
        raise _TestError(f"no outcome {given.get('outcome')}")
    event = given.get("event")
    fires = pack.notices.fired_by(None if event is None else str(event), str(given.get("to")))
    if event is not None and fires is None:
        raise _TestError(f"no receipt makes {event} happen")
    days = _day(given.get("sent")), _day(given.get("happened"))
    return _compare(given.get("expect"), _receipt_words(receipt_of(channel, fires, outcome, *days)))


def _receipt_words(answer: ReceiptAnswer) -> str:
    match answer:
        case Received():
            return answer.day.isoformat()
        case NotReceived():
            return "not_received"
        case _:
            return "needs_legal_review"


# ---------------------------------------------------------------------------------- cases


def _case_test(pack: Pack, given: Mapping[str, Any], calendars: Calendars) -> str | None:
    _only(given, "context", "events", "expect")
    context = given.get("context") or {}
    if not isinstance(context, Mapping):
        raise _TestError("context: roles and their places")
    places = {str(role): str(place) for role, place in context.items()}
    world = World(calendars, Places(places, places.get("default")))
    case = engine.opened(pack)
    today = date.min
    refused: list[str] = []
    for event in _list(given, "events"):
        case, today, taken = _step(pack, case, event, world)
        if not taken:
            refused.append(str(event.get("event")))
    expected = _expected(given, "the state, and what is open")
    found = {
        "state": case.state,
        "refused": refused,
        # What is overdue is open no more, whether or not anything follows from it.
        "open": {
            name: _found(running)
            for name, running in case.running.items()
            if running.due is None or running.due >= today
        },
    }
    wrong = [name for name in expected if expected[name] != found.get(name)]
    return None if not wrong else f"expected {dict(expected)}, found {found}"


def _step(pack: Pack, case: CaseState, said: Any, world: World) -> tuple[CaseState, date, bool]:
    """The case behind one line of a test, the day of it, and whether it was taken."""
    if not isinstance(said, Mapping):
        raise _TestError("an event has a day and a name")
    _only(said, "at", "event", "by", "docs", "paid", "deadline", "n", "unit")
    today = _day(said.get("at"))
    at = _noon(today, world)
    name = str(said.get("event"))
    if name == _TICK:
        return engine.expire(pack, case, at, world), today, True
    played = (
        _extended(pack, case, said, at, world)
        if name == "extend"
        else engine.play(pack, case, _event(pack, case, said, at), world)
    )
    # What is refused changes nothing.
    return (case, today, False) if isinstance(played, list) else (played, today, True)


def _list(said: Mapping[str, Any], name: str) -> list[Any]:
    listed = said.get(name)
    if listed is not None and not isinstance(listed, list):
        raise _TestError(f"{name}: a list is expected")
    return listed or []


def _noon(day: date, world: World) -> datetime:
    calendar = world.calendars.by_place.get(world.places.default or "")
    if calendar is None:
        raise _TestError("context: default is a place whose calendar is known")
    return datetime.combine(day, _NOON, calendar.zone)


def _event(pack: Pack, case: CaseState, said: Mapping[str, Any], at: datetime) -> CaseEvent:
    name = str(said.get("event"))
    roles = [
        role
        for t in (*pack.from_state(case.state), *pack.transitions)
        if t.event == name
        for role in t.by
        if role != SYSTEM
    ]
    by = said.get("by") or (roles[0] if roles else SYSTEM)
    documents, paid = (frozenset(map(str, _list(said, name))) for name in ("docs", "paid"))
    return CaseEvent(name, str(by), at, documents, paid)


def _extended(
    pack: Pack, case: CaseState, said: Mapping[str, Any], at: datetime, world: World
) -> engine.Played:
    unit = said.get("unit")
    if unit is not None and unit not in list(Unit):
        raise _TestError(f"no unit {unit}")
    count = said.get("n")
    asked = engine.Extend(
        str(said.get("deadline")),
        str(said.get("by")),
        at,
        count if isinstance(count, int) else None,
        None if unit is None else Unit(unit),
    )
    return engine.extend(pack, case, asked, world)
