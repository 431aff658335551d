"""A pack from plain values: every fault of its form at once, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from ipregistry.domain.calendars import ClosureKind, Roll, ShortPeriods, TimeRules, Unit
from ipregistry.domain.calendars.rules import WEEKDAYS
from ipregistry.domain.money import CURRENCIES
from ipregistry.domain.packs.faults import Fault
from ipregistry.domain.packs.fields import Fields
from ipregistry.domain.packs.lettering import MOST_TEXT
from ipregistry.domain.packs.model import (
    Confidence,
    DeadlineRule,
    DocumentRule,
    Effective,
    Extension,
    FeeRule,
    LetterRule,
    Pack,
    PackKind,
    PackTest,
    StateRule,
    Transition,
    Visibility,
)
from ipregistry.domain.packs.reading_fees import read_fee
from ipregistry.domain.packs.reading_notices import read_notices

LANGUAGES = ("en", "zh-Hans", "zh-Hant", "pt")
ADDRESSEE = "addressee"

R = TypeVar("R", StateRule, DeadlineRule, DocumentRule, FeeRule, LetterRule)


@dataclass(frozen=True, slots=True)
class ReadPack:
    """What was read; `pack` is None where its form has an error."""

    pack: Pack | None
    faults: list[Fault]


def read_pack(document: Any) -> ReadPack:
    """A pack from the values of its file."""
    faults: list[Fault] = []
    fields = Fields(document, (), faults)
    pack = _pack(fields)
    fields.done()
    return ReadPack(None if faults else pack, faults)


def _pack(fields: Fields) -> Pack:
    kind = fields.enum("kind", PackKind) or PackKind.MEDIATION
    time = fields.inside("time")
    calendar_of = time.text("calendar_of", needed=False) or ADDRESSEE
    rules = _time(time, TimeRules())
    time.done()
    return Pack(
        id=fields.id("pack"),
        version=fields.text("version"),
        kind=kind,
        title=_title(fields.inside("title")),
        effective=_effective(fields.inside("effective")),
        initial=fields.id("initial"),
        time=rules,
        calendar_of=calendar_of,
        states=_by_id(fields, [_state(f) for f in fields.items("states", needed=True)], "states"),
        transitions=tuple(_transition(f) for f in fields.items("transitions", needed=True)),
        deadlines=_by_id(
            fields,
            [_deadline(f, rules, calendar_of) for f in fields.items("deadlines")],
            "deadlines",
        ),
        documents=_by_id(fields, [_document(f) for f in fields.items("documents")], "documents"),
        fees=_by_id(fields, [_fee(f) for f in fields.items("fees")], "fees"),
        neutrals=fields.mapping("neutrals"),
        language=fields.mapping("language"),
        confidentiality=fields.mapping("confidentiality"),
        conflict=fields.mapping("conflict"),
        outcomes=fields.ids("outcomes"),
        share=fields.mapping("share"),
        tests=tuple(_tests(fields)),
        notices=read_notices(fields.inside("notices")),
        letters=_by_id(fields, [_letter(f) for f in fields.items("letters")], "letters"),
        words=_words(fields.inside("words")),
        roles=_words(fields.inside("roles")),
    )


def _by_id(fields: Fields, rules: Iterable[R], name: str) -> Mapping[str, R]:
    found: dict[str, R] = {}
    for position, rule in enumerate(rules):
        if rule.id in found:
            fields.fault(f"{rule.id} stands here twice", name, position)
        found[rule.id] = rule
    return found


def _title(fields: Fields) -> Mapping[str, str]:
    title = {language: fields.text(language) for language in LANGUAGES}
    fields.done()
    return title


def _words(fields: Fields) -> Mapping[str, Mapping[str, str]]:
    """What is said of each rule, in every language."""
    return {name: _title(fields.inside(name)) for name in list(fields.names())}


def _effective(fields: Fields) -> Effective:
    start = fields.day("from") or date.min
    end = fields.day("to", needed=False)
    if end is not None and end < start:
        fields.fault("to lies before from", "to")
    found = Effective(start, end, fields.id("selects_on"))
    fields.done()
    return found


def _time(fields: Fields, base: TimeRules) -> TimeRules:
    """Rules of time: what is said here, over what holds otherwise. `short: null` ends it."""
    rest = _weekdays(fields, "rest")
    closures = fields.enums("closures", ClosureKind)
    makeup, half = fields.flag("makeup_workdays"), fields.flag("half_day_is_closed")
    short_given = "short" in fields.names()
    short = _short(fields.inside("short")) if fields.has("short") else None
    if short_given and short is None:
        fields.raw("short")
    return TimeRules(
        roll=fields.enum("roll", Roll, needed=False) or base.roll,
        rest=base.rest if rest is None else rest,
        makeup_workdays=base.makeup_workdays if makeup is None else makeup,
        half_day_is_closed=base.half_day_is_closed if half is None else half,
        closures=closures or base.closures,
        short=short if short_given else base.short,
    )


def _weekdays(fields: Fields, name: str) -> frozenset[int] | None:
    if not fields.has(name):
        fields.raw(name)
        return None
    days = fields.texts(name)
    if unknown := [day for day in days if day not in WEEKDAYS]:
        fields.fault(f"{name}: {unknown[0]} is none of {', '.join(WEEKDAYS)}", name)
    return frozenset(WEEKDAYS[day] for day in days if day in WEEKDAYS)


def _short(fields: Fields) -> ShortPeriods:
    short = ShortPeriods(
        fields.whole("max", least=1) or 1, _weekdays(fields, "rest") or frozenset()
    )
    fields.done()
    return short


def _rule(fields: Fields) -> str:
    """The id of a rule, by which its faults are named from here on."""
    fields.rule = fields.id()
    return fields.rule


def _state(fields: Fields) -> StateRule:
    state = StateRule(_rule(fields), fields.flag("final") or False)
    fields.done()
    return state


def _transition(fields: Fields) -> Transition:
    transition = Transition(
        id=_rule(fields),
        event=fields.id("event"),
        by=fields.ids("by", needed=True),
        sources=fields.ids("from", needed=True),
        to=fields.id("to"),
        documents=fields.ids("documents"),
        fees=fields.ids("fees"),
        starts=fields.ids("starts"),
        stops=fields.ids("stops"),
    )
    fields.done()
    return transition


def _deadline(fields: Fields, time: TimeRules, calendar_of: str) -> DeadlineRule:
    name = _rule(fields)
    own = fields.inside("time")
    own_calendar = own.text("calendar_of", needed=False)
    rules = _time(own, time)
    own.done()
    deadline = DeadlineRule(
        id=name,
        who=fields.id("who"),
        starts_on=fields.text("starts_on"),
        count=fields.whole("n", least=1) or 1,
        unit=fields.enum("unit", Unit) or Unit.DAY,
        cite=fields.text("cite"),
        confidence=fields.enum("confidence", Confidence) or Confidence.MEMORY,
        time=rules,
        calendar_of=fields.text("calendar_of", needed=False) or own_calendar or calendar_of,
        on_expiry=fields.id("on_expiry") if fields.has("on_expiry") else None,
        target=fields.flag("target_only") or False,
        extensions=tuple(_extension(f) for f in fields.items("extend")),
        valid_from=fields.day("valid_from", needed=False),
        valid_to=fields.day("valid_to", needed=False),
    )
    fields.raw("on_expiry")
    fields.done()
    return deadline


def _extension(fields: Fields) -> Extension:
    extension = Extension(
        by=fields.id("by"),
        count=fields.whole("n", least=1, needed=False),
        unit=fields.enum("unit", Unit, needed=False),
        automatic=fields.flag("automatic") or False,
        exceptional=fields.flag("exceptional") or False,
        times=fields.whole("times", least=1, needed=False),
        most=fields.whole("max", least=1, needed=False),
        cite=fields.text("cite", needed=False),
    )
    fields.done()
    return extension


def _document(fields: Fields) -> DocumentRule:
    document = DocumentRule(
        _rule(fields),
        fields.ids("fields"),
        fields.texts("languages"),
        fields.enum("visibility", Visibility, needed=False),
    )
    fields.done()
    return document


def _letter(fields: Fields) -> LetterRule:
    name = _rule(fields)
    texts = fields.inside("text")
    own = {language: texts.text(language, needed=False, most=MOST_TEXT) for language in LANGUAGES}
    texts.done()
    letter = LetterRule(name, fields.ids("states"), {k: v for k, v in own.items() if v})
    fields.done()
    return letter


def _fee(fields: Fields) -> FeeRule:
    fee = read_fee(fields, _rule(fields))
    if fee.currency and fee.currency not in CURRENCIES:
        fields.fault(f"currency: {fee.currency} is not known here", "currency")
    fields.done()
    return fee


def _tests(fields: Fields) -> Iterable[PackTest]:
    for position, test in enumerate(fields.items("tests")):
        name = test.text("name")
        yield PackTest(name, position, {n: test.raw(n) for n in list(test.names())})
