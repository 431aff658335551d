"""Two interests in one right: which goes first, by the rule of the place.

Every answer names the rule, its law and the facts that it used. Where a fact is missing
the answer is `undetermined`: nothing is presumed, and no order is made up. The time at
which this register received a filing is no fact of any rule here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, StrEnum
from typing import TypeAlias


class Unknown(Enum):
    """A fact that exists and is not on record (a registration of unknown date)."""

    UNKNOWN = "unknown"


UNKNOWN = Unknown.UNKNOWN

# A day; in reckonings without a calendar, a number.
When: TypeAlias = date | int


@dataclass(frozen=True, slots=True)
class Interest:
    """What priority rests on. `kind` is the category of interest (licence, security).

    `created` is the day of the transaction. `applied` and `registered` are the days at the
    register of record; None says that there was no such step, UNKNOWN that its day is not
    on record. `knew` names the earlier interests that the holder knew of at the time of
    its own transaction; None where nothing is stated.
    """

    id: str
    created: When | None
    applied: When | Unknown | None = None
    registered: When | Unknown | None = None
    knew: frozenset[str] | None = None
    kind: str = "security"


class Outcome(StrEnum):
    """What a pair comes to."""

    FIRST = "first"
    SECOND = "second"
    EQUAL = "equal"
    UNDETERMINED = "undetermined"


class Reason(StrEnum):
    """Why."""

    REGISTERED_EARLIER = "registered-earlier"
    ONLY_ONE_REGISTERED = "only-one-registered"
    NEITHER_REGISTERED = "neither-registered"
    EARLIER_APPLIED_IN_TIME = "earlier-applied-in-time"
    LATER_KNEW = "later-knew"
    LATER_WITHOUT_NOTICE = "later-without-notice"
    FACT_MISSING = "fact-missing"
    SAME_DAY = "same-day"
    RULE_NOT_VERIFIED = "rule-not-verified"
    NO_COMMON_RULE = "no-common-rule"


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of one interest. `of` is the other interest where the fact is about it."""

    interest: str
    fact: str
    value: When | Unknown | bool | None
    of: str | None = None

    @property
    def missing(self) -> bool:
        """Whether the record does not say it."""
        return self.value is UNKNOWN


@dataclass(frozen=True, slots=True)
class PriorityRule:
    """A rule by its name, with the law that a policy gives for it.

    A rule that rests on memory (confidence M) decides nothing.
    """

    name: str
    law: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two interests and what the rule makes of them. `facts` are all that were used."""

    first: str
    second: str
    outcome: Outcome
    reason: Reason
    rule: PriorityRule
    facts: tuple[Fact, ...] = ()

    @property
    def prevails(self) -> str | None:
        """The one that goes first; None where they are equal, or nothing is determined."""
        return {Outcome.FIRST: self.first, Outcome.SECOND: self.second}.get(self.outcome)

    @property
    def missing(self) -> tuple[Fact, ...]:
        """What would have to be known to determine the pair."""
        undetermined = self.outcome is Outcome.UNDETERMINED
        return tuple(f for f in self.facts if f.missing) if undetermined else ()

    def mirrored(self) -> Pair:
        """The same answer, the other interest named first."""
        turned = {Outcome.FIRST: Outcome.SECOND, Outcome.SECOND: Outcome.FIRST}
        outcome = turned.get(self.outcome, self.outcome)
        return replace(self, first=self.second, second=self.first, outcome=outcome)


@dataclass(frozen=True, slots=True)
class _Found:
    """What a rule says: the one that prevails, both being equal, or neither known."""

    reason: Reason
    facts: tuple[Fact, ...]
    prevails: Interest | None = None
    equal: bool = False


def registration_time(one: Interest, other: Interest) -> _Found:
    """Registered before unregistered, by the time of registration; unregistered are equal.

    Civil Code art. 414; art. 415 for a pledge beside a mortgage. Of two registered on one
    day the record does not say which came first.
    """
    facts = (
        Fact(one.id, "registered", one.registered),
        Fact(other.id, "registered", other.registered),
    )
    if one.registered is None and other.registered is None:
        return _Found(Reason.NEITHER_REGISTERED, facts, equal=True)
    if one.registered is None or other.registered is None:
        only = other if one.registered is None else one
        return _Found(Reason.ONLY_ONE_REGISTERED, facts, only)
    if isinstance(one.registered, Unknown) or isinstance(other.registered, Unknown):
        return _Found(Reason.FACT_MISSING, facts)
    if _day(one.registered) == _day(other.registered):
        return _Found(Reason.SAME_DAY, facts)
    first = one if _day(one.registered) < _day(other.registered) else other
    return _Found(Reason.REGISTERED_EARLIER, facts, first)


def later_without_notice(one: Interest, other: Interest) -> _Found:
    """The earlier goes first, unless at the later one's transaction no application for the
    earlier had been made and the later one did not know of it.

    Cap. 514 s.52(1); Cap. 559 s.29(3). The rule is of pairs: three can be circular.
    """
    created = tuple(
        Fact(i.id, "created", UNKNOWN if i.created is None else i.created) for i in (one, other)
    )
    if one.created is None or other.created is None:
        return _Found(Reason.FACT_MISSING, created)
    if _day(one.created) == _day(other.created):
        return _Found(Reason.SAME_DAY, created)
    in_order = _day(one.created) < _day(other.created)
    earlier, later = (one, other) if in_order else (other, one)
    return _against_later(earlier, later, created)


def _against_later(earlier: Interest, later: Interest, created: tuple[Fact, ...]) -> _Found:
    applied, in_time = _applied_in_time(earlier, later)
    knew = UNKNOWN if later.knew is None else earlier.id in later.knew
    facts = (*created, applied, Fact(later.id, "knew", knew, of=earlier.id))
    if in_time is True:
        return _Found(Reason.EARLIER_APPLIED_IN_TIME, facts, earlier)
    if knew is True:
        return _Found(Reason.LATER_KNEW, facts, earlier)
    if in_time is None:
        return _Found(Reason.SAME_DAY, facts)
    if in_time is False and knew is False:
        return _Found(Reason.LATER_WITHOUT_NOTICE, facts, later)
    return _Found(Reason.FACT_MISSING, facts)


def _applied_in_time(earlier: Interest, later: Interest) -> tuple[Fact, bool | Unknown | None]:
    """Whether the earlier one was applied for before the later transaction; None if on one day."""
    applied = earlier.applied
    registered = earlier.registered
    if applied is None and registered is not None:
        # What is registered was applied for, whether or not the record says when.
        applied = UNKNOWN
    if isinstance(applied, Unknown):
        # On the day of registration at the latest.
        known = None if registered is None or isinstance(registered, Unknown) else registered
        if known is not None and _before(known, later.created):
            return Fact(earlier.id, "registered", known), True
        return Fact(earlier.id, "applied", UNKNOWN), UNKNOWN
    fact = Fact(earlier.id, "applied", applied)
    if applied is None or _before(later.created, applied):
        return fact, False
    return fact, True if _before(applied, later.created) else None


def _before(one: When | None, other: When | None) -> bool:
    assert one is not None and other is not None  # noqa: S101, PT018 - the caller has asked
    return _day(one) < _day(other)


def _day(when: When) -> int:
    return when if isinstance(when, int) else when.toordinal()


RULES: Mapping[str, Callable[[Interest, Interest], _Found]] = {
    "registration-time": registration_time,
    "later-without-notice": later_without_notice,
}


def compare(one: Interest, other: Interest, rule: PriorityRule) -> Pair:
    """Which of two interests goes first under a rule of `RULES`. Raises KeyError for another."""
    found = RULES[rule.name](one, other)
    if rule.confidence == "M":
        found = _Found(Reason.RULE_NOT_VERIFIED, found.facts)
    if found.prevails is not None:
        outcome = Outcome.FIRST if found.prevails is one else Outcome.SECOND
    else:
        outcome = Outcome.EQUAL if found.equal else Outcome.UNDETERMINED
    return Pair(one.id, other.id, outcome, found.reason, rule, found.facts)
